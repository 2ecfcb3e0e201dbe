"""Several processes on one PostgreSQL store: no leader, one step a press, nothing lost or doubled."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from store import cells, journal_chain, orders, shows
from store.store import Store
from tests.test_store_shows import SHOW, add, press, rundown, take

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parents[1]
PRESSES = 200


class Process:
    """One of the two."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-m", "tests.two_writers", url]
        self._child = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert self.hear() == {"ready": True}

    def say(self, **asked: object) -> None:
        """Ask without waiting."""
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps(asked) + "\n")
        self._child.stdin.flush()

    def hear(self) -> dict[str, object]:
        """The answer to the oldest question."""
        assert self._child.stdout is not None
        return dict(json.loads(self._child.stdout.readline()))

    def ask(self, **asked: object) -> dict[str, object]:
        """Ask and wait."""
        self.say(**asked)
        return self.hear()

    def end(self) -> None:
        """Close its input and wait."""
        self._child.communicate(timeout=60)


@pytest.fixture
def url(postgres_url: str) -> Iterator[str]:
    """A database of its own, with one show on air."""
    admin = create_engine(
        postgres_url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS shared WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE shared"))
    admin.dispose()
    held = postgres_url.rsplit("/", 1)[0] + "/shared"
    store = Store(held)
    add(store, SHOW, length=PRESSES // 2 + 1)
    take(store, shows.Journals(), press("start", ident="start", cue=""), 1_000)
    store.close()
    yield held


@pytest.fixture
def pair(url: str) -> Iterator[tuple[Process, Process]]:
    """Two processes on that store."""
    held = Process(url), Process(url)
    yield held
    for process in held:
        process.end()


def test_two_hundred_double_gos_move_one_step_each(url: str, pair: tuple[Process, Process]) -> None:
    """Both press at once, two hundred times: one of them moves the show, the other hears who was first."""
    cues = [cue.id for segment in rundown(PRESSES // 2 + 1).segments for cue in segment.cues]
    for step in range(PRESSES):
        for name, process in zip("ab", pair, strict=True):
            process.say(do="go", cue=cues[step], id=f"{name}{step}", now=10_000 * (step + 1))
        both = [process.hear() for process in pair]
        assert sorted(bool(each["ok"]) for each in both) == [False, True], both
        winner = "ab"[[bool(each["ok"]) for each in both].index(True)]
        loser = next(each for each in both if not each["ok"])
        assert (loser["code"], loser["by"]) == ("taken", f"{winner}{step}")
    store = Store(url)
    with store.read() as connection:
        assert len(shows.events(connection, SHOW)) == PRESSES + 1
        assert journal_chain.walk(connection, SHOW).broken is None
    store.close()


def test_orders_of_two_processes_add_up(url: str, pair: tuple[Process, Process]) -> None:
    """Lines of the same orders through both, some twice: the counters are those of a rebuild."""
    pair[0].say(do="orders", **{"from": 0, "to": 60})
    pair[1].say(do="orders", **{"from": 30, "to": 90})
    assert [process.hear() for process in pair] == [{"ok": True}, {"ok": True}]
    store = Store(url)
    with store.read() as connection:
        assert cells.held(connection) == orders.rebuilt(connection) != {}
        assert connection.scalar(text("select count(*) from order_event")) == 90
    store.close()


def test_what_one_writes_the_other_hears_also_after_a_cut(url: str, pair: tuple[Process, Process]) -> None:
    """A commit moves the other's number; so does a commit that fell into a cut of its connection."""
    before = pair[1].ask(do="heard")["heard"]
    pair[0].ask(do="go", cue="s1c1", id="a", now=10_000)
    after = changed(pair[1], before)
    with create_engine(
        url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    ).connect() as connection:
        connection.execute(
            text("select pg_terminate_backend(pid) from pg_stat_activity where query like 'LISTEN%'")
        )
    pair[0].ask(do="go", cue="s1c2", id="b", now=20_000)
    changed(pair[1], after)


def changed(process: Process, before: object) -> object:
    """The number once it is another one."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        now = process.ask(do="heard")["heard"]
        if now != before:
            return now
        time.sleep(0.02)
    raise AssertionError("nothing was heard within 30 s")


def test_a_database_that_fails_refuses_and_never_doubles(url: str, pair: tuple[Process, Process]) -> None:
    """Every connection is cut again and again: an answer is a receipt or a refusal, and a press that is
    repeated under its id has one event, whatever became of the first try."""
    cues = [cue.id for segment in rundown(21).segments for cue in segment.cues]
    admin = create_engine(
        url.replace("postgresql:", "postgresql+psycopg:").replace("/shared", "/postgres"),
        isolation_level="AUTOCOMMIT",
    )
    cut = text("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'shared'")
    acknowledged = []
    with admin.connect() as connection:
        for step in range(30):
            asked = {"do": "go", "cue": cues[step], "id": f"p{step}", "now": 10_000 * (step + 1)}
            pair[step % 2].say(**asked)
            if step % 3 == 0:
                connection.execute(cut)
            ack = pair[step % 2].hear()
            for _ in range(50):
                if ack["ok"]:
                    break
                assert ack["code"] in ("OperationalError", "PendingRollbackError"), ack  # → unavailable
                ack = pair[(step + 1) % 2].ask(**asked)
            assert ack["ok"]
            acknowledged.append((f"p{step}", ack["seq"]))
    admin.dispose()
    store = Store(url)
    with store.read() as held:
        written = [(event.command.id, event.seq) for event in shows.events(held, SHOW)]
    store.close()
    assert written == [("start", 1), *acknowledged]
