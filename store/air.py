"""What was on air when, as the ledger needs it: windows, runs and scenes out of the journals."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.engine import Connection

from live.fold import ShowState, apply, initial
from live.journal import ShowId
from sales.onair import OnAir, ShowAir, show_air
from sales.scene import Scene, scenes_of, with_scene
from sales.window import SHOW_GRACE_MS, ShowWindow
from store.shows import Journals, events
from store.tables import journal, show

# Built once: see `store.orders`.
_NEWEST = (
    select(journal.c.seq, journal.c.id)
    .where(journal.c.show == bindparam("show"), journal.c.seq >= bindparam("seq"))
    .order_by(journal.c.seq)
)
_STARTED = select(show.c.id, show.c.started_at, show.c.ended_at).where(show.c.started_at.is_not(None))
_STARTED_THEN = _STARTED.where(
    or_(show.c.ended_at.is_(None), show.c.ended_at > bindparam("first") - SHOW_GRACE_MS),
    show.c.started_at <= bindparam("last"),
)
#: Where a connection keeps its folded journals; the writer's lives as long as the store is open.
HELD = "store.air"


class _Folded(NamedTuple):
    """A journal folded up to the event with this number and id."""

    seq: int
    id: str
    state: ShowState
    scenes: tuple[Scene, ...]


class Air:
    """Folded journals, carried on from where they were left.

    The newest event held is looked for by number and id on each use, so that a rolled-back batch or another
    process's event costs a refold and never a wrong airing.
    """

    def __init__(self) -> None:
        self._rundowns = Journals()
        self._held: dict[str, _Folded] = {}

    def of(self, connection: Connection, show_id: ShowId, *, but: int = 0) -> ShowAir | None:
        """The show as its journal has it, without its `but` newest events; None when it keeps no journal."""
        held = self._held.get(show_id)
        seq = 0 if held is None else held.seq
        found = [tuple(row) for row in connection.execute(_NEWEST, {"show": show_id, "seq": seq})]
        if held is not None and (not found or found[0] != held[:2] or len(found) <= but):
            del self._held[show_id]
            return self.of(connection, show_id, but=but)
        if not found:
            return None
        rundown = self._rundowns.rundown(connection, show_id)
        newest = found[-1 - but] if len(found) > but else None
        if newest is None:
            return show_air(show_id, rundown, initial(rundown))
        if held is None or newest[0] > seq:
            held = self._held[show_id] = self._folded(connection, show_id, held, newest[0])
        return show_air(show_id, rundown, held.state, held.scenes)

    def _folded(self, connection: Connection, show_id: ShowId, held: _Folded | None, until: int) -> _Folded:
        rundown = self._rundowns.rundown(connection, show_id)
        fresh = [e for e in events(connection, show_id, after=held.seq if held else 0) if e.seq <= until]
        state, scenes = (held.state, held.scenes) if held else (initial(rundown), ())
        for event in fresh:
            state = apply(rundown, state, event)
            scenes = with_scene(scenes, rundown, state, event.at)
        if any(event.command.verb == "undo" for event in fresh):
            # What was taken back did not happen: the scenes before it are others, too.
            scenes = scenes_of(rundown, (e for e in events(connection, show_id) if e.seq <= until))
        return _Folded(until, fresh[-1].command.id, state, scenes)


def air_of(connection: Connection) -> Air:
    """The folded journals that the connection keeps."""
    held: Air = connection.info.setdefault(HELD, Air())
    return held


def on_air(connection: Connection, *, created: tuple[int, int] | None = None) -> OnAir:
    """The shows that orders created from .. to .. can belong to, with what was on; all shows without."""
    air = air_of(connection)
    rows = (
        connection.execute(_STARTED)
        if created is None
        else connection.execute(_STARTED_THEN, {"first": created[0], "last": created[1]})
    )
    windows = tuple(ShowWindow(ShowId(row.id), row.started_at, row.ended_at) for row in rows)
    shown = {window.show: air.of(connection, window.show) for window in windows}
    return OnAir(windows, {name: each for name, each in shown.items() if each is not None})
