"""What the desk read off the platform's screen: appended, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from sales.desk import Reading
from store.tables import reading as table


def add(
    connection: Connection,
    show: str,
    entry: str,
    values: Mapping[str, int | None],
    *,
    at: int,
    by: str,
    entered_at: int,
) -> bool:
    """Enter values read at `at` under the id `entry`; False when that entry is here already."""
    known = select(table.c.id).where(table.c.show == show, table.c.id == entry).limit(1)
    if connection.scalar(known) is not None:
        return False
    last = connection.scalar(select(func.max(table.c.n)).where(table.c.show == show)) or 0
    rows = [
        {"show": show, "id": entry, "metric": metric, "n": last + 1, "at": at, "value": value, "by": by,
         "entered_at": entered_at}
        for metric, value in values.items()
    ]  # fmt: skip
    if rows:
        connection.execute(table.insert(), rows)
    return True


def of_show(connection: Connection, show: str) -> tuple[Reading, ...]:
    """Every entry of a show, in the order they came."""
    query = select(*(table.c[field.name] for field in fields(Reading)))
    query = query.where(table.c.show == show).order_by(table.c.n, table.c.metric)
    return tuple(Reading(*row) for row in connection.execute(query))
