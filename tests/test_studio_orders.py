"""The counters message of a show on air: segments, pace, stock counted on air, alarms; equal to a rebuild."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from catalog.product import Sku
from live.verbs import UNDO_WINDOW_MS
from sales.counters import Scope
from sales.inbox.generic import SIGNATURE, sign
from studio.counting import PRICE_ALARM_MS
from studio.sample_show import open_sample
from studio.studio import Studio

START = 1_781_266_000_000


class Room:
    """The sample show on air, with a clock that the test moves."""

    def __init__(self, url: str) -> None:
        self.now = START
        self.url = url
        self.studio = Studio(url, clock=lambda: self.now)
        self.show = open_sample(self.studio)
        self.orders = 0
        self.press("start", expects={"cue": ""})

    def press(self, verb: str, *, expects: dict[str, object] | None = None, **args: object) -> None:
        """A command of the producer, three seconds after the last one."""
        self.now += 3_000
        if expects is None:
            expects = {"cue": self.studio.rooms.state(self.show)[1].cue}
        ack = self.studio.rooms.press(self.show, verb, actor="p", role="producer", expects=expects, args=args)
        assert ack["ok"], ack

    def order(self, sku: str, *, minor: int = 5_990, qty: int = 1, ago: int = 0, kind: str = "paid") -> str:
        """An order of one line, placed and (or) paid `ago` milliseconds before now; returns its id."""
        self.orders += 1
        self.tell(str(self.orders), sku, ("placed", kind), minor=minor, qty=qty, at=self.now - ago)
        return str(self.orders)

    def tell(self, order: str, sku: str, kinds: tuple[str, ...], *, minor: int, qty: int, at: int) -> None:
        """Facts of an order through the signed inbox."""
        line = {"order_id": order, "line_id": "1", "sku": sku, "qty": qty, "amount_minor": minor}
        line |= {"currency": "CNY", "occurred_at": at, "buyer": f"b{order}"}
        body = json.dumps({"shop": "s", "events": [{**line, "kind": kind} for kind in kinds]}).encode()
        signature = sign(body, self.studio.orders.own_secret().encode())
        reply = self.studio.orders.receive("generic", {SIGNATURE: signature}, body)
        assert (reply.status, "findings" in reply.body) == (200, False), reply

    def counters(self) -> Any:
        """The counters as a screen gets them."""
        snapshot: Any = json.loads(json.dumps(self.studio.rooms.snapshot(self.show)))
        return snapshot["counters"]

    def product_on_air(self) -> tuple[str, str]:
        """GO until a segment with a product is on air; its id and SKU."""
        rundown = self.studio.rooms.rundown(self.show)
        before = self.studio.rooms.state(self.show)[1].segment
        while True:
            self.press("go")
            here = self.studio.rooms.state(self.show)[1].segment
            sku = next(s.sku for s in rundown.segments if s.id == here)
            if sku is not None and here != before:
                return here, str(sku)


@pytest.fixture
def room(store_url: str) -> Iterator[Room]:
    """The sample show on air."""
    held = Room(store_url)
    yield held
    held.studio.close()


def sums_to_the_show(counters: Any) -> bool:
    """Σ segments + unattributed = total, in every amount and in pieces."""
    parts = [*counters["segments"].values(), counters["unattributed"]]
    names = ("units", "created_minor", "paid_minor", "refund_minor", "net_minor")
    return all(sum(part[name] for part in parts) == counters["show"][name] for name in names)


def test_sales_belong_to_the_segment_that_showed_the_product(room: Room) -> None:
    """Credit goes to the run on air when the order was created; before any run it is unattributed."""
    first, sku = room.product_on_air()
    room.order(sku, minor=1_000)
    second, other = room.product_on_air()
    room.order(other, minor=50)
    room.order(sku, minor=3)
    room.order("P-unknown", minor=7)
    found = room.counters()
    assert found["segments"][first]["paid_minor"] == 1_003
    assert found["segments"][second]["paid_minor"] == 50
    assert found["unattributed"]["paid_minor"] == 7
    assert sums_to_the_show(found)
    assert room.studio.orders.verify()


def test_a_step_taken_back_takes_its_sales_back(room: Room) -> None:
    """GO by mistake, orders of the next product, undo: they are nobody's, and the table equals a rebuild."""
    room.product_on_air()
    segment, sku = room.product_on_air()
    room.order(sku, minor=900)
    assert room.counters()["segments"][segment]["paid_minor"] == 900
    while room.studio.rooms.state(room.show)[1].segment == segment:
        state = room.studio.rooms.state(room.show)[1]
        room.press("undo", seq=state.undo[-1].seq)
    found = room.counters()
    assert found["segments"][segment]["paid_minor"] == 0
    assert found["unattributed"]["paid_minor"] == 900
    assert sums_to_the_show(found)
    assert room.studio.orders.verify()


def test_sales_by_host_word_and_minute(room: Room) -> None:
    """Who was on and what stood on the board when it was ordered; a step taken back takes them back too."""
    _, sku = room.product_on_air()
    planned = room.studio.boards.of_product(sku)
    word = str(planned[0].id)
    room.press("hosts", hosts=["Amy"])
    room.press("board_show", cards=[word])
    room.order(sku, minor=700)
    room.order("P-other", minor=11)
    sums = room.studio.orders.sums

    def paid(scope: Scope) -> dict[str, int]:
        return {key.key: value.paid_minor for key, value in sums(room.show, scope).items()}

    assert paid("host") == {"Amy": 711}
    assert paid("card") == {word: 700}
    started = room.studio.rooms.state(room.show)[1].started
    assert started is not None
    assert paid("minute") == {str((room.now - started) // 60_000): 711}
    assert {each.known_buyers for each in sums(room.show, "host").values()} == {None}
    for _ in range(2):
        room.press("undo", seq=room.studio.rooms.state(room.show)[1].undo[-1].seq)
    assert paid("card") == {}
    assert set(paid("host")) == {"\n".join(room.studio.rooms.state(room.show)[1].hosts)}
    assert room.studio.orders.verify()


@pytest.mark.parametrize("seed", range(4))
def test_a_random_show_ends_in_the_table_of_a_rebuild(room: Room, seed: int) -> None:
    """Commands and orders of past and future clocks, mixed: the kept table equals the rebuilt one."""
    rng = Random(seed)
    skus = sorted({str(s.sku) for s in room.studio.rooms.rundown(room.show).segments if s.sku})
    for _ in range(60):
        wish = rng.random()
        if wish < 0.3:
            room.press("go")
        elif wish < 0.4:
            state = room.studio.rooms.state(room.show)[1]
            recent = state.undo and room.now - state.undo[-1].at < UNDO_WINDOW_MS - 3_000
            if recent and state.undo[-1].verb != "start":
                room.press("undo", seq=state.undo[-1].seq)
        elif wish < 0.45:
            room.press("hosts", hosts=[f"Amy {rng.random()}"])
        elif wish < 0.5:
            words = [str(card) for s in room.studio.rooms.rundown(room.show).segments
                     for cue in s.cues for card in cue.card_ids]  # fmt: skip
            room.press("board_show", cards=rng.sample(sorted(set(words)), 2))
        else:
            room.order(rng.choice(skus), minor=rng.randrange(1, 9_999), ago=rng.randrange(-9_000, 90_000))
    room.press("end")
    room.now += 20 * 60_000
    room.order(skus[0])
    assert room.studio.orders.verify()
    room.press("undo", seq=room.studio.rooms.state(room.show)[1].undo[-1].seq)
    assert room.studio.orders.verify()
    assert sums_to_the_show(room.counters())


def test_a_price_below_the_floor_shouts_until_it_was_seen(room: Room) -> None:
    """The next message holds the alarm; a cancellation or three minutes end it; a restart does not."""
    held = room.studio.catalogue.products()
    planned = {str(s.sku) for s in room.studio.rooms.rundown(room.show).segments}
    sku = next(s for s in sorted(planned) if s in held and held[Sku(s)].floor_price is not None)
    room.order(sku, minor=10_000_000)
    other = Studio(room.url, clock=lambda: room.now)  # another process: it took none of the orders in
    assert room.counters()["alarms"] == other.rooms.snapshot(room.show)["counters"]["alarms"] == []  # type: ignore[index]
    wrong = room.order(sku, minor=1)
    (alarm,) = room.counters()["alarms"]
    assert other.rooms.snapshot(room.show)["counters"]["alarms"] == [alarm]  # type: ignore[index]
    other.close()
    assert (alarm["kind"], alarm["sku"], alarm["order_id"]) == ("below_floor", sku, wrong)
    assert alarm["loud"]
    assert alarm["since"] == room.now
    assert alarm["text"]["zh"]
    assert alarm["text"]["en"]
    room.studio.close()
    room.studio = Studio(room.url, clock=lambda: room.now)
    assert [a["order_id"] for a in room.counters()["alarms"]] == [wrong]
    room.tell(wrong, sku, ("cancelled",), minor=0, qty=0, at=room.now)
    assert room.counters()["alarms"] == []
    room.order(sku, minor=1)
    room.now += PRICE_ALARM_MS + 1
    assert room.counters()["alarms"] == []


def test_stock_counted_on_air_overrules_the_opening_stock(room: Room) -> None:
    """Left = the count less what was ordered since; low, sold out and oversold raise their alarms."""
    _, sku = room.product_on_air()
    room.order(sku, minor=9_900, qty=3)
    room.now += 5_000
    room.press("stock", sku=sku, left=40)
    assert room.counters()["products"][sku]["stock_left"] == 40
    late = room.order(sku, minor=9_900, qty=1, ago=4_000, kind="placed")
    room.tell(late, sku, ("paid",), minor=9_900, qty=1, at=room.now)
    assert room.counters()["products"][sku]["stock_left"] == 40
    room.now += 1_000
    room.order(sku, minor=1_000_000, qty=38)
    found = room.counters()
    assert found["products"][sku]["stock_left"] == 2
    assert [(a["kind"], a["loud"]) for a in found["alarms"]] == [("low_stock", False)]
    room.now += 1_000
    room.order(sku, minor=1_000_000, qty=5)
    found = room.counters()
    assert found["products"][sku]["stock_left"] == -3
    assert [(a["kind"], a["loud"]) for a in found["alarms"]] == [("oversold", True)]


def test_pace_comes_with_enough_orders_and_is_unknown_before(room: Room) -> None:
    """Expected stands from the start, ratio and projection only from twenty orders on."""
    assert room.counters()["pace"] is None or room.counters()["show"]["paid_minor"] is not None
    _, sku = room.product_on_air()
    room.order(sku)
    room.now += 60_000
    pace = room.counters()["pace"]
    assert pace["expected_minor"] > 0
    assert pace["ratio_permille"] is None
    assert pace["projected_minor"] is None
    room.now += 9 * 60_000
    for _ in range(20):
        room.order(sku)
    pace = room.counters()["pace"]
    assert pace["ratio_permille"] > 0
    assert pace["projected_minor"] > 0
    assert 0 < pace["share_permille"] < 1000
