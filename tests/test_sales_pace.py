"""Pace against the target, and the five factors of GMV."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.fold import fold
from sales.pace import Pace, five_factors, pace, slipping
from tests.sales_facts import EIGHT, MINUTE, journal, peach_night, peach_show

TARGET = 250_000  # ¥2,500 over 25 selling minutes: ¥100 a minute


def at(minute: float, *, paid: int, orders: int = 50, sold: dict[str, int] | None = None) -> Pace:
    """The pace of the peach night at a minute."""
    now = EIGHT + int(minute * MINUTE)
    so_far = [event for event in peach_night() if event.at <= now]
    found = pace(
        peach_show(), fold(peach_show(), so_far), now=now, target_minor=TARGET, paid_minor=paid,
        orders=orders, paid_by_sku=sold,
    )  # fmt: skip
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("minute", "share"),
    [
        (4, Fraction(0)),  # the opening sells nothing
        (10, Fraction(5, 25)),  # five of the peaches' ten minutes
        (16, Fraction(10, 25)),  # they run two minutes over: the plan behind us does not grow
        (21, Fraction(14, 25)),  # four minutes of rice
        (30, Fraction(1)),
    ],
)
def test_share_counts_segments_not_the_clock(minute: float, share: Fraction) -> None:
    """The plan behind us is counted in segments, so that a late show has not lost sales."""
    assert at(minute, paid=0).share == share


def test_the_curve_bends_where_the_plan_did() -> None:
    """Where the plan behind us bent so far: flat in the opening, rising with the peaches."""
    curve = [(ms / MINUTE, share) for ms, share in at(21, paid=0).curve]
    assert curve == [
        (0, 0), (5, 0), (15, Fraction(10, 25)), (17, Fraction(10, 25)),
    ]  # fmt: skip


def test_expected_ratio_projection_and_need() -> None:
    """At ¥80 a minute instead of ¥100: expected, ratio, projection, and what the rest must bring."""
    found = at(15, paid=80_000)
    assert (found.expected_minor, found.ratio, found.projected_minor) == (100_000, Fraction(4, 5), 200_000)
    assert found.needed_minor == round((TARGET - 80_000) / 15)


def test_too_few_orders_give_no_projection() -> None:
    """Below twenty orders or five per cent of the plan there is no ratio, not a wild one."""
    assert at(15, paid=80_000, orders=19).projected_minor is None
    assert at(6, paid=80_000).ratio is None


def test_target_reached_needs_nothing_more() -> None:
    """Nothing is needed above the target; after the last minute the question has no answer."""
    assert at(20, paid=300_000).needed_minor == 0
    assert at(30, paid=100_000).needed_minor is None


def test_product_that_slipped() -> None:
    """Of the products that are over, the one furthest behind its share; peaches come again in the encore."""
    assert at(20, paid=80_000, sold={"P-1": 1, "P-2": 1}).slipped is None
    slip = at(29, paid=80_000, sold={"P-1": 1, "P-2": 30_000}).slipped
    assert slip is not None and (slip.sku, slip.planned_minor, slip.paid_minor) == ("P-2", 100_000, 30_000)


@pytest.mark.parametrize("target", [None, 0])
def test_no_target_no_pace(target: int | None) -> None:
    """Without a target there is no pace, not a pace of 0."""
    state = fold(peach_show(), peach_night())
    assert pace(peach_show(), state, now=EIGHT, target_minor=target, paid_minor=5, orders=50) is None


def test_before_the_start_there_is_no_pace() -> None:
    """Nothing has run: nothing can be said."""
    state = fold(peach_show(), journal())
    assert pace(peach_show(), state, now=EIGHT, target_minor=TARGET, paid_minor=0, orders=0) is None


ROOM = st.fixed_dictionaries(
    {name: st.integers(1, 10**9) for name in ("show_views", "views", "clicks", "orders", "paid_minor")}
)


@settings(deadline=None)
@given(ROOM, ROOM)
def test_five_factors_multiply_to_gmv(before: dict[str, int], now: dict[str, int]) -> None:
    """The product of the factors is the paid GMV exactly, before and now."""
    factors = five_factors(now, before)
    assert factors is not None
    left = right = Fraction(1)
    for factor in factors:
        left, right = left * factor.before, right * factor.now
    assert (left, right) == (before["paid_minor"], now["paid_minor"])


def test_the_factor_that_slipped() -> None:
    """Same traffic, same basket, half the clicks: the click rate is named."""
    before = {
        "show_views": 280_286,
        "views": 21_254,
        "clicks": 10_306,
        "orders": 1_536,
        "paid_minor": 6_104_530,
    }
    now = {**before, "clicks": 5_153, "orders": 768, "paid_minor": 3_052_265}
    factors = five_factors(now, before)
    assert factors is not None
    worst = slipping(factors)
    assert worst is not None and (worst.name, worst.change) == ("view_click", Fraction(1, 2))
    assert slipping(five_factors(before, before) or ()) is None


def test_unknown_traffic_gives_no_factors() -> None:
    """One input that nobody typed in: no decomposition."""
    assert five_factors({"views": 1}, {"views": 1}) is None
