"""The review desk in a real browser: by keyboard alone, by two people at once, through a reload."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from studio.sample_show import open_sample
from studio.studio import Studio
from tests.browser.server import Server

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
#: A press goes to the server and back; on a busy machine that takes seconds.
WAIT = 30_000
#: Cards of the sample that wait for a decision when the tests begin: the first five products'.
WAITING = 25


@pytest.fixture(scope="module")
def sample(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose store holds the sample with its first cards reopened."""
    held = Server(tmp_path_factory.mktemp("review"))
    studio = Studio(held.database)
    open_sample(studio)
    boards = studio.boards.by_product()
    keys = [(sku, card.id) for sku in studio.catalogue.products() for card in boards[sku]]
    studio.boards.decide(keys[:WAITING], "draft", by="t")
    first = studio.boards.of_product(keys[0][0])[0]
    studio.boards.put(replace(first, alternatives=("蜜桃", "桃子")), by="t")
    studio.close()
    held.start()
    yield held
    held.stop()


@pytest.fixture
def visit(chromium: Browser, sample: Server) -> Iterator[Any]:
    """Open the desk as somebody, in a browser of their own."""
    contexts = []

    def go(name: str, query: str = "") -> Page:
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        contexts.append(context)
        context.add_cookies([{"name": "cc_actor", "value": quote(name), "url": sample.url}])
        page = context.new_page()
        page.goto(f"{sample.url}/cards{query}")
        ready(page)
        return page

    yield go
    for context in contexts:
        context.close()


def ready(page: Page) -> None:
    """Wait until the desk stands."""
    page.wait_for_selector(IDLE, timeout=30_000)
    page.locator("[data-card]").first.wait_for(timeout=WAIT)


#: Whether the first of what a selector finds is a text, or says it among others.
IS = "([where, what]) => document.querySelector(where)?.textContent === what"
SAYS = "([where, what]) => document.querySelector(where)?.textContent.includes(what)"
#: Whether all of these cards are approved.
DONE = "(keys) => keys.every((key) => document.querySelector(`[data-card='${key}'] .r-done`))"


def until(page: Page, true: str, arg: Any) -> None:
    """Wait until a function of the page is true of `arg`.

    On a page of this size an `expect` that is not true at once costs seconds: at each look it writes down the
    whole page for its report.
    """
    page.wait_for_function(true, arg=arg, timeout=WAIT)


def studio_of(server: Server) -> Studio:
    """The server's store, read beside it."""
    return Studio(server.database)


def test_twenty_cards_by_keyboard_only(visit: Any, sample: Server) -> None:
    """Walk and approve twenty drafts with j and a, faster than the page follows; one step back with z.

    A quick hand loses nothing: the store has exactly these twenty steps, in the order they were pressed.
    """
    page = visit("小林")
    rows = page.locator("[data-card]")
    walked = [rows.nth(number).get_attribute("data-card") for number in range(20)]
    rows.first.focus()
    for key in "aj" * 20:
        page.keyboard.press(key)
    until(page, DONE, walked)
    until(page, SAYS, [".cc-small", "待审 5 张"])
    page.keyboard.press("z")
    until(page, SAYS, [".cc-small", "待审 6 张"])
    until(page, SAYS, [".r-last", "已撤销"])
    studio = studio_of(sample)
    steps = [step for step in studio.boards.history(limit=40) if step.by == "小林"]
    held = studio.boards.by_product()
    status = {f"{sku}/{card.id}": card.status for sku, cards in held.items() for card in cards}
    studio.close()
    assert [status[str(key)] for key in walked] == ["approved"] * 19 + ["draft"]
    assert [step.kind for step in steps] == ["approve"] * 20
    assert [step.undone_by for step in steps] == ["小林", *[None] * 19]


def test_every_key_of_the_desk(visit: Any) -> None:
    """Edit, other gloss by its number, order, more, split, face: each opens, acts and closes by key alone."""
    page = visit("阿禾")
    row = page.locator("[data-sku=P001] [data-card]").first
    row.focus()
    page.keyboard.press("r")
    expect(row.locator(".r-alts button").first).to_be_focused(timeout=WAIT)
    page.keyboard.press("1")
    until(page, IS, ["[data-sku=P001] [data-card] .r-gloss", "蜜桃"])
    page.locator("[data-sku=P001] [data-card]").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    until(page, IS, ["[data-sku=P001] [data-card]:nth-of-type(2) .r-gloss", "蜜桃"])
    page.keyboard.press("z")
    until(page, IS, ["[data-sku=P001] [data-card] .r-gloss", "蜜桃"])
    page.locator("[data-sku=P001] [data-card]").first.focus()
    for key, shape in (("o", ".r-more"), ("s", ".r-form >> nth=1"), ("m", ".r-forms"), ("f", ".r-face")):
        page.keyboard.press(key)
        page.locator(f"[data-sku=P001] [data-card] {shape}").first.wait_for(timeout=WAIT)
        page.keyboard.press("Escape")
        expect(page.locator("[data-sku=P001] [data-card]").first).to_be_focused(timeout=WAIT)
    page.keyboard.press("f")
    page.locator(".r-face select").select_option("pair")
    page.locator(".r-face [name=other]").fill("beach")
    page.locator(".r-face [name=other]").press("Enter")
    until(page, SAYS, ["[data-sku=P001] [data-card] .r-chips", "易混"])
    page.locator("[data-sku=P001] [data-card]").first.focus()
    page.keyboard.press("b")
    board = page.locator("[data-sku=P001] .r-board")
    expect(board.locator(".cc-face-other")).to_have_text("beach", timeout=WAIT)


def test_two_planners_edit_the_same_card(visit: Any, sample: Server) -> None:
    """The second sees both texts and chooses; nothing is overwritten unseen."""
    one, two = visit("小林"), visit("阿禾")
    card = "[data-sku=P002] [data-card]"
    for page, gloss in ((one, "第一版"), (two, "第二版")):
        page.locator(card).first.focus()
        page.keyboard.press("e")
        page.locator(f"{card} [name=gloss]").fill(gloss)
    one.locator(f"{card} [name=gloss]").press("Enter")
    until(one, IS, [f"{card} .r-gloss", "第一版"])
    two.locator(f"{card} [name=gloss]").press("Enter")
    clash = two.locator(".r-clash")
    for words in ("小林 存的", "第一版", "第二版"):
        until(two, SAYS, [".r-clash", words])
    until(two, IS, [f"{card} .r-gloss", "第一版"])
    two.reload()
    ready(two)
    until(two, SAYS, [".r-clash", "第二版"])
    clash.locator("[data-act=mine]").click()
    clash.wait_for(state="detached", timeout=WAIT)
    until(two, IS, [f"{card} .r-gloss", "第二版"])
    studio = studio_of(sample)
    history = [(step.by, step.kind) for step in studio.boards.history("P002", limit=2)]
    studio.close()
    assert history == [("阿禾", "edit"), ("小林", "edit")]


def test_a_reload_loses_nothing(visit: Any) -> None:
    """A form half filled stands there again with its text; what was saved is saved."""
    page = visit("Tao")
    card = "[data-sku=P003] [data-card]"
    page.locator(card).first.focus()
    page.keyboard.press("e")
    page.locator(f"{card} [name=gloss]").fill("写到一半")
    page.reload()
    ready(page)
    field = page.locator(f"{card} [name=gloss]")
    expect(field).to_have_value("写到一半", timeout=WAIT)
    field.press("Enter")
    until(page, IS, [f"{card} .r-gloss", "写到一半"])
    page.reload()
    ready(page)
    until(page, IS, [f"{card} .r-gloss", "写到一半"])
    expect(page.locator(f"{card} [name=gloss]")).to_have_count(0, timeout=WAIT)


def test_a_word_is_said_where_there_is_a_voice_and_not_hushed_up_where_none(visit: Any) -> None:
    """en-US, en-GB and zh-CN each ask for a voice of their own; without one a quiet line says so."""
    page = visit("Tao")
    row = page.locator("[data-sku=P004] [data-card]").first
    row.focus()
    page.evaluate("""() => {
      window.said = [];
      const voices = [{ lang: 'en-US', localService: true }, { lang: 'zh_CN', localService: true }];
      speechSynthesis.getVoices = () => voices;
      speechSynthesis.speak = (one) => said.push([one.text, one.lang]);
      window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    }""")
    word, gloss = row.locator("b").inner_text(), row.locator(".r-gloss").inner_text()
    for count, key in enumerate(("v", "c"), 1):
        page.keyboard.press(key)
        page.wait_for_function(f"said.length === {count}")
    assert page.evaluate("said") == [[word, "en-US"], [gloss, "zh-CN"]]
    page.keyboard.press("V")
    expect(row.locator(".r-quiet")).to_contain_text("没有 en-GB 的语音", timeout=WAIT)


def test_a_printed_board_holds_every_word(visit: Any, tmp_path: Path) -> None:
    """Print opens a page with the boards alone, each as large as its sheet; the words are text."""
    import shutil
    import subprocess

    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (apt-get install poppler-utils)")
    page = visit("Tao")
    page.locator("[data-sku=P005] [data-act=board]").click()
    board = page.locator("[data-sku=P005] .r-board")
    expect(board.locator(".cc-card").first).to_be_visible(timeout=20_000)
    words = page.locator("[data-sku=P005] [data-card] b").all_inner_texts()
    glosses = page.locator("[data-sku=P005] [data-card] .r-gloss").all_inner_texts()
    page.context.add_init_script("window.print = () => {}")
    with page.context.expect_page() as opened:
        board.locator("[data-act=print]").click()
    sheet = opened.value
    sheet.wait_for_selector("#root[data-ready]", state="attached")
    expect(sheet.locator(".cc-print-sheet")).to_have_count(len(words), timeout=WAIT)
    path = tmp_path / "board.pdf"
    sheet.pdf(path=str(path), prefer_css_page_size=True, print_background=True)
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True)
    text = told.stdout.decode()
    pages = text.split("\f")[:-1]
    assert len(pages) == len(words)
    for word, gloss, one in zip(words, glosses, pages, strict=True):
        assert all(part in one for part in word.split())
        assert gloss in "".join(one.split())
