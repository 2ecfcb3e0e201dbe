"""Rows of an XLSX workbook as text, read by calamine after its size was checked.

Calamine lays a sheet out as a full rectangle: two cells in opposite corners of an empty sheet would take
gigabytes. So every part is first unpacked in a stream, its true size counted, and the corner of its filled
cells found.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import BinaryIO, TypeVar

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from catalog.records import Record

#: Most bytes a workbook may unpack to. 100 000 rows of our own 21 columns unpack to about 120 MB.
MAX_UNPACKED = 256 * 2**20

#: Most cells in the rectangle of one sheet (100 000 rows of 60 columns); calamine takes some 32 bytes for
#: each.
MAX_AREA = 6_000_000

_MAX_PARTS = 5_000
_CHUNK = 1 << 20
_OVERLAP = 512
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]{0,200}?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]{0,200}(?<!/)>')
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_EMPTY_FORMULA = re.compile(
    rb'<(?:\w+:)?c\s(?:[^>]{0,200}?\s)?r="([A-Z]{1,3}\d{1,7})"[^>]{0,200}>\s*'
    rb"<(?:\w+:)?f(?:[^>]{0,200}/>|[^>]{0,200}>[^<]{0,8192}</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


T = TypeVar("T")


class WorkbookError(ValueError):
    """A workbook that is not read; `code` and `values` say why, in the words of `catalog.messages`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code}: {values}")
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class WorkSheet:
    """One visible sheet that holds something: its name, and formulas whose value was never saved."""

    name: str
    unsaved_formulas: int
    first_unsaved: str | None


class Workbook:
    """A checked workbook. Raises WorkbookError when it is damaged or too large."""

    def __init__(self, stream: BinaryIO) -> None:
        formulas = _survey(stream)
        stream.seek(0)
        self._book = _guarded(lambda: CalamineWorkbook.from_filelike(stream))
        metadata = self._book.sheets_metadata
        known = len(formulas) == len(metadata)
        self.sheets = tuple(
            WorkSheet(sheet.name, *(formulas[index] if known else (0, None)))
            for index, sheet in enumerate(metadata)
            if sheet.visible == SheetVisibleEnum.Visible
        )

    def rows(self, name: str) -> Iterator[Record]:
        """The rows of that sheet, numbered as Excel numbers them; every cell as text."""
        sheet = _guarded(lambda: self._book.get_sheet_by_name(name))
        # calamine's iter_rows begins at row 1 but at the first filled column.
        padding = [""] * (sheet.start[1] if sheet.start else 0)
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield Record(number, padding + [cell_text(value) for value in row])


def _guarded(call: Callable[[], T]) -> T:
    """What a call into calamine returns; its errors, and panics of its Rust, mean that the workbook is
    damaged."""
    try:
        return call()
    except Exception as error:
        raise WorkbookError("catalog.file.broken", kind="xlsx") from error
    except BaseException as error:
        # A Rust panic reaches Python as PanicException, which is no Exception and cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookError("catalog.file.broken", kind="xlsx") from error


def cell_text(value: object) -> str:
    """The text of a spreadsheet value, as a person reads it in the sheet.

    A whole number keeps its digits (`123.0` is `123`). Above 15 digits, where Excel itself rounds, it comes
    out as `6.92E+18`, which the reader of SKUs refuses with the reason. Other numbers are their shortest
    exact decimals.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(float(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="microseconds" if value.microsecond else "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def number_text(value: float) -> str:
    """Digits of a number from a spreadsheet: see `cell_text`."""
    if value.is_integer():
        return str(int(value)) if abs(value) < 10**15 else f"{value:.10E}"
    # 15 significant digits are what Excel keeps and shows: 19.900000000000002 from a formula is 19.9 to its
    # user.
    text = f"{value:.15g}"
    # 1e-05 in a price column is a formula's leftover; positional digits let the reader say what is wrong.
    return f"{value:.12f}".rstrip("0") if "e" in text else text


def _survey(stream: BinaryIO) -> list[tuple[int, str | None]]:
    """The empty formulas per sheet part, in the order of their numbers; every part is unpacked and measured.

    Raises WorkbookError for anything that is no XLSX, is damaged, or would take too much memory.
    """
    formulas: list[tuple[int, str | None]] = []
    left = MAX_UNPACKED
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            declared = sum(part.file_size for part in parts)
            if declared > MAX_UNPACKED or len(parts) > _MAX_PARTS:
                raise _bomb(declared)
            names = {part.filename for part in parts}
            # Other spreadsheets in a zip (ODS, XLSB) would be laid out without having been measured.
            if "content.xml" in names or not any(_SHEET.fullmatch(name) for name in names):
                raise WorkbookError("catalog.file.not_xlsx")
            if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
                raise WorkbookError("catalog.file.broken", kind="zip")
            for part in sorted(parts, key=_part_number):
                corner, count, first = (0, 0), 0, None
                tail = b""
                with archive.open(part) as file:
                    while chunk := file.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise _bomb(MAX_UNPACKED - left)
                        piece = tail + chunk
                        corner = _corner(piece, corner)
                        has_formula = b"<f" in piece or b":f" in piece
                        for match in _EMPTY_FORMULA.finditer(piece) if has_formula else ():
                            # A match that lies wholly in the overlap was counted with the last chunk.
                            if match.end() > len(tail):
                                count += 1
                                first = first or match[1].decode("ascii")
                        tail = piece[-_OVERLAP:]
                # Any part may be a sheet, whatever its name: a relation can point anywhere.
                if corner[0] * corner[1] > MAX_AREA:
                    raise _sparse(part.filename, *corner)
                if _SHEET.fullmatch(part.filename):
                    formulas.append((count, first))
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ) as error:
        if isinstance(error, WorkbookError):
            raise
        raise WorkbookError("catalog.file.broken", kind="zip") from error
    return formulas


def _corner(piece: bytes, corner: tuple[int, int]) -> tuple[int, int]:
    found = _CELL.findall(piece)
    if not found:
        return corner
    columns = max(_column_number(letters) for letters in {letters for letters, _ in found})
    rows = max(int(digits) for _, digits in found)
    return max(corner[0], rows), max(corner[1], columns)


def _column_number(letters: bytes) -> int:
    """A is 1, XFD is 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _part_number(part: zipfile.ZipInfo) -> tuple[int, str]:
    digits = re.search(r"(\d+)\.xml$", part.filename)
    return (int(digits[1]) if digits else 0, part.filename)


def _sparse(name: str, rows: int, columns: int) -> WorkbookError:
    sheet = name.rpartition("/")[2].removesuffix(".xml")
    return WorkbookError("catalog.file.sparse", sheet=sheet, rows=rows, columns=columns)


def _bomb(size: int) -> WorkbookError:
    return WorkbookError("catalog.file.bomb", size=size // 2**20, limit=MAX_UNPACKED // 2**20)
