"""Insert-or-replace, the same on both engines."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection


def upsert(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, keep: Collection[str] = ()
) -> None:
    """Insert `rows`; where the primary key exists, replace every other column except those in `keep`."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    replaced = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys and column.name not in keep and column.name in rows[0]
    }
    connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_=replaced), [dict(row) for row in rows]
    )


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert one row; False when its key was there already (nothing is changed then)."""
    statement = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    # What was inserted is asked for: where PostgreSQL makes the key, the driver's count of rows is unknown.
    asked = statement.values(**row).on_conflict_do_nothing().returning(*table.primary_key)
    return connection.execute(asked).first() is not None


def insert_missing(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose key is not there yet; the others stay as they are."""
    if rows:
        statement = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
        connection.execute(statement.on_conflict_do_nothing(), [dict(row) for row in rows])
