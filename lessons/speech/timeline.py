"""The plan on the clock: when each segment starts, ends and must have started. Air itself is `live`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from lessons.rundown import Rundown, SegmentId
from lessons.speech.rates import SpeechRates, estimate_segment, rates_of

SlotState = Literal["fine", "over", "impossible", "skipped"]
_MS = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """One segment on the ruler of the show.

    `offset_ms` counts from the show's beginning and is always known. `start` and `end` are aware UTC
    instants, None while neither the show nor a hard start before gives a clock. `estimate_ms` is the speech
    estimate. `late_ms` is how far the plan overruns the segment's hard start (0 when kept), `gap_ms` the
    unplanned time before it. `must_start_by` is the last start that still keeps every later hard start and
    the planned end. `state`: `impossible` (hard start overrun), `over` (estimate above plan), `skipped`,
    else `fine`.
    """

    segment: SegmentId
    offset_ms: int
    duration_ms: int
    estimate_ms: int
    start: datetime | None
    end: datetime | None
    late_ms: int
    gap_ms: int
    must_start_by: datetime | None
    state: SlotState


def timeline(rundown: Rundown, *, rates: SpeechRates | None = None) -> tuple[Slot, ...]:
    """A slot for each segment, in order.

    A hard start in the future of the plan leaves a gap; one that the plan overruns is late and the segment
    starts when its predecessor ends. A hard start with nothing known before it anchors the clock from there
    on; what lies before it is placed backwards from it. Skipped segments take no time. `rates` are the
    script's own unless others are given.
    """
    rates = rates or rates_of(rundown)
    starts = _starts(rundown)
    zero = starts[0] if starts else None
    slots: list[Slot] = []
    offset = 0
    previous_end = rundown.start or zero
    for segment, start in zip(rundown.segments, starts, strict=True):
        length = 0 if segment.skip else segment.duration_ms
        hard = None if segment.skip else segment.hard_start
        late = gap = 0
        if hard is not None and start is not None:
            late = max(0, (start - hard) // _MS)
            gap = max(0, (start - previous_end) // _MS) if previous_end is not None else 0
        offset += gap
        estimate = estimate_segment(segment, rates)
        state: SlotState = "fine"
        if segment.skip:
            state = "skipped"
        elif late:
            state = "impossible"
        elif estimate > segment.duration_ms:
            state = "over"
        end = None if start is None else start + length * _MS
        slots.append(Slot(segment.id, offset, length, estimate, start, end, late, gap, None, state))
        offset += length
        previous_end = end
    return _with_deadlines(rundown, slots)


def _starts(rundown: Rundown) -> list[datetime | None]:
    """The planned start of each segment, None where no clock reaches."""
    starts: list[datetime | None] = []
    clock = rundown.start
    for segment in rundown.segments:
        hard = None if segment.skip else segment.hard_start
        length = timedelta(0) if segment.skip else segment.duration_ms * _MS
        if clock is None and hard is not None:
            clock = hard
            back = hard
            for index in range(len(starts) - 1, -1, -1):
                earlier = rundown.segments[index]
                back -= timedelta(0) if earlier.skip else earlier.duration_ms * _MS
                starts[index] = back
        elif clock is not None and hard is not None:
            clock = max(clock, hard)
        starts.append(clock)
        clock = None if clock is None else clock + length
    return starts


def _with_deadlines(rundown: Rundown, slots: list[Slot]) -> tuple[Slot, ...]:
    """The slots with `must_start_by`, walked from the end of the show."""
    limit = slots[-1].end if slots else None
    done: list[Slot] = []
    for segment, slot in zip(reversed(rundown.segments), reversed(slots), strict=True):
        if limit is not None:
            limit -= slot.duration_ms * _MS
            if segment.hard_start is not None and not segment.skip:
                limit = min(limit, segment.hard_start)
        done.append(replace(slot, must_start_by=limit))
    return tuple(reversed(done))
