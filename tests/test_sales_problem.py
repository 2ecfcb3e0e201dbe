"""The table of order problems: complete, in both languages, and used as it is written."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from catalog.finding import Where
from sales.problem import PROBLEMS, problem

SALES = Path(__file__).parents[1] / "sales"


def names(text: str) -> set[str]:
    """The names a text wants filled."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", PROBLEMS)
def test_both_languages_say_the_same(code: str) -> None:
    """What and fix stand in Chinese and English, about the same values (a wording of its own aside)."""
    text = PROBLEMS[code]
    assert all((text.what_zh, text.what_en, text.fix_zh, text.fix_en))
    assert names(text.what_zh) - {"how"} == names(text.what_en) - {"how_en"}
    assert names(text.fix_zh) == names(text.fix_en)
    assert re.search("[一-鿿]", text.what_zh) and not re.search("[一-鿿]", text.what_en)


def test_every_code_is_used_and_every_used_code_exists() -> None:
    """No dead texts, and no code that would fail when it is needed."""
    source = "".join(
        path.read_text(encoding="utf-8") for path in SALES.rglob("*.py") if path.stem != "problem"
    )
    used = set(re.findall(r'"(sales\.[a-z]+\.[a-z_]+)"', source))
    assert used == set(PROBLEMS)


def test_long_values_are_cut_and_odd_ones_made_storable() -> None:
    """A finding is a sentence: a value of a megabyte does not stand in it, nor half a character."""
    finding = problem("sales.kind.unknown", Where(row=1), value="x" * 10**6 + "\ud800", known="paid")
    assert finding.what.zh is not None and len(finding.what.zh) < 200
    assert (
        problem("sales.kind.unknown", Where(), value="\ud800", known="").what.en
        == "unknown kind of event “\\ud800”"
    )
