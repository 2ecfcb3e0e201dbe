"""The table of role links: what was handed out, to whom, until when, and what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.engine import Connection, Row

from store.tables import role_link as table


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link; instants are UTC epoch ms. `page` is where it leads, `made_by` who handed it out."""

    id: str
    show: str
    page: str
    role: str
    actor: str
    made_at: int
    made_by: str
    expires_at: int
    revoked_at: int | None
    revoked_by: str | None


def add(connection: Connection, row: LinkRow) -> None:
    """Save a new link."""
    connection.execute(table.insert().values({name: getattr(row, name) for name in LinkRow.__slots__}))


def of_show(connection: Connection, show: str) -> tuple[LinkRow, ...]:
    """Every link of a show, newest first."""
    query = select(table).where(table.c.show == show).order_by(table.c.made_at.desc(), table.c.id)
    return tuple(map(_row, connection.execute(query)))


def good(connection: Connection, now: int) -> dict[str, int]:
    """The ids of the links that hold at `now` → when they expire."""
    holds = table.c.revoked_at.is_(None), table.c.expires_at > now
    query = select(table.c.id, table.c.expires_at).where(*holds)
    return {row.id: row.expires_at for row in connection.execute(query)}


def revoke(connection: Connection, ids: tuple[str, ...], *, by: str, now: int) -> int:
    """Take links back for good; returns how many held until now."""
    mine = table.c.id.in_(ids), table.c.revoked_at.is_(None)
    return connection.execute(update(table).where(*mine).values(revoked_at=now, revoked_by=by)).rowcount


def drop_old(connection: Connection, before: int) -> None:
    """Forget links that expired or were taken back before an instant."""
    old = or_(table.c.expires_at < before, table.c.revoked_at < before)
    connection.execute(table.delete().where(old))


def _row(row: Row[Any]) -> LinkRow:
    return LinkRow(**{name: getattr(row, name) for name in LinkRow.__slots__})
