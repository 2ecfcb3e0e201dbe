"""Places on a rundown: which cue comes first, next and before, with skipped segments passed over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from lessons.rundown import Cue, Rundown, Segment

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NotPlayable(Exception):
    """A rundown that cannot go on air, with the reason in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{en} {zh}")
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Place:
    """One cue of a rundown with its segment and both positions, counted from 0."""

    at: int
    cue_at: int
    segment: Segment
    cue: Cue


def check_playable(rundown: Rundown) -> None:
    """Refuse a rundown whose ids do not name one place each: GO would land on the wrong one.

    Raises:
        NotPlayable: on a segment or cue id used twice, a negative duration or an instant without a zone.
    """
    segments: set[str] = set()
    cues: set[str] = set()
    for segment in rundown.segments:
        if segment.id in segments:
            raise NotPlayable(f"环节编号重复：{segment.id}", f"Segment id used twice: {segment.id}.")
        segments.add(segment.id)
        if segment.duration_ms < 0:
            raise NotPlayable(f"环节时长为负：{segment.id}", f"Negative duration: {segment.id}.")
        if segment.hard_start is not None:
            epoch_ms(segment.hard_start)
        for cue in segment.cues:
            if not cue.id or cue.id in cues:
                raise NotPlayable(f"提示编号为空或重复：{cue.id}", f"Cue id empty or used twice: {cue.id!r}.")
            cues.add(cue.id)
    if rundown.start is not None:
        epoch_ms(rundown.start)


def epoch_ms(instant: datetime) -> int:
    """UTC epoch milliseconds of an aware instant, by whole-number arithmetic (no float rounding).

    Raises:
        NotPlayable: for an instant without a zone, which would mean another moment on another machine.
    """
    if instant.tzinfo is None:
        raise NotPlayable(f"时间缺少时区：{instant}", f"Instant without a zone: {instant}.")
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def out_of_plan(segment: Segment) -> bool:
    """Whether the plan itself leaves a segment out: marked skip, or without a cue to put on air."""
    return segment.skip or not segment.cues


def find_segment(rundown: Rundown, segment_id: str) -> int | None:
    """The position of a segment, or None when the rundown has none of that id."""
    return next((at for at, segment in enumerate(rundown.segments) if segment.id == segment_id), None)


def find_cue(rundown: Rundown, cue_id: str) -> Place | None:
    """The place of a cue, or None when the rundown has none of that id."""
    for at, segment in enumerate(rundown.segments):
        for cue_at, cue in enumerate(segment.cues):
            if cue.id == cue_id:
                return Place(at, cue_at, segment, cue)
    return None


def within(place: Place, cue_at: int) -> Place | None:
    """Another cue of the same segment by its position, or None outside it."""
    cues = place.segment.cues
    return Place(place.at, cue_at, place.segment, cues[cue_at]) if 0 <= cue_at < len(cues) else None


def first_from(rundown: Rundown, skipped: Collection[str], start: int) -> Place | None:
    """The first cue of the first segment at or after position `start` that is not skipped, or None."""
    for at in range(start, len(rundown.segments)):
        segment = rundown.segments[at]
        if segment.cues and segment.id not in skipped:
            return Place(at, 0, segment, segment.cues[0])
    return None


def before(rundown: Rundown, skipped: Collection[str], place: Place) -> Place | None:
    """The cue that BACK moves to, at a segment's start the last cue of the one before; None at the top."""
    if place.cue_at > 0:
        return within(place, place.cue_at - 1)
    for at in range(place.at - 1, -1, -1):
        segment = rundown.segments[at]
        if segment.cues and segment.id not in skipped:
            return Place(at, len(segment.cues) - 1, segment, segment.cues[-1])
    return None
