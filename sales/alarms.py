"""Alarms of the desk: an order below the floor price, stock running out, more sold than there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from catalog.bilingual import Bilingual
from catalog.money import Money, format_money
from catalog.product import Product, Sku
from sales.line import LineState

AlarmKind = Literal["below_floor", "oversold", "sold_out", "low_stock"]

#: Low is a tenth of the opening stock, but never less than 5 pieces: in a burst ten pieces are ten seconds.
LOW_PART: Final = 10
LOW_PIECES: Final = 5
#: Most urgent first.
URGENCY: Final[tuple[AlarmKind, ...]] = ("below_floor", "oversold", "sold_out", "low_stock")


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that somebody must act on. `order_id` is None for alarms of stock; `loud` ones interrupt.

    `plain` says it without amounts, for those who see no money.
    """

    kind: AlarmKind
    sku: str
    text: Bilingual
    plain: Bilingual
    order_id: str | None = None

    @property
    def loud(self) -> bool:
        """True for what costs money every second: a wrong price, pieces sold that do not exist."""
        return self.kind in {"below_floor", "oversold"}


def price_alarms(lines: Iterable[LineState], products: Mapping[Sku, Product]) -> tuple[Alarm, ...]:
    """An alarm for each line ordered below its product's floor price, per piece and in its currency.

    Gifts (amount 0) are meant to be free; cancelled lines are over; a floor nobody set cannot be broken.
    """
    found = []
    for line in lines:
        product = products.get(Sku(line.sku)) if line.sku is not None else None
        floor = product.floor_price if product is not None else None
        if floor is None or floor.currency != line.currency or line.qty <= 0 or line.created_minor <= 0:
            continue
        if line.cancelled_at is None and line.created_minor < floor.minor * line.qty:
            paid = Money(line.created_minor // line.qty, line.currency)
            order = line.order_id
            plain = Bilingual(zh=f"订单 {order} 低于底价", en=f"order {order}: below the floor")
            said = _floor_text(paid, floor, line)
            found.append(Alarm("below_floor", line.sku or "", said, plain, order))
    return tuple(found)


def stock_alarms(left: Mapping[Sku, int | None], products: Mapping[Sku, Product]) -> tuple[Alarm, ...]:
    """Alarms of stock, most urgent first; what nobody counts raises none."""
    found = []
    for sku, pieces in left.items():
        product = products.get(sku)
        if pieces is None or product is None or product.stock is None:
            continue
        kind: AlarmKind
        if pieces < 0:
            kind, text = "oversold", Bilingual(zh=f"超卖 {-pieces} 件", en=f"{-pieces} sold too many")
        elif pieces == 0:
            kind, text = "sold_out", Bilingual(zh="售罄", en="sold out")
        elif pieces <= max(product.stock // LOW_PART, LOW_PIECES) and pieces < product.stock:
            kind, text = "low_stock", Bilingual(zh=f"只剩 {pieces} 件", en=f"{pieces} left")
        else:
            continue
        found.append(Alarm(kind, sku, text, text))
    return tuple(sorted(found, key=lambda alarm: (URGENCY.index(alarm.kind), alarm.sku)))


def _floor_text(paid: Money, floor: Money, line: LineState) -> Bilingual:
    paid_zh, floor_zh = (format_money(amount, lang="zh") for amount in (paid, floor))
    paid_en, floor_en = (format_money(amount, lang="en") for amount in (paid, floor))
    return Bilingual(
        zh=f"订单 {line.order_id} 每件 {paid_zh}，低于底价 {floor_zh}",
        en=f"order {line.order_id}: {paid_en} a piece, below the floor of {floor_en}",
    )
