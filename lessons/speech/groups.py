"""The time of a rundown's groups: planned, estimated, and held against the target."""

from __future__ import annotations

from dataclasses import dataclass

from lessons.rundown import Group, Rundown, SegmentId
from lessons.speech.rates import SpeechRates, estimate_segment, rates_of


@dataclass(frozen=True, slots=True)
class GroupTime:
    """A group on the ruler: `planned_ms` and `estimate_ms` sum its segments that are not skipped."""

    group: Group
    segments: tuple[SegmentId, ...]
    planned_ms: int
    estimate_ms: int

    @property
    def over_ms(self) -> int | None:
        """How far the plan exceeds the target (negative: below it), None without a target."""
        return None if self.group.target_ms is None else self.planned_ms - self.group.target_ms


def group_times(rundown: Rundown, *, rates: SpeechRates | None = None) -> tuple[GroupTime, ...]:
    """Every group of the rundown with its times, in its order; `rates` are the script's own by default."""
    rates = rates or rates_of(rundown)
    times = []
    for group in rundown.groups:
        members = [segment for segment in rundown.segments if segment.group == group.id]
        played = [segment for segment in members if not segment.skip]
        times.append(
            GroupTime(
                group,
                tuple(segment.id for segment in members),
                sum(segment.duration_ms for segment in played),
                sum(estimate_segment(segment, rates) for segment in played),
            )
        )
    return tuple(times)
