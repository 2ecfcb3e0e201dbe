"""Moves: which cue a command lands on, and what landing does to runs, board and price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lessons.rundown import Rundown
from live import place
from live.beats import begin
from live.boards import opening
from live.journal import BrokenJournal, Event
from live.place import Place
from live.state import Last, Loop, Run, ShowState, Visit
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
    if verb == "skip":
        return _onward(rundown, state, here, leaving=True) if here.segment.id == args["segment"] else None
    if verb == "go":
        return place.within(here, here.cue_at + 1) or _onward(rundown, state, here)
    if verb != "back":
        return None
    if state.visit is not None:
        # What is before a visited segment is not where the show came from: undo leads back there.
        return place.within(here, here.cue_at - 1)
    return place.before(rundown, state.skipped, here)


def returning(rundown: Rundown, state: ShowState) -> Place | None:
    """Where a visit that began now would return to: what comes next, at the very end the cue on air."""
    if state.visit is not None:
        return place.find_cue(rundown, state.visit.cue)
    return landing(rundown, state, "go", {}) or place.find_cue(rundown, state.cue)


def _onward(rundown: Rundown, state: ShowState, here: Place, *, leaving: bool = False) -> Place | None:
    """What follows the segment on air: the next one, after a visit the place it returns to.

    `leaving` means that the segment on air is being skipped, so that a loop does not lead back into it.
    """
    if state.visit is None:
        there = place.first_from(rundown, state.skipped, here.at + 1)
        if there is not None and there.at <= _last_at(rundown, state):
            return there
        return _again(rundown, state, here, leaving=leaving) or there
    back = place.find_cue(rundown, state.visit.cue)
    if back is None or back.segment.id not in state.skipped:
        return back
    return place.first_from(rundown, state.skipped, back.at + 1)


def _last_at(rundown: Rundown, state: ShowState) -> int:
    """The position of the last segment of the loop, -1 without one."""
    at = None if state.loop is None else place.find_segment(rundown, state.loop.last)
    return -1 if at is None else at


def _again(rundown: Rundown, state: ShowState, here: Place, *, leaving: bool) -> Place | None:
    """Where the loop begins anew for somebody who stands in it; None where it cannot.

    A loop that would lead to the very cue on air does not: two presses of GO could not be told apart.
    """
    first = None if state.loop is None else place.find_segment(rundown, state.loop.first)
    if first is None or not first <= here.at <= _last_at(rundown, state):
        return None
    skipped = {*state.skipped, here.segment.id} if leaving else state.skipped
    there = place.first_from(rundown, skipped, first)
    if there is None or there.at > _last_at(rundown, state) or there.cue.id == here.cue.id:
        return None
    return there


def set_loop(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after loop: GO repeats these segments until loop_off or a jump beyond them."""
    args = event.command.args
    return replace(state, loop=Loop(str(args["from"]), str(args["to"]), event.at, event.command.actor))


def drop_loop(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after loop_off."""
    return replace(state, loop=None)


def move(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after start, go, back or jump."""
    there = landing(rundown, state, event.command.verb, event.command.args)
    if event.command.verb == "start":
        state = replace(state, phase="on_air", started=event.at, beats=begin(state.beats, event.at))
    if event.command.args.get("visit") is True:
        back = returning(rundown, state)
        if back is None:
            raise BrokenJournal(event, "there is nowhere to return to")
        return replace(_land(state, there, event), visit=Visit(back.cue.id, back.segment.id))
    return _land(state, there, event)


def skip(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after skip: a coming segment is passed over later, the one on air is left now.

    Leaving a visited segment early does not mark it: it was on air before.
    """
    segment = str(event.command.args["segment"])
    if place.find_segment(rundown, segment) is None:
        raise BrokenJournal(event, f"no segment {segment}")
    there = landing(rundown, state, "skip", event.command.args)
    if segment == state.segment and state.visit is not None:
        return _land(state, there, event)
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
        board=None, emergency=None, visit=None, hold=None,
        last=Last("end", event.command.actor, event.at, ""),
    )


def _land(state: ShowState, there: Place | None, event: Event) -> ShowState:
    """Put a cue on air: its run, its board, its product. Staying in the segment keeps the run."""
    if there is None:
        raise BrokenJournal(event, "no such place on the rundown")
    segment, runs = there.segment, state.runs
    # Back at its own beginning by a loop, a segment is on air a second time.
    looped = event.command.verb == "go" and there.segment.id == state.segment and there.cue_at == 0
    if segment.id != state.segment or not runs or looped:
        ordinal = 1 + sum(run.segment == segment.id for run in runs)
        # A stopped clock stays stopped across segments: only `resume` starts it again.
        pauses = ((event.at, None),) if state.paused is not None else ()
        runs = (*_closed(state, event.at), Run(ordinal, segment.id, event.at, pauses=pauses))
    landed = replace(
        state, visit=state.visit if segment.id == state.segment else None,
        cue=there.cue.id, segment=segment.id, runs=runs, board=opening(there.cue, event.at),
        skipped=tuple(held for held in state.skipped if held != segment.id),
        last=Last(event.command.verb, event.command.actor, event.at, there.cue.id),
    )
    return arrive(landed, there, event)


def _closed(state: ShowState, at: int) -> tuple[Run, ...]:
    """The runs with the one on air ended, an open pause with it."""
    if not state.runs or state.runs[-1].end is not None:
        return state.runs
    return (*state.runs[:-1], replace(state.runs[-1].unpaused(at), end=at))
