"""The counters of a show on air as its screens get them: sums, segments, stock left, pace and alarms."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy.engine import Connection

from catalog.product import Product, Sku
from lessons.rundown import Rundown
from live.journal import ShowId
from live.state import ShowState
from sales.alarms import URGENCY, Alarm, price_alarms, stock_alarms
from sales.counters import CounterKey, Counters, read_counters, stock_left
from sales.counters_wire import RaisedAlarm, counters_json
from sales.fold import fold_lines
from sales.line import LineState
from sales.pace import pace
from sales.tally import totals
from sales.window import ShowWindow, show_at
from store import cells, orders, shows

#: How long a wrong price stands on the screens: long enough to be seen by somebody who was looking away.
PRICE_ALARM_MS = 3 * 60_000
#: A wrong price sells by the hundred; the newest of its orders are enough to see it.
ALARMS = 8
#: Facts looked at for one message; of more the oldest are passed over (a file of a million orders is no live
#: alarm).
UNSEEN = 5_000


class _Recount(NamedTuple):
    """A count on air: what was set, when, and what had been sold until then."""

    left: int
    at: int
    before: int


@dataclass(slots=True)
class _Seen:
    """What was made of the facts of the store so far: read anew from them it is the same.

    `upto` is the number of the newest fact looked at, `wrong` since when each line stands at a wrong price,
    `counts` what had been sold of a product when it was counted on air.
    """

    upto: int = 0
    wrong: dict[tuple[str, str, str], RaisedAlarm] = field(default_factory=dict)
    counts: dict[str, _Recount] = field(default_factory=dict)


class Counting:
    """Makes the counters message of a show out of the store, whichever process took its orders in."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._seen: dict[str, _Seen] = {}

    def message(
        self,
        connection: Connection,
        show: str,
        *,
        rundown: Rundown,
        state: ShowState,
        held: Mapping[Sku, Product],
        now: int,
    ) -> dict[str, object]:
        """The `counters` of docs/live-protocol.md."""
        row = shows.get(connection, show)
        if row is None:
            raise shows.UnknownShow(show)
        connected = row.started_at is not None and orders.is_connected(connection)
        counters = read_counters(cells.sums(connection, show, "show", "product", "segment", "minute"))
        mine = counters.get(CounterKey(ShowId(show), "show", "", row.currency), Counters())
        paid = {
            key.key: value.paid_minor
            for key, value in counters.items()
            if key.scope == "product" and key.currency == row.currency
        }
        with self._guard:
            seen = self._look(connection, show, state, held, now=now)
            counted = _left(connection, show, state, counters, seen.counts)
            stock = stock_alarms(_stock(counters, held, counted), held)
            alarms = _alarms(stock, seen.wrong.values(), state)
        return counters_json(
            counters,
            show=ShowId(show),
            currency=row.currency,
            connected=connected,
            as_of=now,
            last_order=None if row.started_at is None else orders.last_at(connection, since=row.started_at),
            target_minor=row.target_minor,
            opening={str(sku): product.stock for sku, product in held.items()},
            left={str(sku): pieces for sku, pieces in counted.items()},
            segments=[str(s.id) for s in rundown.segments if s.sku is not None],
            alarms=alarms if connected else (),
            pace=pace(
                rundown,
                state,
                now=now,
                target_minor=row.target_minor,
                paid_minor=mine.paid_minor,
                orders=mine.orders,
                paid_by_sku=paid,
            )
            if connected
            else None,
        )

    def left(
        self, connection: Connection, show: str, *, state: ShowState, held: Mapping[Sku, Product]
    ) -> dict[Sku, int | None]:
        """What is left of each product: the opening stock, or a count on air, less what was sold and kept."""
        counters = read_counters(cells.sums(connection, show, "product"))
        with self._guard:
            counted = _left(connection, show, state, counters, self._seen.setdefault(show, _Seen()).counts)
        return _stock(counters, held, counted)

    def _look(
        self,
        connection: Connection,
        show: str,
        state: ShowState,
        held: Mapping[Sku, Product],
        *,
        now: int,
    ) -> _Seen:
        """Look at the facts that came since the last look, of whichever process, and return what is known."""
        seen = self._seen.setdefault(show, _Seen())
        found = orders.received(connection, after=seen.upto, limit=UNSEEN)
        if found:
            passed_over, seen.upto = found[-1].n > seen.upto + 1, found[0].n
            at = {(each.shop, each.order_id): each.received_at for each in found}
            mine = [
                line
                for line in fold_lines(e for told in orders.of_orders(connection, at).values() for e in told)
                if _belongs(line, show, state)
            ]
            late = {(line.sku, line.created_at or 0) for line in mine}
            for sku, count in list(seen.counts.items()):
                if passed_over or any(name == sku and created < count.at for name, created in late):
                    del seen.counts[sku]
            for line in mine:
                key = (line.shop, line.order_id, line.line_id)
                wrong = price_alarms((line,), held)
                if wrong:
                    seen.wrong.setdefault(key, RaisedAlarm(wrong[0], at[key[:2]]))
                else:
                    seen.wrong.pop(key, None)
        for key in [key for key, raised in seen.wrong.items() if now - (raised.since or 0) > PRICE_ALARM_MS]:
            del seen.wrong[key]
        return seen


def _alarms(
    stock: Iterable[Alarm], wrong: Iterable[RaisedAlarm], state: ShowState
) -> tuple[RaisedAlarm, ...]:
    """What stands now, most urgent and newest first."""
    # Once the show is over nobody sells the last pieces; what was sold too often must still be settled.
    standing = [RaisedAlarm(alarm) for alarm in stock if alarm.loud or state.phase == "on_air"]
    newest = sorted(wrong, key=lambda each: -(each.since or 0))[:ALARMS]
    return tuple(sorted([*newest, *standing], key=lambda each: URGENCY.index(each.alarm.kind)))


def _left(
    connection: Connection,
    show: str,
    state: ShowState,
    counters: Mapping[CounterKey, Counters],
    known: dict[str, _Recount],
) -> dict[Sku, int]:
    """What is left of the products that were counted on air: the count less what was ordered since.

    What had been sold until a count is asked of the events once and kept in `known`.
    """
    found: dict[Sku, int] = {}
    for count in state.stocks:
        sold = _pieces(v for k, v in counters.items() if (k.scope, k.key) == ("product", count.sku))
        held = known.get(count.sku)
        if held is None or held[:2] != (count.left, count.at):
            since = [
                line
                for line in fold_lines(orders.between(connection, count.at))
                if line.sku == count.sku
                and (line.created_at or 0) >= count.at
                and _belongs(line, show, state)
            ]
            held = _Recount(count.left, count.at, sold - _pieces(totals(since).values()))
            known[count.sku] = held
        found[Sku(count.sku)] = count.left - (sold - held.before)
    return found


def _stock(
    counters: Mapping[CounterKey, Counters], held: Mapping[Sku, Product], counted: Mapping[Sku, int]
) -> dict[Sku, int | None]:
    sold: dict[str, list[Counters]] = {}
    for key, value in counters.items():
        if key.scope == "product":
            sold.setdefault(key.key, []).append(value)
    opening = {sku: stock_left(product.stock, sold.get(sku, ())) for sku, product in held.items()}
    return {**opening, **counted}


def _belongs(line: LineState, show: str, state: ShowState) -> bool:
    if state.started is None:
        return False
    return show_at(line.created_at, (ShowWindow(ShowId(show), state.started, state.ended),)) is not None


def _pieces(counters: Iterable[Counters]) -> int:
    return sum(each.units - each.restocked for each in counters)
