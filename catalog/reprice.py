"""One price of many products changed by one rule, in whole minor units."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from catalog.fields import set_field
from catalog.money import Money
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product

PriceName = Literal["live_price", "list_price", "floor_price"]
#: To an amount, by an amount, or to a percentage of the list price.
Way = Literal["set", "add", "percent"]


def reprice(product: Product, name: PriceName, way: Way, value: int) -> Product:
    """The product with one price changed; the same one where the rule has nothing to work on.

    `value` is minor units of the product's own currency (`set`, `add`), or whole per cent of the list price.
    Halves of a minor unit are rounded up. Nothing changes when there is no price to add to, no list price to
    take a share of, several live windows to choose from, or when the price would not be above zero.

    >>> from catalog.bilingual import Bilingual
    >>> from catalog.product import Sku
    >>> tea = Product(Sku("1"), Bilingual("Tea"), list_price=Money(1995, "CNY"))
    >>> reprice(tea, "floor_price", "percent", 50).floor_price
    Money(minor=998, currency='CNY')
    """
    live = [window for window in product.price_windows if window.kind == "live"]
    if name == "live_price" and len(live) > 1:
        return product
    held = {
        "live_price": live[0].price if live else None,
        "list_price": product.list_price,
        "floor_price": product.floor_price,
    }
    base = product.list_price if way == "percent" else held[name]
    known = base or product.list_price or next((price for price in held.values() if price), None)
    if known is None or (base is None and way != "set"):
        return product
    share = (known.minor * value + 50) // 100
    minor = {"set": value, "add": known.minor + value, "percent": share}[way]
    if minor <= 0:
        return product
    price = Money(minor, known.currency)
    if name != "live_price":
        return set_field(product, name, price)
    window = replace(live[0], price=price) if live else PriceWindow(ALWAYS_START, ALWAYS_END, price, "live")
    return set_field(product, "price_windows.live", (window,))
