"""Planned times as they stand in script sheets: `20:00-20:05`, `第20分钟`, `0-5min`, `20:00`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from lessons.duration import HOUR, MINUTE, SECOND, parse_duration

_DASH = r"\s*(?:-|~|—|–|至|到)+\s*"
_CLOCK = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"
_RANGE = re.compile(_CLOCK + _DASH + _CLOCK)
_ONE = re.compile(_CLOCK)
_MINUTES = re.compile(
    rf"第?(\d{{1,4}})(?:分钟?|min(?:utes?)?|')?{_DASH}第?(\d{{1,4}})\s*(?:分钟?|min(?:utes?)?|')"
)
_MINUTE = re.compile(r"(?:第\s*(\d{1,4})\s*(?:分钟?|min)|(\d{1,4})\s*(?:分钟?|min))")
DAY = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Planned:
    """A cell's planned time in milliseconds: `clock` since local midnight, or `offset` since the start.

    Exactly one of both is set. `length` is the duration the cell implies, None when it names no end.
    """

    clock: int | None
    offset: int | None
    length: int | None


def read_planned(text: str) -> Planned | None:
    """What a planned-time cell says, None when it says nothing readable. A range over midnight is long."""
    text = unicodedata.normalize("NFKC", text).strip().casefold()
    if match := _RANGE.fullmatch(text):
        start, end = _ms(match.groups()[:3]), _ms(match.groups()[3:])
        return Planned(start, None, (end - start) % DAY) if start < DAY and end <= DAY else None
    if match := _ONE.fullmatch(text):
        start = _ms(match.groups())
        return Planned(start, None, None) if start < DAY else None
    if match := _MINUTES.fullmatch(text):
        first, last = int(match[1]) * MINUTE, int(match[2]) * MINUTE
        return Planned(None, first, last - first) if last >= first else None
    if match := _MINUTE.fullmatch(text):
        return Planned(None, int(match[1] or match[2]) * MINUTE, None)
    return None


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds = (int(part or 0) for part in parts)
    return hours * HOUR + minutes * MINUTE + seconds * SECOND if minutes < 60 and seconds < 60 else DAY + 1


def read_length(text: str) -> int | None:
    """A duration cell in milliseconds; a bare number is minutes, the unit these columns are kept in."""
    text = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{1,4}(?:\.\d+)?", text):
        text += "min"
    return parse_duration(text)
