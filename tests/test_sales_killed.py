"""The power cord pulled while orders come in: what was acknowledged is there, and counted once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from random import Random

from live.journal import ShowId
from sales.counters import CounterKey, read_counters
from store import cells, orders
from store.store import Store
from store.tables import show as show_table
from studio.orders import Orders
from tests.sales_killed import AT

ROOT = Path(__file__).parents[1]
#: Kills in one run; each restarts on the store that the last one left. More by the environment.
KILLS = int(os.environ.get("STUDIO_KILLS", "10"))


def deliver_and_kill(url: str, first: int, after: int) -> list[int]:
    """Run the child until it acknowledged `after` deliveries, kill it, return all that it acknowledged."""
    command = [sys.executable, "-m", "tests.sales_killed", url, str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        told = [int(child.stdout.readline()) for _ in range(after)]
        child.kill()
        told += [int(line) for line in child.stdout.read().split()]
    return told


def test_killed_at_random_points_nothing_acknowledged_is_lost_or_doubled(store_url: str) -> None:
    """Kill -9 under load, restart, again: acknowledged orders are stored, counted once, rebuild equal."""
    row = {"id": "s", "plan": "{}", "currency": "CNY", "created_at": 0, "started_at": AT}
    store = Store(store_url)
    store.write(lambda connection: connection.execute(show_table.insert().values(**row)))
    store.close()
    rng = Random(20261125)
    acknowledged: list[int] = []
    for kill in range(KILLS):
        # Each child begins with numbers of the last one: their repetition must not count.
        first = max(1, kill * 1000 - 20) if kill else 1
        acknowledged += deliver_and_kill(store_url, first, rng.randrange(1, 60))
    store = Store(store_url)
    try:
        assert Orders(store, lambda: AT).verify()
        with store.read() as connection:
            stored = [event for events in orders.by_order(connection) for event in events]
            found = read_counters(cells.held(connection))[CounterKey(ShowId("s"), "show", "", "CNY")]
    finally:
        store.close()
    paid = [int(event.order_id) for event in stored if event.kind == "paid"]
    assert set(acknowledged) <= set(paid)
    assert len(paid) == len(set(paid)) == found.orders == found.units
    assert found.paid_minor == sum(paid)
    assert found.created_minor == sum(int(event.order_id) for event in stored if event.kind == "placed")
