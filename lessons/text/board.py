"""The items after `card:` in a script: words a planner can read, ids a program can trust.

An item is a headword (`honey peach`), a headword pinned to a card (`fresh#0123456789abcdef`), or a bare
id (`#id`, or 16 hex digits). A headword is looked up among the cards of the segment's product, then among
all cards. A word that no card answers to stays in the script as `word:<headword>`: nothing typed is lost,
the host still sees the word, and the next reading with the card present resolves it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from catalog.product import Sku
from lessons.text.escape import escape, split, unescape
from vocab.card import Card, CardId

#: Prefix of a `card_ids` entry that is a word without a card.
WORD = "word:"
#: Cards per product, best first; a sku may be typed as plain text.
Boards = Mapping[Sku, Sequence[Card]] | Mapping[str, Sequence[Card]]
_HEX_ID = re.compile(r"[0-9a-f]{16}")
_MARKS = ";；#＃"


class Board:
    """Looks up headwords for the reader and words for the writer over one set of cards."""

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self._by_id: dict[CardId, Card] = {}
        self._by_word: dict[str, dict[CardId, Card]] = defaultdict(dict)
        self._by_sku: dict[tuple[str, str], dict[CardId, Card]] = defaultdict(dict)
        for card in cards:
            word = _key(card.headword)
            self._by_id.setdefault(card.id, card)
            self._by_word[word].setdefault(card.id, card)
            self._by_sku[card.sku, word].setdefault(card.id, card)

    @classmethod
    def of(cls, cards: Boards | None) -> Board:
        """A board over the cards of each product."""
        return cls(card for row in (cards or {}).values() for card in row)

    def resolve(self, word: str, sku: str | None) -> CardId | None:
        """The id of the card a headword means in a segment of `sku`; None when no single card does.

        Several senses on the product itself: the only approved one, else the first (best ranked).
        """
        key = _key(word)
        if sku is not None and (own := self._by_sku.get((sku, key))):
            approved = [card.id for card in own.values() if card.status == "approved"]
            return approved[0] if len(approved) == 1 else next(iter(own))
        everywhere = self._by_word.get(key, {})
        return next(iter(everywhere)) if len(everywhere) == 1 else None

    def read(self, text: str, sku: str | None) -> tuple[tuple[CardId, ...], tuple[str, ...]]:
        """The card ids of a `card:` line, and the headwords among them that no card answers to."""
        ids: list[CardId] = []
        missing: list[str] = []
        for item in split(text, ";；"):
            if not item:
                continue
            word, *pinned = split(item, "#＃")
            if pinned and pinned[-1]:
                ids.append(CardId(unescape(pinned[-1])))
                continue
            word = unescape(word)
            if _HEX_ID.fullmatch(word):
                ids.append(CardId(word))
                continue
            word = word.removeprefix(WORD)
            found = self.resolve(word, sku)
            if found is None:
                missing.append(word)
            ids.append(CardId(WORD + word) if found is None else found)
        return tuple(ids), tuple(missing)

    def write(self, ids: Iterable[CardId]) -> str:
        """The `card:` line for `ids`: a bare headword only where it can mean no other card."""
        return "; ".join(self._item(card_id) for card_id in ids)

    def _item(self, card_id: CardId) -> str:
        if card_id.startswith(WORD):
            word = card_id.removeprefix(WORD)
            return escape(card_id if _HEX_ID.fullmatch(word) or word.startswith(WORD) else word, _MARKS)
        card = self._by_id.get(card_id)
        if card is None:
            return card_id if _HEX_ID.fullmatch(card_id) else "#" + escape(card_id, _MARKS)
        word = escape(card.headword, _MARKS)
        alone = len(self._by_word[_key(card.headword)]) == 1 and not card.headword.startswith(WORD)
        return word if alone and word and not _HEX_ID.fullmatch(word) else f"{word}#{escape(card_id, _MARKS)}"


def _key(word: str) -> str:
    """Headwords are compared without case and with single spaces."""
    return " ".join(word.casefold().split())
