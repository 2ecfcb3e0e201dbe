"""The price of a product at an instant, and what may be wrong with it.

A live or flash window gives the price itself, from its start (included) to its end (excluded); outside every
window the list price holds. A flash price beats a live price, whose window is often the whole show. Coupons
come off whatever price is effective, and several may hold at once. Two windows of one kind (live or flash)
may not overlap: `overlaps` names both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

from catalog.finding import Finding
from catalog.messages import say
from catalog.money import Money, format_money
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product

#: Where an effective price comes from.
PriceSource = Literal["list", "live", "flash"]


#: A price this many times above or below the last one is more likely a slip than an offer. Deep flash sales
#: halve or third a price; the slips on record (90.8 → 6.9) are tenfold.
JUMP_FACTOR = 3


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


def usual_price(product: Product) -> Money | None:
    """The price that people know the product by: that of its first live window, else the list price.

    Prices are compared over the product's life by this one (`guard`, `last`): a flash hour is an exception.
    """
    live = [window for window in product.price_windows if window.kind == "live"]
    first = min(live, key=lambda window: (window.start, window.end), default=None)
    return product.list_price if first is None else first.price


def net_price(product: Product, at: datetime, *, rebates: Iterable[Money] = ()) -> Money | None:
    """What the customer pays at `at` after every coupon in force and the given rebates; None when unknown.

    Zero or less is returned as it is: `guard` turns it into a finding, and clamping would hide the
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


def guard(
    product: Product,
    *,
    at: datetime | None = None,
    price: Money | None = None,
    last: Money | None = None,
    rebates: Iterable[Money] = (),
    jump: int = JUMP_FACTOR,
) -> tuple[Finding, ...]:
    """What must not go on air about the product's price: error findings that block opening it (开价).

    Rules: net price below the floor, net price below the cost, price above the list price, coupons that reach
    the price, a jump against the last price, two currencies. A rule whose figure is unknown says nothing.
    Whoever has the right may override a finding with a reason; that is the caller's to record.

    Args:
        at: The aware instant to judge. None judges every instant at which the price changes, each fault once.
        price: A price about to be opened, in place of the effective one.
        last: The last price this product was sold at, for the jump rule.
        rebates: Amounts taken off besides the coupons of the product.
        jump: The factor of the jump rule; at least 2.

    The findings name the price's column, but no file or row.
    """
    rebates = tuple(rebates)
    edges = {edge for window in product.price_windows for edge in (window.start, window.end)}
    found: dict[str, Finding] = {}
    for instant in sorted({ALWAYS_START, *edges}) if at is None else (at,):
        asked = effective_price(product, instant) if price is None else price
        if asked is not None:
            for finding in _judge(product, instant, asked, last, rebates, jump):
                found.setdefault(finding.code, finding)
    return tuple(found.values())


def jumped(product: Product, last: Money | None, *, jump: int = JUMP_FACTOR) -> tuple[Finding, ...]:
    """The jump of the usual price against the last one, alone; none when either is unknown.

    The list price outside the show and a flash hour are no jump: they are not what the product was sold at.
    """
    live = [window.start for window in product.price_windows if window.kind == "live"]
    at = min(live, default=ALWAYS_START)
    found = guard(product, at=at, price=usual_price(product), last=last, jump=jump)
    return tuple(finding for finding in found if finding.code == "catalog.price.jump")


def _judge(
    product: Product, at: datetime, asked: Money, last: Money | None, rebates: tuple[Money, ...], jump: int
) -> Iterator[Finding]:
    window = effective_window(product, at)
    column = "list_price" if window is None else f"{window.kind}_price"
    when: dict[str, object] = {
        "when_zh": "" if window is None else "（秒杀时段）" if window.kind == "flash" else "（直播价时段）",
        "when_en": "" if window is None else f" (during the {window.kind} price)",
    }

    def fault(name: str, amount: Money, other: Money, **values: object) -> Finding:
        shown: dict[str, object] = {
            "net": format_money(amount, lang="zh"),
            "other": format_money(other, lang="zh"),
        }
        return say(f"catalog.price.{name}", file=None, row=None, column=column, **shown, **when, **values)

    coupons = [held.price for held in in_force(product, at) if held.kind == "coupon"]
    others = [*coupons, *rebates, product.list_price, product.floor_price, product.cost, last]
    for other in others:
        if other is not None and other.currency != asked.currency:
            yield say("catalog.price.currencies", column=column, left=asked.currency, right=other.currency)
            return
    off = Money(sum(amount.minor for amount in (*coupons, *rebates)), asked.currency)
    net = asked - off
    if off.minor > 0 and net.minor <= 0:
        yield fault("coupon_above_price", off, asked)
    if product.floor_price is not None and net < product.floor_price:
        yield fault("below_floor", net, product.floor_price)
    if product.cost is not None and net < product.cost:
        yield fault("below_cost", net, product.cost)
    if product.list_price is not None and asked > product.list_price:
        yield fault("above_list", asked, product.list_price)
    if last is not None and (asked * jump < last or last * jump < asked):
        yield fault("jump", asked, last, factor=jump)
