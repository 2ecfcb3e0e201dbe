"""Price: a pure function of the windows and the instant; the guard stops what must not go on air."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from catalog.money import MixedCurrencyError, Money
from catalog.price import effective_price, guard, net_price, overlaps, timeline
from catalog.product import ALWAYS_END, ALWAYS_START, PriceKind, PriceWindow, Product, Sku

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
END = START + timedelta(hours=2)
TICK = timedelta(microseconds=1)


def yuan(amount: int) -> Money:
    return Money(amount * 100, "CNY")


def window(start: datetime, end: datetime, amount: int, kind: PriceKind = "live") -> PriceWindow:
    return PriceWindow(start, end, yuan(amount), kind)


def peach(*windows: PriceWindow, **fields: Money | None) -> Product:
    held: dict[str, Money | None] = {"list_price": yuan(89), **fields}
    return Product(sku=Sku("P1"), title=Bilingual("Peach", "桃子"), price_windows=windows, **held)  # type: ignore[arg-type]


def codes(product: Product, **options: object) -> list[str]:
    return [finding.code.removeprefix("catalog.price.") for finding in guard(product, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (START - TICK, 89),
        (START, 69),
        (START + TICK, 69),
        (END - timedelta(milliseconds=1), 69),
        (END - TICK, 69),
        (END, 89),
        (END + TICK, 89),
    ],
)
def test_a_window_holds_from_its_start_until_just_before_its_end(at: datetime, expected: int) -> None:
    """Start included, end excluded, to the microsecond; the list price on both sides."""
    assert effective_price(peach(window(START, END, 69)), at) == yuan(expected)


def test_flash_beats_live_and_live_beats_list() -> None:
    """A flash price inside a live price holds for its minutes only."""
    flash = window(START, START + timedelta(minutes=5), 49, "flash")
    product = peach(window(ALWAYS_START, ALWAYS_END, 69), flash)
    assert effective_price(product, START - TICK) == yuan(69)
    assert effective_price(product, START) == yuan(49)
    assert effective_price(product, START + timedelta(minutes=5)) == yuan(69)


def test_an_always_window_holds_at_the_ends_of_time() -> None:
    """A live price without start or end has no instant outside it, but the very last one."""
    product = peach(window(ALWAYS_START, ALWAYS_END, 69))
    assert effective_price(product, ALWAYS_START) == yuan(69)
    assert effective_price(product, ALWAYS_END - TICK) == yuan(69)


def test_unknown_stays_unknown() -> None:
    """No list price and no window: None, never zero."""
    assert effective_price(peach(list_price=None), START) is None
    assert net_price(peach(list_price=None), START) is None


def test_net_price_takes_every_coupon_and_rebate_off() -> None:
    """Coupons stack; the net may fall below zero, for the guard to see."""
    coupon = window(START, END, 10, "coupon")
    product = peach(window(START, END, 69), coupon, window(START, END, 5, "coupon"))
    assert net_price(product, START) == yuan(54)
    assert net_price(product, START, rebates=[yuan(60)]) == yuan(-6)
    assert net_price(product, END) == yuan(89)
    foreign = PriceWindow(START, END, Money(100, "HKD"), "coupon")
    with pytest.raises(MixedCurrencyError):
        net_price(peach(foreign), START)


def test_overlapping_windows_are_both_named() -> None:
    """Two of one kind that share an instant are a pair, earlier first; touching, other kinds, coupons are
    not."""
    first, second = window(START, END, 69), window(END - TICK, END + timedelta(hours=1), 59)
    assert overlaps([second, first]) == ((first, second),)
    assert overlaps([first, window(END, END + timedelta(hours=1), 59)]) == ()
    assert overlaps([first, window(START, END, 49, "flash")]) == ()
    assert overlaps([window(START, END, 5, "coupon"), window(START, END, 6, "coupon")]) == ()
    everywhere = window(ALWAYS_START, ALWAYS_END, 79)
    assert overlaps([everywhere, first, second]) == (
        (everywhere, first),
        (everywhere, second),
        (first, second),
    )


edges = st.integers(0, 60).map(lambda minute: START + timedelta(minutes=minute))
spans = st.tuples(edges, edges).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: tuple(sorted(pair)))
kinds: st.SearchStrategy[PriceKind] = st.sampled_from(["live", "flash", "coupon"])
some_windows = st.lists(
    st.builds(
        lambda span, amount, kind: window(span[0], span[1], amount, kind), spans, st.integers(1, 99), kinds
    ),
    max_size=6,
)


@settings(max_examples=50, deadline=None)
@given(some_windows, edges)
def test_the_price_is_one_that_somebody_set(windows: list[PriceWindow], at: datetime) -> None:
    """At any instant the price is the list price or that of a window in force; its neighbours do not
    matter."""
    product = peach(*windows)
    holding = [held for held in windows if held.start <= at < held.end and held.kind != "coupon"]
    price = effective_price(product, at)
    if not holding:
        assert price == yuan(89)
    else:
        flash = [held.price for held in holding if held.kind == "flash"]
        assert price in (flash or [held.price for held in holding])
    assert effective_price(peach(*reversed(windows)), at) == price


@settings(max_examples=50, deadline=None)
@given(some_windows, edges)
def test_the_timeline_covers_time_without_gaps(windows: list[PriceWindow], at: datetime) -> None:
    """Spans touch from one end of the calendar to the other, and agree with the price at every instant."""
    product = peach(*windows)
    spans_found = timeline(product)
    assert spans_found[0].start == ALWAYS_START
    assert spans_found[-1].end == ALWAYS_END
    assert all(left.end == right.start for left, right in pairwise(spans_found))
    span = next(span for span in spans_found if span.start <= at < span.end)
    assert (span.price, span.net) == (effective_price(product, at), net_price(product, at))


@settings(max_examples=50, deadline=None)
@given(some_windows)
def test_overlaps_agree_with_the_definition(windows: list[PriceWindow]) -> None:
    """A pair is reported exactly when two windows of one kind share an instant."""
    pairs = sum(
        1
        for index, left in enumerate(windows)
        for right in windows[index + 1 :]
        if left.kind == right.kind != "coupon" and left.start < right.end and right.start < left.end
    )
    assert len(overlaps(windows)) == pairs


def test_guard_is_silent_for_a_sound_price() -> None:
    """Nothing to say when the net stays above floor and cost, and below the list price."""
    product = peach(
        window(START, END, 69), window(START, END, 5, "coupon"), floor_price=yuan(62), cost=yuan(45)
    )
    assert codes(product) == []
    assert codes(product, last=yuan(69)) == []


def test_guard_stops_the_rebate_that_was_larger_than_the_item() -> None:
    """A 25-yuan rebate on a 23-yuan item: the item would be free and then some."""
    assert codes(peach(list_price=yuan(23)), rebates=[yuan(25)]) == ["coupon_above_price"]
    assert codes(peach(list_price=yuan(23)), rebates=[yuan(23)]) == ["coupon_above_price"]
    assert codes(peach(list_price=yuan(23)), rebates=[yuan(22)]) == []


def test_guard_stops_the_slip_from_90_80_to_6_90() -> None:
    """A price thirteen times lower than the last one is a slip of the finger, either way round."""
    product = peach(list_price=None)
    assert codes(product, price=Money(690, "CNY"), last=Money(9080, "CNY")) == ["jump"]
    assert codes(product, price=Money(9080, "CNY"), last=Money(690, "CNY")) == ["jump"]
    assert codes(product, price=Money(3027, "CNY"), last=Money(9080, "CNY")) == []
    assert codes(product, price=Money(2000, "CNY"), last=Money(9080, "CNY"), jump=5) == []


def test_guard_names_each_fault_once_with_the_figures() -> None:
    """Below floor, below cost, above list; figures and both languages in the sentence, the column named."""
    product = peach(window(START, END, 40), floor_price=yuan(62), cost=yuan(45))
    findings = guard(product)
    assert [finding.code for finding in findings] == ["catalog.price.below_floor", "catalog.price.below_cost"]
    assert findings[0].what.zh == "到手价 ¥40.00 低于底价 ¥62.00（直播价时段）。"
    assert findings[0].what.en == "The net price ¥40.00 is below the floor ¥62.00 (during the live price)."
    assert findings[0].where.column == "live_price"
    assert findings[0].severity == "error"
    assert codes(peach(window(START, END, 690))) == ["above_list"]


def test_guard_judges_the_instant_it_is_asked_about() -> None:
    """A loss inside the window is no fault before the window."""
    product = peach(window(START, END, 40), floor_price=yuan(62))
    assert codes(product, at=START - TICK) == []
    assert codes(product, at=START) == ["below_floor"]
    assert codes(product) == ["below_floor"]


def test_guard_does_not_compare_currencies() -> None:
    """Two currencies are one finding, not an exception and not a wrong comparison."""
    assert codes(peach(floor_price=Money(100, "HKD"))) == ["currencies"]
