"""Shares a stretch of time out among slots with wishes and bounds, so that the sum is exact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lessons.duration import SECOND


@dataclass(frozen=True, slots=True)
class Wish:
    """A slot's wished duration and its bounds, in milliseconds; `ideal` lies within them."""

    ideal: int
    least: int
    most: int


def allot(total_ms: int, wishes: Sequence[Wish]) -> list[int]:
    """Durations that sum to `total_ms` exactly: whole seconds, the last slot takes what is left of one.

    All wishes are stretched by one common factor and held within their bounds. When even the bounds cannot
    meet the total, the least (or most) durations themselves are stretched: the total always wins.
    """
    if not wishes:
        return []
    least, most = sum(wish.least for wish in wishes), sum(wish.most for wish in wishes)
    if total_ms <= least:
        wanted = [total_ms * wish.least // max(1, least) for wish in wishes]
    elif total_ms >= most:
        wanted = [total_ms * wish.most // max(1, most) for wish in wishes]
    else:
        wanted = _stretched(total_ms, wishes)
    seconds = [ms // SECOND for ms in wanted]
    spare = total_ms // SECOND - sum(seconds)
    # largest remainder first, earlier slots first among equals
    by_rest = sorted(range(len(wanted)), key=lambda index: -(wanted[index] % SECOND))
    for step in range(spare):
        seconds[by_rest[step % len(by_rest)]] += 1
    durations = [each * SECOND for each in seconds]
    durations[-1] += total_ms - sum(durations)
    return durations


#: Steps of the search for the common factor: the factor is settled to 2^-40 of its range.
_STEPS = 60


def _stretched(total_ms: int, wishes: Sequence[Wish]) -> list[int]:
    """Every wish times one factor, within bounds, as near below `total_ms` as the search gets."""
    low, high = 0.0, max(wish.most / max(1, wish.ideal) for wish in wishes)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if sum(_held(wish, middle) for wish in wishes) <= total_ms:
            low = middle
        else:
            high = middle
    return [_held(wish, low) for wish in wishes]


def _held(wish: Wish, factor: float) -> int:
    return max(wish.least, min(wish.most, int(wish.ideal * factor)))
