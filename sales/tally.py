"""The tally: what order lines add to the cells of the counters' table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from live.journal import ShowId
from sales.counters import BUYER, Cell, CounterKey, Counters, count_buyers, read_counters
from sales.line import LineState
from sales.onair import OnAir
from sales.places import Place, Places

#: Window of the platforms' "1小时退款" figures (reference 2.1).
ONE_HOUR_MS: Final = 3_600_000
#: A paid order that names no buyer.
_ANONYMOUS: Final = "anonymous"


def contributions(lines: Iterable[LineState], air: OnAir) -> dict[Cell, int]:
    """What the lines add to the cells, zeros left out. `lines` must hold whole orders.

    Lines created outside every show add nothing. Amounts of different currencies never meet in a cell. In a
    show that keeps a journal each line is credited to the segment that earned it, so that segments and the
    rest sum to the show; so do the groups of hosts and the minutes. Cards share their lines.
    """
    tally = Tally(Places(air))
    for order in _orders(lines):
        tally.add(order)
    return tally.cells()


def totals(lines: Iterable[LineState]) -> dict[str, Counters]:
    """Counters per currency over all `lines`, whatever the show; currencies in alphabetical order."""
    lines = tuple(lines)
    everywhere = Place(ShowId(""))
    tally = Tally(lambda _line: everywhere)
    for order in _orders(lines):
        tally.add(order)
    found = read_counters(count_buyers(tally.cells(), {}))
    currencies = sorted({line.currency for line in lines if line.currency})
    return {c: found.get(CounterKey(ShowId(""), "show", "", c), Counters()) for c in currencies}


def _orders(lines: Iterable[LineState]) -> Iterable[Sequence[LineState]]:
    orders: dict[tuple[str, str], list[LineState]] = {}
    for line in lines:
        orders.setdefault((line.shop, line.order_id), []).append(line)
    return orders.values()


class _Spot(NamedTuple):
    """Everything that decides which cells a line moves."""

    place: Place
    sku: str | None
    currency: str


class Tally:
    """Adds up whole orders, one after another: what a rebuild does with the facts as they pass by.

    A line adds to several cells of each figure (show, product, segment, hosts, cards, minute). It is added
    once, under all these names together, and handed to each of them in the end. Only an order of several
    lines may count in each scope but once.
    """

    def __init__(self, place_of: Callable[[LineState], Place | None]) -> None:
        self._place_of = place_of
        self._lines: dict[_Spot, defaultdict[str, int]] = {}
        self._orders: dict[CounterKey, defaultdict[str, int]] = {}

    def add(self, order: Sequence[LineState]) -> None:
        """All lines of one order."""
        alone = len(order) == 1
        buyer = next((line.buyer for line in order if line.buyer is not None), None)
        marked: set[tuple[CounterKey, str]] = set()
        for line in order:
            place = self._place_of(line)
            if place is None:
                continue
            spot = _Spot(place, line.sku, line.currency)
            sums = self._lines.get(spot)
            if sums is None:
                sums = self._lines[spot] = defaultdict(int)
            _add_line(sums, line)
            once = _once_per_order(line, buyer)
            if alone:
                for metric in once:
                    sums[metric] += 1
                continue
            for key, counts_buyers in _scopes(spot):
                for metric in once:
                    name = metric if counts_buyers or not metric.startswith(BUYER) else _ANONYMOUS
                    if (key, name) not in marked:
                        marked.add((key, name))
                        self._orders.setdefault(key, defaultdict(int))[name] += 1

    def cells(self) -> dict[Cell, int]:
        """The sums so far, zeros left out."""
        whole: dict[CounterKey, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
        for spot, sums in self._lines.items():
            named = {metric: value for metric, value in sums.items() if not metric.startswith(BUYER)}
            unnamed = sum(sums.values()) - sum(named.values())
            for key, counts_buyers in _scopes(spot):
                cell = whole[key]
                for metric, value in (sums if counts_buyers else named).items():
                    cell[metric] += value
                if unnamed and not counts_buyers:
                    cell[_ANONYMOUS] += unnamed
        for key, sums in self._orders.items():
            cell = whole[key]
            for metric, value in sums.items():
                cell[metric] += value
        return {
            Cell(*key, metric): value
            for key, cell in whole.items()
            for metric, value in cell.items()
            if value
        }


def _scopes(spot: _Spot) -> Iterator[tuple[CounterKey, bool]]:
    """Whose counters a line moves, and whether these count buyers.

    A row per buyer and minute would be as many as there are orders: hosts, cards and minutes take every paid
    order as one whose buyer is not known.
    """
    (show, segment, hosts, cards, minute), sku, currency = spot
    yield CounterKey(show, "show", "", currency), True
    if sku is not None:
        yield CounterKey(show, "product", sku, currency), True
    if segment is not None:
        yield CounterKey(show, "segment", segment, currency), True
    if hosts is not None:
        yield CounterKey(show, "host", hosts, currency), False
    for card in cards:
        yield CounterKey(show, "card", card, currency), False
    if minute is not None:
        yield CounterKey(show, "minute", str(minute), currency), False


def _add_line(sums: defaultdict[str, int], line: LineState) -> None:
    """Add what one line counts for."""
    if line.created_minor:
        sums["created_minor"] += line.created_minor
    if line.created_at is not None:
        sums["created_units"] += line.qty
    if line.paid_at is not None:
        sums["units"] += line.qty
        sums["paid_minor"] += line.paid_minor
        if line.user_paid_minor is None:
            sums["user_paid_unknown"] += 1
        else:
            sums["user_paid_minor"] += line.user_paid_minor
    elif is_reserved(line):
        sums["reserved"] += line.qty
    if line.refund_minor:
        sums["refund_minor"] += line.refund_minor
        sums["refund_1h_minor"] += _soon_refunded(line)
    if line.cod_minor:
        sums["cod_minor"] += line.cod_minor
    if line.deposit_minor:
        sums["deposit_minor"] += line.deposit_minor
    if line.restocked:
        sums["restocked"] += line.restocked


def is_reserved(line: LineState) -> bool:
    """True while a line holds pieces that nobody has paid for: placed, or to be paid on delivery."""
    return line.created_at is not None and line.paid_at is None and line.cancelled_at is None


def _soon_refunded(line: LineState) -> int:
    """What was refunded within an hour of the payment."""
    if line.paid_at is None:
        return 0
    soon = line.paid_at + ONE_HOUR_MS
    return sum(amount for at, amount in line.refunds if at < soon)


def _once_per_order(line: LineState, buyer: str | None) -> tuple[str, ...]:
    """The metrics to which an order adds 1 however many of its lines say so."""
    if line.created_at is None:
        return ()
    if line.paid_at is None:
        return ("created_orders",)
    who = _ANONYMOUS if buyer is None else BUYER + buyer
    if not line.refund_minor:
        return ("created_orders", "orders", who)
    soon = ("refund_1h_orders",) if _soon_refunded(line) else ()
    return ("created_orders", "orders", who, "refund_orders", *soon)
