"""Which show an order belongs to: by the time it was created, never by the calendar day."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from live.journal import ShowId

#: Orders created up to this long after the end still belong to the show: carts opened on air.
SHOW_GRACE_MS: Final = 15 * 60_000


@dataclass(frozen=True, slots=True)
class ShowWindow:
    """When a show was on air, UTC epoch milliseconds, end excluded; `end` None means it still is."""

    show: ShowId
    start: int
    end: int | None


class Windows:
    """The windows of many shows, asked for millions of orders."""

    def __init__(self, windows: Sequence[ShowWindow], *, grace_ms: int = SHOW_GRACE_MS) -> None:
        self._windows = sorted(windows, key=lambda window: (window.start, window.show))
        self._starts = [window.start for window in self._windows]
        ends = (math.inf if window.end is None else window.end + grace_ms for window in self._windows)
        self._ends = list(ends)
        #: Up to where this window and all that began earlier reach.
        self._reach = list(accumulate(self._ends, max))

    def at(self, at: int | None) -> ShowId | None:
        """The show of an order created at `at`: start ≤ at < end + grace; of two the latest-started."""
        if at is None:
            return None
        place = bisect_right(self._starts, at) - 1
        while place >= 0 and at < self._reach[place]:
            if at < self._ends[place]:
                return self._windows[place].show
            place -= 1
        return None


def show_at(at: int | None, windows: Sequence[ShowWindow], *, grace_ms: int = SHOW_GRACE_MS) -> ShowId | None:
    """`Windows.at` for a single question."""
    return Windows(windows, grace_ms=grace_ms).at(at)


def overlaps(windows: Sequence[ShowWindow]) -> tuple[tuple[ShowId, ShowId], ...]:
    """Pairs of shows on air at the same time: their orders cannot be told apart, so somebody must know."""
    ordered = sorted(windows, key=lambda w: (w.start, w.show))
    return tuple(
        (first.show, second.show)
        for i, first in enumerate(ordered)
        for second in ordered[i + 1 :]
        if first.end is None or second.start < first.end
    )
