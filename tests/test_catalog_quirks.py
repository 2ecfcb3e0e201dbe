"""Every dialect against every quirk of real exports: a cell means the same whoever wrote the file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from catalog.money import Money
from catalog.product import Product
from catalog.read import Reading, read_catalog

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
#: Dialect → header, a row with {sku} and {price} (and {stock}) in its own columns, and a second, sound row.
FILES = {
    "own": (
        "sku,title_en,title_zh,list_price,stock",
        "{sku},Honey Peach,水蜜桃,{price},{stock}",
        "Z9,Tea,茶,5.00,1",
    ),
    "shopify": (
        "Title,URL handle,Vendor,SKU,Price,Compare-at price,Inventory quantity",
        "Honey Peach,peach,Slowgrove,{sku},{price},,{stock}",
        "Tea,tea,Slowgrove,Z9,5.00,,1",
    ),
    "shopify-old": (
        "Handle,Title,Vendor,Variant SKU,Variant Price,Variant Inventory Qty",
        "peach,Honey Peach,Slowgrove,{sku},{price},{stock}",
        "tea,Tea,Slowgrove,Z9,5.00,1",
    ),
    "woocommerce": (
        "ID,Type,SKU,Name,Regular price,Stock,Parent",
        "6,simple,{sku},Honey Peach,{price},{stock},",
        "7,simple,Z9,Tea,5.00,1,",
    ),
    "taobao": ("宝贝标题,商家编码,价格,库存", "水蜜桃,{sku},{price},{stock}", "茶,Z9,5.00,1"),
    "douyin": (
        "商品ID,商品名称,商家编码,售卖价,现货库存",
        "361,水蜜桃,{sku},{price},{stock}",
        "362,茶,Z9,5.00,1",
    ),
    "jd": ("商品编号,商品名称,京东价,库存", "{sku},水蜜桃,{price},{stock}", "Z9,茶,5.00,1"),
    "youzan": (
        "商品名称,商品分组,商品编码,规格编码,价格,库存",
        "水蜜桃,水果,P,{sku},{price},{stock}",
        "茶,茶叶,Q,Z9,5.00,1",
    ),
    "table": ("货号,品名,划线价,库存", "{sku},水蜜桃,{price},{stock}", "Z9,茶,5.00,1"),
}
DIALECTS = sorted(FILES)


def read(
    dialect: str,
    *,
    sku: str = "A1",
    price: str = "59.90",
    stock: str = "12",
    encoding: str = "utf-8",
    pad: str = "",
) -> Reading:
    """A file of that dialect with one odd row and one sound one."""
    header, odd, sound = FILES[dialect]
    header = ",".join(f"{pad}{name}{pad}" for name in header.split(","))
    lines = [header, odd.format(sku=sku, price=price, stock=stock), sound]
    return read_catalog("\r\n".join(lines).encode(encoding), name="f.csv", now=NOW)


def odd(reading: Reading) -> Product | None:
    """The product of the odd row; the sound one is always there."""
    assert "Z9" in [product.sku for product in reading.products]
    return next((product for product in reading.products if product.sku != "Z9"), None)


def codes(reading: Reading) -> list[str]:
    """The codes of its findings, without the room."""
    return [finding.code.removeprefix("catalog.") for finding in reading.findings]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_file_is_known_without_an_option(dialect: str) -> None:
    """Its dialect, in UTF-8 with and without a mark and in GBK, headers with blanks around them too."""
    for encoding, pad in (("utf-8", ""), ("utf-8-sig", " "), ("gbk", "　"), ("utf-16", "")):
        reading = read(dialect, encoding=encoding, pad=pad)
        assert (reading.dialect, codes(reading)) == (dialect, []), (encoding, pad)
        product = odd(reading)
        assert product is not None
        assert (product.sku, product.list_price, product.stock) == ("A1", Money(5990, "CNY"), 12)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("cell", "sku"),
    [
        ('"\t6926061212345678901"', "6926061212345678901"),
        ("'00731", "00731"),
        ('"=""007"""', "007"),
        (" 00731 ", "00731"),
        ("0", "0"),
        ("005E1", "005E1"),
    ],
)
def test_ids_stay_text(dialect: str, cell: str, sku: str) -> None:
    """A leading TAB or quote, Excel's own wrapping, zeros in front, nineteen digits."""
    product = odd(read(dialect, sku=cell))
    assert product is not None and product.sku == sku


@pytest.mark.parametrize("dialect", DIALECTS)
def test_an_id_that_excel_rounded_costs_its_row(dialect: str) -> None:
    """The digits are gone: the row is refused with the reason, in both languages, the other row loads."""
    reading = read(dialect, sku="6.92E+18")
    assert odd(reading) is None
    (finding,) = (each for each in reading.findings if each.code == "catalog.sku.scientific")
    assert (finding.severity, finding.where.row) == ("error", 2)
    assert finding.what.zh and finding.what.en and finding.fix.zh and finding.fix.en
    assert reading.refused == 1


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("cell", "price", "told"),
    [
        ("５９．９０", Money(5990, "CNY"), []),
        ("￥59.9", Money(5990, "CNY"), []),
        ("HK$42.0", Money(4200, "HKD"), []),
        ('"1,299.00"', Money(129900, "CNY"), []),
        ("59.9元", Money(5990, "CNY"), []),
        ("1.2万", Money(1200000, "CNY"), ["price.wan"]),
        ("￥19.9-29.9", None, ["price.range"]),
        ("-", None, []),
        ("—", None, []),
    ],
)
def test_prices_are_read_or_told_never_guessed(
    dialect: str, cell: str, price: Money | None, told: list[str]
) -> None:
    """Full-width figures, signs, thousands, 万, a range, a dash: one meaning in every dialect."""
    reading = read(dialect, price=cell)
    product = odd(reading)
    if dialect == "own" and cell == "—":
        assert product is None and codes(reading) == ["price.unreadable"]  # ours says `-` and nothing else
        return
    assert product is not None
    assert product.list_price == price
    assert codes(reading) == told


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("cell", ["abc", "Infinity", "1e3", "1.299\uff0c00", "--5"])
def test_a_price_that_cannot_be_meant_costs_its_row(dialect: str, cell: str) -> None:
    """No price out of letters, no float's way of writing, no comma for a point."""
    reading = read(dialect, price=cell)
    assert odd(reading) is None
    assert codes(reading) in (["price.unreadable"], ["price.negative"])


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(("cell", "stock"), [("１２", 12), ('"1,200"', 1200), ("-", None), ("12.0", 12)])
def test_stock_is_counted_in_pieces(dialect: str, cell: str, stock: int | None) -> None:
    """Full-width, with thousands, unknown, as a spreadsheet's number."""
    product = odd(read(dialect, stock=cell))
    assert product is not None and product.stock == stock
