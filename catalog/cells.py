"""What a single cell says: blanks, ids, counts, instants, lists. Text in, value or a named refusal out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from html.parser import HTMLParser
from unicodedata import category

#: Beijing time. A fixed offset: China has had no summer time since 1991, and Windows carries no zone table.
CHINA = timezone(timedelta(hours=8), "UTC+08:00")

#: Cells that platforms write for "no value".
NULLS = frozenset(
    {"-", "--", "—", "——", "/", "\\", "无", "暂无", "null", "none", "n/a", "#n/a", "nan", "nil"}
)

#: Characters that make a spreadsheet run a cell as a formula when it begins with one (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

#: Longest identifier, in characters; platforms allow 64 to 100.
MAX_ID = 128

_PROTECTED = frozenset({*FORMULA_STARTS, "'"})
_OUTER = "\t \r\n\u00a0\u3000\ufeff"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"\d[\d.,:/ -]*")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0xFFE5: 0xA5,
    0xFFE1: 0xA3,
    0x3000: 0x20,
}
_EXCEL_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?[Ee]\+\d{1,3}")
_INSTANT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:点时](\d{1,2})分?(?:[:](\d{1,2})(?:\.(\d{1,6})\d*)?)?秒?)?"
    r"\s*(Z|UTC|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)


class CellError(ValueError):
    """A cell that does not hold what its column needs; `code` is the finding's."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text!r:.80}")
        self.code = code
        self.text = text


def clean(cell: str) -> str:
    """The cell without the marks that exports put around text: `="…"`, a leading TAB or `'`, outer blanks.

    A leading `'` is taken off before a formula sign, another `'` or a bare number: `'n Sync` keeps its own.
    Control characters other than TAB and line breaks are dropped; the text inside is not touched otherwise.
    """
    cell = without_control(cell).strip(_OUTER)
    if cell.startswith('="') and (match := _EXCEL_TEXT.fullmatch(cell)):
        return match[1].replace('""', '"').strip(_OUTER)
    if cell.startswith("'") and (is_protected(cell) or _NUMBER.fullmatch(cell, 1)):
        return cell[1:]
    return cell


def without_control(text: str) -> str:
    """The text without control characters (TAB and line breaks stay) and without halves of broken emoji."""
    return text if text.isprintable() else _CONTROL.sub("", text)


def is_protected(cell: str) -> bool:
    """True when the cell begins with the `'` that `protect` writes: what follows is text, not "no value"."""
    return len(cell) > 1 and cell[0] == "'" and cell[1] in _PROTECTED


def protect(text: str) -> str:
    """The text as a cell that no spreadsheet runs as a formula; `clean` gives the text back."""
    return f"'{text}" if text and text[0] in _PROTECTED else text


def is_null(text: str, *, strict: bool = False) -> bool:
    """True for a cleaned cell that says "no value": empty, `-`, `无`, `N/A` …; with `strict` only empty or
    `-`."""
    if strict:
        return text in ("", "-")
    return not text or (len(text) <= 5 and text.casefold() in NULLS)


def read_id(text: str) -> str:
    """An identifier, as text: leading zeros and 19 digits stay.

    Raises CellError when Excel has turned it into scientific notation (`6.92E+18`): the digits are gone.
    `005E1` is a real SKU and passes; Excel always writes the `+`. Refused as well: line breaks and invisible
    characters inside, which make two SKUs look like one, and more than MAX_ID characters.
    """
    if _SCIENTIFIC.fullmatch(text):
        raise CellError("catalog.sku.scientific", text)
    if len(text) > MAX_ID or (not text.isprintable() and any(category(char)[0] == "C" for char in text)):
        raise CellError("catalog.sku.unusable", text)
    return text


def read_count(text: str) -> int:
    """A whole number of pieces, possibly negative; `1,200`, `１２`, `12.0` and `12件` are read.

    Raises CellError for everything else, and above 12 digits.
    """
    body = half_width(text).removesuffix("件").removesuffix("个").strip()
    match = re.fullmatch(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.0+)?", body, re.ASCII)
    if match is None:
        raise CellError("catalog.stock.unreadable", text)
    figures = int(match[2].replace(",", ""))
    if figures >= 10**12:
        raise CellError("catalog.stock.unreadable", text)
    return -figures if match[1] == "-" else figures


def read_time(text: str, *, zone: tzinfo = CHINA, end: bool = False) -> datetime:
    """The UTC instant written in `text`; without an offset it is local time in `zone`.

    A date alone is its first instant, or with `end` the first instant of the next day, because "until 11
    November" includes that day. A year is required. Raises CellError.
    """
    body = half_width(text)
    match = _INSTANT.fullmatch(body)
    if match is None:
        raise CellError("catalog.window.unreadable", text)
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    try:
        at = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")),
            tzinfo=zone if offset is None else _offset(offset),
        )
        if end and hour is None:
            at += timedelta(days=1)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise CellError("catalog.window.unreadable", text) from None


def half_width(text: str) -> str:
    """The text with full-width letters, figures and signs as plain ones, outer blanks gone.

    Not NFKC: that would also turn the footnote in `19.9²` into a digit.
    """
    return text.translate(_HALF_WIDTH).strip()


def has_han(text: str) -> bool:
    """True when the text holds at least one Chinese character."""
    return any("\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U000323af" for char in text)


def is_garbled(text: str) -> bool:
    """True for the known traces of a wrong decoding: U+FFFD, 锟斤拷, 烫烫烫."""
    return "\ufffd" in text or "锟斤拷" in text or "烫烫烫" in text


class _Text(HTMLParser):
    _BREAKS = frozenset(
        {"p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        if tag in self._BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in ("script", "style")))
        if tag in self._BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def without_html(text: str) -> str:
    """The readable text of an HTML fragment, one line per paragraph; text without tags comes back as it
    is."""
    if not re.search(r"</?[a-zA-Z][^<>]{0,2000}>", text):
        return text
    parser = _Text()
    parser.feed(text)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _offset(text: str) -> tzinfo:
    if text.upper() in ("Z", "UTC"):
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))
