"""The planner's pages in a real browser: edited by hand, in two languages, at three sizes, for everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import grave
from tests.browser.server import Server

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
PAGES = ("", "catalogue", "cards", "decks", "script", "report", "connect")
SIZES = ((1920, 1080), (1366, 768), (390, 844))


@pytest.fixture(scope="module")
def sample(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the sample show, opened as a newcomer opens it, and on air for the report."""
    held = Server(tmp_path_factory.mktemp("planner"))
    held.start()
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    # The first visitor of all comes by a deep link and must meet our pages, not Streamlit's list of files.
    go(page, held, "cards")
    expect(page.get_by_text("还没有商品")).to_be_visible()
    expect(page.get_by_text("dashboard", exact=True)).to_have_count(0)
    go(page, held, "")
    page.locator(".st-key-open-sample button").click()
    page.locator("[class*=st-key-live-] button").first.click(timeout=30_000)
    expect(page).to_have_url(re.compile("/host"), timeout=20_000)
    context.close()
    yield held
    held.stop()


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Page]:
    """A laptop window of its own."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context.new_page()
    context.close()


def go(page: Page, server: Server, name: str, query: str = "") -> None:
    """Open a page and wait until its script has run."""
    page.goto(f"{server.url}/{name}{query}")
    page.wait_for_selector(IDLE, timeout=30_000)
    # Streamlit fetches parts of itself late; until then a page is grey boxes.
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0, timeout=30_000)


def test_cards_by_keyboard_only(sample: Server, desk: Page) -> None:
    """Reopen, approve and walk without a mouse; the standing follows."""
    go(desk, sample, "cards")
    standing = desk.locator(".cc-small").first
    expect(standing).to_contain_text("已通过 197 张")
    desk.locator("[data-card]").first.focus()
    desk.keyboard.press("u")
    expect(standing).to_contain_text("已通过 196 张")
    expect(desk.locator("[data-card]").first.locator(".r-main")).to_have_text("通过")
    desk.keyboard.press("a")
    expect(standing).to_contain_text("已通过 197 张")
    desk.keyboard.press("j")
    expect(desk.locator("[data-card]").nth(1)).to_be_focused()


def test_the_language_changes_everything_and_stays(sample: Server, desk: Page) -> None:
    """Navigation and page change at once; the next page and a fresh visit keep the language."""
    go(desk, sample, "catalogue", "?lang=en")
    expect(desk.get_by_role("heading", name="Catalogue")).to_be_visible()
    expect(desk.get_by_role("link", name="Script")).to_be_visible()
    desk.get_by_role("link", name="Connect").click()
    expect(desk.get_by_role("heading", name="Connect", exact=True)).to_be_visible()
    go(desk, sample, "cards")
    expect(desk.get_by_role("heading", name="Cards", exact=True)).to_be_visible()
    desk.get_by_role("radio", name="中文").click()
    expect(desk.get_by_role("heading", name="板书", exact=True)).to_be_visible()
    go(desk, sample, "")
    expect(desk.get_by_role("heading", name="双语直播台")).to_be_visible()


def test_the_name_stays(sample: Server, desk: Page) -> None:
    """A name given once is there on the next visit, quotes and all."""
    go(desk, sample, "")
    desk.locator(".st-key-corner [data-testid=stPopoverButton]").first.click()
    field = desk.get_by_label("你的名字")
    field.fill("小桃 'T'; x=1")
    field.press("Enter")
    expect(desk.locator(".st-key-corner [data-testid=stPopover]").first).to_contain_text("小桃")
    desk.wait_for_selector(IDLE)
    desk.wait_for_timeout(300)
    go(desk, sample, "connect")
    expect(desk.locator(".st-key-corner [data-testid=stPopover]").first).to_contain_text("小桃 'T'; x=1")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_page_is_wider_than_its_screen(sample: Server, chromium: Browser, lang: str) -> None:
    """At three sizes and in both languages nothing needs sideways scrolling, and no page failed."""
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    for name in PAGES:
        page.set_viewport_size({"width": SIZES[0][0], "height": SIZES[0][1]})
        go(page, sample, name, f"?lang={lang}")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(250)
            expect(page.locator("[data-testid=stException]")).to_have_count(0)
            main = page.locator("[data-testid=stMain]")
            assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 1, (name, lang, width)
    context.close()


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_everyone_can_use_a_page(sample: Server, desk: Page, name: str) -> None:
    """axe finds nothing serious or critical."""
    go(desk, sample, name)
    assert grave(desk) == []


def test_a_dry_run_waits_for_its_button(sample: Server, desk: Page, tmp_path: Path) -> None:
    """The words of the dropzone are ours, the plan stands above its tables, cancel empties it."""
    file = tmp_path / "goods.csv"
    file.write_text("sku,title_zh,title_en,stock\n00731,水蜜桃,Peaches,5\n", encoding="utf-8")
    go(desk, sample, "catalogue")
    zone = desk.locator("[data-testid=stFileUploaderDropzone]")
    shown = zone.locator("button p").evaluate("node => getComputedStyle(node, '::after').content")
    assert "选文件" in shown
    desk.set_input_files("input[type=file]", str(file))
    expect(desk.locator(".st-key-apply-import button")).to_contain_text("写入 1 件商品")
    desk.locator(".st-key-cancel-import button").click()
    expect(desk.locator(".st-key-apply-import button")).to_have_count(0)
    expect(desk.locator("[data-testid=stDataFrame]")).to_be_visible()
