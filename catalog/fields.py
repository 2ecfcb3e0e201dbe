"""The fields of a product by name, for imports, locks and histories: get, set, compare, show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from catalog.bilingual import Bilingual
from catalog.cells import without_control
from catalog.money import Money, format_money
from catalog.product import PriceWindow, Product
from catalog.row_prices import window_text

#: The fields that an import can change, in the order a person reads them. `price_windows.live` and its
#: sisters cover the windows of one kind; `attributes` is merged name by name and reported as
#: `attributes.<name>`.
PLAN_FIELDS = (
    "title.zh",
    "title.en",
    "description.zh",
    "description.en",
    "category",
    "brand",
    "list_price",
    "price_windows.live",
    "price_windows.flash",
    "price_windows.coupon",
    "floor_price",
    "cost",
    "stock",
    "link_no",
    "spu",
    "options",
    "origin.zh",
    "origin.en",
    "ingredients.zh",
    "ingredients.en",
    "images",
    "tags",
    "certificates",
    "documents",
    "attributes",
)


def get_field(product: Product, name: str) -> Any:
    """The value of a field named as in PLAN_FIELDS; windows of a kind are a tuple in time order."""
    base, _, part = name.partition(".")
    value = getattr(product, base)
    if base == "price_windows":
        return tuple(
            sorted((w for w in value if w.kind == part), key=lambda w: (w.start, w.end, w.price.minor))
        )
    return getattr(value, part) if part else value


def set_field(product: Product, name: str, value: Any) -> Product:
    """The product with that field replaced."""
    base, _, part = name.partition(".")
    if base == "price_windows":
        others = tuple(window for window in product.price_windows if window.kind != part)
        return replace(product, price_windows=(*others, *value))
    if part:
        value = replace(getattr(product, base), **{part: value})
    changes: dict[str, Any] = {base: value}
    return replace(product, **changes)


def changed_fields(before: Product, after: Product) -> tuple[str, ...]:
    """The fields that differ, named as locks and histories name them; attributes one by one."""
    names = [
        name
        for name in PLAN_FIELDS
        if name != "attributes" and get_field(before, name) != get_field(after, name)
    ]
    old, new = dict(before.attributes), dict(after.attributes)
    names += [f"attributes.{name}" for name in {**old, **new} if old.get(name) != new.get(name)]
    return tuple(names)


def same(before: object, after: object, *, loose: bool = False) -> bool:
    """Equal to a reader of the catalogue: texts may differ in outer blanks and in the kind of line break.

    With `loose` every run of blanks counts as one: another shop's file gives no exact texts.
    """
    if before == after:
        return True
    if isinstance(before, str) and isinstance(after, str):
        return _plain(before, loose) == _plain(after, loose)
    if isinstance(before, str) or isinstance(after, str):
        return not _plain(str(before or ""), loose) and not _plain(str(after or ""), loose)
    if isinstance(before, tuple) and isinstance(after, tuple) and len(before) == len(after):
        return all(same(left, right, loose=loose) for left, right in zip(before, after, strict=True))
    return False


def change_text(value: object) -> str:
    """A value of a change as people read it, `—` for none."""
    if value is None or value == () or value == "":
        return "—"
    if isinstance(value, Money):
        return format_money(value, lang="zh")
    if isinstance(value, PriceWindow):
        return window_text(value)
    if isinstance(value, Bilingual):
        return " / ".join(text for text in (value.zh, value.en) if text)
    if isinstance(value, tuple):
        if len(value) == 2 and all(isinstance(part, str) for part in value):
            return ", ".join(value)
        return ", ".join(change_text(item) for item in value)
    return str(value)


def _plain(text: str, loose: bool) -> str:
    text = without_control(text)
    if loose:
        return " ".join(text.split())
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\t \n\u00a0\u3000\ufeff")
