"""Durations as people write them in show scripts: `5:00`, `1:05:00`, `3'30"`, `5分钟`, `90s`."""

from __future__ import annotations

import re
import unicodedata

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{2})(?:\.(\d{1,3}))?")
_QUOTES = re.compile(r"(\d{1,4})\s*['′’](?:\s*(\d{1,2})\s*(?:[\"″”]|''|′′|’’)?)?")
_UNITS = re.compile(
    r"(?:(\d{1,3}(?:\.\d+)?)\s*(?:小时|个小时|时|hours?|hrs?|h))?\s*"
    r"(?:(\d{1,4}(?:\.\d+)?)\s*(?:分钟|分|minutes?|mins?|m))?\s*"
    r"(?:(\d{1,5}(?:\.\d+)?)\s*(?:秒钟|秒|seconds?|secs?|s))?",
    re.IGNORECASE,
)


def parse_duration(text: str) -> int | None:
    """Milliseconds of a written duration, or None when `text` is not one.

    `m:ss` and `h:mm:ss` (both with an optional `.mmm`), `3'30"`, and amounts with units in either language.
    A bare number is refused: minutes and seconds cannot be told apart. Full-width digits are read.

    >>> parse_duration("5:00"), parse_duration("1小时20分"), parse_duration("7")
    (300000, 4800000, None)
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None
    if match := _CLOCK.fullmatch(text):
        hours, minutes, seconds, fraction = match.groups()
        if int(seconds) > 59 or (hours is not None and int(minutes) > 59):
            return None
        return (
            int(hours or 0) * HOUR
            + int(minutes) * MINUTE
            + int(seconds) * SECOND
            + int((fraction or "").ljust(3, "0"))
        )
    if match := _QUOTES.fullmatch(text):
        return int(match[1]) * MINUTE + int(match[2] or 0) * SECOND
    if match := _UNITS.fullmatch(text):
        amounts = zip(match.groups(), (HOUR, MINUTE, SECOND), strict=True)
        return sum(_scaled(amount, unit) for amount, unit in amounts if amount)
    return None


def _scaled(amount: str, unit: int) -> int:
    """`amount` (digits with an optional decimal part) times `unit`, in whole milliseconds, no float."""
    whole, _, part = amount.partition(".")
    return int(whole) * unit + (int(part) * unit // 10 ** len(part) if part else 0)


def format_duration(ms: int) -> str:
    """`m:ss`, or `h:mm:ss` from an hour on; `.mmm` only where milliseconds are left; `-` if negative."""
    sign, ms = ("-", -ms) if ms < 0 else ("", ms)
    seconds, fraction = divmod(ms, SECOND)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{sign}{clock}.{fraction:03d}" if fraction else f"{sign}{clock}"
