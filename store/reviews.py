"""Sign-offs of scripts before air. There is no way to change or delete one here: the law asks for three
years (直播电商监督管理办法 art. 16), and a store that keeps them longer does no harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.tables import script_review as table
from store.text import dump, load


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A sign-off: of which version, the hash of its text, by whom, when and kept until (UTC epoch ms).

    `record` is the whole record as `lessons.compliance.signoff` made it: findings at that time, each with the
    reason why it may stand.
    """

    id: str
    script: str
    version: int
    hash: str
    by: str
    at: int
    keep_until: int
    record: dict[str, Any]


def add(connection: Connection, row: ReviewRow) -> None:
    """Write a sign-off down."""
    values = {name: getattr(row, name) for name in ReviewRow.__dataclass_fields__ if name != "record"}
    connection.execute(table.insert().values(**values, body=dump(row.record)))


def of_script(connection: Connection, script: str) -> tuple[ReviewRow, ...]:
    """The sign-offs of a script, the newest first."""
    query = select(table).where(table.c.script == script).order_by(table.c.at.desc(), table.c.version.desc())
    return tuple(
        ReviewRow(row.id, row.script, row.version, row.hash, row.by, row.at, row.keep_until, load(row.body))
        for row in connection.execute(query)
    )
