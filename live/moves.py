"""Moves: which cue a command lands on, and what landing does to runs, board and price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lessons.rundown import Rundown
from live import place
from live.boards import opening
from live.journal import BrokenJournal, Event
from live.place import Place
from live.state import Last, Run, ShowState
from live.strip import arrive


def landing(rundown: Rundown, state: ShowState, verb: str, args: Mapping[str, object]) -> Place | None:
    """The cue that a move would put on air; None when there is none or the verb does not move the show."""
    if verb == "start":
        return place.first_from(rundown, state.skipped, 0)
    if verb == "jump":
        return place.find_cue(rundown, str(args["cue"]))
    here = place.find_cue(rundown, state.cue)
    if here is None:
        return None
    if verb == "skip" and here.segment.id == args["segment"]:
        return place.first_from(rundown, state.skipped, here.at + 1)
    if verb == "go":
        return place.after(rundown, state.skipped, here)
    return place.before(rundown, state.skipped, here) if verb == "back" else None


def move(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after start, go, back or jump."""
    there = landing(rundown, state, event.command.verb, event.command.args)
    if event.command.verb == "start":
        state = replace(state, phase="on_air", started=event.at)
    return _land(state, there, event)


def skip(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after skip: a coming segment is passed over later, the one on air is left now."""
    segment = str(event.command.args["segment"])
    if place.find_segment(rundown, segment) is None:
        raise BrokenJournal(event, f"no segment {segment}")
    there = landing(rundown, state, "skip", event.command.args)
    marked = {*state.skipped, segment}
    after = replace(state, skipped=tuple(one.id for one in rundown.segments if one.id in marked))
    return _land(after, there, event) if segment == state.segment else after


def unskip(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after unskip."""
    segment = event.command.args["segment"]
    return replace(state, skipped=tuple(held for held in state.skipped if held != segment))


def end(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after the end: run, pause, board and emergency are closed, nothing is on air."""
    return replace(
        state, phase="ended", cue="", segment="", ended=event.at, runs=_closed(state, event.at), paused=None,
        board=None, emergency=None, last=Last("end", event.command.actor, event.at, ""),
    )


def _land(state: ShowState, there: Place | None, event: Event) -> ShowState:
    """Put a cue on air: its run, its board, its product. Staying in the segment keeps the run."""
    if there is None:
        raise BrokenJournal(event, "no such place on the rundown")
    segment, runs = there.segment, state.runs
    if segment.id != state.segment or not runs:
        ordinal = 1 + sum(run.segment == segment.id for run in runs)
        # A stopped clock stays stopped across segments: only `resume` starts it again.
        pauses = ((event.at, None),) if state.paused is not None else ()
        runs = (*_closed(state, event.at), Run(ordinal, segment.id, event.at, pauses=pauses))
    landed = replace(
        state, cue=there.cue.id, segment=segment.id, runs=runs, board=opening(there.cue, event.at),
        skipped=tuple(held for held in state.skipped if held != segment.id),
        last=Last(event.command.verb, event.command.actor, event.at, there.cue.id),
    )
    return arrive(landed, there, event)


def _closed(state: ShowState, at: int) -> tuple[Run, ...]:
    """The runs with the one on air ended, an open pause with it."""
    if not state.runs or state.runs[-1].end is not None:
        return state.runs
    return (*state.runs[:-1], replace(state.runs[-1].unpaused(at), end=at))
