"""Hearing that another process wrote to a PostgreSQL store: LISTEN on a connection of its own.

Each writing transaction notifies at its commit (`store.engine`). A notification says only *that* something
was written; what it was is read from the tables by number, so one missed while the connection was down
is made up for by the look that follows every reconnection.

Source: postgresql.org/docs/current/sql-notify.html
"""

from __future__ import annotations

import logging
import threading

import psycopg
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, make_url

from store.engine import CHANNEL, SERVER_PATIENCE, SERVING

log = logging.getLogger("store.listen")
#: Seconds between attempts to come back, and between looks whether the listener should end.
AGAIN_S, LOOK_S = 0.3, 1.0


class Ear:
    """A number that moves whenever somebody wrote, or might have while nobody listened."""

    def __init__(self, url: str) -> None:
        address = make_url(url).set(drivername="postgresql").update_query_dict(
            {name: str(value) for name, value in SERVER_PATIENCE.items()}
        )
        self._url = address.render_as_string(hide_password=False)
        self._heard = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="store-ear", daemon=True)
        self._thread.start()

    @property
    def heard(self) -> int:
        """The number; only a difference means something."""
        return self._heard

    def close(self) -> None:
        """Stop listening."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        lost = False
        while not self._ended.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    # Held as long as the process serves: a restore asks for it (`studio.backup`).
                    connection.execute("SELECT pg_advisory_lock_shared(%s)", (SERVING,))
                    connection.execute(f"LISTEN {CHANNEL}")
                    self._heard += 1  # whatever was written while nobody listened
                    if lost:
                        log.warning("the database is back")
                    lost = False
                    while not self._ended.is_set():
                        for _ in connection.notifies(timeout=LOOK_S):
                            self._heard += 1
            except psycopg.Error as error:
                if not lost:
                    log.warning("the database does not answer: %s", error)
                lost = True
                self._ended.wait(AGAIN_S)


def is_served(connection: Connection) -> bool:
    """Whether a process serves this store; none can begin to until the transaction of `connection` ends."""
    return not connection.scalar(select(func.pg_try_advisory_xact_lock(SERVING)))
