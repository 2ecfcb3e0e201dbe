"""Show memory: which cards were taught in which show, when and how often. Folded from journals each time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from catalog.bilingual import Bilingual
from catalog.product import Sku
from lessons.spacing import Again, Taught, due
from live.asrun import as_run
from live.journal import ShowId
from store import card_history, cards, shows
from store.store import Store
from vocab.card import CardId


@dataclass(frozen=True, slots=True)
class ShownWord:
    """A card on the board of one show: under which product, first at `first` (UTC epoch ms), for `ms` in all.

    `card` is the id it goes by today: a gloss mended after the show does not lose its past.
    """

    card: CardId
    sku: Sku | None
    first: int
    ms: int


@dataclass(frozen=True, slots=True)
class TaughtShow:
    """A show that ended, and its words in the order they were first shown."""

    id: ShowId
    title: Bilingual
    started_at: int
    words: tuple[ShownWord, ...]


class Memory:
    """What the ended shows of a store taught."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._journals = shows.Journals()
        self._guard = threading.Lock()
        # An ended journal only grows by an undo of its end: the newest seq tells a stale fold.
        self._folded: dict[str, tuple[int, tuple[ShownWord, ...]]] = {}

    def shows(self) -> tuple[TaughtShow, ...]:
        """Every show that ended with at least one word on its board, newest first."""
        with self._store.read() as connection:
            held = [row for row in shows.listing(connection) if row.started_at is not None and row.ended_at]
            found = [(row, self._words(connection, row.id)) for row in held]
            heirs = card_history.heirs(connection, {word.card for _, words in found for word in words})
        told = [
            TaughtShow(row.id, row.title, row.started_at or 0, _merged(words, heirs)) for row, words in found
        ]
        return tuple(sorted((one for one in told if one.words), key=lambda one: -one.started_at))

    def show(self, show_id: str) -> TaughtShow | None:
        """One of them; None when it taught nothing, is on air, or is not there."""
        return next((one for one in self.shows() if one.id == show_id), None)

    def cards(self) -> Mapping[CardId, Taught]:
        """What is remembered of every card that was ever taught."""
        found: dict[CardId, Taught] = {}
        for show in self.shows():
            for word in show.words:
                held = found.get(word.card, Taught(word.card, 0, 0, 0))
                last = max(held.last, word.first + word.ms)
                found[word.card] = Taught(word.card, held.times + 1, held.ms + word.ms, last)
        return found

    def due(self, skus: Iterable[str] = ()) -> tuple[Again, ...]:
        """Cards that should be shown once more today, those of `skus` first, the longest overdue first."""
        taught = self.cards()
        with self._store.read() as connection:
            held = cards.by_id(connection, taught)
        return due(taught.values(), held, now=self._clock(), first=skus)

    def _words(self, connection: Connection, show_id: ShowId) -> tuple[ShownWord, ...]:
        with self._guard:
            newest, _ = self._journals.state(connection, show_id)
            held = self._folded.get(show_id)
            if held is None or held[0] != newest:
                rundown = self._journals.rundown(connection, show_id)
                rows = as_run(rundown, shows.events(connection, show_id))
                words = (
                    ShownWord(CardId(word.card), row.sku, word.first, word.ms)
                    for row in rows
                    for word in row.words
                )
                held = self._folded[show_id] = (newest, tuple(sorted(words, key=lambda word: word.first)))
        return held[1]


def _merged(words: Iterable[ShownWord], heirs: Mapping[str, str]) -> tuple[ShownWord, ...]:
    """Each card once: runs added up, under the product where it was first shown."""
    found: dict[CardId, ShownWord] = {}
    for word in words:
        card = CardId(heirs.get(word.card, word.card))
        held = found.get(card, ShownWord(card, word.sku, word.first, 0))
        found[card] = ShownWord(card, held.sku, held.first, held.ms + word.ms)
    return tuple(found.values())
