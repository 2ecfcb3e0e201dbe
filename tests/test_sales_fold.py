"""The fold of order facts: every failure case of orders in the wild that needs no store."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales.fold import fold_lines
from tests.sales_facts import EIGHT, HOUR, MINUTE, bought, codes, fact, only, random_facts


@pytest.mark.parametrize("seed", range(20))
def test_shuffled_and_doubled_sets_fold_alike(seed: int) -> None:
    """Facts may come in any order, each one to three times: the states are the same."""
    rng = Random(seed)
    events = random_facts(rng)
    noisy = [event for event in events for _ in range(rng.randrange(1, 4))]
    rng.shuffle(noisy)
    assert fold_lines(noisy) == fold_lines(events)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_no_line_refunds_more_than_it_was_paid(seed: int) -> None:
    """0 ≤ refunded ≤ paid for every line, and its refunds sum to the refunded amount."""
    for line in fold_lines(random_facts(Random(seed), orders=10)):
        assert 0 <= line.refund_minor <= line.paid_minor
        assert sum(amount for _, amount in line.refunds) == line.refund_minor


def test_same_fact_by_two_channels_counts_once() -> None:
    """The same fact by webhook and file has one key; its other source is no conflict."""
    line = only([*bought(), *bought(source="file:plain", buyer=None)])
    assert line.paid_minor == 5900
    assert codes(line) == []
    assert line.buyer == "buyer of o1"


def test_paid_before_placed() -> None:
    """A payment that arrives first is counted; the order time comes when the order does."""
    placed, paid = bought()
    early = only([paid])
    assert (early.paid_minor, early.created_at, early.created_known) == (5900, paid.occurred_at, False)
    late = only([paid, placed])
    assert (late.created_at, late.created_known, codes(late)) == (EIGHT, True, [])


def test_missing_placed_is_told() -> None:
    """Without an order event the line is dated by its payment, and says so."""
    assert codes(only(bought()[1:])) == ["placed_missing"]


def test_refund_before_paid_waits() -> None:
    """A refund without its payment counts nowhere until the payment is known."""
    refund = fact("refunded", n="r1", at=EIGHT + MINUTE, amount=900)
    waiting = only([refund])
    assert (waiting.refund_minor, waiting.refund_waiting_minor, waiting.status) == (0, 900, "refund_waiting")
    assert codes(waiting) == ["refund_before_paid"]
    known = only([refund, *bought()])
    assert (known.refund_minor, known.refund_waiting_minor, known.status) == (900, 0, "part_refunded")


def test_three_partial_refunds_add_up() -> None:
    """Refunds with their own ids are three refunds, also when two are equal."""
    parts = [fact("refunded", n=f"r{n}", at=EIGHT + n * HOUR, amount=1000) for n in (1, 2, 3)]
    assert only([*bought(), *parts, parts[0]]).refund_minor == 3000


def test_refund_above_paid_is_capped_and_told() -> None:
    """Nobody gets back more than they paid: the excess is an issue, net is never negative."""
    line = only([*bought(), fact("refunded", n="a", amount=5000), fact("refunded", n="b", amount=5000)])
    assert (line.refund_minor, line.net_minor, line.status) == (5900, 0, "refunded")
    assert codes(line) == ["refund_over_paid"]


def test_refund_withdrawn() -> None:
    """A request that was closed refunds nothing and no longer stands open."""
    asked = [*bought(), fact("refund_requested", n="r1", amount=900)]
    assert only(asked).refund_requested_minor == 900
    closed = only([*asked, fact("refund_closed", n="r1", amount=0)])
    assert (closed.refund_requested_minor, closed.refund_minor) == (0, 0)


def test_cancelled_after_paid_keeps_paid_gross() -> None:
    """A cancellation without a refund does not reduce what was paid."""
    line = only([*bought(), fact("cancelled", at=EIGHT + HOUR)])
    assert (line.paid_minor, line.refund_minor, line.status) == (5900, 0, "cancelled")


def test_cancelled_and_refunded_goes_back_to_stock() -> None:
    """Cancelled with all money returned: the pieces are for sale again."""
    events = [*bought(qty=3), fact("cancelled", at=EIGHT + HOUR), fact("refunded", n="r", at=EIGHT + HOUR)]
    assert only(events).restocked == 3


def test_whole_order_cancellation_reaches_each_line() -> None:
    """A fact with line `*` speaks of every line, known before or after."""
    whole = fact("cancelled", line="*", currency="")
    lines = fold_lines([*bought(line="1"), fact("placed", line="2"), whole])
    assert [(line.line_id, line.status) for line in lines] == [("1", "cancelled"), ("2", "cancelled")]


def test_refund_of_a_whole_order_is_shared_out() -> None:
    """What was refunded of the order counts, shared by what each line has left, never above the payment."""
    lines = [*bought(line="1", amount=3000), *bought(line="2", amount=1000)]
    single = fact("refunded", line="1", n="r1", at=EIGHT + MINUTE, amount=1000)
    whole = fact("refunded", line="*", n="r2", at=EIGHT + HOUR, amount=1500, sku=None, qty=0)
    one, two = fold_lines([*lines, single, whole])
    assert (one.refund_minor, two.refund_minor) == (2000, 500)
    much = fact("refunded", line="*", n="r3", at=EIGHT + HOUR, amount=9999, sku=None, qty=0)
    states = fold_lines([*lines, single, whole, much])
    assert [line.status for line in states] == ["refunded", "refunded"]
    assert [issue.code for line in states for issue in line.issues] == ["refund_over_paid"]


def test_order_total_of_refunds_knows_the_single_ones() -> None:
    """A cumulative refund of the order and the refunds of its lines before it are the same money."""
    lines = [*bought(line="1", amount=3000), *bought(line="2", amount=1000)]
    single = fact("refunded", line="2", n="r1", at=EIGHT + MINUTE, amount=1000)
    total = fact("refund_total", line="*", at=EIGHT + HOUR, amount=1000, sku=None, qty=0)
    assert [line.refund_minor for line in fold_lines([*lines, single, total])] == [0, 1000]
    assert sum(line.refund_minor for line in fold_lines([*lines, total])) == 1000
    assert fold_lines([total])[0].refund_waiting_minor == 1000


def test_amount_changed_before_pay() -> None:
    """The newest amount before the payment is the amount ordered."""
    events = [fact("placed"), fact("amount_changed", at=EIGHT + 1, amount=4900, n="c1")]
    assert only(events).created_minor == 4900


def test_amount_changed_after_pay() -> None:
    """A change after the payment moves no money, but somebody must look."""
    line = only([*bought(), fact("amount_changed", at=EIGHT + HOUR, amount=100, n="c1")])
    assert (line.created_minor, line.paid_minor) == (5900, 5900)
    assert codes(line) == ["amount_after_paid"]


def test_cod_confirmed_is_not_paid() -> None:
    """A COD confirmation moves no money: it stands apart until the payment."""
    confirmed = [fact("placed"), fact("cod_confirmed", at=EIGHT + MINUTE)]
    line = only(confirmed)
    assert (line.cod_minor, line.paid_minor, line.status) == (5900, 0, "cod")
    paid = only([*confirmed, fact("paid", at=EIGHT + 48 * HOUR)])
    assert (paid.cod_minor, paid.paid_minor) == (0, 5900)


def test_presale_counts_when_the_balance_is_paid() -> None:
    """A deposit stands apart; with the balance next day the sum is paid then."""
    deposit = [fact("placed"), fact("deposit_paid", amount=1000, n="d1")]
    assert (only(deposit).deposit_minor, only(deposit).paid_minor) == (1000, 0)
    line = only([*deposit, fact("balance_paid", amount=4900, at=EIGHT + 20 * HOUR)])
    assert (line.deposit_minor, line.paid_minor, line.paid_at) == (0, 5900, EIGHT + 20 * HOUR)


def test_subsidy_keeps_gmv_and_user_paid_apart() -> None:
    """GMV is the paid amount; what the buyer paid out of pocket is another number."""
    line = only([fact("placed"), fact("paid", user_paid_minor=4900)])
    assert (line.paid_minor, line.user_paid_minor) == (5900, 4900)
    assert only(bought()).user_paid_minor is None


def test_higher_version_wins() -> None:
    """Of two payloads of one fact the newer version of the source counts, and that is no conflict."""
    line = only([fact("paid", amount=100, source_version=1), fact("paid", amount=200, source_version=2)])
    assert line.paid_minor == 200
    assert "conflict" not in codes(line)


def test_equal_version_with_other_amounts_is_a_conflict() -> None:
    """A contradiction has a fixed winner and is listed with both values."""
    one, two = fact("paid", amount=100), fact("paid", amount=200, source="file:plain")
    assert only([one, two]) == only([two, one])
    (issue,) = [issue for issue in only([one, two]).issues if issue.code == "conflict"]
    assert dict(issue.detail)["amount_minor"] == "200 (file:plain) / 100 (generic)"


def test_times_rounded_by_a_file_are_no_conflict() -> None:
    """Files tell seconds or minutes; a payment dated hours apart is a contradiction."""
    placed, paid = bought()
    near = fact("paid", at=paid.occurred_at // MINUTE * MINUTE, source="file:plain")
    assert codes(only([placed, paid, near])) == []
    assert codes(only([placed, paid, fact("paid", at=EIGHT + HOUR, source="file:plain")])) == ["conflict"]


def test_asserted_refund_total_is_not_added() -> None:
    """A file's cumulative refund and the single refunds before it are the same money."""
    single = fact("refunded", n="r1", at=EIGHT + MINUTE, amount=900)
    total = fact("refund_total", at=EIGHT + HOUR, amount=900)
    assert only([*bought(), single, total]).refund_minor == 900
    later = fact("refunded", n="r2", at=EIGHT + 2 * HOUR, amount=500)
    assert only([*bought(), single, total, later]).refund_minor == 1400


def test_asserted_refund_total_fills_missing_refunds() -> None:
    """Where the file knows of more, the difference counts and is listed."""
    single = fact("refunded", n="r1", at=EIGHT + MINUTE, amount=900)
    line = only([*bought(), single, fact("refund_total", at=EIGHT + HOUR, amount=1500)])
    assert line.refund_minor == 1500
    assert codes(line) == ["refund_total_differs"]


def test_refund_that_the_file_knew_already_counts_once() -> None:
    """A file tells its age badly: a later refund of just the unexplained amount is the same refund."""
    total = fact("refund_total", at=EIGHT + MINUTE, amount=900)
    webhook = fact("refunded", n="r1", at=EIGHT + HOUR, amount=900)
    assert only([*bought(), total, webhook]).refund_minor == 900


def test_two_currencies_in_one_line_are_not_mixed() -> None:
    """The payment's currency counts; the other amount is an issue, never a sum."""
    line = only([*bought(), fact("refunded", n="r", currency="USD", amount=900)])
    assert (line.currency, line.refund_minor) == ("CNY", 0)
    assert codes(line) == ["currency"]


def test_credit_note_counts_as_refund_of_its_own() -> None:
    """A cancellation document without an order is money returned: net falls below zero."""
    line = only([fact("credited", order="C1", amount=700)])
    assert (line.paid_minor, line.refund_minor, line.net_minor, line.status) == (0, 700, -700, "credited")


def test_zero_price_line_counts_pieces() -> None:
    """A gift is a piece sold for nothing."""
    line = only(bought(amount=0, qty=2))
    assert (line.is_paid, line.paid_minor, line.qty) == (True, 0, 2)


def test_amounts_above_32_bits() -> None:
    """A show of ¥163 million is 16.3 billion 分."""
    assert only(bought(amount=16_300_000_000)).paid_minor == 16_300_000_000


@pytest.mark.parametrize("seed", range(20))
def test_the_short_way_of_plain_lines_is_the_long_way(seed: int) -> None:
    """A line placed and paid folds alike when a third, empty-handed fact makes it go the long way."""
    rng = Random(seed)
    plain = bought(amount=rng.randrange(20_000), qty=rng.randrange(5), sku=rng.choice((None, "P-1")))
    for events in (plain[:1], plain, plain[::-1]):
        short = only(events)
        long = only([*events, fact("shipped", at=short.last_at, currency="", qty=0, sku=None, buyer=None)])
        assert long == short
