"""Opening a database: SQLite by default, PostgreSQL by URL. The one writer is in `store.writer`."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

DEFAULT_URL = "sqlite:///data/studio.db"


class StoreError(Exception):
    """The store cannot be opened or used; the message says why and what to do."""


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite URL, None for any other engine."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError(
            "The store must be a file: an in-memory database would lose the show. 存储必须是文件。"
        )
    return Path(parsed.database)


def open_engine(url: str, *, writes: bool) -> Engine:
    """An engine for reading (`writes=False`) or for the one writer (`writes=True`, a single connection).

    SQLite runs in WAL mode with `synchronous=FULL`: a commit that was acknowledged is on the disk. The writer
    begins IMMEDIATE so that it never meets a lock upgrade in the middle of a transaction.
    """
    parsed: URL = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        return create_engine(parsed, pool_pre_ping=True, pool_size=1 if writes else 8, hide_parameters=True)
    path = sqlite_path(url)
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    pool: dict[str, object] = {"poolclass": NullPool} if not writes else {"pool_size": 1, "max_overflow": 0}
    # Values of a statement that failed would stand in the log: names and notes of people.
    pool["hide_parameters"] = True
    engine = create_engine(parsed, connect_args={"check_same_thread": False, "timeout": 10}, **pool)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "connect")
    def on_connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        # The driver's own transaction handling is off: it would begin too late and deferred.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def time_commits(engine: Engine, tell: Callable[[float], None]) -> None:
    """Tell the seconds of each commit: from asking for it until the connection is free again."""

    @event.listens_for(engine, "commit")
    def on_commit(connection: Connection) -> None:
        connection.info["commit_began"] = time.perf_counter()

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        began = entry.info.pop("commit_began", None)
        if began is not None:
            tell(time.perf_counter() - began)
