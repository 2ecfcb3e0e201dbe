"""Edits of segments: their order, their fields, and what makes them more or fewer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from catalog.bilingual import NO_TEXT
from lessons.duration import MINUTE
from lessons.edit import (
    add_segment,
    duplicate_segment,
    move_segment,
    remove_segment,
    segment_index,
    update_segment,
)
from lessons.groups import bring_back, tidy
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from lessons.text.layout import read_clock, read_title
from screens.script_edit import (
    Edit,
    Outcome,
    name_of,
    segment_of,
    segments_of,
    text_of,
    titled,
    typed_length,
    with_text,
)

#: Length of a segment that is put in by hand, in milliseconds.
INSERTED_MS = 2 * MINUTE


def held_segment(rundown: Rundown, edit: Edit) -> Segment:
    return rundown.segments[segment_index(rundown, segment_of(edit))]


def _move(rundown: Rundown, edit: Edit) -> Outcome:
    """The segments, in their order, in front of the one named `before` ("" or gone: to the end)."""
    wanted = set(segments_of(edit))
    moved = [each for each in rundown.segments if each.id in wanted]
    rest = [each for each in rundown.segments if each.id not in wanted]
    at = next((n for n, each in enumerate(rest) if each.id == edit.get("before")), len(rest))
    # what is dropped among the segments of a group belongs to it
    near = {each.group for each in (rest[at - 1 : at] if at else []) + rest[at : at + 1]}
    group = near.pop() if len(near) == 1 else None
    if len(moved) == 1 and moved[0].group != group and group is not None:
        moved = [replace(moved[0], group=group)]
    return tidy(replace(rundown, segments=(*rest[:at], *moved, *rest[at:]))), ""


def _step(rundown: Rundown, edit: Edit) -> Outcome:
    """The segments one place up or down together; they stay where the first or last would leave the list."""
    wanted = set(segments_of(edit))
    order = [each.id for each in rundown.segments]
    by = int(edit["by"])
    for segment in order if by < 0 else reversed(order):
        if segment in wanted:
            at = segment_index(rundown, segment)
            beside = at + by
            if not 0 <= beside < len(order) or rundown.segments[beside].id in wanted:
                continue
            rundown = move_segment(rundown, segment, beside)
    return tidy(rundown), ""


def _skip(rundown: Rundown, edit: Edit) -> Outcome:
    for segment in segments_of(edit):
        rundown = update_segment(rundown, segment, skip=bool(edit["value"]))
    return rundown, ""


def _remove(rundown: Rundown, edit: Edit) -> Outcome:
    for segment in segments_of(edit):
        rundown = remove_segment(rundown, segment)
    return tidy(rundown), ""


def _duplicate(rundown: Rundown, edit: Edit) -> Outcome:
    made = ""
    for segment in segments_of(edit):
        rundown, made = duplicate_segment(rundown, segment)
    return rundown, made


def _bring_back(rundown: Rundown, edit: Edit) -> Outcome:
    """The segments once more, in front of the closing ones at the end of the show."""
    at = len(rundown.segments)
    while at and rundown.segments[at - 1].kind == "closing":
        at -= 1
    rundown, made = bring_back(rundown, segments_of(edit), at=at)
    return tidy(rundown), made[0] if made else ""


def _add(rundown: Rundown, edit: Edit) -> Outcome:
    at = segment_index(rundown, segment_of(edit)) + 1 if edit.get("segment") else None
    fresh = Segment(SegmentId(""), name_of(edit, "kind"), titled(edit), INSERTED_MS, (Cue(CueId(""), "say"),))
    return add_segment(rundown, fresh, at=at)


def title(rundown: Rundown, edit: Edit) -> Outcome:
    return update_segment(
        rundown, segment_of(edit), title=with_text(held_segment(rundown, edit).title, edit)
    ), ""


def _milestone(rundown: Rundown, edit: Edit) -> Outcome:
    """A mark in both languages, typed as `中文 | English`."""
    text = text_of(edit)
    mark = NO_TEXT if text is None else read_title(text.replace("\n", " "))
    return update_segment(rundown, segment_of(edit), milestone=mark), ""


def _length(rundown: Rundown, edit: Edit) -> Outcome:
    length = typed_length(str(edit["value"]))
    return (rundown if length is None else update_segment(rundown, segment_of(edit), duration_ms=length)), ""


def _start(rundown: Rundown, edit: Edit) -> Outcome:
    """A fixed start as typed (`20:30`, or a full date and time); nothing typed makes it soft."""
    text = str(edit.get("value") or "").strip().replace("：", ":")
    if not text:
        return update_segment(rundown, segment_of(edit), hard_start=None), ""
    try:
        instant = read_clock(text, rundown.start, ZoneInfo(rundown.zone))
    except (ValueError, OverflowError):
        instant = None
    return (rundown if instant is None else update_segment(rundown, segment_of(edit), hard_start=instant)), ""


def _kind(rundown: Rundown, edit: Edit) -> Outcome:
    return update_segment(rundown, segment_of(edit), kind=name_of(edit, "value")), ""


def _note(rundown: Rundown, edit: Edit) -> Outcome:
    return update_segment(rundown, segment_of(edit), note=text_of(edit)), ""


def _column(rundown: Rundown, edit: Edit) -> Outcome:
    """A role's column; one that is emptied goes, a new one stands at the end."""
    name, text = name_of(edit, "name"), text_of(edit)
    held = held_segment(rundown, edit).columns
    if name in dict(held):
        columns = tuple((key, text if key == name else value) for key, value in held)
    else:
        columns = (*held, (name, text))
    kept = tuple((key, value) for key, value in columns if value is not None)
    return update_segment(rundown, segment_of(edit), columns=kept), ""


SEGMENT_EDITS: Mapping[str, Callable[[Rundown, Edit], Outcome]] = {
    "move": _move, "step": _step, "skip": _skip, "remove": _remove, "duplicate": _duplicate,
    "bring_back": _bring_back, "add": _add, "title": title, "milestone": _milestone, "length": _length,
    "start": _start, "kind": _kind, "note": _note, "column": _column,
}  # fmt: skip
