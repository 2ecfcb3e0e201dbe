"""The sentences about a file: both languages say the same, every code can be said."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from catalog.messages import PER_CODE, FindingLog, say
from catalog.sentences import MESSAGES

ROOM = Path(__file__).parents[1] / "catalog"


def values_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_both_languages_name_the_same_values(code: str) -> None:
    """What the Chinese sentence fills in, the English one does too (but for words that differ by
    language)."""
    _, what_zh, what_en, fix_zh, fix_en = MESSAGES[code]
    for zh, en in ((what_zh, what_en), (fix_zh, fix_en)):
        assert {name.removesuffix("_zh") for name in values_of(zh)} == {
            name.removesuffix("_en") for name in values_of(en)
        }
    assert re.fullmatch(r"catalog\.[a-z]+(\.[a-z_]+)?", code)
    assert what_zh.endswith(("。", "等于白送。")) and what_en.endswith(".")


def test_every_code_in_the_source_has_a_sentence() -> None:
    """A code that the room says, or raises, is in the table; and none in the table is never said."""
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in ROOM.glob("*.py") if path.name != "sentences.py"
    )
    said = set(re.findall(r'"(catalog(?:\.[a-z]+)+(?:\.[a-z_]+)?)"', source))
    said |= {f"catalog.price.{name}" for name in re.findall(r'\bfault\("([a-z_]+)"', source)}
    assert said - set(MESSAGES) == set()
    assert set(MESSAGES) - said - {"catalog.more"} == set()


def test_quoted_cells_are_cut_and_printable() -> None:
    """A cell quoted in a sentence cannot flood or garble it."""
    finding = say("catalog.price.unreadable", row=2, text="x\x00" + "y" * 100)
    assert finding.what.en == "“x " + "y" * 37 + "…” is not a price."


def test_a_log_lists_the_first_and_counts_all() -> None:
    """Two hundred of a code in full, the rest as one line; counts by severity are of all."""
    log = FindingLog("f.csv")
    for row in range(PER_CODE + 5):
        log.say("catalog.price.zero", row=row)
    assert len(log.findings()) == PER_CODE + 1
    assert log.count("warn") == PER_CODE + 5
    assert log.findings()[-1].what.zh == "还有 5 条同类问题未逐条列出（catalog.price.zero）。"
