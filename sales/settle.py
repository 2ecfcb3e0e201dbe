"""What a later revision changed: two ledgers of a show, compared order by order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sales.line import LineState

Case = Literal["missing_here", "missing_there", "paid_differs", "refund_differs"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One order on which the two ledgers do not agree; amounts in minor units of `currency`.

    `missing_here` is in the later one only (`settled_…`), `missing_there` in the earlier one only.
    Where the payment differs the refund is not compared.
    """

    case: Case
    shop: str
    order_id: str
    currency: str
    paid_minor: int
    refund_minor: int
    settled_paid_minor: int
    settled_refund_minor: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """`agreed` orders are equal in both ledgers; with `differences` they are all orders that either knows."""

    agreed: int
    differences: tuple[Difference, ...]

    def shift(self, currency: str) -> int:
        """Net later − net before in minor units."""
        mine = [d for d in self.differences if d.currency == currency]
        settled = sum(d.settled_paid_minor - d.settled_refund_minor for d in mine)
        return settled - sum(d.paid_minor - d.refund_minor for d in mine)


def settled_lines(stream: Iterable[LineState], settled: Iterable[LineState]) -> tuple[LineState, ...]:
    """The settled lines at the moments the stream knows: exports round their times, some to the minute.

    Where both ledgers hold an order its lines keep the stream's time of ordering, so that no order moves to
    another minute, segment or show by being settled.
    """
    known: dict[tuple[str, str], int] = {}
    for line in stream:
        if line.created_at is not None:
            key = (line.shop, line.order_id)
            known[key] = min(known.get(key, line.created_at), line.created_at)
    return tuple(
        line._replace(created_at=known.get((line.shop, line.order_id), line.created_at)) for line in settled
    )


def settle(stream: Iterable[LineState], settled: Iterable[LineState]) -> Settlement:
    """Compares two ledgers by order and currency. Orders that neither was paid nor refunded are left out.

    Lines are not compared: platforms name them differently in their final exports.
    """
    ours, theirs = _by_order(stream), _by_order(settled)
    agreed, found = 0, []
    for key in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(key), theirs.get(key)
        if here == there:
            agreed += 1
            continue
        case: Case
        if here is None:
            case = "missing_here"
        elif there is None:
            case = "missing_there"
        else:
            case = "paid_differs" if here[0] != there[0] else "refund_differs"
        found.append(Difference(case, *key, *(here or (0, 0)), *(there or (0, 0))))
    return Settlement(agreed, tuple(found))


def _by_order(lines: Iterable[LineState]) -> dict[tuple[str, str, str], tuple[int, int]]:
    sums: dict[tuple[str, str, str], tuple[int, int]] = {}
    for line in lines:
        if line.is_paid or line.refund_minor:
            key = (line.shop, line.order_id, line.currency)
            paid, refund = sums.get(key, (0, 0))
            sums[key] = (paid + line.paid_minor, refund + line.refund_minor)
    return sums
