"""Show memory: folded from journals of ended shows, due by growing gaps, taken along by the next draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.product import Sku
from lessons.spacing import DAY_MS, GAPS_DAYS, Taught, due, due_at, noted
from live.journal import Command, ShowId
from store.store import Store
from studio.decks import Wish, gather, make_deck
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.deck_facts import card
from vocab.card import CardId

NOW = 1_790_000_000_000
WORD = card("peach", "桃", "táo")


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """It stands still until a test moves it."""
    return Clock()


@pytest.fixture
def studio(store: Store, clock: Clock) -> Iterator[Studio]:
    """The sample, ready to go on air."""
    held = Studio(store.url, clock=clock)
    open_sample(held)
    yield held
    held.close()


def press(studio: Studio, clock: Clock, show: ShowId, verb: str, later: int = 1_000, **args: object) -> None:
    """One command of the producer, `later` ms after the last."""
    clock.now += later
    command = Command(f"{verb}-{clock.now}", show, "t", "producer", verb, {}, args)
    ack = studio.rooms.command(command)
    assert ack["ok"], ack


def aired(studio: Studio, clock: Clock, cards: list[str], *, ended: bool = True) -> ShowId:
    """A show of the sample's script in which these cards stood on the board for 20 s."""
    script = studio.scripts.listing()[0].id
    show = studio.rooms.create(script)
    press(studio, clock, show, "start")
    press(studio, clock, show, "board_show", cards=cards, revealed=len(cards))
    press(studio, clock, show, "board_hide", later=20_000)
    if ended:
        press(studio, clock, show, "end", later=60_000)
    return show


def test_a_word_is_due_after_gaps_that_grow() -> None:
    """Each show with the word pushes the next look further out; the last gap stays."""
    gaps = [due_at(Taught(WORD.id, times, 0, NOW)) - NOW for times in range(1, len(GAPS_DAYS) + 3)]
    assert gaps == sorted(gaps)
    assert gaps[0] == 2 * DAY_MS
    assert gaps[-1] == gaps[-2] == GAPS_DAYS[-1] * DAY_MS


@given(st.integers(1, 9), st.integers(0, 400))
def test_only_what_is_due_comes_round(times: int, days: int) -> None:
    """Never before its instant, always from it on; a card no longer approved never."""
    taught = Taught(WORD.id, times, 20_000, NOW - days * DAY_MS)
    found = due([taught], {WORD.id: WORD}, now=NOW)
    assert bool(found) == (due_at(taught) <= NOW)
    assert all(again.days == days for again in found)
    assert due([taught], {WORD.id: replace(WORD, status="draft")}, now=NOW) == ()


def test_the_note_says_how_long_ago_and_how_long_now() -> None:
    """In both languages, as a host reads it."""
    (again,) = due([Taught(WORD.id, 1, 0, NOW - 6 * DAY_MS)], {WORD.id: WORD}, now=NOW)
    assert again.note().zh == "peach：6 天前教过，再看 20 秒"
    assert again.note().en == "peach: taught 6 days ago, show it again for 20 s"


def test_memory_is_what_ended_shows_taught(studio: Studio, clock: Clock) -> None:
    """Which card in which show, when, how long, how often; a show on air is not remembered yet."""
    first, second = (one.id for one in studio.boards.of_product("P001")[:2])
    began = clock.now
    one = aired(studio, clock, [first, second])
    clock.now += 3 * DAY_MS
    two = aired(studio, clock, [first])
    clock.now += DAY_MS
    aired(studio, clock, [second], ended=False)
    told = studio.memory.shows()
    assert [show.id for show in told] == [two, one]
    assert {word.card: word.ms for word in told[1].words} == {first: 20_000, second: 20_000}
    assert told[1].words[0].first == began + 2_000
    memory = studio.memory.cards()
    assert (memory[first].times, memory[second].times) == (2, 1)


def test_a_gloss_mended_after_the_show_keeps_its_past(studio: Studio, clock: Clock) -> None:
    """The card's id changes with its gloss; what was taught stays taught."""
    old = studio.boards.of_product("P001")[0]
    show = aired(studio, clock, [old.id])
    new = replace(old, id=CardId("0123456789abcdef"), gloss="桃")
    studio.boards.put(new, by="Tao", replaces=old.id)
    told = studio.memory.show(show)
    assert told is not None
    assert [word.card for word in told.words] == [new.id]


def test_a_draft_takes_due_words_along(studio: Studio, clock: Clock) -> None:
    """Six days later the review of the next script shows the word and says when it was taught."""
    word = studio.boards.of_product("P001")[0]
    aired(studio, clock, [word.id])
    clock.now += 6 * DAY_MS
    again = studio.memory.due(["P002", "P003"])
    assert [(one.card.id, one.days) for one in again] == [(word.id, 6)]
    rundown, _ = studio.scripts.draft(
        [Sku("P002"), Sku("P003"), Sku("P004")], template="lesson_first", total_ms=3_600_000,
        remembered=[one.card for one in again],
    )  # fmt: skip
    rundown = noted(rundown, again)
    shown = [seg for seg in rundown.segments if any(word.id in cue.card_ids for cue in seg.cues)]
    assert shown
    assert f"{word.headword}：6 天前教过，再看 20 秒" in (shown[0].note or "")


def test_the_words_of_a_show_go_out_as_a_page(studio: Studio, clock: Clock) -> None:
    """Only what was on the board, under the show's name; a word without approval is told and left out."""
    first, second = studio.boards.of_product("P001")[:2]
    show = aired(studio, clock, [second.id, first.id])
    made = make_deck(studio, Wish("html", show=show))
    assert made.data is not None
    page = made.data.decode()
    assert first.headword in page
    assert second.headword in page
    assert (made.cards, made.findings) == (2, ())
    studio.boards.decide([("P001", first.id)], "draft", by="Tao")
    deck, findings = gather(studio, Wish("csv", show=show))
    assert [one.id for _, one in deck.pairs()] == [second.id]
    assert [finding.code for finding in findings] == ["vocab.decks.left_out"]
    none, findings = gather(studio, Wish("csv", show="nope"))
    assert none.sections == ()
    assert [finding.code for finding in findings] == ["vocab.decks.unknown_show"]
