"""What the sections of the report's page are built of: escaped texts, header cells, a titled table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from catalog.bilingual import Lang
from sales.report_texts import say


def text(key: str, lang: Lang, **values: object) -> str:
    """A text of the report, escaped."""
    return escape(say(key, lang, **values))


def heads(*cells: tuple[str, str]) -> str:
    """Header cells of (class, text)."""
    return "".join(f'<th class="{kind}">{escape(told)}</th>' for kind, told in cells)


def table(head: str, rows: Iterable[str], foot: str = "") -> str:
    """A table that scrolls sideways where it is too wide; nothing without rows."""
    body: Sequence[str] = tuple(rows)
    if not body and not foot:
        return ""
    ending = f"<tfoot>{foot}</tfoot>" if foot else ""
    return (
        f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody>{ending}'
        "</table></div>"
    )


def section(
    title: str, head: str, rows: Iterable[str], foot: str = "", *, note: str = "", lead: str = ""
) -> str:
    """A titled table with an optional foot, a remark after it and markup before it."""
    remark = f'<p class="note">{escape(note)}</p>' if note else ""
    return f"<section><h2>{escape(title)}</h2>{lead}{table(head, rows, foot)}{remark}</section>"
