"""The scenes of a show: who hosted, which product was on, which words stood on the board, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lessons.rundown import Rundown
from live.fold import apply, initial, surviving
from live.journal import Event
from live.state import ShowState


class Scene(NamedTuple):
    """A stretch of a show with the same hosts, product and words on the board: UTC epoch ms, end excluded."""

    start: int
    end: int | None
    hosts: tuple[str, ...]
    sku: str | None
    cards: tuple[str, ...]


def scenes_of(rundown: Rundown, events: Iterable[Event]) -> tuple[Scene, ...]:
    """The scenes of a whole journal; what was taken back did not happen."""
    state, found = initial(rundown), tuple[Scene, ...]()
    for event in surviving(events):
        state = apply(rundown, state, event)
        found = with_scene(found, rundown, state, event.at)
    return found


def with_scene(scenes: tuple[Scene, ...], rundown: Rundown, state: ShowState, at: int) -> tuple[Scene, ...]:
    """The scenes with what `state` has on air from `at` on."""
    last = scenes[-1] if scenes else None
    now = None
    if state.run is not None:
        sku = next((str(s.sku) for s in rundown.segments if s.id == state.segment and s.sku), None)
        board = state.board
        now = Scene(at, None, state.hosts, sku, () if board is None else board.cards[: board.revealed])
    if last is not None and last.end is None:
        if now is not None and last[2:] == now[2:]:
            return scenes
        closed = () if last.start == at else (last._replace(end=at),)
        scenes = (*scenes[:-1], *closed)
    return scenes if now is None else (*scenes, now)
