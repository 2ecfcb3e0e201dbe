"""A store copied as of one instant, while others write: into a SQLite file, and from one into any engine."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import func, inspect, select, text
from sqlalchemy.engine import Connection

from store import cells, journal_chain, orders
from store.engine import StoreError, open_engine, sqlite_path
from store.migrate import head, migrate
from store.tables import metadata
from store.text import dump

#: Rows carried at once from engine to engine.
ROWS = 2_000


class OldSchema(StoreError):
    """A row export needs the tables of this release."""

    def __init__(self, found: str | None) -> None:
        super().__init__(
            f"This store has schema {found or 'none'}: start this release on it once, or copy it with the "
            f"release that wrote it. 此存储的结构为 {found or '空'}：请先用本版本启动一次，或用原版本备份。"
        )


def copy_out(url: str, target: Path) -> None:
    """Copy the store behind `url` into a new SQLite file; readers and writers go on meanwhile.

    SQLite is copied page by page with its online backup, in one step: in WAL mode that is one read
    transaction and blocks nobody. Any other engine is read row by row in one REPEATABLE READ transaction.

    Source: sqlite.org/backup.html
    """
    source = sqlite_path(url)
    if source is not None:
        with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(target)) as copy:
            held.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no WAL beside it
        return
    reader, writer = open_engine(url, writes=False), open_engine(f"sqlite:///{target}", writes=True)
    try:
        with reader.connect().execution_options(isolation_level="REPEATABLE READ") as held:
            found = schema(held)
            if found != head():
                raise OldSchema(found)
            migrate(writer)
            with writer.begin() as copy:
                copy_rows(held, copy)
    finally:
        reader.dispose()
        writer.dispose()
    with closing(sqlite3.connect(target)) as one:
        one.execute("PRAGMA journal_mode=DELETE")


def copy_rows(source: Connection, target: Connection) -> None:
    """Every row of every table; numbers that the target would hand out next come after the copied ones."""
    for table in metadata.sorted_tables:
        rows = source.execute(select(table).execution_options(yield_per=ROWS)).mappings()
        for part in rows.partitions(ROWS):
            target.execute(table.insert(), [dict(row) for row in part])
        key = table.autoincrement_column
        if key is not None and target.dialect.name == "postgresql":
            target.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence(:name, :key), coalesce(max({key.name}), 1), "
                    f"max({key.name}) IS NOT NULL) FROM {table.name}"  # names of our own tables
                ),
                {"name": table.name, "key": key.name},
            )


def intact(path: Path) -> bool:
    """Whether SQLite finds a file whole (`PRAGMA integrity_check`)."""
    try:
        with closing(sqlite3.connect(path)) as held:
            return bool(held.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
    except sqlite3.DatabaseError:
        return False


def schema(connection: Connection) -> str | None:
    """The revision of a store's tables; None of an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def rows(connection: Connection) -> dict[str, int]:
    """How many rows each table of this release has, of those that are there."""
    there = set(inspect(connection).get_table_names())
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
        if table.name in there
    }


def counters_digest(connection: Connection) -> str | None:
    """A hash of the counters' table, or None when it is not what the events say."""
    table = cells.held(connection)
    if table != orders.rebuilt(connection):
        return None
    return sha256(dump(sorted([*cell, value] for cell, value in table.items())).encode()).hexdigest()


def chain_heads(connection: Connection) -> dict[str, tuple[int, str]]:
    """Each show's number of events and newest hash.

    Raises:
        ChainBroken: at the first link that does not hold.
    """
    heads = {}
    for chain in journal_chain.chains(connection):
        if chain.broken is not None:
            raise ChainBroken(chain.broken)
        heads[chain.show] = (chain.events, chain.head)
    return heads


class ChainBroken(StoreError):
    """A journal is not the one that was written."""

    def __init__(self, broken: journal_chain.Broken) -> None:
        how = {"missing": ("is missing", "缺失"), "changed": ("was changed", "被改动")}[broken.kind]
        super().__init__(
            f"The journal of show {broken.show} does not hold: event {broken.seq} {how[0]}. "
            f"场次 {broken.show} 的日志链断开：第 {broken.seq} 条{how[1]}。"
        )
        self.broken = broken
