"""The design page cannot drift: every contrast it claims is measured again from the value beside it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DESIGN = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two `#rrggbb` colours."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _tables() -> list[list[list[str]]]:
    blocks = re.findall(r"(?:^\|.*\n)+", DESIGN, re.MULTILINE)
    return [[_cells(line) for line in block.splitlines()] for block in blocks]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def _claims() -> list[tuple[str, str, float]]:
    """(colour, ground, contrast claimed) of the colour tables."""
    found = []
    for head, _, *rows in _tables():
        grounds = [re.search(r"#[0-9a-f]{6}", cell) for cell in head]
        for row in rows:
            own = re.fullmatch(r"#[0-9a-f]{6}", row[1])
            if own and any(grounds):
                pairs = zip(grounds, row, strict=True)
                found += [(own[0], ground[0], float(cell)) for ground, cell in pairs if ground]
            elif own:
                inks = (re.fullmatch(r"(#[0-9a-f]{6}) ([\d.]+)", cell) for cell in row)
                found += [(ink[1], own[0], float(ink[2])) for ink in inks if ink]
    return found


@pytest.mark.parametrize(("colour", "ground", "claimed"), _claims())
def test_a_claimed_contrast_is_true(colour: str, ground: str, claimed: float) -> None:
    """The number in the table is the contrast of its two colours, to one place."""
    assert contrast(colour, ground) == pytest.approx(claimed, abs=0.06)


def test_tables_are_read() -> None:
    """The control room, both boards and the light desk are measured."""
    assert len(_claims()) >= 60


@pytest.mark.parametrize("sheet", ["tokens", "board"])
def test_tokens_of_the_page_are_those_of_the_sheet(sheet: str) -> None:
    """A text colour of the design page stands in the style sheet under the same value."""
    css = (ROOT / "screens" / "live" / "css" / f"{sheet}.css").read_text(encoding="utf-8")
    if sheet == "tokens":
        dark = DESIGN.split("### Light desk")[0]
        for name, value in re.findall(r"\| `([a-z0-9-]+)` \| (#[0-9a-f]{6}) \| [\d.]+ \|", dark):
            assert f"--{name}: {value};" in css
    else:
        board = DESIGN.split("### Board")[1].split("### Light desk")[0]
        for value in re.findall(r"#[0-9a-f]{6}", board):
            assert value in css


def test_the_light_desk_uses_the_page_s_colours() -> None:
    """The theme's main colours are tokens of the design page."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    light = config["theme"]["light"]
    for option in ("primaryColor", "backgroundColor", "secondaryBackgroundColor", "textColor", "linkColor"):
        assert light[option] in DESIGN
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["headless"] is True
