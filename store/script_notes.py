"""What people write beside a script: comments, and texts that lost a clash and wait for a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from store.tables import script_note as table

NoteKind = Literal["comment", "conflict"]


@dataclass(frozen=True, slots=True)
class ScriptNote:
    """A note on a segment (and a cue of it, or ""). Of a `conflict`, `field` names the cell that holds the
    other text, and `text` is the one that was not taken. Instants are UTC epoch ms; `done_at` None: open."""

    id: str
    script: str
    segment: str
    cue: str
    field: str
    kind: NoteKind
    text: str
    by: str | None
    at: int
    done_at: int | None
    done_by: str | None


def add(connection: Connection, note: ScriptNote) -> None:
    """Write a note down."""
    connection.execute(
        table.insert().values({name: getattr(note, name) for name in ScriptNote.__dataclass_fields__})
    )


def settle(connection: Connection, note: str, *, by: str | None, now: int) -> None:
    """Mark a note as done; it stays in the table. One that is done already keeps who was first."""
    connection.execute(
        table.update().where(table.c.id == note, table.c.done_at.is_(None)).values(done_at=now, done_by=by)
    )


def of_script(connection: Connection, script: str, *, done: bool = False) -> tuple[ScriptNote, ...]:
    """The notes of a script, the oldest first; also those that are done with `done`."""
    names = [table.c[name] for name in ScriptNote.__dataclass_fields__]
    query = select(*names).where(table.c.script == script).order_by(table.c.at, table.c.id)
    if not done:
        query = query.where(table.c.done_at.is_(None))
    return tuple(ScriptNote(*row) for row in connection.execute(query))


def stamp(connection: Connection, script: str) -> tuple[int, int]:
    """A pair that changes with every note written or settled: how many there are, how many are done."""
    row = connection.execute(
        select(func.count(), func.count(table.c.done_at)).where(table.c.script == script)
    ).one()
    return int(row[0]), int(row[1])
