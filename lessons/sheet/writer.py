"""Rundown → XLSX or CSV: one row a cue, the segment's cells merged over its rows, ready for A4 landscape."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from catalog.cells import protect, without_control
from lessons.rundown import Rundown
from lessons.sheet.cells import Cells
from lessons.sheet.layout import ALWAYS, OWN_HEADERS, SheetLayout
from lessons.text.board import Board
from vocab.card import Card, CardId

#: Column widths in characters; everything else gets 12.
_WIDTHS = {
    "number": 6, "time": 13, "duration": 8, "title.zh": 16, "title.en": 16, "kind": 8, "cue.kind": 8,
    "cue.zh": 42, "cue.en": 42, "cue.cards": 22, "column.assistant": 22, "column.desk": 22, "note": 20,
}  # fmt: skip
_MERGED_ALWAYS = ("number", "time", "duration")


class SheetFormatError(ValueError):
    """A file name whose ending is no sheet format we write."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Cannot write {name!r}: name it .xlsx or .csv.")


def write_sheet(
    rundown: Rundown,
    target: Path,
    *,
    cards: Mapping[CardId, Card] | None = None,
    layout: SheetLayout | None = None,
) -> None:
    """Write the script to `target` (`.xlsx` or `.csv`, UTF-8 with BOM). Raises SheetFormatError.

    With the `layout` of a sheet that was read, its columns, rows above the table and untouched cells are
    written as they were. Cells that a spreadsheet would run as formulas are protected; reading undoes it.
    """
    head, table, spans, fields = _table(rundown, cards, layout)
    if target.suffix.casefold() == ".csv":
        with target.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, lineterminator="\r\n").writerows([*head, *table])
    elif target.suffix.casefold() == ".xlsx":
        _write_xlsx(head, table, spans if layout is None else [], fields, target)
    else:
        raise SheetFormatError(target.name)


def sheet_rows(
    rundown: Rundown, *, cards: Mapping[CardId, Card] | None = None, layout: SheetLayout | None = None
) -> list[list[str]]:
    """All rows of the sheet as text: the head, a blank row (in our own layout), the header, the table."""
    head, table, _, _ = _table(rundown, cards, layout)
    return [*head, *table]


def _table(
    rundown: Rundown, cards: Mapping[CardId, Card] | None, layout: SheetLayout | None
) -> tuple[list[list[str]], list[list[str]], list[tuple[int, int]], tuple[str, ...]]:
    """Rows above the table, header and rows, the row spans of segments of several cues, the fields."""
    cells = Cells(rundown, Board(cards.values() if cards else ()))
    fields = _own_fields(rundown) if layout is None else _kept_fields(rundown, layout)
    if layout is None:
        headers = [OWN_HEADERS.get(name, name.removeprefix("column.")) for name in fields]
        head = [[_cell(name), _cell(text)] for name, text in cells.head()] + [[]]
    else:
        extra = fields[len(layout.fields) :]
        headers = [*layout.headers, *(OWN_HEADERS.get(name, name.removeprefix("column.")) for name in extra)]
        same = tuple(cells.head()) == layout.plain_head
        pairs = [[_cell(name), _cell(text)] for name, text in cells.head()]
        head = [list(row) for row in layout.preamble] if same else [*pairs, []]
    table = [headers]
    spans: list[tuple[int, int]] = []
    previous: str | None = None
    for key, row in cells.rows(fields):
        table.append(_kept(key, row, layout) if layout is not None else [_cell(text) for text in row])
        if key[0] == previous:
            spans[-1] = (spans[-1][0], len(table))
        else:
            spans.append((len(table), len(table)))
        previous = key[0]
    return head, table, spans, fields


def _own_fields(rundown: Rundown) -> tuple[str, ...]:
    """Our columns: those always written, others where something stands in them."""
    free = dict.fromkeys(f"column.{name}" for segment in rundown.segments for name, _ in segment.columns)
    used: set[str] = set()
    for segment in rundown.segments:
        used |= {"skip"} if segment.skip else set()
        used |= {"hard_start"} if segment.hard_start is not None else set()
        used |= {"cue.note"} if any(cue.note for cue in segment.cues) else set()
        used |= {"group"} if segment.group is not None else set()
        used |= {"milestone"} if segment.milestone else set()
        used |= {"again"} if segment.again else set()
    used |= {"group.target"} if any(group.target_ms is not None for group in rundown.groups) else set()
    names = [name for name in OWN_HEADERS if (name in ALWAYS or name in used) and name not in free]
    # the roles' columns keep the order they have in the script
    at = names.index("cue.cards") + 1
    return (*names[:at], *free, *names[at:])


def _kept_fields(rundown: Rundown, layout: SheetLayout) -> tuple[str, ...]:
    """The sheet's own columns, and after them ours for what was added since and would be lost."""
    wanted = [f"column.{name}" for segment in rundown.segments for name, _ in segment.columns]
    for segment in rundown.segments:
        wanted += ["cue.zh"] if any(cue.lines.zh for cue in segment.cues) else []
        wanted += ["cue.en"] if any(cue.lines.en for cue in segment.cues) else []
        wanted += ["cue.cards"] if any(cue.card_ids for cue in segment.cues) else []
        wanted += ["hard_start"] if segment.hard_start is not None else []
        wanted += ["skip"] if segment.skip else []
        wanted += ["group"] if segment.group is not None else []
        wanted += ["milestone"] if segment.milestone else []
        wanted += ["again"] if segment.again else []
    wanted += ["group.target"] if any(group.target_ms is not None for group in rundown.groups) else []
    return (*layout.fields, *dict.fromkeys(name for name in wanted if name not in layout.fields))


def _kept(key: tuple[str, str], row: Sequence[str], layout: SheetLayout) -> list[str]:
    """A row in a foreign layout: a cell nobody changed as it was, any other as we write it."""
    raw, plain = layout.raw.get(key), layout.plain.get(key)
    if raw is None or plain is None:
        return [_cell(text) for text in row]
    return [
        raw[index] if index < len(raw) and text == plain[index] else _cell(text)
        for index, text in enumerate(row)
    ]


def _cell(text: str) -> str:
    return protect(without_control(text))


def _write_xlsx(
    head: Iterable[Sequence[str]],
    table: Sequence[Sequence[str]],
    spans: Iterable[tuple[int, int]],
    fields: Sequence[str],
    target: Path,
) -> None:
    from openpyxl import Workbook  # imported here: slow to load, and only this format needs it
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "整场脚本"
    rows = [*(list(row) for row in head), *table]
    top = len(rows) - len(table) + 1
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            if text:
                cell = sheet.cell(number, column, text)
                cell.data_type = "s"
                cell.number_format = "@"
                cell.alignment = Alignment(wrap_text=number >= top, vertical="top")
    for column, name in enumerate(fields, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 12)
        cell = sheet.cell(top, column)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8EDE6")
        own = not name.startswith("cue.")
        for first, last in spans if own else ():
            if last > first:
                sheet.merge_cells(
                    start_row=top + first - 1, end_row=top + last - 1, start_column=column, end_column=column
                )
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.save(target)
