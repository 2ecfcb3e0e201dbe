"""The counters in a real browser: every number says what it is, money is hidden where the room asks."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from sales.counters_wire import without_money
from tests.browser.scripted_room import Room

Open = Callable[..., Any]
#: Every element of the counters that shows a digit, and whether it (or what holds it) can be asked.
UNASKED = r"""() => [...document.querySelectorAll('.cc-counters *')]
  .filter((el) => el.getClientRects().length && /\d/.test([...el.childNodes]
    .filter((node) => node.nodeType === 3).map((node) => node.textContent).join('')))
  .filter((el) => !el.closest('[data-note], .cc-count-asof, .cc-count-product, .cc-count-title'))
  .map((el) => `${el.className}: ${el.textContent}`)"""
FULL = {
    "show": {"orders": 1_536, "units": 1_547, "paid_minor": 6_104_530, "refund_minor": 1_053_240,
             "net_minor": 5_051_290, "created_minor": 6_500_000, "buyers": None},
    "target_minor": 10_000_000,
    "reached": False,
    "money": True,
    "pace": {"expected_minor": 7_000_000, "share_permille": 700, "ratio_permille": 872,
             "done_percent": 61, "due_percent": 70,
             "projected_minor": 8_720_757, "needed_minor": 129_849, "slipped": None},
    "alarms": [],
}  # fmt: skip


def told(room: Room, tab: Any, plan: dict[str, Any] | None = None, **counters: Any) -> None:
    """Send counters (and a room's choices with the plan) and wait until they stand there."""
    if plan is not None:
        room.plan = {**room.plan, "room": plan}
    room.counters = {**deepcopy(room.counters), **FULL, **counters}
    at = room.counters["as_of"]
    room.tell({"t": "snapshot", "now": at, "seq": room.seq, "show": "s", "plan": room.plan,
               "state": room.state, "counters": room.counters, "feed": None})  # fmt: skip
    tab.wait_for_function(
        "(text) => document.querySelector('.cc-counters').textContent.includes(text)", arg="1,536"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("page", "role"), [("host", "host"), ("producer", "producer"), ("assistant", "assistant")]
)
def test_every_number_can_be_asked(visit: Open, room: Room, page: str, role: str, lang: str) -> None:
    """Formula, inputs, as-of and state in both languages, by pointer and by keyboard; numbers are exact."""
    tab = visit(page, role, (1366, 768), f"&lang={lang}")
    told(room, tab)
    assert tab.evaluate(UNASKED) == []
    stats = tab.locator(".cc-stat:visible")
    assert stats.count() == 6
    for place in range(6):
        stats.nth(place).focus()
        note = tab.locator(".cc-note").inner_text()
        assert "暂计" in note and "provisional" in note
        assert "截至" in note and "as of" in note
    gmv = tab.locator('.cc-stat[data-metric="gmv_paid"]').last
    assert gmv.locator("dd").inner_text().replace("\n", "") == "¥61,045.30"
    gmv.hover()
    note = tab.locator(".cc-note").inner_text()
    assert "¥61,045.30" in note and "Σ支付金额" in note and "Σ amounts paid" in note


def test_money_hidden_from_hosts(visit: Open, room: Room) -> None:
    """What the server sends to a host of a room that hides money reads well: pieces and shares, no dashes."""
    host = visit("host", "host")
    told(room, host)
    told(room, host, {"hide_money": True}, **without_money({**room.counters, **FULL}))
    text = host.locator(".cc-counters .cc-stats").all_inner_texts()
    assert "¥" not in "".join(text) and "1,536" in "".join(text)
    assert "61%" in host.locator(".cc-count-target").inner_text()
    assert "¥" not in (host.locator(".cc-count-target").get_attribute("data-note") or "")


def test_the_room_chooses_its_numbers(visit: Open, room: Room) -> None:
    """Three of the product and three of the show, in the room's order; unknown is a dash, never 0."""
    tab = visit("producer", "producer")
    told(room, tab, {"counters": {"product": ["stock", "units"], "show": ["buyers", "net", "orders"]}})
    shown = [stat.get_attribute("data-metric") for stat in tab.locator(".cc-stat").all()]
    assert shown == ["stock_left", "units", "orders", "buyers", "net", "orders"]
    assert tab.locator('.cc-stat[data-metric="buyers"] dd').inner_text() == "—"


def test_the_reached_target_is_told_where_the_room_asked(visit: Open, room: Room) -> None:
    """Once, when it is crossed while somebody looks; not where nobody asked, nor if reached before."""
    tab = visit("host", "host")
    over = {**FULL["show"], "paid_minor": 10_000_000}  # type: ignore[dict-item]
    told(room, tab, {"celebrate": False})
    told(room, tab, show=over, reached=True)
    assert tab.locator(".cc-count-cheer").is_hidden()
    told(room, tab, {"celebrate": True}, show=over, reached=True)
    assert tab.locator(".cc-count-cheer").is_hidden()
    told(room, tab, show={**over, "paid_minor": 9_999_999})
    told(room, tab, show=over, reached=True)
    tab.wait_for_selector(".cc-count-cheer:not([hidden])")
    assert "¥100,000" in tab.locator(".cc-count-cheer").inner_text()


def test_old_numbers_say_so(visit: Open, room: Room) -> None:
    """After ten seconds without numbers a badge says how old they are; new numbers take it away."""
    tab = visit("host", "host")
    told(room, tab)
    tab.evaluate(
        "() => { const real = performance.now.bind(performance); performance.now = () => real() + 12000; }"
    )
    tab.wait_for_selector(".cc-count-stale:not([hidden])")
    told(room, tab, as_of=room.counters["as_of"] + 1000)
    tab.wait_for_selector(".cc-count-stale[hidden]", state="attached")


def test_a_wrong_price_shouts(visit: Open, room: Room) -> None:
    """An order below the floor frames the counters and is read aloud by readers, whatever the role."""
    tab = visit("host", "host")
    alarm = {"kind": "below_floor", "sku": "S", "text": {"zh": "每件 ¥9.90，低于底价", "en": "too low"},
             "order_id": "1", "loud": True, "since": 1}  # fmt: skip
    told(room, tab, alarms=[alarm])
    assert tab.locator(".cc-counters").get_attribute("data-alarm") == "loud"
    box = tab.locator(".cc-count-alarm")
    assert box.get_attribute("role") == "alert" and "低于底价" in box.inner_text()
