"""The history of the catalogue: each change keeps the product as it was, so that it can be told and undone.

What came of a change is the next change's `before`, or the product as it is now: nothing is stored twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, RowMapping

from catalog.product import Product, Sku
from store import products
from store.products import Mark
from store.tables import batch as batches
from store.tables import product_change as table
from store.text import dump, load


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes made together: an import (`title` is its file) or a bulk action. Instants are UTC epoch ms."""

    id: int
    kind: str
    at: int
    by: str
    title: str
    counts: Mapping[str, int]
    undone_at: int | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one product; `before` is None when it was new, `after` None when it was removed."""

    sku: Sku
    at: int
    by: str
    kind: str
    batch: int | None
    before: Product | None
    after: Product | None


@dataclass(frozen=True, slots=True)
class Trace:
    """One product of a batch by the keys of its text: `before` it, as it left it (`after`), and `now`; None
    where there is no such product. `locked` are the locks before it."""

    sku: Sku
    before: str | None
    after: str | None
    now: Mark | None
    locked: frozenset[str]


def open_batch(
    connection: Connection, *, kind: str, at: int, by: str, title: str, counts: Mapping[str, int]
) -> int:
    """Enter a batch and return its id."""
    values = {"kind": kind, "at": at, "by": by, "title": title, "counts": dump(dict(counts))}
    key = connection.execute(insert(batches).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def batch(connection: Connection, id: int) -> Batch | None:
    """One batch, or None."""
    row = connection.execute(select(batches).where(batches.c.id == id)).first()
    return None if row is None else _batch(row._mapping)


def listing(connection: Connection, *, limit: int = 20) -> tuple[Batch, ...]:
    """The newest batches, newest first."""
    rows = connection.execute(select(batches).order_by(batches.c.id.desc()).limit(limit))
    return tuple(_batch(row._mapping) for row in rows)


def close_batch(connection: Connection, id: int, *, at: int, by: str) -> bool:
    """Mark a batch as taken back; False when it was already, or is unknown."""
    query = update(batches).where(batches.c.id == id, batches.c.undone_at.is_(None))
    return connection.execute(query.values(undone_at=at, undone_by=by)).rowcount == 1


def of_product(connection: Connection, sku: str, *, limit: int = 50) -> tuple[Change, ...]:
    """The newest changes of a product, newest first."""
    query = select(table).where(table.c.sku == sku).order_by(table.c.n.desc()).limit(limit)
    rows = connection.execute(query).all()
    held = products.by_hash(connection, [row.body for row in rows if row.body is not None])
    after = products.get(connection, sku)
    found = []
    for row in rows:
        before = None if row.body is None else held[row.body]
        found.append(Change(Sku(sku), row.at, row.by, row.kind, row.batch, before, after))
        after = before
    return tuple(found)


def of_batch(connection: Connection, id: int) -> tuple[Trace, ...]:
    """What a batch did to each of its products."""
    query = select(table.c.n, table.c.sku, table.c.body, table.c.locked).where(table.c.batch == id)
    rows = connection.execute(query.order_by(table.c.n)).all()
    first = {row.sku: row.n for row in rows}
    later: dict[str, str | None] = {}
    for part in products.chunks(first):
        after = select(table.c.n, table.c.sku, table.c.body).where(
            table.c.sku.in_(part), table.c.n > min(first.values())
        )
        for row in connection.execute(after.order_by(table.c.n)):
            if row.n > first[row.sku]:
                later.setdefault(row.sku, row.body)
    now = products.marks(connection, first)
    return tuple(_trace(row._mapping, now.get(row.sku), later) for row in rows)


def _trace(row: RowMapping, now: Mark | None, later: Mapping[str, str | None]) -> Trace:
    sku = Sku(row["sku"])
    present = None if now is None else now.body
    return Trace(sku, row["body"], later.get(sku, present), now, frozenset(load(row["locked"])))


def _batch(row: RowMapping) -> Batch:
    values = {name: row[name] for name in ("id", "kind", "at", "by", "title", "undone_at", "undone_by")}
    return Batch(counts=load(str(row["counts"])), **values)
