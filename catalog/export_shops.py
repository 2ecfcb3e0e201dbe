"""Tables for other shops: Shopify's and WooCommerce's product import files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from catalog.cells import CHINA
from catalog.money import Money, decimal_text
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product

_SHOPIFY = """
Title|URL handle|Description|Vendor|Product category|Tags|Published on online store|Status|SKU
Option1 name|Option1 value|Option2 name|Option2 value|Option3 name|Option3 value
Price|Compare-at price|Cost per item|Inventory quantity|Product image URL|Image position
"""
_WOO = """
Type|SKU|Name|Published|Description|Date sale price starts|Date sale price ends|In stock?|Stock|Sale price
Regular price|Categories|Tags|Images|Parent|Attribute 1 name|Attribute 1 value(s)
Attribute 2 name|Attribute 2 value(s)|Attribute 3 name|Attribute 3 value(s)|Brands
"""
SHOPIFY_COLUMNS = tuple(_SHOPIFY.strip().replace("\n", "|").split("|"))
WOO_COLUMNS = tuple(_WOO.strip().replace("\n", "|").split("|"))

Table = tuple[list[str], Iterable[list[str]]]


def shopify_table(products: Sequence[Product]) -> Table:
    """Header and rows of Shopify's file (the headers since 2025): one row per variant, one more per further
    image.

    Shopify holds one language: English where there is one. Its price is the live price that holds always,
    compared with the list price; windows with a time, floor prices and other fields have no column there.
    """
    return list(SHOPIFY_COLUMNS), (list(row) for row in _shopify_rows(products))


def _shopify_rows(products: Sequence[Product]) -> Iterable[list[str]]:
    for handle, variants in _groups(products):
        images = list(dict.fromkeys(image for product in variants for image in product.images))
        for index, product in enumerate(variants):
            live = _always(product)
            price = live.price if live else product.list_price
            cells = {
                "URL handle": handle,
                "SKU": product.sku,
                "Price": _amount(price),
                "Compare-at price": _amount(product.list_price) if live else "",
                "Cost per item": _amount(product.cost),
                "Inventory quantity": "" if product.stock is None else str(product.stock),
            }
            for number, (name, value) in enumerate(
                product.options[:3] or (("Title", "Default Title"),), start=1
            ):
                cells[f"Option{number} name"] = name if index == 0 else ""
                cells[f"Option{number} value"] = value
            if index == 0:
                cells |= {
                    "Title": product.title.best("en"),
                    "Description": _html(product.description.best("en")),
                    "Vendor": product.brand or "",
                    "Product category": product.category or "",
                    "Tags": ", ".join(product.tags),
                    "Published on online store": "TRUE",
                    "Status": "Active",
                }
            if index < len(images):
                cells |= {"Product image URL": images[index], "Image position": str(index + 1)}
            yield [cells.get(name, "") for name in SHOPIFY_COLUMNS]
        for position, image in enumerate(images[len(variants) :], start=len(variants) + 1):
            cells = {"URL handle": handle, "Product image URL": image, "Image position": str(position)}
            yield [cells.get(name, "") for name in SHOPIFY_COLUMNS]


def woo_table(products: Sequence[Product]) -> Table:
    """Header and rows of WooCommerce's file: simple products, or a variable parent and its variations.

    One language (English where there is one); the live window becomes the sale price with its dates, in
    Beijing time.
    """
    return list(WOO_COLUMNS), (list(row) for row in _woo_rows(products))


def _woo_rows(products: Sequence[Product]) -> Iterable[list[str]]:
    for parent, variants in _groups(products):
        first = variants[0]
        if not first.options or first.spu is None:
            for product in variants:
                yield _woo_row(_woo_cells(product) | {"Type": "simple"})
            continue
        yield _woo_row(_woo_texts(first) | {"Type": "variable", "SKU": parent})
        for product in variants:
            yield _woo_row(_woo_cells(product) | {"Type": "variation", "Parent": parent})


def _woo_texts(product: Product) -> dict[str, str]:
    return {
        "Name": product.title.best("en"),
        "Published": "1",
        "Description": _html(product.description.best("en")),
        "Categories": product.category or "",
        "Tags": ", ".join(product.tags),
        "Images": ", ".join(product.images),
        "Brands": product.brand or "",
    }


def _woo_cells(product: Product) -> dict[str, str]:
    # One sale price with its dates is all that WooCommerce has; of several windows none would be the truth.
    lives = [window for window in product.price_windows if window.kind == "live"]
    live = lives[0] if len(lives) == 1 else None
    cells = _woo_texts(product) | {
        "SKU": product.sku,
        "In stock?": "0" if product.stock == 0 else "1",
        "Stock": "" if product.stock is None else str(product.stock),
        "Regular price": _amount(product.list_price),
    }
    if live is not None:
        cells["Sale price"] = _amount(live.price)
        if live.start != ALWAYS_START:
            cells["Date sale price starts"] = f"{live.start.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
        if live.end != ALWAYS_END:
            cells["Date sale price ends"] = f"{live.end.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    for number, (name, value) in enumerate(product.options[:3], start=1):
        cells |= {f"Attribute {number} name": name, f"Attribute {number} value(s)": value}
    return cells


def _woo_row(cells: dict[str, str]) -> list[str]:
    return [cells.get(name, "") for name in WOO_COLUMNS]


def _always(product: Product) -> PriceWindow | None:
    return next(
        (
            window
            for window in product.price_windows
            if window.kind == "live" and window.start == ALWAYS_START and window.end == ALWAYS_END
        ),
        None,
    )


def _groups(products: Sequence[Product]) -> Iterable[tuple[str, list[Product]]]:
    """Products by parent, in the order of first appearance; variants need not stand together."""
    groups: dict[str, list[Product]] = {}
    for product in products:
        parent = product.spu if product.options else None
        groups.setdefault(parent or product.sku, []).append(product)
    return groups.items()


def _html(text: str) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.splitlines() if line.strip())


def _amount(money: Money | None) -> str:
    return "" if money is None else decimal_text(money.minor, money.currency)
