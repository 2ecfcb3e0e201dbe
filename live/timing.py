"""Pauses, added time and a fixed end: facts of the run on air, kept apart; and the hold."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from lessons.rundown import Rundown
from live.journal import BrokenJournal, Event
from live.state import Hold, Run, ShowState


def pause(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after pause: the clock stands."""
    run = _run(state, event)
    paused = replace(run, pauses=(*run.pauses, (event.at, None)))
    return replace(state, paused=event.at, runs=(*state.runs[:-1], paused))


def resume(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after resume: the clock goes on, an emergency is over."""
    run = _run(state, event).unpaused(event.at)
    return replace(state, paused=None, emergency=None, runs=(*state.runs[:-1], run))


def add_time(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after add_time: more or less time for the run on air."""
    run = _run(state, event)
    added = (event.at, cast(int, event.command.args["ms"]), event.command.actor)
    return replace(state, runs=(*state.runs[:-1], replace(run, added=(*run.added, added))))


def finish_at(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after finish_at: the run on air ends at an instant, without one by its length again."""
    at = event.command.args.get("at")
    run = _run(state, event)
    finish = None if at is None else (sum(ms for _, ms, _ in run.added), cast(int, at))
    return replace(state, runs=(*state.runs[:-1], replace(run, finish=finish)))


def hold(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after hold: nobody moves on until it is released; the clock goes on."""
    return replace(state, hold=Hold(event.at, event.command.actor))


def release(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after release."""
    return replace(state, hold=None)


def _run(state: ShowState, event: Event) -> Run:
    if state.run is None:
        raise BrokenJournal(event, "nothing is on air")
    return state.run
