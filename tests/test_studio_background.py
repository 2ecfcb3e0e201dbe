"""What computes in a child process stands back behind the show."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from studio import background


@pytest.mark.skipif(sys.platform == "win32", reason="there is no nice value; the flag does it")
def test_a_child_and_its_children_give_way() -> None:
    """The nice value is that of the whole child, so extraction's own processes inherit it."""
    script = "import os, sys; sys.stdin.readline(); print(os.getpriority(os.PRIO_PROCESS, 0))"
    child = subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    background.stand_back(child)
    said, _ = child.communicate("go\n", timeout=60)
    assert int(said) == max(background.NICE, os.getpriority(os.PRIO_PROCESS, 0))
    background.stand_back(child)  # gone already: nothing happens
