"""The prompter in a real browser: it follows GO, says when it strayed, stays through edits."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.browser.real_room import RealRoom
from tests.browser.scripted_room import Json, Room, both, now

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
Open = Callable[..., Any]
LINES = 24
#: Distance of the first line of the cue on air from the reading line, in lines.
AWAY = """() => {
  const row = document.querySelector('.cc-pr-cue[data-stand=now] .cc-row').getBoundingClientRect();
  const box = document.querySelector('.cc-pr-scroll');
  return Math.abs(row.top - box.clientHeight * 0.38) / row.height;
}"""
#: The first line under the head strip: its text and place.
TOP = """() => {
  const head = document.querySelector('.cc-pr-top').offsetHeight;
  const rows = [...document.querySelectorAll('.cc-row')];
  const row = rows.find((one) => one.getBoundingClientRect().bottom > head);
  return [row.textContent, row.getBoundingClientRect().top];
}"""


def script(room: Room) -> None:
    """Two segments of short cues, long enough to scroll; cue a5 on air."""
    for name, segment in zip("ab", room.plan["segments"], strict=True):
        segment["cues"] = [
            {"id": f"{name}{at}", "kind": "say", "cards": [], "note": None,
             "lines": both(f"第{name}{at}句：这一段要慢慢说。", f"Line {name}{at}: say this one slowly.")}
            for at in range(LINES // 2)
        ]
    room.state.update(cue="a5", segment="s1", board=None)


def go(room: Room, cue: str) -> None:
    """Put another cue on air."""
    room.state["cue"] = cue
    room.state["segment"] = "s1" if cue.startswith("a") else "s2"
    room.seq += 1
    room.tell({"t": "change", "now": now(), "seq": room.seq, "state": room.state})


def edit(room: Room, change: Callable[[list[Json]], None]) -> None:
    """Change the cues of the first segment and send the plan."""
    plan = copy.deepcopy(room.plan)
    change(plan["segments"][0]["cues"])
    room.plan = plan
    room.tell({"t": "plan", "now": now(), "plan": plan})


@pytest.mark.parametrize(("role", "size"), [("host", (1920, 1080)), ("viewer", (390, 844))])
def test_it_follows_go_and_shows_the_way_back(
    visit: Open, room: Room, role: str, size: tuple[int, int]
) -> None:
    """GO brings its cue to the reading line; scrolled away it says how far, one press returns."""
    script(room)
    tab = visit("prompter", role, size)
    assert tab.evaluate(AWAY) < 0.2
    off = tab.locator(".cc-pr-off")
    playwright.expect(off).to_be_hidden()
    go(room, "a6")
    tab.wait_for_selector(".cc-pr-cue[aria-current]:has-text('a6')")
    assert tab.evaluate(AWAY) < 0.2
    tab.locator(".cc-pr-scroll").evaluate("(box) => { box.scrollTop = 0; }")
    playwright.expect(off).to_contain_text("当前条在下面 · 隔 6 条")
    off.click()
    playwright.expect(off).to_be_hidden()
    assert tab.evaluate(AWAY) < 0.2
    tab.locator(".cc-pr-scroll").evaluate("(box) => { box.scrollTop = box.scrollHeight; }")
    playwright.expect(off).to_contain_text("当前条在上面")
    tab.keyboard.press("Home")
    playwright.expect(off).to_be_hidden()
    assert room.verbs() == []


def test_an_edit_keeps_the_line_at_the_top(visit: Open, room: Room) -> None:
    """A longer line above, a cue put in, a cue taken out, a change below: the top line does not move."""
    script(room)
    tab = visit("prompter", "host", (1366, 768))
    text, top = tab.evaluate(TOP)

    def longer(cues: list[Json]) -> None:
        cues[0]["lines"] = both("改长了的第一句。" * 12, "Longer. " * 30)

    def insert(cues: list[Json]) -> None:
        lines = both("新来的一句", "A new line")
        cues.insert(1, {"id": "new", "kind": "say", "cards": [], "note": None, "lines": lines})

    def remove(cues: list[Json]) -> None:
        del cues[0]

    def below(cues: list[Json]) -> None:
        cues[-1]["lines"] = both("后面改了。" * 20, "Changed. " * 20)

    for change in (longer, insert, remove, below):
        edit(room, change)
        tab.wait_for_timeout(150)
        now_text, now_top = tab.evaluate(TOP)
        assert now_text == text, change.__name__
        assert abs(now_top - top) <= 2, change.__name__


def test_the_desk_mends_a_line_and_the_reader_stays(chromium: Any, tmp_path: Path) -> None:
    """From the desk's page over the journal to the prompter: the line above grows, the top line stays."""
    real = RealRoom(tmp_path)
    real.start()
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    try:
        real.press("start", {"reason": "test"}, cue="")
        segment = next(one for one in real.studio.rooms.rundown(real.show).segments if len(one.cues) > 5)
        real.press("jump", {"cue": segment.cues[5].id}, cue=real.cue)
        reader, desk = context.new_page(), context.new_page()
        for tab, page, role in ((reader, "prompter", "host"), (desk, "producer", "producer")):
            tab.goto(f"http://127.0.0.1:{real.port}{real.path(page, role, page)}")
            tab.wait_for_selector(".cc[data-link=live]:not([data-covered])", state="attached")
        reader.bring_to_front()
        playwright.expect(reader.locator(".cc-pr-cue[aria-current]")).to_be_visible()
        reader.wait_for_function(f"() => ({AWAY})() < 0.2")
        text, top = reader.evaluate(TOP)
        desk.locator(".cc-run-row[data-stand=current] .cc-run-edit").first.click()
        desk.locator(".cc-edit-form textarea").first.fill("改长了的一句。" * 25)
        desk.locator(".cc-edit-form .cc-btn-go").click()
        reader.wait_for_function("() => document.body.textContent.includes('改长了的一句。改长了的一句。')")
        reader.wait_for_timeout(150)  # one layout after the plan
        now_text, now_top = reader.evaluate(TOP)
        assert now_text == text
        assert abs(now_top - top) <= 2
    finally:
        context.close()
        real.stop()


def test_speed_letters_margin_languages_and_mirrors(visit: Open, room: Room) -> None:
    """Keys, pedal and wheel roll; letters and margin change around the line being read; nothing is sent."""
    script(room)
    tab = visit("prompter", "host", (1366, 768))
    place = "document.querySelector('.cc-pr-scroll').scrollTop"
    stood = tab.evaluate(place)
    for _ in range(3):
        tab.keyboard.press("PageDown")
    playwright.expect(tab.locator(".cc-pr-step b").first).to_have_text("3")
    tab.wait_for_function(f"{place} > {stood} + 5")
    tab.mouse.move(600, 300)
    tab.mouse.wheel(0, 120)
    playwright.expect(tab.locator(".cc-pr-step b").first).to_have_text("4")
    tab.keyboard.press("Space")
    playwright.expect(tab.locator(".cc-pr-roll")).to_have_attribute("aria-pressed", "false")
    tab.keyboard.press("Home")
    size = "parseFloat(getComputedStyle(document.querySelector('.cc-pr-text')).fontSize)"
    before = tab.evaluate(size)
    for key in ("+", "+", "]", "l"):
        tab.keyboard.press(key)
    assert tab.evaluate(size) == pytest.approx(before * 1.2)
    assert tab.evaluate(AWAY) < 0.4
    playwright.expect(tab.locator(".cc-pr-en").first).to_be_hidden()
    tab.keyboard.press("x")
    transform = tab.evaluate("getComputedStyle(document.querySelector('.cc-pr-stage')).transform")
    assert transform == "matrix(-1, 0, 0, 1, 0, 0)"
    assert tab.evaluate("getComputedStyle(document.querySelector('.cc-pr-bar')).transform") == "none"
    assert room.commands == []
    tab.reload()
    tab.wait_for_selector(".cc[data-mirror-x][data-link=live]")
    assert tab.evaluate(size) == pytest.approx(before * 1.2)


def test_keys_are_safe_while_text_is_composed(visit: Open, room: Room) -> None:
    """An input method that composes changes neither speed nor letters."""
    script(room)
    tab = visit("prompter", "host", (1366, 768))
    shown = "[...document.querySelectorAll('.cc-pr-step b')].map((el) => el.textContent)"
    before = tab.evaluate(shown)
    tab.evaluate("""() => ['PageDown', '+', 'x', ' '].forEach((key) => {
      const press = { key, bubbles: true, composed: true, isComposing: true };
      document.querySelector('.cc-pr-scroll').dispatchEvent(new KeyboardEvent('keydown', press));
    })""")
    assert tab.evaluate(shown) == before
    assert tab.locator(".cc[data-mirror-x]").count() == 0


def test_a_message_and_an_emergency_reach_the_reader(visit: Open, room: Room) -> None:
    """The host acknowledges with M; an emergency's line covers the script until it is over."""
    script(room)
    room.state["messages"] = [{"id": "m1", "at": now(), "by": "小林", "target": "host", "shown": None,
                               "acked": None, "text": both("喊最后一轮", "Last call")}]
    room.state["emergency"] = {"kind": "network", "since": now(), "by": "小林"}
    tab = visit("prompter", "host", (1366, 768))
    playwright.expect(tab.locator(".cc-pr-trouble")).to_contain_text("网络有点卡")
    playwright.expect(tab.locator(".cc-band")).to_be_visible()
    tab.keyboard.press("m")
    tab.wait_for_selector(".cc-band", state="hidden")
    assert [one["verb"] for one in room.commands] == ["shown", "acked"]
