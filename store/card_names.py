"""Approved cards by their word: for a question on air, and for the board of a script."""

from __future__ import annotations

from sqlalchemy import func, or_, select
from sqlalchemy.engine import Connection

from store.cards import KEPT
from store.tables import card as table
from store.text import dump, load
from vocab.card import Card, CardId
from vocab.wire import card_from_json

#: What a card is asked by.
_NAMES = ("headword", "gloss")
#: Rows looked at: the same word stands beside many products.
_ROWS = 50
#: Rows looked at for a part of a word, which also stands in examples and hooks.
_LOOKED = 400


def named(connection: Connection, word: str, *, limit: int = 3) -> tuple[Card, ...]:
    """Approved cards with this headword or gloss, each sense once.

    A word that went up between the products belongs to none and is kept under the empty SKU.
    """
    either = or_(*(table.c.body.contains(f'"{name}":{dump(word)}', autoescape=True) for name in _NAMES))
    standing = or_(KEPT, table.c.sku == "")
    query = select(table.c.body).where(standing, table.c.status == "approved", either)
    bodies = connection.scalars(query.order_by(table.c.sku).limit(_ROWS))
    found: dict[CardId, Card] = {}
    for item in map(card_from_json, map(load, bodies)):
        found.setdefault(item.id, item)
    return tuple(found.values())[:limit]


def matching(connection: Connection, text: str, *, limit: int = 12) -> tuple[Card, ...]:
    """Approved cards with `text` in headword or gloss, each sense once; the very word before longer ones."""
    wanted = text.casefold()
    query = select(table.c.body).where(KEPT, table.c.status == "approved")
    query = query.where(func.lower(table.c.body).contains(dump(wanted)[1:-1], autoescape=True))
    found: dict[CardId, Card] = {}
    for item in map(
        card_from_json, map(load, connection.scalars(query.order_by(table.c.sku).limit(_LOOKED)))
    ):
        if wanted in item.headword.casefold() or wanted in item.gloss:
            found.setdefault(item.id, item)

    def rank(item: Card) -> tuple[bool, bool, int, str]:
        word = item.headword.casefold()
        return word != wanted, not word.startswith(wanted), len(word), word

    return tuple(sorted(found.values(), key=rank)[:limit])
