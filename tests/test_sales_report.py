"""The report of a show: sums, plan against actual, words, and equal bytes for equal facts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pytest
from openpyxl import load_workbook

from catalog.bilingual import Bilingual, Lang
from live.journal import Command, Event, ShowId
from sales.event import OrderEvent
from sales.fold import fold_lines
from sales.metric import compute
from sales.metrics import METRICS
from sales.report import build_report
from sales.report_html import render_html
from sales.report_record import Beside, Report
from sales.report_table import to_rows, write_tables
from sales.spreadsheet import csv_bytes
from sales.words import ratio_interval
from tests.sales_facts import (
    EIGHT,
    HOUR,
    MINUTE,
    bought,
    fact,
    journal,
    peach_night,
    peach_show,
    products,
    random_facts,
)

LANGS: Sequence[Lang] = ("zh", "en")


def report(events: Sequence[OrderEvent] = (), *, now: int = EIGHT + HOUR) -> Report:
    """The report of the peach night with these order facts."""
    return build_report(peach_show(), peach_night(), fold_lines(events), products(), now=now)


def sold() -> list[OrderEvent]:
    """Three boxes of peaches on air, rice after, oil that nobody showed, an order of another evening."""
    return [
        *bought("o1", at=EIGHT + 6 * MINUTE, qty=2, amount=11_800),
        *bought("o2", at=EIGHT + 12 * MINUTE),
        *bought("o3", at=EIGHT + 18 * MINUTE, sku="P-2", amount=3990),
        *bought("o4", at=EIGHT + 19 * MINUTE, sku="P-3", qty=2, amount=17_980),
        *bought("o5", at=EIGHT - 3 * HOUR),
        fact("refunded", "o2", n="r", at=EIGHT + 40 * MINUTE, amount=900),
    ]


def test_totals_leave_other_evenings_out() -> None:
    """Only lines created in the show or its grace are in it."""
    total = report(sold()).total
    assert (total.orders, total.units, total.paid_minor, total.net_minor) == (4, 6, 39_670, 38_770)


@pytest.mark.parametrize("seed", range(10))
def test_segments_products_and_minutes_sum_to_the_total(seed: int) -> None:
    """Σ segments + unattributed = Σ minutes = total; the same for refunds."""
    made = report(random_facts(Random(seed)))
    segments = [row.counters for row in made.segments]
    assert sum(c.paid_minor for c in segments) + made.unattributed.paid_minor == made.total.paid_minor
    assert sum(c.refund_minor for c in segments) + made.unattributed.refund_minor == made.total.refund_minor
    assert sum(made.minutes) == made.total.paid_minor
    unnamed = sum(line.paid_minor for line in made.lines if line.sku is None and line.currency == "CNY")
    assert sum(row.counters.paid_minor for row in made.products) + unnamed == made.total.paid_minor


def test_planned_against_actual() -> None:
    """Lengths as planned and as they ran, from kickoff to end; a segment that never ran has none."""
    rows = {row.segment: row for row in report().segments}
    assert (rows["peach"].planned_ms, rows["peach"].actual_ms) == (10 * MINUTE, 12 * MINUTE)
    assert rows["peach"].difference_ms == 2 * MINUTE
    short = build_report(
        peach_show(), journal((0, "start"), (1, "go"), (2, "end")), (), products(), now=EIGHT + HOUR
    )
    last = short.segments[-1]
    assert (last.fate, last.actual_ms, last.difference_ms) == ("not_reached", None, None)


def test_products_show_stock_and_oversell() -> None:
    """Opening − paid + returned; below zero it says how many are missing; unknown is a dash."""
    rows = {row.sku: row for row in report(sold()).products}
    assert (rows["P-1"].left, rows["P-2"].left, rows["P-3"].left) == (97, None, -1)
    assert "超卖 1" in render_html(report(sold()), "zh")


def test_time_to_sold_out_runs_from_the_price() -> None:
    """From 开价 (20:10) until the pieces paid reach the opening stock; unknown for what is left."""
    sold_out = bought("big", at=EIGHT + 12 * MINUTE, qty=100, amount=590_000)
    rows = {row.sku: row for row in report([*sold(), *sold_out]).products}
    assert (rows["P-1"].sold_out_ms, rows["P-2"].sold_out_ms) == (2 * MINUTE + 6000, None)
    assert {row.sku: row.sold_out_ms for row in report(sold()).products}["P-1"] is None


def test_product_deleted_while_orders_exist() -> None:
    """Its sales stay, under its SKU."""
    made = report(bought(sku="GONE-7", at=EIGHT + MINUTE))
    (row,) = [row for row in made.products if row.sku == "GONE-7"]
    assert (row.known, row.counters.paid_minor) == (False, 5900)
    assert "商品表中没有" in render_html(made, "zh")


def test_words_count_only_selling_time() -> None:
    """The board stood 20:07–20:10, the price opened at 20:10: nothing was for sale under these words."""
    rows = {row.card: row for row in report(sold()).words}
    assert (rows["juicy"].shown_ms, rows["fuzz"].shown_ms) == (3 * MINUTE, 2 * MINUTE)
    assert (rows["juicy"].selling_ms, rows["juicy"].orders, rows["juicy"].ratio) == (0, 0, None)


def test_words_compare_with_the_same_product() -> None:
    """Without an opened price all on-air time is selling time: 3 minutes with the word, the rest without."""
    steps = [(0, "start"), (5, "go"), (7, "go"), (10, "board_hide"), (20, "end")]
    events = [
        *(fact for n in range(12) for fact in bought(f"w{n}", at=EIGHT + 7 * MINUTE + n)),
        *(fact for n in range(24) for fact in bought(f"b{n}", at=EIGHT + 12 * MINUTE + n)),
    ]
    made = build_report(peach_show(), journal(*steps), fold_lines(events), products(), now=EIGHT + HOUR)
    row = next(row for row in made.words if row.card == "juicy")
    assert (row.orders, row.selling_ms, row.base_orders, row.base_ms) == (12, 3 * MINUTE, 24, 12 * MINUTE)
    assert row.ratio == pytest.approx(2.0)
    low, high = row.interval or (0, 0)
    assert low < 2.0 < high


def test_hosts_share_the_total_between_them() -> None:
    """Sales by who was on at the time of ordering; rows sum to the total; two hosts are one row."""
    change = {"hosts": ["Ben"]}
    events = [
        *journal((0, "start"), (5, "go")),
        Event(3, EIGHT + 10 * MINUTE, Command("h", ShowId("s"), "王", "producer", "hosts", args=change)),
        Event(4, EIGHT + 30 * MINUTE, Command("e", ShowId("s"), "王", "producer", "end")),
    ]
    rundown = replace(peach_show(), hosts=("小禾", "Ben"))
    told = [
        *bought("o1", at=EIGHT + 9 * MINUTE),
        *bought("o2", at=EIGHT + 10 * MINUTE, amount=100),
        *bought("o3", at=EIGHT + 31 * MINUTE, amount=7),
    ]
    made = build_report(rundown, events, fold_lines(told), products(), now=EIGHT + HOUR)
    assert [(row.hosts, row.on_air_ms, row.counters.paid_minor) for row in made.hosts_sold] == [
        (("小禾", "Ben"), 10 * MINUTE, 5900),
        (("Ben",), 20 * MINUTE, 100),
        ((), 0, 7),
    ]
    assert "各主播" in render_html(made, "zh")


def test_interval_of_a_ratio() -> None:
    """Equal counts and times: the exact interval is symmetric about 1 on the log scale and holds it."""
    low, high = ratio_interval(10, 60, 10, 60)
    assert (low, high) == (pytest.approx(0.3736, abs=1e-3), pytest.approx(2.6767, abs=1e-3))
    assert ratio_interval(0, 60, 10, 60)[0] == 0.0


@pytest.mark.parametrize("lang", LANGS)
def test_equal_facts_give_equal_bytes(lang: Lang, tmp_path: Path) -> None:
    """Page and tables do not depend on when they are made, nor on the order in which facts came."""
    events = random_facts(Random(4))
    first, later = report(events), report(list(reversed(events)), now=EIGHT + 100 * HOUR)
    assert render_html(first, lang) == render_html(later, lang)
    for name, made in (("a", first), ("b", later)):
        (tmp_path / name).mkdir()
        write_tables(made, tmp_path / name, lang)
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert "report.xlsx" in files and len(files) == 14
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file


class _Page(HTMLParser):
    """Collects tags, to see that every one is closed and nothing is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "line", "rect", "br", "link", "img"}:
            self.open.append(tag)
        self.fetched += [str(value) for name, value in attrs if name in {"src", "href"}]

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()


@pytest.mark.parametrize("lang", LANGS)
def test_page_is_whole_and_self_contained(lang: Lang) -> None:
    """Every tag is closed, and nothing is loaded from anywhere."""
    html = render_html(report(random_facts(Random(1))), lang)
    page = _Page()
    page.feed(html)
    assert page.open == []
    assert page.fetched == []
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "") and "url(" not in html


def test_page_escapes_what_people_typed() -> None:
    """A title is text, whatever it holds."""
    rundown = replace(peach_show(), title=Bilingual(zh="<b>桃</b>&"))
    html = render_html(build_report(rundown, peach_night(), (), products(), now=EIGHT + HOUR), "zh")
    assert "<b>桃" not in html and "&lt;b&gt;桃&lt;/b&gt;&amp;" in html


def test_page_shows_the_ledgers_numbers() -> None:
    """What stands on the page is the ledger's amount to the cent."""
    html = render_html(report(sold()), "zh")
    assert "¥396.70" in html and "¥387.70" in html
    assert len(re.findall('class="bar"', html)) == sum(minor > 0 for minor in report(sold()).minutes)


@pytest.mark.parametrize("lang", LANGS)
def test_what_no_source_told_is_unknown(lang: Lang) -> None:
    """Where no source of orders ever spoke neither the page nor a table has an amount, not even 0."""
    silent = Beside(connected=False, target_minor=100_000)
    made = build_report(peach_show(), peach_night(), (), products(), now=EIGHT + HOUR, beside=silent)
    html = render_html(made, lang)
    assert not re.search(r"¥-?0\.00", html)
    assert compute(METRICS["orders"], made.inputs) is None
    assert compute(METRICS["target"], made.inputs) == 100_000
    tables = to_rows(made, lang)
    assert {cell for row in tables["segments"][1:] for cell in row[-5:]} == {None}
    assert {row[-1] for row in tables["minutes"][1:]} == {None}
    assert build_report(peach_show(), peach_night(), (), products(), now=EIGHT + HOUR).inputs["orders"] == 0


@pytest.mark.parametrize("lang", LANGS)
def test_report_of_a_show_that_never_ran(lang: Lang) -> None:
    """No journal: the plan alone, no chart, and no invented zero for what nobody knows."""
    made = build_report(peach_show(), (), (), products(), now=EIGHT)
    assert (made.started, made.minutes, made.duration_ms) == (None, (), None)
    assert "<svg" not in render_html(made, lang)


def test_show_on_air_has_a_report_so_far() -> None:
    """While the show runs its spans end now."""
    made = build_report(
        peach_show(), journal((0, "start"), (5, "go")), fold_lines(bought(at=EIGHT + 6 * MINUTE)), products(),
        now=EIGHT + 8 * MINUTE,
    )  # fmt: skip
    peach = next(row for row in made.segments if row.segment == "peach")
    assert (made.ended, peach.actual_ms, peach.counters.paid_minor) == (None, 3 * MINUTE, 5900)


def test_two_currencies_are_listed_and_not_added() -> None:
    """The report counts in its main currency and shows the other beside."""
    made = report([*bought("o1"), *bought("o2"), *bought("o3", currency="JPY", amount=1200)])
    assert (made.currency, made.total.paid_minor, made.totals["JPY"].paid_minor) == ("CNY", 11_800, 1200)
    assert "JP¥1,200" in render_html(made, "en")


def test_csv_cannot_run_in_a_spreadsheet() -> None:
    """Text that a spreadsheet would execute is defused; numbers stay numbers."""
    text = csv_bytes([["=HYPERLINK(1)", "@x", "-5", 7]]).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text))) == ["'=HYPERLINK(1)", "'@x", "'-5", "7"]


def test_workbook_holds_exact_amounts(tmp_path: Path) -> None:
    """Amounts are numbers with their cents, text stays text, the total row is the total."""
    evil = bought("=1+1", at=EIGHT + MINUTE)
    book = load_workbook(write_tables(report([*sold(), *evil]), tmp_path, "en")[0])
    segments = list(book["segments"].values)
    paid = segments[0].index("Paid GMV (CNY)")
    assert segments[-1][paid] == pytest.approx(455.7)
    assert ("=1+1", "s") in {
        (cell.value, cell.data_type) for row in book["lines"].iter_rows() for cell in row
    }


@pytest.mark.parametrize("lang", LANGS)
def test_rows_are_rectangular(lang: Lang) -> None:
    """Every row of every table has as many cells as its header."""
    for name, table in to_rows(report(random_facts(Random(2))), lang).items():
        assert {len(row) for row in table} == {len(table[0])}, name
