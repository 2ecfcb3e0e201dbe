"""What a person typed into the cells of a product, as the product it makes, with what cannot be meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from catalog.bilingual import Bilingual
from catalog.fields import set_field
from catalog.finding import Finding
from catalog.messages import say
from catalog.money import Money, MoneyError, decimal_text, parse_money
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product

#: Cells that hold a text, by the field they set; those of `title` must not both be empty.
_TEXTS = {
    **{
        f"{name}_{lang}": f"{name}.{lang}"
        for name in ("title", "description", "origin", "ingredients")
        for lang in ("zh", "en")
    },
    **{name: name for name in ("category", "brand", "link_no", "spu")},
}
_MONEY = ("list_price", "floor_price", "cost")
#: Cells that hold one item per line, and cells that hold pairs of a name and a value.
_LINES = ("images", "certificates", "documents")
_PAIRS = ("attributes", "options")

#: The shape of an amount while it is typed: digits, at most three after the point, or nothing.
AMOUNT = r"^\s*(\d{1,9}(\.\d{1,3})?)?\s*$"


def amount_text(money: Money | None) -> str:
    """An amount as it is typed; empty when unknown."""
    return "" if money is None else decimal_text(money.minor, money.currency)


def currency_of(product: Product) -> str:
    """The currency that a typed amount is in: that of the product's prices, CNY for one without any."""
    prices = [product.list_price, *(window.price for window in product.price_windows)]
    prices += [product.floor_price, product.cost]
    return next((price.currency for price in prices if price is not None), "CNY")


def live_text(product: Product) -> str | None:
    """The live price as one cell shows it: "" for none, None when several windows need more than a cell."""
    live = [window for window in product.price_windows if window.kind == "live"]
    if len(live) > 1:
        return None
    return amount_text(live[0].price) if live else ""


def take_typed(product: Product, typed: Mapping[str, object]) -> tuple[Product, tuple[Finding, ...]]:
    """The product with what was typed, and a finding for each cell that was not taken.

    Cells are named as the columns of our own file. A live price changes the one live window and keeps its
    times; without one it holds always. Lists are lines, attributes and options pairs. A blank cell empties
    its field.
    """
    found: list[Finding] = []
    changed = product
    for column, value in typed.items():
        text = "" if value is None else str(value).strip()
        if column in _TEXTS:
            changed = set_field(changed, _TEXTS[column], text or None)
        elif column in _MONEY or column == "live_price":
            try:
                money = parse_money(text, currency=currency_of(product)) if text else None
            except MoneyError:
                found.append(say("catalog.typed.not_money", column=column, text=text))
                continue
            if column == "live_price":
                live = [window for window in product.price_windows if window.kind == "live"]
                if len(live) > 1:
                    found.append(say("catalog.typed.many_windows", column=column, count=len(live)))
                else:
                    changed = set_field(changed, "price_windows.live", _live(live, money))
            else:
                changed = set_field(changed, column, money)
        elif column == "stock":
            if text and not (text.isascii() and text.isdigit() and len(text) <= 9):
                found.append(say("catalog.typed.not_count", column=column, text=text))
            else:
                changed = replace(changed, stock=int(text) if text else None)
        elif column in _LINES:
            lines = (line.strip() for line in text.splitlines())
            changed = set_field(changed, column, tuple(dict.fromkeys(line for line in lines if line)))
        elif column in _PAIRS:
            pairs, faults = _pairs(column, value)
            found += faults
            if not faults:
                changed = set_field(changed, column, pairs)
        elif column == "tags":
            tags = value if isinstance(value, Sequence) and not isinstance(value, str) else text.split("|")
            names = (str(tag).strip() for tag in tags)
            changed = replace(changed, tags=tuple(dict.fromkeys(name for name in names if name)))
    if not changed.title:
        found.append(say("catalog.typed.no_title", column="title_zh", sku=product.sku))
        changed = replace(changed, title=Bilingual(en=product.title.en, zh=product.title.zh))
    return changed, tuple(found)


def field_of(column: str) -> str:
    """The field that a cell sets, as `catalog.fields` names it."""
    return "price_windows.live" if column == "live_price" else _TEXTS.get(column, column)


def _pairs(column: str, value: object) -> tuple[tuple[tuple[str, str], ...], tuple[Finding, ...]]:
    """Names with their values, in order; a line without a name, or a name that stands twice, is told."""
    pairs: list[tuple[str, str]] = []
    lines = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
    for name, said in ((str(a or "").strip(), str(b or "").strip()) for a, b in lines):
        if not name and not said:
            continue
        if not name or any(name == held for held, _ in pairs):
            return (), (say("catalog.typed.pair", column=column, text=name or said),)
        pairs.append((name, said))
    return tuple(pairs), ()


def _live(held: Sequence[PriceWindow], price: Money | None) -> tuple[PriceWindow, ...]:
    if price is None:
        return ()
    return (
        (replace(held[0], price=price),) if held else (PriceWindow(ALWAYS_START, ALWAYS_END, price, "live"),)
    )
