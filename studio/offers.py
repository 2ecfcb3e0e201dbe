"""What each product of a show costs and how much of it is left at one instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from catalog.money import Money
from catalog.price import effective_price
from catalog.product import Product, Sku
from lessons.rundown import Rundown
from lessons.variables import names
from live.fold import ShowState


def instant(ms: int) -> datetime:
    """The aware UTC instant of an epoch millisecond."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC)


@dataclass(frozen=True, slots=True)
class Offer:
    """A product at one instant. A price set on air goes before the catalogue's."""

    product: Product
    price: Money | None
    left: int | None


def offers(
    products: Mapping[Sku, Product], *, now: int, left: Mapping[Sku, int | None], state: ShowState
) -> dict[Sku, Offer]:
    """The offer of every product. `left` is the stock left per SKU where it is known, `now` in epoch ms."""
    found = {}
    for sku, product in products.items():
        tag = state.price(sku)
        price = effective_price(product, instant(now)) if tag is None else tag.price
        found[sku] = Offer(product, price, left.get(sku))
    return found


def counted_aloud(rundown: Rundown) -> frozenset[Sku]:
    """The products whose lines say how many are left."""
    return frozenset(
        segment.sku
        for segment in rundown.segments
        if segment.sku is not None
        for cue in segment.cues
        for line in (cue.lines.zh, cue.lines.en)
        if any(name.split(".")[0] == "stock" for name in names(line or ""))
    )
