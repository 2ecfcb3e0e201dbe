"""Documents that cannot drift: links lead somewhere, commands exist, and each of them is written down."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from studio.cli import main

ROOT = Path(__file__).parents[1]
DOCS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    """Every relative link and picture of a document exists."""
    for target in re.findall(r"\]\(([^)#\s]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def commands(group: click.Group, prefix: str = "") -> list[str]:
    """Every command of the command line, groups spelled out."""
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, f"{prefix}{name} ")
        else:
            found.append(f"{prefix}{name}")
    return found


@pytest.mark.parametrize("name", commands(main))
def test_every_command_is_written_down(name: str) -> None:
    """A command nobody can find does not exist."""
    assert f"python -m studio {name}" in (ROOT / "docs/commands.md").read_text(encoding="utf-8")


def test_every_command_says_what_it_does() -> None:
    """Help texts are there, in both languages."""
    for name in commands(main):
        command: click.Command = main
        for piece in name.split():
            assert isinstance(command, click.Group)
            command = command.commands[piece]
        assert command.help, name
        assert re.search(r"[一-鿿]", command.help), name
