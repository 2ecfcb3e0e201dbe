"""Two processes and PostgreSQL under a stream of orders, one of the three killed again and again."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from live.journal import ShowId
from sales.counters import CounterKey, read_counters
from store import cells
from store.store import Store
from store.tables import order_event
from store.tables import show as show_table
from studio.orders import Orders
from tests.postgres import PostgresServer, find_initdb
from tests.sales_killed import AT

pytestmark = pytest.mark.postgres
ROOT = Path(__file__).parents[1]
#: Kills in one run; fifty with STUDIO_KILLS=50, which takes about two minutes.
KILLS = int(os.environ.get("STUDIO_KILLS", "3"))
#: How far apart the order numbers of two children are: more than either delivers in a run.
APART = 1_000_000


class Deliverer:
    """A process that delivers orders; `told` are those that were acknowledged to it."""

    def __init__(self, url: str, first: int) -> None:
        command = [sys.executable, "-m", "tests.sales_killed", url, str(first)]
        self._child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        self.told: list[int] = []
        self._ear = threading.Thread(target=self._listen)
        self._ear.start()

    def _listen(self) -> None:
        assert self._child.stdout is not None
        for line in self._child.stdout:
            self.told.append(int(line))

    def until(self, more: int) -> None:
        """Wait until that many more were acknowledged."""
        wanted, seen, since = len(self.told) + more, len(self.told), time.monotonic()
        while len(self.told) < wanted:
            assert self._child.poll() is None, "the deliverer ended by itself"
            if len(self.told) > seen:
                seen, since = len(self.told), time.monotonic()
            assert time.monotonic() - since < 120, "nothing was acknowledged for two minutes"
            time.sleep(0.005)

    def kill(self) -> list[int]:
        """End it without goodbye; all that it was told."""
        self._child.kill()
        self._child.wait()
        self._ear.join()
        return self.told


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of its own: others would not like its deaths."""
    initdb = find_initdb()
    if initdb is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with PostgresServer(initdb, careful=True) as held:
        yield held


def test_whoever_dies_nothing_acknowledged_is_lost_or_doubled(server: PostgresServer) -> None:
    """Either process or the database is killed at random points; in the end every count is the sum of facts.

    A delivery that got no answer is sent again under its id, so that one that was written before the answer
    was lost counts once. What was acknowledged is there, the counters equal a rebuild and the sum of facts.
    """
    store = Store(server.url)
    row = {"id": "s", "plan": "{}", "currency": "CNY", "created_at": 0, "started_at": AT}
    store.write(lambda connection: connection.execute(show_table.insert().values(**row)))
    store.close()
    rng, told, began = Random(20261125), list[int](), time.monotonic()
    nexts = iter(range(1, 10_000))
    both = [Deliverer(server.url, next(nexts) * APART) for _ in range(2)]
    for kill in range(KILLS):
        for each in both:
            each.until(rng.randrange(1, 120))
        victim = kill % 3 if kill < 3 else rng.randrange(3)
        if victim == 2:
            server.kill()
            server.start()
        else:
            told += both[victim].kill()
            both[victim] = Deliverer(server.url, next(nexts) * APART)
    for each in both:
        each.until(20)
        told += each.kill()
    seconds = time.monotonic() - began
    store = Store(server.url)
    try:
        assert Orders(store, lambda: AT).verify()
        with store.read() as connection:
            facts = order_event.c.kind == "paid"
            paid = connection.scalars(select(order_event.c.order_id).where(facts)).all()
            amount = connection.scalar(select(func.sum(order_event.c.amount_minor)).where(facts))
            found = read_counters(cells.held(connection))[CounterKey(ShowId("s"), "show", "", "CNY")]
    finally:
        store.close()
    print(f"{KILLS} kills, {len(told)} acknowledged, {len(paid)} stored, {len(told) / seconds:.0f}/s")
    assert len(told) == len(set(told))
    assert {str(number) for number in told} <= set(paid)
    assert len(paid) == len(set(paid)) == found.orders == found.units
    assert amount is not None
    assert found.paid_minor == int(amount)
