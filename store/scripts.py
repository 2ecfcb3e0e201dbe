"""Show scripts: every save is a new version, nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from lessons.rundown import Rundown
from lessons.wire import from_wire, to_wire
from store.tables import script as table
from store.text import dump, load


@dataclass(frozen=True, slots=True)
class ScriptRow:
    """A script in a list: its newest version and when it was saved (UTC epoch ms)."""

    id: str
    version: int
    title: str
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
    connection: Connection, script: str, rundown: Rundown, *, base: int, by: str | None, now: int
) -> int:
    """Save a new version on top of version `base` (0 for a new script); returns the new version.

    Raises:
        ScriptMoved: when `base` is not the newest version.
    """
    newest = connection.scalar(select(func.max(table.c.version)).where(table.c.id == script)) or 0
    if newest != base:
        raise ScriptMoved(script, base, newest)
    connection.execute(
        table.insert().values(
            id=script,
            version=newest + 1,
            title=rundown.title.best("zh"),
            body=dump(to_wire(rundown)),
            by=by,
            at=now,
        )
    )
    return newest + 1


def load_script(
    connection: Connection, script: str, version: int | None = None
) -> tuple[Rundown, int] | None:
    """A script's rundown and version; the newest without `version`; None when there is none."""
    query = select(table.c.body, table.c.version).where(table.c.id == script)
    query = (
        query.order_by(table.c.version.desc()) if version is None else query.where(table.c.version == version)
    )
    row = connection.execute(query.limit(1)).first()
    return None if row is None else (from_wire(load(row.body)), row.version)


def listing(connection: Connection) -> tuple[ScriptRow, ...]:
    """Every script with its newest version, last saved first."""
    newest = select(table.c.id, func.max(table.c.version).label("version")).group_by(table.c.id).subquery()
    query = (
        select(table.c.id, table.c.version, table.c.title, table.c.at)
        .join(newest, (table.c.id == newest.c.id) & (table.c.version == newest.c.version))
        .order_by(table.c.at.desc(), table.c.id)
    )
    return tuple(ScriptRow(*row) for row in connection.execute(query))
