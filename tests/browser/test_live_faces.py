"""A pair, a family, a gap on air: every screen asks first, each press of reveal opens one step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.scripted_room import Room, now

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
Open = Callable[..., Any]
SEEN = """() => [...document.querySelectorAll('.cc-card')].map((card) => {
  const shown = (part) => part.textContent && getComputedStyle(part).visibility === 'visible';
  return [...card.querySelectorAll('[data-step]')].filter(shown).map((part) => part.dataset.step);
})"""
PAIR = {
    "kind": "pair", "differs": [[0, 1], [0, 1]],
    "items": [{"text": "beach", "ipa": "biːtʃ", "gloss": "海滩"}],
}
BLANK = {"kind": "blank", "gap": ["A box of ", "wholegrain", " every week."], "zh": "每周一箱全谷物。"}


def put(room: Room, revealed: int, step: int | None) -> None:
    """A pair and a gap on the board, as far open as the state says; every screen is told."""
    for key, face in (("k3", PAIR), ("k2", BLANK)):
        room.plan["cards"] = {**room.plan["cards"], key: {**room.plan["cards"][key], "face": face}}
    room.state["board"] = {"cards": ["k3", "k2"], "revealed": revealed, "step": step, "since": now()}
    room.seq += 1
    if room.sockets():
        room.tell({"t": "change", "now": now(), "seq": room.seq, "state": room.state})


@pytest.mark.parametrize("page", ["board", "overlay"])
def test_the_audience_is_asked_before_it_is_told(visit: Open, room: Room, page: str) -> None:
    """GO opens a pair at its two words; sounds, then meanings come by step, then the gap of the next card."""
    put(room, 1, 0)
    tab = visit(page, "viewer", (1920, 1080))
    assert tab.evaluate(SEEN) == [["0"], ["0"]]
    places = tab.evaluate("[...document.querySelectorAll('.cc-card *')].map((el) => el.offsetTop)")
    for revealed, step, seen in (
        (1, 1, [["0", "1", "1"], ["0"]]),
        (1, None, [["0", "1", "2", "1", "2"], ["0"]]),
        (2, 1, [["0", "1", "2", "1", "2"], ["1", "0"]]),
        (2, None, [["0", "1", "2", "1", "2"], ["1", "2", "0", "3"]]),
    ):
        put(room, revealed, step)
        tab.wait_for_function(f"(seen) => JSON.stringify(({SEEN})()) === JSON.stringify(seen)", arg=seen)
    assert tab.evaluate("[...document.querySelectorAll('.cc-card *')].map((el) => el.offsetTop)") == places


@pytest.mark.parametrize("page", ["board", "overlay", "host"])
def test_picture_and_price_stand_on_the_board_if_asked_for(visit: Open, room: Room, page: str) -> None:
    """The address asks; the price waits until it is open; a long name is set smaller, never cut."""
    shown = ".cc-boardbox .cc-bp-caption" if page == "host" else ".cc-bp-caption"
    bare = visit(page, "host" if page == "host" else "viewer", (1366, 768))
    assert bare.locator(f"{shown} .cc-bp-price:visible, {shown} .cc-bp-picture:visible").count() == 0
    tab = visit(page, "host" if page == "host" else "viewer", (1366, 768), "&with=picture,price")
    price = tab.locator(f"{shown} .cc-bp-price")
    playwright.expect(price).to_be_hidden()
    room.state["products"] = {"S": {"stage": "open", "at": now(), "by": "小禾"}}
    put(room, 1, None)
    playwright.expect(price).to_have_text("¥269.00")
    cut = "(el) => [el.scrollWidth - el.clientWidth, el.scrollHeight - el.clientHeight]"
    assert max(tab.locator(f"{shown} .cc-bp-name").evaluate(cut)) <= 1
    if page == "overlay":
        assert tab.locator(".cc-ov-price[data-on]").count() == 0, "the price is not said twice"


@pytest.mark.parametrize(("page", "button"), [("host", ".cc-boardbox-acts"), ("producer", ".cc-bd-acts")])
def test_each_press_of_reveal_opens_one_step(visit: Open, room: Room, page: str, button: str) -> None:
    """The key asks for the next step of the newest card, then for the next card, then for nothing."""
    steps: list[tuple[int, int | None, dict[str, int] | None]] = [
        (1, 0, {"to": 1, "step": 1}), (1, 1, {"to": 1}), (1, None, {"to": 2, "step": 1}),
        (2, 1, {"to": 2, "step": 2}), (2, 2, {"to": 2}), (2, None, None),
    ]
    put(room, *steps[0][:2])
    tab = visit(page, page, (1366, 768))
    label = tab.locator(f"{button} .cc-btn span").filter(has_text="揭示")
    more = tab.locator(f"{button} button:enabled:visible").filter(has_text="揭示")
    for number, (revealed, step, args) in enumerate(steps):
        put(room, revealed, step)
        if args is None:
            playwright.expect(more).to_have_count(0)
        else:
            own = step is not None
            playwright.expect(label).to_have_text("揭示一步" if own else "揭示下一词")
        tab.keyboard.press("r")
        if args is not None:
            room.verbs(number + 1)
            assert room.commands[-1]["verb"] == "board_reveal"
            assert room.commands[-1]["args"] == args
    assert len([one for one in room.commands if one["verb"] == "board_reveal"]) == len(steps) - 1
    if page == "host":
        assert "海滩" in tab.locator(".cc-card").first.inner_text()
