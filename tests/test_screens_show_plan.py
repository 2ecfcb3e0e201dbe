"""The evening at a glance: segments to scale, words of the board, nobody's markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.bilingual import Bilingual, Lang
from catalog.product import Sku
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from screens.show_plan import WORDS, card_ids, panel
from tests.deck_facts import card
from vocab.card import CardId


def segment(n: int, *cards: str, kind: str = "product", skip: bool = False) -> Segment:
    """A segment of n minutes that opens a board."""
    cue = Cue(CueId(f"c{n}"), "card", card_ids=tuple(CardId(each) for each in cards))
    title = Bilingual(f"Part {n}", f"第 {n} 段")
    return Segment(SegmentId(f"s{n}"), kind, title, n * 60_000, (cue,), sku=Sku(f"P{n}"), skip=skip)


def show(*segments: Segment) -> Rundown:
    """A show of these segments."""
    return Rundown(Bilingual("Night", "之夜"), None, "Asia/Shanghai", segments)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "2 段 · 2 件商品 · 2 个词 · 计划 5:00"),
        ("en", "2 segments · 2 products · 2 words · 5:00 planned"),
    ],
)
def test_figures_leave_out_what_is_skipped(lang: Lang, told: str) -> None:
    """Segments, products, words and minutes are those that will be on air; a word counts once."""
    evening = show(segment(2, "a", "b"), segment(9, "c", skip=True), segment(3, "b"))
    assert card_ids(evening) == ("a", "b")
    said = panel(evening, {}, lang)
    assert told in said and 'style="flex-grow:120000"' in said and "flex-grow:540000" not in said
    assert "cc-plan-board" not in said  # no words, no empty board


def test_the_segment_on_air_stands_out() -> None:
    """One mark, on the segment of this moment; none before the start."""
    evening = show(segment(2), segment(3))
    assert "data-now" not in panel(evening, {}, "zh")
    said = panel(evening, {}, "zh", current="s3")
    assert said.count("data-now") == 1 and said.index("data-now") > said.index("flex-grow:180000")


def test_words_stand_as_on_the_board_and_the_rest_is_counted() -> None:
    """Headword and gloss in the order of the evening; past a glance the number of the others."""
    names = [f"w{n}" for n in range(WORDS + 2)]
    held = {CardId(name): card(name, "词", "cí") for name in names}
    said = panel(show(segment(2, *names)), held, "en")
    assert said.count("<li><b") == WORDS and "and 2 more" in said


def test_texts_of_a_user_are_text() -> None:
    """Titles, kinds and words cannot write markup."""
    bad = "<img src=x onerror=alert(1)>"
    evil = replace(segment(2, "w", kind=f'x" {bad}'), title=Bilingual(bad, bad))
    said = panel(show(evil), {CardId("w"): card(bad, bad, "cí")}, "zh")
    assert "<img" not in said
