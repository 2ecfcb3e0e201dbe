"""The cards' table: what the extractor found and what a person decided about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import delete, func, select, update
from sqlalchemy.engine import Connection

from catalog.product import Sku
from store import card_history
from store.tables import card as table
from store.tables import product
from store.text import dump, load
from store.upsert import upsert
from vocab.card import Card, CardId, CardStatus
from vocab.wire import card_from_json, card_to_json

#: The card's product is in the catalogue.
KEPT = table.c.sku.in_(select(product.c.sku))


def save_found(connection: Connection, sku: Sku, found: Sequence[Card], *, now: int) -> None:
    """Take the extractor's cards of a product: a card that a person touched stays as that person left it.

    So does its word: a sense that a person chose, dropped or split is not found beside it again. Untouched
    drafts of an earlier run that were not found again go away.
    """
    query = select(table.c.id, table.c.by, table.c.body).where(table.c.sku == sku)
    held = {row.id: row for row in connection.execute(query)}
    touched = {card_id: row for card_id, row in held.items() if row.by is not None}
    settled = {_word(card_from_json(load(row.body))) for row in touched.values()}
    settled |= card_history.rewritten(connection, sku)
    fresh = [
        (rank, item)
        for rank, item in enumerate(found)
        if item.id not in touched and _word(item) not in settled
    ]
    stale = set(held) - set(touched) - {item.id for _, item in fresh}
    if stale:
        connection.execute(delete(table).where(table.c.sku == sku, table.c.id.in_(stale)))
    upsert(connection, table, [_row(item, rank=rank, by=None, now=now) for rank, item in fresh])


def _word(item: Card) -> tuple[str, str]:
    return item.lemma.casefold(), item.pos


def put(connection: Connection, item: Card, *, by: str, now: int, rank: int | None = None) -> None:
    """Save a card as a person left it; such a card survives every re-run."""
    if rank is None:
        rank = rank_of(connection, item.sku, item.id)
    if rank is None:
        rank = (connection.scalar(select(func.max(table.c.rank)).where(table.c.sku == item.sku)) or 0) + 1
    upsert(connection, table, [_row(item, rank=rank, by=by, now=now)])


def rank_of(connection: Connection, sku: str, card: str) -> int | None:
    """The place of a card on its product's board, from 0; None when it is not there."""
    return connection.scalar(select(table.c.rank).where(table.c.sku == sku, table.c.id == card))


def remove(connection: Connection, sku: str, card: str) -> None:
    """Delete one card of a product."""
    connection.execute(delete(table).where(table.c.sku == sku, table.c.id == card))


def decide(
    connection: Connection, keys: Iterable[tuple[str, str]], status: CardStatus, *, by: str, now: int
) -> None:
    """Approve, reject or reopen cards named by (sku, id); one that is gone is passed over."""
    wanted = set(keys)
    skus = sorted({sku for sku, _ in wanted})
    for at in range(0, len(skus), card_history.CHUNK):
        query = select(table).where(table.c.sku.in_(skus[at : at + card_history.CHUNK]))
        rows = [row for row in connection.execute(query).all() if (row.sku, row.id) in wanted]
        decided = [(row.rank, replace(card_from_json(load(row.body)), status=status)) for row in rows]
        upsert(connection, table, [_row(item, rank=rank, by=by, now=now) for rank, item in decided])


def arrange(connection: Connection, sku: str, ids: Sequence[str], *, by: str, moved: Collection[str]) -> None:
    """Give the cards of a product their places, from 0; those in `moved` were placed by a person and stay."""
    places = {card_id: at for at, card_id in enumerate(ids)}
    query = select(table.c.id, table.c.rank).where(table.c.sku == sku)
    for row in connection.execute(query).all():
        values: dict[str, object] = {"rank": places.get(row.id, len(ids) + row.rank)}
        if row.id in moved:
            values["by"] = by
        connection.execute(update(table).where(table.c.sku == sku, table.c.id == row.id).values(**values))


def owner(connection: Connection, sku: str, card: str) -> str | None:
    """Who touched a card last; None for a card as it was found."""
    return connection.scalar(select(table.c.by).where(table.c.sku == sku, table.c.id == card))


def of_lemma(connection: Connection, lemma: str) -> tuple[Card, ...]:
    """Every card of a dictionary form, across products; a search through all of them."""
    needle = f'"lemma":{dump(lemma)}'
    query = select(table.c.body).where(KEPT, table.c.body.contains(needle, autoescape=True))
    return tuple(card_from_json(load(body)) for body in connection.scalars(query))


def of_product(connection: Connection, sku: str) -> tuple[Card, ...]:
    """All cards of a product in board order."""
    return by_product(connection, [sku]).get(Sku(sku), ())


def by_product(
    connection: Connection, skus: Iterable[str] | None = None, *, status: CardStatus | None = None
) -> Mapping[Sku, tuple[Card, ...]]:
    """Cards per product in board order; all products without `skus`, all states without `status`.

    The cards of a product that was removed wait for its return and are in no answer here or in `tally`.
    """
    query = select(table.c.sku, table.c.body).where(KEPT)
    query = query.order_by(table.c.sku, table.c.rank, table.c.id)
    if skus is not None:
        query = query.where(table.c.sku.in_(list(skus)))
    if status is not None:
        query = query.where(table.c.status == status)
    found: dict[Sku, list[Card]] = {}
    for sku, body in connection.execute(query):
        found.setdefault(Sku(sku), []).append(card_from_json(load(body)))
    return {sku: tuple(items) for sku, items in found.items()}


def by_id(connection: Connection, ids: Iterable[str]) -> Mapping[CardId, Card]:
    """Cards by id; where several products share a sense any one of them, approved first."""
    query = select(table.c.body).where(table.c.id.in_(list(ids))).order_by(table.c.status.desc(), table.c.sku)
    return {item.id: item for item in map(card_from_json, map(load, connection.scalars(query)))}


def mark(connection: Connection) -> tuple[int | None, int]:
    """When a card was last written (UTC epoch ms) and how many there are: another pair, other cards."""
    at, held = connection.execute(select(func.max(table.c.updated_at), func.count())).one()
    return at, held


def tally(connection: Connection) -> Mapping[str, int]:
    """How many cards there are of each status."""
    query = select(table.c.status, func.count()).where(KEPT).group_by(table.c.status)
    return dict(connection.execute(query).all())


def _row(item: Card, *, rank: int, by: str | None, now: int) -> dict[str, object]:
    return {
        "sku": item.sku,
        "id": item.id,
        "rank": rank,
        "status": item.status,
        "by": by,
        "body": dump(card_to_json(item)),
        "updated_at": now,
    }
