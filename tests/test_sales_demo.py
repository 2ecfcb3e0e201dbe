"""The demonstration feed: the same for the same seed, and as untidy as a real sender."""

from __future__ import annotations

import pytest

from live.fold import fold
from sales.demo import Delivery, DemoFeed, Stage, stage_of
from sales.event import OrderEvent
from sales.files import read_orders
from sales.fold import fold_lines
from sales.inbox import generic
from sales.replay import replay
from sales.tally import totals
from tests.sales_facts import EIGHT, MINUTE, journal, peach_night, peach_show, products


def evening(*, step: int = 500, seed: int = 7, minutes: int = 30) -> list[Delivery]:
    """Peaches on air with their price open from the first minute."""
    feed = DemoFeed(products().values(), seed=seed)
    stage = Stage("P-1", {"P-1": EIGHT + MINUTE})
    end = EIGHT + minutes * MINUTE
    return [
        delivery
        for at in range(EIGHT, end, step)
        for delivery in feed.deliveries(stage, at, min(at + step, end))
    ]


def facts(deliveries: list[Delivery]) -> list[OrderEvent]:
    """What the inbox reads from them; it must not complain."""
    read: list[OrderEvent] = []
    for delivery in deliveries:
        events, findings = generic.parse(delivery.body(), source="generic")
        assert findings == ()
        read += events
    return read


def test_same_seed_same_evening() -> None:
    """What is made depends on the seed, not on how often the feed is asked."""
    assert evening(step=500) == evening(step=7000)
    assert evening(seed=7) != evening(seed=8)


def test_nothing_is_sold_before_the_price_is_open() -> None:
    """No order before 开价, most of them soon after."""
    placed = [event.occurred_at for event in facts(evening()) if event.kind == "placed"]
    assert min(placed) >= EIGHT + MINUTE
    assert sum(at < EIGHT + 3 * MINUTE for at in placed) > len(placed) / 4


def test_amounts_are_price_times_pieces() -> None:
    """Each paid line costs the live price times its pieces."""
    assert {event.amount_minor // event.qty for event in facts(evening()) if event.kind == "paid"} == {5900}


def test_deliveries_come_twice_and_out_of_order() -> None:
    """The feed repeats deliveries and facts and sends payments before orders, and the fold does not care."""
    deliveries = evening(minutes=60)
    ids = [delivery.id for delivery in deliveries]
    events = facts(deliveries)
    assert len(set(ids)) < len(ids)
    assert len({event.key for event in events}) < len(events)
    assert fold_lines(events) == fold_lines(list(dict.fromkeys(reversed(events))))
    assert [delivery.at for delivery in deliveries] == sorted(delivery.at for delivery in deliveries)


def test_feed_stops_at_the_stock() -> None:
    """A hundred boxes cannot become a hundred and one."""
    sums = totals(fold_lines(facts(evening(minutes=120))))["CNY"]
    assert sums.created_units <= 100


@pytest.mark.parametrize(
    ("minute", "on_air", "opened"),
    [(1, None, {}), (9, "P-1", {}), (12, "P-1", {"P-1"}), (20, "P-2", {"P-1", "P-2"}), (31, None, set())],
)
def test_stage_follows_the_show(minute: int, on_air: str | None, opened: set[str]) -> None:
    """What is on air and open comes from the journal; after the end nothing is."""
    so_far = [event for event in peach_night() if event.at <= EIGHT + minute * MINUTE]
    stage = stage_of(peach_show(), fold(peach_show(), so_far))
    assert (stage.on_air, set(stage.open)) == (on_air, set(opened))


def test_nothing_on_stage_before_the_start() -> None:
    """Before the show there is no stage."""
    assert stage_of(peach_show(), fold(peach_show(), journal())) == Stage()


def test_replayed_file_sells_the_same() -> None:
    """A real evening at forty times the speed, through the real inbox: the same amounts, other times."""
    text = (
        "order_id,sku,qty,amount,status,created_at,paid_at,refund_amount,buyer\n"
        "1,P-1,2,118.00,paid,2026-06-12 20:00:00,2026-06-12 20:01:20,18.00,li\n"
        "2,P-2,1,39.90,cancelled,2026-06-12 20:40:00,,,wang\n"
    )
    events = read_orders(text.encode(), now=EIGHT).events
    deliveries = replay(events, start=EIGHT, speed=40)
    assert [delivery.at - EIGHT for delivery in deliveries] == [0, 2000, MINUTE, MINUTE]
    again = fold_lines(facts(deliveries))
    assert [line.paid_minor for line in again] == [line.paid_minor for line in fold_lines(events)]
    assert totals(again)["CNY"].refund_minor == 1800


def test_replay_needs_a_speed() -> None:
    """Slower than life is a mistake of the caller."""
    with pytest.raises(ValueError, match="speed must be 1 or more, not 0"):
        replay([], start=EIGHT, speed=0)
