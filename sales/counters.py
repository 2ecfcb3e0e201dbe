"""Counters: sums over order lines, kept as cells that grow by deltas and can be rebuilt to the same values.

A cell is (show, scope, key, currency, metric) → whole number, one row of the projection table. Contributions
of whole orders add up, so a store keeps its table right by adding `diff(before, after)` of the orders it
touched, in the transaction that stored their events:

    before = contributions(fold_lines(known events of the order), windows)
    after = contributions(fold_lines(known and new events of the order), windows)
    delta = count_buyers(diff(before, after), stored)

and a rebuild is `count_buyers(contributions(fold_lines(all events), windows), {})`. Buyers are the one figure
that does not add up over orders, hence a cell per buyer and `count_buyers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final, Literal, NamedTuple

from live.journal import ShowId
from sales.attribution import Airing, credit
from sales.line import LineState
from sales.window import SHOW_GRACE_MS, ShowWindow, Windows

Scope = Literal["show", "product", "segment"]

#: Window of the platforms' "1小时退款" figures (reference 2.1).
ONE_HOUR_MS: Final = 3_600_000
_BUYER: Final = "buyer:"


class Cell(NamedTuple):
    """Where a number of the projection table stands."""

    show: ShowId
    scope: Scope
    key: str
    currency: str
    metric: str


class CounterKey(NamedTuple):
    """Whose counters these are: `key` is the SKU in scope `product`, empty in scope `show`.

    In scope `segment` it is the id of the segment that earned the sale, empty for what no segment earned.
    """

    show: ShowId
    scope: Scope
    key: str
    currency: str


@dataclass(frozen=True, slots=True)
class Counters:
    """The figures of one show or product in one currency. Definitions and formulas: `sales.metrics`.

    Amounts are minor units. `orders`, `units` and `paid_minor` count paid lines, `created_*` everything
    ordered, paid or not. `anonymous` counts paid orders that name no buyer; `buyers` is then a lower bound
    (see `known_buyers`). `user_paid_unknown` counts paid lines whose source keeps the out-of-pocket amount to
    itself. `restocked` are pieces that came back, `reserved` those ordered, not paid and not cancelled.
    """

    orders: int = 0
    units: int = 0
    created_orders: int = 0
    created_units: int = 0
    created_minor: int = 0
    paid_minor: int = 0
    user_paid_minor: int = 0
    user_paid_unknown: int = 0
    refund_minor: int = 0
    refund_orders: int = 0
    refund_1h_minor: int = 0
    refund_1h_orders: int = 0
    cod_minor: int = 0
    deposit_minor: int = 0
    restocked: int = 0
    reserved: int = 0
    buyers: int = 0
    anonymous: int = 0

    @property
    def net_minor(self) -> int:
        """Paid less all refunds."""
        return self.paid_minor - self.refund_minor

    @property
    def net_1h_minor(self) -> int:
        """Paid less the refunds of the first hour (净成交金额)."""
        return self.paid_minor - self.refund_1h_minor

    @property
    def known_buyers(self) -> int | None:
        """Distinct paying buyers, or None when some paid order names none."""
        return None if self.anonymous else self.buyers


METRICS: Final = tuple(field.name for field in fields(Counters))


def contributions(
    lines: Iterable[LineState],
    windows: Sequence[ShowWindow],
    *,
    shown: Mapping[ShowId, Sequence[Airing]] | None = None,
    grace_ms: int = SHOW_GRACE_MS,
) -> dict[Cell, int]:
    """What the lines add to the cells, zeros left out. `lines` must hold whole orders.

    Lines created outside every show add nothing. Amounts of different currencies never meet in a cell.
    For the shows in `shown` each line is credited to the segment that earned it (`sales.attribution`), so
    that segments and the rest sum to the show.
    """
    tally = Tally(Windows(windows, grace_ms=grace_ms).at, shown)
    for order in _orders(lines):
        tally.add(order)
    return tally.cells()


def _orders(lines: Iterable[LineState]) -> Iterable[Sequence[LineState]]:
    orders: dict[tuple[str, str], list[LineState]] = {}
    for line in lines:
        orders.setdefault((line.shop, line.order_id), []).append(line)
    return orders.values()


def diff(before: Mapping[Cell, int], after: Mapping[Cell, int]) -> dict[Cell, int]:
    """`after` − `before`, cell by cell, zeros left out."""
    result = dict(after)
    for cell, value in before.items():
        result[cell] = result.get(cell, 0) - value
    return {cell: value for cell, value in result.items() if value}


def buyer_cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells of single buyers among `cells`: those whose stored values `count_buyers` needs."""
    return tuple(cell for cell in cells if cell.metric.startswith(_BUYER))


def count_buyers(delta: Mapping[Cell, int], stored: Mapping[Cell, int]) -> dict[Cell, int]:
    """`delta` with the change in distinct buyers: a buyer counts while they have a paid order.

    `stored` holds the present values of `buyer_cells(delta)`; absent means 0.
    """
    result = dict(delta)
    for cell in buyer_cells(delta):
        was = stored.get(cell, 0)
        change = (was + delta[cell] > 0) - (was > 0)
        if change:
            total = cell._replace(metric="buyers")
            result[total] = result.get(total, 0) + change
    return {cell: value for cell, value in result.items() if value}


def read_counters(cells: Mapping[Cell, int]) -> dict[CounterKey, Counters]:
    """The counters of each (show, scope, key, currency) in the table."""
    found: dict[CounterKey, dict[str, int]] = {}
    for cell, value in cells.items():
        if not cell.metric.startswith(_BUYER):
            found.setdefault(CounterKey(*cell[:4]), {})[cell.metric] = value
    return {key: Counters(**values) for key, values in found.items()}


def totals(lines: Iterable[LineState]) -> dict[str, Counters]:
    """Counters per currency over all `lines`, whatever the show; currencies in alphabetical order."""
    lines = tuple(lines)
    tally = Tally(lambda _created_at: ShowId(""))
    for order in _orders(lines):
        tally.add(order)
    found = read_counters(count_buyers(tally.cells(), {}))
    currencies = sorted({line.currency for line in lines if line.currency})
    return {c: found.get(CounterKey(ShowId(""), "show", "", c), Counters()) for c in currencies}


def stock_left(opening: int | None, sold: Iterable[Counters]) -> int | None:
    """Opening stock − paid units + pieces that came back, over all currencies; None when nobody counted.

    Below 0 means oversold: the figure stays as it is, so that a screen can say by how much.
    """
    if opening is None:
        return None
    return opening - sum(c.units - c.restocked for c in sold)


class Tally:
    """Adds up whole orders, one after another: what a rebuild does with the facts as they pass by.

    A line adds to three cells of each figure (show, product, segment). It is added once, under all three
    names, and handed to each of them in the end: a third of the work. Only an order of several lines may
    count in each scope but once.
    """

    def __init__(
        self,
        show_at: Callable[[int | None], ShowId | None],
        shown: Mapping[ShowId, Sequence[Airing]] | None = None,
    ) -> None:
        """`show_at` tells the show of an order by when it was created; `shown` the runs of products there."""
        self._show_at = show_at
        self._shown = {show: _by_sku(runs) for show, runs in (shown or {}).items()}
        self._lines: dict[tuple[ShowId, str | None, str | None, str], dict[str, int]] = {}
        self._orders: dict[CounterKey, dict[str, int]] = {}

    def add(self, order: Sequence[LineState]) -> None:
        """All lines of one order."""
        buyer = next((line.buyer for line in order if line.buyer is not None), None)
        marked: set[tuple[CounterKey, str]] = set()
        for line in order:
            show = self._show_at(line.created_at)
            if show is None:
                continue
            segment = self._segment(line, show)
            where = (show, line.sku, segment, line.currency)
            cell = self._lines.get(where)
            if cell is None:
                cell = self._lines[where] = defaultdict(int)
            for metric, value in _figures(line):
                cell[metric] += value
            once = _once_per_order(line, buyer)
            if len(order) == 1:
                for metric in once:
                    cell[metric] += 1
                continue
            for key in _scopes(*where):
                for metric in once:
                    if (key, metric) not in marked:
                        marked.add((key, metric))
                        sums = self._orders.setdefault(key, defaultdict(int))
                        sums[metric] += 1

    def _segment(self, line: LineState, show: ShowId) -> str | None:
        """The segment that earned the line, "" for none of them, None in a show without segments."""
        shown = self._shown.get(show)
        if shown is None:
            return None
        runs = shown.get(line.sku) if line.sku is not None else None
        earned = None if runs is None else credit(line, runs).airing
        return "" if earned is None else earned.segment

    def cells(self) -> dict[Cell, int]:
        """The sums so far, zeros left out."""
        sums: dict[CounterKey, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        parts = [(key, cell) for where, cell in self._lines.items() for key in _scopes(*where)]
        for key, cell in (*parts, *self._orders.items()):
            whole = sums[key]
            for metric, value in cell.items():
                whole[metric] += value
        return {
            Cell(*key, metric): value
            for key, cell in sums.items()
            for metric, value in cell.items()
            if value
        }


def _scopes(show: ShowId, sku: str | None, segment: str | None, currency: str) -> list[CounterKey]:
    """Whose counters a line moves."""
    found = [CounterKey(show, "show", "", currency)]
    if sku is not None:
        found.append(CounterKey(show, "product", sku, currency))
    if segment is not None:
        found.append(CounterKey(show, "segment", segment, currency))
    return found


def _by_sku(runs: Sequence[Airing]) -> dict[str, list[Airing]]:
    found: dict[str, list[Airing]] = {}
    for run in runs:
        found.setdefault(run.sku, []).append(run)
    return found


def _figures(line: LineState) -> list[tuple[str, int]]:
    """What one line adds to the sums, zeros left out."""
    figures = [("created_minor", line.created_minor)]
    if line.created_at is not None:
        figures.append(("created_units", line.qty))
    if line.paid_at is not None:
        figures += (("units", line.qty), ("paid_minor", line.paid_minor))
        if line.user_paid_minor is None:
            figures.append(("user_paid_unknown", 1))
        else:
            figures.append(("user_paid_minor", line.user_paid_minor))
        soon = line.paid_at + ONE_HOUR_MS
        figures += (("refund_1h_minor", amount) for at, amount in line.refunds if at < soon)
    for metric, value in (
        ("refund_minor", line.refund_minor),
        ("cod_minor", line.cod_minor),
        ("deposit_minor", line.deposit_minor),
        ("restocked", line.restocked),
        ("reserved", line.qty if is_reserved(line) else 0),
    ):
        if value:
            figures.append((metric, value))
    return figures


def is_reserved(line: LineState) -> bool:
    """True while a line holds pieces that nobody has paid for: placed, or to be paid on delivery."""
    return line.created_at is not None and line.paid_at is None and line.cancelled_at is None


def _once_per_order(line: LineState, buyer: str | None) -> tuple[str, ...]:
    """The metrics to which an order adds 1 however many of its lines say so."""
    if line.created_at is None:
        return ()
    found = ["created_orders"]
    if line.paid_at is not None:
        found.append("orders")
        if line.refund_minor:
            found.append("refund_orders")
            if any(at < line.paid_at + ONE_HOUR_MS for at, _ in line.refunds):
                found.append("refund_1h_orders")
        found.append("anonymous" if buyer is None else _BUYER + buyer)
    return tuple(found)
