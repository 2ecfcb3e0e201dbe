"""Script sheets → Rundown: any table with headers we know, its problems by row and column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from catalog.bilingual import Bilingual
from catalog.cells import clean
from catalog.finding import Finding
from catalog.messages import FindingLog
from catalog.records import LineTooLongError, Record
from catalog.sheet import SheetError, open_sheets
from catalog.workbook import WorkbookError
from lessons.gather import Findings
from lessons.rundown import Rundown
from lessons.sheet.cells import Cells
from lessons.sheet.head import read_head
from lessons.sheet.layout import SheetLayout, assign, known
from lessons.sheet.rows import RowReader, filled_rows
from lessons.text import layout as text_layout
from lessons.text.board import Boards

#: So many known headers make a row the header row.
HEADER_CELLS = 3


@dataclass(frozen=True, slots=True)
class SheetReading:
    """A read sheet: the rundown, how the sheet looked, and what is wrong with it.

    `layout` is None when no table was found; the rundown is then empty.
    """

    rundown: Rundown
    layout: SheetLayout | None
    findings: tuple[Finding, ...]


def read_sheet(
    source: Path | bytes, *, name: str | None = None, cards: Boards | None = None, day: date | None = None
) -> SheetReading:
    """A script from XLSX or CSV (UTF-8, GBK, …), with the headers matched to our fields.

    `name` is the file name for the findings. `cards` resolve board words. `day` is the local day of the show:
    sheets give times of day only, and without a day the show's start stays unknown. Merged cells count for
    all their rows. Never raises for what the file holds.
    """
    file = name or (source.name if isinstance(source, Path) else "sheet")
    found = Findings(file)
    empty = Rundown(Bilingual(), None, text_layout.DEFAULT_ZONE, ())
    try:
        with open_sheets(source) as sheets:
            for sheet in sheets:
                records = list(sheet.rows)
                header = _header(records)
                if header is not None:
                    rundown, shape = _read(records, header, cards, day, found)
                    return SheetReading(rundown, shape, found.all)
    except (SheetError, WorkbookError) as error:
        log = FindingLog(file)
        log.tell(error.code, error.values)
        return SheetReading(empty, None, log.findings())
    except LineTooLongError as error:
        found.add("lessons.sheet.line", row=error.line)
        return SheetReading(empty, None, found.all)
    found.add("lessons.sheet.no_header")
    return SheetReading(empty, None, found.all)


def _header(records: Sequence[Record]) -> int | None:
    """The index of the header row: the first with enough known headers, of the first 40."""
    for index, record in enumerate(records[:40]):
        if known(record.cells) >= HEADER_CELLS:
            return index
    return None


def _read(
    records: Sequence[Record], header: int, cards: Boards | None, day: date | None, found: Findings
) -> tuple[Rundown, SheetLayout]:
    headers = tuple(records[header].cells)
    while headers and not headers[-1].strip():
        headers = headers[:-1]
    fields = assign([clean(each) for each in headers])
    preamble = tuple(tuple(record.cells) for record in records[:header])
    rundown = read_head(records[:header], found)
    rows = list(filled_rows(records[header + 1 :], fields, found))
    reader = RowReader(rundown, cards, day, fields, found)
    rundown = reader.read(rows)
    shape = SheetLayout(preamble, headers, fields)
    plain = dict(Cells(rundown, reader.board).rows(fields))
    keys: list[tuple[str, str]] = [
        (segment.id, cue.id) for segment in rundown.segments for cue in segment.cues
    ]
    raw = {key: row.cells for key, row in zip(keys, rows, strict=True)}
    return rundown, replace(
        shape,
        raw=raw,
        plain={key: tuple(cells) for key, cells in plain.items()},
        plain_head=tuple(Cells(rundown, reader.board).head()),
    )
