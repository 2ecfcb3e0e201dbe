"""Products as JSON-able dicts, for the store and the screens: lossless both ways.

Money is `{"minor", "currency"}`, an instant is ISO 8601 in UTC with microseconds only when there are any.
Reading is strict about types and forgiving about absence: a field that an older record did not have takes its
default, so that stored products survive the growth of the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.money import Money
from catalog.product import PriceKind, PriceWindow, Product, Sku


class WireError(ValueError):
    """A stored product that this version cannot read."""

    def __init__(self, field: str, value: object) -> None:
        super().__init__(f"product field {field!r} does not hold what it should: {value!r:.80}")
        self.field = field


def product_to_json(product: Product) -> dict[str, object]:
    """The product as plain dicts, lists, strings, ints and None; the key order is the record's."""
    return {
        "sku": product.sku,
        "title": _text(product.title),
        "description": _text(product.description),
        "category": product.category,
        "brand": product.brand,
        "list_price": _money(product.list_price),
        "price_windows": [
            {
                "start": instant_text(window.start),
                "end": instant_text(window.end),
                "price": _money(window.price),
                "kind": window.kind,
            }
            for window in product.price_windows
        ],
        "floor_price": _money(product.floor_price),
        "cost": _money(product.cost),
        "stock": product.stock,
        "origin": _text(product.origin),
        "images": list(product.images),
        "tags": list(product.tags),
        "link_no": product.link_no,
        "spu": product.spu,
        "attributes": [list(pair) for pair in product.attributes],
        "options": [list(pair) for pair in product.options],
        "ingredients": _text(product.ingredients),
        "certificates": list(product.certificates),
        "documents": list(product.documents),
    }


def product_from_json(data: Mapping[str, Any]) -> Product:
    """The product that `product_to_json` wrote. Raises WireError when a field has the wrong type."""
    return Product(
        sku=Sku(_str(data, "sku")),
        title=_read_text(data, "title"),
        description=_read_text(data, "description"),
        category=_opt_str(data, "category"),
        brand=_opt_str(data, "brand"),
        list_price=_read_money("list_price", data.get("list_price")),
        price_windows=tuple(_read_window(item) for item in _list(data, "price_windows")),
        floor_price=_read_money("floor_price", data.get("floor_price")),
        cost=_read_money("cost", data.get("cost")),
        stock=_opt_int(data, "stock"),
        origin=_read_text(data, "origin"),
        images=_strings(data, "images"),
        tags=_strings(data, "tags"),
        link_no=_opt_str(data, "link_no"),
        spu=_opt_str(data, "spu"),
        attributes=_pairs(data, "attributes"),
        options=_pairs(data, "options"),
        ingredients=_read_text(data, "ingredients"),
        certificates=_strings(data, "certificates"),
        documents=_strings(data, "documents"),
    )


def instant_text(at: datetime) -> str:
    """An aware instant as ISO 8601 in UTC, `2026-11-25T12:00:00Z`; a naive one raises WireError."""
    if at.tzinfo is None:
        raise WireError("instant", at)
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_instant(text: str) -> datetime:
    """The UTC instant that `instant_text` wrote."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise WireError("instant", text)
    return at.astimezone(UTC)


def _text(text: Bilingual) -> dict[str, str | None]:
    return {"en": text.en, "zh": text.zh}


def _money(money: Money | None) -> dict[str, object] | None:
    return None if money is None else {"minor": money.minor, "currency": money.currency}


def _str(data: Mapping[str, Any], field: str) -> str:
    value = data.get(field)
    if not isinstance(value, str):
        raise WireError(field, value)
    return value


def _opt_str(data: Mapping[str, Any], field: str) -> str | None:
    return None if data.get(field) is None else _str(data, field)


def _opt_int(data: Mapping[str, Any], field: str) -> int | None:
    value = data.get(field)
    if value is not None and type(value) is not int:
        raise WireError(field, value)
    return value


def _list(data: Mapping[str, Any], field: str) -> list[Any]:
    value = data.get(field, [])
    if not isinstance(value, list):
        raise WireError(field, value)
    return value


def _strings(data: Mapping[str, Any], field: str) -> tuple[str, ...]:
    value = _list(data, field)
    if not all(isinstance(item, str) for item in value):
        raise WireError(field, value)
    return tuple(value)


def _pairs(data: Mapping[str, Any], field: str) -> tuple[tuple[str, str], ...]:
    value = _list(data, field)
    if not all(
        isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item)
        for item in value
    ):
        raise WireError(field, value)
    return tuple((name, text) for name, text in value)


def _read_text(data: Mapping[str, Any], field: str) -> Bilingual:
    value = data.get(field)
    if value is None:
        return NO_TEXT
    if not isinstance(value, dict):
        raise WireError(field, value)
    return Bilingual(en=_opt_str(value, "en"), zh=_opt_str(value, "zh"))


def _read_money(field: str, value: Any) -> Money | None:
    if value is None:
        return None
    if (
        not isinstance(value, dict)
        or type(value.get("minor")) is not int
        or not isinstance(value.get("currency"), str)
    ):
        raise WireError(field, value)
    return Money(value["minor"], value["currency"])


def _read_window(value: Any) -> PriceWindow:
    if not isinstance(value, dict) or value.get("kind") not in ("live", "flash", "coupon"):
        raise WireError("price_windows", value)
    price = _read_money("price_windows", value.get("price"))
    if price is None:
        raise WireError("price_windows", value)
    return PriceWindow(
        start=read_instant(_str(value, "start")),
        end=read_instant(_str(value, "end")),
        price=price,
        kind=cast(PriceKind, value["kind"]),
    )
