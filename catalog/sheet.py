"""Any table file as rows of text: CSV, TSV, XLSX, JSON Lines, Parquet, told apart by content, not by name.

The rest of the reader never sees bytes, floats or file formats. Everything is streamed; the limits below keep
a hostile file from taking the machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Literal

from catalog.encoding import damaged_utf8, detect_encoding, looks_binary
from catalog.jsonl import json_records
from catalog.parquet import parquet_records
from catalog.records import Record, open_records
from catalog.workbook import Workbook, WorkSheet

#: Largest file read, in bytes: some 150 000 products with long descriptions.
MAX_BYTES = 128 * 2**20

#: Rows looked at to find the header and to know the columns.
HEAD_ROWS = 60

_MARKUP = (b"<html", b"<!doctype", b"<table", b"<meta", b"<head", b"<style", b"<div", b"<?xml")

Kind = Literal["text", "jsonl", "xlsx", "parquet"]


class SheetError(ValueError):
    """A file that is not read at all; `code` and `values` say why, in the words of `catalog.messages`."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code}: {values}")
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open table: its first rows, and all of its rows (the first ones again), to be gone through once.

    `damage` counts bytes of a text that were no UTF-8 and stand as U+FFFD.
    """

    kind: Kind
    encoding: str | None
    delimiter: str | None
    head: tuple[Record, ...]
    rows: Iterator[Record]
    sheet: WorkSheet | None = None
    damage: int = 0


@contextmanager
def open_sheets(source: Path | bytes) -> Iterator[Iterator[Sheet]]:
    """The tables of a file, first to last, to be looked at one by one; the file is closed on leaving.

    A workbook gives its visible, filled sheets; every other file gives one table.
    Raises SheetError, WorkbookError or LineTooLongError for a file that cannot be read, at once or while its
    rows are gone through.
    """
    with _open(source) as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        if size > MAX_BYTES:
            raise SheetError("catalog.file.too_large", size=size // 2**20, limit=MAX_BYTES // 2**20)
        head = stream.read(4096)
        stream.seek(0)
        if not head.strip(b"\xef\xbb\xbf\xfe\xff\0 \t\r\n\x0b\x0c"):
            raise SheetError("catalog.file.empty")
        yield _sheets(stream, head)


def _open(source: Path | bytes) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    if not source.is_file():
        raise SheetError("catalog.file.missing", name=source.name)
    return source.open("rb")


def _sheets(stream: BinaryIO, head: bytes) -> Iterator[Sheet]:
    if head.startswith(b"PK\x03\x04"):
        book = Workbook(stream)
        for sheet in book.sheets:
            opened = _sheet("xlsx", None, None, book.rows(sheet.name), sheet)
            if any(cell.strip() for record in opened.head for cell in record.cells):
                yield opened
    elif head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise SheetError("catalog.file.old_workbook")
    elif head.startswith(b"PAR1"):
        yield _sheet("parquet", None, None, parquet_records(stream))
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise SheetError("catalog.file.markup")
    elif looks_binary(head):
        raise SheetError("catalog.file.binary")
    else:
        encoding = detect_encoding(stream)
        # Only a file that is no strict UTF-8 can be a damaged one.
        damage = damaged_utf8(stream) if encoding in (None, "gb18030") else 0
        if damage:
            encoding = "utf-8"
        if encoding is None:
            raise SheetError("catalog.file.undecodable")
        text = io.TextIOWrapper(
            stream, encoding=encoding, errors="replace" if damage else "strict", newline=""
        )
        start = text.read(4096).lstrip("\ufeff \t\r\n")
        text.seek(0)
        if start.startswith("{"):
            yield _sheet("jsonl", encoding, None, json_records(text), damage=damage)
        else:
            delimiter, records = open_records(text)
            yield _sheet("text", encoding, delimiter, records, damage=damage)


def _sheet(
    kind: Kind,
    encoding: str | None,
    delimiter: str | None,
    rows: Iterator[Record],
    sheet: WorkSheet | None = None,
    *,
    damage: int = 0,
) -> Sheet:
    head: list[Record] = []
    # Blank rows do not use up the look-ahead, but a file of nothing else must not be held in memory.
    for record in islice(rows, 50 * HEAD_ROWS):
        head.append(record)
        if sum(1 for seen in head if seen.cells) >= HEAD_ROWS:
            break
    return Sheet(kind, encoding, delimiter, tuple(head), chain(head, rows), sheet, damage)
