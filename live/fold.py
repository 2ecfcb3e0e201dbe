"""The fold of a show's journal: state = events applied one after another, nothing else remembered.

`apply` trusts its event: `live.decide` refused everything else before it was written. An event that cannot
have been accepted raises `BrokenJournal` rather than being passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import cast

from catalog.bilingual import Bilingual
from lessons.rundown import Rundown
from live import place
from live.journal import Event
from live.place import Place
from live.state import Board, Last, Message, Position, Run, ShowState, Undo, to_json
from live.verbs import VERBS

__all__ = ["BrokenJournal", "ShowState", "apply", "fold", "initial", "to_json"]

#: How many commands can be taken back in a row; the window of `UNDO_WINDOW_MS` is the limit people meet.
UNDO_DEPTH = 20
#: Cards shown when a cue opens its board: a `card` cue shows its first word, a `quiz` cue starts with the
#: Chinese alone and lets the audience guess.
_FIRST_REVEALED = {"card": 1, "quiz": 0}


class BrokenJournal(Exception):
    """An event that no accepted command can have left: journal or rundown were changed from outside."""

    def __init__(self, event: Event, why: str) -> None:
        super().__init__(f"Event {event.seq} ({event.command.verb}) does not fit the show: {why}.")
        self.seq = event.seq


def initial(rundown: Rundown) -> ShowState:
    """The state before the first event: nothing on air, the segments that the plan leaves out skipped.

    Raises:
        NotPlayable: when ids repeat or an instant has no zone (see `live.place.check_playable`).
    """
    place.check_playable(rundown)
    return ShowState(skipped=tuple(s.id for s in rundown.segments if place.out_of_plan(s)))


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
    after = step(rundown, state, event)
    if verb == "start":
        return replace(after, undo=())
    if not VERBS[verb].undoable:
        return after
    entry = Undo(event.seq, verb, event.command.actor, event.at, position(state))
    return replace(after, undo=(*state.undo, entry)[-UNDO_DEPTH:])


def position(state: ShowState) -> Position:
    """The part of a state that `undo` gives back."""
    return Position(
        phase=state.phase, cue=state.cue, segment=state.segment, ended=state.ended, runs=state.runs,
        paused=state.paused, skipped=state.skipped, board=state.board, open=state.open,
    )


def _start(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    first = place.first_from(rundown, state.skipped, 0)
    return _land(replace(state, phase="on_air", started=event.at), _there(event, first), event)


def _go(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    here = _there(event, place.find_cue(rundown, state.cue))
    return _land(state, _there(event, place.after(rundown, state.skipped, here)), event)


def _back(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    here = _there(event, place.find_cue(rundown, state.cue))
    return _land(state, _there(event, place.before(rundown, state.skipped, here)), event)


def _jump(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    return _land(state, _there(event, place.find_cue(rundown, str(event.command.args["cue"]))), event)


def _skip(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    segment = str(event.command.args["segment"])
    at = place.find_segment(rundown, segment)
    if at is None:
        raise BrokenJournal(event, f"no segment {segment}")
    marked = {*state.skipped, segment}
    skipped = tuple(s.id for s in rundown.segments if s.id in marked)
    state = replace(state, skipped=skipped)
    if segment != state.segment:
        return state
    return _land(state, _there(event, place.first_from(rundown, skipped, at + 1)), event)


def _unskip(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    segment = event.command.args["segment"]
    return replace(state, skipped=tuple(held for held in state.skipped if held != segment))


def _pause(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    run = _run(state, event)
    paused = replace(run, pauses=(*run.pauses, (event.at, None)))
    return replace(state, paused=event.at, runs=(*state.runs[:-1], paused))


def _resume(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    return replace(state, paused=None, runs=(*state.runs[:-1], _unpaused(_run(state, event), event.at)))


def _add_time(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    run = _run(state, event)
    added = (event.at, cast(int, event.command.args["ms"]), event.command.actor)
    return replace(state, runs=(*state.runs[:-1], replace(run, added=(*run.added, added))))


def _end(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    return replace(
        state, phase="ended", cue="", segment="", ended=event.at, runs=_closed(state, event.at), paused=None,
        board=None, last=Last("end", event.command.actor, event.at, ""),
    )


def _board_show(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    cards = tuple(str(card) for card in cast(list[object], event.command.args["cards"]))
    revealed = cast(int, event.command.args.get("revealed", 1))
    return replace(state, board=Board(cards, min(revealed, len(cards)), event.at))


def _board_reveal(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    board = state.board
    if board is None:
        raise BrokenJournal(event, "no board is open")
    to = cast(int, event.command.args.get("to", board.revealed + 1))
    return replace(state, board=replace(board, revealed=to))


def _board_hide(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    return replace(state, board=None)


def _message(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    text = cast(dict[str, str | None], event.command.args["text"])
    message = Message(
        id=event.command.id, at=event.at, by=event.command.actor, target=str(event.command.args["target"]),
        text=Bilingual(en=text.get("en") or None, zh=text.get("zh") or None),
    )
    return replace(state, messages=(*state.messages, message))


def _shown(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    wanted = event.command.args["message"]
    return replace(state, messages=tuple(
        replace(message, shown=event.at) if message.id == wanted and message.shown is None else message
        for message in state.messages
    ))


def _acked(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    wanted = event.command.args["message"]
    return replace(state, messages=tuple(
        # Who confirms has seen it, even when the screen's own receipt was lost on the way.
        replace(message, shown=message.shown or event.at, acked=event.at, acked_by=event.command.actor)
        if message.id == wanted and message.acked is None else message
        for message in state.messages
    ))


def _undo(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    if not state.undo or state.undo[-1].seq != event.command.args["seq"]:
        raise BrokenJournal(event, "it takes back something else")
    was = state.undo[-1].before
    return replace(
        state, phase=was.phase, cue=was.cue, segment=was.segment, ended=was.ended, runs=was.runs,
        paused=was.paused, skipped=was.skipped, board=was.board, open=was.open, undo=state.undo[:-1],
        last=Last("undo", event.command.actor, event.at, was.cue),
    )


def _land(state: ShowState, there: Place, event: Event) -> ShowState:
    """Put a cue on air: its run, its board, its price. Staying in the segment keeps the run."""
    segment, cue = there.segment, there.cue
    runs = state.runs
    if segment.id != state.segment or not runs:
        ordinal = 1 + sum(run.segment == segment.id for run in runs)
        # A stopped clock stays stopped across segments: only `resume` starts it again.
        pauses = ((event.at, None),) if state.paused is not None else ()
        runs = (*_closed(state, event.at), Run(ordinal, segment.id, event.at, pauses=pauses))
    board = None
    if cue.kind in _FIRST_REVEALED and cue.card_ids:
        board = Board(tuple(cue.card_ids), min(_FIRST_REVEALED[cue.kind], len(cue.card_ids)), event.at)
    opened = state.open
    if cue.kind == "price" and segment.sku is not None and all(sku != segment.sku for sku, _ in opened):
        opened = (*opened, (segment.sku, event.at))
    return replace(
        state, cue=cue.id, segment=segment.id, runs=runs, board=board, open=opened,
        skipped=tuple(held for held in state.skipped if held != segment.id),
        last=Last(event.command.verb, event.command.actor, event.at, cue.id),
    )


def _closed(state: ShowState, at: int) -> tuple[Run, ...]:
    """The runs with the one on air ended, an open pause with it."""
    if not state.runs or state.runs[-1].end is not None:
        return state.runs
    return (*state.runs[:-1], replace(_unpaused(state.runs[-1], at), end=at))


def _unpaused(run: Run, at: int) -> Run:
    return replace(run, pauses=tuple((since, at if until is None else until) for since, until in run.pauses))


def _run(state: ShowState, event: Event) -> Run:
    if state.run is None:
        raise BrokenJournal(event, "nothing is on air")
    return state.run


def _there(event: Event, found: Place | None) -> Place:
    if found is None:
        raise BrokenJournal(event, "no such place on the rundown")
    return found


_STEPS: dict[str, Callable[[Rundown, ShowState, Event], ShowState]] = {
    "start": _start, "go": _go, "back": _back, "jump": _jump, "skip": _skip, "unskip": _unskip,
    "pause": _pause, "resume": _resume, "add_time": _add_time, "end": _end, "board_show": _board_show,
    "board_reveal": _board_reveal, "board_hide": _board_hide, "message": _message, "shown": _shown,
    "acked": _acked, "undo": _undo,
}
