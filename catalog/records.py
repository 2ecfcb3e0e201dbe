"""Records of a delimited text: which separator, and rows that no stray quotation mark can swallow."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from catalog.headers import assign

#: Separators tried, in order of preference when two fit equally well.
DELIMITERS = ("\t", ",", ";", "|", "，")

#: Rows at the top of a file in which its column names are looked for to tell the separator.
NAMED_ROWS = 10

#: Longest physical line read, in characters. Real listing pages stay under 100 000.
LINE_LIMIT = 1 << 20

#: Most physical lines read, blank ones included: twice what a sheet of Excel holds.
MAX_LINES = 2_100_000

#: Characters looked at to find the separator.
_HEAD = 64 * 1024


@dataclass(frozen=True, slots=True)
class Record:
    """One row: `number` as a spreadsheet counts it (header and blank rows included), and its cells as text.

    `swallowed` is how many further rows a stray quotation mark had taken in: set on the first of those rows.
    """

    number: int
    cells: list[str]
    swallowed: int = 0


class LineTooLongError(ValueError):
    """A physical line above LINE_LIMIT: not a table."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is longer than {LINE_LIMIT} characters")
        self.line = line


class TooManyLinesError(LineTooLongError):
    """More physical lines than MAX_LINES: filled with blanks, or not a table."""

    def __init__(self, line: int) -> None:
        ValueError.__init__(self, f"more than {MAX_LINES} lines")
        self.line = line


def sniff_delimiter(head: str) -> str:
    """The separator under which the most column names are known, at least two; else under which most rows of
    `head` have the same number of cells, at least two.

    Names first: eight `，` in every description agree better than the table's own commas. Then more
    agreement wins, then more cells, then the order of DELIMITERS; a comma when no separator occurs.
    """
    best, best_score = ",", (0, 0.0, 0)
    for delimiter in DELIMITERS:
        rows = [
            record.cells
            for record in read_records(io.StringIO(head, newline=""), delimiter)
            if any(cell.strip() for cell in record.cells)
        ]
        known = max((len(assign(row)) for row in rows[:NAMED_ROWS]), default=0)
        widths = Counter(len(row) for row in rows)
        several = {width: count for width, count in widths.items() if width > 1}
        if not several:
            continue
        width, count = max(several.items(), key=lambda item: (item[1], item[0]))
        # A title line above the header, or a last row cut off by the sample, must not outweigh the table.
        score = (known if known > 1 else 0, round(count / sum(widths.values()), 1), width)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def open_records(text: TextIO) -> tuple[str, Iterator[Record]]:
    """The separator and the records of a text opened with `newline=""` at its start.

    Excel's own `sep=;` line is obeyed and counted as a row.
    """
    head = text.read(_HEAD)
    text.seek(0)
    first = head.split("\n", 1)[0].rstrip("\r").lstrip("\ufeff")
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], (record for record in read_records(text, first[4]) if record.number > 1)
    if len(head) == _HEAD:
        head = head[: head.rfind("\n") + 1] or head
    delimiter = sniff_delimiter(head)
    return delimiter, read_records(text, delimiter)


def read_records(text: TextIO, delimiter: str) -> Iterator[Record]:
    """The rows of `text`; a record broken by a stray quotation mark is split again into its physical lines.

    A quoted cell may hold line breaks. It counts as broken when the file ends inside the quotes, when it
    outgrows the csv module's cell limit (128 Ki characters), or when the row has another width than the first
    row while its first physical line alone has exactly that width.
    Rows without any text count but give no record. Raises LineTooLongError, TooManyLinesError.
    """
    taken: list[str] = []
    ended: list[bool] = []
    lines = _lines(text, taken, ended)
    reader = csv.reader(lines, delimiter=delimiter)
    number, width = 0, 0
    while True:
        taken.clear()
        broken = False
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            broken, cells = True, []
            reader = csv.reader(lines, delimiter=delimiter)
        number += 1
        if not broken and not any(cells):
            continue
        if broken or (len(taken) > 1 and _is_broken(taken, cells, width, delimiter, bool(ended))):
            loose = [_loose(line, delimiter) for line in taken]
            for offset, row in enumerate(loose):
                yield Record(number + offset, row, swallowed=len(taken) - 1 if offset == 0 else 0)
            number += len(taken) - 1
            cells = loose[0] if loose else cells
        else:
            yield Record(number, cells)
        if not width and any(cell.strip() for cell in cells):
            width = len(cells)


def _lines(text: TextIO, taken: list[str], ended: list[bool]) -> Iterator[str]:
    count = 0
    while line := text.readline(LINE_LIMIT):
        count += 1
        if len(line) == LINE_LIMIT:
            raise LineTooLongError(count)
        if count > MAX_LINES:
            raise TooManyLinesError(count)
        taken.append(line)
        yield line
    ended.append(True)


def _is_broken(taken: list[str], cells: list[str], width: int, delimiter: str, last: bool) -> bool:
    if width > 1 and len(cells) != width and len(_loose(taken[0], delimiter)) == width:
        return True
    if not last:
        return False
    # The csv module closes an open quote silently at the end of the file; in strict mode it says so.
    try:
        for _ in csv.reader(taken, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _loose(line: str, delimiter: str) -> list[str]:
    """One physical line split at every separator, its stray leading quotation mark dropped."""
    cells = line.rstrip("\r\n").split(delimiter)
    return [cell[1:] if cell.count('"') == 1 and cell.startswith('"') else cell for cell in cells]
