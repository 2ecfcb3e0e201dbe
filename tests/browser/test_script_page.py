"""The script page in a real browser: saved at once, shared, taken back after a reload, dragged, printed."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.server import Server

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
#: A busy machine of few cores draws a page in half a minute.
PATIENCE = 90_000
SAVED = re.compile(r"已保存 \d\d:\d\d:\d\d")


@pytest.fixture(scope="module")
def sample(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the sample show."""
    held = Server(tmp_path_factory.mktemp("script"))
    held.start()
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(held.url, timeout=PATIENCE)
    page.locator(".st-key-open-sample button").click(timeout=PATIENCE)
    page.locator("[class*=st-key-live-] button").first.wait_for(timeout=PATIENCE)
    context.close()
    yield held
    held.stop()


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[list[BrowserContext]]:
    """Browsers of their own, one person each."""
    made = [chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN") for _ in range(2)]
    yield made
    for context in made:
        context.close()


def opened(context: BrowserContext, server: Server, name: str = "") -> Page:
    """The script page of somebody called `name`, drawn and listening."""
    if name:
        context.add_cookies([{"name": "cc_actor", "value": name, "url": server.url}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{server.url}/script", timeout=PATIENCE)
    ready(page)
    return page


def ready(page: Page) -> None:
    """Wait until the editor is drawn."""
    page.locator(".o-row").first.wait_for(timeout=PATIENCE)
    page.wait_for_selector(IDLE, timeout=PATIENCE)


def row(page: Page, title: str) -> Locator:
    """A segment by its title, opened."""
    found = page.locator(".o-row", has=page.locator(".o-title", has_text=title)).first
    if found.locator(".o-toggle").get_attribute("aria-expanded") == "false":
        found.locator(".o-toggle").click()
    return found


def line(page: Page, title: str, index: int = 0) -> Locator:
    """A Chinese line of a segment."""
    return row(page, title).locator("textarea[data-field$='.zh']").nth(index)


def titles(page: Page) -> list[str]:
    """The titles in their order."""
    return page.locator(".o-row .o-title").all_inner_texts()


def test_undo_is_there_after_a_reload(sample: Server, contexts: list[BrowserContext]) -> None:
    """Typed, saved with its time, reloaded: undo takes it back, redo brings it again."""
    page = opened(contexts[0], sample)
    field = line(page, "五常大米")
    before = field.input_value()
    field.press("End")
    page.keyboard.type("记好了。")
    expect(page.locator(".o-state")).to_have_text(SAVED, timeout=PATIENCE)
    page.reload(timeout=PATIENCE)
    ready(page)
    expect(line(page, "五常大米")).to_have_value(f"{before}记好了。", timeout=PATIENCE)
    page.locator("[data-do=undo]").click()
    expect(line(page, "五常大米")).to_have_value(before, timeout=PATIENCE)
    page.locator("[data-do=redo]").click()
    expect(line(page, "五常大米")).to_have_value(f"{before}记好了。", timeout=PATIENCE)


def test_two_editors_in_one_cell_see_both_texts(sample: Server, contexts: list[BrowserContext]) -> None:
    """The first text stands, both see both under their writers' names, and one press decides for both."""
    tao, amy = opened(contexts[0], sample, "Tao"), opened(contexts[1], sample, "Amy")
    mine, hers = line(tao, "阳山水蜜桃"), line(amy, "阳山水蜜桃")
    hers.focus()  # she begins to type into what she sees
    mine.fill("小桃的说法")
    mine.blur()
    expect(tao.locator(".o-state")).to_have_text(SAVED, timeout=PATIENCE)
    hers.fill("艾米的说法")
    hers.blur()
    for page in (tao, amy):
        clash = page.locator(".o-clash")
        expect(clash).to_be_visible(timeout=PATIENCE)
        expect(clash).to_contain_text("小桃的说法")
        expect(clash).to_contain_text("艾米的说法")
        expect(clash).to_contain_text("Amy")
    expect(line(tao, "阳山水蜜桃")).to_have_value("小桃的说法", timeout=PATIENCE)
    tao.locator(".o-clash button", has_text="用这个").click()
    for page in (tao, amy):
        expect(page.locator(".o-clash")).to_have_count(0, timeout=PATIENCE)
        expect(line(page, "阳山水蜜桃")).to_have_value("艾米的说法", timeout=PATIENCE)


def test_a_row_is_dragged_to_its_place(sample: Server, contexts: list[BrowserContext]) -> None:
    """Dropped above another it stands there, for the other editor too; the keys move it back."""
    page, other = opened(contexts[0], sample), opened(contexts[1], sample)
    before = titles(page)
    source, target = page.locator(".o-row").nth(5), page.locator(".o-row").nth(2)
    source.locator(".o-head").drag_to(
        target.locator(".o-head"), source_position={"x": 400, "y": 8}, target_position={"x": 400, "y": 2}
    )
    moved = [*before[:2], before[5], *before[2:5], *before[6:]]
    for each in (page, other):
        expect(each.locator(".o-row .o-title")).to_have_text(moved, timeout=PATIENCE, use_inner_text=True)
    page.locator(".o-row").nth(2).locator(".o-toggle").focus()
    for place in (3, 4, 5):
        page.keyboard.press("Alt+ArrowDown")
        expect(page.locator(".o-row .o-title").nth(place)).to_have_text(
            before[5], timeout=PATIENCE, use_inner_text=True
        )
    assert titles(page) == before


def test_the_table_is_typed_into(sample: Server, contexts: list[BrowserContext]) -> None:
    """A cell takes what is typed, Enter keeps it, Escape does not; the outline shows the same."""
    page = opened(contexts[0], sample)
    page.locator("[data-mode=table]").click()
    cell = page.locator(".t-row").nth(0).locator("[data-field='title.en']")
    cell.focus()
    page.keyboard.type("Good evening")
    page.keyboard.press("Enter")
    expect(page.locator(".o-state")).to_have_text(SAVED, timeout=PATIENCE)
    cell.focus()
    page.keyboard.type("nothing")
    page.keyboard.press("Escape")
    expect(cell).to_have_text("Good evening", timeout=PATIENCE)
    page.locator("[data-mode=outline]").click()
    expect(page.locator(".o-row").nth(0)).to_contain_text("Good evening", timeout=PATIENCE)


def test_what_the_law_minds_stands_beside_its_line(sample: Server, contexts: list[BrowserContext]) -> None:
    """A claim is found while typing, says why and by which article, and one press puts other words."""
    page = opened(contexts[0], sample)
    field = line(page, "若羌灰枣")
    field.fill("这是全国最甜的枣。")
    found = row(page, "若羌灰枣").locator(".o-lint.f-block")
    expect(found).to_contain_text("全国最甜", timeout=PATIENCE)
    expect(found).to_contain_text("广告法")
    found.locator(".o-swap").click()
    expect(line(page, "若羌灰枣")).to_have_value("这是很甜的枣。", timeout=PATIENCE)
    expect(row(page, "若羌灰枣").locator(".o-lint.f-block")).to_have_count(0, timeout=PATIENCE)


def test_the_printed_script_repeats_its_head_and_splits_no_row(
    sample: Server, contexts: list[BrowserContext], tmp_path: Path
) -> None:
    """A4 landscape, the header on every page, each row on one page; a card of one page for each host."""
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    page = opened(contexts[0], sample)
    page.locator(".st-key-script-tab button", has_text="打印").click()
    links = page.locator("a[href*='/print/']")
    expect(links).to_have_count(3, timeout=PATIENCE)
    addresses = [str(link.get_attribute("href")) for link in links.all()]
    sheet = contexts[0].new_page()
    for kind, address in zip(("table", "cards", "facts"), addresses, strict=True):
        sheet.goto(address if address.startswith("http") else f"{sample.url}{address}")
        target = tmp_path / f"{kind}.pdf"
        sheet.pdf(path=str(target), prefer_css_page_size=True)
        document = pdfium.PdfDocument(target)
        sizes = [document.get_page_size(number) for number in range(len(document))]
        texts = [
            re.sub(r"\s", "", document[number].get_textpage().get_text_bounded())
            for number in range(len(document))
        ]
        assert all(abs(width - 842) < 2 and abs(height - 595) < 2 for width, height in sizes)  # A4, in points
        if kind == "table":
            assert len(texts) > 1
            assert all("主播话术（中）" in text for text in texts)
            rows = sheet.evaluate(
                "() => [...document.querySelectorAll('tr.row')].map(row =>"
                " [row.cells[1].innerText, ...row.cells[4].innerText.split('\\n')])"
            )
            assert len(rows) > 10
            for begin, *lines in rows:
                wanted = [re.sub(r"\s", "", line)[:12] for line in lines]
                assert any(begin in text and all(line in text for line in wanted) for text in texts), begin
        if kind == "cards":
            assert len(texts) == 2  # two hosts, a page each
            assert "小禾" in texts[0] and "Ben" in texts[1]
        if kind == "facts":
            assert all("出处" in text for text in texts)


def test_a_word_of_any_product_goes_on_a_board(sample: Server, contexts: list[BrowserContext]) -> None:
    """The field looks through the whole catalogue in either language; Enter takes the chosen card."""
    page = opened(contexts[0], sample)
    here = row(page, "五常大米")
    field = here.locator(".o-word-in").first
    field.fill("水蜜桃")
    expect(here.locator(".o-words [role=option]", has_text="honey peach")).to_be_visible(timeout=PATIENCE)
    field.press("ArrowDown")
    field.press("Enter")
    expect(here.locator(".o-word", has_text="honey peach")).to_have_count(1, timeout=PATIENCE)
    field = here.locator(".o-word-in").first
    field.fill("cloud nine")
    field.press("Enter")
    expect(here.locator(".o-word", has_text="cloud nine")).to_have_count(1, timeout=PATIENCE)
    expect(here.locator(".o-note", has_text="cloud nine")).to_be_visible(timeout=PATIENCE)


def test_an_input_method_is_not_disturbed(sample: Server, contexts: list[BrowserContext]) -> None:
    """Nothing is saved or looked up before the characters are chosen; then the law is asked at once."""
    page, other = opened(contexts[0], sample), opened(contexts[1], sample)
    theirs = line(page, "阳山水蜜桃")
    changed = f"{theirs.input_value()}另一位在改。"
    field = line(page, "若羌灰枣")
    field.press("End")
    keyboard = contexts[0].new_cdp_session(page)
    for text in ("z", "zui", "zui'hao"):
        keyboard.send(
            "Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
        )
    composed = field.input_value()
    assert composed.endswith("zui'hao")
    # somebody else's edit is drawn meanwhile: it must not break the composition
    line(other, "阳山水蜜桃").fill(changed)
    expect(theirs).to_have_value(changed, timeout=PATIENCE)
    assert field.input_value() == composed
    keyboard.send("Input.insertText", {"text": "最好"})
    expect(row(page, "若羌灰枣").locator(".o-lint.f-block")).to_contain_text("最好", timeout=PATIENCE)
    assert field.input_value().endswith("最好")
    with closing(sqlite3.connect(sample.folder / "data" / "studio.db")) as store:
        assert store.execute("select count(*) from script where body like '%zui%'").fetchone() == (0,)


def test_an_edit_outlives_the_server(sample: Server, contexts: list[BrowserContext]) -> None:
    """Pressed while the server is gone: the page says that it is not saved, the next server does it once."""
    page = opened(contexts[0], sample)
    before = titles(page)
    sample.kill()
    page.locator(".o-row").nth(2).locator(".o-toggle").focus()
    page.keyboard.press("Control+d")
    expect(page.locator(".o-state")).to_contain_text("没有保存", timeout=PATIENCE)
    sample.start()
    expect(page.locator(".o-state")).to_have_text(SAVED, timeout=PATIENCE)
    after = [*before[:3], before[2], *before[3:]]
    expect(page.locator(".o-row .o-title")).to_have_text(after, timeout=PATIENCE, use_inner_text=True)
    page.reload(timeout=PATIENCE)
    ready(page)
    assert titles(page) == after
