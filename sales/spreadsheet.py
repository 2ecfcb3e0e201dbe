"""Rows into CSV and XLSX: equal bytes for equal rows, and nothing in them that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from catalog.cells import FORMULA_STARTS

Cell = str | int | Decimal | datetime | None
#: Sheet name → rows, the first one its header.
Rows = Mapping[str, Sequence[Sequence[Cell]]]

#: The instant written into archives that ask for one, so that equal reports give equal bytes.
_STAMP: Final = (2000, 1, 1, 0, 0, 0)


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
