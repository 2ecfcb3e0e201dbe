"""The metric registry: formulas as data, exact values, honest blanks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from sales.counters import Counters
from sales.metric import compute, decimals, format_value, order_inputs, round_half_up
from sales.metrics import INPUT_NAMES, METRICS

#: One real 16-hour room, as its platform's export told it (amounts in 分).
ROOM = {
    "paid_minor": 6_104_530,
    "refund_1h_minor": 1_053_240,
    "net_1h_minor": 6_104_530 - 1_053_240,
    "user_paid_minor": 5_984_717,
    "orders": 1_536,
    "refund_1h_orders": 265,
    "units": 1_547,
    "buyers": 1_513,
    "exposures": 67_458,
    "exposure_people": 12_774,
    "clicks": 10_306,
    "click_people": 6_390,
    "views": 21_254,
    "viewers": 15_093,
    "show_views": 280_286,
    "duration_ms": 57_612_000,
}


@pytest.mark.parametrize(
    ("name", "places", "expected"),
    [
        ("exposure_click", 4, "0.1528"),
        ("exposure_click_people", 4, "0.5002"),
        ("click_order", 4, "0.1490"),
        ("click_order_people", 4, "0.2368"),
        ("view_order", 4, "0.0723"),
        ("view_order_people", 4, "0.1002"),
        ("refund_rate_1h", 4, "0.1725"),
        ("enter_rate", 5, "0.07583"),
        ("net_1h", 0, "5,051,290"),
        ("user_paid_per_hour", 0, "373,967"),
    ],
)
def test_a_real_room(name: str, places: int, expected: str) -> None:
    """The derived figures of a real room come out digit by digit."""
    value = compute(METRICS[name], ROOM)
    assert value is not None
    assert decimals(value, places) == expected


def test_gpm_counts_views_not_viewers() -> None:
    """GPM per thousand views and the value per viewer are different numbers with different names."""
    gpm, uv = compute(METRICS["gpm"], ROOM), compute(METRICS["uv_value"], ROOM)
    assert gpm == Fraction(6_104_530 * 1000, 21_254)
    assert uv == Fraction(6_104_530, 15_093)
    assert (METRICS["gpm"].variant, METRICS["uv_value"].variant) == ("events", "people")


def test_aov_is_per_buyer_and_unit_price_per_piece() -> None:
    """客单价 divides by buyers, 件单价 by pieces, per order is a third number."""
    values = [compute(METRICS[name], ROOM) for name in ("aov", "order_value", "unit_price")]
    assert values == [Fraction(6_104_530, n) for n in (1_513, 1_536, 1_547)]


@pytest.mark.parametrize("name", METRICS)
def test_unknown_stays_unknown(name: str) -> None:
    """Without inputs, or with a denominator of 0, there is no value, shown as a dash and never as 0."""
    metric = METRICS[name]
    assert compute(metric, {}) is None
    if metric.below is not None:
        assert compute(metric, {metric.top: 5, metric.below: 0}) is None
    assert format_value(metric, None, currency="CNY", lang="zh") == "—"


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_is_told_in_both_languages(name: str) -> None:
    """Name and formula stand in Chinese and English; a rate names the very inputs it divides."""
    metric = METRICS[name]
    assert all((metric.title.zh, metric.title.en, metric.formula.zh, metric.formula.en, metric.window.zh))
    for used in metric.inputs:
        told = INPUT_NAMES[used]
        if metric.below is not None:
            assert told.zh is not None and told.zh in (metric.formula.zh or "")
            assert told.en is not None and told.en in (metric.formula.en or "")


def test_rates_over_people_never_divide_events() -> None:
    """人 rates divide people by people; their names carry the mark."""
    people = {"viewers", "click_people", "exposure_people", "buyers", "interacting", "new_followers"}
    for metric in METRICS.values():
        if metric.variant == "people":
            assert metric.below in people
            assert (metric.title.zh or "").endswith("（人）")
        if metric.variant == "events":
            assert metric.below not in people
            assert (metric.title.zh or "").endswith("（次）")


def test_ledger_inputs() -> None:
    """The ledger's inputs: buyers and out-of-pocket amounts are unknown as soon as one is not told."""
    counters = Counters(orders=2, buyers=1, paid_minor=300, refund_minor=100, refund_1h_minor=40)
    known = order_inputs(counters, desk={"viewers": 10})
    assert (known["net_minor"], known["net_1h_minor"], known["buyers"], known["viewers"]) == (200, 260, 1, 10)
    hidden = order_inputs(Counters(orders=2, buyers=1, anonymous=1, user_paid_unknown=1))
    assert (hidden["buyers"], hidden["user_paid_minor"]) == (None, None)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("gmv_paid", Fraction(129_900), "¥1,299.00"),
        ("aov", Fraction(11765, 2), "¥58.83"),
        ("view_order", Fraction(1, 8), "12.50%"),
        ("orders", Fraction(1_536), "1,536"),
        ("opm", Fraction(16, 10), "1.60"),
        ("watch_per_view", Fraction(64_200), "1.07 分钟"),
    ],
)
def test_how_values_are_shown(name: str, value: Fraction, shown: str) -> None:
    """Money to the cent, ratios to 0.01 %, counts whole, rates with two decimals."""
    assert format_value(METRICS[name], value, currency="CNY", lang="zh") == shown


@pytest.mark.parametrize(
    ("value", "whole"), [(Fraction(5, 2), 3), (Fraction(-5, 2), -3), (Fraction(7, 3), 2)]
)
def test_halves_round_away_from_zero(value: Fraction, whole: int) -> None:
    """The rounding that people expect on money, also below zero."""
    assert round_half_up(value) == whole


def test_docs_list_the_registry() -> None:
    """`docs/metrics.md` holds each metric's names and formulas as the registry has them."""
    text = (Path(__file__).parents[1] / "docs" / "metrics.md").read_text(encoding="utf-8")
    for metric in METRICS.values():
        row = (metric.id, metric.title.zh, metric.title.en, metric.formula.zh, metric.formula.en)
        assert f"| `{row[0]}` | {row[1]} | {row[2]} | {row[3]} | {row[4]} |" in text, metric.id
