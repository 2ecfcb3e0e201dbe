"""The fold of a show's journal: state = events applied one after another, nothing else remembered.

`apply` trusts its event: `live.decide` refused everything else before it was written. An event that cannot
have been accepted raises `BrokenJournal` rather than being passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import cast

from lessons.rundown import Rundown
from live import beats, boards, checklist, edits, emergency, messages, moves, overlay, place, strip, timing
from live.journal import BrokenJournal, Event
from live.state import Last, Position, ShowState, Undo
from live.state_wire import to_json
from live.verbs import VERBS

__all__ = ["BrokenJournal", "ShowState", "apply", "fold", "initial", "surviving", "to_json"]

Step = Callable[[Rundown, ShowState, Event], ShowState]
#: How many commands can be taken back in a row; the window of `UNDO_WINDOW_MS` is the limit people meet.
UNDO_DEPTH = 20


def initial(rundown: Rundown) -> ShowState:
    """The state before the first event: nothing on air, the segments that the plan leaves out skipped.

    Raises:
        NotPlayable: when ids repeat or an instant has no zone (see `live.place.check_playable`).
    """
    place.check_playable(rundown)
    left_out = tuple(segment.id for segment in rundown.segments if place.out_of_plan(segment))
    return _with_next(rundown, ShowState(skipped=left_out, hosts=rundown.hosts))


def fold(rundown: Rundown, events: Iterable[Event]) -> ShowState:
    """The state after `events`, which must be the whole journal in `seq` order."""
    state = initial(rundown)
    for event in events:
        state = apply(rundown, state, event)
    return state


def apply(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after one accepted event.

    Raises:
        BrokenJournal: when the event's verb is unknown or it points to something that is not there.
    """
    verb = event.command.verb
    step = _STEPS.get(verb)
    if step is None:
        raise BrokenJournal(event, "unknown verb")
    after = boards.remember(state, _with_next(rundown, step(rundown, state, event)))
    if verb == "start":
        return replace(after, undo=())
    if not VERBS[verb].undoable:
        return after
    entry = Undo(event.seq, verb, event.command.actor, event.at, _position(state))
    return replace(after, undo=(*state.undo, entry)[-UNDO_DEPTH:])


def surviving(events: Iterable[Event]) -> tuple[Event, ...]:
    """A journal without what was taken back and without the taking back, `seq` kept.

    Folded, it gives the same show; what it loses is who undid what, which is in the full journal.
    """
    events = tuple(events)
    undone = {event.command.args["seq"] for event in events if event.command.verb == "undo"}
    return tuple(event for event in events if event.seq not in undone and event.command.verb != "undo")


def _with_next(rundown: Rundown, state: ShowState) -> ShowState:
    """The state with what GO would do, so that every screen shows as next what really comes next."""
    verb = {"preshow": "start", "on_air": "go"}.get(state.phase)
    there = None if verb is None else moves.landing(rundown, state, verb, {})
    return replace(state, next="" if there is None else there.cue.id)


def _position(state: ShowState) -> Position:
    return Position(
        phase=state.phase, cue=state.cue, segment=state.segment, ended=state.ended, runs=state.runs,
        paused=state.paused, skipped=state.skipped, board=state.board, open=state.open, shelf=state.shelf,
        emergency=state.emergency, hosts=state.hosts, visit=state.visit, prices=state.prices,
        stocks=state.stocks, hold=state.hold, loop=state.loop, edits=state.edits, layers=state.layers,
    )


def _undo(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    if not state.undo or state.undo[-1].seq != event.command.args["seq"]:
        raise BrokenJournal(event, "it takes back something else")
    was = state.undo[-1].before
    return replace(
        state, phase=was.phase, cue=was.cue, segment=was.segment, ended=was.ended, runs=was.runs,
        paused=was.paused, skipped=was.skipped, board=was.board, open=was.open, shelf=was.shelf,
        emergency=was.emergency, hosts=was.hosts, visit=was.visit, prices=was.prices, stocks=was.stocks,
        hold=was.hold, loop=was.loop, edits=was.edits, layers=was.layers, undo=state.undo[:-1],
        last=Last("undo", event.command.actor, event.at, was.cue),
    )


def _hosts(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    names = cast(Sequence[object], event.command.args["hosts"])
    return replace(state, hosts=tuple(str(name) for name in names))


_STEPS: Mapping[str, Step] = MappingProxyType({
    "start": moves.move, "go": moves.move, "back": moves.move, "jump": moves.move, "skip": moves.skip,
    "unskip": moves.unskip, "end": moves.end, "pause": timing.pause, "resume": timing.resume,
    "add_time": timing.add_time, "finish_at": timing.finish_at, "hold": timing.hold,
    "release": timing.release, "loop": moves.set_loop, "loop_off": moves.drop_loop, "edit": edits.edit,
    "overlay": overlay.switch, "emergency": emergency.raise_emergency, "product": strip.change,
    "price": strip.set_price, "stock": strip.set_stock,
    "hosts": _hosts, "board_show": boards.show, "board_reveal": boards.reveal, "board_hide": boards.hide,
    "message": messages.send, "shown": messages.receipt, "acked": messages.receipt, "undo": _undo,
    "beat_set": beats.set_beat, "beat_done": beats.move_beat, "beat_snooze": beats.move_beat,
    "beat_off": beats.drop_beat, "check": checklist.mark,
})
