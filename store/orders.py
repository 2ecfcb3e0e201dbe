"""Order events and their counters: counted in the transaction that stores them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.engine import Connection

from live.journal import ShowId
from sales.counters import Cell, count_buyers, diff
from sales.event import OrderEvent
from sales.fold import fold_lines, fold_order
from sales.line import LineState
from sales.onair import OnAir, ShowAir, changed_since
from sales.places import Places
from sales.tally import Tally, contributions
from store import cells, deliveries
from store.air import air_of, on_air
from store.prepared import Prepared
from store.tables import order_event

#: SQLite takes 32,766 parameters a statement; five per cell leave a wide margin.
CHUNK = 500
#: Rows fetched at once where all are read.
ROWS = 2000
_FIELDS = OrderEvent._fields
_Order = tuple[str, str]


def columns_of(table: Table) -> list[Any]:
    """The columns of a table of facts in the order of the fields of `OrderEvent`."""
    return [table.c[name] for name in _FIELDS]


# Statements of every delivery are built once: building one costs several times what SQLite needs to run it.
# Asked shop by shop: for a list of pairs SQLite reads the whole table.
_OF_ORDERS = select(*columns_of(order_event)).where(
    order_event.c.shop == bindparam("shop"), order_event.c.order_id.in_(bindparam("orders", expanding=True))
)
_BY_ORDER = select(*columns_of(order_event)).order_by(order_event.c.shop, order_event.c.order_id)
_SINCE = (
    select(order_event.c.n, order_event.c.received_at, order_event.c.shop, order_event.c.order_id)
    .where(order_event.c.n > bindparam("after"))
    .order_by(order_event.c.n.desc())
    .limit(bindparam("limit"))
)
_INSERT = Prepared(
    lambda insert: insert(order_event)
    .values({name: bindparam(name) for name in (*_FIELDS, "payload", "received_at")})
    .inline()
)


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch of events: how many were new facts, how many were known already."""

    fresh: int
    known: int


class Batch(NamedTuple):
    """Events that came together, and when (UTC epoch ms)."""

    events: Sequence[OrderEvent]
    received_at: int


def add(connection: Connection, events: Sequence[OrderEvent], *, received_at: int) -> Stored:
    """Store events and move the counters by what they change; known facts change nothing.

    A fact told with another payload is kept beside the first: the fold chooses, and lists the conflict. Each
    keeps when it was received first, and a number that grows from commit to commit.
    """
    return add_all(connection, [Batch(events, received_at)])[0]


def add_all(connection: Connection, batches: Sequence[Batch]) -> list[Stored]:
    """`add` for several batches at once, each with its own receipt; the counters move once."""
    orders = {(event.shop, event.order_id) for events, _ in batches for event in events}
    known = {order: dict.fromkeys(events) for order, events in of_orders(connection, orders).items()}
    before = {order: tuple(events) for order, events in known.items()}
    counts: list[Stored] = []
    rows: list[dict[str, object]] = []
    touched: dict[_Order, None] = {}
    for events, received_at in batches:
        fresh = 0
        for event in events:
            order = (event.shop, event.order_id)
            told = known.setdefault(order, {})
            if event not in told:
                told[event] = touched[order] = None
                rows.append({**row_of(event), "received_at": received_at})
                fresh += 1
        counts.append(Stored(fresh, len(events) - fresh))
    if rows:
        _INSERT.run(connection, rows)
        was = fold_lines(event for order in touched for event in before.get(order, ()))
        now = fold_lines(event for order in touched for event in known[order])
        air = _air_of(connection, (*was, *now))
        cells.move(connection, diff(contributions(was, air), contributions(now, air)))
    return counts


def of_orders(
    connection: Connection, orders: Iterable[_Order], *, until: int | None = None
) -> dict[_Order, tuple[OrderEvent, ...]]:
    """Every stored event of the named (shop, order) pairs; with `until` those numbered up to it."""
    query = _OF_ORDERS if until is None else _OF_ORDERS.where(order_event.c.n <= until)
    found: dict[_Order, list[OrderEvent]] = {}
    for shop, wanted in by_shop(orders):
        for row in connection.execute(query, {"shop": shop, "orders": wanted}):
            event = OrderEvent._make(row)
            found.setdefault((shop, event.order_id), []).append(event)
    return {order: tuple(events) for order, events in found.items()}


def by_shop(orders: Iterable[_Order]) -> Iterator[tuple[str, list[str]]]:
    """The order ids of each shop, as many at a time as one statement takes."""
    for shop, pairs in groupby(sorted(orders), key=itemgetter(0)):
        ids = [order_id for _, order_id in pairs]
        for at in range(0, len(ids), CHUNK):
            yield shop, ids[at : at + CHUNK]


def by_order(connection: Connection) -> Iterator[list[OrderEvent]]:
    """Every stored event, order by order: the facts of a million orders pass through, none is kept."""
    # An option of the statement: of the connection it would outlive it, and PostgreSQL would open a cursor
    # for whatever comes next.
    rows = connection.execute(_BY_ORDER, execution_options={"yield_per": ROWS})
    order: list[OrderEvent] = []
    for part in rows.partitions():
        for event in map(OrderEvent._make, part):
            if order and (event.order_id != order[0].order_id or event.shop != order[0].shop):
                yield order
                order = []
            order.append(event)
    if order:
        yield order


class Received(NamedTuple):
    """A fact by its number: when it was received, and of which order it speaks."""

    n: int
    received_at: int
    shop: str
    order_id: str


def received(connection: Connection, *, after: int, limit: int) -> list[Received]:
    """The newest facts numbered after `after`, newest first, whichever process took them in."""
    rows = connection.execute(_SINCE, {"after": after, "limit": limit})
    return [Received._make(row) for row in rows]


def newest(connection: Connection) -> int:
    """The number of the newest fact, 0 without any. What is committed later is numbered above it."""
    return int(connection.scalar(select(func.max(order_event.c.n))) or 0)


def between(
    connection: Connection, start: int, end: int | None = None, *, until: int | None = None
) -> tuple[OrderEvent, ...]:
    """All events of every order that has an event in [start, end), without `end` from `start` on.

    With `until` as of the fact of that number: what came later is not known yet.
    """
    query = select(order_event.c.shop, order_event.c.order_id).where(order_event.c.occurred_at >= start)
    if end is not None:
        query = query.where(order_event.c.occurred_at < end)
    if until is not None:
        query = query.where(order_event.c.n <= until)
    orders = [(row.shop, row.order_id) for row in connection.execute(query.distinct())]
    return tuple(event for events in of_orders(connection, orders, until=until).values() for event in events)


def last_at(connection: Connection, *, since: int | None = None) -> int | None:
    """When the newest known fact happened."""
    query = select(func.max(order_event.c.occurred_at))
    if since is not None:
        query = query.where(order_event.c.occurred_at >= since)
    newest: int | None = connection.scalar(query)
    return newest


def is_connected(connection: Connection) -> bool:
    """Whether any source of orders ever spoke: without one a counter is unknown, not 0."""
    return deliveries.ever(connection) or connection.scalar(select(order_event.c.key).limit(1)) is not None


# -- counters ----------------------------------------------------------------------------------------------


def rebuilt(connection: Connection) -> dict[Cell, int]:
    """What the counters' table must hold, computed from events and journals alone."""
    tally = Tally(Places(on_air(connection)))
    for events in by_order(connection):
        tally.add(fold_order(events))
    return count_buyers(tally.cells(), {})


def rebuild(connection: Connection) -> None:
    """Write the counters' table anew from the events."""
    cells.rewrite(connection, rebuilt(connection))


def follow(connection: Connection, show: ShowId) -> None:
    """After a command of a show: move the orders that now belong to another show, segment, host or card.

    A GO moves none as a rule; taking a step back moves those of the seconds between, and a start or an end
    those dated later.
    """
    air = air_of(connection)
    was, now = air.of(connection, show, but=1), air.of(connection, show)
    since = changed_since(was or ShowAir(None), now or ShowAir(None))
    if since is None or last_at(connection, since=since) is None:
        return
    lines = fold_lines(between(connection, since))
    after = on_air(connection)
    before = after.with_show(show, was or ShowAir(None))
    cells.move(connection, diff(contributions(lines, before), contributions(lines, after)))


def _air_of(connection: Connection, lines: Sequence[LineState]) -> OnAir:
    """What was on air when these lines were created."""
    created = [line.created_at for line in lines if line.created_at is not None]
    return on_air(connection, created=(min(created), max(created))) if created else OnAir((), {})


def row_of(event: OrderEvent) -> dict[str, object]:
    """The event as a row of a table of facts."""
    row: dict[str, object] = {name: getattr(event, name) for name in _FIELDS}
    row["payload"] = sha256(repr(tuple(row.values())).encode()).hexdigest()[:16]
    return row
