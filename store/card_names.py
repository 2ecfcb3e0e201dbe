"""Approved cards by their word, for a question on air."""

from __future__ import annotations

from sqlalchemy import or_, select
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
