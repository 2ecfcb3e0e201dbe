"""Instants and durations as people read them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from catalog.bilingual import Lang
from screens.texts import text
from store.shows import ShowRow

#: Rooms of this product work in China unless a script says otherwise.
ZONE = "Asia/Shanghai"


def clock(ms: int | None, *, zone: str = ZONE) -> str:
    """`20:05:09` of an epoch millisecond in a zone; "—" when unknown."""
    if ms is None:
        return "—"
    return datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone(ZoneInfo(zone)).strftime("%H:%M:%S")


def day(ms: int, *, zone: str = ZONE) -> str:
    """`2026-06-12 20:05` of an epoch millisecond in a zone."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def duration(ms: int) -> str:
    """`m:ss`, or `h:mm:ss` from an hour on."""
    seconds = round(ms / 1000)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def show_state(show: ShowRow, lang: Lang) -> str:
    """Where a show stands, in words."""
    if show.started_at is None:
        return text("show.ready", lang)
    if show.ended_at is None:
        return text("show.on_air", lang, since=clock(show.started_at))
    return text("show.over", lang, day=day(show.started_at), length=duration(show.ended_at - show.started_at))
