"""The script on a planner's desk: what is being edited, its past for undo, the edits of the outline.

A desk is a plain value of one session until it is saved; the store refuses a save on top of a version that
somebody else has replaced.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.bilingual import Bilingual
from lessons.duration import MINUTE, parse_duration
from lessons.edit import (
    UnknownCueError,
    UnknownSegmentError,
    add_cue,
    cue_index,
    duplicate_segment,
    move_cue,
    move_segment,
    remove_cue,
    remove_segment,
    segment_index,
    update_cue,
    update_segment,
)
from lessons.rundown import Cue, CueId, Rundown, SegmentId

#: Steps that undo can go back; a rundown of 500 segments shares its unchanged segments with the next one.
UNDO = 100
#: Longest text of one field, in characters; more is a paste by mistake.
LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Desk:
    """A script being edited on top of `version`; `seen` is the last edit counted from the outline."""

    script: str
    version: int
    rundown: Rundown
    saved: Rundown
    past: tuple[Rundown, ...] = ()
    future: tuple[Rundown, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)
    saved_at: int | None = None
    focus: str = ""

    @property
    def unsaved(self) -> bool:
        """Whether there is something to save."""
        return self.rundown != self.saved

    def change(self, rundown: Rundown, *, focus: str | None = None) -> Desk:
        """The desk after an edit; an edit that changes nothing leaves no trace in the past."""
        if rundown == self.rundown:
            return self
        past = (*self.past[-UNDO:], self.rundown)
        return replace(
            self, rundown=rundown, past=past, future=(), focus=self.focus if focus is None else focus
        )

    def kept(self, version: int, at: int) -> Desk:
        """The desk after its rundown was saved as `version` at `at` (UTC epoch ms)."""
        return replace(self, version=version, saved=self.rundown, saved_at=at)

    def undo(self) -> Desk:
        """One step back."""
        if not self.past:
            return self
        return replace(self, rundown=self.past[-1], past=self.past[:-1], future=(self.rundown, *self.future))

    def redo(self) -> Desk:
        """One step forward again."""
        if not self.future:
            return self
        return replace(self, rundown=self.future[0], past=(*self.past, self.rundown), future=self.future[1:])

    def take(self, client: str, edits: list[Mapping[str, Any]]) -> Desk:
        """Edits of an outline, each counted once however often it is sent."""
        desk, last = self, self.seen.get(client, 0)
        for edit in sorted(edits, key=lambda one: int(one["n"])):
            number = int(edit["n"])
            if number <= last:
                continue
            last = number
            rundown, focus = apply_edit(desk.rundown, edit)
            desk = desk.change(rundown, focus=f"{focus}:{client}:{number}" if focus else None)
        return replace(desk, seen={client: last})


def apply_edit(rundown: Rundown, edit: Mapping[str, Any]) -> tuple[Rundown, str]:
    """The rundown after one edit, and the segment that edit brought forth ("" for none).

    An edit of something that was removed meanwhile, or a length that is none, leaves the rundown as it is.
    """
    try:
        return _apply(rundown, edit)
    except (UnknownSegmentError, UnknownCueError):
        return rundown, ""


def _apply(rundown: Rundown, edit: Mapping[str, Any]) -> tuple[Rundown, str]:
    segment, cue = SegmentId(str(edit.get("segment"))), CueId(str(edit.get("cue")))
    value = edit.get("value")
    match edit["op"]:
        case "move":
            return move_segment(rundown, segment, int(edit["to"])), ""
        case "skip":
            return update_segment(rundown, segment, skip=bool(value)), ""
        case "title":
            held = rundown.segments[segment_index(rundown, segment)].title
            return update_segment(rundown, segment, title=_with(held, edit["lang"], value)), ""
        case "length":
            length = _length(str(value))
            return (rundown if length is None else update_segment(rundown, segment, duration_ms=length)), ""
        case "kind":
            return update_segment(rundown, segment, kind=str(value)[:40]), ""
        case "remove":
            return remove_segment(rundown, segment), ""
        case "duplicate":
            return duplicate_segment(rundown, segment)
        case "add_cue":
            return add_cue(rundown, segment, Cue(CueId(""), str(edit["kind"])[:40]))[0], ""
        case "line":
            index, inner = cue_index(rundown, cue)
            lines = rundown.segments[index].cues[inner].lines
            return update_cue(rundown, cue, lines=_with(lines, edit["lang"], value)), ""
        case "move_cue":
            return move_cue(rundown, cue, int(edit["to"])), ""
        case "remove_cue":
            return remove_cue(rundown, cue), ""
    raise ValueError(f"unknown edit {edit['op']!r}")


def _length(text: str) -> int | None:
    """A length as typed; a bare number means minutes here, where the column says so."""
    bare = text.strip().isdecimal() and len(text.strip()) <= 3
    return int(text) * MINUTE if bare else parse_duration(text)


def _with(held: Bilingual, lang: str, value: object) -> Bilingual:
    text = str(value or "").strip()[:LONGEST] or None
    return replace(held, zh=text) if lang == "zh" else replace(held, en=text)
