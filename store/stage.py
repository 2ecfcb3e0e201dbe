"""Changes of many products: put down in pieces beside the catalogue, then taken over in one short moment.

Writing 10,000 products takes seconds, and nobody on air may wait for them. The texts, which are nearly all of
it, go into their table in pieces of their own transactions, where no reader meets them. `take` then moves
keys and columns inside the database. Until it commits the catalogue is what it was: a process that dies
before leaves rows that nothing points at, and the next change sweeps them out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, Select, and_, case, delete, func, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from catalog.product import Sku
from store.products import Mark, Row
from store.tables import product, product_body, product_change
from store.tables import product_stage as table
from store.upsert import insert_missing

#: Products put down in one transaction: some 20 ms of the writer's time.
PIECE = 200
#: A stage older than this was left by a process that died, in milliseconds: an import takes seconds.
STALE_MS = 3_600_000
_KEPT = ("sku", "position", "last_minor")
_COPIED = tuple(c.name for c in product.columns if c.name in table.columns and c.name not in _KEPT)
_NOTHING: Row = dict.fromkeys(name for name in _COPIED if name != "locked")


@dataclass(frozen=True, slots=True)
class Entry:
    """What becomes of one product: `row` is written, or the product removed without one.

    `was` is the product that the change was made from, None when there must be none; `locked` are the locks
    it has from then on, as stored.
    """

    sku: Sku
    row: Row | None
    was: Mark | None
    locked: str


def put(connection: Connection, stage: str, entries: Sequence[Entry], *, first: int, at: int) -> None:
    """Put entries down under the name of a stage; `first` is the place of the first in the whole change."""
    if not first:
        connection.execute(delete(table).where(table.c.at < at - STALE_MS))
    rows, held = [], []
    for place, entry in enumerate(entries, start=first):
        columns = dict(entry.row or _NOTHING)
        if (text := columns.pop("text", None)) is not None:
            held.append({"hash": columns["body"], "body": text})
        was = entry.was
        rows.append(
            {
                **columns,
                "stage": stage,
                "sku": entry.sku,
                "place": place,
                "at": at,
                "was": None if was is None else was.body,
                "was_locked": None if was is None else was.locked,
                "locked": entry.locked,
            }
        )
    insert_missing(connection, product_body, held)
    if rows:
        connection.execute(insert(table), rows)


def moved(connection: Connection, stage: str) -> tuple[Sku, ...]:
    """The products of a stage that are no longer what its changes were made from."""
    now = table.outerjoin(product, product.c.sku == table.c.sku)
    other = product.c.body.is_distinct_from(table.c.was)
    locks = product.c.locked.is_distinct_from(table.c.was_locked)
    query = select(table.c.sku).select_from(now).where(table.c.stage == stage, other | locks)
    return tuple(Sku(sku) for sku in connection.scalars(query.order_by(table.c.place)))


def take(
    connection: Connection, stage: str, *, at: int, by: str, kind: str, batch: int | None, jump: int
) -> None:
    """Make a stage the catalogue: histories kept, products written and removed; `drop` it afterwards.

    New products go behind the last, known ones keep their places. `jump` is the factor of the price guard: a
    price that stands as a jump does not become the last price of the next one.
    """
    mine = table.c.stage == stage
    facts = (literal(at), literal(by), literal(kind), literal(batch, Integer))
    past = select(table.c.sku, *facts, table.c.was, func.coalesce(table.c.was_locked, "[]"))
    connection.execute(
        insert(product_change).from_select(
            ["sku", "at", "by", "kind", "batch", "body", "locked"], past.where(mine).order_by(table.c.place)
        )
    )
    gone = select(table.c.sku).where(mine, table.c.body.is_(None))
    connection.execute(delete(product).where(product.c.sku.in_(gone)))
    last = connection.scalar(select(func.max(product.c.position))) or 0
    names = ("sku", *_COPIED, "position", "last_minor", "updated_at")
    made = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(product)
    taken = made.from_select(names, _next(mine, last, at, jump))
    connection.execute(
        taken.on_conflict_do_update(
            index_elements=["sku"], set_={name: taken.excluded[name] for name in names if name != "sku"}
        )
    )


def drop(connection: Connection, stage: str, *, first: int) -> None:
    """Forget a piece of a stage that was taken, or is not to be."""
    mine = and_(table.c.stage == stage, table.c.place >= first, table.c.place < first + PIECE)
    connection.execute(delete(table).where(mine))


def _next(mine: Any, last: int, at: int, jump: int) -> Select[Any]:
    """The rows of the catalogue that a stage makes."""
    now, same = product.c.asked_minor, product.c.asked_currency == table.c.asked_currency
    before = product.c.last_minor
    leapt = and_(before.is_not(None), (now * jump < before) | (before * jump < now))
    price = case(
        (product.c.sku.is_(None) | ~func.coalesce(same, False), None),
        ((now == table.c.asked_minor) | leapt, before),
        else_=now,
    )
    place = func.coalesce(product.c.position, table.c.place + (last + 1))
    columns = [table.c.sku, *(table.c[name] for name in _COPIED), place, price, literal(at)]
    joined = table.outerjoin(product, product.c.sku == table.c.sku)
    return select(*columns).select_from(joined).where(mine, table.c.body.is_not(None))
