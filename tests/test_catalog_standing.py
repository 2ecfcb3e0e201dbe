"""What stands against a product and how it is mended; what a person typed and what is not taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.bilingual import Bilingual
from catalog.money import Money
from catalog.price import guard
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product, Sku
from catalog.standing import fixes, product_findings
from catalog.typed import live_text, take_typed
from vocab.initials import search_keys


def yuan(amount: int) -> Money:
    """Whole yuan."""
    return Money(amount * 100, "CNY")


def always(amount: int, kind: str = "live") -> PriceWindow:
    """A price without an end."""
    return PriceWindow(ALWAYS_START, ALWAYS_END, yuan(amount), kind)  # type: ignore[arg-type]


CUP = Product(
    sku=Sku("P1"),
    title=Bilingual(en="Vacuum Cup IK-20062", zh="保温杯 IK-2006"),
    description=Bilingual(en="Keeps tea hot.", zh="茶水保温。"),
    list_price=yuan(99),
    price_windows=(always(69),),
    floor_price=yuan(60),
    stock=5,
)


def mended(product: Product, code: str) -> list[Product]:
    """The product after each fix of the finding with that code."""
    (finding,) = [one for one in product_findings(product) if one.code == code]
    return [fix.product for fix in fixes(product, finding)]


def test_a_model_code_is_mended_from_either_language() -> None:
    """Both ways are offered, each makes the two texts agree and touches nothing else."""
    titles = [one.title for one in mended(CUP, "catalog.text.model_differs")]
    assert titles == [
        Bilingual(en="Vacuum Cup IK-20062", zh="保温杯 IK-20062"),
        Bilingual(en="Vacuum Cup IK-2006", zh="保温杯 IK-2006"),
    ]


@pytest.mark.parametrize(
    ("product", "code"),
    [
        (replace(CUP, price_windows=(always(50),)), "below_floor"),
        (replace(CUP, price_windows=(always(65), always(10, "coupon"))), "below_floor"),
        (replace(CUP, cost=yuan(80), floor_price=None), "below_cost"),
        (replace(CUP, price_windows=(always(120),)), "above_list"),
        (
            replace(CUP, price_windows=(always(69), always(70, "coupon")), floor_price=None),
            "coupon_above_price",
        ),
    ],
)
def test_a_price_fix_clears_its_finding(product: Product, code: str) -> None:
    """After the one fix that is offered the guard says nothing more of the kind."""
    (fixed,) = mended(product, f"catalog.price.{code}")
    assert f"catalog.price.{code}" not in [one.code for one in guard(fixed)]


def test_what_a_person_must_think_about_has_no_fix() -> None:
    """A list price under its floor, or a missing stock, is nobody's arithmetic."""
    product = replace(CUP, list_price=yuan(50), price_windows=(), stock=None)
    for code in ("catalog.price.below_floor", "catalog.product.no_stock"):
        assert mended(product, code) == []


def test_errors_stand_first() -> None:
    """The order is that in which a planner works."""
    severities = [
        one.severity for one in product_findings(replace(CUP, price_windows=(always(50),), stock=None))
    ]
    assert severities == sorted(severities, key=["error", "warn", "info"].index)


def test_typed_cells_become_fields() -> None:
    """Amounts, counts, tags and texts; a blank cell empties its field; the window keeps its times."""
    product, found = take_typed(
        CUP,
        {
            "live_price": " 59.9 ",
            "stock": "12",
            "tags": ["引流款", "引流款", " "],
            "title_en": "Cup",
            "floor_price": "",
        },
    )
    assert found == ()
    assert product.price_windows == (replace(always(69), price=Money(5990, "CNY")),)
    assert (product.stock, product.tags, product.floor_price) == (12, ("引流款",), None)
    assert product.title == Bilingual(en="Cup", zh="保温杯 IK-2006")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"list_price": "abc"}, "not_money"),
        ({"list_price": "1e3"}, "not_money"),
        ({"stock": "-1"}, "not_count"),
        ({"stock": "１２"}, "not_count"),
        ({"title_zh": "", "title_en": " "}, "no_title"),
    ],
)
def test_a_cell_that_cannot_be_meant_costs_itself(typed: dict[str, object], code: str) -> None:
    """The finding names it, the product keeps what it had, the other cells are taken."""
    product, found = take_typed(CUP, {**typed, "brand": "缓林"})
    assert [one.code for one in found] == [f"catalog.typed.{code}"]
    assert product == replace(CUP, brand="缓林")


def test_several_live_windows_are_not_one_cell() -> None:
    """The cell is empty to a reader and refuses a writer."""
    two = replace(CUP, price_windows=(always(69), always(59)))
    assert live_text(two) is None
    assert live_text(CUP) == "69.00"
    product, found = take_typed(two, {"live_price": "1.00"})
    assert (product, [one.code for one in found]) == (two, ["catalog.typed.many_windows"])


def test_pinyin_goes_by_phrase() -> None:
    """重庆 (Chongqing) is cq and 重量 (weight) is zl; other characters are left out."""
    assert search_keys("重庆 IK-2006 重量") == ("cqzl", "chongqingzhongliang")
    assert search_keys("Tea") == ("", "")
