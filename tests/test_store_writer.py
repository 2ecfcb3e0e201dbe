"""The writer: acknowledged means on the disk, one bad job costs itself."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.engine import Connection

from store import settings, writer
from store.engine import StoreError, open_engine
from store.migrate import migrate
from store.store import Store
from store.tables import metadata, setting
from store.writer import WriterClosed

ROOT = Path(__file__).parents[1]


def test_a_result_comes_after_its_commit(store: Store) -> None:
    """What `write` returned can be read by anybody."""
    store.write(lambda connection: settings.put(connection, "a", "1"))
    with store.read() as connection:
        assert settings.get(connection, "a") == "1"


def test_one_bad_job_costs_itself(store: Store) -> None:
    """A job that raises is rolled back alone, also when it shares a commit with others."""
    gate = threading.Event()
    store.writer.submit(lambda connection: gate.wait(5))

    def bad(connection: Connection) -> None:
        settings.put(connection, "bad", "1")
        raise ValueError("no")

    good = [
        store.writer.submit(lambda connection, n=n: settings.put(connection, f"k{n}", "v")) for n in range(5)
    ]
    failing = store.writer.submit(bad)
    more = [
        store.writer.submit(lambda connection, n=n: settings.put(connection, f"m{n}", "v")) for n in range(5)
    ]
    gate.set()
    for future in good + more:
        future.result(5)
    with pytest.raises(ValueError, match="no"):
        failing.result(5)
    with store.read() as connection:
        keys = set(connection.scalars(select(setting.c.key)))
    assert keys == {f"k{n}" for n in range(5)} | {f"m{n}" for n in range(5)}


def test_listeners_hear_in_commit_order(store: Store) -> None:
    """`after` runs in the order of the queue, so screens never see an older state behind a newer one."""
    heard: list[int] = []
    futures = [store.writer.submit(lambda connection, n=n: n, after=heard.append) for n in range(200)]
    for future in futures:
        future.result(5)
    assert heard == list(range(200))


def test_a_closed_writer_says_so(store: Store) -> None:
    """After `close` nothing is taken, and the message is clear in both languages."""
    store.writer.close()
    with pytest.raises(WriterClosed, match=r"nothing was written.*未写入"):
        store.write(lambda connection: None)


def test_the_migrations_make_the_tables(store: Store) -> None:
    """The schema that the migrations make is the one the code speaks of."""
    with store.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_newer_store_is_refused(store_url: str) -> None:
    """An older release does not touch a store that a newer one wrote."""
    engine = open_engine(store_url, writes=True)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="newer than this release"):
        migrate(engine)
    engine.dispose()


def test_a_memory_store_is_refused() -> None:
    """A show in memory would be lost at the first power cut."""
    with pytest.raises(StoreError, match="must be a file"):
        open_engine("sqlite://", writes=True)


KILLED = """
import os, sys
from store.store import Store
from store import settings, writer
store = Store(sys.argv[1])
for n in range(10_000):
    store.write(lambda connection: settings.put(connection, str(n), "v"))
    print(n, flush=True)
"""


@pytest.mark.parametrize("survivors", [3, 17, 40])
def test_kill_loses_nothing_acknowledged(store_url: str, survivors: int) -> None:
    """Killed at any moment: everything that was acknowledged is there after the restart."""
    command = [sys.executable, "-c", KILLED, store_url]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert child.stdout is not None
    last = -1
    for line in child.stdout:
        last = int(line)
        if last >= survivors:
            break
    child.kill()
    last = max([last, *(int(line) for line in child.stdout.read().split())])
    child.wait()
    child.stdout.close()
    again = Store(store_url)
    with again.read() as connection:
        kept = set(connection.scalars(select(setting.c.key)))
    again.close()
    assert {str(n) for n in range(last + 1)} <= kept


def test_items_of_one_kind_are_worked_together_and_a_bad_one_costs_itself(store: Store) -> None:
    """Neighbours in the queue share one call; when it raises, each is tried alone and has its own result."""
    gate = threading.Event()
    calls: list[int] = []

    def work(connection: Connection, items: list[str]) -> list[str]:
        calls.append(len(items))
        for item in items:
            settings.put(connection, item, "1")
        if "bad" in items:
            raise ValueError("no")
        return [item.upper() for item in items]

    store.writer.submit(lambda connection: gate.wait(5))
    first = [store.writer.submit_together(work, item) for item in ("a", "b")]
    store.writer.submit(lambda connection: None)
    second = {item: store.writer.submit_together(work, item) for item in ("c", "bad", "d")}
    gate.set()
    assert [future.result(5) for future in first] == ["A", "B"]
    assert second["c"].result(5) == "C"
    assert second["d"].result(5) == "D"
    with pytest.raises(ValueError, match="no"):
        second["bad"].result(5)
    assert calls == [2, 3, 1, 1, 1]
    with store.read() as connection:
        assert set(connection.scalars(select(setting.c.key))) == {"a", "b", "c", "d"}


def test_while_deliveries_pour_in_the_next_ones_are_gathered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a commit of several the next waits for more of their kind; other jobs never do."""
    monkeypatch.setattr(writer, "GATHER_S", 60.0)
    gate = threading.Event()
    calls: list[int] = []

    def work(connection: Connection, items: list[str]) -> list[str]:
        calls.append(len(items))
        return items

    alone = store.writer.submit_together(work, "alone")
    assert alone.result(30) == "alone"  # nothing pours: a lone delivery does not wait a minute
    store.writer.submit(lambda connection: gate.wait(30))
    first = [store.writer.submit_together(work, item) for item in ("a", "b")]
    gate.set()
    assert [future.result(30) for future in first] == ["a", "b"]
    later = [store.writer.submit_together(work, item) for item in ("c", "d", "e")]
    press = store.writer.submit(lambda connection: "pressed")
    assert press.result(30) == "pressed"  # a press ends the waiting
    assert [future.result(30) for future in later] == ["c", "d", "e"]
    assert calls == [1, 2, 3]
