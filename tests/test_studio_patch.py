"""What changed between two documents: small, exact, and the same in the browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.patch import apply_patch, make_patch

PATCH = Path(__file__).parents[1] / "screens" / "live" / "js" / "patch.js"
_TEXT = st.text("ab桃", max_size=3)
_KEYS = st.sampled_from(["id", "a", "b", "id2"])
_LEAVES = st.none() | st.integers(-5, 5) | _TEXT
_DOCUMENTS = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)
_SCRIPT = """
import {{ applyPatch }} from {url};
import {{ readFileSync }} from "node:fs";
const out = JSON.parse(readFileSync(0, "utf8")).map(([before, steps]) => applyPatch(before, steps));
process.stdout.write(JSON.stringify(out));
"""


def same(left: Any, right: Any) -> bool:
    """Equal as JSON: true is not 1."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


@given(_DOCUMENTS, _DOCUMENTS)
@settings(max_examples=60, deadline=None)
def test_the_steps_lead_from_the_old_document_to_the_new(old: Any, new: Any) -> None:
    """Whatever two documents are, the patch of them turns one into the other and leaves the first alone."""
    kept = deepcopy(old)
    assert same(apply_patch(old, make_patch(old, new)), new)
    assert same(old, kept)
    assert make_patch(new, deepcopy(new)) == []


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        ({"stock": 3}, {"stock": None}, [[["stock"], None]]),
        ({"a": 1, "b": 2}, {"b": 2}, [[["a"]]]),
        ({"runs": [{"n": 1, "end": None}]}, {"runs": [{"n": 1, "end": 9}, {"n": 2, "end": None}]},
         [[["runs"], 1, 0, [{"n": 2, "end": None}]], [["runs", 0, "end"], 9]]),
        ([{"id": "x", "v": 1}, {"id": "y", "v": 1}], [{"id": "y", "v": 2}], [[[1, "v"], 2], [[], 0, 1, []]]),
    ],
)  # fmt: skip
def test_what_the_steps_look_like(old: Any, new: Any, steps: list[Any]) -> None:
    """Null is a value, an item is followed by its id, and a place is that of its moment."""
    assert make_patch(old, new) == steps
    assert same(apply_patch(old, steps), new)


def test_the_browser_applies_the_same_steps(tmp_path: Path) -> None:
    """`screens/live/js/patch.js` gives the new document for the old one and the steps."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    pairs: list[tuple[Any, Any]] = []

    @given(_DOCUMENTS, _DOCUMENTS)
    @settings(max_examples=60, deadline=None, database=None, derandomize=True)
    def collect(old: Any, new: Any) -> None:
        pairs.append((old, new))

    collect()
    script = tmp_path / "apply.mjs"
    script.write_text(_SCRIPT.format(url=json.dumps(PATCH.as_uri())), encoding="utf-8")
    asked = json.dumps([[old, make_patch(old, new)] for old, new in pairs])
    done = subprocess.run([node, str(script)], input=asked, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    for (_, new), found in zip(pairs, json.loads(done.stdout), strict=True):
        assert same(found, new)
