"""Which show an order belongs to: by the time it was created, never by the calendar day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


def show_at(at: int | None, windows: Sequence[ShowWindow], *, grace_ms: int = SHOW_GRACE_MS) -> ShowId | None:
    """The show an order created at `at` belongs to: start ≤ at < end + grace; of two the latest-started."""
    if at is None:
        return None
    best: ShowWindow | None = None
    for window in windows:
        inside = window.start <= at and (window.end is None or at < window.end + grace_ms)
        if inside and (best is None or (window.start, window.show) > (best.start, best.show)):
            best = window
    return best.show if best else None


def overlaps(windows: Sequence[ShowWindow]) -> tuple[tuple[ShowId, ShowId], ...]:
    """Pairs of shows on air at the same time: their orders cannot be told apart, so somebody must know."""
    ordered = sorted(windows, key=lambda w: (w.start, w.show))
    return tuple(
        (first.show, second.show)
        for i, first in enumerate(ordered)
        for second in ordered[i + 1 :]
        if first.end is None or second.start < first.end
    )
