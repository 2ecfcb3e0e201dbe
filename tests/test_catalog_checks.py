"""Checks: the two languages of a product say the same; missing is told apart from wrong."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from catalog.bilingual import Bilingual
from catalog.checks import Difference, check_product, compare, missing_fields
from catalog.money import Money
from catalog.product import Product, Sku
from catalog.quantities import model_codes, number_words, quantities
from catalog.read import read_catalog

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SAMPLE = Path(__file__).parents[1] / "studio/sample/catalogue.csv"
DATA = Path(__file__).parents[1].parent / "shared/data"


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("2 L", "2公升"),
        ("2L bottle", "2升装"),
        ("500 ml", "500毫升"),
        ("0.5 L", "500ml"),
        ("500 g", "1斤"),
        ("1 kg", "2斤"),
        ("2.5kg", "5 斤"),
        ("100 g", "2两"),
        ("1 pc", "单支"),
        ("6 Packs", "6袋装"),
        ("8 Pieces, 2 kg", "8枚装 2公斤"),
        ("8 Pieces", "８枚装"),
        ("a dozen eggs", "12枚鸡蛋"),
        ("half a litre", "0.5升"),
        ("24 rolls", "24卷"),
        ("5 lb", "2.27公斤"),
        ("12 oz", "340克"),
        ("100% cotton", "100%棉"),
        ("100％ cotton", "100%棉"),
        ("1,000 ml", "1000毫升"),
        ("5 to 7 days", "5至7天"),
        ("30 minutes", "半小时 30分钟"),
        ("9.9 yuan", "9.9元"),
        ("¥9.9", "9.9元"),
        ("size 42", "42码"),
        ("10 inch pan", "10英寸煎锅"),
        ("25.4 cm", "10英寸"),
        ("IK-2006 kettle", "电水壶 IK-2006"),
        ("two-ply tissue", "双层纸巾"),
        ("two-ply tissue", "2层纸巾"),
        ("No figures at all", "没有数字"),
    ],
)
def test_equal_amounts_are_equal(en: str, zh: str) -> None:
    """Units, spellings, number words and counts of the two languages are understood: nothing to say."""
    assert compare(Bilingual(en, zh)) == Difference()


@pytest.mark.parametrize(
    ("en", "zh", "pair"),
    [
        ("2 kg", "3公斤", ("2 kg", "3公斤")),
        ("2 kg", "2克", ("2 kg", "2克")),
        ("2 L", "2斤", ("2 L", "2斤")),
        ("250 g", "253克", ("250 g", "253克")),
        ("8 Pieces", "9枚装", ("8 Pieces", "9枚")),
        ("30%", "35%", ("30%", "35%")),
        ("$59", "59元", ("$59", "59元")),
        ("15 days", "15年", ("15 days", "15年")),
        ("1,299 yuan", "1,299.5元", ("1,299 yuan", "1,299.5元")),
    ],
)
def test_contradictions_are_found(en: str, zh: str, pair: tuple[str, str]) -> None:
    """Another figure, another unit, another currency: one pair that contradicts, quoted as written."""
    assert compare(Bilingual(en, zh)).differing == (pair,)


def test_a_model_code_with_one_digit_more_is_found() -> None:
    """IK-2006 is not IK-20062, and the finding quotes both."""
    product = Product(sku=Sku("P1"), title=Bilingual("Kettle IK-2006", "电水壶 IK-20062"))
    (finding,) = check_product(product)
    assert finding.code == "catalog.text.model_differs"
    assert finding.severity == "warn"
    assert "IK-2006，" in (finding.what.zh or "") and "IK-20062" in (finding.what.zh or "")


def test_missing_is_told_apart_from_wrong() -> None:
    """A figure that the translation leaves out is an info, in the column where it is missing."""
    product = Product(sku=Sku("P1"), title=Bilingual("100% Pure Sesame Oil", "纯麻油"))
    (finding,) = check_product(product)
    assert (finding.code, finding.severity) == ("catalog.text.figure_missing_zh", "info")
    assert finding.where.column == "title_zh"
    assert "100%" in (finding.what.en or "")


def test_a_missing_language_is_told_and_not_compared() -> None:
    """One language alone: which one is missing, nothing about figures."""
    product = Product(sku=Sku("P1"), title=Bilingual("Tea 100 g"), description=Bilingual(None, "好茶"))
    assert [(finding.code, finding.where.column) for finding in check_product(product)] == [
        ("catalog.text.no_zh", "title_zh"),
        ("catalog.text.no_en", "description_en"),
    ]


def test_fifty_seeded_errors_are_all_found() -> None:
    """One figure changed in one language of our sample's products, fifty times: each one is reported."""
    rng = random.Random(20261125)
    products = read_catalog(SAMPLE, name=SAMPLE.name, now=NOW).products
    texts = [
        text
        for product in products
        for text in (product.title, product.description)
        if compare(text) == Difference()
    ]
    texts = [text for text in texts if re.search(r"\d", text.zh or "") and re.search(r"\d", text.en or "")]
    found = 0
    for _ in range(50):
        text = rng.choice(texts)
        zh = text.zh or ""
        match = rng.choice(list(re.finditer(r"\d+", zh)))
        wrong = str(int(match[0]) * 10 + rng.randint(1, 9)) if rng.random() < 0.5 else str(int(match[0]) + 13)
        found += compare(Bilingual(text.en, zh[: match.start()] + wrong + zh[match.end() :])) != Difference()
    assert found == 50


def test_our_sample_contradicts_itself_nowhere() -> None:
    """Forty products with long texts: no pair that differs."""
    products = read_catalog(SAMPLE, name=SAMPLE.name, now=NOW).products
    codes = {finding.code for product in products for finding in check_product(product)}
    assert not [code for code in codes if code.endswith("differs")]


@pytest.mark.skipif(not DATA.exists(), reason="shared data is not beside this checkout")
def test_real_translated_titles_are_rarely_called_wrong() -> None:
    """At most 5 % of real bilingual titles may be flagged as wrong; 0 of 5,234 are."""
    for name in ("unclechen_products.csv", "retail_names_dev.tsv"):
        products = read_catalog(DATA / name, name=name, now=NOW).products
        found = [compare(product.title) for product in products]
        wrong = [difference for difference in found if difference.differing or difference.models]
        assert len(wrong) * 100 <= 5 * len(products)
        assert wrong == []


def test_quantities_are_read_with_their_units() -> None:
    """Base units are exact fractions; ranges give both ends; models are left out."""
    found = quantities("1/2 kg, 4-5cm, 3万件, USB3 cable IK-2006")
    assert [(item.dimension, item.value) for item in found] == [
        ("mass", Fraction(500)),
        ("number", Fraction(4)),
        ("length", Fraction(50)),
        ("count", Fraction(30000)),
    ]
    assert model_codes("USB3 cable IK-2006, A4 paper, XXL, ND3") == ("USB3", "IK-2006", "ND3")
    assert number_words("双人十二件") >= {Fraction(2), Fraction(12)}


def test_what_a_product_lacks_for_the_air() -> None:
    """Missing fields by name: an empty stock is one, a missing stock is none."""
    bare = Product(sku=Sku("P1"), title=Bilingual("Tea", "茶"), list_price=Money(500, "CNY"), stock=0)
    assert missing_fields(bare) == (
        "description.zh",
        "description.en",
        "origin.zh",
        "origin.en",
        "ingredients.zh",
        "ingredients.en",
        "floor_price",
        "images",
        "link_no",
    )
    assert "stock" in missing_fields(Product(sku=Sku("P2"), title=Bilingual("Salt")))
