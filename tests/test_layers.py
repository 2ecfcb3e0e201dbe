"""The rooms and their one direction: data flows right, imports point left."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("catalog", "vocab", "lessons", "live", "sales", "store", "studio", "screens")
DOMAIN = ROOMS[:5]
#: Libraries that only the named modules may import.
ALONE = {
    "spacy": {"vocab/english.py"},
    "lemminflect": {"vocab/"},
    "jieba": {"vocab/chinese.py"},
    "sqlalchemy": {"store/", "studio/"},
    "streamlit": {"screens/", "streamlit_app.py"},
    "starlette": {"screens/"},
}


def modules() -> list[Path]:
    """Every module of the product."""
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return [path for path in found if "pipeline" not in path.parts and "train" not in path.parts]


def imports(path: Path) -> set[str]:
    """The absolute names a module imports, wherever in its code."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_left(path: Path) -> None:
    """A room imports itself and the rooms to its left, never one to its right, never the entry."""
    place = ROOMS.index(path.relative_to(ROOT).parts[0])
    used = {name.split(".")[0] for name in imports(path)}
    assert not used & set(ROOMS[place + 1 :])
    assert "streamlit_app" not in used
    assert "tests" not in used


@pytest.mark.parametrize("library", sorted(ALONE))
def test_a_library_has_one_home(library: str) -> None:
    """spaCy and jieba live behind one module each, SQL behind the store, the web behind the screens."""
    allowed = tuple(ALONE[library])
    users = {
        str(path.relative_to(ROOT).as_posix())
        for path in modules()
        if any(name.split(".")[0] == library for name in imports(path))
    }
    assert {user for user in users if not user.startswith(allowed)} == set()


def test_the_rooms_are_the_ones_of_the_plan() -> None:
    """No catch-all folders: each top-level package is a room."""
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages == set(ROOMS)
