"""The look of the live pages in a real browser: nothing cut, nothing jumps, nothing lies, keys are safe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from live.emergency import EMERGENCY_CARDS
from live.strip import LEGAL, STAGE_LABELS
from tests.browser.scripted_room import Room, both, now

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
SIZES = ((360, 740), (390, 844), (768, 1024), (1366, 768), (1920, 1080))
Open = Callable[..., Any]

#: Elements whose text is cut: it reaches beyond a box that hides it. A box that scrolls shows everything,
#: names in lists may end in an ellipsis, texts for readers only are hidden on purpose.
CUT = """() => [...document.querySelectorAll('.cc *')].filter((el) => {
  if (!el.clientWidth || el.closest('[hidden], .cc-sr, .cc-note, .cc-toast, .cc-line-text')) return false;
  const style = getComputedStyle(el);
  if (style.overflowX === 'visible' || style.textOverflow === 'ellipsis') return false;
  const scrolls = ['auto', 'scroll'].includes(style.overflowY);
  return el.scrollWidth > el.clientWidth + 2 || (!scrolls && el.scrollHeight > el.clientHeight + 4);
}).map((el) => `${el.className} ${el.scrollWidth}/${el.clientWidth} ${el.scrollHeight}/${el.clientHeight}`)"""

#: Parts of cards that reach beyond the window.
OUTSIDE = """() => [...document.querySelectorAll('.cc-card-word, .cc-card-read > *, .cc-syl, .cc-card-hook')]
  .map((el) => [el, el.getBoundingClientRect()])
  .filter(([, b]) => b.width && (b.left < 0 || b.top < 0 || b.right > innerWidth || b.bottom > innerHeight))
  .map(([el]) => el.className + el.textContent)"""
#: Left, top, right and bottom of the element a selector finds.
BOX = """(selector) => {
  const box = document.querySelector(selector).getBoundingClientRect();
  return [box.left, box.top, box.right, box.bottom];
}"""


def settled(tab: Any, script: str) -> list[str]:
    """What a script still finds once the page had time to fit itself to its window."""
    found: list[str] = []
    for _ in range(20):
        tab.wait_for_timeout(150)
        found = tab.evaluate(script)
        if not found:
            break
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("page", "role"),
    [("host", "host"), ("producer", "producer"), ("board", "viewer"), ("overlay", "viewer"),
     ("prompter", "host"), ("assistant", "assistant")],
)
def test_nothing_is_cut(visit: Open, page: str, role: str, lang: str) -> None:
    """The longest lines, words and numbers are readable in whole at every size, in both languages."""
    tab = visit(page, role, SIZES[0], f"&lang={lang}")
    for width, height in SIZES:
        tab.set_viewport_size({"width": width, "height": height})
        assert settled(tab, CUT) == [], (page, width)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("theme", ["chalk", "paper"])
def test_a_board_keeps_every_card_inside(visit: Open, theme: str) -> None:
    """On 16:9, 9:16 and 1:1 each part of each card lies within the board."""
    tab = visit("board", "viewer", (1920, 1080), f"&theme={theme}")
    for width, height in ((1920, 1080), (1080, 1920), (1080, 1080), (360, 640)):
        tab.set_viewport_size({"width": width, "height": height})
        assert settled(tab, OUTSIDE) == [], (width, height)


@pytest.mark.parametrize(("page", "role", "size"), [
    ("host", "host", (1366, 768)), ("host", "host", (390, 844)), ("producer", "producer", (1366, 768)),
    ("producer", "producer", (390, 844)), ("board", "viewer", (1920, 1080)),
    ("overlay", "viewer", (1920, 1080)), ("prompter", "host", (1366, 768)),
    ("prompter", "viewer", (390, 844)),
    ("assistant", "assistant", (1366, 768)), ("assistant", "assistant", (390, 844)),
])
def test_axe_finds_nothing_serious(visit: Open, page: str, role: str, size: tuple[int, int]) -> None:
    """Names, contrast, landmarks and headings are in order."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    found = axe.Axe().run(visit(page, role, size)).response["violations"]
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    assert [(one["id"], one["nodes"][0]["html"]) for one in grave] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("page", "role"), [("producer", "producer"), ("assistant", "assistant")])
def test_the_list_before_air_is_whole_and_clean(
    visit: Open, room: Room, page: str, role: str, lang: str
) -> None:
    """Before air nothing is cut at any size and axe finds nothing serious, with red and overdue items."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    checks = {"links": {"mark": "ok", "at": now(), "by": "小王"},
              "devices": {"mark": "problem", "at": now(), "by": "一个名字很长的导播助理"}}
    room.plan["start"] = now() + 25 * 60_000
    room.state.update(phase="preshow", cue="", segment="", started=None, runs=[], board=None, checks=checks,
                      undo={"seq": 3, "verb": "check", "by": "一个名字很长的导播助理", "at": now()})
    tab = visit(page, role, SIZES[0], f"&lang={lang}")
    for width, height in SIZES:
        tab.set_viewport_size({"width": width, "height": height})
        assert settled(tab, CUT) == [], width
        if width < 900 and page == "producer":
            tab.locator(".cc-tab").first.click()
            assert settled(tab, CUT) == [], ("list", width)
    found = axe.Axe().run(tab).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


@pytest.mark.parametrize(("page", "role"), [
    ("host", "host"), ("producer", "producer"), ("prompter", "host"), ("assistant", "assistant"),
])
def test_the_sheet_of_keys_lists_every_screen(visit: Open, page: str, role: str) -> None:
    """`?` opens the sheet: own keys first, then those of every other screen; Escape closes it."""
    tab = visit(page, role, (1366, 768))
    tab.keyboard.press("?")
    titles = tab.locator(".cc-help-part").all_inner_texts()
    assert set(titles) == {"主播屏", "导播台", "提词屏", "助播屏"}
    own = {"host": "主播屏", "producer": "导播台", "prompter": "提词屏", "assistant": "助播屏"}
    assert titles[0] == own[page]
    assert tab.evaluate(CUT) == []
    tab.keyboard.press("Escape")
    playwright.expect(tab.locator(".cc-keys")).to_be_hidden()


def test_nothing_moves_when_numbers_grow(visit: Open, room: Room) -> None:
    """A counter that gains six digits leaves every other box where it was."""
    tab = visit("host", "host")
    places = """() => [...document.querySelectorAll('.cc-stat, .cc-clocks, .cc-lines, .cc-next, .cc-acts')]
      .map((el) => JSON.stringify(el.getBoundingClientRect()))"""
    before = tab.evaluate(places)
    big = {**room.counters["show"], "paid_minor": 1_284_563_120, "units": 1_304_522, "orders": 128_456}
    room.tell({"t": "counters", "now": now(), "counters": {**room.counters, "show": big}})
    playwright.expect(tab.locator(".cc-counters")).to_contain_text("¥12,845,631")
    assert tab.evaluate(places) == before
    assert tab.evaluate(CUT) == []


def test_a_message_covers_neither_script_nor_clocks(visit: Open, room: Room) -> None:
    """It lies over the screen, pushes nothing, is receipted when shown and goes with one tap."""
    for size in ((1366, 768), (390, 844)):
        tab = visit("host", "host", size)
        lines = tab.evaluate(BOX, ".cc-lines")
        message = {"id": f"m{size[0]}", "at": now(), "by": "小林", "target": "host", "shown": None,
                   "acked": None, "text": both("喊最后一轮", "Last call")}
        room.seq += 1
        state = {**room.state, "messages": [message]}
        room.tell({"t": "change", "now": now(), "seq": room.seq, "state": state})
        tab.wait_for_selector(".cc-band:not([hidden])")
        assert tab.evaluate(BOX, ".cc-lines") == lines
        band = tab.evaluate(BOX, ".cc-band")
        for other in (lines, tab.evaluate(BOX, ".cc-clock-big")):
            assert band[3] <= other[1] or band[1] >= other[3] or band[2] <= other[0] or band[0] >= other[2]
        tab.click(".cc-band-ok")
        tab.wait_for_selector(".cc-band", state="hidden")
        room.verbs(1)
        sent = [(one["verb"], one["args"]["message"]) for one in room.commands]
        assert sent[-2:] == [("shown", message["id"]), ("acked", message["id"])]
        tab.close()


def test_a_key_acts_once_and_never_while_text_is_written(visit: Open, room: Room) -> None:
    """Held keys, composition and text fields send nothing; Escape never does; one press is one GO."""
    tab = visit("producer", "producer")
    tab.keyboard.press("Space")
    assert room.verbs(1) == ["go"]
    assert room.commands[0]["expects"] == {"cue": "c1"}
    tab.keyboard.down("ArrowRight")
    for _ in range(5):
        tab.keyboard.down("ArrowRight")
    tab.keyboard.up("ArrowRight")
    tab.keyboard.press("Escape")
    assert room.verbs(2) == ["go", "go"]
    field = tab.locator(".cc-compose input").first
    field.click()
    composing = {"text": "ni", "selectionStart": 2, "selectionEnd": 2}
    tab.context.new_cdp_session(tab).send("Input.imeSetComposition", composing)
    for key in ("Space", "ArrowRight", "PageDown", "1", "r", "p"):
        tab.keyboard.press(key)
    assert room.verbs(2) == ["go", "go"]


def test_a_show_ends_only_by_holding(visit: Open, room: Room) -> None:
    """A press of 0.3 s does nothing, one of more than a second ends the show."""
    tab = visit("producer", "producer")
    box = tab.locator(".cc-hold").bounding_box()
    tab.mouse.move(box["x"] + 20, box["y"] + 10)
    tab.mouse.down()
    tab.wait_for_timeout(300)
    tab.mouse.up()
    tab.wait_for_timeout(1000)
    assert room.verbs() == []
    tab.mouse.down()
    tab.wait_for_timeout(1300)
    tab.mouse.up()
    assert room.verbs(1) == ["end"]


def test_a_screen_cut_off_says_so_and_sends_nothing(visit: Open, room: Room) -> None:
    """Silence shows within 3 s; a press then is not sent, neither now nor later; the line heals by itself."""
    tab = visit("host", "host")
    room.muted = True
    tab.wait_for_selector(".cc[data-link=cut]", timeout=6000)
    tab.keyboard.press("Space")
    playwright.expect(tab.locator(".cc-toast")).to_contain_text("没有发出")
    room.muted = False
    tab.wait_for_selector(".cc[data-link=live]", timeout=9000)
    tab.wait_for_timeout(300)
    assert room.verbs() == []


def test_an_overlay_cut_off_fades(visit: Open, room: Room) -> None:
    """The audience sees the board or nothing, never an old one."""
    tab = visit("overlay", "viewer")
    playwright.expect(tab.locator(".cc-ov-panel")).to_be_visible()
    room.muted = True
    playwright.expect(tab.locator(".cc-ov-panel")).to_be_hidden(timeout=4000)
    ground = tab.evaluate("getComputedStyle(document.querySelector('.cc')).backgroundColor")
    assert ground == "rgba(0, 0, 0, 0)"


def test_a_refused_link_says_so(chromium: Any, room: Room) -> None:
    """A link that is no longer valid shows that and no show."""
    tab = chromium.new_page()
    tab.goto(f"{room.url}/live/host?t=revoked&lang=zh")
    playwright.expect(tab.locator(".cc-cover")).to_contain_text("链接已失效")
    assert tab.locator(".cc-script").is_hidden()
    tab.close()


def test_a_module_lives_in_a_shadow_root(chromium: Any, room: Room) -> None:
    """The host screen brings its styles into a shadow root, and leaves nothing behind."""
    tab = chromium.new_page(viewport={"width": 1200, "height": 700})
    tab.goto(f"{room.url}/shadow")
    playwright.expect(tab.locator(".cc-line-zh")).to_be_visible()
    frame = "document.querySelector('#a').shadowRoot.querySelector('.cc')"
    assert tab.evaluate(f"getComputedStyle({frame}).height") == "600px"
    tab.evaluate("unmount()")
    assert tab.evaluate("document.querySelector('#a').shadowRoot.textContent") == ""
    tab.close()


def test_screens_and_rules_say_the_same(visit: Open) -> None:
    """Stages, their legal steps and the emergency lines on screen are those of the live room."""
    texts = visit("board", "viewer").evaluate(
        "import('/live/js/texts.js').then(({ STAGES, EMERGENCIES }) => ({ STAGES, EMERGENCIES }))"
    )
    for stage, label in STAGE_LABELS.items():
        shown = texts["STAGES"][stage]
        assert (shown["zh"], shown["en"], set(shown["to"])) == (label.zh, label.en, set(LEGAL[stage]))
    assert set(texts["EMERGENCIES"]) == set(EMERGENCY_CARDS)
    for kind, card in EMERGENCY_CARDS.items():
        assert texts["EMERGENCIES"][kind]["line"] == both(card.line.zh, card.line.en)
        assert texts["EMERGENCIES"][kind]["label"] == both(card.label.zh, card.label.en)
