"""What was on air when: windows of shows, runs of products, scenes; and from when a command moved them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lessons.rundown import Rundown
from live.journal import ShowId
from live.state import ShowState
from sales.attribution import Airing, airings
from sales.scene import Scene
from sales.window import SHOW_GRACE_MS, ShowWindow


@dataclass(frozen=True, slots=True)
class ShowAir:
    """One show: its window (None before the start), the runs of its products, its scenes in order."""

    window: ShowWindow | None
    airings: Sequence[Airing] = ()
    scenes: Sequence[Scene] = ()


@dataclass(frozen=True, slots=True)
class OnAir:
    """Where orders can belong. A show that is not in `shows` keeps no journal: nobody knows what was on."""

    windows: Sequence[ShowWindow]
    shows: Mapping[ShowId, ShowAir]

    def with_show(self, show: ShowId, air: ShowAir) -> OnAir:
        """The same with one show as `air` has it: gone when it did not start."""
        windows = [window for window in self.windows if window.show != show]
        if air.window is not None:
            windows.append(air.window)
        return OnAir(tuple(windows), {**self.shows, show: air})


def show_air(show: ShowId, rundown: Rundown, state: ShowState, scenes: Sequence[Scene] = ()) -> ShowAir:
    """A show as its state has it."""
    window = None if state.started is None else ShowWindow(show, state.started, state.ended)
    return ShowAir(window, airings(rundown, state.runs), scenes)


def changed_since(before: ShowAir, after: ShowAir) -> int | None:
    """The earliest creation time whose orders may belong elsewhere after than before; None when none may.

    The end of a run or a scene moves nothing created before it, so a GO, however long the run was, touches no
    order but those whose clock is ahead of ours.
    """
    moved: list[int] = []
    was, now = before.window, after.window
    if was is None or now is None:
        moved += [window.start for window in (was, now) if window is not None]
    else:
        if was.start != now.start:
            moved.append(min(was.start, now.start))
        if was.end != now.end:
            moved.append(min(end for end in (was.end, now.end) if end is not None) + SHOW_GRACE_MS)
    old, new = _stretches(before), _stretches(after)
    for key in old.keys() | new.keys():
        left, right = old.get(key), new.get(key)
        if left is None or right is None:
            moved += [start for start, _ in filter(None, (left, right))]
        elif left[0] != right[0]:
            moved.append(min(left[0], right[0]))
        elif left[1] != right[1]:
            moved.append(min(end for end in (left[1], right[1]) if end is not None))
    return min(moved, default=None)


def _stretches(air: ShowAir) -> dict[tuple[object, ...], tuple[int, int | None]]:
    """Start and end of each run and each scene."""
    found: dict[tuple[object, ...], tuple[int, int | None]] = {}
    found |= {(run.segment, run.ordinal): (run.start, run.end) for run in air.airings}
    found |= {(scene.start, *scene[2:]): (scene.start, scene.end) for scene in air.scenes}
    return found
