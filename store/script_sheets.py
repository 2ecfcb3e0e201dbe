"""How the sheet looked that a script was read from."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.tables import script_sheet as table
from store.text import dump, load


def put(connection: Connection, script: str, name: str, layout: dict[str, object]) -> None:
    """Remember the columns of the sheet `name` for a new script."""
    connection.execute(table.insert().values(script=script, name=name, body=dump(layout)))


def get(connection: Connection, script: str) -> dict[str, Any] | None:
    """The columns of the sheet a script came from, None for one that came from none."""
    body = connection.scalar(select(table.c.body).where(table.c.script == script))
    if body is None:
        return None
    held: dict[str, Any] = load(body)
    return held
