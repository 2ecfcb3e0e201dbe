"""The as-run log: planned against actual per run, words with their seconds on the board, who did what.

A function of the plan and the whole journal, so a replay of the journal gives the same rows.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from catalog.bilingual import Bilingual
from catalog.product import Sku
from lessons.rundown import Rundown, Segment
from live.clock import ForecastRow, added_ms, forecast, paused_ms
from live.fold import apply, initial, surviving
from live.journal import Event
from live.place import out_of_plan
from live.state import Board, Run, ShowState
from live.verbs import VERBS

Fate = Literal["aired", "skipped", "not_reached"]


@dataclass(frozen=True, slots=True)
class Deed:
    """One accepted command: who did what when (UTC epoch ms), and whether it was taken back later.

    `label` names the verb in both languages; `detail` is what it was done to, as given (a cue, a segment,
    ±ms, the text of a message, also for its receipts), None when the verb says it all.
    """

    seq: int
    at: int
    actor: str
    role: str
    verb: str
    label: Bilingual
    detail: str | None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class WordShown:
    """A card that stood revealed on the board: first at `first` (ms), for `ms` milliseconds in all."""

    card: str
    first: int
    ms: int


@dataclass(frozen=True, slots=True)
class AsRunRow:
    """One run, or a segment that never ran (`fate` skipped or not_reached, `ordinal` 0, actual times None).

    Instants are UTC epoch ms, spans ms. `planned_*` come from the plan. `actual_ms` is kickoff to end, pauses
    included; None while on air unless `now` was given. `difference_ms` is actual − planned duration.
    """

    segment: str
    ordinal: int
    fate: Fate
    kind: str
    title: Bilingual
    sku: Sku | None
    planned_start: int | None
    planned_end: int | None
    planned_ms: int
    kickoff: int | None
    end: int | None
    actual_ms: int | None
    difference_ms: int | None
    paused_ms: int
    added_ms: int
    pauses: tuple[tuple[int, int | None], ...] = ()
    added: tuple[tuple[int, int, str], ...] = ()
    words: tuple[WordShown, ...] = ()
    deeds: tuple[Deed, ...] = ()


def as_run(rundown: Rundown, events: Sequence[Event], *, now: int | None = None) -> tuple[AsRunRow, ...]:
    """Rows of runs in the order they happened, then segments that never ran in rundown order.

    `events` is the whole journal. While the show is on air `now` closes the open spans for display; without
    it they count up to the newest event. A run that `undo` took back leaves no row, its commands stand as
    undone in the row that went on.
    """
    state = initial(rundown)
    shown: list[_Shown] = []
    for event in events:
        before, state = state, apply(rundown, state, event)
        # A word that stays up across two runs counts in each for its own seconds.
        same_run = len(before.runs) == len(state.runs)
        _note_board(shown, before.board if same_run else None, state.board, event.at)
    newest = events[-1].at if events else 0
    close = newest if now is None else max(now, newest)
    words = [word if word.until is not None else replace(word, until=close) for word in shown]
    plans = {row.segment: row for row in forecast(rundown, state, close).rows}
    segments = {str(segment.id): segment for segment in rundown.segments}
    rows = [_row(segments[run.segment], plans[run.segment], state, run, now, close) for run in state.runs]
    starts = [run.kickoff for run in state.runs]
    by_run_words: dict[int, list[_Shown]] = {}
    for word in words:
        by_run_words.setdefault(bisect_right(starts, word.since) - 1, []).append(word)
    by_run_deeds: dict[int, list[Deed]] = {}
    for deed in deeds(events):
        by_run_deeds.setdefault(bisect_right(starts, deed.at) - 1, []).append(deed)
    aired = tuple(
        replace(
            row,
            words=_words(by_run_words.get(at, ())),
            deeds=tuple(by_run_deeds.get(at, ())),
        )
        for at, row in enumerate(rows)
    )
    ran = {run.segment for run in state.runs}
    silent = tuple(
        _row(segment, plans[segment.id], state, None, now, close)
        for segment in rundown.segments
        if segment.id not in ran
    )
    return aired + silent


def deeds(events: Iterable[Event]) -> tuple[Deed, ...]:
    """Every accepted command of a journal in order, also those before the start and after the end."""
    events = tuple(events)
    texts = {event.command.id: _detail(event) for event in events if event.command.verb == "message"}
    alive = {event.seq for event in surviving(events)}
    return tuple(
        Deed(
            seq=event.seq, at=event.at, actor=event.command.actor, role=event.command.role,
            verb=event.command.verb, label=VERBS[event.command.verb].label,
            detail=texts.get(str(event.command.args.get("message")), _detail(event)),
            undone=event.seq not in alive and event.command.verb != "undo",
        )
        for event in events
    )


@dataclass(frozen=True, slots=True)
class _Shown:
    """One stretch of one card on the board."""

    card: str
    since: int
    until: int | None = None


def _note_board(shown: list[_Shown], before: Board | None, after: Board | None, at: int) -> None:
    """End the stretches of cards that left the board and begin those of cards that came.

    `before` is None also when another run began: what stays on the board then begins a new stretch.
    """
    was = before.cards[: before.revealed] if before else ()
    now = after.cards[: after.revealed] if after else ()
    for index, word in enumerate(shown):
        if word.until is None and (word.card not in now or word.card not in was):
            shown[index] = replace(word, until=at)
    shown.extend(_Shown(card, at) for card in dict.fromkeys(now) if card not in was)


def _words(stretches: Iterable[_Shown]) -> tuple[WordShown, ...]:
    """Stretches added up per card, in the order the cards first appeared."""
    total: dict[str, WordShown] = {}
    for word in stretches:
        held = total.get(word.card, WordShown(word.card, word.since, 0))
        total[word.card] = replace(held, ms=held.ms + (word.until or word.since) - word.since)
    return tuple(total.values())


def _row(
    segment: Segment, plan: ForecastRow, state: ShowState, run: Run | None, now: int | None, close: int
) -> AsRunRow:
    """One row without its words and deeds; `now` ends a run still on air, None leaves its length unknown.

    An open pause counts up to `close`.
    """
    fate: Fate = "aired" if run else "skipped" if segment.id in state.skipped else "not_reached"
    planned = 0 if out_of_plan(segment) else segment.duration_ms
    until = run.end if run and run.end is not None else now
    actual = until - run.kickoff if run and until is not None else None
    return AsRunRow(
        segment=segment.id, ordinal=run.ordinal if run else 0, fate=fate, kind=segment.kind,
        title=segment.title, sku=segment.sku, planned_start=plan.planned_start, planned_end=plan.planned_end,
        planned_ms=planned, kickoff=run.kickoff if run else None, end=run.end if run else None,
        actual_ms=actual, difference_ms=None if actual is None else actual - planned,
        paused_ms=paused_ms(run, close) if run else 0, added_ms=added_ms(run) if run else 0,
        pauses=run.pauses if run else (), added=run.added if run else (),
    )


def _detail(event: Event) -> str | None:
    """What a command was about, and the reason where somebody had to give one."""
    reason = event.command.args.get("reason")
    parts = (_about(event), None if reason is None else str(reason))
    return " · ".join(part for part in parts if part) or None


def _about(event: Event) -> str | None:
    args = event.command.args
    if event.command.verb == "product":
        return f"{args['sku']} {args['to']}"
    for name in ("cue", "segment", "kind"):
        if name in args:
            return str(args[name])
    if event.command.verb == "loop":
        return f"{args['from']} – {args['to']}"
    if event.command.verb == "overlay":
        return f"{args['layer']} {args['mode']}"
    if event.command.verb == "finish_at":
        return None if args.get("at") is None else f"at {args['at']}"
    if event.command.verb == "add_time":
        return f"{args['ms']:+} ms"
    if event.command.verb == "price":
        return f"{args['sku']} {args['minor']} {args['currency']}"
    if event.command.verb == "stock":
        return f"{args['sku']} {args['left']}"
    if event.command.verb == "check":
        return f"{args['item']} {args['mark']}"
    if "beat" in args:
        return str(args["beat"])
    text = args.get("text")
    if isinstance(text, dict):
        return " / ".join(part for part in (text.get("zh"), text.get("en")) if part)
    several = args.get("cards") or args.get("hosts")
    if isinstance(several, list | tuple):
        return " ".join(str(one) for one in several)
    return f"seq {args['seq']}" if "seq" in args else None
