"""The data rows of a table: below the header, not blank, not instructions, variants filled from their
parents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.headers import is_explanation
from catalog.jsonl import BROKEN
from catalog.layout import Layout
from catalog.messages import FindingLog
from catalog.names import name_rows
from catalog.records import Record
from catalog.rows import Row, RowReport
from catalog.sheet import Sheet
from catalog.variants import shopify_rows, woo_rows


@dataclass(slots=True)
class RowCounter:
    """Rows with content so far, and those of them refused before they reached the builder."""

    rows: int = 0
    refused: int = 0


def table_rows(sheet: Sheet, layout: Layout, log: FindingLog, counter: RowCounter) -> Iterator[Row]:
    """The rows of the table as values by field, in the order of the file; `counter` and `log` fill as they
    pass."""
    records = _records(sheet, layout, log, counter)
    if layout.names is not None:
        yield from name_rows(records, layout.names)
        return
    columns = layout.columns
    if columns is None:
        return
    rows = (columns.row(record.number, record.cells) for record in records)
    if layout.dialect.flow == "shopify":
        yield from shopify_rows(rows)
    elif layout.dialect.flow == "woo":
        yield from woo_rows(rows, RowReport(log, columns.names))
    else:
        yield from rows


def _records(sheet: Sheet, layout: Layout, log: FindingLog, counter: RowCounter) -> Iterator[Record]:
    """The data rows: below the header, not blank, not instructions, not wider than the header."""
    header = layout.header
    width = len(header.cells) if header is not None else 0
    explained = header is None
    for record in sheet.rows:
        if header is not None and record.number <= header.number:
            continue
        if not any(cell.strip() for cell in record.cells):
            continue
        if record.swallowed:
            log.say("catalog.row.swallowed", row=record.number, count=record.swallowed)
        if record.cells == [BROKEN]:
            counter.rows += 1
            counter.refused += 1
            log.say("catalog.row.json", row=record.number)
            continue
        if not explained and header is not None:
            if is_explanation(record.cells, header.cells):
                log.say("catalog.header.explained", row=record.number)
                continue
            explained = True
        counter.rows += 1
        if width and any(cell.strip() for cell in record.cells[width:]):
            counter.refused += 1
            log.say("catalog.row.ragged", row=record.number, cells=len(record.cells), columns=width)
            continue
        yield record
