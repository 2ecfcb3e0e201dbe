"""What was on air when: windows of shows, airings of products, and from when a command moved them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lessons.rundown import Rundown
from live.journal import ShowId
from live.state import ShowState
from sales.attribution import Airing, airings
from sales.window import SHOW_GRACE_MS, ShowWindow


@dataclass(frozen=True, slots=True)
class OnAir:
    """Where orders can belong. A show that is not in `airings` keeps no journal and has no segments."""

    windows: Sequence[ShowWindow]
    airings: Mapping[ShowId, Sequence[Airing]] = field(default_factory=dict)

    def with_show(self, show: ShowId, rundown: Rundown, state: ShowState) -> OnAir:
        """The same with one show as `state` has it: gone when it did not start."""
        windows = [window for window in self.windows if window.show != show]
        if state.started is not None:
            windows.append(ShowWindow(show, state.started, state.ended))
        return OnAir(tuple(windows), {**self.airings, show: airings(rundown, state.runs)})


def changed_since(before: OnAir, after: OnAir, show: ShowId) -> int | None:
    """The earliest creation time whose orders may belong elsewhere after than before; None when none may.

    The end of a run moves nothing created before it, so a GO, however long the run was, touches no order but
    those whose clock is ahead of ours.
    """
    moved: list[int] = []
    was, now = (_window(each, show) for each in (before, after))
    if was is None or now is None:
        moved += [window.start for window in (was, now) if window is not None]
    else:
        if was.start != now.start:
            moved.append(min(was.start, now.start))
        if was.end != now.end:
            moved.append(min(end for end in (was.end, now.end) if end is not None) + SHOW_GRACE_MS)
    old, new = (
        {(run.segment, run.ordinal): run for run in each.airings.get(show, ())} for each in (before, after)
    )
    for key in old.keys() | new.keys():
        left, right = old.get(key), new.get(key)
        if left is None or right is None:
            moved += [run.start for run in (left, right) if run is not None]
        elif left.start != right.start:
            moved.append(min(left.start, right.start))
        elif left.end != right.end:
            moved.append(min(end for end in (left.end, right.end) if end is not None))
    return min(moved, default=None)


def _window(air: OnAir, show: ShowId) -> ShowWindow | None:
    return next((window for window in air.windows if window.show == show), None)
