"""What a show on air is at one moment: plain records. Their wire form is in `live.state_wire`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from catalog.bilingual import Bilingual
from catalog.money import Money
from live.verbs import CheckMark, Phase, Stage


@dataclass(frozen=True, slots=True)
class Run:
    """One time a segment was on air: facts that no later run changes.

    `ordinal` counts the runs of this segment from 1 (返场 is 2). Instants are UTC epoch ms. `pauses` are
    (from, to), `to` None while it lasts; `added` are (at, ±ms, by). Pauses and added time are kept apart.
    `finish` is (ms added before, ends at) when the desk fixed the end by the clock on the wall.
    """

    ordinal: int
    segment: str
    kickoff: int
    end: int | None = None
    pauses: tuple[tuple[int, int | None], ...] = ()
    added: tuple[tuple[int, int, str], ...] = ()
    finish: tuple[int, int] | None = None

    def unpaused(self, at: int) -> Run:
        """The run with an open pause ended at `at`."""
        closed = tuple((since, at if until is None else until) for since, until in self.pauses)
        return replace(self, pauses=closed)


@dataclass(frozen=True, slots=True)
class Board:
    """The board on air: `cards` in order, the first `revealed` of them shown, open since `since` (ms).

    `step` is how far the newest of these is open, None when whole. It counts the parts of a card that asks (a
    pair, a family, a gap), 0 for the question alone; a plain word is whole at any step.
    """

    cards: tuple[str, ...]
    revealed: int
    since: int
    step: int | None = None


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
class PriceTag:
    """A price set on air for this show, since when (ms), by whom."""

    sku: str
    price: Money
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class StockCount:
    """Pieces left as somebody set them on air, when (ms), by whom; sales after `at` are not in it."""

    sku: str
    left: int
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Beat:
    """A recurring beat: due again at `due` (UTC epoch ms; None before the start), every `every_ms`."""

    id: str
    label: Bilingual
    every_ms: int
    due: int | None


@dataclass(frozen=True, slots=True)
class Check:
    """A marked item of the pre-show checklist: how, when (ms), by whom."""

    item: str
    mark: CheckMark
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
class Hold:
    """Nobody moves the show on: since when (ms), said by whom. The clock goes on."""

    since: int
    by: str


@dataclass(frozen=True, slots=True)
class Loop:
    """Segments that GO repeats, the first and the last of them: after `last` it leads to `first` again."""

    first: str
    last: str
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Edited:
    """Lines of a cue as somebody rewrote them for this show, when (ms), by whom; variables unfilled."""

    cue: str
    text: Bilingual
    at: int
    by: str


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
    prices: tuple[PriceTag, ...]
    stocks: tuple[StockCount, ...]
    hold: Hold | None
    loop: Loop | None
    edits: tuple[Edited, ...]
    layers: tuple[tuple[str, str], ...]


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
    where a 返场 returns to. `hold` keeps the show where it is, `loop` repeats segments. `edits` are lines
    rewritten for this show. `boards` are the last boards shown, newest last. `layers` are (layer, mode) of
    the overlay where the desk took over from the cues. `prices` and `stocks` are those set on air. `beats`
    recur, `checks` were marked before the start. `last` is the last *move* (start, go, back, skip, jump, end,
    undo), never a message or a receipt between two presses of GO. `undo` are the commands that can be taken
    back, newest last. `next` is the cue that start or GO would put on air, `""` when there is none.
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
    prices: tuple[PriceTag, ...] = ()
    stocks: tuple[StockCount, ...] = ()
    hold: Hold | None = None
    loop: Loop | None = None
    edits: tuple[Edited, ...] = ()
    boards: tuple[tuple[str, ...], ...] = ()
    layers: tuple[tuple[str, str], ...] = ()
    beats: tuple[Beat, ...] = ()
    checks: tuple[Check, ...] = ()
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

    def price(self, sku: str) -> PriceTag | None:
        """The price set on air, or None where the catalogue's holds."""
        return next((tag for tag in self.prices if tag.sku == sku), None)

    def stock(self, sku: str) -> StockCount | None:
        """The stock set on air, or None where the catalogue's and the ledger's hold."""
        return next((count for count in self.stocks if count.sku == sku), None)

    def edit(self, cue: str) -> Edited | None:
        """The lines of a cue as rewritten for this show, or None where the script's stand."""
        return next((edit for edit in self.edits if edit.cue == cue), None)

    def message(self, message_id: str) -> Message | None:
        """The message of that id, or None."""
        return next((message for message in self.messages if message.id == message_id), None)
