"""Edits of a rundown's groups (waves, hours) and of what is brought back (返场); pure, as `lessons.edit`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from catalog.bilingual import Bilingual
from lessons.edit import UnknownFieldError, add_segment, segment_index
from lessons.rundown import Group, GroupId, Rundown, Segment, SegmentId

_FIELDS = frozenset({"title", "target_ms", "note"})


class UnknownGroupError(LookupError):
    """An edit named a group that the rundown does not hold."""

    def __init__(self, group: str) -> None:
        super().__init__(f"The rundown has no group {group!r}; it may have been removed meanwhile.")
        self.group = group


def tidy(rundown: Rundown) -> Rundown:
    """The groups in the order of their first segments, those without one last; unknown ones made."""
    held = {group.id: group for group in rundown.groups}
    used = dict.fromkeys(segment.group for segment in rundown.segments if segment.group is not None)
    order = [*used, *(group for group in held if group not in used)]
    groups = tuple(held.get(group) or Group(group) for group in order)
    return rundown if groups == rundown.groups else replace(rundown, groups=groups)


def new_group(
    rundown: Rundown, segments: Collection[SegmentId], title: Bilingual, *, target_ms: int | None = None
) -> tuple[Rundown, GroupId]:
    """`segments` put into a new group; groups that lose their last segment go."""
    numbers = [int(each.id[1:]) for each in rundown.groups if each.id[:1] == "g" and each.id[1:].isdecimal()]
    group = Group(GroupId(f"g{max(numbers, default=0) + 1:02d}"), title, target_ms)
    return into_group(replace(rundown, groups=(*rundown.groups, group)), segments, group.id), group.id


def into_group(rundown: Rundown, segments: Collection[SegmentId], group: GroupId | None) -> Rundown:
    """`segments` put into a group, or out of any (None). Raises UnknownGroupError, UnknownSegmentError."""
    if group is not None and group not in {each.id for each in rundown.groups}:
        raise UnknownGroupError(group)
    for segment in segments:
        segment_index(rundown, segment)
    before = {segment.group for segment in rundown.segments}
    moved = tuple(replace(each, group=group) if each.id in segments else each for each in rundown.segments)
    emptied = before - {segment.group for segment in moved}
    kept = tuple(each for each in rundown.groups if each.id not in emptied)
    return tidy(replace(rundown, segments=moved, groups=kept))


def update_group(rundown: Rundown, group: GroupId, **changes: Any) -> Rundown:
    """The group with new values for the named fields. Raises UnknownGroupError."""
    if wrong := changes.keys() - _FIELDS:
        raise UnknownFieldError("group", wrong)
    if group not in {each.id for each in rundown.groups}:
        raise UnknownGroupError(group)
    return replace(
        rundown,
        groups=tuple(replace(each, **changes) if each.id == group else each for each in rundown.groups),
    )


def bring_back(
    rundown: Rundown, segments: Sequence[SegmentId], *, at: int | None = None
) -> tuple[Rundown, tuple[SegmentId, ...]]:
    """The segments once more (返场) at position `at` (None: the end), each naming the one it brings back.

    A copy keeps length, boards and lines; a hard start and a milestone are kept only once.
    """
    place = len(rundown.segments) if at is None else at
    made: list[SegmentId] = []
    for segment in segments:
        source = rundown.segments[segment_index(rundown, segment)]
        copy = replace(
            source, kind="encore", hard_start=None, milestone=Bilingual(), again=source.again or source.id
        )
        rundown, fresh = add_segment(rundown, _without_group(copy), at=place + len(made))
        made.append(fresh)
    return rundown, tuple(made)


def _without_group(segment: Segment) -> Segment:
    return replace(segment, group=None)
