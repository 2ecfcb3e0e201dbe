"""Small settings of a store: one text value per key."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.tables import setting as table
from store.upsert import upsert


def get(connection: Connection, key: str) -> str | None:
    """The value, or None when it was never set."""
    return connection.scalar(select(table.c.value).where(table.c.key == key))


def put(connection: Connection, key: str, value: str) -> None:
    """Set a value."""
    upsert(connection, table, [{"key": key, "value": value}])
