"""Stock: opening + adjusted − sold + restocked = left, in any order, each event once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.product import Sku
from catalog.stock import StockEvent, StockEventError, StockLedger, stock_findings

kinds = st.sampled_from(["sell", "restock", "reserve", "release"])
moves = st.lists(
    st.one_of(
        st.tuples(kinds, st.integers(0, 500)),
        st.tuples(st.just("adjust"), st.integers(-500, 500)),
    ),
    max_size=40,
).map(
    lambda drawn: [StockEvent(f"e{index}", kind, pieces) for index, (kind, pieces) in enumerate(drawn)]  # type: ignore[arg-type]
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), moves, st.randoms(use_true_random=False))
def test_what_is_left_always_adds_up(opening: int, events: list[StockEvent], rng: object) -> None:
    """The sum holds for every sequence; doubled and shuffled events give the same ledger."""
    ledger = StockLedger(opening).fold(events)
    sums = {
        kind: sum(event.pieces for event in events if event.kind == kind)
        for kind in ("adjust", "sell", "restock")
    }
    assert ledger.left == opening + sums["adjust"] - sums["sell"] + sums["restock"]
    assert ledger.left is not None
    assert ledger.oversold == max(0, -ledger.left)
    assert ledger.shown is not None and ledger.shown >= 0
    again = [*events, *events]
    rng.shuffle(again)  # type: ignore[attr-defined]
    assert StockLedger(opening).fold(again) == ledger
    one_by_one = StockLedger(opening)
    for event in again:
        one_by_one = one_by_one.apply(event)
    assert one_by_one == ledger


def test_reservations_hold_pieces_without_moving_them() -> None:
    """Reserved pieces are left but not available; released ones are available again."""
    ledger = StockLedger(10).fold([StockEvent("a", "reserve", 4), StockEvent("b", "sell", 3)])
    assert (ledger.left, ledger.available, ledger.shown) == (7, 3, 3)
    assert ledger.apply(StockEvent("c", "release", 4)).available == 7


def test_unknown_stock_stays_unknown() -> None:
    """Without an opening stock nothing is left or oversold, and no alarm is made up."""
    ledger = StockLedger(None).apply(StockEvent("a", "sell", 3))
    assert (ledger.left, ledger.available, ledger.shown, ledger.oversold) == (None, None, None, 0)
    assert stock_findings(Sku("P1"), ledger) == ()


@pytest.mark.parametrize(
    ("sold", "codes"),
    [
        (0, []),
        (29, []),
        (30, ["catalog.stock.low"]),
        (50, ["catalog.stock.out"]),
        (53, ["catalog.stock.oversold"]),
    ],
)
def test_alarms_come_once_and_in_time(sold: int, codes: list[str]) -> None:
    """Low at twenty pieces, out at none, oversold below: one finding at a time."""
    ledger = StockLedger(50).apply(StockEvent("a", "sell", sold))
    assert [finding.code for finding in stock_findings(Sku("P1"), ledger)] == codes


def test_oversold_names_the_pieces() -> None:
    """The alarm says which product and how many."""
    finding = stock_findings(Sku("P1"), StockLedger(1).apply(StockEvent("a", "sell", 4)))[0]
    assert finding.what.zh == "P1 已超卖 3 件。"
    assert finding.severity == "error"


def test_a_key_with_two_contents_is_misuse() -> None:
    """The same event twice counts once; the same key with other content is refused by name."""
    ledger = StockLedger(5).apply(StockEvent("a", "sell", 1))
    assert ledger.apply(StockEvent("a", "sell", 1)) == ledger
    with pytest.raises(StockEventError, match="stock event 'a': known as sell 1"):
        ledger.apply(StockEvent("a", "sell", 2))
    with pytest.raises(StockEventError, match="sell of -1 pieces"):
        ledger.apply(StockEvent("b", "sell", -1))
