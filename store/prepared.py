"""Statements that run for every order: turned into SQL once, then handed to the driver with plain values.

SQLAlchemy's handling of one row of parameters costs 25 µs, SQLite's insert of it 9 µs; a delivery moves some
thirty rows (`bench/inbox.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect

_DIALECTS: Mapping[str, Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="qmark"),
    "postgresql": postgresql.dialect(paramstyle="format"),  # type: ignore[no-untyped-call]
}


class Prepared:
    """A statement without result; its parameters are named by their columns or bind names."""

    def __init__(self, of: Callable[[Any], Executable]) -> None:
        """`of` makes the statement with the dialect's own `insert`."""
        self._sql: dict[str, tuple[str, Callable[[Mapping[str, Any]], tuple[Any, ...]]]] = {}
        makers: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
        for name, insert in makers.items():
            compiled: Any = of(insert).compile(dialect=_DIALECTS[name])  # type: ignore[attr-defined]
            self._sql[name] = (str(compiled), itemgetter(*compiled.positiontup))

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it once for each row; nothing for none."""
        if rows:
            sql, values = self._sql[connection.dialect.name]
            connection.exec_driver_sql(sql, [values(row) for row in rows])
