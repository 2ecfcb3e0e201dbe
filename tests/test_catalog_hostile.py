"""Hostile and broken files: refused or survived with a finding, inside fixed bounds, never a crash or a
hang."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import read as read_module
from catalog import records as records_module
from catalog import sheet as sheet_module
from catalog import workbook as workbook_module
from catalog.plan import plan_import
from catalog.read import Reading, read_catalog
from catalog.records import LINE_LIMIT

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MIB = 2**20


def read(data: bytes | Path) -> Reading:
    return read_catalog(data, name="f", now=NOW)


def only_code(reading: Reading) -> str:
    assert reading.products == ()
    (finding,) = reading.findings
    assert finding.severity == "error"
    return finding.code


def workbook(sheet_xml: bytes, *, extra: dict[str, bytes] | None = None) -> bytes:
    """A workbook whose only sheet part is the given bytes."""
    made = openpyxl.Workbook()
    buffer = io.BytesIO()
    made.save(buffer)
    out = io.BytesIO()
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            target.writestr(part.filename, sheet_xml if part.filename == "xl/worksheets/sheet1.xml" else data)
        for name, data in (extra or {}).items():
            target.writestr(name, data)
    return out.getvalue()


SHEET = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "catalog.file.empty"),
        (b" \r\n\r\n ", "catalog.file.empty"),
        (b"\xef\xbb\xbf", "catalog.file.empty"),
        (b"\x00\x01\x02" * 100, "catalog.file.binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "catalog.file.binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "catalog.file.old_workbook"),
        (b"PK\x03\x04 not a zip", "catalog.file.broken"),
        (b"PAR1 not parquet PAR1", "catalog.file.broken"),
        (b"sku,title\n\xff\xff\xff\xff,x\n", "catalog.file.undecodable"),
        (b"<html><table><tr><td>sku</td></tr></table></html>", "catalog.file.markup"),
        (b"\xff\xfea", "catalog.file.undecodable"),
    ],
)
def test_files_that_are_no_tables_say_why(data: bytes, code: str) -> None:
    """Empty, binary, old, damaged or undecodable: one finding each, no products."""
    if data.startswith(b"PAR1"):
        pytest.importorskip("pyarrow")
    assert only_code(read(data)) == code


def test_a_zip_of_something_else_is_not_laid_out() -> None:
    """An ODS, or a zip of pictures, is refused before a spreadsheet library sees it."""
    for names in (["content.xml", "xl/worksheets/sheet1.xml"], ["photo.jpg"]):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name in names:
                archive.writestr(name, b"x")
        assert only_code(read(buffer.getvalue())) == "catalog.file.not_xlsx"


def test_damaged_utf8_is_not_read_as_gbk() -> None:
    """A few broken bytes in a UTF-8 file: the damage is told, a garbled SKU is refused, nothing turns to
    nonsense."""
    rows = "".join(f"P{number},水蜜桃,Peach\n" for number in range(40))
    data = bytearray(("sku,title_zh,title_en\n" + rows + "Q1,苹果,Apple\nQ2,茶叶,Tea\n").encode())
    data[data.index("苹".encode()) + 1] = 0xFF
    data[data.index(b"Q2") + 1] = 0xFE
    reading = read(bytes(data))
    assert reading.encoding == "utf-8"
    assert reading.products[0].title.zh == "水蜜桃"
    assert [finding.code for finding in reading.findings] == [
        "catalog.file.damaged",
        "catalog.row.mojibake",
        "catalog.sku.garbled",
    ]


def test_a_missing_file_is_a_finding() -> None:
    """A path that leads nowhere is user data too."""
    assert only_code(read(Path("nowhere.csv"))) == "catalog.file.missing"


def test_a_200_mb_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """The size is looked at first; memory stays small."""
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.write(b"sku,title_en\n")
        file.truncate(200 * MIB)
    tracemalloc.start()
    try:
        assert only_code(read(path)) == "catalog.file.too_large"
        assert tracemalloc.get_traced_memory()[1] < MIB
    finally:
        tracemalloc.stop()


def test_a_zip_bomb_is_refused_by_its_declared_size() -> None:
    """A few hundred kilobytes that unpack to gigabytes are not unpacked."""
    sheet = SHEET + b" " * MIB + SHEET_END
    honest = workbook(sheet)
    sizes = honest.count(len(sheet).to_bytes(4, "little"))
    bomb = honest.replace(len(sheet).to_bytes(4, "little"), (400 * MIB).to_bytes(4, "little"))
    assert sizes == 2
    assert only_code(read(bomb)) == "catalog.file.bomb"


def test_unpacking_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was declared, the bytes that really come out are counted."""
    monkeypatch.setattr(workbook_module, "MAX_UNPACKED", 2 * MIB)
    assert only_code(read(workbook(SHEET + b" " * (3 * MIB) + SHEET_END))) == "catalog.file.bomb"


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    """The true size is counted while unpacking; a false one is damage."""
    data = bytearray(workbook(SHEET + b" " * (4 * MIB) + SHEET_END))
    size = (4 * MIB + len(SHEET) + len(SHEET_END)).to_bytes(4, "little")
    assert data.count(size) == 2
    honest = bytes(data)
    assert only_code(read(honest.replace(size, (1000).to_bytes(4, "little")))) == "catalog.file.broken"


def test_two_cells_in_opposite_corners_take_no_memory() -> None:
    """A sheet that reaches the last cell of Excel is refused before it is laid out as a rectangle."""
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert only_code(read(workbook(SHEET + cells + SHEET_END))) == "catalog.file.sparse"


@pytest.mark.parametrize("cut", [100, 1000, 3000])
def test_a_truncated_workbook_is_damage(cut: int) -> None:
    """A download that broke off is said to be one."""
    assert only_code(read(workbook(SHEET + SHEET_END)[:cut])) == "catalog.file.broken"


def test_entity_tricks_in_a_workbook_do_nothing() -> None:
    """Entities are not expanded and no file is read through them."""
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY f SYSTEM "file:///etc/hostname">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>sku</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>title_en</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>&b;</t></is></c>'
        b'<c r="B2" t="inlineStr"><is><t>&f;</t></is></c></row></sheetData></worksheet>'
    )
    reading = read(workbook(evil))
    assert all("aaaaaaaaaa" not in product.sku for product in reading.products)
    assert all("\n" not in (product.title.en or "") for product in reading.products)


def test_one_endless_line_is_refused() -> None:
    """A line above the limit is no table; the finding names the line."""
    reading = read(b"sku,title_en\n1," + b"x" * (LINE_LIMIT + 1))
    assert only_code(reading) == "catalog.file.line_too_long"
    assert reading.findings[0].where.row == 2


@pytest.mark.parametrize("row", [b"\n", b",,\r\n"])
def test_empty_rows_are_streamed(tmp_path: Path, row: bytes) -> None:
    """Blank rows take no memory, and the product behind them is found (`bench` has five million of them)."""
    path = tmp_path / "blank.csv"
    path.write_bytes(b"sku,title_en,brand\n1,Tea,\n" + row * 5_000 + b"2,Salt,\n")
    tracemalloc.start()
    try:
        reading = read(path)
        assert tracemalloc.get_traced_memory()[1] < 2 * MIB
    finally:
        tracemalloc.stop()
    assert [product.sku for product in reading.products] == ["1", "2"]


def test_blank_lines_have_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of blank lines ends the reading in bounded time."""
    monkeypatch.setattr(records_module, "MAX_LINES", 1000)
    assert only_code(read(b"sku,title_en\n1,Tea\n" + b"\n" * 1000)) == "catalog.file.too_many_rows"


def test_too_many_rows_import_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Above the limit the whole file is refused: never a part of it."""
    monkeypatch.setattr(read_module, "MAX_ROWS", 10)
    rows = b"".join(b"%d,Tea\n" % number for number in range(11))
    assert only_code(read(b"sku,title_en\n" + rows)) == "catalog.file.too_many_rows"


def test_findings_are_listed_up_to_a_limit_and_counted_beyond() -> None:
    """A file that is wrong in every row lists 200 and counts the rest; the counts stay exact."""
    rows = b"".join(b"%d,Tea,x\n" % number for number in range(1000))
    reading = read(b"sku,title_en,list_price\n" + rows)
    assert (reading.refused, len(reading.findings)) == (1000, 201)
    assert (
        reading.findings[-1].what.en
        == "800 more of the same kind are not listed one by one (catalog.price.unreadable)."
    )
    assert plan_import({}, reading).to_json()["error"] == 1000


def test_deep_json_is_a_bad_line() -> None:
    """Nesting that would exhaust the parser costs its line only."""
    deep = b'{"sku": "1", "title_en": ' + b"[" * 100_000 + b"}"
    reading = read(b'{"sku": "2", "title_en": "Tea"}\n' + deep + b"\n")
    assert [product.sku for product in reading.products] == ["2"]
    assert reading.findings[0].code == "catalog.row.json"


def test_limits_are_the_ones_documented() -> None:
    """The bounds that the documentation names."""
    assert sheet_module.MAX_BYTES == 128 * MIB
    assert read_module.MAX_ROWS == 300_000


# --- fuzz

SEEDS = (
    "sku,title_en,title_zh,list_price,live_price,live_start,live_end,stock,tags\n"
    "P1,Peach,水蜜桃,89.00,69.00,2026-11-25 20:00,2026-11-25 22:00,12,引流款|返场\n"
    '00123,"Tea, green",茶,"1,299.00",,,,1,\n=1,\'Salt,盐,￥5,,,,0,"a\nb"\n',
    "6,,麻油系列,Sesame Oils,\n6-1,001A,富貴純麻油,Pure Sesame Oil,5 gl.\n6-2,001B,香麻油,Sesame Oil,6 oz.\n",
    "Handle,Title,Variant SKU,Variant Price,Image Src\na,A,1,5,x\na,,2,6,y\na,,,,z\n",
    "ID,Type,SKU,Name,Regular price,Parent\n1,variable,A,Tee,,\n2,variation,A-1,Tee - S,5,id:1\n",
    '{"sku":"1","title":{"en":"Tea","zh":null},"list_price":{"minor":5,"currency":"CNY"}}\n{"sku":"2"}\n',
    "商品名称,商家编码,直播价(元)\n不超过60字,必填,例如 5\n茶,A1,19.9-29.9\n盐,6.92E+18,1.2万\n",
)
SPICE = [
    *(
        b'"',
        b",",
        b"\n",
        b"\r",
        b"\t",
        b"'",
        b"=",
        b"\x00",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b";",
        b"|",
        b"-",
    ),
    *(
        b"9" * 40,
        b"1E+9",
        b"NaN",
        "￥".encode(),
        "万".encode(),
        "²".encode(),
        b"\xe4\xb8",
        b"{",
        b"}",
        b"[",
        b"sep=",
    ),
]


def mutate(seed: bytes, rng: random.Random) -> bytes:
    """The seed with up to eight cuts, copies, swaps and spices."""
    data = bytearray(seed)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(data) + 1)
        until = min(len(data), at + rng.randint(0, 30))
        match rng.randrange(5):
            case 0:
                del data[at:until]
            case 1:
                data[at:at] = rng.choice(SPICE)
            case 2:
                data[at:at] = data[at:until]
            case 3:
                data[at:until] = bytes(rng.randrange(256) for _ in range(until - at))
            case _:
                data[at:at] = rng.choice(SPICE) * rng.randint(1, 50)
    return bytes(data)


def check_sane(reading: Reading) -> None:
    """What holds for every reading, however odd the file."""
    skus = [product.sku for product in reading.products]
    assert len(set(skus)) == len(skus)
    assert all(product.sku for product in reading.products)
    assert reading.dialect != "unknown" or (not reading.products and reading.findings)
    assert all(
        finding.what.zh and finding.what.en and finding.fix.zh and finding.fix.en
        for finding in reading.findings
    )
    plan = plan_import({}, reading)
    assert len(plan.create) <= len(reading.products)
    again = plan_import({product.sku: product for product in plan.products}, reading)
    assert again.update == ()


@pytest.mark.parametrize("seed", range(len(SEEDS)))
def test_mutated_files_never_crash(seed: int) -> None:
    """Hundreds of damaged copies of a good file: always a reading, always sane (`bench` runs ten
    thousand)."""
    rng = random.Random(seed)
    base = SEEDS[seed].encode()
    for _ in range(100):
        check_sane(read(mutate(base, rng)))


def test_mutated_workbooks_never_crash() -> None:
    """Damaged bytes of a real workbook are damage or a reading, never a panic."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["sku", "title_en", "list_price"], ["1", "Tea", 5.5], ["2", "Salt", "=1+1"]):
        sheet.append(row)
    buffer = io.BytesIO()
    made.save(buffer)
    rng = random.Random(7)
    for _ in range(150):
        check_sane(read(mutate(buffer.getvalue(), rng)))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300))
def test_any_bytes_are_a_reading(data: bytes) -> None:
    """No bytes make the reader raise."""
    check_sane(read(data))


NAMES = ["sku", "title_en", "名称", "价格", "Handle", "Type", "商品ID", "京东价", "宝贝标题", "attr:x", ""]
CELLS = ["", "-", "1", "59.9", "茶", "Tea", "6.92E+18", "id:1", "variation"]
headers = st.one_of(st.sampled_from(NAMES), st.text(max_size=8))
cells = st.one_of(st.sampled_from(CELLS), st.text(max_size=8))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(headers, min_size=1, max_size=8), st.lists(st.lists(cells, max_size=9), max_size=6))
def test_any_headers_and_cells_are_a_reading(names: list[str], rows: list[list[str]]) -> None:
    """Any header over any cells, as CSV."""
    lines = [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in [names, *rows]]
    check_sane(read("\n".join(lines).encode("utf-8", errors="replace")))
