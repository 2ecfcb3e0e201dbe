"""The screens' plan between commands: a price window's edge, the stock a line says, what a planner mends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalog.money import Money
from catalog.product import PriceWindow, Sku
from lessons.rundown import Rundown
from store import shows
from studio.offers import counted_aloud, instant
from studio.plans import Plans
from tests.test_studio_orders import Room


class Watch:
    """What the room's watch asks twice a second, and the plan that a screen holds."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._plans = Plans(shows.Journals(), room.studio.orders, lambda: room.now)
        assert self.outdated()

    def outdated(self) -> bool:
        """Whether the screens must be told now."""
        with self.room.studio.store.read() as connection:
            return self._plans.refreshed(connection, self.room.show) is not None

    def product(self, sku: str) -> Any:
        """A product as the screens get it."""
        plan: Any = self.room.studio.rooms.snapshot(self.room.show)["plan"]
        return plan["products"][sku]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """The sample show on air."""
    held = Room(f"sqlite:///{tmp_path / 'studio.db'}")
    yield held
    held.studio.close()


def on_sale(room: Room) -> str:
    """A product of the show, without price windows from here on."""
    sku = next(segment.sku for segment in room.studio.rooms.rundown(room.show).segments if segment.sku)
    room.studio.catalogue.edit(sku, price_windows=())
    return sku


def test_a_price_window_is_told_at_its_edges_and_at_no_other_time(room: Room) -> None:
    """At start, and at end; a millisecond before either the screens' plan still stands."""
    sku = on_sale(room)
    start, end = room.now + 60_000, room.now + 120_000
    window = PriceWindow(instant(start), instant(end), Money(1_234, "CNY"), "flash")
    room.studio.catalogue.edit(sku, price_windows=(window,))
    watch = Watch(room)
    usual = watch.product(sku)["price_minor"]
    for at, outdated, price in (
        (start - 1, False, usual),
        (start, True, 1_234),
        (start + 1, False, 1_234),
        (end - 1, False, 1_234),
        (end, True, usual),
    ):
        room.now = at
        assert (watch.outdated(), watch.product(sku)["price_minor"]) == (outdated, price), at - start


def test_sales_change_the_plan_only_where_a_line_says_what_is_left(room: Room) -> None:
    """A counter that moves is the counters' business; a number in a host's line must move with it."""
    aloud = counted_aloud(room.studio.rooms.rundown(room.show))
    silent = next(
        segment.sku
        for segment in room.studio.rooms.rundown(room.show).segments
        if segment.sku is not None and segment.sku not in aloud
    )
    watch = Watch(room)
    room.order(silent)
    assert not watch.outdated()
    assert aloud, "the sample has a line that says its stock"
    room.order(min(aloud))
    assert watch.outdated()
    assert not watch.outdated()


def test_a_count_on_air_goes_down_with_the_orders_after_it(room: Room) -> None:
    """Counted 30 on air, two sold since: the plan, the counters and the gate all say 28."""
    _, sku = room.product_on_air()
    room.order(sku, qty=5)
    room.press("stock", sku=sku, left=30)
    room.now += 1_000
    room.order(sku, qty=2)
    assert Watch(room).product(sku)["stock"] == 28
    assert room.counters()["products"][sku]["stock_left"] == 28
    product = room.studio.catalogue.get(sku)
    assert product is not None
    with room.studio.store.read() as connection:
        left = room.studio.orders.stock_left(
            connection, room.show, state=room.studio.rooms.state(room.show)[1], held={Sku(sku): product}
        )
    assert left == {sku: 28}


def test_a_title_or_a_gloss_mended_during_the_show_reaches_the_screens(room: Room) -> None:
    """A correction by hand is told once, whether it is of a product or of a card."""
    sku = on_sale(room)
    watch = Watch(room)
    room.now += 1_000
    room.studio.catalogue.edit(sku, link_no="77")
    assert (watch.outdated(), watch.product(sku)["link_no"]) == (True, "77")
    assert not watch.outdated()
    card = next(
        card
        for cards in room.studio.boards.by_product().values()
        for card in cards
        if card.id in used(room.studio.rooms.rundown(room.show))
    )
    room.now += 1_000
    room.studio.boards.put(replace(card, gloss="改过的词义"), by="t")
    assert watch.outdated()
    assert not watch.outdated()


def test_a_plan_that_could_not_be_made_is_made_the_next_time(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that is busy at a price's edge must not leave the old price on the screens."""
    sku = on_sale(room)
    at = room.now + 60_000
    window = PriceWindow(instant(at), instant(at + 60_000), Money(1_234, "CNY"), "flash")
    room.studio.catalogue.edit(sku, price_windows=(window,))
    watch = Watch(room)
    room.now = at
    with monkeypatch.context() as busy:
        busy.setattr(Plans, "plan", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            watch.outdated()
    assert watch.outdated()
    assert not watch.outdated()


def used(rundown: Rundown) -> set[str]:
    """The cards of a plan."""
    return {card for segment in rundown.segments for cue in segment.cues for card in cue.card_ids}


def test_variables_with_a_language_count_too(room: Room) -> None:
    """`{stock.en}` says the stock as `{stock}` does."""
    rundown = room.studio.rooms.rundown(room.show)
    at = next(index for index, segment in enumerate(rundown.segments) if segment.sku and segment.cues)
    segment = rundown.segments[at]
    cue = replace(segment.cues[0], lines=replace(segment.cues[0].lines, en="{stock.en} left"))
    changed = replace(
        rundown, segments=(replace(segment, cues=(cue,)), *rundown.segments[:at], *rundown.segments[at + 1 :])
    )
    assert segment.sku in counted_aloud(changed)
