"""Child processes that compute stand back behind what is on air."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import Any

#: Nice value of a child: alone on a machine it loses nothing, beside a show the show is first.
NICE = 10
#: `creationflags` that ask for the same where there is no nice value.
FLAGS: int = getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)


def stand_back(child: subprocess.Popen[Any]) -> None:
    """Lower a child's priority; done by the parent, because a start hook is not safe beside threads."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError):  # it may have ended already
            os.setpriority(os.PRIO_PROCESS, child.pid, NICE)
