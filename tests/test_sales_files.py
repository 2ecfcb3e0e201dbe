"""Order files: dialects, encodings, ids, sharing of totals, and agreement with other channels."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from sales.files import OrderReading, read_orders
from sales.files.dialect import recognise
from sales.fold import fold_lines
from sales.inbox import generic
from sales.share import share
from sales.tally import totals
from tests.sales_facts import EIGHT, HOUR, MINUTE

RETAIL = Path(__file__).parents[1].parent / "shared/data/online_retail"
NOW = EIGHT + 24 * HOUR
PLAIN = "order_id,line_id,sku,title,qty,amount,currency,status,created_at,paid_at,refund_amount,buyer"


def read(text: str | bytes, *, encoding: str = "utf-8") -> OrderReading:
    """The reading of a file with this content."""
    raw = text.encode(encoding) if isinstance(text, str) else text
    return read_orders(raw, name="orders.csv", now=NOW)


def plain(*rows: str) -> OrderReading:
    """The reading of a plain table with these rows."""
    return read("\n".join((PLAIN, *rows)))


def found(reading: OrderReading) -> list[tuple[int | None, str]]:
    """Rows and codes of the findings."""
    return [(finding.where.row, finding.code) for finding in reading.findings]


def paid(reading: OrderReading, currency: str = "CNY") -> int:
    """Paid minor units of the file."""
    return totals(fold_lines(reading.events))[currency].paid_minor


@pytest.mark.parametrize(
    "path", sorted(RETAIL.glob("*.csv")) or [None], ids=lambda p: p.stem if p else "absent"
)
def test_online_retail_reconciles_to_the_penny(path: Path | None) -> None:
    """Five days of a real shop: paid, refunded and pieces equal an independent pandas computation exactly."""
    if path is None:
        pytest.skip("shared/data/online_retail is not beside this checkout")
    pandas = pytest.importorskip("pandas")
    table = pandas.read_csv(path, dtype=str, keep_default_na=False)
    quantity = table.Quantity.astype(int)
    pence = table.UnitPrice.astype(float).mul(1000).round().astype("int64") * quantity // 10
    credit = table.InvoiceNo.str.startswith("C")
    sale = ~credit & (quantity > 0)
    reading = read_orders(path, now=NOW)
    sums = totals(fold_lines(reading.events))["GBP"]
    assert sums.paid_minor == pence[~credit].sum() == sums.created_minor
    assert sums.refund_minor == -pence[credit].sum()
    assert sums.net_minor == pence.sum()
    assert sums.units == quantity[sale].sum()
    assert sums.orders == reading.orders == table.InvoiceNo[sale].nunique()
    # Identical lines inside one invoice are real: none was lost.
    assert sum(event.kind == "paid" for event in reading.events) == sale.sum()
    assert all(finding.severity != "error" for finding in reading.findings)


def test_plain_table() -> None:
    """Paid, unpaid, cancelled, partly refunded: what each row says, and times with their offset."""
    reading = plain(
        "1,1,P-1,桃,2,118.00,CNY,paid,2026-11-11T20:00:00+08:00,2026-11-11T20:00:06+08:00,,li",
        "2,1,P-1,桃,1,59.00,CNY,pending,2026-11-11 20:01:00,,,",
        "3,1,P-1,桃,1,59.00,CNY,cancelled,2026-11-11 20:02,,,wang",
        "4,1,P-2,米,1,39.90,CNY,已支付,2026/11/11 20:03:00,2026/11/11 20:03:30,9.90,zhao",
    )
    assert found(reading) == []
    assert (reading.dialect, reading.orders) == ("plain", 4)
    one, two, three, four = fold_lines(reading.events)
    assert (one.created_at, one.paid_at, one.paid_minor, one.qty) == (EIGHT, EIGHT + 6000, 11_800, 2)
    assert (two.status, three.status) == ("created", "cancelled")
    assert (two.created_at, four.refund_minor, four.net_minor) == (EIGHT + MINUTE, 990, 3000)


def test_file_twice_tells_the_same_facts() -> None:
    """Reading a file again, at another time, gives the very same events: nothing can count twice."""
    text = PLAIN + "\n1,,P-1,,1,59.00,CNY,paid,2026-11-11 20:00,2026-11-11 20:00,9.00,"
    assert read_orders(text.encode(), now=NOW).events == read_orders(text.encode(), now=NOW + HOUR).events


def test_file_and_webhook_agree() -> None:
    """The order told by webhook during the show and by the file after it is one order."""
    told = (
        b'{"shop":"main","events":[{"kind":"paid","order_id":"1","line_id":"1","sku":"P-1","qty":1,'
        b'"amount":"59.00","currency":"CNY","occurred_at":"2026-11-11T20:00:06.420+08:00","buyer":"li"}]}'
    )
    events, _ = generic.parse(told, source="generic")
    reading = plain("1,1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00:00,2026-11-11 20:00:06,,li")
    (line,) = fold_lines([*events, *reading.events])
    assert (line.paid_minor, line.issues) == (5900, ())


def test_two_exports_with_different_states() -> None:
    """Pending in the first export, paid and refunded in the second: the facts add up to the truth."""
    first = plain("1,1,P-1,桃,1,59.00,CNY,pending,2026-11-11 20:00:00,,,")
    second = plain("1,1,P-1,桃,1,59.00,CNY,refunded,2026-11-11 20:00:00,2026-11-11 20:01:00,,")
    (line,) = fold_lines([*second.events, *first.events])
    assert (line.status, line.paid_minor, line.refund_minor) == ("refunded", 5900, 5900)


def test_lines_without_ids_are_named_alike_in_any_row_order() -> None:
    """Two lines of one SKU: an export sorted another way does not swap them."""
    rows = [
        "1,,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,",
        "1,,P-1,桃,2,118.00,CNY,paid,2026-11-11 20:00,,,",
    ]
    assert fold_lines(plain(*rows).events) == fold_lines(plain(*reversed(rows)).events)
    assert paid(plain(*rows, rows[0])) == 5900 + 11_800 + 5900


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    """BOM, UTF-8 and GBK give the same order."""
    text = "订单号,商家编码,数量,金额,订单状态,下单时间\n1,P-1,1,59.00,已付款,2026-11-11 20:00\n"
    assert read(text, encoding=encoding).events == read(text).events
    assert paid(read(text)) == 5900


def test_workbook() -> None:
    """XLSX with real numbers and times is the same table."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["order_id", "sku", "qty", "amount", "status", "created_at"])
    sheet.append(["1", "P-1", 2, 118.1, "paid", datetime(2026, 11, 11, 20)])  # noqa: DTZ001  a sheet knows no zone
    raw = io.BytesIO()
    book.save(raw)
    (line,) = fold_lines(read(raw.getvalue()).events)
    assert (line.paid_minor, line.created_at, line.qty) == (11_810, EIGHT, 2)


def test_ids_keep_their_digits_through_excel_marks() -> None:
    """TAB, apostrophe and `="…"` around ids are packaging; leading zeros and 19 digits stay."""
    for mark in ("\t{}", "'{}", '="{}"'):
        cell = mark.format("0926061225279192238")
        quoted = '"' + cell.replace('"', '""') + '"'
        (event, *_) = plain(f"{quoted},1,007,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,").events
        assert (event.order_id, event.sku) == ("0926061225279192238", "007")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("6.92606E+18,1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,", "sales.id.scientific"),
        (",1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,", "sales.field.missing"),
        ("1,1,P-1,桃,1,,CNY,paid,2026-11-11 20:00,,,", "sales.field.missing"),
        ("1,1,P-1,桃,1,59.005,CNY,paid,2026-11-11 20:00,,,", "sales.amount.decimals"),
        ("1,1,P-1,桃,1,59.5,JPY,paid,2026-11-11 20:00,,,", "sales.amount.decimals"),
        ("1,1,P-1,桃,1,1e3,CNY,paid,2026-11-11 20:00,,,", "sales.amount.shape"),
        ("1,1,P-1,桃,1,-59.00,CNY,paid,2026-11-11 20:00,,,", "sales.amount.negative"),
        ("1,1,P-1,桃,1,59.00,RMB,paid,2026-11-11 20:00,,,", "sales.currency.unknown"),
        ("1,1,P-1,桃,x,59.00,CNY,paid,2026-11-11 20:00,,,", "sales.qty.shape"),
        ("1,1,P-1,桃,1,59.00,CNY,paid,last night,,,", "sales.time.shape"),
        ("1,1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,li,extra", "sales.row.cells"),
    ],
)
def test_bad_rows_cost_themselves(row: str, code: str) -> None:
    """A row that cannot be counted is refused with its row number; the others load."""
    good = "2,1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,"
    reading = plain(row, good)
    assert found(reading) == [(2, code)]
    assert reading.orders == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,1,,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,", "sales.row.sku"),
        ("1,1,P-1;P-2,桃,3,59.00,CNY,paid,2026-11-11 20:00,,,", "sales.row.skus"),
        ("1,1,P-1,桃,1,59.00,CNY,sparkling,2026-11-11 20:00,2026-11-11 20:01,,", "sales.status.unknown"),
        ("1,1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00,,99.00,", "sales.refund.over"),
        ("1,1,P-1,桃,1,59.00,CNY,paid,2026-11-13 20:00,,,", "sales.time.future"),
    ],
)
def test_doubtful_rows_count_and_are_told(row: str, code: str) -> None:
    """No SKU, several SKUs, an unknown state, too much refund, a future time: counted, with a warning."""
    reading = plain(row)
    assert found(reading) == [(2, code)]
    assert paid(reading) == 5900


def test_repeated_row_counts_once_and_is_told() -> None:
    """The same line twice in one file is one line."""
    row = "1,1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,"
    assert (found(plain(row, row)), paid(plain(row, row))) == ([(3, "sales.row.repeated")], 5900)


def test_time_that_daylight_saving_repeats_or_skips() -> None:
    """New York, 01:30 on the day the clocks go back and 02:30 on the day they go forward: read, and told."""
    zoneinfo = pytest.importorskip("zoneinfo")
    text = PLAIN + "".join(
        f"\n{n},1,P-1,x,1,1.00,USD,paid,{time},,,"
        for n, time in enumerate(("2026-11-01 01:30", "2026-03-08 02:30"))
    )
    reading = read_orders(text.encode(), now=NOW, zone=zoneinfo.ZoneInfo("America/New_York"))
    assert [code for _, code in found(reading)] == ["sales.time.local"] * 2
    first = min(event.occurred_at for event in reading.events if event.order_id == "0")
    assert first == int(datetime(2026, 11, 1, 5, 30, tzinfo=UTC).timestamp()) * 1000


def test_three_decimal_prices_are_rounded_and_told() -> None:
    """A unit price below the penny: the line is rounded once, not the price, and somebody is told."""
    text = (
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
        "1,A,x,200,2011-11-28 08:00:00,0.005,1.0,France\n1,B,x,3,2011-11-28 08:00:00,1.005,1.0,France\n"
    )
    reading = read(text)
    assert [code for _, code in found(reading)] == ["sales.amount.rounded"] * 2
    assert paid(reading, "GBP") == 100 + 302


def test_masked_buyers_are_unknown_and_named_ones_hidden() -> None:
    """`张**` is no buyer; a name becomes a token that is the same in each file of the shop."""
    reading = plain(
        "1,1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,张**",
        "2,1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,13800138000",
        "3,1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00,,,13800138000",
    )
    buyers = [line.buyer for line in fold_lines(reading.events)]
    assert buyers[0] is None
    assert buyers[1] == buyers[2] is not None
    assert "138" not in str(reading.events)


def test_taobao_order() -> None:
    """GBK, `="…"` ids, a closed order with its refund; what buyers paid beside the total."""
    text = (
        "订单编号,买家会员名,买家支付宝账号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,"
        "宝贝标题,宝贝总数量,退款金额\n"
        '="2306111111111111111",li,x,100.00,90.00,交易关闭,2026-11-11 20:00:00,2026-11-11 20:01:00,'
        "桃,2,90.00\n"
    )
    reading = read(text, encoding="gb18030")
    (line,) = fold_lines(reading.events)
    assert reading.dialect == "taobao"
    assert (line.order_id, line.paid_minor, line.user_paid_minor) == ("2306111111111111111", 10_000, 9000)
    assert (line.refund_minor, line.cancelled_at is not None) == (9000, True)


def test_doudian_order() -> None:
    """UTF-8 with BOM, TAB before ids, `-` for nothing, one row per sub-order."""
    text = (
        "主订单编号,子订单编号,选购商品,商品规格,商品数量,商家编码,订单应付金额,订单提交时间,订单完成时间,订单状态,售后状态\n"
        '"\t6926061225279192238","\t6926061225279192239",桃,5斤,1,P-1,59.00,2026-11-11 20:00:00,-,已发货,-\n'
        '"\t6926061225279192238","\t6926061225279192240",米,5kg,1,P-2,39.90,2026-11-11 20:00:00,-,已发货,-\n'
    )
    reading = read(text, encoding="utf-8-sig")
    assert (reading.dialect, reading.orders, paid(reading)) == ("doudian", 1, 9890)
    assert {event.line_id for event in reading.events} == {"6926061225279192239", "6926061225279192240"}


def test_jd_order_total_counts_once() -> None:
    """JD repeats the order's total on each line: it is shared out by price × quantity."""
    text = (
        "订单号,商品ID,商品名称,订购数量,支付方式,下单时间,京东价,订单金额,结算金额,订单状态\n"
        "9,A,桃,1,在线,2026-11-11 20:00:00,60.00,90.00,90.00,完成\n"
        "9,B,米,2,在线,2026-11-11 20:00:00,20.00,90.00,90.00,完成\n"
    )
    reading = read(text)
    assert reading.dialect == "jd"
    assert [line.paid_minor for line in fold_lines(reading.events)] == [5400, 3600]


def test_shopify_order_fields_stand_on_the_first_row() -> None:
    """Continuation rows take state and times from the first; total and refund are shared over the lines."""
    text = (
        "Name,Email,Financial Status,Paid at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price,"
        "Lineitem sku,Created at,Cancelled at,Refunded Amount\n"
        "#1001,a@example.com,partially_refunded,2026-11-11 07:00:05 -0500,USD,25.00,1,Peach,20.00,P-1,"
        "2026-11-11 07:00:00 -0500,,5.00\n"
        "#1001,a@example.com,,,,,2,Rice,5.00,P-2,2026-11-11 07:00:00 -0500,,\n"
    )
    reading = read(text)
    one, two = fold_lines(reading.events)
    assert (reading.dialect, one.created_at) == ("shopify", EIGHT)
    assert (one.paid_minor + two.paid_minor, one.refund_minor + two.refund_minor) == (2500, 500)
    assert one.buyer == two.buyer is not None


def test_woocommerce_order_total_counts_once() -> None:
    """WooCommerce repeats order, total and refund on each line: shared out, once."""
    text = (
        "Order Number,Order Status,Order Date,Paid Date,Currency,Item #,Item Name,SKU,Quantity,Item Cost,"
        "Order Total Amount,Order Refund Amount,Customer Email\n"
        "501,completed,2026-11-11 12:00:00,2026-11-11 12:01:00,USD,1,Peach,P-1,1,20.00,35.00,7.00,a@x.com\n"
        "501,completed,2026-11-11 12:00:00,2026-11-11 12:01:00,USD,2,Rice,P-2,2,5.00,35.00,7.00,a@x.com\n"
    )
    reading = read(text)
    lines = fold_lines(reading.events)
    assert (reading.dialect, reading.orders, len(lines)) == ("woocommerce", 1, 2)
    assert (sum(line.paid_minor for line in lines), sum(line.refund_minor for line in lines)) == (3500, 700)


def test_youzan_order() -> None:
    """One row per line with its own amount; a cumulative refund is no event; the shop is the file's."""
    text = (
        "订单号,订单状态,订单创建时间,买家付款时间,商品名称,规格编码,商品单价,商品数量,商品实际成交金额,商品已退款金额,"
        "归属店铺,买家昵称\n"
        "E20261111001,已完成,2026-11-11 20:00:00,2026-11-11 20:00:09,桃,P-1,59.00,2,118.00,18.00,小店,li\n"
        "E20261111001,已完成,2026-11-11 20:00:00,2026-11-11 20:00:09,米,P-2,39.90,1,39.90,-,小店,li\n"
    )
    reading = read(text, encoding="gb18030")
    peach, rice = fold_lines(reading.events)
    assert (reading.dialect, reading.orders, peach.shop) == ("youzan", 1, "小店")
    assert (peach.paid_minor, peach.refund_minor) == (11_800, 1_800)
    assert (rice.paid_minor, rice.refund_minor) == (3_990, 0)


def test_a_thousand_orders_by_webhook_poll_and_file_count_once() -> None:
    """Pushed, asked for again with times of its own, and exported: one order each; what differs is listed."""

    def told(number: int, amount: str, second: int) -> dict[str, object]:
        return {"kind": "paid", "order_id": str(number), "line_id": "1", "sku": "P-1", "qty": 1,
                "amount": amount, "currency": "CNY", "occurred_at": f"2026-11-11T20:00:{second:02}+08:00",
                "buyer": "li"}  # fmt: skip

    events = []
    for source, second in (("generic", 6), ("poll", 7)):
        facts = [told(n, "59.00", second) for n in range(1000)]
        if source == "poll":
            facts[500] = told(500, "58.00", second)
        body = json.dumps({"shop": "main", "events": facts}).encode()
        events += generic.parse(body, source=source)[0]
    rows = (f"{n},1,P-1,桃,1,59.00,CNY,paid,2026-11-11 20:00:00,2026-11-11 20:00,,li" for n in range(1000))
    lines = fold_lines([*events, *plain(*rows).events])
    assert len(lines) == 1000
    assert sum(line.paid_minor for line in lines) in (1000 * 5900, 1000 * 5900 - 100)
    listed = {issue.order_id: issue.code for line in lines for issue in line.issues}
    assert listed == {"500": "conflict"}


@settings(deadline=None)
@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=9))
def test_shares_sum_to_the_total(total: int, weights: list[int]) -> None:
    """A shared amount loses and invents nothing, and no part is negative or off by more than one."""
    parts = share(total, weights)
    assert sum(parts) == total
    base = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert part >= 0
        assert not base or abs(part * base - total * weight) <= base


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "catalog.file.empty"),
        (b"\x00\x01\x02binary", "catalog.file.binary"),
        (b"name,price\npeach,59\n", "sales.file.dialect"),
        ((PLAIN + "\n").encode(), "sales.file.empty"),
    ],
)
def test_files_that_are_no_order_table(raw: bytes, code: str) -> None:
    """One finding that says what to do; never an exception."""
    reading = read(raw)
    assert (reading.events, [finding.code for finding in reading.findings]) == ((), [code])


def test_missing_file(tmp_path: Path) -> None:
    """A path that does not exist is a finding too."""
    (finding,) = read_orders(tmp_path / "gone.csv", now=NOW).findings
    assert finding.code == "catalog.file.missing"


def test_title_rows_above_the_header_are_passed_over() -> None:
    """Exports put a title above the table; rows are counted as the spreadsheet counts them."""
    reading = read("订单导出\n\n" + PLAIN + "\n1,1,P-1,桃,1,x,CNY,paid,2026-11-11 20:00,,,\n")
    assert found(reading) == [(4, "sales.amount.shape")]


def test_catalogue_is_no_order_table() -> None:
    """A product table is not taken for orders."""
    assert recognise(["sku", "title", "price", "stock"]) is None
