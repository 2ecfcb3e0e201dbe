"""The Product record: what a planner sells, in both languages, with its prices and stock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NewType

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.money import Money

Sku = NewType("Sku", str)
PriceKind = Literal["live", "flash", "coupon"]

#: A price without a start or an end holds from ALWAYS_START or until ALWAYS_END: instants, so that the maths
#: has one case. They are the ends of the calendar and never shown; screens say "from now on" / "一直有效".
ALWAYS_START = datetime.min.replace(tzinfo=UTC)
ALWAYS_END = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PriceWindow:
    """A price that holds from `start` (included) to `end` (excluded), both aware UTC instants.

    Kinds: `live` and `flash` give the price itself; `coupon` gives the amount taken off.
    """

    start: datetime
    end: datetime
    price: Money
    kind: PriceKind


@dataclass(frozen=True, slots=True)
class Product:
    """One sellable item. `sku` is text, kept as given (leading zeros and 19 digits included).

    `list_price` is the struck-through price, `floor_price` the lowest net price the seller allows; None means
    unknown, never zero. `stock` is the opening stock in pieces. `tags` hold the room's roles (引流款, 利润款,
    福利款, 压轴款, 返场). `attributes` keep every other column of the source, in its order. `spu` is the
    parent that variants share, `options` what tells this variant from its sisters (`("颜色", "红")`).
    `certificates` and `documents` (files or links that prove a claim) are kept as given.
    """

    sku: Sku
    title: Bilingual
    description: Bilingual = NO_TEXT
    category: str | None = None
    brand: str | None = None
    list_price: Money | None = None
    price_windows: tuple[PriceWindow, ...] = ()
    floor_price: Money | None = None
    cost: Money | None = None
    stock: int | None = None
    origin: Bilingual = NO_TEXT
    images: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    link_no: str | None = None
    spu: str | None = None
    attributes: tuple[tuple[str, str], ...] = field(default=())
    options: tuple[tuple[str, str], ...] = ()
    ingredients: Bilingual = NO_TEXT
    certificates: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
