"""Opening a database: SQLite by default, PostgreSQL by URL. The one writer is in `store.writer`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

DEFAULT_URL = "sqlite:///data/studio.db"
#: Where a PostgreSQL store says that somebody wrote.
CHANNEL = "chalk_and_cart"
#: Numbers of our own for PostgreSQL's advisory locks: to write, to serve.
WRITING, SERVING = 0x6363_0001, 0x6363_0002
#: How long a writer waits for another one: a restore or a rebuild may hold the lock that long.
LOCK_MS = 30_000
#: A database that does not answer is told from a slow one within 10 s; a command is then refused, not hung.
SERVER_PATIENCE: Mapping[str, int] = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


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
        return _open_server(parsed, writes=writes)
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


def _open_server(url: URL, *, writes: bool) -> Engine:
    """PostgreSQL: one writing transaction at a time over all processes, as in a SQLite file.

    The lock of the transaction orders them: whoever has it sees all that was committed before, so a guarded
    GO, the numbers of a journal and the difference of an order's fold are decided as by one writer, and no
    process is a leader. Its end, also by a power cut, frees it. Listeners hear of a commit (`store.listen`).
    """
    size = {"pool_size": 1, "max_overflow": 0} if writes else {"pool_size": 8}
    engine = create_engine(
        url, pool_pre_ping=True, hide_parameters=True, connect_args=dict(SERVER_PATIENCE), **size
    )
    if writes:

        @event.listens_for(engine, "begin")
        def on_begin(connection: Connection) -> None:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {LOCK_MS}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITING}), pg_notify('{CHANNEL}', '')")

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
