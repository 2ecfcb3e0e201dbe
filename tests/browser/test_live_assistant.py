"""The assistant's screen and the list before air, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from live.checklist import CHECKLIST
from live.verbs import UNDO_WINDOW_MS
from tests.browser.scripted_room import Room, both, now

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
Open = Callable[..., Any]


def before_air(room: Room) -> None:
    """Twenty-five minutes to the start: links fine, devices red, the rest unmarked."""
    checks = {"links": {"mark": "ok", "at": now(), "by": "小王"},
              "devices": {"mark": "problem", "at": now(), "by": "阿明"}}
    room.plan["start"] = now() + 25 * 60_000
    room.state.update(phase="preshow", cue="", segment="", started=None, runs=[], board=None, checks=checks)


def test_an_assistant_sees_their_own_column(visit: Open, room: Room) -> None:
    """Task and props of this segment and the next, message, due beat and product stage; no GO anywhere."""
    first, second = room.plan["segments"]
    first["columns"] = {"assistant": "切桃，递吸管", "props": "熟桃3颗、刀"}
    second["columns"] = {"assistant": "戴手套，剥虾"}
    beat = {"id": "bag", "label": both("发福袋", "Lucky bag"), "every_ms": 1_200_000, "due": now() - 2_000}
    message = {"id": "m1", "at": now(), "by": "小林", "target": "assistant", "shown": None, "acked": None,
               "text": both("把口令牌拿到台前", "Bring the sign")}
    for_host = {**message, "id": "m2", "target": "host", "text": both("喊最后一轮", "Last call")}
    room.state.update(beats=[beat], messages=[message, for_host], checks={},
                      products={"S": {"stage": "price_hidden", "at": now(), "by": "小林"}})
    tab = visit("assistant", "assistant", (1366, 768))
    playwright.expect(tab.locator(".cc-as-now")).to_contain_text("切桃，递吸管")
    playwright.expect(tab.locator(".cc-as-now")).to_contain_text("熟桃3颗、刀")
    playwright.expect(tab.locator(".cc-as-next")).to_contain_text("戴手套，剥虾")
    playwright.expect(tab.locator(".cc-stage[aria-pressed=true]")).to_have_text("待开价")
    playwright.expect(tab.locator(".cc-band")).to_contain_text("口令牌")
    assert "喊最后一轮" not in tab.locator(".cc").inner_text()
    tab.keyboard.press("m")
    tab.wait_for_selector(".cc-band", state="hidden")
    tab.locator(".cc-as-beat[data-due] button").first.click()
    assert tab.locator(".cc-btn-go").count() == 0
    for key in ("Space", "ArrowRight", "PageDown", "r", "p"):
        tab.keyboard.press(key)
    assert room.verbs(2) == ["acked", "beat_done"]


def test_the_list_before_air_is_that_of_the_rules(visit: Open) -> None:
    """Ids, texts, roles and times on screen are those of the live room, in the same order."""
    shown = visit("board", "viewer").evaluate("import('/live/js/texts.js').then(({ CHECKS }) => CHECKS)")
    assert shown == [
        {"id": item.id, "before": item.before_ms, "role": item.role, "zh": item.label.zh, "en": item.label.en}
        for item in CHECKLIST.values()
    ]


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_red_items_stand_on_the_start_button(visit: Open, room: Room, size: tuple[int, int]) -> None:
    """Problems and items overdue are counted on the button; a mark is sent; a start asks for the reason."""
    before_air(room)
    tab = visit("producer", "producer", size)
    go = tab.locator("button[type=button].cc-btn-go")
    playwright.expect(go).to_contain_text("1 项有问题 · 7 项到点未查")
    if size[0] < 900:
        tab.get_by_role("button", name="开播检查").click()
    row = tab.locator(".cc-check-row", has_text="板书词卡已逐张审核")
    playwright.expect(row).to_contain_text("到点了")
    row.get_by_role("button", name="好了").click()
    room.verbs(1)
    sent = [(one["verb"], one["args"]) for one in room.commands]
    assert sent == [("check", {"item": "boards", "mark": "ok"})]
    go.click()
    tab.locator(".cc-ask-field").fill("备用麦克风已到位")
    tab.locator(".cc-ask-go").click()
    room.verbs(2)
    assert (room.commands[-1]["verb"], room.commands[-1]["args"]) == ("start", {"reason": "备用麦克风已到位"})


def test_the_list_goes_with_the_start(visit: Open, room: Room) -> None:
    """On air the numbers stand where the list stood."""
    room.state["checks"] = {}
    tab = visit("producer", "producer")
    playwright.expect(tab.locator(".cc-check")).to_be_hidden()
    playwright.expect(tab.locator(".cc-counters")).to_be_visible()


def test_undo_says_what_it_takes_back(visit: Open, room: Room) -> None:
    """The last move and its author stand on the button as long as it can be taken back."""
    room.state["undo"] = {"seq": 7, "verb": "skip", "by": "小王", "at": now()}
    tab = visit("producer", "producer")
    undo = tab.locator(".cc-t-undo")
    playwright.expect(undo).to_contain_text("跳过环节 · 小王")
    undo.click()
    room.verbs(1)
    assert [(one["verb"], one["args"]) for one in room.commands] == [("undo", {"seq": 7})]
    room.seq += 1
    room.state["undo"]["at"] = now() - UNDO_WINDOW_MS - 1_000
    room.tell({"t": "change", "now": now(), "seq": room.seq, "state": room.state})
    playwright.expect(undo).to_have_attribute("aria-disabled", "true")
    playwright.expect(undo).not_to_contain_text("小王")
