"""Pauses and added time: facts of the run on air, kept apart."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from lessons.rundown import Rundown
from live.journal import BrokenJournal, Event
from live.state import Run, ShowState


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


def _run(state: ShowState, event: Event) -> Run:
    if state.run is None:
        raise BrokenJournal(event, "nothing is on air")
    return state.run
