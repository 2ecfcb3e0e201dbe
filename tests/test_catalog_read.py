"""Reading: any seller's file in, nothing lost, nothing guessed in silence."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from catalog.bilingual import Bilingual
from catalog.headers import FIELDS
from catalog.money import Money
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow
from catalog.read import MappingError, Reading, read_catalog

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
DATA = Path(__file__).parents[1].parent / "shared/data"


def read(text: str | bytes, *, name: str = "f.csv", encoding: str = "utf-8", **options: object) -> Reading:
    source = text.encode(encoding) if isinstance(text, str) else text
    return read_catalog(source, name=name, now=NOW, **options)  # type: ignore[arg-type]


def codes(reading: Reading) -> list[str]:
    return [finding.code.removeprefix("catalog.") for finding in reading.findings]


def book(
    rows: list[list[object]], *, title: str = "Sheet1", extra: dict[str, list[list[object]]] | None = None
) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, other in (extra or {}).items():
        added = made.create_sheet(name)
        for row in other:
            added.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


# --- encodings and shapes

PLAIN = "sku,title_zh,title_en,list_price,stock\n00123,水蜜桃 🍑,Honey peach,59.90,12\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-32"])
def test_the_same_file_in_any_encoding_gives_the_same_product(encoding: str) -> None:
    """By mark, then strict UTF-8, then GB18030: emoji and leading zeros included."""
    reading = read(PLAIN, encoding=encoding)
    assert reading.encoding == encoding
    assert codes(reading) == []
    (product,) = reading.products
    assert (product.sku, product.title) == ("00123", Bilingual("Honey peach", "水蜜桃 🍑"))
    assert (product.list_price, product.stock) == (Money(5990, "CNY"), 12)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_separator_is_found(delimiter: str, line_end: str) -> None:
    """Comma, TAB, semicolon or bar, with any line ends; commas inside names do not mislead."""
    rows = ["sku", "title_en", "title_zh"], ["1", "Salt & pepper", "盐，胡椒"], ["2", "Tea", "茶"]
    reading = read(line_end.join(delimiter.join(row) for row in rows))
    assert [product.title.zh for product in reading.products] == ["盐，胡椒", "茶"]


def test_excels_own_separator_line_is_obeyed() -> None:
    """`sep=;` on the first line names the separator and is no data."""
    reading = read("sep=;\nsku;title_en\n1;Tea, green\n")
    assert [(product.sku, product.title.en) for product in reading.products] == [("1", "Tea, green")]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    """A cell with line breaks is one row; blank rows count; the header is row 1."""
    text = 'sku,title_en,description_en\n1,Tea,"two\nlines"\n\n2,,x\n'
    reading = read(text)
    (finding,) = reading.findings
    assert (finding.code, finding.where.row, finding.where.file) == ("catalog.title.missing", 4, "f.csv")
    assert reading.products[0].description.en == "two\nlines"


def test_a_stray_quotation_mark_swallows_no_rows() -> None:
    """A cell that opens a quotation and never closes it costs a warning, not the rest of the file."""
    text = 'sku,title_en,list_price\n1,"12 inch pan,59\n2,Tea,10\n3,Salt,5\n'
    reading = read(text)
    assert [(product.sku, product.title.en) for product in reading.products] == [
        ("1", "12 inch pan"),
        ("2", "Tea"),
        ("3", "Salt"),
    ]
    assert codes(reading) == ["row.swallowed"]
    assert "2 rows" in (reading.findings[0].what.en or "")


def test_a_wide_row_is_refused_and_the_rest_loads() -> None:
    """More cells than headers: values cannot be told apart, so that row is an error."""
    reading = read("sku,title_en,list_price\n1,Tea,10\n2,Tea, green,10\n3,Salt,5\n")
    assert [product.sku for product in reading.products] == ["1", "3"]
    assert codes(reading) == ["row.ragged"]
    assert reading.refused == 1


def test_the_header_is_found_below_titles_and_above_instructions() -> None:
    """A title line above and a row of instructions below the header are no data."""
    text = (
        "2026年11月选品表,,,\n,,,\n*商品名称（必填）,商家编码,直播价(元),库存\n"
        "不超过60字,必填，唯一,必填，例如 59.9,选填\n水蜜桃,A1,59.9,10\n"
    )
    reading = read(text)
    assert [(product.sku, product.title.zh) for product in reading.products] == [("A1", "水蜜桃")]
    assert reading.products[0].price_windows[0].price == Money(5990, "CNY")
    assert codes(reading) == ["header.explained"]


def test_headers_match_after_folding() -> None:
    """Full-width letters, capitals, blanks and underscores do not matter."""
    reading = read("ＳＫＵ , Title EN ,TITLE_zh,划线价（元） \n1,Tea,茶,9\n")
    assert {column.field for column in reading.columns} == {"sku", "title_en", "title_zh", "list_price"}
    assert reading.products[0].list_price == Money(900, "CNY")


# --- cells


@pytest.mark.parametrize("cell", ["\t6920000000000000123", "'6920000000000000123", '="6920000000000000123"'])
def test_ids_lose_the_marks_of_exports_and_keep_their_digits(cell: str) -> None:
    """A leading TAB, `'` or `="…"` is taken off; nineteen digits stay nineteen digits."""
    quoted = '"' + cell.replace('"', '""') + '"'
    assert read(f"sku,title_en\n{quoted},Tea\n").products[0].sku == "6920000000000000123"


def test_scientific_notation_is_refused_with_the_reason() -> None:
    """`6.92E+18` has lost its digits: the row is an error that names the cause; `005E1` is a real SKU."""
    reading = read("sku,title_en\n6.92E+18,Tea\n005E1,Salt\n")
    assert [product.sku for product in reading.products] == ["005E1"]
    (finding,) = reading.findings
    assert (finding.code, finding.where.row, finding.where.column) == ("catalog.sku.scientific", 2, "sku")
    assert "科学计数法" in (finding.what.zh or "")


@pytest.mark.parametrize("sku", ['"A1\nA2"', "A\u200b1", "x" * 129])
def test_ids_that_cannot_be_told_apart_are_refused(sku: str) -> None:
    """Two ids in one cell, invisible characters, a paragraph: no SKU."""
    assert codes(read(f"sku,title_en\n{sku},Tea\nB1,Salt\n")) == ["sku.unusable"]


def test_nulls_of_platforms_are_unknown_not_text_and_not_zero() -> None:
    """`-`, `无`, `N/A` and blanks mean that nobody knows."""
    product = read("编码,名称,品牌,库存,划线价,产地\n1,茶,-,N/A,-,无\n").products[0]
    assert (product.brand, product.stock, product.list_price, product.origin) == (
        None,
        None,
        None,
        Bilingual(),
    )


@pytest.mark.parametrize(
    ("cell", "code", "loads"),
    [
        ("￥19.9-29.9", "price.range", True),
        ("1.2万", "price.wan", True),
        ("9.999", "price.decimals", False),
        ("面议", "price.unreadable", False),
        ("1e3", "price.unreadable", False),
        ("-5", "price.negative", False),
    ],
)
def test_odd_prices_are_handled_or_told(cell: str, code: str, loads: bool) -> None:
    """A range gives no price, 万 is read and shown, anything unreadable costs the row; the column is
    named."""
    reading = read(f"sku,title_en,划线价\n1,Tea,{cell}\n2,Salt,5\n")
    assert codes(reading) == [code]
    assert reading.findings[0].where.column == "划线价"
    assert [product.sku for product in reading.products] == (["1", "2"] if loads else ["2"])


def test_a_range_does_not_wipe_a_known_price() -> None:
    """What a row could not say it does not carry, so an import leaves the field alone."""
    reading = read("sku,title_en,list_price\n1,Tea,￥19.9-29.9\n")
    assert "list_price" not in reading.carried[reading.products[0].sku]
    assert read("编码,名称,划线价\n1,茶,1.2万\n").products[0].list_price == Money(1200000, "CNY")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-11-25 20:00", "2026-11-25 22:00", ("2026-11-25T12:00Z", "2026-11-25T14:00Z")),
        ("2026/11/25 20:00:30", "2026.11.25 22:00", ("2026-11-25T12:00:30Z", "2026-11-25T14:00Z")),
        ("2026年11月25日 20点00分", "2026-11-25", ("2026-11-25T12:00Z", "2026-11-25T16:00Z")),
        ("2026-11-25T12:00:00Z", "2026-11-25T22:00+08:00", ("2026-11-25T12:00Z", "2026-11-25T14:00Z")),
        ("", "", None),
    ],
)
def test_times_are_beijing_time_unless_they_say_otherwise(
    start: str, end: str, expected: tuple[str, str] | None
) -> None:
    """Local times become UTC instants; a date alone as the end includes that day; nothing means always."""
    (product,) = read(
        f"sku,title_en,title_zh,live_price,live_start,live_end\n1,Tea,茶,5,{start},{end}\n"
    ).products
    window = product.price_windows[0]
    if expected is None:
        assert (window.start, window.end) == (ALWAYS_START, ALWAYS_END)
    else:
        wanted = tuple(datetime.fromisoformat(text) for text in expected)
        assert (window.start, window.end) == wanted


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("5,2026-11-25 22:00,2026-11-25 20:00", "window.reversed"),
        ("5,tomorrow,", "window.unreadable"),
        ("5,11-25 20:00,", "window.unreadable"),
        ("5,2026-02-30 20:00,", "window.unreadable"),
        ("5,2026-11-20 20:00,2026-11-20 22:00", "window.over"),
        (",2026-11-26 20:00,", "window.no_price"),
    ],
)
def test_wrong_times_are_told(cells: str, code: str) -> None:
    """Reversed, incomplete, impossible or past times, and times without a price."""
    assert codes(read(f"sku,title_en,title_zh,live_price,live_start,live_end\n1,Tea,茶,{cells}\n")) == [code]


def test_overlapping_windows_cost_the_row_and_are_both_named() -> None:
    """Two live prices for one minute: refused with both named."""
    window = "live 49 2026-11-26T20:00:00+08:00/2026-11-26T21:00:00+08:00"
    reading = read(
        "sku,title_en,title_zh,live_price,live_start,live_end,price_windows\n"
        f"1,Tea,茶,59,2026-11-26 20:30,2026-11-26 22:00,{window}\n"
    )
    assert codes(reading) == ["window.overlap"]
    assert "2026-11-26 20:00" in (reading.findings[0].what.zh or "")
    assert "2026-11-26 20:30" in (reading.findings[0].what.zh or "")
    assert reading.products == ()


def test_a_price_that_guard_would_stop_loads_with_a_warning() -> None:
    """The row is kept; the price stays shut until someone looks at it."""
    reading = read("sku,title_en,title_zh,list_price,live_price,floor_price\n1,Tea,茶,59,39,45\n")
    assert len(reading.products) == 1
    assert [(finding.code, finding.severity) for finding in reading.findings] == [
        ("catalog.price.below_floor", "warn")
    ]


@pytest.mark.parametrize(
    ("cell", "stock", "expected"),
    [
        ("1,200", 1200, []),
        ("１２件", 12, []),
        ("12.0", 12, []),
        ("不限", None, ["stock.unlimited"]),
        ("-3", None, ["stock.negative"]),
    ],
)
def test_stock_is_a_whole_number_or_unknown(cell: str, stock: int | None, expected: list[str]) -> None:
    """Never zero for "do not know", never negative."""
    reading = read(f'编码,名称,库存\n1,茶,"{cell}"\n')
    assert reading.products[0].stock == stock
    assert codes(reading) == expected


def test_repeats_and_conflicts_are_told_apart() -> None:
    """The same row twice is a warning; one SKU with two contents is an error and the first stays."""
    reading = read("sku,title_en,list_price\n1,Tea,5\n1,Tea,5\n1,Tea,6\n")
    assert codes(reading) == ["row.duplicate", "sku.conflict"]
    assert reading.products[0].list_price == Money(500, "CNY")
    assert reading.refused == 1


def test_unknown_columns_stay_as_attributes() -> None:
    """Nothing of the file is dropped: columns we have no field for are kept, in their order."""
    product = read("sku,title_en,保质期,list_price,净含量\n1,Tea,12个月,5,100g\n").products[0]
    assert product.attributes == (("保质期", "12个月"), ("净含量", "100g"))


def test_garbled_text_is_told() -> None:
    """Traces of a wrong decoding in the source are a warning, not silence."""
    assert codes(read("sku,title_zh\n1,锟斤拷水蜜桃\n")) == ["row.mojibake"]


# --- workbooks


def test_numbers_in_a_workbook_keep_their_digits() -> None:
    """A numeric SKU is its digits, a formula's 19.900000000000002 is 19.9, 19 digits as a number are
    refused."""
    rows: list[list[object]] = [
        ["编码", "名称", "划线价", "库存"],
        [123, "茶", 19.900000000000002, 12.0],
        ["00123", "盐", 5, 3],
        [6920000000000000123, "糖", 5, 3],
    ]
    reading = read(book(rows), name="f.xlsx")
    assert [product.sku for product in reading.products] == ["123", "00123"]
    assert reading.products[0].list_price == Money(1990, "CNY")
    assert reading.products[0].stock == 12
    assert codes(reading) == ["sku.scientific"]
    assert reading.findings[0].where.row == 4
    assert reading.encoding is None


def test_dates_in_a_workbook_are_times() -> None:
    """A real date cell is read as the local time it shows."""
    rows: list[list[object]] = [
        ["sku", "title_en", "直播价", "直播开始时间"],
        ["1", "Tea", 5, datetime(2026, 11, 26, 20)],  # noqa: DTZ001  # what a cell holds
    ]
    assert read(book(rows)).products[0].price_windows[0].start == datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_the_sheet_with_products_is_found() -> None:
    """A sheet of instructions in front is passed over, the others are named."""
    data = book(
        [["填写说明"], ["请勿修改表头"]], title="说明", extra={"商品": [["编码", "名称"], ["1", "茶"]]}
    )
    reading = read(data)
    assert [product.title.zh for product in reading.products] == ["茶"]
    assert codes(reading) == ["sheet.others"]


def test_rows_keep_excels_numbers_when_the_table_starts_lower() -> None:
    """A table that begins at B3 still reports Excel's own row numbers."""
    rows: list[list[object]] = [[], [], [None, "编码", "名称"], [None, "1", "茶"], [None, None, "盐"]]
    reading = read(book(rows))
    assert reading.findings[0].where.row == 5
    assert len(reading.products) == 1


def test_formulas_without_a_saved_value_are_told() -> None:
    """A workbook made by a program has formulas but no values: blank cells, said so."""
    rows: list[list[object]] = [["编码", "名称", "划线价"], ["1", "茶", "=1+2"], ["2", "盐", 5]]
    reading = read(book(rows))
    assert codes(reading) == ["sheet.formulas"]
    assert "C2" in (reading.findings[0].what.zh or "")
    assert reading.products[0].list_price is None


# --- dialects

SHOPIFY_OLD = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,"
    "Option1 Value,Variant SKU,"
    "Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,"
    "Image Position,Status\n"
    'linen-tee,Linen Tee,"<p>Soft <b>linen</b>.</p><p>Washes well.</p>",Slowgrove,Apparel > Tops,Shirts,'
    '"summer, new",TRUE,Size,S,\'00071,180,12,128.00,168.00,https://cdn.example/a.jpg,1,active\n'
    "linen-tee,,,,,,,,,M,'00072,190,0,128.00,168.00,https://cdn.example/b.jpg,2,\n"
    "linen-tee,,,,,,,,,,,,,,,https://cdn.example/c.jpg,3,\n"
    "mug,Enamel Mug,,Slowgrove,Home > Kitchen,Mugs,,TRUE,Title,Default Title,MUG-1,300,-2,"
    "45.00,0.00,,,draft\n"
)

SHOPIFY_NEW = (
    "Title,URL handle,Description,Vendor,Product category,Type,Tags,"
    "Published on online store,Status,SKU,Barcode,"
    "Option1 name,Option1 value,Price,Price / International,Compare-at price,"
    "Compare-at price / International,"
    "Cost per item,Inventory quantity,Weight value (grams),Product image URL,Image position\n"
    'Linen Tee,linen-tee,"Two\nlines",Slowgrove,Apparel > Tops,Shirts,,TRUE,Active,00071,,'
    "Size,S,128.00,25.00,"
    "168.00,30.00,60.00,12,180,https://cdn.example/a.jpg,1\n"
    ",linen-tee,,,,,,,,00072,,,M,128.00,,168.00,,60.00,4,190,,\n"
)


def test_shopify_old_headers() -> None:
    """Continuation rows become variants of one product, their texts and images are the product's."""
    reading = read(SHOPIFY_OLD)
    assert reading.dialect == "shopify-old"
    small, medium, mug = reading.products
    assert (small.sku, medium.sku, mug.sku) == ("00071", "00072", "MUG-1")
    assert small.spu == medium.spu == "linen-tee"
    assert medium.title.en == "Linen Tee"
    assert medium.options == (("Size", "M"),)
    assert small.description.en == "Soft linen.\nWashes well."
    assert small.list_price == Money(16800, "CNY")
    assert small.price_windows == (PriceWindow(ALWAYS_START, ALWAYS_END, Money(12800, "CNY"), "live"),)
    assert len(small.images) == 3
    assert small.tags == ("summer", "new")
    assert (mug.list_price, mug.price_windows, mug.options, mug.spu) == (Money(4500, "CNY"), (), (), None)
    assert mug.stock is None
    assert codes(reading) == ["stock.negative", "text.html"]


def test_shopify_new_headers() -> None:
    """The headers since 2025, with the international prices kept apart from the shop's own."""
    reading = read(SHOPIFY_NEW, currency="USD")
    assert reading.dialect == "shopify"
    assert [product.sku for product in reading.products] == ["00071", "00072"]
    assert reading.products[0].list_price == Money(16800, "USD")
    assert reading.products[0].cost == Money(6000, "USD")
    assert ("Price / International", "25.00") in reading.products[0].attributes
    assert reading.products[0].description.en == "Two\nlines"


WOO = (
    "ID,Type,SKU,Name,Published,Short description,Description,Date sale price starts,"
    "Date sale price ends,In stock?,"
    "Stock,Sale price,Regular price,Categories,Tags,Images,Parent,Attribute 1 name,Attribute 1 value(s)\n"
    "7,variation,TEE-S,Linen Tee - S,1,,,,,1,5,99,128,,,,id:6,Size,S\n"
    r"6,variable,TEE,Linen Tee,1,,Soft linen\nand cool,,,1,,,,"
    '"Apparel > Tops, New",summer,https://shop.example/a.jpg,,Size,"S, M"\n'
    "8,variation,,Linen Tee - M,1,,,2026-11-26,2026-11-27,1,3,99,128,,,,TEE,Size,M\n"
    "9,Simple,MUG,Enamel Mug,1,,,,,1,12,,45,Home,,,,,\n"
    "10,variation,X-1,Lost Child,1,,,,,1,1,,10,,,,id:999,Size,S\n"
    "11,variable,ALONE,No Children,1,,,,,1,,,,Home,,,,,\n"
)


def test_woocommerce_parents_and_variations() -> None:
    """Variations take their parent's texts, wherever it stands; sale dates become the live window."""
    reading = read(WOO)
    assert reading.dialect == "woocommerce"
    found = {product.sku: product for product in reading.products}
    assert set(found) == {"TEE-S", "id:8", "MUG", "X-1", "ALONE"}
    small, medium = found["TEE-S"], found["id:8"]  # type: ignore[index]
    assert small.title.en == medium.title.en == "Linen Tee"
    assert small.spu == medium.spu == "TEE"
    assert small.description.en == "Soft linen\nand cool"
    assert medium.options == (("Size", "M"),)
    window = medium.price_windows[0]
    assert window.start == datetime(2026, 11, 25, 16, tzinfo=UTC)
    assert window.end == datetime(2026, 11, 27, 16, tzinfo=UTC)
    assert found["MUG"].list_price == Money(4500, "CNY")  # type: ignore[index]
    assert codes(reading) == ["variant.orphan"]


TAOBAO = [
    ["version 1.00"],
    ["title", "cid", "seller_cids", "price", "num", "description", "outer_id", "num_id", "picture"],
    ["宝贝名称", "宝贝类目", "店铺类目", "宝贝价格", "宝贝数量", "宝贝描述", "商家编码", "数字ID", "新图片"],
    [
        "阳山水蜜桃 8枚",
        "50012",
        "",
        "59.90",
        "120",
        "<p>清晨采摘</p>",
        "A-01",
        "692000000000000012",
        "a.tbi:1",
    ],
    ["烟台苹果", "50012", "", "39.90", "80", "", "", "692000000000000013", ""],
]


def test_taobao_assistant_package() -> None:
    """UTF-16 with TABs, machine names over Chinese names; the number of the item serves where there is no
    code."""
    reading = read("\r\n".join("\t".join(row) for row in TAOBAO), encoding="utf-16")
    assert (reading.dialect, reading.encoding) == ("taobao", "utf-16")
    assert [product.sku for product in reading.products] == ["A-01", "692000000000000013"]
    assert reading.products[0].title.zh == "阳山水蜜桃 8枚"
    assert reading.products[0].description.zh == "清晨采摘"
    assert reading.products[0].list_price == Money(5990, "CNY")
    assert reading.products[0].stock == 120


def test_taobao_gbk_table() -> None:
    """A GBK export with `="…"` ids."""
    text = '宝贝ID,宝贝标题,商家编码,价格,库存\n="692000000000000012",水蜜桃,="007",59.9,5\n'
    reading = read(text, encoding="gbk")
    assert (reading.dialect, reading.encoding) == ("taobao", "gb18030")
    assert reading.products[0].sku == "007"
    assert ("宝贝ID", "692000000000000012") in reading.products[0].attributes


def test_douyin_shop() -> None:
    """UTF-8 with mark, TAB inside the quotes before ids, `-` for null, trailing spaces in headers."""
    text = (
        "商品ID ,商品名称,商家编码,SKU ID,规格名称,售卖价,划线价,现货库存,商品状态\n"
        '"\t3612345678901234567",脆苹果,A1,"\t1712345678901234561",大果,39.90,59.90,100,在售\n'
        '"\t3612345678901234567",脆苹果,-,"\t1712345678901234562",小果,29.90,-,0,在售\n'
    )
    reading = read(text, encoding="utf-8-sig")
    assert reading.dialect == "douyin"
    big, small = reading.products
    assert (big.sku, small.sku) == ("A1", "1712345678901234562")
    assert big.spu == small.spu == "3612345678901234567"
    assert big.options == (("规格", "大果"),)
    assert (big.list_price, big.price_windows[0].price) == (Money(5990, "CNY"), Money(3990, "CNY"))
    assert (small.list_price, small.price_windows) == (Money(2990, "CNY"), ())


def test_jd() -> None:
    """京东价 is asked, 市场价 is struck through."""
    header = "商品编号,商品名称,品牌,三级类目,京东价,市场价,库存"
    text = f"{header}\n100012345678,纸巾 24包,缓林,纸品湿巾,49.90,69.00,500\n"
    reading = read(text, encoding="gbk")
    assert reading.dialect == "jd"
    product = reading.products[0]
    assert (product.sku, product.brand, product.category) == ("100012345678", "缓林", "纸品湿巾")
    assert (product.list_price, product.price_windows[0].price) == (Money(6900, "CNY"), Money(4990, "CNY"))


def test_youzan() -> None:
    """规格编码 before 商品编码; a price range of a product with variants is told, not guessed."""
    text = (
        "商品名称,商品分组,商品编码,规格,规格编码,价格,划线价,库存\n"
        "英文绘本,图书,BK1,平装,BK1-P,39.00,59.00,20\n英文字卡,图书,BK2,,,19.00-29.00,,\n"
    )
    reading = read(text)
    assert reading.dialect == "youzan"
    assert [product.sku for product in reading.products] == ["BK1-P", "BK2"]
    assert codes(reading) == ["price.range"]


def test_a_planners_own_table() -> None:
    """Chinese headers from someone's head: known by the alias table, three prices told apart."""
    text = (
        "序号,货号,品名,英文名,划线价,售价,直播价,直播开始时间,直播结束时间,保底价,库存\n"
        "1,A1,水蜜桃,Honey peach,89,79,69,2026-11-26 20:00,2026-11-26 22:00,62,100\n"
    )
    reading = read(text)
    assert reading.dialect == "table"
    product = reading.products[0]
    assert product.list_price == Money(8900, "CNY")
    prices = [(window.price.minor, window.start, window.end) for window in product.price_windows]
    start, end = datetime(2026, 11, 26, 12, tzinfo=UTC), datetime(2026, 11, 26, 14, tzinfo=UTC)
    assert sorted(prices, key=lambda item: item[1]) == [
        (7900, ALWAYS_START, start),
        (6900, start, end),
        (7900, end, ALWAYS_END),
    ]
    assert ("序号", "1") in product.attributes


@pytest.mark.parametrize("separator", [",", "\t", "，"])
def test_two_column_list(separator: str) -> None:
    """Names alone, in either order, without a header: a fixed SKU is made from the names and said so."""
    text = "\n".join(
        separator.join(pair) for pair in (("水蜜桃", "honey peach"), ("苹果", "apple"), ("茶", "tea"))
    )
    reading = read(text)
    assert reading.dialect == "names"
    assert [product.title for product in reading.products][1] == Bilingual("apple", "苹果")
    assert codes(reading) == ["sku.derived"]
    assert [product.sku for product in reading.products] == [product.sku for product in read(text).products]
    turned = "\n".join(separator.join(pair) for pair in (("honey peach", "水蜜桃"), ("apple", "苹果")))
    assert read(turned).products[1].title == Bilingual("apple", "苹果")


def test_json_lines() -> None:
    """Numbers keep their written digits, late keys have a column, a broken line costs itself."""
    lines = [
        '{"sku": 6920000000000000123, "title_en": "Tea", "list_price": 19.90}',
        '{"sku": "2", "title_en": "Salt", "tags": ["a", "b"], "brand": "X"}',
        '{"sku": "3", "title_en": ',
        "",
        '{"sku": "4", "title_en": "Oil", "list_price": Infinity}',
    ]
    reading = read("\n".join(lines), name="f.jsonl")
    assert [product.sku for product in reading.products] == ["6920000000000000123", "2"]
    assert reading.products[0].list_price == Money(1990, "CNY")
    assert reading.products[1].tags == ("a", "b")
    assert [(finding.code, finding.where.row) for finding in reading.findings] == [
        ("catalog.row.json", 3),
        ("catalog.price.unreadable", 5),
    ]


def test_parquet() -> None:
    """Typed columns come out as the texts a person would write; a 19-digit integer is exact."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = arrow.table(
        {
            "sku": [6920000000000000123, 2],
            "title_zh": ["茶", "盐"],
            "list_price": [19.9, None],
            "stock": [5, None],
        }
    )
    buffer = io.BytesIO()
    parquet.write_table(table, buffer)
    reading = read(buffer.getvalue(), name="f.parquet")
    assert reading.products[0].sku == "6920000000000000123"
    assert reading.products[0].list_price == Money(1990, "CNY")
    assert reading.products[1].stock is None


# --- unknown files and mapping

ODD = "艺名,戏码,银两\n水蜜桃,A1,59.9\n苹果,A2,39\n"


def test_an_unknown_file_asks_for_a_mapping() -> None:
    """No products, one finding that says what to do, and the columns with samples for the screen."""
    reading = read(ODD)
    assert (reading.dialect, reading.products, codes(reading)) == ("unknown", (), ["file.unknown"])
    assert "列对应" in (reading.findings[0].fix.zh or "")
    assert [column.header for column in reading.columns] == ["艺名", "戏码", "银两"]
    assert reading.columns[0].sample == ("水蜜桃", "苹果")


def test_a_mapping_by_hand_is_obeyed_and_its_columns_have_a_name() -> None:
    """With a mapping the file loads; the name of its set of columns does not depend on their order."""
    mapping = {"艺名": "title_zh", "戏码": "sku", "银两": "list_price"}
    reading = read(ODD, mapping=mapping)
    assert reading.dialect == "mapped"
    assert [(product.sku, product.list_price) for product in reading.products] == [
        ("A1", Money(5990, "CNY")),
        ("A2", Money(3900, "CNY")),
    ]
    assert reading.header_key == read(ODD).header_key == read("银两,艺名,戏码\n1,2,3\n").header_key


def test_a_wrong_mapping_is_misuse() -> None:
    """A field we do not have, or one field twice, is refused by name."""
    with pytest.raises(MappingError, match="cannot map a column to 'colour'"):
        read(ODD, mapping={"艺名": "colour"})
    with pytest.raises(MappingError, match="'sku'"):
        read(ODD, mapping={"艺名": "sku", "戏码": "sku"})
    assert len(set(FIELDS)) == len(FIELDS)


def test_an_order_file_is_not_a_catalogue() -> None:
    """Order exports have product columns too; they are named for what they are."""
    reading = read("订单编号,商品名称,商家编码,数量,价格\n1,茶,A1,2,5\n")
    assert codes(reading) == ["file.orders"]


# --- the files beside the checkout


@pytest.mark.skipif(not DATA.exists(), reason="shared data is not beside this checkout")
def test_real_grocery_list() -> None:
    """163 rows without a header: 18 headings become categories, 145 products, three shared codes told."""
    path = DATA / "unclechen_products.csv"
    reading = read_catalog(path, name=path.name, now=NOW)
    assert (reading.dialect, reading.refused, len(reading.products)) == ("names", 0, 145)
    assert codes(reading) == ["sku.shared"] * 3
    first = reading.products[0]
    assert (first.sku, first.title) == ("001A", Bilingual("100% Pure Sesame Oil", "富貴純麻油"))
    assert first.category == "麻油系列 Sesame Oils"
    assert dict(first.attributes)["code"] == "6-1"
    assert dict(first.attributes)["sizes"].startswith("5 gl. tin_Box of 12")


@pytest.mark.skipif(not DATA.exists(), reason="shared data is not beside this checkout")
def test_real_category_names() -> None:
    """5,089 rows: id, path, English and Chinese name, all of them."""
    path = DATA / "retail_names_dev.tsv"
    reading = read_catalog(path, name=path.name, now=NOW)
    assert (reading.dialect, len(reading.products), codes(reading)) == ("names", 5089, [])
    assert reading.products[1].title == Bilingual("Clothing", "服装")
    assert reading.products[1].category == "Apparel & Accessories > Clothing"


def test_findings_are_json_ready() -> None:
    """Every finding carries both languages and serialises."""
    for finding in read("sku,title_en,list_price\n,Tea,5\n2,,5\n3,Tea,abc\n").findings:
        data = json.loads(json.dumps(finding.to_json(), ensure_ascii=False))
        assert all(data[part][lang] for part in ("what", "fix") for lang in ("zh", "en"))


def test_commas_of_chinese_prose_separate_nothing() -> None:
    """Eight `，` in every description agree better than the table's own commas; its column names decide."""
    prose = "清晨在果园人工采摘，果肉白嫩多汁。" * 8
    lines = "".join(f"{n:04d},Tea {n},茶 {n},{prose},20.00\n" for n in range(50))
    data = ("sku,title_en,title_zh,description_zh,list_price\n" + lines).encode()
    reading = read_catalog(data, name="tea.csv", now=NOW)
    assert (len(reading.products), reading.products[0].description.zh) == (50, prose)
