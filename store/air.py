"""When shows and products were on air, as the ledger needs it: windows and airings out of the journals."""

from __future__ import annotations

from sqlalchemy import bindparam, or_, select
from sqlalchemy.engine import Connection

from live.fold import ShowState, apply, initial
from live.journal import ShowId
from sales.attribution import Airing, airings
from sales.onair import OnAir
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


class Air:
    """Folded journals, carried on from where they were left.

    The newest event held is looked for by number and id on each use, so that a rolled-back batch or another
    process's event costs a refold and never a wrong airing.
    """

    def __init__(self) -> None:
        self._rundowns = Journals()
        self._held: dict[str, tuple[int, str, ShowState]] = {}

    def airings(self, connection: Connection, show_id: ShowId) -> tuple[Airing, ...] | None:
        """The runs of a show that featured a product; None when the show has no journal."""
        held = self._held.get(show_id)
        seq = 0 if held is None else held[0]
        found = [tuple(row) for row in connection.execute(_NEWEST, {"show": show_id, "seq": seq})]
        if held is not None and (not found or found[0] != held[:2]):
            del self._held[show_id]
            return self.airings(connection, show_id)
        if not found:
            return None
        rundown = self._rundowns.rundown(connection, show_id)
        state = initial(rundown) if held is None else held[2]
        newest = found[-1]
        if newest[0] > seq:
            for event in events(connection, show_id, after=seq):
                state = apply(rundown, state, event)
            self._held[show_id] = (*newest, state)
        return airings(rundown, state.runs)


def on_air(connection: Connection, *, created: tuple[int, int] | None = None) -> OnAir:
    """The shows that orders created from .. to .. can belong to, with their airings; all shows without."""
    air: Air = connection.info.setdefault(HELD, Air())
    rows = (
        connection.execute(_STARTED)
        if created is None
        else connection.execute(_STARTED_THEN, {"first": created[0], "last": created[1]})
    )
    windows = tuple(ShowWindow(ShowId(row.id), row.started_at, row.ended_at) for row in rows)
    shown = {window.show: air.airings(connection, window.show) for window in windows}
    return OnAir(windows, {name: runs for name, runs in shown.items() if runs is not None})
