"""Show scripts: every save is a new version, nothing is overwritten.

Most saves change a line or two, so most versions hold only what differs from the one before; every
`WHOLE_EVERY`-th holds the whole script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from lessons.rundown import Rundown
from lessons.wire import from_wire, segment_to_wire, to_wire
from store.tables import script as table
from store.text import dump, load

#: A script of 500 segments is about 600 kB whole and 2 kB a change; reading goes over at most so many.
WHOLE_EVERY = 25
#: How a version came about. `undo` takes back the newest edit of the same client that is not taken back yet,
#: `redo` brings back the newest that was.
Act = Literal["new", "edit", "undo", "redo", "restore"]


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """A script in a list: its newest version and when it was saved (UTC epoch ms)."""

    id: str
    version: int
    title: str
    at: int


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in a history: who saved it (and with which browser), how, when (UTC epoch ms)."""

    version: int
    by: str | None
    client: str
    act: Act
    at: int


class ScriptMoved(Exception):
    """Somebody saved a newer version in the meantime."""

    def __init__(self, script: str, held: int, newest: int) -> None:
        super().__init__(
            f"Script {script} is at version {newest}, yours was {held}: reload, nothing was overwritten. "
            f"剧本已被他人保存为第 {newest} 版（您的是第 {held} 版），请刷新，未覆盖任何内容。"
        )
        self.newest = newest


def save(
    connection: Connection,
    script: str,
    rundown: Rundown,
    *,
    base: int,
    by: str | None,
    now: int,
    before: Rundown | None = None,
    act: Act | None = None,
    client: str = "",
) -> int:
    """Save a new version on top of version `base` (0 for a new script); returns the new version.

    `before` is the rundown of version `base` when the caller holds it; it is read otherwise.

    Raises:
        ScriptMoved: when `base` is not the newest version.
    """
    newest = newest_version(connection, script)
    if newest != base:
        raise ScriptMoved(script, base, newest)
    if before is None and newest % WHOLE_EVERY:
        held = load_script(connection, script, newest)
        before = None if held is None else held[0]
    whole = before is None or newest % WHOLE_EVERY == 0
    connection.execute(
        table.insert().values(
            id=script,
            version=newest + 1,
            title=rundown.title.best("zh"),
            body=dump(to_wire(rundown) if whole or before is None else _delta(before, rundown)),
            by=by,
            at=now,
            client=client,
            act=act or ("edit" if newest else "new"),
        )
    )
    return newest + 1


def newest_version(connection: Connection, script: str) -> int:
    """The number of a script's newest version, 0 when there is none."""
    return connection.scalar(select(func.max(table.c.version)).where(table.c.id == script)) or 0


def load_script(
    connection: Connection, script: str, version: int | None = None
) -> tuple[Rundown, int] | None:
    """A script's rundown and version; the newest without `version`; None when there is none."""
    wanted = newest_version(connection, script) if version is None else version
    query = (
        select(table.c.version, table.c.body)
        .where(table.c.id == script, table.c.version <= wanted, table.c.version > wanted - WHOLE_EVERY)
        .order_by(table.c.version)
    )
    bodies = [(row.version, load(row.body)) for row in connection.execute(query)]
    if not bodies or bodies[-1][0] != wanted:
        return None
    first = max(index for index, (_, body) in enumerate(bodies) if "order" not in body)
    wire = bodies[first][1]
    for _, delta in bodies[first + 1 :]:
        wire = _applied(wire, delta)
    return from_wire(wire), wanted


def _delta(before: Rundown, after: Rundown) -> dict[str, Any]:
    """What makes the wire of `after` out of that of `before`: order, the segments that differ, the head."""
    held = {segment.id: segment for segment in before.segments}
    delta: dict[str, Any] = {
        "order": [segment.id for segment in after.segments],
        "segments": [segment_to_wire(each) for each in after.segments if held.get(each.id) != each],
    }
    if replace(before, segments=()) != replace(after, segments=()):
        delta["head"] = to_wire(replace(after, segments=()))
    return delta


def _applied(wire: Mapping[str, Any], delta: Mapping[str, Any]) -> dict[str, Any]:
    segments = {each["id"]: each for each in (*wire["segments"], *delta["segments"])}
    return {**wire, **delta.get("head", {}), "segments": [segments[each] for each in delta["order"]]}


def history(connection: Connection, script: str, *, client: str | None = None) -> tuple[VersionRow, ...]:
    """The versions of a script, the oldest first; those of one client when it is given."""
    columns = (table.c.version, table.c.by, table.c.client, table.c.act, table.c.at)
    query = select(*columns).where(table.c.id == script).order_by(table.c.version)
    if client is not None:
        query = query.where(table.c.client == client)
    return tuple(VersionRow(*row) for row in connection.execute(query))


def listing(connection: Connection) -> tuple[ScriptRow, ...]:
    """Every script with its newest version, last saved first."""
    newest = select(table.c.id, func.max(table.c.version).label("version")).group_by(table.c.id).subquery()
    query = (
        select(table.c.id, table.c.version, table.c.title, table.c.at)
        .join(newest, (table.c.id == newest.c.id) & (table.c.version == newest.c.version))
        .order_by(table.c.at.desc(), table.c.id)
    )
    return tuple(ScriptRow(*row) for row in connection.execute(query))
