"""How far each browser tab's edits of a script were counted, so that one sent again changes nothing."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.tables import script_tab as table
from store.upsert import upsert


def counted(connection: Connection, script: str, tab: str) -> int:
    """The number of the last edit counted of a tab, 0 for none; a tab numbers its edits from 1."""
    query = select(table.c.n).where(table.c.script == script, table.c.tab == tab)
    return connection.scalar(query) or 0


def count(connection: Connection, script: str, tab: str, n: int) -> bool:
    """Count the edits of a tab up to number `n`; False when that was done before."""
    if counted(connection, script, tab) >= n:
        return False
    upsert(connection, table, [{"script": script, "tab": tab, "n": n}])
    return True
