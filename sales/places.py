"""Where an order line counts: show, segment, hosts, words on the board, minute."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from live.journal import ShowId
from sales.attribution import Airing, credit
from sales.line import LineState
from sales.onair import OnAir, ShowAir
from sales.window import Windows

MINUTE_MS = 60_000


class Place(NamedTuple):
    """Where a line counts besides its product. In a show without a journal only `show` is known.

    `segment` earned it ("" when none did), `hosts` were on, joined by line breaks ("" for nobody), `cards`
    stood on the board while the line's product was on air, `minute` counts from the show's start.
    """

    show: ShowId
    segment: str | None = None
    hosts: str | None = None
    cards: tuple[str, ...] = ()
    minute: int | None = None


class Places:
    """Tells the place of each line; a rebuild asks for millions of them."""

    def __init__(self, air: OnAir) -> None:
        self._show_at = Windows(air.windows).at
        self._known = {show: _Known(each) for show, each in air.shows.items() if each.window is not None}

    def __call__(self, line: LineState) -> Place | None:
        """The place of a line; None for one created outside every show."""
        show = self._show_at(line.created_at)
        if show is None:
            return None
        known = self._known.get(show)
        return Place(show) if known is None else known.place(show, line)


class _Known:
    """A show's runs by product and its scenes by their start."""

    def __init__(self, air: ShowAir) -> None:
        assert air.window is not None
        self._start = air.window.start
        self._runs: dict[str, list[Airing]] = {}
        for run in air.airings:
            self._runs.setdefault(run.sku, []).append(run)
        self._scenes = air.scenes
        self._starts = [scene.start for scene in air.scenes]
        self._hosts = ["\n".join(scene.hosts) for scene in air.scenes]

    def place(self, show: ShowId, line: LineState) -> Place:
        at = line.created_at
        assert at is not None
        runs = None if line.sku is None else self._runs.get(line.sku)
        earned = None if runs is None else credit(line, runs).airing
        segment, minute = "" if earned is None else earned.segment, (at - self._start) // MINUTE_MS
        n = bisect_right(self._starts, at) - 1
        if n < 0:
            return Place(show, segment, "", (), minute)
        scene = self._scenes[n]
        if scene.end is not None and at >= scene.end:
            return Place(show, segment, "", (), minute)
        cards = scene.cards if scene.sku == line.sku else ()
        return Place(show, segment, self._hosts[n], cards, minute)
