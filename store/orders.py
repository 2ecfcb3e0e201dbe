"""Order events and their counters: counted in the transaction that stores them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, Table, bindparam, delete, func, literal_column, select, tuple_
from sqlalchemy.engine import Connection

from lessons.rundown import Rundown
from live.journal import ShowId
from live.state import ShowState
from sales.counters import METRICS, Cell, Tally, buyer_cells, contributions, count_buyers, diff
from sales.event import OrderEvent
from sales.fold import fold_lines, fold_order
from sales.line import LineState
from sales.onair import OnAir, changed_since
from sales.window import Windows
from store import deliveries
from store.air import on_air
from store.prepared import Prepared
from store.tables import counter, order_event

#: SQLite takes 32,766 parameters a statement; five per cell leave a wide margin.
CHUNK = 500
#: Rows fetched at once where all are read.
ROWS = 2000
_FIELDS = tuple(field.name for field in fields(OrderEvent))
_Order = tuple[str, str]
_shop_and_order = itemgetter(_FIELDS.index("shop"), _FIELDS.index("order_id"))


def columns_of(table: Table) -> list[Any]:
    """The columns of a table of facts in the order of the fields of `OrderEvent`."""
    return [table.c[name] for name in _FIELDS]


# Statements of every delivery are built once: building one costs several times what SQLite needs to run it.
_OF_ORDERS = select(*columns_of(order_event)).where(
    tuple_(order_event.c.shop, order_event.c.order_id).in_(bindparam("orders", expanding=True))
)
_BY_ORDER = select(*columns_of(order_event)).order_by(order_event.c.shop, order_event.c.order_id)
_STORED = select(counter).where(
    counter.c.show == bindparam("show"),
    counter.c.scope == bindparam("scope"),
    counter.c.key.in_(bindparam("keys", expanding=True)),
    counter.c.currency == bindparam("currency"),
    counter.c.metric.in_(bindparam("metrics", expanding=True)),
)
_INSERT = Prepared(lambda insert: insert(order_event))
_DROP_ZERO = Prepared(
    lambda _insert: delete(counter).where(
        counter.c.value == literal_column("0"),
        *(column == bindparam(column.name) for column in counter.primary_key),
    )
)


def _grow(insert: Any) -> Any:
    statement = insert(counter)
    return statement.on_conflict_do_update(
        index_elements=[column.name for column in counter.primary_key],
        set_={"value": counter.c.value + statement.excluded.value},
    )


_GROW = Prepared(_grow)


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch of events: how many were new facts, how many were known already."""

    fresh: int
    known: int
    #: The lines of the orders that the new facts speak of, as they are now.
    lines: tuple[LineState, ...] = ()


def add(connection: Connection, events: Sequence[OrderEvent]) -> Stored:
    """Store events and move the counters by what they change; known facts change nothing.

    A fact told with another payload is kept beside the first: the fold chooses, and lists the conflict.
    """
    return add_all(connection, [events])[0]


def add_all(connection: Connection, batches: Sequence[Sequence[OrderEvent]]) -> list[Stored]:
    """`add` for several batches at once, each with its own receipt; the counters move once."""
    orders = {(event.shop, event.order_id) for events in batches for event in events}
    known = {order: dict.fromkeys(events) for order, events in of_orders(connection, orders).items()}
    before = {order: tuple(events) for order, events in known.items()}
    counts: list[tuple[int, set[_Order]]] = []
    rows: list[dict[str, object]] = []
    touched: dict[_Order, None] = {}
    for events in batches:
        fresh, moved = 0, set[_Order]()
        for event in events:
            order = (event.shop, event.order_id)
            told = known.setdefault(order, {})
            if event not in told:
                told[event] = None
                moved.add(order)
                rows.append(row_of(event))
                fresh += 1
        touched |= dict.fromkeys(moved)
        counts.append((fresh, moved))
    lines: dict[_Order, list[LineState]] = {}
    if rows:
        _INSERT.run(connection, rows)
        was = fold_lines(event for order in touched for event in before.get(order, ()))
        now = fold_lines(event for order in touched for event in known[order])
        air = _air_of(connection, (*was, *now))
        _move(connection, diff(_count(was, air), _count(now, air)))
        for line in now:
            lines.setdefault((line.shop, line.order_id), []).append(line)
    return [
        Stored(fresh, len(events) - fresh, tuple(line for order in sorted(moved) for line in lines[order]))
        for events, (fresh, moved) in zip(batches, counts, strict=True)
    ]


def of_orders(connection: Connection, orders: Iterable[_Order]) -> dict[_Order, tuple[OrderEvent, ...]]:
    """Every stored event of the named (shop, order) pairs."""
    pairs = sorted(orders)
    found: dict[_Order, list[OrderEvent]] = {}
    for at in range(0, len(pairs), CHUNK):
        for row in connection.execute(_OF_ORDERS, {"orders": pairs[at : at + CHUNK]}):
            event = OrderEvent(*row)
            found.setdefault((event.shop, event.order_id), []).append(event)
    return {order: tuple(events) for order, events in found.items()}


def by_order(connection: Connection) -> Iterator[list[OrderEvent]]:
    """Every stored event, order by order: the facts of a million orders pass through, none is kept."""
    # An option of the statement: of the connection it would outlive it, and PostgreSQL would open a cursor
    # for whatever comes next.
    rows = connection.execute(_BY_ORDER, execution_options={"yield_per": ROWS})
    for _, group in groupby(rows, key=_shop_and_order):
        yield [OrderEvent(*row) for row in group]


def between(connection: Connection, start: int, end: int | None = None) -> tuple[OrderEvent, ...]:
    """All events of every order that has an event in [start, end), without `end` from `start` on."""
    query = select(order_event.c.shop, order_event.c.order_id).where(order_event.c.occurred_at >= start)
    if end is not None:
        query = query.where(order_event.c.occurred_at < end)
    orders = [(row.shop, row.order_id) for row in connection.execute(query.distinct())]
    return tuple(event for events in of_orders(connection, orders).values() for event in events)


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


def cells(connection: Connection, show: str | None = None) -> dict[Cell, int]:
    """The counters' table, whole or of one show; cells of single buyers included."""
    query = select(counter)
    return _cells(connection, query if show is None else query.where(counter.c.show == show))


def sums(connection: Connection, show: str) -> dict[Cell, int]:
    """The cells of one show without those of single buyers, which grow with the audience."""
    return _cells(connection, select(counter).where(counter.c.show == show, counter.c.metric.in_(METRICS)))


def rebuilt(connection: Connection) -> dict[Cell, int]:
    """What the counters' table must hold, computed from events and journals alone."""
    air = on_air(connection)
    tally = Tally(Windows(air.windows).at, air.airings)
    for events in by_order(connection):
        tally.add(fold_order(events))
    return count_buyers(tally.cells(), {})


def rebuild(connection: Connection) -> None:
    """Write the counters' table anew from the events."""
    connection.execute(delete(counter))
    rows = [{**cell._asdict(), "value": value} for cell, value in rebuilt(connection).items()]
    _GROW.run(connection, rows)


def follow(connection: Connection, show: ShowId, rundown: Rundown, before: ShowState) -> None:
    """After a command of a show: move the orders that now belong to another show or segment.

    `before` is the state before it. A GO moves none as a rule; taking a step back moves those of the seconds
    between, and a start or an end those dated later.
    """
    after = on_air(connection)
    was = after.with_show(show, rundown, before)
    since = changed_since(was, after, show)
    if since is None or last_at(connection, since=since) is None:
        return
    lines = fold_lines(between(connection, since))
    _move(connection, diff(_count(lines, was), _count(lines, after)))


def _count(lines: Iterable[LineState], air: OnAir) -> dict[Cell, int]:
    return contributions(lines, air.windows, shown=air.airings)


def _air_of(connection: Connection, lines: Sequence[LineState]) -> OnAir:
    """What was on air when these lines were created."""
    created = [line.created_at for line in lines if line.created_at is not None]
    return on_air(connection, created=(min(created), max(created))) if created else OnAir(())


def _move(connection: Connection, delta: Mapping[Cell, int]) -> None:
    """Add `delta` to the table; cells that come to 0 vanish, so that it equals a rebuilt one exactly."""
    buyers = set(buyer_cells(delta))
    delta = count_buyers(delta, _stored(connection, buyers))
    if not delta:
        return
    _GROW.run(connection, [{**cell._asdict(), "value": value} for cell, value in delta.items()])
    # Counts never fall below 0, so they come to 0 from above only; an amount may have been negative.
    doubtful = [cell for cell, value in delta.items() if value < 0 or cell.metric.endswith("_minor")]
    _DROP_ZERO.run(connection, [cell._asdict() for cell in doubtful])


def _stored(connection: Connection, touched: Collection[Cell]) -> dict[Cell, int]:
    """The present values of some cells only: a long show has a cell per buyer.

    Asked by keys × metrics within a show, scope and currency: SQLite looks each of these up in the primary
    key, but reads the whole table for a list of five-tuples (1.4 ms at 2,500 buyers against 0.1 ms).
    """
    groups: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in sorted(touched):
        groups.setdefault((cell.show, cell.scope, cell.currency), []).append(cell)
    found: dict[Cell, int] = {}
    for (show, scope, currency), wanted in groups.items():
        for at in range(0, len(wanted), CHUNK):
            part = wanted[at : at + CHUNK]
            keys, metrics = sorted({cell.key for cell in part}), sorted({cell.metric for cell in part})
            values = {"show": show, "scope": scope, "keys": keys, "currency": currency, "metrics": metrics}
            found |= _cells(connection, _STORED, values)
    return {cell: value for cell, value in found.items() if cell in touched}


def _cells(
    connection: Connection, query: Select[Any], values: Mapping[str, object] | None = None
) -> dict[Cell, int]:
    return {
        Cell(ShowId(show), scope, key, currency, metric): value
        for show, scope, key, currency, metric, value in connection.execute(query, values)
    }


def row_of(event: OrderEvent) -> dict[str, object]:
    """The event as a row of a table of facts."""
    row: dict[str, object] = {name: getattr(event, name) for name in _FIELDS}
    row["payload"] = sha256(repr(tuple(row.values())).encode()).hexdigest()[:16]
    return row
