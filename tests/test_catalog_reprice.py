"""One price of many products by one rule: whole minor units, never below one, never a guess."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from catalog.fields import changed_fields
from catalog.money import Money
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product, Sku
from catalog.reprice import PriceName, Way, reprice

TEA = Product(Sku("1"), Bilingual("Tea", "茶"), list_price=Money(9900, "CNY"), floor_price=Money(5000, "CNY"))
LIVE = PriceWindow(ALWAYS_START, ALWAYS_END, Money(6900, "CNY"), "live")


@pytest.mark.parametrize(
    ("name", "way", "value", "field", "minor"),
    [
        ("list_price", "set", 8800, "list_price", 8800),
        ("list_price", "add", -900, "list_price", 9000),
        ("floor_price", "percent", 60, "floor_price", 5940),
        ("live_price", "percent", 80, "price_windows.live", 7920),
        ("live_price", "set", 7000, "price_windows.live", 7000),
    ],
)
def test_only_the_price_that_is_meant_changes(
    name: PriceName, way: Way, value: int, field: str, minor: int
) -> None:
    """To an amount, by an amount, to a share of the list price."""
    changed = reprice(replace(TEA, price_windows=(LIVE,)), name, way, value)
    assert changed_fields(replace(TEA, price_windows=(LIVE,)), changed) == (field,)
    held = changed.price_windows[0].price if field.startswith("price") else getattr(changed, field)
    assert held == Money(minor, "CNY")


def test_where_there_is_nothing_to_work_on_nothing_changes() -> None:
    """No live price to add to, no list price to share, several windows, a price at zero."""
    bare = Product(Sku("2"), Bilingual("Salt"))
    twice = replace(TEA, price_windows=(LIVE, replace(LIVE, start=ALWAYS_END)))
    assert reprice(TEA, "live_price", "add", 100) == TEA
    assert reprice(bare, "list_price", "percent", 80) == bare
    assert reprice(twice, "live_price", "set", 100) == twice
    assert reprice(TEA, "list_price", "add", -9900) == TEA


def test_the_currency_is_the_products_own() -> None:
    """Yen stay yen, and have no decimals to lose."""
    yen = replace(TEA, list_price=Money(1999, "JPY"), floor_price=None)
    assert reprice(yen, "floor_price", "percent", 50).floor_price == Money(1000, "JPY")


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**9), st.integers(1, 300))
def test_a_share_is_within_half_a_minor_unit(minor: int, share: int) -> None:
    """Rounded once, halves up, in whole numbers."""
    product = replace(TEA, list_price=Money(minor, "CNY"), floor_price=None)
    floor = reprice(product, "floor_price", "percent", share).floor_price
    if floor is None:
        assert minor * share < 50
    else:
        assert -50 < floor.minor * 100 - minor * share <= 50
