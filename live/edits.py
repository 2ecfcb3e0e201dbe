"""Lines rewritten for this show: the script stays as it was frozen, the edit lies over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from catalog.bilingual import NO_TEXT, Bilingual
from lessons.rundown import Rundown
from live import place
from live.journal import Event
from live.state import Edited, ShowState


def written(text: object) -> Bilingual:
    """The bilingual text of an argument; an empty side is None."""
    sides = text if isinstance(text, Mapping) else {}
    return Bilingual(en=sides.get("en") or None, zh=sides.get("zh") or None)


def standing(rundown: Rundown, state: ShowState, cue: str) -> Bilingual:
    """The lines of a cue as they stand now, variables unfilled."""
    edit = state.edit(cue)
    if edit is not None:
        return edit.text
    there = place.find_cue(rundown, cue)
    return NO_TEXT if there is None else there.cue.lines


def revised(rundown: Rundown, state: ShowState) -> Rundown:
    """The rundown as it is read on air: rewritten lines in place of the script's."""
    if not state.edits:
        return rundown
    fresh = {edit.cue: edit.text for edit in state.edits}
    return replace(rundown, segments=tuple(
        replace(segment, cues=tuple(
            replace(cue, lines=fresh[cue.id]) if cue.id in fresh else cue for cue in segment.cues
        ))
        for segment in rundown.segments
    ))


def edit(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after edit: these lines stand for the cue from now on."""
    args = event.command.args
    fresh = Edited(str(args["cue"]), written(args["text"]), event.at, event.command.actor)
    return replace(state, edits=(*(held for held in state.edits if held.cue != fresh.cue), fresh))
