"""Words for a board from the whole catalogue, not only from the segment's product."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.bilingual import Bilingual
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from lessons.text.board import WORD
from screens.script_edits import apply_edit
from studio.sample_show import open_sample
from studio.studio import Studio
from vocab.card import CardId

PLAN = Rundown(
    Bilingual(zh="今晚"), None, "Asia/Shanghai",
    (Segment(SegmentId("s01"), "lesson", Bilingual(zh="课"), 60_000, (Cue(CueId("s01c01"), "card"),)),),
)  # fmt: skip


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """The sample catalogue with its approved cards."""
    folder: Path = tmp_path_factory.mktemp("words")
    held = Studio(f"sqlite:///{folder / 'studio.db'}")
    open_sample(held)
    yield held
    held.close()


@pytest.mark.parametrize("asked", ["fragrant", "FRAG", "香"])
def test_a_word_is_found_by_either_language(studio: Studio, asked: str) -> None:
    """Part of the word or of its gloss is enough, upper case or not; a sense is offered once."""
    found = studio.scripts.words(asked)
    assert "fragrant" in {card.headword for card in found}
    assert len({card.id for card in found}) == len(found)
    assert all(card.status == "approved" for card in found)


def test_the_very_word_comes_first(studio: Studio) -> None:
    """A word that is asked for whole stands before longer ones."""
    assert studio.scripts.words("crisp")[0].headword == "crisp"
    assert studio.scripts.words("qqqq") == ()
    assert studio.scripts.words("100%_") == ()


def test_a_card_of_another_product_is_no_finding(studio: Studio) -> None:
    """On a board of a segment without that product: its word is known, and nothing is wrong with it."""
    card = studio.scripts.words("fragrant")[0]
    rundown, _ = apply_edit(PLAN, {"op": "add_card", "segment": "s01", "cue": "s01c01", "card": card.id})
    look = studio.scripts.look("x", rundown)
    assert card in look.boards[card.sku]
    assert [finding.code for finding in look.checks if finding.where.column == "card"] == []


def test_a_typed_word_without_a_card_stays_and_is_told(studio: Studio) -> None:
    """It stands on the board as it was typed, and the check says that no card answers to it."""
    edit = {"op": "add_card", "segment": "s01", "cue": "s01c01", "card": WORD + "cloud nine"}
    rundown, _ = apply_edit(PLAN, edit)
    assert rundown.segments[0].cues[0].card_ids == (CardId("word:cloud nine"),)
    codes = {finding.code for finding in studio.scripts.check(rundown)}
    assert "lessons.check.word" in codes
    assert apply_edit(PLAN, {**edit, "card": WORD + "  "}) == (PLAN, "")
