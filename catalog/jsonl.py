"""JSON Lines as a table: one object per line, flattened so that the rest of the reader sees columns of text.

`{"title": {"en": …, "zh": …}}` becomes `title_en`, `title_zh`; an amount `{"minor": 5990, "currency": "CNY"}`
becomes `CNY 59.90`; a list of texts becomes lines of one cell; a list of price windows becomes their written
form. Numbers keep the digits they were written with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

from catalog.cells import protect
from catalog.currency import EXPONENTS
from catalog.lists import join_list, join_pairs
from catalog.money import decimal_text
from catalog.records import LINE_LIMIT, LineTooLongError, Record

#: Marks the row of a line that is no JSON object; the reader turns it into a finding.
BROKEN = "\0broken"


def json_records(text: TextIO) -> Iterator[Record]:
    """A header record (every key of the file, in order of appearance), then one record per non-blank line.

    Reads the text twice, so that keys which first appear late have a column too. The header is numbered 0:
    line 1 of the file is already a product. A line that is no object gives a record of the single cell
    BROKEN.
    """
    columns: dict[str, int] = {}
    for _, row in _objects(text):
        for key in row or ():
            columns.setdefault(key, len(columns))
    text.seek(0)
    yield Record(0, list(columns))
    for number, row in _objects(text):
        if row is None:
            yield Record(number, [BROKEN])
            continue
        cells = [""] * len(columns)
        for key, value in row.items():
            cells[columns[key]] = value
        yield Record(number, cells)


def _objects(text: TextIO) -> Iterator[tuple[int, dict[str, str] | None]]:
    number = 0
    while line := text.readline(LINE_LIMIT):
        number += 1
        if len(line) == LINE_LIMIT:
            raise LineTooLongError(number)
        if line.strip():
            yield number, _flat(line)


def _flat(line: str) -> dict[str, str] | None:
    try:
        # Numbers stay as they are written: a 19-digit id or 19.90 must not pass through a float.
        data = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    row: dict[str, str] = {}
    for key, value in data.items():
        _put(row, str(key), value)
    if isinstance(data.get("title"), dict):
        # A product as `catalog.wire` writes it: its texts are exact, `-` and a leading `'` included.
        return {key: protect(text) for key, text in row.items()}
    return row


def _put(row: dict[str, str], key: str, value: Any) -> None:
    if isinstance(value, dict):
        if set(value) == {"minor", "currency"}:
            row[key] = _amount(value)
        else:
            for part, inner in value.items():
                row[f"{key}_{part}"] = _plain(inner)
    elif isinstance(value, list):
        row[key] = _list(key, value)
    else:
        row[key] = _plain(value)


def _list(key: str, items: list[Any]) -> str:
    if items and all(isinstance(item, list) and len(item) == 2 for item in items):
        return join_pairs([(_plain(name), _plain(value)) for name, value in items])
    if all(isinstance(item, str) for item in items):
        return join_list(items, links=key in ("images", "documents"))
    return "\n".join(_window(item) if isinstance(item, dict) else _plain(item) for item in items)


def _window(item: dict[str, Any]) -> str:
    if not {"kind", "price", "start", "end"} <= set(item):
        return _plain(item)
    return f"{_plain(item['kind'])} {_plain(item['price'])} {_plain(item['start'])}/{_plain(item['end'])}"


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dict) and set(value) == {"minor", "currency"}:
        return _amount(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return ""


def _amount(value: dict[str, Any]) -> str:
    minor, currency = str(value["minor"]), str(value["currency"])
    if (
        currency not in EXPONENTS
        or not minor.removeprefix("-").isascii()
        or not minor.removeprefix("-").isdecimal()
    ):
        return f"{currency} {minor}?"
    if len(minor) > 18:
        return f"{currency} {minor}?"
    return f"{currency} {decimal_text(int(minor), currency)}"
