"""Counters: deltas, rebuilds, windows and the wire form."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from live.journal import ShowId
from sales.counters import (
    Cell,
    CounterKey,
    Counters,
    buyer_cells,
    count_buyers,
    diff,
    read_counters,
    stock_left,
)
from sales.counters_wire import counters_json
from sales.event import OrderEvent
from sales.fold import fold_lines
from sales.onair import OnAir
from sales.tally import contributions, totals
from sales.window import ShowWindow, overlaps, show_at
from tests.sales_facts import EIGHT, HOUR, MINUTE, bought, fact, random_facts

SHOW = ShowId("s")
WINDOWS = (
    ShowWindow(ShowId("early"), EIGHT - HOUR, EIGHT - 5 * MINUTE),
    ShowWindow(SHOW, EIGHT, EIGHT + HOUR),
)
AIR = OnAir(WINDOWS, {})


def added(stored: Mapping[Cell, int], delta: Mapping[Cell, int]) -> dict[Cell, int]:
    """What the store does with `delta`: cells that come to 0 vanish."""
    result = dict(stored)
    for cell, value in delta.items():
        result[cell] = result.get(cell, 0) + value
    return {cell: value for cell, value in result.items() if value}


def rebuilt(events: list[OrderEvent]) -> dict[Cell, int]:
    """The table as a rebuild makes it."""
    return count_buyers(contributions(fold_lines(events), AIR), {})


def show_counters(events: list[OrderEvent], currency: str = "CNY") -> Counters:
    """The counters of the show `s`."""
    return read_counters(rebuilt(events)).get(CounterKey(SHOW, "show", "", currency), Counters())


@pytest.mark.parametrize("seed", range(20))
def test_deltas_end_where_a_rebuild_ends(seed: int) -> None:
    """Facts in any order, in batches, doubled: the table kept by deltas equals the rebuilt one."""
    rng = Random(seed)
    events = random_facts(rng)
    stream = [event for event in events for _ in range(rng.randrange(1, 4))]
    rng.shuffle(stream)
    table: dict[Cell, int] = {}
    known: dict[tuple[str, str], set[OrderEvent]] = {}
    while stream:
        batch = [stream.pop() for _ in range(min(len(stream), rng.randrange(1, 9)))]
        orders = {(event.shop, event.order_id) for event in batch}
        before = [event for order in orders for event in known.get(order, ())]
        for event in batch:
            known.setdefault((event.shop, event.order_id), set()).add(event)
        after = [event for order in orders for event in known[order]]
        delta = diff(contributions(fold_lines(before), AIR), contributions(fold_lines(after), AIR))
        stored = {cell: table[cell] for cell in buyer_cells(delta) if cell in table}
        table = added(table, count_buyers(delta, stored))
    assert table == rebuilt(events)


def test_show_counters_sum_its_lines() -> None:
    """Paid, refunded, net and units are sums over lines; an order with two lines is one order."""
    events = [
        *bought("o1", "1", qty=2, amount=11_800),
        *bought("o1", "2", sku="P-2", amount=3990),
        *bought("o2", sku="P-2", amount=3990),
        fact("refunded", "o2", n="r", amount=990, at=EIGHT + MINUTE),
        fact("placed", "o3", amount=5900),
    ]
    found = show_counters(events)
    assert (found.orders, found.units, found.buyers) == (2, 4, 2)
    assert (found.paid_minor, found.refund_minor, found.net_minor) == (19_780, 990, 18_790)
    assert (found.created_minor, found.created_orders) == (25_680, 3)


def test_products_are_counted_by_line() -> None:
    """A product gets its own lines only, and one order in each product it names."""
    events = [*bought("o1", "1"), *bought("o1", "2", sku="P-2", amount=100)]
    found = read_counters(rebuilt(events))
    assert found[CounterKey(SHOW, "product", "P-1", "CNY")].paid_minor == 5900
    assert found[CounterKey(SHOW, "product", "P-2", "CNY")].orders == 1


def test_buyer_counts_once_and_leaves_when_the_payment_was_wrong() -> None:
    """Two orders of one person are one buyer."""
    assert show_counters([*bought("o1", buyer="b"), *bought("o2", buyer="b")]).known_buyers == 1


def test_unknown_buyer_makes_the_number_of_buyers_unknown() -> None:
    """A paid order without a buyer: the count would be too low, so it is None, not a number."""
    assert show_counters([*bought("o1"), *bought("o2", buyer=None)]).known_buyers is None


def test_two_currencies_never_meet() -> None:
    """Each currency has its own counters; there is no sum over both."""
    events = [*bought("o1"), *bought("o2", currency="JPY", amount=1200)]
    assert show_counters(events).paid_minor == 5900
    assert show_counters(events, "JPY").paid_minor == 1200


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 1200), ("KWD", 1_250)])
def test_currencies_without_two_decimals(currency: str, minor: int) -> None:
    """Minor units are whole numbers whatever the exponent."""
    assert show_counters(bought(currency=currency, amount=minor), currency).paid_minor == minor


def test_one_hour_refunds_are_kept_apart() -> None:
    """Net of one-hour refunds leaves later refunds out."""
    paid_at = EIGHT + 6000
    events = [
        *bought(),
        fact("refunded", n="a", at=paid_at + HOUR - 1, amount=100),
        fact("refunded", n="b", at=paid_at + HOUR, amount=10),
    ]
    found = show_counters(events)
    assert (found.refund_1h_minor, found.refund_minor) == (100, 110)
    assert (found.net_1h_minor, found.net_minor) == (5800, 5790)


@pytest.mark.parametrize(
    ("at", "show"),
    [
        (EIGHT - HOUR - 1, None),
        (EIGHT - 5 * MINUTE, "early"),  # its grace: carts opened on air
        (EIGHT - 1, "early"),
        (EIGHT, "s"),  # both: the latest-started
        (EIGHT + HOUR + 15 * MINUTE - 1, "s"),
        (EIGHT + HOUR + 15 * MINUTE, None),
    ],
)
def test_show_of_an_order(at: int, show: str | None) -> None:
    """start ≤ created < end + 15 minutes, the latest-started show on overlap."""
    assert show_at(at, WINDOWS) == show


def test_show_over_midnight_is_one_show() -> None:
    """The calendar day does not matter: a show from 23:00 to 01:00 has the orders of both days."""
    eleven = EIGHT + 3 * HOUR
    window = (ShowWindow(SHOW, eleven, eleven + 2 * HOUR),)
    assert {show_at(eleven + minutes * MINUTE, window) for minutes in (0, 59, 61, 119)} == {SHOW}


def test_overlapping_shows_are_listed() -> None:
    """Two shows on air at once cannot be told apart by time: somebody must know. Grace is no overlap."""
    later = ShowWindow(ShowId("t"), EIGHT + MINUTE, None)
    assert overlaps((*WINDOWS, later)) == (("s", "t"),)


@pytest.mark.parametrize("seed", range(5))
def test_opening_stock_is_left_plus_sold(seed: int) -> None:
    """opening = left + paid pieces − returned pieces, for any set of facts."""
    sums = totals(fold_lines(random_facts(Random(seed))))
    left = stock_left(500, sums.values())
    assert left is not None
    assert left + sum(c.units - c.restocked for c in sums.values()) == 500


def test_oversold_stock_says_by_how_much() -> None:
    """Stock below zero is kept: a screen shows 0 and how many are missing. Unknown stays unknown."""
    assert stock_left(1, [Counters(units=3)]) == -2
    assert stock_left(None, [Counters(units=3)]) is None


def test_counters_message() -> None:
    """The message holds show, products with stock left, and other currencies beside, never added."""
    events = [*bought("o1"), *bought("o2", currency="JPY", amount=1200)]
    message = counters_json(
        read_counters(rebuilt(events)), show=SHOW, currency="CNY", connected=True, as_of=EIGHT,
        last_order=EIGHT, target_minor=100_000, opening={"P-1": 10, "P-2": None},
    )  # fmt: skip
    assert message["show"] == {
        "orders": 1, "units": 1, "created_minor": 5900, "paid_minor": 5900, "refund_minor": 0,
        "net_minor": 5900, "buyers": 1,
    }  # fmt: skip
    listed = message["products"]
    assert isinstance(listed, dict)
    assert (listed["P-1"]["units"], listed["P-1"]["stock_left"]) == (1, 8)
    assert (listed["P-2"]["units"], listed["P-2"]["stock_left"]) == (0, None)
    other = message["other"]
    assert isinstance(other, dict)
    assert other["JPY"]["paid_minor"] == 1200


def test_without_a_source_nothing_is_known() -> None:
    """Before any source of orders is connected every figure is null: 0 would be a lie."""
    message = counters_json({}, show=SHOW, currency="CNY", connected=False, opening={"P-1": 10})
    show, listed = message["show"], message["products"]
    assert isinstance(show, dict) and set(show.values()) == {None}
    assert isinstance(listed, dict) and set(listed["P-1"].values()) == {None}


#: Where floats are at home: arrival times of made-up orders, and the interval of a ratio.
FLOATS = {"demo.py", "words.py"}
MONEY_PATH = sorted(
    path for path in (Path(__file__).parents[1] / "sales").rglob("*.py") if path.name not in FLOATS
)


@pytest.mark.parametrize("path", MONEY_PATH, ids=lambda path: path.stem)
def test_no_float_in_the_money_path(path: Path) -> None:
    """No module that touches an amount holds a float or makes one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.lineno
        made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        assert not made, f"float() in line {getattr(node, 'lineno', 0)}"


def test_orders_of_no_show_count_nowhere() -> None:
    """An order created outside every show adds to no show."""
    assert rebuilt(bought(at=EIGHT + 5 * HOUR)) == {}
