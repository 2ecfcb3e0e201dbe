"""Instants, spans and amounts as the report writes them."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from catalog.bilingual import Lang
from catalog.cells import CHINA
from catalog.money import Money, format_money
from sales.report_texts import say


def zone_of(name: str) -> tzinfo:
    """The zone of that IANA name; Beijing time needs no zone table, an unknown name is read as UTC."""
    if name == "Asia/Shanghai":
        return CHINA
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def local(ms: int, zone: tzinfo) -> datetime:
    """The instant in a zone, milliseconds dropped."""
    return datetime.fromtimestamp(ms // 1000, UTC).astimezone(zone)


def clock(ms: int | None, zone: tzinfo, *, seconds: bool = True) -> str:
    """`20:05:09`, "—" when unknown."""
    return "—" if ms is None else local(ms, zone).strftime("%H:%M:%S" if seconds else "%H:%M")


def day(ms: int | None, zone: tzinfo) -> str:
    """`2026-06-12`, "—" when unknown."""
    return "—" if ms is None else local(ms, zone).strftime("%Y-%m-%d")


def span(ms: int | None) -> str:
    """`m:ss`, from an hour on `h:mm:ss`; rounded to seconds; "—" when unknown."""
    if ms is None:
        return "—"
    minutes, seconds = divmod((abs(ms) + 500) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def drift(ms: int | None, lang: Lang) -> str:
    """A difference of length in words: "超 2:10", "省 0:30"; within half a second it is on time."""
    if ms is None:
        return "—"
    if abs(ms) < 500:
        return say("exact", lang)
    return say("longer" if ms > 0 else "shorter", lang, span=span(ms))


def money(minor: int, currency: str, lang: Lang) -> str:
    """The amount as people read it."""
    return format_money(Money(minor, currency), lang=lang)
