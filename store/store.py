"""One open store: many readers, one writer, and a way to see that somebody else wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from sqlalchemy.engine import Connection
from sqlalchemy.pool import PoolProxiedConnection

from store.engine import open_engine, time_commits
from store.listen import Ear
from store.migrate import migrate
from store.writer import Writer

T = TypeVar("T")


class Store:
    """Opens, creates and upgrades the database behind `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._writing = open_engine(url, writes=True)
        migrate(self._writing)
        self.writer = Writer(self._writing)
        self._readers = open_engine(url, writes=False)
        self._asking = Lock()
        self._watch: PoolProxiedConnection | None = None
        self._ear: Ear | None = None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection with one consistent view of the data."""
        with self._readers.connect() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T], *, after: Callable[[T], None] | None = None) -> T:
        """Run `work` in the writer and return its result after the commit; see `Writer.submit`."""
        return self.writer.run(work, after=after)

    def on_commit(self, tell: Callable[[float], None]) -> None:
        """Call `tell(seconds)` after each commit of the writer, in its thread."""
        time_commits(self._writing, tell)

    def data_version(self) -> int | None:
        """A number that moves when another process has written; of PostgreSQL also when this one has.

        Source: sqlite.org/pragma.html#pragma_data_version, `store.listen`.
        """
        with self._asking:
            if self._readers.dialect.name != "sqlite":
                if self._ear is None:
                    self._ear = Ear(self.url)
                return self._ear.heard
            if self._watch is None:
                # Below SQLAlchemy on purpose: a transaction left open would freeze the number it asks for.
                self._watch = self._readers.raw_connection()
                # Asked from an event loop: it may wait for a lock as long as for a commit, not ten seconds.
                self._watch.cursor().execute("PRAGMA busy_timeout=20").close()
            cursor = self._watch.cursor()
            cursor.execute("PRAGMA data_version")
            row = cursor.fetchone()
            cursor.close()
        return None if row is None else int(row[0])

    def close(self) -> None:
        """Finish queued writes and close every connection."""
        self.writer.close()
        if self._watch is not None:
            self._watch.close()
        if self._ear is not None:
            self._ear.close()
        self._readers.dispose()
