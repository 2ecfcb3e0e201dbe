"""How a table is to be read: its dialect, its header row, and which column is which field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from catalog.cells import clean
from catalog.dialects import MAPPED, NAMES, Dialect, order_column, plain_dialect, recognise
from catalog.headers import assign, find_header
from catalog.names import NameColumns, find_names
from catalog.records import Record
from catalog.rows import Columns
from catalog.sheet import Sheet

#: Rows shown to a person who maps columns by hand.
_SAMPLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file: its header, the field it was taken for (None: kept as attribute), some of its
    cells."""

    header: str
    field: str | None
    sample: tuple[str, ...]


@dataclass(slots=True)
class Layout:
    """Either `columns` below a `header`, or the columns of a headerless list of names."""

    dialect: Dialect
    header: Record | None
    columns: Columns | None
    names: NameColumns | None = None


def find_layout(sheet: Sheet, mapping: Mapping[str, str] | None) -> Layout | None:
    """The layout of the table, by the `mapping` of a person if there is one; None when its columns mean
    nothing to us or it holds orders."""
    head = [record for record in sheet.head if any(cell.strip() for cell in record.cells)]
    if mapping is not None:
        wanted = {clean(header): target for header, target in mapping.items()}
        scores = [sum(1 for cell in record.cells if clean(cell) in wanted) for record in head]
        if not scores or not max(scores):
            return None
        header = head[scores.index(max(scores))]
        fields = {
            index: wanted[text]
            for index, cell in enumerate(header.cells)
            if (text := clean(cell)) in wanted and wanted[text]
        }
        return Layout(MAPPED, header, Columns(header.cells, {}, fields=fields))
    found = find_header([record.cells for record in head])
    # A platform's own columns may be few; look for them in every row of the head.
    for record in head:
        dialect = recognise(record.cells)
        if dialect is not None and order_column(record.cells) is None:
            return Layout(dialect, record, Columns(record.cells, dialect.columns, strict=dialect.strict))
    if found is None:
        names = find_names([record.cells for record in head]) if sheet.kind in ("text", "xlsx") else None
        return None if names is None else Layout(NAMES, None, None, names)
    header = head[found]
    if order_column(header.cells) is not None:
        return None
    dialect = plain_dialect(frozenset(assign(header.cells).values()))
    return None if dialect is None else Layout(dialect, header, Columns(header.cells, {}))


def columns_of(sheet: Sheet, layout: Layout) -> tuple[Column, ...]:
    if layout.columns is None or layout.header is None:
        listed = layout.names
        if listed is None:
            return ()
        fields = {listed.zh: "title_zh", listed.en: "title_en", listed.sku: "sku"}
        return sampled_columns(
            sheet, listed.headers, {index: name for index, name in fields.items() if index is not None}, 0
        )
    return sampled_columns(sheet, layout.columns.headers, layout.columns.fields, layout.header.number)


def sampled_columns(
    sheet: Sheet, headers: Sequence[str], fields: Mapping[int, str], after: int
) -> tuple[Column, ...]:
    rows = [record.cells for record in sheet.head if record.number > after and any(record.cells)]
    sample = list(islice(rows, _SAMPLE_ROWS))
    return tuple(
        Column(header, fields.get(index), tuple(clean(row[index])[:80] for row in sample if index < len(row)))
        for index, header in enumerate(headers)
    )
