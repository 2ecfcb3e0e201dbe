"""A price below its floor, met on air in a real browser: it opens with a reason or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from catalog.money import Money
from catalog.product import PriceWindow, Product
from live.fold import ShowState
from store import shows
from studio.offers import instant
from tests.browser.real_room import RealRoom

HOUR = 3_600_000
GO = "button[type=button].cc-btn-go"


def spoil(room: RealRoom) -> str:
    """Give the first product of the show a live price far below its floor, and stand before its price cue."""
    segment = next(s for s in room.studio.rooms.rundown(room.show).segments if s.sku)
    price = next(number for number, cue in enumerate(segment.cues) if cue.kind == "price")
    now = room.studio.clock()

    def change(product: Product) -> Product:
        window = PriceWindow(instant(now - HOUR), instant(now + HOUR), Money(690, "CNY"), "live")
        return replace(product, price_windows=(window,), floor_price=Money(2_000, "CNY"))

    room.studio.catalogue.mend(str(segment.sku), change, by="t")
    room.press("start", {"reason": "t"}, cue="")
    before = segment.cues[price - 1].id
    room.press("jump", {"cue": before}, cue=room.cue)
    return str(segment.cues[price].id)


def state(room: RealRoom) -> ShowState:
    """The show as it stands."""
    return room.studio.rooms.state(room.show)[1]


def test_a_price_below_its_floor_opens_with_a_reason(chromium: Browser, tmp_path: Path) -> None:
    """GO asks and says what is wrong; without a reason nothing happens, with one the journal keeps it."""
    room = RealRoom(tmp_path)
    room.start()
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    try:
        cue = spoil(room)
        tab: Any = context.new_page()
        tab.goto(f"http://127.0.0.1:{room.port}{room.path('producer', 'producer', '小王')}")
        tab.wait_for_selector(".cc[data-link=live]:not([data-covered])", state="attached")
        tab.locator(GO).click()
        expect(tab.locator(".cc-ask-list")).to_contain_text("底价")
        field = tab.locator(".cc-ask-field")
        expect(field).to_have_attribute("placeholder", "为什么放行这个价格（记入日志）")
        tab.locator(".cc-ask-go").click()
        expect(field).to_be_focused()
        assert state(room).cue != cue
        field.fill("清仓，老板同意")
        tab.locator(".cc-ask-go").click()
        expect(tab.locator(".cc-ask")).to_be_hidden()
        for _ in range(100):
            if state(room).cue == cue:
                break
            tab.wait_for_timeout(100)
        assert state(room).cue == cue
        with room.studio.store.read() as connection:
            last = shows.events(connection, room.show)[-1].command
        assert (last.verb, last.actor, last.args["reason"]) == ("go", "小王", "清仓，老板同意")
    finally:
        context.close()
        room.stop()
