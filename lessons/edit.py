"""Edits of a rundown: pure, each returns a new rundown; what stays keeps its id."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId

_SEGMENT_FIELDS = frozenset(
    {"kind", "title", "duration_ms", "sku", "hard_start", "skip", "columns", "note", "milestone"}
)
_CUE_FIELDS = frozenset({"kind", "lines", "card_ids", "note"})


class UnknownSegmentError(LookupError):
    """An edit named a segment that the rundown does not hold."""

    def __init__(self, segment: str) -> None:
        super().__init__(f"The rundown has no segment {segment!r}; it may have been removed meanwhile.")
        self.segment = segment


class UnknownCueError(LookupError):
    """An edit named a cue that the rundown does not hold."""

    def __init__(self, cue: str) -> None:
        super().__init__(f"The rundown has no cue {cue!r}; it may have been removed meanwhile.")
        self.cue = cue


class UnknownFieldError(TypeError):
    """An edit named a field that cannot be edited."""

    def __init__(self, record: str, fields: Collection[str]) -> None:
        super().__init__(f"A {record} has no editable field {', '.join(sorted(fields))}.")


def new_segment_id(rundown: Rundown, *, taken: Collection[str] = ()) -> SegmentId:
    """An id no segment of `rundown` nor `taken` has: `s` and the next number.

    Pass the ids of removed segments that a journal still knows as `taken`, so that none comes back with
    another meaning.
    """
    return SegmentId(_next("s", [*(segment.id for segment in rundown.segments), *taken]))


def new_cue_id(rundown: Rundown, segment: SegmentId, *, taken: Collection[str] = ()) -> CueId:
    """An id no cue has: the segment's id, `c`, and the next number."""
    return CueId(_next(f"{segment}c", [*(cue.id for each in rundown.segments for cue in each.cues), *taken]))


def _next(prefix: str, ids: Sequence[str]) -> str:
    numbered = re.compile(re.escape(prefix) + r"(\d+)")
    numbers = [int(match[1]) for each in ids if (match := numbered.fullmatch(each)) is not None]
    return f"{prefix}{max(numbers, default=0) + 1:02d}"


def segment_index(rundown: Rundown, segment: SegmentId) -> int:
    """The position of a segment, from 0. Raises UnknownSegmentError."""
    for index, each in enumerate(rundown.segments):
        if each.id == segment:
            return index
    raise UnknownSegmentError(segment)


def cue_index(rundown: Rundown, cue: CueId) -> tuple[int, int]:
    """The positions of a cue's segment and of the cue in it, from 0. Raises UnknownCueError."""
    for index, segment in enumerate(rundown.segments):
        for inner, each in enumerate(segment.cues):
            if each.id == cue:
                return index, inner
    raise UnknownCueError(cue)


def move_segment(rundown: Rundown, segment: SegmentId, to: int) -> Rundown:
    """The segment at position `to` (from 0, counted without it; beyond the ends means the end)."""
    rest = list(rundown.segments)
    moved = rest.pop(segment_index(rundown, segment))
    rest.insert(_within(to, len(rest)), moved)
    return replace(rundown, segments=tuple(rest))


def update_segment(rundown: Rundown, segment: SegmentId, **changes: Any) -> Rundown:
    """The segment with new values for the named fields; id and cues have edits of their own."""
    if wrong := changes.keys() - _SEGMENT_FIELDS:
        raise UnknownFieldError("segment", wrong)
    return _with_segment(rundown, segment_index(rundown, segment), lambda each: replace(each, **changes))


def update_cue(rundown: Rundown, cue: CueId, **changes: Any) -> Rundown:
    """The cue with new values for the named fields."""
    if wrong := changes.keys() - _CUE_FIELDS:
        raise UnknownFieldError("cue", wrong)
    index, inner = cue_index(rundown, cue)
    return _with_cues(
        rundown, index, lambda cues: [*cues[:inner], replace(cues[inner], **changes), *cues[inner + 1 :]]
    )


def add_segment(
    rundown: Rundown, segment: Segment, *, at: int | None = None, taken: Collection[str] = ()
) -> tuple[Rundown, SegmentId]:
    """`segment` at position `at` (None: the end) under a new id, its cues renumbered under it."""
    segment_id = new_segment_id(rundown, taken=taken)
    cues = segment.cues or (Cue(CueId(""), "say"),)
    added = replace(
        segment,
        id=segment_id,
        cues=tuple(replace(cue, id=CueId(f"{segment_id}c{n:02d}")) for n, cue in enumerate(cues, start=1)),
    )
    segments = list(rundown.segments)
    segments.insert(len(segments) if at is None else _within(at, len(segments)), added)
    return replace(rundown, segments=tuple(segments)), segment_id


def duplicate_segment(
    rundown: Rundown, segment: SegmentId, *, taken: Collection[str] = ()
) -> tuple[Rundown, SegmentId]:
    """A copy right after the segment, under new ids; a hard start is not copied, it can be kept only once."""
    index = segment_index(rundown, segment)
    copy = replace(rundown.segments[index], hard_start=None)
    return add_segment(rundown, copy, at=index + 1, taken=taken)


def remove_segment(rundown: Rundown, segment: SegmentId) -> Rundown:
    """The rundown without the segment."""
    index = segment_index(rundown, segment)
    return replace(rundown, segments=rundown.segments[:index] + rundown.segments[index + 1 :])


def add_cue(
    rundown: Rundown, segment: SegmentId, cue: Cue, *, at: int | None = None, taken: Collection[str] = ()
) -> tuple[Rundown, CueId]:
    """`cue` in the segment at position `at` (None: the end) under a new id."""
    index = segment_index(rundown, segment)
    cue_id = new_cue_id(rundown, segment, taken=taken)
    added = replace(cue, id=cue_id)

    def insert(cues: list[Cue]) -> list[Cue]:
        cues.insert(len(cues) if at is None else _within(at, len(cues)), added)
        return cues

    return _with_cues(rundown, index, insert), cue_id


def duplicate_cue(rundown: Rundown, cue: CueId, *, taken: Collection[str] = ()) -> tuple[Rundown, CueId]:
    """A copy right after the cue, under a new id."""
    index, inner = cue_index(rundown, cue)
    segment = rundown.segments[index]
    return add_cue(rundown, segment.id, segment.cues[inner], at=inner + 1, taken=taken)


def remove_cue(rundown: Rundown, cue: CueId) -> Rundown:
    """The rundown without the cue. The last cue of a segment is emptied instead: GO needs one to stand on."""
    index, inner = cue_index(rundown, cue)
    if len(rundown.segments[index].cues) == 1:
        return _with_cues(rundown, index, lambda cues: [Cue(cues[0].id, "say")])
    return _with_cues(rundown, index, lambda cues: [*cues[:inner], *cues[inner + 1 :]])


def move_cue(rundown: Rundown, cue: CueId, to: int, *, segment: SegmentId | None = None) -> Rundown:
    """The cue at position `to` (from 0, counted without it), in its own or another segment, id kept."""
    index, inner = cue_index(rundown, cue)
    target = index if segment is None else segment_index(rundown, segment)
    moved = rundown.segments[index].cues[inner]
    if target != index and len(rundown.segments[index].cues) == 1:
        # the segment it leaves keeps a cue, under a new id because the old one moves along
        rundown, _ = add_cue(rundown, rundown.segments[index].id, Cue(CueId(""), "say"))
    rundown = _with_cues(rundown, index, lambda cues: [each for each in cues if each.id != cue])

    def insert(cues: list[Cue]) -> list[Cue]:
        cues.insert(_within(to, len(cues)), moved)
        return cues

    return _with_cues(rundown, target, insert)


def _within(index: int, length: int) -> int:
    return max(0, min(index, length))


def _with_segment(rundown: Rundown, index: int, change: Callable[[Segment], Segment]) -> Rundown:
    segments = list(rundown.segments)
    segments[index] = change(segments[index])
    return replace(rundown, segments=tuple(segments))


def _with_cues(rundown: Rundown, index: int, change: Callable[[list[Cue]], list[Cue]]) -> Rundown:
    return _with_segment(
        rundown, index, lambda segment: replace(segment, cues=tuple(change(list(segment.cues))))
    )
