"""Which word sold the peaches? Orders while a card stood on the board, against the same product without it.

An association in time, not a cause: a card often goes up at the moment the price opens. So only time in which
the product was on air with its price open is compared, counts stand beside each rate, the interval is exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from lessons.rundown import Rundown
from live.air import AirSpan
from sales.line import LineState
from sales.selling import Span, common, covers, length
from vocab.card import Card

#: With fewer orders than this on either side a ratio is noise; the counts are shown alone.
MIN_ORDERS: Final = 10

@dataclass(frozen=True, slots=True)
class BoardSpan:
    """One stretch in which a card was shown, during one product's segment (UTC epoch ms, end excluded)."""

    card: str
    sku: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordRow:
    """A card on the board during a product's segments.

    `shown_ms` is all its time on the board. Of that, `selling_ms` had the product on air with its price open,
    and in it `orders` orders and `paid_minor` were made of the product; `base_ms` and `base_orders` are the
    product's other selling time. Cards shown together share their orders: rows must not be added up.
    """

    card: str
    headword: str | None
    gloss: str | None
    sku: str | None
    first_at: int
    shown_ms: int
    selling_ms: int
    orders: int
    paid_minor: int
    base_ms: int
    base_orders: int

    @property
    def ratio(self) -> float | None:
        """Orders per minute with the card ÷ without it; None below MIN_ORDERS on either side."""
        if min(self.orders, self.base_orders) < MIN_ORDERS or not (self.selling_ms and self.base_ms):
            return None
        return (self.orders / self.selling_ms) / (self.base_orders / self.base_ms)

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of `ratio`, None where that is None."""
        if self.ratio is None:
            return None
        return ratio_interval(self.orders, self.selling_ms, self.base_orders, self.base_ms)


def board_spans(rundown: Rundown, spans: Sequence[AirSpan], *, close: int) -> tuple[BoardSpan, ...]:
    """Every stretch of every card during one product's segment, in order of its start."""
    skus = {str(segment.id): segment.sku for segment in rundown.segments}
    found: list[BoardSpan] = []
    last: dict[tuple[str, str | None], int] = {}
    for span in spans:
        sku, end = skus.get(span.segment), close if span.end is None else span.end
        for card in dict.fromkeys(span.cards):
            at = last.get((card, sku))
            if at is not None and found[at].end == span.start:
                found[at] = replace(found[at], end=end)
            else:
                last[card, sku] = len(found)
                found.append(BoardSpan(card, sku, span.start, end))
    return tuple(found)


def word_rows(
    spans: Sequence[BoardSpan],
    selling: Mapping[str, Sequence[Span]],
    lines: Sequence[LineState],
    *,
    currency: str,
    cards: Mapping[str, Card] | None = None,
) -> tuple[WordRow, ...]:
    """One row per card and product, in the order they first stood on the board.

    `selling` tells when each product was on air with its price open. Unpaid orders do not count.
    """
    made: dict[str, list[LineState]] = {}
    for line in lines:
        if line.sku is not None and line.is_paid and line.currency == currency:
            made.setdefault(line.sku, []).append(line)
    by_key: dict[tuple[str, str | None], list[Span]] = {}
    for span in spans:
        by_key.setdefault((span.card, span.sku), []).append((span.start, span.end))
    rows = []
    for (card, sku), stretches in by_key.items():
        market = selling.get(sku or "", ())
        during = common(stretches, market)
        mine = made.get(sku or "", [])
        inside = [line for line in mine if covers(during, line.created_at)]
        outside = [
            line for line in mine if covers(market, line.created_at) and not covers(during, line.created_at)
        ]
        held = (cards or {}).get(card)
        rows.append(
            WordRow(
                card=card,
                headword=held.headword if held else None,
                gloss=held.gloss if held else None,
                sku=sku,
                first_at=stretches[0][0],
                shown_ms=length(stretches),
                selling_ms=length(during),
                orders=_orders(inside),
                paid_minor=sum(line.paid_minor for line in inside),
                base_ms=length(market) - length(during),
                base_orders=_orders(outside),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row.first_at, row.card, row.sku or "")))


def _orders(lines: Iterable[LineState]) -> int:
    return len({(line.shop, line.order_id) for line in lines})


def ratio_interval(x: int, time_x: int, y: int, time_y: int, *, level: float = 0.95) -> tuple[float, float]:
    """Exact interval of the ratio of two Poisson rates x/time_x ÷ y/time_y (conditional, Clopper–Pearson).

    Given x + y events, x is binomial with p = r·time_x / (r·time_x + time_y); the interval of p becomes one
    of r. Source: Przyborowski and Wilenski (1940), Biometrika 31.
    """
    n, tail = x + y, (1 - level) / 2
    low = 0.0 if x == 0 else _solve(lambda p: 1 - _binomial_cdf(x - 1, n, p) - tail)
    high = 1.0 if y == 0 else _solve(lambda p: tail - _binomial_cdf(x, n, p))

    def as_ratio(p: float) -> float:
        return math.inf if p >= 1 else p / (1 - p) * time_y / time_x

    return as_ratio(low), as_ratio(high)


def _binomial_cdf(k: int, n: int, p: float) -> float:
    if p <= 0:
        return 1.0
    if p >= 1:
        return float(k >= n)
    logs = (
        math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1)
        + i * math.log(p) + (n - i) * math.log1p(-p)
        for i in range(k + 1)
    )  # fmt: skip
    return min(1.0, math.fsum(math.exp(value) for value in logs))


def _solve(rising: Callable[[float], float]) -> float:
    """The root of a rising function on (0, 1), to 1e-12."""
    low, high = 0.0, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < 0 else (low, middle)
    return (low + high) / 2
