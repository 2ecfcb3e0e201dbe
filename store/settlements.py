"""The settled ledger: final exports of the platforms, kept whole and apart from the stream's facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.engine import Connection

from sales.event import OrderEvent
from store.orders import by_shop, columns_of, row_of
from store.prepared import Prepared
from store.tables import settled_event, settlement

_INSERT = Prepared(lambda insert: insert(settled_event))
_OF_ORDERS = select(settled_event.c.settlement, *columns_of(settled_event)).where(
    settled_event.c.shop == bindparam("shop"),
    settled_event.c.order_id.in_(bindparam("orders", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class SettlementRow:
    """An imported final export; `at` is when it came (UTC epoch ms), `by` who brought it."""

    n: int
    file: str
    shop: str
    at: int
    by: str


def add(
    connection: Connection,
    events: Sequence[OrderEvent],
    *,
    file: str,
    digest: str,
    shop: str,
    at: int,
    by: str,
) -> tuple[int, bool]:
    """Keep an export; returns its number and whether it is new (the same bytes twice are one)."""
    same = (settlement.c.digest == digest) & (settlement.c.shop == shop)
    known = connection.scalar(select(settlement.c.n).where(same))
    if known is not None:
        return int(known), False
    number = (connection.scalar(select(func.max(settlement.c.n))) or 0) + 1
    row = {"n": number, "file": file, "digest": digest, "shop": shop, "at": at, "by": by}
    connection.execute(settlement.insert(), [row])
    _INSERT.run(connection, [{"settlement": number, **row_of(event)} for event in dict.fromkeys(events)])
    return number, True


def listing(connection: Connection) -> tuple[SettlementRow, ...]:
    """Every export, oldest first."""
    columns = (settlement.c.n, settlement.c.file, settlement.c.shop, settlement.c.at, settlement.c.by)
    return tuple(SettlementRow(*row) for row in connection.execute(select(*columns).order_by(settlement.c.n)))


def between(
    connection: Connection, start: int, end: int, *, also: Iterable[tuple[str, str]] = ()
) -> dict[int, tuple[OrderEvent, ...]]:
    """Per export the facts of every order with a fact in [start, end), and of the orders in `also`."""
    dated = (settled_event.c.occurred_at >= start) & (settled_event.c.occurred_at < end)
    query = select(settled_event.c.shop, settled_event.c.order_id).where(dated).distinct()
    pairs = {(shop, order) for shop, order in connection.execute(query)} | set(also)
    found: dict[int, list[OrderEvent]] = {}
    for shop, wanted in by_shop(pairs):
        for number, *row in connection.execute(_OF_ORDERS, {"shop": shop, "orders": wanted}):
            found.setdefault(number, []).append(OrderEvent._make(row))
    return {number: tuple(events) for number, events in sorted(found.items())}
