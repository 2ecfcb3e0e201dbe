"""Files of words that a user brings (glossary, exams, HSK): their text, and what is wrong with a row."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Severity, Where


def list_text(data: bytes) -> str:
    """The text of a file in UTF-8, with or without its mark, or GB18030 as Chinese spreadsheets save it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def column_of(header: Sequence[str], names: Sequence[str]) -> int | None:
    """The first column whose heading is one of `names` (lower case); None when there is none."""
    return next((i for i, cell in enumerate(header) if cell.strip().lower() in names), None)


def list_finding(
    file: str, row: int, column: str | None, severity: Severity, code: str,
    what: tuple[str, str], fix: tuple[str, str],
) -> Finding:  # fmt: skip
    """A finding about a row of such a file; `what` and `fix` are (English, Chinese)."""
    return Finding(Where(file, row, column), Bilingual(*what), Bilingual(*fix), severity, code)
