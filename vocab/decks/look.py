"""The colours and the hand of boards and paper: docs/design.md, sections 1 and 2."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

ThemeName = Literal["chalk", "paper", "chalk-hand", "paper-hand"]


@dataclass(frozen=True, slots=True)
class Theme:
    """A ground and the inks on it; every text ink is at least 7:1 on the ground.

    `hand`: written, not printed.
    """

    ground: str
    word: str
    pinyin: str
    reading: str
    quiet: str
    rule: str
    hand: bool = False


CHALK = Theme("#1d2b26", "#f7f3e8", "#ffc3a3", "#cfe3d6", "#b3bfb7", "#52685e")
PAPER = Theme("#fbf8f1", "#1c2823", "#84300f", "#2f5143", "#465049", "#cdbfa6")
#: A handout is printed: the paper brings its own ground.
PRINT = Theme("#ffffff", "#1c2823", "#84300f", "#2f5143", "#465049", "#cdbfa6")
THEMES: dict[ThemeName, Theme] = {
    "chalk": CHALK,
    "paper": PAPER,
    "chalk-hand": replace(CHALK, hand=True),
    "paper-hand": replace(PAPER, hand=True),
}
