"""The counters of a show on air as its screens get them: sums, segments, stock left, pace and alarms."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy.engine import Connection

from catalog.product import Product, Sku
from lessons.rundown import Rundown
from live.journal import ShowId
from live.state import ShowState
from sales.alarms import URGENCY, Alarm, price_alarms, stock_alarms
from sales.counters import CounterKey, Counters, read_counters, stock_left, totals
from sales.counters_wire import RaisedAlarm, counters_json
from sales.fold import fold_lines
from sales.line import LineState
from sales.pace import pace
from sales.window import ShowWindow, show_at
from store import orders, shows

#: How long a wrong price stands on the screens: long enough to be seen by somebody who was looking away.
PRICE_ALARM_MS = 3 * 60_000
#: A wrong price sells by the hundred; the newest of its orders are enough to see it.
ALARMS = 8
#: Lines not yet looked at; beyond it the oldest give way (a file of a million orders is no live alarm).
UNSEEN = 50_000


class _Recount(NamedTuple):
    """A count on air: what was set, when, and what had been sold until then."""

    left: int
    at: int
    before: int


class Counting:
    """Makes the counters message, and remembers what one message must know of those before it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._unseen: deque[tuple[int, LineState]] = deque(maxlen=UNSEEN)
        self._wrong: dict[str, dict[tuple[str, str, str], RaisedAlarm]] = {}
        self._since: dict[str, dict[tuple[str, str], int]] = {}
        self._counts: dict[tuple[str, str], _Recount] = {}

    def saw(self, lines: Iterable[LineState], *, now: int) -> None:
        """Lines that were just committed; only kept here, looked at with the next message."""
        self._unseen.extend((now, line) for line in lines)

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
        counters = read_counters(orders.sums(connection, show))
        mine = counters.get(CounterKey(ShowId(show), "show", "", row.currency), Counters())
        paid = {
            key.key: value.paid_minor
            for key, value in counters.items()
            if key.scope == "product" and key.currency == row.currency
        }
        with self._guard:
            fresh = self._look(connection, show, state, held, now=now)
            counted = self._left(connection, show, state, counters, fresh)
            alarms = self._alarms(
                show, stock_alarms(_stock(show, counters, held, counted), held), state, now=now
            )
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
        counters = read_counters(orders.sums(connection, show))
        with self._guard:
            counted = self._left(connection, show, state, counters, ())
        return _stock(show, counters, held, counted)

    def _look(
        self,
        connection: Connection,
        show: str,
        state: ShowState,
        held: Mapping[Sku, Product],
        *,
        now: int,
    ) -> list[LineState]:
        """Take the unseen lines of this show, note wrong prices among them, and return them."""
        if state.started is None:
            return []
        if show not in self._wrong:
            # After a restart: what was ordered in the last minutes stands on the screens as before.
            self._wrong[show] = {}
            recent = fold_lines(orders.between(connection, max(now - PRICE_ALARM_MS, state.started)))
            self._note(show, [(line.created_at or now, line) for line in recent], held)
        unseen = [self._unseen.popleft() for _ in range(len(self._unseen))]
        mine = [(at, line) for at, line in unseen if _belongs(line, show, state)]
        self._note(show, mine, held)
        return [line for _, line in mine]

    def _note(self, show: str, lines: Iterable[tuple[int, LineState]], held: Mapping[Sku, Product]) -> None:
        for at, line in lines:
            key = (line.shop, line.order_id, line.line_id)
            found = price_alarms((line,), held)
            if found:
                self._wrong[show].setdefault(key, RaisedAlarm(found[0], at))
            else:
                self._wrong[show].pop(key, None)

    def _alarms(
        self, show: str, stock: Iterable[Alarm], state: ShowState, *, now: int
    ) -> tuple[RaisedAlarm, ...]:
        """What stands now, most urgent and newest first."""
        wrong = self._wrong.get(show, {})
        for key in [key for key, raised in wrong.items() if now - raised.since > PRICE_ALARM_MS]:
            del wrong[key]
        since = self._since.get(show, {})
        # Once the show is over nobody sells the last pieces; what was sold too often must still be settled.
        standing = [alarm for alarm in stock if alarm.loud or state.phase == "on_air"]
        self._since[show] = {key: since.get(key, now) for key in ((a.kind, a.sku) for a in standing)}
        raised = [RaisedAlarm(alarm, self._since[show][alarm.kind, alarm.sku]) for alarm in standing]
        newest = sorted(wrong.values(), key=lambda each: -each.since)[:ALARMS]
        return tuple(sorted([*newest, *raised], key=lambda each: URGENCY.index(each.alarm.kind)))

    def _left(
        self,
        connection: Connection,
        show: str,
        state: ShowState,
        counters: Mapping[CounterKey, Counters],
        fresh: Iterable[LineState],
    ) -> dict[Sku, int]:
        """What is left of the products that were counted on air: the count less what was ordered since."""
        late = {(line.sku, line.created_at) for line in fresh}
        found: dict[Sku, int] = {}
        for count in state.stocks:
            sold = _pieces(v for k, v in counters.items() if (k.scope, k.key) == ("product", count.sku))
            known = self._counts.get((show, count.sku))
            moved = any(sku == count.sku and (at or 0) < count.at for sku, at in late)
            if known is None or (known.left, known.at) != (count.left, count.at) or moved:
                lines = fold_lines(orders.between(connection, count.at))
                since = [
                    line
                    for line in lines
                    if line.sku == count.sku
                    and (line.created_at or 0) >= count.at
                    and _belongs(line, show, state)
                ]
                known = _Recount(count.left, count.at, sold - _pieces(totals(since).values()))
                self._counts[show, count.sku] = known
            found[Sku(count.sku)] = count.left - (sold - known.before)
        return found


def _stock(
    show: str,
    counters: Mapping[CounterKey, Counters],
    held: Mapping[Sku, Product],
    counted: Mapping[Sku, int],
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
