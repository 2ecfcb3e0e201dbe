"""Orders on PostgreSQL: the same facts give the same counters, and a rebuild gives them again."""

from __future__ import annotations

from random import Random

import pytest

from sales.desk import desk_inputs
from store import cells, orders, readings, settlements
from store.store import Store
from store.tables import show as show_table
from tests.sales_facts import EIGHT, HOUR, random_facts

pytestmark = pytest.mark.postgres


def test_orders_settlements_and_readings_on_postgresql(postgres_url: str) -> None:
    """Batches in any order, told twice, grow the table by what they change; % in a text is no parameter."""
    store = Store(postgres_url)
    facts = random_facts(Random(7))
    row = {
        "id": "s",
        "plan": "{}",
        "currency": "CNY",
        "created_at": 0,
        "started_at": EIGHT,
        "ended_at": EIGHT + HOUR,
    }
    try:
        store.write(lambda connection: connection.execute(show_table.insert().values(**row)))
        shuffled = [*facts, *facts[::3]]
        Random(1).shuffle(shuffled)
        for at in range(0, len(shuffled), 17):
            part = shuffled[at : at + 17]
            store.write(lambda connection, part=part: orders.add(connection, part, received_at=0))
        number, fresh = store.write(
            lambda c: settlements.add(c, facts, file="100%.csv", digest="d", shop="main", at=1, by="财务")
        )
        store.write(
            lambda c: readings.add(
                c, "s", "e", {"viewers": 5, "views": None}, at=EIGHT, by="场控", entered_at=EIGHT
            )
        )
        with store.read() as connection:
            table = cells.held(connection)
            assert table == orders.rebuilt(connection) != {}
            told = settlements.between(connection, 0, 2**53)
            assert (number, fresh, set(told[1])) == (1, True, set(facts))
            assert desk_inputs(readings.of_show(connection, "s")) == {"viewers": 5}
        store.write(orders.rebuild)
        with store.read() as connection:
            assert cells.held(connection) == table
    finally:
        store.close()
