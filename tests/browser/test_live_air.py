"""Tools of the air in a real browser: words, sheets, hold, emergencies, keys, rehearsal, overlay."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from studio.room_settings import RoomSettings
from tests.browser.scripted_room import Room, both, now
from tests.browser.test_live_pages_look import CUT, SIZES, settled

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
Open = Callable[..., Any]
LONG_NAME = "一个名字很长的导播助理"
WORD = {
    "id": "w1", "sku": "S", "headword": "incomprehensibilities", "gloss": "难以理解的事物",
    "pinyin": ["nán", "yǐ", "lǐ", "jiě", "de", "shì", "wù"], "ipa": "ɪnˌkɒmprɪˌhensəˈbɪlətiz", "level": "C2",
    "level_source": "est.", "pos": "NOUN", "hook": both("一个很长的提示", "A hook of some length"),
    "example": both("例句", "An example"), "selling_line": both(None, None), "evidence": "generic",
    "quote": None, "check": True, "status": "draft", "face": None,
}
DETAIL = {
    **WORD, "lemma": "incomprehensibility", "ipa_us": WORD["ipa"], "ipa_gb": WORD["ipa"], "tags": ["六级"],
    "alternatives": ["无法理解之事", "费解"], "product": both("商品", "Product"),
    "hooks": [
        {"kind": "family", "text": both("词根", "comprehend → incomprehensible"), "source": "affix table"},
    ],
}
REPAIRS = [
    {"kind": "skip", "label": both("跳过一个环节", "Skip an item"), "verb": "skip", "args": {"segment": "s2"},
     "what": both("跳过「一个名字很长的环节」，之后准点", "Skip “a long name”, then on time"), "gain": 1,
     "offset": 0, "enough": True},
]


def answer(tab: Any, asked: list[tuple[str, str]]) -> None:
    """Answer what the screens ask beside their socket, and note it."""

    def reply(route: Any) -> None:
        request = route.request
        asked.append((request.method, request.url))
        if "/word" in request.url and request.method == "POST":
            body: dict[str, Any] = {"card": WORD}
        elif "/word" in request.url:
            body = {"cards": [WORD]}
        elif "/card" in request.url:
            body = DETAIL
        else:
            body = {"repairs": REPAIRS}
        route.fulfill(status=200, content_type="application/json", body=json.dumps(body))

    tab.route(re.compile(r"/live/(word|card|repairs|rehearsal)\?"), reply)


def sent(room: Room, count: int = 1) -> list[tuple[str, dict[str, Any]]]:
    """The commands that arrived as (verb, args)."""
    room.verbs(count)
    return [(one["verb"], one["args"]) for one in room.commands if one["verb"] != "shown"]


def test_a_word_goes_up_beside_those_that_stand(visit: Open, room: Room) -> None:
    """Typed in the middle of the air it is found, saved and shown; typing and composing move no show."""
    room.state["board"]["revealed"] = 1
    tab, asked = visit("producer", "producer"), []
    answer(tab, asked)
    tab.keyboard.press("/")
    field = tab.locator(".cc-lookup-form input")
    playwright.expect(field).to_be_focused()
    client = tab.context.new_cdp_session(tab)
    client.send("Input.imeSetComposition", {"text": "r k p", "selectionStart": 5, "selectionEnd": 5})
    client.send("Input.insertText", {"text": "桃子"})
    field.press("Space")
    field.press("ArrowRight")
    playwright.expect(tab.locator(".cc-lookup-row b")).to_have_text("incomprehensibilities")
    playwright.expect(tab.locator(".cc-lookup-row .cc-chip")).to_have_text("词典 · 请核对")
    assert all(method == "GET" for method, _ in asked)
    tab.locator(".cc-lookup-up").click()
    playwright.expect(tab.locator(".cc-sheet-lookup")).to_be_hidden()
    cards = ["k1", "w1", "k2", "k3"]
    assert sent(room) == [("board_show", {"cards": cards, "revealed": 2})]
    assert [method for method, url in asked if "/word" in url][-1] == "POST"


def test_the_host_reads_a_word_without_leaving_the_air(visit: Open, room: Room) -> None:
    """Sounds, family, examples and sources lie beside the script; GO still works under the sheet."""
    tab, asked = visit("host", "host"), []
    answer(tab, asked)
    tab.locator(".cc-card").nth(1).click()
    sheet = tab.locator(".cc-sheet-detail")
    playwright.expect(sheet).to_contain_text("来源：affix table")
    playwright.expect(sheet).to_contain_text("六级")
    assert asked[-1][1].endswith("id=k2")
    above = tab.evaluate("""() => ['.cc-sheet-detail', '.cc-lines', '.cc-clock-big'].map((name) => {
      const box = document.querySelector(name).getBoundingClientRect();
      return [box.left, box.top, box.right, box.bottom];
    })""")
    (left, top, _, _), lines, clock = above
    assert lines[2] <= left or lines[3] <= top, "the sheet lies over the script"
    assert clock[3] <= top, "the sheet lies over the clock"
    tab.keyboard.press("PageDown")
    assert sent(room)[0][0] == "go"
    tab.keyboard.press("Escape")
    tab.keyboard.press("d")
    playwright.expect(sheet).to_be_visible()
    tab.locator(".cc-sheet-detail .cc-sheet-shut").click()
    playwright.expect(sheet).to_be_hidden()


def test_hold_and_emergency_on_the_host(visit: Open, room: Room) -> None:
    """K holds; an emergency takes two presses, shows what the desk does and the way back."""
    room.state["emergency"] = None
    tab = visit("host", "host")
    tab.keyboard.press("k")
    assert sent(room) == [("hold", {})]
    tab.locator(".cc-emerg-open").click()
    tab.locator(".cc-emerg[data-kind=network]").click()
    assert sent(room, 2)[1] == ("emergency", {"kind": "network"})
    held = {**room.state, "hold": {"since": now(), "by": LONG_NAME}, "paused": now(),
            "emergency": {"kind": "network", "since": now(), "by": LONG_NAME}}
    room.seq += 1
    room.tell({"t": "change", "now": now(), "seq": room.seq, "state": held})
    playwright.expect(tab.locator(".cc-seg-held")).to_have_text(f"{LONG_NAME} 让先别动")
    playwright.expect(tab.locator(".cc-line-zh")).to_contain_text("网络有点卡")
    tab.locator(".cc-emerg-open").click()
    playwright.expect(tab.locator(".cc-emerg-steps li")).to_have_count(3)
    tab.locator(".cc-emerg-resume").click()
    assert sent(room, 3)[2] == ("resume", {})
    for width, height in SIZES:
        tab.set_viewport_size({"width": width, "height": height})
        assert settled(tab, CUT) == [], width


def test_the_desk_steers_time_lines_beats_and_layers(visit: Open, room: Room) -> None:
    """Each sheet sends its command; opening one closes the other; Escape sends nothing."""
    room.state.update(boards=[["k1"], ["k2", "k3"]], layers={}, beats=[], loop=None, hold=None)
    tab, asked = visit("producer", "producer"), []
    answer(tab, asked)
    tab.get_by_role("button", name="定时与循环").click()
    tab.locator(".cc-field-t").fill("23:59")
    tab.locator(".cc-steer-form button").first.click()
    verb, args = sent(room)[0]
    assert verb == "finish_at" and now() < args["at"] <= now() + 24 * 3_600_000
    tab.locator(".cc-steer-loop select").nth(1).select_option("s2")
    tab.locator(".cc-steer-loop button").first.click()
    assert sent(room, 2)[1] == ("loop", {"from": "s1", "to": "s2"})
    tab.get_by_role("button", name="改台词", exact=True).click()
    assert tab.locator(".cc-sheet:visible").count() == 1
    tab.locator(".cc-edit-form textarea").first.fill("今晚只有 {stock} 箱")
    tab.locator(".cc-edit-form .cc-btn-go").click()
    verb, args = sent(room, 3)[2]
    assert (verb, args["cue"], args["text"]["zh"]) == ("edit", "c1", "今晚只有 {stock} 箱")
    assert args["was"] == room.plan["segments"][0]["cues"][0]["lines"]
    tab.get_by_role("button", name="定时提醒").click()
    tab.locator(".cc-beat-ready button").first.click()
    assert sent(room, 4)[3][1]["every_ms"] == 20 * 60_000
    tab.locator(".cc-beat-form input").first.fill("喝水")
    tab.locator(".cc-beat-form input[type=number]").fill("15")
    tab.locator(".cc-beat-form .cc-btn").click()
    verb, args = sent(room, 5)[4]
    assert (verb, args["label"]["zh"], args["every_ms"]) == ("beat_set", "喝水", 15 * 60_000)
    tab.get_by_role("button", name="直播浮层").click()
    tab.locator(".cc-layer").nth(2).get_by_role("button", name="关").click()
    assert sent(room, 6)[5] == ("overlay", {"layer": "price", "mode": "off"})
    tab.get_by_role("button", name="最近板书").click()
    tab.locator(".cc-lastboards button").first.click()
    assert sent(room, 7)[6] == ("board_show", {"cards": ["k2", "k3"], "revealed": 2})
    tab.get_by_role("button", name=re.compile("怎么追")).click()
    tab.locator(".cc-repairs button").click()
    assert sent(room, 8)[7] == ("skip", {"segment": "s2"})
    tab.keyboard.press("Escape")
    assert len(sent(room, 8)) == 8


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_are_whole_and_clean(visit: Open, room: Room, lang: str) -> None:
    """With the longest texts nothing in a sheet is cut at any size, and axe finds nothing serious."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    beat = {"id": "b", "label": both("一个名字很长很长的定时提醒" * 2, "A beat with a long name " * 2),
            "every_ms": 1_200_000, "due": now() - 5000}
    room.state.update(boards=[["k1", "k2", "k3"]], layers={"price": "off"}, beats=[beat],
                      hold={"since": now(), "by": LONG_NAME},
                      loop={"from": "s1", "to": "s2", "at": now(), "by": LONG_NAME})
    tab, asked = visit("producer", "producer", SIZES[0], f"&lang={lang}"), []
    answer(tab, asked)
    count = tab.locator(".cc-tools button").count()
    assert count == 7
    for at in range(count):
        tab.set_viewport_size({"width": 360, "height": 740})
        # By key or by script: on a phone a sheet covers the row of tools.
        tab.locator(".cc-tools button").nth(at).evaluate("(button) => button.click()")
        playwright.expect(tab.locator(".cc-sheet:visible")).to_have_count(1)
        if at == 0:
            tab.locator(".cc-lookup-form input").fill("word")
            playwright.expect(tab.locator(".cc-lookup-row")).to_have_count(1)
        for width, height in (SIZES[0], SIZES[3]):
            tab.set_viewport_size({"width": width, "height": height})
            assert settled(tab, CUT) == [], (at, width)
        if lang == "en":
            continue  # names, contrast and landmarks do not depend on the language
        found = axe.Axe().run(tab).response["violations"]
        grave = [one for one in found if one["impact"] in ("serious", "critical")]
        assert [(one["id"], one["nodes"][0]["html"]) for one in grave] == [], at


def test_the_keys_of_the_room(visit: Open, room: Room) -> None:
    """A room's own keys act, those they replaced do not, and the help sheet says so."""
    room.plan["room"] = RoomSettings(keys={"go": ("b",), "hold": ("F2",)}).to_json()
    tab = visit("producer", "producer")
    for key in ("Space", "PageDown", "k"):
        tab.keyboard.press(key)
    tab.keyboard.press("b")
    assert [verb for verb, _ in sent(room)] == ["go"]
    tab.keyboard.press("F2")
    assert [verb for verb, _ in sent(room, 2)] == ["go", "hold"]
    tab.keyboard.press("3")
    preset = room.plan["room"]["presets"][2]
    assert sent(room, 3)[2] == ("message", {"text": preset, "target": "host"})
    tab.keyboard.press("?")
    row = tab.locator(".cc-help-list > div", has_text="下一条").first
    playwright.expect(row.locator("dt")).to_have_text("B")


def test_the_desk_jumps_to_any_cue(visit: Open, room: Room) -> None:
    """Each line of each segment has its own jump: one press asks, the second goes, then it asks anew."""
    tab = visit("producer", "producer")
    on_air = tab.locator(".cc-run-row[data-stand=current] .cc-run-cues li")
    assert on_air.count() == len(room.plan["segments"][0]["cues"])
    playwright.expect(on_air.first.locator(".cc-run-jump")).to_be_hidden()
    later = tab.locator(".cc-run-row").nth(1)
    later.locator(".cc-run-more").click()
    jump = later.locator(".cc-run-cues li").last.locator(".cc-run-jump")
    jump.click()
    playwright.expect(jump).to_have_text("再按一次跳转")
    assert settled(tab, CUT) == []
    assert room.commands == []
    jump.click()
    last = room.plan["segments"][1]["cues"][-1]["id"]
    assert sent(room) == [("jump", {"cue": last})]
    playwright.expect(jump).to_have_text("")


def test_the_desk_reads_when_the_next_segment_must_start(visit: Open, room: Room) -> None:
    """Counted back from a hard start behind it; too late for that, it says so with a sign and a colour."""
    first, second = room.plan["segments"]
    cue = {"id": "c99", "kind": "say", "lines": both("整点", "On the hour"), "cards": [], "note": None}
    hard = now() + 3_600_000
    third = {**second, "id": "s3", "title": both("整点抽奖", "Draw"), "hard_start": hard, "cues": [cue]}
    second["hard_start"] = None
    room.plan["segments"] = [first, second, third]
    room.plan["zone"] = "Asia/Shanghai"
    tab = visit("producer", "producer")
    must = tab.locator(".cc-run-row").nth(1).locator(".cc-run-must")
    by = datetime.fromtimestamp((hard - second["duration_ms"]) / 1000, ZoneInfo("Asia/Shanghai"))
    playwright.expect(must).to_have_text(f"最晚 {by:%H:%M} 开始")
    assert must.get_attribute("data-late") is None
    third["hard_start"] = now() + 1000
    room.tell({"t": "plan", "now": now(), "n": 2, "plan": room.plan})
    playwright.expect(must).to_have_attribute("data-late", "")
    assert settled(tab, CUT) == []


def test_a_rehearsal_is_unmistakable(visit: Open, room: Room) -> None:
    """The bar and the frame say so, the clock runs at the practised speed, and only the desk sets it."""
    wall = now()
    room.plan["rehearsal"] = {"speed": 20, "began": wall, "show_time": room.state["started"]}
    room.state["runs"][0]["kickoff"] = room.state["started"]
    tab, asked = visit("producer", "producer", query="&rehearse=1"), []
    answer(tab, asked)
    bar = tab.locator(".cc-rh")
    playwright.expect(bar).to_contain_text("彩排 · 20×")
    tab.wait_for_function("() => document.querySelector('.cc-t-elapsed dd').textContent >= '0:00:30'")
    assert now() - wall < 25_000, "thirty practised seconds take one and a half"
    tab.get_by_role("button", name="5×", exact=True).click()
    tab.wait_for_timeout(100)
    assert asked[-1][0] == "POST" and "rehearse=1" in asked[-1][1]
    other = visit("host", "host", query="&rehearse=1")
    playwright.expect(other.locator(".cc-rh")).to_be_visible()
    playwright.expect(other.locator(".cc-rh-speeds")).to_be_hidden()


def test_the_overlay_follows_cues_and_desk(visit: Open, room: Room) -> None:
    """By cue: board, name, price once it is open; the desk overrides; cut off, everything fades."""
    tab = visit("overlay", "viewer", (1920, 1080))

    def shown() -> list[str]:
        return list(tab.evaluate(
            "[...document.querySelectorAll('.cc-ov > [data-on]')].map((el) => el.className.slice(6))"
        ))

    def become(**state: object) -> None:
        room.seq += 1
        room.state.update(state)
        room.tell({"t": "change", "now": now(), "seq": room.seq, "state": room.state})
        tab.wait_for_timeout(400)

    assert shown() == ["panel"]
    become(board=None)
    assert shown() == ["lower"]
    become(cue="c2", products={"S": {"stage": "open", "at": now(), "by": "x"}})
    assert shown() == ["price"]
    playwright.expect(tab.locator(".cc-ov-now")).to_have_text("¥269.00")
    playwright.expect(tab.locator(".cc-ov-was")).to_contain_text("¥399.00")
    script = {"layers": {"price": "off", "lower": "on"}}  # the note of the cue before says so
    room.plan["segments"][0]["cues"][0] |= script
    room.tell({"t": "plan", "now": now(), "n": 2, "plan": room.plan})
    become(layers={})
    assert shown() == ["lower"]
    become(layers={"lower": "off", "price": "on"})
    assert shown() == ["price"]
    become(layers={"price": "off", "countdown": "on", "lower": "on"})
    assert shown() == ["lower", "countdown"]
    for size in ((1920, 1080), (1080, 1920)):
        tab.set_viewport_size({"width": size[0], "height": size[1]})
        assert settled(tab, CUT) == [], size
    room.muted = True
    playwright.expect(tab.locator(".cc-ov > [data-on]")).to_have_count(0, timeout=15_000)


def test_two_screens_share_the_host(visit: Open, room: Room) -> None:
    """One holds the script, the other the board and the numbers; clock and GO are on both."""
    tab = visit("host", "host", (1920, 1080), "&layout=script")
    playwright.expect(tab.locator(".cc-lines")).to_be_visible()
    playwright.expect(tab.locator(".cc-boardbox")).to_be_hidden()
    tab.get_by_role("button", name="板书数据屏").click()
    playwright.expect(tab.locator(".cc-boardbox")).to_be_visible()
    playwright.expect(tab.locator(".cc-counters")).to_be_visible()
    playwright.expect(tab.locator(".cc-lines")).to_be_hidden()
    for width, height in ((1920, 1080), (1366, 768), (768, 1024)):
        tab.set_viewport_size({"width": width, "height": height})
        assert settled(tab, CUT) == [], width
        for part in (".cc-clock-big", ".cc-acts .cc-btn-go"):
            playwright.expect(tab.locator(part)).to_be_visible()
