"""Who and what was on air at any instant: spans of segment, cue, hosts and words, without gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lessons.rundown import Rundown
from live.fold import apply, initial, surviving
from live.journal import Event
from live.state import ShowState


@dataclass(frozen=True, slots=True)
class AirSpan:
    """A stretch in which nothing changed: UTC epoch ms, end excluded, None while it lasts.

    `ordinal` is the run of the segment, `cards` the words revealed on the board, `hosts` who hosted.
    """

    start: int
    end: int | None
    segment: str
    ordinal: int
    cue: str
    hosts: tuple[str, ...]
    cards: tuple[str, ...]
    paused: bool


def air_spans(rundown: Rundown, events: Iterable[Event]) -> tuple[AirSpan, ...]:
    """The whole show from start to end as touching spans, in order; empty before the start.

    What was taken back did not happen here: the spans agree with the runs of the state. A show that was ended
    and reopened was on air all along.
    """
    state = initial(rundown)
    spans: list[AirSpan] = []
    for event in surviving(events):
        state = apply(rundown, state, event)
        now = _span(state, event.at)
        last = spans[-1] if spans else None
        if last is not None and now is not None and replace(last, start=0) == replace(now, start=0):
            continue
        if last is not None and last.end is None:
            spans[-1] = replace(last, end=event.at)
            if last.start == event.at:
                spans.pop()
        if now is not None:
            spans.append(now)
    return tuple(spans)


def air_at(spans: Sequence[AirSpan], at: int) -> AirSpan | None:
    """The span on air at an instant, None before the start and from the end on."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].start <= at:
            low = middle + 1
        else:
            high = middle
    if low == 0:
        return None
    span = spans[low - 1]
    return span if span.end is None or at < span.end else None


def _span(state: ShowState, at: int) -> AirSpan | None:
    run = state.run
    if run is None:
        return None
    board = state.board
    return AirSpan(
        start=at, end=None, segment=state.segment, ordinal=run.ordinal, cue=state.cue, hosts=state.hosts,
        cards=() if board is None else board.cards[: board.revealed], paused=state.paused is not None,
    )
