"""Readings of the desk: facts like any other, and what nobody entered is unknown."""

from __future__ import annotations

from random import Random

import pytest

from sales.desk import READABLE, Reading, check_readings, desk_inputs, read_value
from sales.metric import compute
from sales.metrics import METRICS
from tests.sales_facts import EIGHT, MINUTE


def reading(metric: str, value: int | None, *, n: int, at: int = EIGHT) -> Reading:
    """An entry numbered `n`."""
    return Reading(f"e{n}", metric, n, at, value, "场控", at)


@pytest.mark.parametrize(
    ("metric", "text", "value"),
    [
        ("viewers", "15,093", 15_093), ("viewers", "1.5万", 15_000), ("views", "２１２５４", 21_254),
        ("views", "2.1w", 21_000), ("clicks", "0", 0), ("clicks", "-", None), ("clicks", " — ", None),
        ("clicks", "", None), ("watch_ms", "16,170.5", 970_230_000),
    ],
)  # fmt: skip
def test_numbers_as_platforms_print_them(metric: str, text: str, value: int | None) -> None:
    """Thousands, 万, full-width digits; a dash or nothing is unknown, 0 is 0; spans are minutes."""
    assert read_value(metric, text) == value


@pytest.mark.parametrize("text", ["-5", "1.5", "abc", "1,50", "1e3", "9" * 20, "NaN", "1.23456万"])
def test_what_is_no_count_is_refused(text: str) -> None:
    """A reading is a whole number, 0 or more; nothing is rounded or guessed."""
    with pytest.raises(ValueError):
        read_value("viewers", text)


def test_nothing_entered_is_unknown_and_not_zero() -> None:
    """Without readings no rate has a value; a 0 that was entered is a 0."""
    assert desk_inputs([]) == {}
    assert compute(METRICS["view_click"], {**desk_inputs([])}) is None
    zero = desk_inputs([reading("clicks", 0, n=1), reading("views", 10, n=2)])
    assert compute(METRICS["view_click"], zero) == 0


@pytest.mark.parametrize("seed", range(20))
def test_entries_in_any_order_and_twice_say_the_same(seed: int) -> None:
    """The fold is over the set: corrections count by the order of entry, not of arrival."""
    rng = Random(seed)
    entries = [
        reading(
            rng.choice(tuple(READABLE)),
            rng.choice((None, rng.randrange(999))),
            n=n,
            at=EIGHT + rng.randrange(5),
        )
        for n in range(60)
    ]
    told = [entry for entry in entries for _ in range(rng.randrange(1, 3))]
    rng.shuffle(told)
    assert desk_inputs(told) == desk_inputs(entries)


def test_a_correction_replaces_its_instant_and_a_blank_takes_it_back() -> None:
    """The later entry of an instant counts; without a value the instant before stands again."""
    first, wrong = reading("views", 100, n=1), reading("views", 900, n=2, at=EIGHT + MINUTE)
    mended, gone = (
        reading("views", 190, n=3, at=EIGHT + MINUTE),
        reading("views", None, n=4, at=EIGHT + MINUTE),
    )
    assert desk_inputs([first, wrong, mended])["views"] == 190
    assert desk_inputs([first, wrong, mended, gone])["views"] == 100
    assert desk_inputs([first, wrong], until=EIGHT)["views"] == 100


def test_peak_and_mean_of_the_moments_entered() -> None:
    """The mean weighs each moment by the time until the next; one moment has no mean."""
    one = reading("online", 40, n=1)
    more = [
        one,
        reading("online", 100, n=2, at=EIGHT + MINUTE),
        reading("online", 10, n=3, at=EIGHT + 4 * MINUTE),
    ]
    assert desk_inputs([one]) == {"pcu": 40}
    assert desk_inputs(more) == {"pcu": 100, "acu": 85}
    assert desk_inputs([*more, reading("pcu", 120, n=9)])["pcu"] == 120


def test_what_cannot_be_right_is_told() -> None:
    """A running count that falls and more people than events are findings, not exceptions."""
    entries = [
        reading("views", 100, n=1), reading("views", 90, n=2, at=EIGHT + 1), reading("viewers", 95, n=3),
        reading("online", 9, n=4), reading("online", 3, n=5, at=EIGHT + 1),
    ]  # fmt: skip
    assert [finding.code for finding in check_readings(entries)] == ["sales.desk.falls", "sales.desk.people"]
