"""What a show on air is at one moment: plain records and their wire form (docs/live-protocol.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from catalog.bilingual import Bilingual
from live.verbs import Phase, Stage

#: Acknowledged messages that the wire form keeps, newest last; those still open are all kept. Four hours of
#: messages in each change would outgrow the 2 KB an edit may cost; the as-run log has every one.
WIRE_ACKED = 10


@dataclass(frozen=True, slots=True)
class Run:
    """One time a segment was on air: facts that no later run changes.

    `ordinal` counts the runs of this segment from 1 (返场 is 2). Instants are UTC epoch ms. `pauses` are
    (from, to), `to` None while it lasts; `added` are (at, ±ms, by). Pauses and added time are kept apart.
    """

    ordinal: int
    segment: str
    kickoff: int
    end: int | None = None
    pauses: tuple[tuple[int, int | None], ...] = ()
    added: tuple[tuple[int, int, str], ...] = ()

    def unpaused(self, at: int) -> Run:
        """The run with an open pause ended at `at`."""
        closed = tuple((since, at if until is None else until) for since, until in self.pauses)
        return replace(self, pauses=closed)


@dataclass(frozen=True, slots=True)
class Board:
    """The board on air: `cards` in order, the first `revealed` of them shown, open since `since` (ms)."""

    cards: tuple[str, ...]
    revealed: int
    since: int


@dataclass(frozen=True, slots=True)
class Message:
    """A message from the desk: sent `at`, first `shown` on a screen, first `acked` by a person (ms)."""

    id: str
    at: int
    by: str
    target: str
    text: Bilingual
    shown: int | None = None
    acked: int | None = None
    acked_by: str | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a product stands on the strip (see `live.strip`): the stage, since when (ms), by whom."""

    sku: str
    stage: Stage
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """What went wrong (see `live.emergency`), since when (ms), said by whom. The clock stands still."""

    kind: str
    since: int
    by: str


@dataclass(frozen=True, slots=True)
class Visit:
    """Where the show goes on after a segment was visited again (返场): the cue and its segment."""

    cue: str
    segment: str


@dataclass(frozen=True, slots=True)
class Last:
    """The last move: which verb, by whom, when (ms), and the cue it led to (`""` off air)."""

    verb: str
    by: str
    at: int
    cue: str


@dataclass(frozen=True, slots=True)
class Position:
    """The part of the state that `undo` can give back. See `ShowState` for the fields."""

    phase: Phase
    cue: str
    segment: str
    ended: int | None
    runs: tuple[Run, ...]
    paused: int | None
    skipped: tuple[str, ...]
    board: Board | None
    open: tuple[tuple[str, int], ...]
    shelf: tuple[Shelf, ...]
    emergency: Emergency | None
    hosts: tuple[str, ...]
    visit: Visit | None


@dataclass(frozen=True, slots=True)
class Undo:
    """What `undo` would take back: the event `seq`, its verb, by whom, when (ms), and the position before."""

    seq: int
    verb: str
    by: str
    at: int
    before: Position = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShowState:
    """The fold of a journal.

    `cue` and `segment` are `""` before the start and after the end. `runs` are in the order they happened,
    the last one open while on air. `paused` is the instant the clock was stopped. `skipped` is in rundown
    order and holds also the segments that the plan leaves out. `open` are (sku, ms) of prices opened for
    the first time, `shelf` the stage of each product that left 待上架. `hosts` are who hosts now. `visit` is
    where a 返场 returns to. `last` is the last *move* (start, go, back, skip, jump, end, undo), never a
    message or a receipt between two presses of GO. `undo` are the commands that can be taken back, newest
    last. `next` is the cue that start or GO would put on air, `""` when there is none.
    """

    phase: Phase = "preshow"
    cue: str = ""
    segment: str = ""
    started: int | None = None
    ended: int | None = None
    runs: tuple[Run, ...] = ()
    paused: int | None = None
    skipped: tuple[str, ...] = ()
    board: Board | None = None
    messages: tuple[Message, ...] = ()
    open: tuple[tuple[str, int], ...] = ()
    shelf: tuple[Shelf, ...] = ()
    emergency: Emergency | None = None
    hosts: tuple[str, ...] = ()
    visit: Visit | None = None
    last: Last | None = None
    undo: tuple[Undo, ...] = ()
    next: str = ""

    @property
    def run(self) -> Run | None:
        """The run on air, or None off air."""
        return self.runs[-1] if self.phase == "on_air" and self.runs else None

    def product(self, sku: str) -> Shelf | None:
        """Where a product stands, or None while it waits (待上架)."""
        return next((shelf for shelf in self.shelf if shelf.sku == sku), None)

    def message(self, message_id: str) -> Message | None:
        """The message of that id, or None."""
        return next((message for message in self.messages if message.id == message_id), None)


def to_json(state: ShowState) -> dict[str, object]:
    """The `state` of docs/live-protocol.md, with `products`, `emergency`, `hosts`, `visit`,
    `next`, `undo` and `acked_by`.

    Every message that waits for an acknowledgement is in it, and the last `WIRE_ACKED` others.
    """
    settled = [message.id for message in state.messages if message.acked is not None]
    dropped = set(settled[:-WIRE_ACKED])
    return {
        "phase": state.phase,
        "cue": state.cue,
        "segment": state.segment,
        "started": state.started,
        "ended": state.ended,
        "runs": [run_to_json(run) for run in state.runs],
        "paused": state.paused,
        "skipped": list(state.skipped),
        "board": _board(state.board),
        "messages": [_message(message) for message in state.messages if message.id not in dropped],
        "open": dict(state.open),
        "products": {one.sku: {"stage": one.stage, "at": one.at, "by": one.by} for one in state.shelf},
        "emergency": _emergency(state.emergency),
        "hosts": list(state.hosts),
        "visit": None if state.visit is None else {"cue": state.visit.cue, "segment": state.visit.segment},
        "next": state.next,
        "last": _last(state.last),
        "undo": _undo(state.undo),
    }


def run_to_json(run: Run) -> dict[str, object]:
    """The wire form of one run."""
    return {
        "ordinal": run.ordinal,
        "segment": run.segment,
        "kickoff": run.kickoff,
        "end": run.end,
        "pauses": [list(pause) for pause in run.pauses],
        "added": [list(added) for added in run.added],
    }


def _board(board: Board | None) -> Mapping[str, object] | None:
    if board is None:
        return None
    return {"cards": list(board.cards), "revealed": board.revealed, "since": board.since}


def _emergency(emergency: Emergency | None) -> Mapping[str, object] | None:
    if emergency is None:
        return None
    return {"kind": emergency.kind, "since": emergency.since, "by": emergency.by}


def _message(message: Message) -> Mapping[str, object]:
    return {
        "id": message.id,
        "at": message.at,
        "by": message.by,
        "target": message.target,
        "text": {"zh": message.text.zh, "en": message.text.en},
        "shown": message.shown,
        "acked": message.acked,
        "acked_by": message.acked_by,
    }


def _last(last: Last | None) -> Mapping[str, object] | None:
    return None if last is None else {"verb": last.verb, "by": last.by, "at": last.at, "cue": last.cue}


def _undo(undo: tuple[Undo, ...]) -> Mapping[str, object] | None:
    if not undo:
        return None
    newest = undo[-1]
    return {"seq": newest.seq, "verb": newest.verb, "by": newest.by, "at": newest.at}
