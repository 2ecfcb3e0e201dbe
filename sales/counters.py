"""Counters: sums over order lines, kept as cells that grow by deltas and can be rebuilt to the same values.

A cell is (show, scope, key, currency, metric) → whole number, one row of the projection table. What orders
add to the cells (`sales.tally`) adds up, so a store keeps its table right by adding `diff(before, after)` of
the orders it touched, in the transaction that stored their events:

    before = contributions(fold_lines(known events of the order), air)
    after = contributions(fold_lines(known and new events of the order), air)
    delta = count_buyers(diff(before, after), stored)

and a rebuild is `count_buyers(contributions(fold_lines(all events), air), {})`. Buyers are the one figure
that does not add up over orders, hence a cell per buyer and `count_buyers`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Final, Literal, NamedTuple

from live.journal import ShowId

Scope = Literal["show", "product", "segment", "card", "host", "minute"]
#: The metric of a single buyer is this and their token.
BUYER: Final = "buyer:"


class Cell(NamedTuple):
    """Where a number of the projection table stands."""

    show: ShowId
    scope: Scope
    key: str
    currency: str
    metric: str


class CounterKey(NamedTuple):
    """Whose counters these are: `key` is the SKU in scope `product`, empty in scope `show`.

    In scope `segment` it is the id of the segment that earned the sale, empty for what no segment earned; in
    `host` the names of those on air, joined by line breaks, empty for nobody; in `card` the id of a card that
    stood on the board; in `minute` the minutes since the start of the show.
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


def diff(before: Mapping[Cell, int], after: Mapping[Cell, int]) -> dict[Cell, int]:
    """`after` − `before`, cell by cell, zeros left out."""
    result = dict(after)
    for cell, value in before.items():
        result[cell] = result.get(cell, 0) - value
    return {cell: value for cell, value in result.items() if value}


def buyer_cells(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells of single buyers among `cells`: those whose stored values `count_buyers` needs."""
    return tuple(cell for cell in cells if cell.metric.startswith(BUYER))


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
        if not cell.metric.startswith(BUYER):
            found.setdefault(CounterKey(*cell[:4]), {})[cell.metric] = value
    return {key: Counters(**values) for key, values in found.items()}


def stock_left(opening: int | None, sold: Iterable[Counters]) -> int | None:
    """Opening stock − paid units + pieces that came back, over all currencies; None when nobody counted.

    Below 0 means oversold: the figure stays as it is, so that a screen can say by how much.
    """
    if opening is None:
        return None
    return opening - sum(c.units - c.restocked for c in sold)
