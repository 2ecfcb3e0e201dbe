"""Alarms of the desk, and the settlement against the stream."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from catalog.money import Money
from catalog.product import Product, Sku
from sales.alarms import price_alarms, stock_alarms
from sales.fold import fold_lines
from sales.settle import settle
from sales.tally import totals
from tests.sales_facts import EIGHT, HOUR, bought, fact, products, random_facts

PEACH = Sku("P-1")


def with_floor(minor: int, currency: str = "CNY") -> dict[Sku, Product]:
    """The products with a floor price for the peaches."""
    return {**products(), PEACH: replace(products()[PEACH], floor_price=Money(minor, currency))}


@pytest.mark.parametrize(
    ("amount", "qty", "alarm"),
    [(5000, 1, False), (4999, 1, True), (10_000, 2, False), (9999, 2, True), (0, 1, False)],
)
def test_order_below_the_floor(amount: int, qty: int, alarm: bool) -> None:
    """Per piece, to the cent; a gift is meant to be free."""
    found = price_alarms(fold_lines(bought(amount=amount, qty=qty)), with_floor(5000))
    assert [(a.kind, a.order_id, a.loud) for a in found] == ([("below_floor", "o1", True)] if alarm else [])


def test_floor_in_another_currency_is_not_compared() -> None:
    """Yen are not yuan: without a rate there is nothing to say."""
    assert price_alarms(fold_lines(bought(amount=1)), with_floor(5000, "JPY")) == ()


def test_cancelled_order_is_over() -> None:
    """A cancelled line needs nobody to act."""
    events = [*bought(amount=1), fact("cancelled", at=EIGHT + HOUR)]
    assert price_alarms(fold_lines(events), with_floor(5000)) == ()


@pytest.mark.parametrize(
    ("left", "kind"),
    [
        (100, None),
        (11, None),
        (10, "low_stock"),
        (1, "low_stock"),
        (0, "sold_out"),
        (-3, "oversold"),
        (None, None),
    ],
)
def test_stock_alarms(left: int | None, kind: str | None) -> None:
    """A tenth of the opening stock is low, none is sold out, below that oversold; unknown is silent."""
    assert [alarm.kind for alarm in stock_alarms({PEACH: left}, products())] == ([kind] if kind else [])


def test_most_urgent_first() -> None:
    """Oversold stands above low."""
    found = stock_alarms({PEACH: 3, Sku("P-3"): -1}, products())
    assert [(alarm.sku, alarm.loud) for alarm in found] == [("P-3", True), ("P-1", False)]


def test_settlement_lists_what_differs() -> None:
    """Equal orders agree; the others say in which way, and what they change in sum."""
    stream = fold_lines([*bought("o1"), *bought("o2"), *bought("o3"), *bought("o4")])
    final = fold_lines([
        *bought("o1"),
        *bought("o2", amount=6000),
        *bought("o3"), fact("refunded", "o3", n="r", at=EIGHT + HOUR, amount=900),
        *bought("o5"),
    ])  # fmt: skip
    found = settle(stream, final)
    assert found.agreed == 1
    assert [(d.order_id, d.case) for d in found.differences] == [
        ("o2", "paid_differs"), ("o3", "refund_differs"), ("o4", "missing_there"), ("o5", "missing_here"),
    ]  # fmt: skip
    assert found.shift("CNY") == 100 - 900


@pytest.mark.parametrize("seed", range(5))
def test_shift_is_the_difference_of_the_totals(seed: int) -> None:
    """Σ differences = settled net − provisional net, per currency, for any two ledgers."""
    stream, final = (fold_lines(random_facts(Random(n))) for n in (seed, seed + 100))
    found = settle(stream, final)
    for currency in ("CNY", "JPY"):
        nets = [totals(lines)[currency].net_minor for lines in (stream, final)]
        assert found.shift(currency) == nets[1] - nets[0]
    assert settle(stream, stream).differences == ()
