"""Times in order data: to UTC epoch milliseconds, with the doubt said aloud."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, Literal, NamedTuple

#: 2000-01-01 and 2100-01-01 in epoch milliseconds: what lies outside was sent in another unit.
EARLIEST: Final = 946_684_800_000
LATEST: Final = 4_102_444_800_000
#: A time further ahead of its arrival than this speaks of a wrong clock (reference 4.2, rule 7).
FUTURE_MS: Final = 5 * 60_000

Doubt = Literal["ambiguous", "nonexistent"]


class TimeShapeError(ValueError):
    """A text that is not a time; `code` is the problem code that explains it."""

    def __init__(self, text: str, code: str) -> None:
        super().__init__(f"not an instant ({code}): {text!r}")
        self.code = code


class Local(NamedTuple):
    """An instant read from local time, with the doubt daylight saving leaves, if any."""

    ms: int
    doubt: Doubt | None


_PLAIN = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?)?"
)


def epoch_ms(at: datetime) -> int:
    """UTC epoch milliseconds of an aware instant, exactly (no float on the way)."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def iso_text(ms: int) -> str:
    """The instant as ISO 8601 in UTC, cut to seconds."""
    return datetime.fromtimestamp(ms // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_instant(text: str) -> int:
    """Epoch milliseconds of ISO 8601 with an offset. Raises TimeShapeError, also when the offset is missing.

    >>> iso_instant("2026-11-25T20:00:00+08:00")
    1795608000000
    """
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise TimeShapeError(text, "sales.time.shape") from None
    if at.tzinfo is None:
        raise TimeShapeError(text, "sales.time.naive")
    return _in_range(epoch_ms(at), text)


def wire_instant(value: object) -> int:
    """Epoch milliseconds of a JSON value: whole milliseconds or ISO text. Raises TimeShapeError."""
    if isinstance(value, str):
        return iso_instant(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _in_range(value, str(value))
    raise TimeShapeError(str(value), "sales.time.shape")


def local_instant(text: str, zone: tzinfo) -> Local:
    """The instant of a cell such as `2026/09/07 08:55:37`, `2026-09-07T08:55:37+08:00` or `2026-09-07`.

    Without an offset the time is that of `zone`. A time that the clocks passed twice is read as the first
    pass, one they skipped as if they had not been moved yet; both are told as a doubt. Raises TimeShapeError.
    """
    text = text.strip()
    match = _PLAIN.fullmatch(text)
    if match is None:
        return Local(iso_instant(text), None)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    micro = int((match[7] or "0").ljust(6, "0"))
    try:
        at = datetime(year, month, day, hour, minute, second, micro, tzinfo=zone)
    except ValueError:
        raise TimeShapeError(text, "sales.time.shape") from None
    doubt: Doubt | None = None
    if at.utcoffset() != at.replace(fold=1).utcoffset():
        back = at.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        doubt = "ambiguous" if back == at.replace(tzinfo=None) else "nonexistent"
    return Local(_in_range(epoch_ms(at), text), doubt)


def _in_range(ms: int, text: str) -> int:
    if EARLIEST <= ms < LATEST:
        return ms
    seconds = EARLIEST <= ms * 1000 < LATEST
    raise TimeShapeError(text, "sales.time.seconds" if seconds else "sales.time.shape")
