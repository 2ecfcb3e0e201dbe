"""The price of a product at an instant, and what may be wrong with it.

A live or flash window gives the price itself, from its start (included) to its end (excluded); outside every
window the list price holds. A flash price beats a live price, whose window is often the whole show. Coupons
come off whatever price is effective, and several may hold at once. Two windows of one kind (live or flash)
may not overlap: `overlaps` names both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

from catalog.money import Money
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product

#: Where an effective price comes from.
PriceSource = Literal["list", "live", "flash"]


@dataclass(frozen=True, slots=True)
class PriceSpan:
    """A stretch of time, `start` included and `end` excluded, in which nothing about the price changes."""

    start: datetime
    end: datetime
    price: Money | None
    net: Money | None
    source: PriceSource


def in_force(product: Product, at: datetime) -> tuple[PriceWindow, ...]:
    """Every window that holds at the aware instant `at`, in the record's order."""
    return tuple(window for window in product.price_windows if window.start <= at < window.end)


def effective_window(product: Product, at: datetime) -> PriceWindow | None:
    """The window that sets the price at `at`; None when the list price holds.

    Flash before live. Should two of one kind overlap against the rule, the later start wins, then the lower
    price: the customer is never shown more than a running offer says.
    """
    candidates = [window for window in in_force(product, at) if window.kind != "coupon"]
    if not candidates:
        return None
    return max(candidates, key=lambda window: (window.kind == "flash", window.start, -window.price.minor))


def effective_price(product: Product, at: datetime) -> Money | None:
    """The price asked at the aware instant `at`, before coupons; None when no price is known.

    Pure: depends on nothing but its arguments. Boundary: at `start` the window's price, one microsecond
    before `end` still, at `end` no longer.
    """
    window = effective_window(product, at)
    return product.list_price if window is None else window.price


def net_price(product: Product, at: datetime, *, rebates: Iterable[Money] = ()) -> Money | None:
    """What the customer pays at `at` after every coupon in force and the given rebates; None when unknown.

    Zero or less is returned as it is: `catalog.guard` turns it into a finding, and clamping would hide the
    loss. Raises MixedCurrencyError when a coupon is in another currency than the price.
    """
    price = effective_price(product, at)
    if price is None:
        return None
    for window in in_force(product, at):
        if window.kind == "coupon":
            price -= window.price
    for rebate in rebates:
        price -= rebate
    return price


def overlaps(windows: Iterable[PriceWindow]) -> tuple[tuple[PriceWindow, PriceWindow], ...]:
    """Pairs of live or flash windows of one kind that share an instant, earlier start first.

    A window that ends when the next begins does not overlap it. Coupons may stack and are not compared.
    """
    ordered = sorted((w for w in windows if w.kind != "coupon"), key=lambda w: (w.kind, w.start, w.end))
    pairs: list[tuple[PriceWindow, PriceWindow]] = []
    running: list[PriceWindow] = []
    for window in ordered:
        running = [before for before in running if before.kind == window.kind and before.end > window.start]
        pairs.extend((before, window) for before in running)
        running.append(window)
    return tuple(pairs)


def timeline(product: Product) -> tuple[PriceSpan, ...]:
    """The price over all time as touching spans: the first from ALWAYS_START, the last until ALWAYS_END."""
    points = {edge for window in product.price_windows for edge in (window.start, window.end)}
    edges = sorted({ALWAYS_START, ALWAYS_END, *points})
    return tuple(_span(product, start, end) for start, end in pairwise(edges))


def _span(product: Product, start: datetime, end: datetime) -> PriceSpan:
    window = effective_window(product, start)
    source: PriceSource = "list"
    if window is not None:
        source = "flash" if window.kind == "flash" else "live"
    return PriceSpan(start, end, effective_price(product, start), net_price(product, start), source)
