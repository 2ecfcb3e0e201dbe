"""When a word that was taught comes round again: gaps that grow with each show it was taught in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from catalog.bilingual import Bilingual
from lessons.duration import SECOND
from lessons.rundown import Rundown, Segment
from vocab.card import Card, CardId

DAY_MS = 86_400_000
#: Days from a show to the next look, after the first, second … show with the word. Growing gaps hold longer
#: than equal ones where each look is a short recall (Landauer and Bjork 1978); the first gap is 10–20 % of
#: the two weeks a buyer should remember a word (Cepeda et al. 2008). The numbers in between are our choice.
GAPS_DAYS = (2, 6, 14, 30, 60)
#: A second look at a word: word, sound, meaning, once around the chat (our choice).
REVIEW_MS = 20 * SECOND


@dataclass(frozen=True, slots=True)
class Taught:
    """What is remembered of a card: in how many shows it was taught, for how many `ms` in all, and when it
    last left the board (UTC epoch ms)."""

    card: CardId
    times: int
    ms: int
    last: int


@dataclass(frozen=True, slots=True)
class Again:
    """A card to show once more, `days` whole days after it was last taught."""

    card: Card
    days: int

    def note(self) -> Bilingual:
        """What the script says beside it."""
        seconds = REVIEW_MS // SECOND
        word = self.card.headword
        return Bilingual(
            en=f"{word}: taught {self.days} days ago, show it again for {seconds} s",
            zh=f"{word}：{self.days} 天前教过，再看 {seconds} 秒",
        )


def due_at(taught: Taught) -> int:
    """The instant (UTC epoch ms) from which a second look is due; after the last gap it stays the longest.

    >>> due_at(Taught(CardId("x"), 1, 0, 0)) // DAY_MS
    2
    """
    gap = GAPS_DAYS[min(taught.times, len(GAPS_DAYS)) - 1]
    return taught.last + gap * DAY_MS


def due(
    memory: Iterable[Taught], cards: Mapping[CardId, Card], *, now: int, first: Iterable[str] = ()
) -> tuple[Again, ...]:
    """The approved cards due at `now`: those of the products `first` ahead, then the longest overdue."""
    ahead = frozenset(first)
    ready = [
        (taught, cards[taught.card])
        for taught in memory
        if taught.card in cards and cards[taught.card].status == "approved" and due_at(taught) <= now
    ]
    ready.sort(key=lambda pair: (pair[1].sku not in ahead, due_at(pair[0]), pair[0].card))
    return tuple(Again(card, max(0, now - taught.last) // DAY_MS) for taught, card in ready)


def noted(rundown: Rundown, again: Iterable[Again]) -> Rundown:
    """The rundown with a note on each review that shows one of these words: how long ago, how long now."""
    notes = {one.card.id: one.note().best("zh") for one in again}

    def told(segment: Segment) -> Segment:
        if segment.sku is not None:
            return segment
        shown = dict.fromkeys(card for cue in segment.cues for card in cue.card_ids if card in notes)
        lines = [line for line in (segment.note, *(notes[card] for card in shown)) if line]
        return replace(segment, note="；".join(lines)) if shown else segment

    return replace(rundown, segments=tuple(told(segment) for segment in rundown.segments))
