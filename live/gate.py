"""The gate before 开价: what is missing or wrong with a product at this instant, as findings.

`live.decide` refuses to open a price while findings stand, unless the command confirms that they are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from catalog.money import Money
from catalog.price import JUMP_FACTOR, effective_price, guard
from catalog.product import Product, Sku


def price_gate(
    product: Product | None,
    *,
    sku: Sku,
    at: datetime,
    price: Money | None = None,
    stock_left: int | None = None,
    last: Money | None = None,
    jump: int = JUMP_FACTOR,
    signed_off: bool | None = None,
    banned: Iterable[Finding] = (),
) -> tuple[Finding, ...]:
    """Everything that stands against opening the price of `sku` at the aware instant `at`; empty when clear.

    Args:
        product: The product as the catalogue has it, None when it has none.
        sku: Named in the findings.
        at: The instant whose price window counts.
        price: A price set on air or about to be; None takes the one of the catalogue.
        stock_left: Pieces left by the ledger; None takes the product's own stock.
        last: The price it was sold at last, for the jump rule of `catalog.price.guard`.
        jump: The factor of that rule.
        signed_off: Whether compliance has been signed off; None where nobody asks for it.
        banned: Findings of the compliance check of this segment; those of severity error stand in the way.

    What nobody tracks says nothing (`signed_off=None`); a stock or a price that nobody knows is missing.
    """
    if product is None:
        return (_finding(sku, "no_product", "商品库里没有这个商品", "The catalogue has no such product.",
                         "先导入该商品", "Import the product first."),)
    found: list[Finding] = []
    if price is None and effective_price(product, at) is None:
        found.append(_finding(sku, "no_price", "没有直播价", "No live price.",
                              "填写直播价或划线价", "Enter a live price or a list price."))
    found.extend(guard(product, at=at, price=price, last=last, jump=jump))
    stock = product.stock if stock_left is None else stock_left
    if stock is None:
        found.append(_finding(sku, "no_stock", "库存未知", "Stock is unknown.",
                              "核对库存后填写", "Count the stock and enter it."))
    elif stock <= 0:
        found.append(_finding(sku, "sold_out", "库存为 0", "There is no stock left.",
                              "补货，或标记售罄", "Restock, or mark it sold out."))
    if not product.link_no:
        found.append(_finding(sku, "no_link", "没有链接号", "No link number.",
                              "填写小黄车链接号", "Enter the number of its link."))
    if signed_off is False:
        found.append(_finding(sku, "not_signed", "合规未签字", "Compliance is not signed off.",
                              "请负责人签字", "Ask the person in charge to sign."))
    found.extend(finding for finding in banned if finding.severity == "error")
    return tuple(found)


def _finding(sku: Sku, name: str, zh: str, en: str, fix_zh: str, fix_en: str) -> Finding:
    what, fix = Bilingual(zh=f"{sku}：{zh}", en=f"{sku}: {en}"), Bilingual(zh=fix_zh, en=fix_en)
    return Finding(Where(), what, fix, "error", f"live.gate.{name}")
