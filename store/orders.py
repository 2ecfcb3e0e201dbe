"""Deliveries, order events and their counters: counted in the transaction that stores them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.engine import Connection

from live.journal import ShowId
from sales.counters import Cell, added, buyer_cells, contributions, count_buyers, diff
from sales.event import OrderEvent
from sales.fold import fold_lines
from sales.line import LineState
from sales.window import ShowWindow
from store.shows import windows
from store.tables import counter, inbox, order_event
from store.text import dump, load
from store.upsert import insert_new, upsert

#: SQLite takes 32,766 parameters a statement; two per order leave a wide margin.
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch of events: how many were new facts, how many were known already."""

    fresh: int
    known: int


def keep_delivery(
    connection: Connection,
    *,
    source: str,
    delivery: str,
    body: bytes,
    signed: bool,
    outcome: str,
    findings: Sequence[Mapping[str, object]] = (),
    now: int,
) -> bool:
    """Keep a delivery as it came; False when the same bytes under the same id are there already.

    Another body under a known id is kept beside the first, under the id with its digest.
    """
    row = {
        "source": source,
        "delivery": delivery,
        "received_at": now,
        "signed": signed,
        "outcome": outcome,
        "findings": dump(list(findings)),
        "body": body,
    }
    if insert_new(connection, inbox, row):
        return True
    held = connection.scalar(
        select(inbox.c.body).where(inbox.c.source == source, inbox.c.delivery == delivery)
    )
    if held == body:
        return False
    return insert_new(connection, inbox, {**row, "delivery": f"{delivery}#{sha256(body).hexdigest()}"})


def deliveries(connection: Connection, *, limit: int = 20) -> tuple[dict[str, object], ...]:
    """The last deliveries without their bodies, newest first."""
    columns = (
        inbox.c.n,
        inbox.c.source,
        inbox.c.received_at,
        inbox.c.signed,
        inbox.c.outcome,
        inbox.c.findings,
    )
    query = select(*columns).order_by(inbox.c.n.desc()).limit(limit)
    return tuple({**row, "findings": load(row["findings"])} for row in connection.execute(query).mappings())


def drop_quarantine(connection: Connection, *, before: int) -> None:
    """Forget badly signed deliveries received before an instant (they are kept 24 hours to look at)."""
    connection.execute(delete(inbox).where(inbox.c.signed.is_(False), inbox.c.received_at < before))


def add(connection: Connection, events: Sequence[OrderEvent]) -> Stored:
    """Store events and move the counters by what they change; known facts change nothing.

    A fact told with another payload is kept beside the first: the fold chooses, and lists the conflict.
    """
    before_lines: list[LineState] = []
    after_lines: list[LineState] = []
    fresh = 0
    by_order: dict[tuple[str, str], list[OrderEvent]] = {}
    for event in events:
        by_order.setdefault((event.shop, event.order_id), []).append(event)
    known = of_orders(connection, by_order)
    for order, new in by_order.items():
        held = known.get(order, ())
        seen = set(held)
        unseen = [event for event in dict.fromkeys(new) if event not in seen]
        if not unseen:
            continue
        fresh += len(unseen)
        connection.execute(order_event.insert(), [_row(event) for event in unseen])
        before_lines += fold_lines(held)
        after_lines += fold_lines([*held, *unseen])
    shows = show_windows(connection)
    delta = diff(contributions(before_lines, shows), contributions(after_lines, shows))
    if delta:
        _move(connection, delta)
    return Stored(fresh=fresh, known=len(events) - fresh)


def of_orders(
    connection: Connection, orders: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[OrderEvent, ...]]:
    """Every stored event of the named (shop, order) pairs."""
    pairs = list(orders)
    found: dict[tuple[str, str], list[OrderEvent]] = {}
    for at in range(0, len(pairs), CHUNK):
        wanted = tuple_(order_event.c.shop, order_event.c.order_id).in_(pairs[at : at + CHUNK])
        for body in connection.scalars(select(order_event.c.body).where(wanted)):
            event = OrderEvent(**load(body))
            found.setdefault((event.shop, event.order_id), []).append(event)
    return {order: tuple(events) for order, events in found.items()}


def everything(connection: Connection) -> tuple[OrderEvent, ...]:
    """Every stored event."""
    query = select(order_event.c.body).order_by(
        order_event.c.key, order_event.c.version, order_event.c.payload
    )
    return tuple(OrderEvent(**load(body)) for body in connection.scalars(query))


def between(connection: Connection, start: int, end: int) -> tuple[OrderEvent, ...]:
    """All events of every order that has an event in [start, end)."""
    query = (
        select(order_event.c.shop, order_event.c.order_id)
        .where(order_event.c.occurred_at >= start, order_event.c.occurred_at < end)
        .distinct()
    )
    orders = [(row.shop, row.order_id) for row in connection.execute(query)]
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
    heard = connection.scalar(select(inbox.c.n).where(inbox.c.signed.is_(True)).limit(1))
    return heard is not None or connection.scalar(select(order_event.c.key).limit(1)) is not None


def cells(connection: Connection, show: str | None = None) -> dict[Cell, int]:
    """The counters' table, of one show or whole."""
    query = select(counter)
    if show is not None:
        query = query.where(counter.c.show == show)
    return {
        Cell(ShowId(row.show), row.scope, row.key, row.currency, row.metric): row.value
        for row in connection.execute(query)
    }


def rebuilt(connection: Connection) -> dict[Cell, int]:
    """What the counters' table must hold, computed from the events alone."""
    return count_buyers(contributions(fold_lines(everything(connection)), show_windows(connection)), {})


def rebuild(connection: Connection) -> None:
    """Write the counters' table anew from the events."""
    connection.execute(delete(counter))
    _put(connection, rebuilt(connection))


def recount(connection: Connection, *, since: int) -> None:
    """After a show began or ended at `since`: orders dated later may have changed their show."""
    if last_at(connection, since=since) is not None:
        rebuild(connection)


def show_windows(connection: Connection) -> tuple[ShowWindow, ...]:
    """When each show was on air."""
    return tuple(ShowWindow(show, start, end) for show, (start, end) in windows(connection).items())


def _move(connection: Connection, delta: Mapping[Cell, int]) -> None:
    touched = {*delta, *(cell._replace(metric="buyers") for cell in buyer_cells(delta))}
    stored = _stored(connection, sorted(touched))
    delta = count_buyers(delta, stored)
    after = added({cell: stored[cell] for cell in delta if cell in stored}, delta)
    for cell in delta:
        if cell not in after:
            connection.execute(
                delete(counter).where(
                    counter.c.show == cell.show,
                    counter.c.scope == cell.scope,
                    counter.c.key == cell.key,
                    counter.c.currency == cell.currency,
                    counter.c.metric == cell.metric,
                )
            )
    _put(connection, after)


def _stored(connection: Connection, touched: Sequence[Cell]) -> dict[Cell, int]:
    """The present values of some cells only: a long show has a cell per buyer."""
    columns = (counter.c.show, counter.c.scope, counter.c.key, counter.c.currency, counter.c.metric)
    found: dict[Cell, int] = {}
    for at in range(0, len(touched), CHUNK):
        query = select(counter).where(tuple_(*columns).in_(touched[at : at + CHUNK]))
        for row in connection.execute(query):
            found[Cell(ShowId(row.show), row.scope, row.key, row.currency, row.metric)] = row.value
    return found


def _put(connection: Connection, values: Mapping[Cell, int]) -> None:
    upsert(connection, counter, [{**cell._asdict(), "value": value} for cell, value in values.items()])


def _row(event: OrderEvent) -> dict[str, object]:
    body = dump(asdict(event))
    return {
        "key": event.key,
        "version": event.source_version,
        "payload": sha256(body.encode()).hexdigest()[:16],
        "shop": event.shop,
        "order_id": event.order_id,
        "occurred_at": event.occurred_at,
        "body": body,
    }
