"""Orders in the store: the same fact counts once, and the counters' table equals its events."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection

from live.journal import ShowId
from sales.counters import CounterKey, read_counters
from sales.event import OrderEvent, event_key
from store import cells, deliveries, orders
from store.store import Store
from store.tables import show as show_table

SHOW = ShowId("s")


@pytest.fixture(autouse=True)
def on_air(store: Store) -> None:
    """A show on air from 1,000 on."""
    row = {"id": SHOW, "plan": "{}", "currency": "CNY", "created_at": 0, "started_at": 1_000}
    store.write(lambda connection: connection.execute(show_table.insert().values(**row)))


def fact(order: int, kind: str, *, at: int, amount: int = 5_990, sku: str = "P1", n: str = "") -> OrderEvent:
    """One fact of a one-line order."""
    key = event_key(shop="shop", order_id=str(order), line_id="1", kind=kind, n=n)
    return OrderEvent(
        key=key,
        source="generic",
        shop="shop",
        order_id=str(order),
        line_id="1",
        sku=sku,
        kind=kind,  # type: ignore[arg-type]
        occurred_at=at,
        amount_minor=amount,
        currency="CNY",
        qty=1,
        buyer=f"b{order % 7}",
        ref=n or None,
    )


def facts() -> list[OrderEvent]:
    """Forty orders: placed, most paid, some refunded in part, some cancelled."""
    found = []
    for order in range(40):
        found.append(fact(order, "placed", at=2_000 + order))
        if order % 5:
            found.append(fact(order, "paid", at=3_000 + order))
        if order % 8 == 1:
            found.append(fact(order, "refunded", at=9_000 + order, amount=1_000, n=f"r{order}"))
        if order % 10 == 0:
            found.append(fact(order, "cancelled", at=9_500 + order))
    return found


@pytest.mark.parametrize("seed", range(20))
def test_any_order_and_any_repetition_gives_the_same_table(store: Store, seed: int) -> None:
    """Facts shuffled, doubled and cut into any batches end in the table that a rebuild gives."""
    rng = random.Random(seed)
    stream = facts() + rng.choices(facts(), k=50)
    rng.shuffle(stream)
    while stream:
        size = rng.randint(1, 9)
        batch, stream = stream[:size], stream[size:]
        store.write(lambda connection, batch=batch: orders.add(connection, batch, received_at=0))
    with store.read() as connection:
        table = cells.held(connection)
        assert table == orders.rebuilt(connection)
    counters = read_counters(table)[CounterKey(SHOW, "show", "", "CNY")]
    assert counters.orders == 32
    assert counters.paid_minor == 32 * 5_990
    assert counters.refund_minor == 4 * 1_000
    assert counters.buyers == 7


def test_known_facts_are_reported_as_known(store: Store) -> None:
    """A batch sent again brings nothing new and says how much was known."""
    first = store.write(lambda connection: orders.add(connection, facts(), received_at=0))
    second = store.write(lambda connection: orders.add(connection, facts(), received_at=0))
    assert (first.fresh, first.known) == (len(facts()), 0)
    assert (second.fresh, second.known) == (0, len(facts()))


def test_rebuild_writes_the_same_rows(store: Store) -> None:
    """Throwing the table away and computing it anew changes nothing."""
    store.write(lambda connection: orders.add(connection, facts(), received_at=0))
    with store.read() as connection:
        before = cells.held(connection)
    store.write(orders.rebuild)
    with store.read() as connection:
        assert cells.held(connection) == before != {}


def test_two_bodies_under_one_delivery_id_are_both_kept(store: Store) -> None:
    """A sender's careless id costs no delivery; the same bytes again are a repetition."""

    def keep(body: bytes) -> bool:
        kept = deliveries.Delivery("generic", "d", body, 1, signed=True, outcome="counted")
        return store.write(lambda connection: deliveries.keep(connection, [kept]))[0]

    assert [keep(b"1"), keep(b"2"), keep(b"1"), keep(b"2")] == [True, True, False, False]
    with store.read() as connection:
        assert len(deliveries.newest(connection)) == 2


@pytest.mark.sqlite
def test_no_statement_of_a_delivery_reads_a_whole_table(store: Store) -> None:
    """A store of millions of facts takes an order as fast as an empty one: an index serves every look."""
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        asked.append((statement, values))

    kept = deliveries.Delivery("generic", "d", b"1", 1, signed=True, outcome="counted")

    def work(connection: Connection) -> None:
        event.listen(connection, "before_cursor_execute", note)
        deliveries.keep(connection, [kept])
        orders.add(connection, facts(), received_at=0)
        event.remove(connection, "before_cursor_execute", note)

    store.write(work)
    looks = [each for each in asked if each[0].startswith("SELECT") and "FROM show" not in each[0]]
    assert len(looks) >= 3
    with store.read() as connection:
        for statement, values in looks:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()  # type: ignore[call-overload]
            assert not [row for row in plan if str(row[3]).startswith("SCAN")], (statement, plan)
