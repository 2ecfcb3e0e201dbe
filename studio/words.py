"""Words while the show is on: what a card holds, a word looked up on the spot and put on the board."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy.engine import Connection

from catalog.product import Product
from store import card_names, cards, products
from store.store import Store
from studio.board_card import board_json
from vocab.card import Card, CardId

if TYPE_CHECKING:
    from vocab.lookup import Lookup

log = logging.getLogger("studio.words")
ROOT = Path(__file__).parents[1]
#: Builds the dictionary's cache file where there is none: seconds and half a gigabyte, so in its own process.
BUILD = "from vocab.dictionary import Dictionary; Dictionary.open()"
Json = dict[str, object]


class UnknownWord(Exception):
    """No answer to that question has this id."""

    def __init__(self, asked: str) -> None:
        super().__init__(f"There is no such card for “{asked}”. 「{asked}」没有这张词卡。")


class Words:
    """Words of a store and of the dictionary. Every method reads the disk: call it in a thread."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._guard = threading.Lock()
        self._lookup: Lookup | None = None
        self._warming = False

    def warm(self) -> None:
        """Open the dictionary in the background, so that the first question on air is answered at once."""
        if not self._warming:
            self._warming = True
            threading.Thread(target=self._warm, name="dictionary", daemon=True).start()

    def _warm(self) -> None:
        try:
            self._open().find("peach")
        except Exception:
            log.exception("the dictionary could not be opened")

    def find(self, asked: str, *, sku: str = "") -> list[Json]:
        """Cards for a typed word, best first: an approved card of this store before the dictionary's."""
        return [_answer(card) for card in self._cards(asked, sku)]

    def choose(self, asked: str, card: str, *, sku: str = "") -> Card:
        """One of the answers as somebody puts it up: approved. Nothing is written.

        Raises:
            UnknownWord: when the question has no such answer.
        """
        found = next((one for one in self._cards(asked, sku) if one.id == card), None)
        if found is None:
            raise UnknownWord(asked)
        return replace(found, status="approved", check=False)

    def keep(self, card: Card, *, by: str) -> None:
        """Save a chosen answer, so that every plan and deck has it."""
        now = self._clock()

        def work(connection: Connection) -> None:
            if cards.by_id(connection, [card.id]).get(card.id) != card:
                cards.put(connection, card, by=by, now=now)

        self._store.write(work)

    def detail(self, card: str, *, rehearsed: Mapping[str, Card] = MappingProxyType({})) -> Json | None:
        """All that is known of a card: sounds, other glosses, facts with sources; None when there is none.

        `rehearsed` are the words of a rehearsal, which are in no store.
        """
        with self._store.read() as connection:
            held = rehearsed.get(card) or cards.by_id(connection, [card]).get(CardId(card))
            product = None if held is None else products.get(connection, held.sku)
        return None if held is None else _detail(held, product)

    def _cards(self, asked: str, sku: str) -> tuple[Card, ...]:
        with self._store.read() as connection:
            product = products.get(connection, sku) if sku else None
            own = card_names.named(connection, asked.strip())
        context = "" if product is None else f"{product.title.zh or ''} {product.description.zh or ''}"
        told = self._open().find(asked, sku="" if product is None else product.sku, context=context)
        seen: dict[str, Card] = {}
        for card in (*own, *told):
            seen.setdefault(card.id, card)
        return tuple(seen.values())[:6]

    def _open(self) -> Lookup:
        with self._guard:
            if self._lookup is None:
                from vocab.dictionary_build import built_file
                from vocab.lookup import Lookup

                if built_file() is None:
                    subprocess.run([sys.executable, "-c", BUILD], cwd=ROOT, check=True, capture_output=True)
                self._lookup = Lookup.open()
            return self._lookup


def _answer(card: Card) -> Json:
    return {**board_json(card), "check": card.check, "status": card.status}


def _detail(card: Card, product: Product | None) -> Json:
    title = None if product is None else {"zh": product.title.zh, "en": product.title.en}
    return {
        **board_json(card),
        "lemma": card.lemma,
        "ipa_us": card.ipa,
        "ipa_gb": card.ipa_gb,
        "alternatives": list(card.alternatives),
        "tags": list(card.tags),
        "check": card.check,
        "hooks": [
            {"kind": hook.kind, "text": {"zh": hook.text.zh, "en": hook.text.en}, "source": hook.source}
            for hook in card.hooks
        ],
        "product": title,
    }
