"""Lists of names without a header: which column is Chinese, which English, which the code.

Told by what most cells hold, never by position alone. A row that has names but no code, in a list that has
codes, is a heading: it becomes the category of the rows below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.cells import clean, has_han, is_null
from catalog.records import Record
from catalog.rows import Row

_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._/#-]{0,31}", re.ASCII)
_FIGURE = re.compile(r"[¥￥$]?\s*\d{1,5}|[¥￥$]?\s*\d+\.\d{1,2}")
_WORDS = re.compile(r"[A-Za-z]{2,}")
_SIZE = re.compile(
    r"\d\s*(?:x\b|oz|lb|kg|g\b|ml|l\b|gl|liter|pcs?|pieces?|克|千克|斤|毫升|升|件|个)", re.IGNORECASE
)

#: Share of a column's filled cells that must look alike. Real lists have brand names in Latin letters among
#: Chinese names, and an empty or odd cell here and there.
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class NameColumns:
    """Which column is which; `headers` are names for all of them, in order."""

    zh: int | None
    en: int | None
    sku: int | None
    line_code: int | None
    headers: tuple[str, ...]


def find_names(rows: Sequence[Sequence[str]]) -> NameColumns | None:
    """The columns of a headerless list, or None when it is not one.

    A list needs a Chinese and an English column, or one of them and a code. The columns are at most 8: more
    is a table whose header got lost, and guessing it would put prices into names.
    """
    cells = [[clean(cell) for cell in row] for row in rows if any(cell.strip() for cell in row)]
    width = max((len(row) for row in cells), default=0)
    if not 2 <= width <= 8 or len(cells) < 2:
        return None
    columns = [
        [row[index] for row in cells if index < len(row) and not is_null(row[index])]
        for index in range(width)
    ]
    zh = next((index for index, column in enumerate(columns) if _share(column, has_han) >= _MOST), None)
    codes = [index for index, column in enumerate(columns) if _is_code_column(column) and index != zh]
    # Sizes hold words too ("Box of 24"); English names are the first column of words.
    en = next(
        (
            index
            for index, column in enumerate(columns)
            if index not in (zh, *codes)
            and _share(column, lambda cell: _WORDS.search(cell) is not None and not has_han(cell)) >= _MOST
        ),
        None,
    )
    if _is_header(cells, columns) or any(
        index not in codes and _share(column, _is_figure) >= _MOST for index, column in enumerate(columns)
    ):
        return None
    if (zh is None and en is None) or ((zh is None or en is None) and not codes):
        return None
    names = [index for index in (zh, en) if index is not None]
    before = [index for index in codes if index < min(names)]
    # Of two code columns the first numbers the lines of the list (6-1, 6-2), the second is the article's.
    sku = before[-1] if before else (codes[0] if codes else None)
    line_code = before[0] if len(before) > 1 else None
    headers = []
    for index, column in enumerate(columns):
        if index == line_code:
            headers.append("code")
        elif _share(column, lambda cell: _SIZE.search(cell) is not None) >= _MOST and "sizes" not in headers:
            headers.append("sizes")
        else:
            headers.append(f"column {index + 1}")
    return NameColumns(zh=zh, en=en, sku=sku, line_code=line_code, headers=tuple(headers))


def name_rows(records: Iterable[Record], names: NameColumns) -> Iterator[Row]:
    """The rows of the list with their headings as category; headings and blank rows give none."""
    category: str | None = None
    for record in records:
        cells = [clean(cell) for cell in record.cells]
        cells = ["" if is_null(cell) else cell for cell in cells]
        if not any(cells):
            continue

        def at(index: int | None, cells: Sequence[str] = cells) -> str:
            return cells[index] if index is not None and index < len(cells) else ""

        zh, en, sku = at(names.zh), at(names.en), at(names.sku)
        others = {
            header: cells[index]
            for index, header in enumerate(names.headers)
            if index < len(cells) and cells[index] and index not in (names.zh, names.en, names.sku)
        }
        rest = [header for header in others if header != "code"]
        if names.sku is not None and not sku and not rest and (zh or en):
            category = " ".join(part for part in (zh, en) if part)
            continue
        values = {
            name: text
            for name, text in (("sku", sku), ("title_zh", zh), ("title_en", en), ("category", category or ""))
            if text
        }
        spare = (f"{sku}~{at(names.line_code)}",) if sku and at(names.line_code) else ()
        yield Row(record.number, values, others, spare=spare)


def _is_code_column(column: Sequence[str]) -> bool:
    """Codes tell rows apart, so nearly all differ; plain short figures may as well be prices or counts."""
    if _share(column, lambda cell: _CODE.fullmatch(cell) is not None) < _MOST:
        return False
    lettered = (
        _share(column, lambda cell: not cell.isdecimal()) > 0.1
        or _share(column, lambda cell: len(cell) > 5) > 0.5
    )
    return len(set(column)) >= 0.9 * len(column) and lettered and _share(column, _is_figure) < 0.9


def _is_figure(cell: str) -> bool:
    return _FIGURE.fullmatch(cell) is not None


def _is_header(cells: Sequence[Sequence[str]], columns: Sequence[Sequence[str]]) -> bool:
    """True when the first row stands out: in some column it alone is no code and no figure."""
    for index, column in enumerate(columns):
        first = cells[0][index] if index < len(cells[0]) else ""
        rest = column[1:] if first else column
        for test in (lambda cell: _CODE.fullmatch(cell) is not None, _is_figure):
            if first and len(rest) >= 2 and not test(first) and _share(rest, test) > 0.95:
                return True
    return False


def _share(column: Sequence[str], test: Callable[[str], bool]) -> float:
    if not column:
        return 0.0
    return sum(1 for cell in column if test(cell)) / len(column)
