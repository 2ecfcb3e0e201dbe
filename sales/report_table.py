"""The report as rows: one XLSX workbook and one CSV per sheet, equal bytes for equal reports."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from catalog.bilingual import Lang
from catalog.cells import FORMULA_STARTS
from catalog.currency import EXPONENTS
from sales.counters import Counters
from sales.metric import compute, format_value, order_inputs
from sales.metrics import METRICS
from sales.report import MINUTE_MS, Report
from sales.report_format import local, zone_of
from sales.report_texts import ISSUES, say

Cell = str | int | Decimal | datetime | None
#: Sheet name → rows, the first one its header.
Rows = Mapping[str, Sequence[Sequence[Cell]]]

#: The instant written into archives that ask for one, so that equal reports give equal bytes.
_STAMP: Final = (2000, 1, 1, 0, 0, 0)


def to_rows(report: Report, lang: Lang) -> Rows:
    """Every table of the report. Amounts are exact decimals, instants local times of the show's zone."""
    return {
        "figures": _figures(report, lang),
        "segments": _segments(report, lang),
        "products": _products(report, lang),
        "hosts": _hosts(report, lang),
        "words": _words(report, lang),
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


def csv_bytes(rows: Sequence[Sequence[Cell]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, for Excel; text that a spreadsheet would run is defused by `'`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: Rows) -> bytes:
    """The workbook, a sheet per table, without any trace of when it was written."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, table in rows.items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(table, start=1):
            for column, value in enumerate(row, start=1):
                if value is None:
                    continue
                cell = sheet.cell(number, column)
                if isinstance(value, str):
                    # Set as text: openpyxl would take "=1+1" for a formula.
                    cell.data_type = "s"
                    cell._value = _printable(value)
                else:
                    cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
                if number == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "A2"
        for column in range(1, len(table[0]) + 1 if table else 1):
            sheet.column_dimensions[get_column_letter(column)].width = 18
    raw = io.BytesIO()
    book.save(raw)
    return _without_dates(raw.getvalue())


def _without_dates(archive: bytes) -> bytes:
    """The same workbook with fixed dates in its archive and its properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            body = source.read(part)
            if part.filename == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", body)
            fixed = zipfile.ZipInfo(part.filename, date_time=_STAMP)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, body)
    return out.getvalue()


def _printable(text: str) -> str:
    """The text without control characters, which a workbook cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", " ", text)


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, str):
        return "'" + cell if cell.startswith(FORMULA_STARTS) else cell
    return str(cell)


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
    amounts = (counters.paid_minor, counters.refund_minor, counters.net_minor)
    return [counters.orders, counters.units, *(_money(minor, report.currency) for minor in amounts)]


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
        inputs = order_inputs(counters, duration_ms=report.duration_ms)
        for metric in METRICS.values():
            if metric.origin == "orders":
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
        say("stock", lang).split("→")[0].strip(), say("stock", lang).split("→")[-1].strip(),
    ]  # fmt: skip
    return _table(
        head,
        (
            [
                row.sku, row.title.zh, row.title.en, _seconds(row.on_air_ms), *_sales(row.counters, report),
                row.opening, row.left,
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
        say("paid", lang),
    ]  # fmt: skip
    return _table(
        head,
        (
            [
                row.card, row.headword, row.gloss, row.sku, _seconds(row.shown_ms), _seconds(row.selling_ms),
                row.orders, _seconds(row.base_ms), row.base_orders, _money(row.paid_minor, report.currency),
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
            [n, _at(start + n * MINUTE_MS, report), _money(minor, report.currency)]
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
