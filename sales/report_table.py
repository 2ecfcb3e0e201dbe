"""The report as rows: one XLSX workbook and one CSV per sheet, equal bytes for equal reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from catalog.bilingual import Lang
from catalog.currency import EXPONENTS
from sales.counters import Counters
from sales.metric import compute, format_value, order_inputs
from sales.metrics import METRICS
from sales.report_format import local, zone_of
from sales.report_record import MINUTE_MS, Report
from sales.report_table_more import decimal_of, more_rows
from sales.report_texts import ISSUES, say
from sales.spreadsheet import Cell, Rows, csv_bytes, xlsx_bytes
from sales.words import MIN_ORDERS


def to_rows(report: Report, lang: Lang) -> Rows:
    """Every table of the report. Amounts are exact decimals, instants local times of the show's zone."""
    return {
        "figures": _figures(report, lang),
        "segments": _segments(report, lang),
        "products": _products(report, lang),
        "hosts": _hosts(report, lang),
        "words": _words(report, lang),
        **more_rows(report, lang),
        "minutes": _minutes(report, lang),
        "lines": _lines(report, lang),
        "log": _log(report, lang),
        "issues": _issues(report, lang),
    }


def write_tables(report: Report, out: Path, lang: Lang) -> tuple[Path, ...]:
    """Write `report.xlsx` and a `report-<sheet>.csv` each into the folder `out`; returns their paths."""
    rows = to_rows(report, lang)
    book = out / "report.xlsx"
    book.write_bytes(xlsx_bytes(rows))
    paths = [book]
    for name, table in rows.items():
        path = out / f"report-{name}.csv"
        path.write_bytes(csv_bytes(table))
        paths.append(path)
    return tuple(paths)


def _money(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-EXPONENTS[currency])


def _at(ms: int | None, report: Report) -> datetime | None:
    return None if ms is None else local(ms, zone_of(report.zone))


def _seconds(ms: int | None) -> Decimal | None:
    return None if ms is None else Decimal(ms).scaleb(-3)


def _sales_head(report: Report, lang: Lang) -> list[Cell]:
    money = [say(name, lang) + f" ({report.currency})" for name in ("paid", "refunded", "net")]
    return [say("orders", lang), say("units", lang), *money]


def _sales(counters: Counters, report: Report) -> list[Cell]:
    """Orders, units and amounts; empty where nobody can know them."""
    if not report.connected:
        return [None] * 5
    amounts = (counters.paid_minor, counters.refund_minor, counters.net_minor)
    return [counters.orders, counters.units, *(_money(minor, report.currency) for minor in amounts)]


def _told(report: Report, *cells: Cell) -> Sequence[Cell]:
    return cells if report.connected else [None] * len(cells)


def _table(head: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> list[Sequence[Cell]]:
    return [head, *rows]


def _figures(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    head: list[Cell] = [
        "id",
        say("metric", lang),
        say("value", lang),
        say("currency", lang),
        say("formula", lang),
    ]
    rows: list[Sequence[Cell]] = [head]
    for currency, counters in report.totals.items() or {report.currency: report.total}.items():
        own = currency == report.currency
        inputs = report.inputs if own else order_inputs(counters, duration_ms=report.duration_ms)
        for metric in METRICS.values():
            if own or metric.origin == "orders":
                shown = format_value(metric, compute(metric, inputs), currency=currency, lang=lang)
                rows.append([metric.id, metric.title.best(lang), shown, currency, metric.formula.best(lang)])
    return rows


def _segments(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    planned, actual = say("planned", lang), say("actual", lang)
    start, length = say("start", lang), say("length", lang)
    head: list[Cell] = [
        "#", "zh", "en", say("kind", lang), say("sku", lang), say("status", lang), f"{planned} {start}",
        f"{actual} {start}", f"{planned} {length} (s)", f"{actual} {length} (s)",
        f"{say('difference', lang)} (s)", *_sales_head(report, lang),
    ]  # fmt: skip
    rows: list[Sequence[Cell]] = [head]
    for number, row in enumerate(report.segments, start=1):
        rows.append(
            [
                number, row.title.zh, row.title.en, row.kind, row.sku, row.fate,
                _at(row.planned_start, report), _at(row.kickoff, report), _seconds(row.planned_ms),
                _seconds(row.actual_ms),
                _seconds(row.difference_ms), *_sales(row.counters, report),
            ]
        )  # fmt: skip
    blank: list[Cell] = [None] * 9
    rows.append([None, say("unattributed", lang), *blank, *_sales(report.unattributed, report)])
    rows.append([None, say("total", lang), *blank, *_sales(report.total, report)])
    return rows


def _products(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    head: list[Cell] = [
        say("sku", lang), "zh", "en", f"{say('talked', lang)} (s)", *_sales_head(report, lang),
        say("stock", lang), say("stock_left", lang), f"{say('sold_out', lang)} (s)",
    ]  # fmt: skip
    return _table(
        head,
        (
            [
                row.sku, row.title.zh, row.title.en, _seconds(row.on_air_ms), *_sales(row.counters, report),
                row.opening, row.left if report.connected else None, _seconds(row.sold_out_ms),
            ]
            for row in report.products
        ),
    )  # fmt: skip


def _hosts(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    head: list[Cell] = [say("hosts", lang), f"{say('talked', lang)} (s)", *_sales_head(report, lang)]
    rows = (
        [", ".join(row.hosts) or None, _seconds(row.on_air_ms), *_sales(row.counters, report)]
        for row in report.hosts_sold
    )
    return _table(head, rows)


def _words(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    shown, other = say("while_shown", lang), say("else_shown", lang)
    head: list[Cell] = [
        "id", say("word", lang), "zh", say("sku", lang), f"{say('shown', lang)} (s)",
        f"{shown} (s)", f"{shown} {say('orders', lang)}", f"{other} (s)", f"{other} {say('orders', lang)}",
        say("paid", lang), *(f"{say('ratio', lang)} {part}".strip() for part in ("", "≥", "≤")),
        say("words_note", lang, n=MIN_ORDERS),
    ]  # fmt: skip
    return _table(
        head,
        (
            [
                row.card, row.headword, row.gloss, row.sku, _seconds(row.shown_ms), _seconds(row.selling_ms),
                *_told(report, row.orders), _seconds(row.base_ms),
                *_told(report, row.base_orders, _money(row.paid_minor, report.currency)),
                *(decimal_of(value) for value in (row.ratio, *(row.interval or (None, None)))), None,
            ]
            for row in report.words
        ),
    )  # fmt: skip


def _minutes(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    head: list[Cell] = [say("minute", lang), say("time", lang), f"{say('paid', lang)} ({report.currency})"]
    start = report.started or 0
    return _table(
        head,
        (
            [n, _at(start + n * MINUTE_MS, report), *_told(report, _money(minor, report.currency))]
            for n, minor in enumerate(report.minutes)
        ),
    )


def _lines(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    head: list[Cell] = [
        "shop", say("order", lang), say("line", lang), say("sku", lang), say("status", lang),
        say("created", lang), say("units", lang), say("currency", lang), say("paid", lang),
        say("refunded", lang), say("net", lang),
    ]  # fmt: skip
    return _table(
        head,
        (
            [
                line.shop, line.order_id, line.line_id, line.sku, line.status, _at(line.created_at, report),
                line.qty, line.currency, _money(line.paid_minor, line.currency),
                _money(line.refund_minor, line.currency), _money(line.net_minor, line.currency),
            ]
            for line in report.lines
        ),
    )  # fmt: skip


def _log(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    head: list[Cell] = ["seq", say("time", lang), say("who", lang), "role", say("what", lang), "", ""]
    return _table(
        head,
        (
            [
                deed.seq, _at(deed.at, report), deed.actor, deed.role, deed.label.best(lang), deed.detail,
                say("undone", lang) if deed.undone else None,
            ]
            for deed in report.deeds
        ),
    )  # fmt: skip


def _issues(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    head: list[Cell] = ["shop", say("order", lang), say("line", lang), "code", say("what", lang), ""]
    return _table(
        head,
        (
            [
                issue.shop, issue.order_id, issue.line_id, issue.code, ISSUES[issue.code].best(lang),
                "; ".join(f"{name}: {value}" for name, value in issue.detail),
            ]
            for issue in report.issues
        ),
    )  # fmt: skip
