"""Attribution: every line credited once or not at all, by the moment it was ordered."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.fold import fold
from live.journal import ShowId
from live.state import Run
from sales.attribution import Airing, airings, credit
from sales.counters import read_counters
from sales.fold import fold_lines
from sales.onair import OnAir, ShowAir
from sales.tally import contributions
from sales.window import ShowWindow
from tests.sales_facts import EIGHT, HOUR, MINUTE, SECOND, bought, only, peach_night, peach_show, random_facts


def night() -> tuple[Airing, ...]:
    """The product runs of the peach night."""
    return airings(peach_show(), fold(peach_show(), peach_night()).runs)


def test_runs_of_products() -> None:
    """Peaches 20:05–20:17, rice to 20:25, encore to 20:30; the opening features nothing."""
    minutes = [(a.segment, (a.start - EIGHT) // MINUTE, a.end and (a.end - EIGHT) // MINUTE) for a in night()]
    assert minutes == [("peach", 5, 17), ("rice", 17, 25), ("encore", 25, 30)]


@pytest.mark.parametrize(
    ("minute", "sku", "segment", "basis"),
    [
        (4, "P-1", None, "none"),  # before the peaches were shown
        (5, "P-1", "peach", "on_air"),
        (17.5, "P-1", "peach", "grace"),
        (18, "P-1", "peach", "earlier"),  # a minute after the end the grace is over
        (24, "P-1", "peach", "earlier"),
        (25, "P-1", "encore", "on_air"),
        (30.5, "P-1", "encore", "grace"),
        (40, "P-1", "encore", "earlier"),
        (10, "P-2", None, "none"),  # rice while the peaches are on air, before its own turn
        (20, "P-2", "rice", "on_air"),
        (26, "P-2", "rice", "earlier"),  # only the featured line is credited, not what is on air
        (20, None, None, "none"),
        (20, "P-9", None, "none"),
    ],
)
def test_where_a_line_belongs(minute: float, sku: str | None, segment: str | None, basis: str) -> None:
    """On air, grace, nearest earlier explain of the same product, else unattributed."""
    line = only(bought(at=EIGHT + int(minute * MINUTE), sku=sku))
    given = credit(line, night())
    assert (given.airing.segment if given.airing else None, given.basis) == (segment, basis)


def test_overlap_goes_to_the_latest_started() -> None:
    """Two runs of one product at once: the one that started last."""
    shown = (Airing("a", 1, "P-1", EIGHT, None), Airing("b", 1, "P-1", EIGHT + MINUTE, EIGHT + 2 * MINUTE))
    given = credit(only(bought(at=EIGHT + 90 * SECOND)), shown)
    assert given.airing is not None and given.airing.segment == "b"


def test_time_of_ordering_decides_not_of_paying() -> None:
    """Ordered during the peaches, paid an hour later: the peaches earned it."""
    placed, _ = bought(at=EIGHT + 6 * MINUTE)
    _, paid = bought(at=EIGHT + HOUR)
    assert credit(only([placed, paid]), night()).basis == "on_air"


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6))
def test_segments_and_the_rest_are_the_total(seed: int) -> None:
    """For any schedule and any orders: Σ segments + unattributed = total, in whole minor units."""
    rng = Random(seed)
    runs, at = [], EIGHT
    for n in range(rng.randrange(12)):
        end = at + rng.randrange(15 * MINUTE)
        runs.append(Airing(f"s{rng.randrange(5)}", n, rng.choice(("P-1", "P-2", "P-3")), at, end))
        at = end - rng.randrange(MINUTE)
    lines = fold_lines(random_facts(rng, orders=15))
    show = ShowId("s")
    window = ShowWindow(show, 0, None)
    cells = contributions(lines, OnAir((window,), {show: ShowAir(window, runs)}))
    table = read_counters(cells)
    for currency in ("CNY", "JPY"):
        paid = sum(line.paid_minor for line in lines if line.currency == currency)
        for scope in ("segment", "host", "minute"):
            sums = [v for key, v in table.items() if (key.scope, key.currency) == (scope, currency)]
            assert sum(each.paid_minor for each in sums) == paid, scope


def test_skipped_and_unplanned_segments_credit_nothing() -> None:
    """Runs of segments without a product are no airings."""
    assert airings(peach_show(), [Run(1, "open", EIGHT, EIGHT + MINUTE)]) == ()
