"""A demonstration feed: made-up orders in the rhythm of a real room, the same for the same seed.

Not data about anybody: it drives screens and rehearsals through the real inbox. The shapes are those of live
rooms: a burst when the price opens, decay, seconds from order to payment with a long tail, refunds within the
hour, deliveries late, twice and out of order. Rates are our guess of a middling room, a few hundred orders an
hour; real ones reach from 0.03 orders a second to some thousand.
"""

from __future__ import annotations

import heapq
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Final

from catalog.money import Money, decimal_text
from catalog.price import effective_price
from catalog.product import Product, Sku
from lessons.rundown import Rundown
from live.state import ShowState
from sales.selling import open_now

#: Orders a second when a price opens, and how fast that fades; then while it is talked about, then off air.
PEAK_RATE: Final = 1.1
FADE_S: Final = 35.0
ON_AIR_RATE: Final = 0.07
OFF_AIR_RATE: Final = 0.006
#: A basket of 59 yuan is the middle price of food rooms; dearer things sell slower, cheaper ones faster.
MIDDLE_PRICE_MINOR: Final = 5_900
#: An order not paid in this time is closed by the platform.
PAY_LIMIT_MS: Final = 15 * 60_000
_QTY: Final = ((1, 0.74), (2, 0.18), (3, 0.05), (5, 0.02), (6, 0.01))


@dataclass(frozen=True, slots=True)
class Stage:
    """What buyers see now: the product being explained, prices open (SKU → since, UTC epoch ms), and the
    prices set on air, which stand above the catalogue's."""

    on_air: str | None = None
    open: Mapping[str, int] = field(default_factory=dict)
    prices: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One webhook to post: its id, the instant it arrives (UTC epoch ms), and the document."""

    id: str
    at: int
    payload: Mapping[str, object]

    def body(self) -> bytes:
        """The bytes to sign and post."""
        return json.dumps(self.payload, ensure_ascii=False, separators=(",", ":")).encode()


def stage_of(rundown: Rundown, state: ShowState) -> Stage:
    """The stage of a show on air; nothing is on it before the start and after the end."""
    if state.phase != "on_air":
        return Stage()
    sku = next((s.sku for s in rundown.segments if s.id == state.segment), None)
    return Stage(on_air=sku, open=open_now(state), prices={tag.sku: tag.price for tag in state.prices})


class DemoFeed:
    """Makes deliveries second by second. What it makes depends on seed, products and stages alone, not on how
    often it is asked."""

    def __init__(
        self, products: Iterable[Product], *, seed: int, shop: str = "demo", scale: float = 1.0
    ) -> None:
        self._products = {product.sku: product for product in products}
        self._left = {sku: product.stock for sku, product in self._products.items()}
        self._seed, self._shop, self._scale = seed, shop, scale
        self._waiting: list[tuple[int, int, Delivery]] = []
        self._made = 0

    def deliveries(self, stage: Stage, start: int, end: int) -> list[Delivery]:
        """What arrives in [start, end), in order of arrival: of orders made now and before.

        Call it with adjoining spans. `stage` holds for the whole seconds that begin in the span.
        """
        for second in range(-(-start // 1000), -(-end // 1000)):
            for sku in sorted(stage.open):
                if stage.open[sku] <= second * 1000:
                    self._second(stage, sku, second)
        due: list[Delivery] = []
        while self._waiting and self._waiting[0][0] < end:
            due.append(heapq.heappop(self._waiting)[2])
        return due

    def _second(self, stage: Stage, sku: str, second: int) -> None:
        product = self._products.get(Sku(sku))
        price = None if product is None else _price(product, second, stage)
        if price is None:
            return
        rng = Random(f"{self._seed}:{self._shop}:{sku}:{second}")
        since = second - stage.open[sku] / 1000
        rate = PEAK_RATE * math.exp(-since / FADE_S)
        rate += ON_AIR_RATE if stage.on_air == sku else OFF_AIR_RATE
        rate *= self._scale * self._appeal(sku, price)
        for n in range(_poisson(rng, rate)):
            self._order(rng, sku, price, second * 1000 + rng.randrange(1000), f"{second}{n:02d}", stage)

    def _appeal(self, sku: str, price: Money) -> float:
        """How much this product is wanted: by its price, and by taste (fixed for seed and SKU)."""
        taste = Random(f"{self._seed}:{sku}").uniform(0.5, 1.5)
        return taste * math.pow(MIDDLE_PRICE_MINOR / max(price.minor, 100), 0.35)

    def _order(self, rng: Random, sku: str, price: Money, at: int, serial: str, stage: Stage) -> None:
        lines = [(sku, price, self._take(sku, _pick_qty(rng)))]
        others = [s for s in sorted(stage.open) if s != sku and stage.open[s] <= at]
        if others and rng.random() < 0.06:
            extra = rng.choice(others)
            product = self._products.get(Sku(extra))
            extra_price = _price(product, at // 1000, stage) if product else None
            if extra_price is not None and extra_price.currency == price.currency:
                lines.append((extra, extra_price, self._take(extra, 1)))
        lines = [line for line in lines if line[2]]
        if not lines:
            return
        # 19 digits, as the platforms have: they must survive as text.
        order = str(69 * 10**17 + Random(f"{self._seed}:{sku}:{serial}").randrange(10**17))
        buyer = f"viewer-{min(rng.randrange(9000), rng.randrange(9000))}"
        facts = _Facts(self, rng, order, buyer, lines)
        facts.tell("placed", at)
        fate = rng.random()
        if fate < 0.08:
            facts.tell("cancelled", at + PAY_LIMIT_MS)
            return
        # Median 6 s, a tail of minutes: payment is a few taps, or a forgotten basket.
        lag = rng.lognormvariate(math.log(6), 0.5) if fate < 0.93 else rng.lognormvariate(math.log(120), 0.7)
        paid_at = at + min(int(lag * 1000), PAY_LIMIT_MS - 1000)
        facts.tell("paid", paid_at)
        if rng.random() < 0.03:
            part = rng.random() < 0.25
            facts.tell("refunded", paid_at + rng.randrange(45_000, 25 * 60_000), part=part)

    def _take(self, sku: str, qty: int) -> int:
        """Takes pieces from the stock; fewer when it runs out, any number when nobody counted it."""
        left = self._left.get(Sku(sku))
        if left is None:
            return qty
        taken = max(min(qty, left), 0)
        self._left[Sku(sku)] = left - taken
        return taken

    def post(self, rng: Random, events: list[dict[str, object]], at: int, name: str) -> None:
        """Queue a delivery of facts that happened at `at`: soon, sometimes late, sometimes twice."""
        late = rng.uniform(3, 25) if rng.random() < 0.02 else rng.uniform(0.08, 0.7)
        self._queue(Delivery(name, at + int(late * 1000), {"shop": self._shop, "events": events}))
        again = rng.random()
        if again < 0.03:
            # The sender saw no answer: the same delivery again, or a new delivery of the same facts.
            other = name if again < 0.015 else name + "-again"
            later = at + int(late * 1000) + rng.randrange(500, 20_000)
            self._queue(Delivery(other, later, {"shop": self._shop, "events": events}))

    def _queue(self, delivery: Delivery) -> None:
        self._made += 1
        heapq.heappush(self._waiting, (delivery.at, self._made, delivery))


@dataclass(frozen=True, slots=True)
class _Facts:
    """One order's facts, told as deliveries."""

    feed: DemoFeed
    rng: Random
    order: str
    buyer: str
    lines: list[tuple[str, Money, int]]

    def tell(self, kind: str, at: int, *, part: bool = False) -> None:
        events: list[dict[str, object]] = []
        for number, (sku, price, qty) in enumerate(self.lines, start=1):
            minor = price.minor * qty
            event: dict[str, object] = {
                "kind": kind,
                "order_id": self.order,
                "line_id": str(number),
                "sku": sku,
                "qty": qty,
                "amount": decimal_text(max(minor // 2, 1) if part else minor, price.currency),
                "currency": price.currency,
                "occurred_at": at,
                "buyer": self.buyer,
            }
            if kind == "refunded":
                event["refund_id"] = f"R{self.order}-{number}"
            events.append(event)
        self.feed.post(self.rng, events, at, f"{self.order}-{kind}")


def _price(product: Product, second: int, stage: Stage) -> Money | None:
    """The price buyers pay at that second, None when the product has none."""
    if product.sku in stage.prices:
        return stage.prices[product.sku]
    return effective_price(product, datetime.fromtimestamp(second, UTC)) or product.list_price


def _pick_qty(rng: Random) -> int:
    return rng.choices([qty for qty, _ in _QTY], [weight for _, weight in _QTY])[0]


def _poisson(rng: Random, mean: float) -> int:
    """A Poisson draw by Knuth's product of uniforms; fine for the small means here."""
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count
