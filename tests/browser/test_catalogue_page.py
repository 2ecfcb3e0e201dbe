"""The catalogue in a real browser: files mapped once, bulk changes undone, findings mended by a click."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from studio.studio import Studio
from tests.browser.axe import grave
from tests.browser.server import Server

IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
GOODS = """sku,title_en,title_zh,category,list_price,live_price,floor_price,stock,tags
00731,Vacuum Cup IK-20062,保温杯 IK-2006,日用 > 杯壶,99.00,69.90,60.00,500,引流款
00732,Potato Chips,淡盐薯片,食品 > 零食,19.90,9.90,12.00,1000,福利款
00733,Chongqing Noodles,重庆小面,食品 > 面,29.90,19.90,15.00,80,
"""
expect.set_options(timeout=30_000)  # a busy machine runs a page's script in ten seconds
SIZES = ((1920, 1080), (1280, 800), (834, 1112))
#: Pixels from a table's corner: to the middle of the first row, between rows, to the boxes, into a name.
FIRST, STEP, BOX, NAME = 58, 40, 16, 230


@pytest.fixture(scope="module")
def goods(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with three products."""
    held = Server(tmp_path_factory.mktemp("catalogue"))
    studio = Studio(held.database)
    studio.catalogue.apply(studio.catalogue.dry_run(GOODS.encode(), name="goods.csv"), by="Tao")
    studio.close()
    held.start()
    yield held
    held.stop()


@pytest.fixture
def desk(chromium: Browser, goods: Server) -> Iterator[Page]:
    """The catalogue in a laptop window of its own."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    go(page, goods)
    yield page
    context.close()


def go(page: Page, server: Server, query: str = "") -> None:
    """Open the catalogue and wait for its table."""
    page.goto(f"{server.url}/catalogue{query}")
    page.wait_for_selector(IDLE, timeout=90_000)
    expect(table(page)).to_be_visible(timeout=90_000)
    page.wait_for_timeout(500)  # the table is drawn after its element is there


def table(page: Page) -> Locator:
    """The products."""
    return page.locator("[data-testid=stDataFrame]").first


def click(page: Page, row: int, x: int) -> None:
    """Click into a row of the table; the cells are painted, so only their place is known."""
    box = table(page).bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x, box["y"] + FIRST + STEP * row)


def open_cell(page: Page, grid: Locator, place: tuple[float, float]) -> Locator:
    """Open a cell to type into it, as often as it takes until the painted table listens; its input."""
    opened = page.locator("#portal input, #portal textarea").first
    for _ in range(20):
        box = grid.bounding_box()
        assert box is not None
        page.mouse.dblclick(box["x"] + place[0], box["y"] + place[1])
        try:
            expect(opened).to_be_visible(timeout=1_500)
        except AssertionError:
            continue
        return opened
    raise AssertionError("the cell never opened")


def choose(page: Page, row: int) -> None:
    """Show a product beside the table."""
    click(page, row, NAME)
    expect(page.locator(".st-key-product-detail")).to_be_visible()


def test_pinyin_finds_a_product(desk: Page) -> None:
    """Typing first letters narrows the table, letter by letter."""
    desk.get_by_placeholder("拼音首字母").press_sequentially("cqxm", delay=40)
    expect(desk.get_by_text("共 1 件")).to_be_visible()


def test_a_click_mends_a_finding_and_the_history_tells_it(desk: Page) -> None:
    """The model code is made one in both languages; who did it and what it was stands in the history."""
    choose(desk, 0)
    desk.get_by_role("button", name="都改成 IK-2006").last.click()
    expect(desk.locator(".cc-note", has_text="型号")).to_have_count(0)
    desk.get_by_role("tab", name="历史").click()
    entry = desk.locator(".cc-history > li").first
    expect(entry).to_contain_text("Vacuum Cup IK-20062 → Vacuum Cup IK-2006")
    expect(entry).to_contain_text("手改")


def test_a_price_finding_is_let_pass_with_a_reason(desk: Page) -> None:
    """Without a reason nothing is recorded; with one the finding is quiet and says by whom and why."""
    choose(desk, 1)
    finding = desk.locator("[class*=st-key-finding-]").first
    expect(finding.locator(".cc-note-error")).to_contain_text("低于底价")
    finding.get_by_role("button", name="放行").click()
    desk.get_by_role("button", name="记录并放行").click()
    expect(desk.get_by_text("请写理由")).to_be_visible()
    desk.get_by_label("理由").fill("清仓，老板同意")
    desk.get_by_role("button", name="记录并放行").click()
    expect(finding.locator(".cc-note-info")).to_contain_text("清仓，老板同意")
    finding.get_by_role("button", name="收回").click()
    expect(finding.locator(".cc-note-error")).to_be_visible()
    desk.get_by_role("tab", name="历史").click()
    expect(desk.locator(".cc-history")).to_contain_text("清仓，老板同意")


def test_prices_over_time_are_drawn_and_said(desk: Page) -> None:
    """The picture is there, is drawn, and says the same in words."""
    choose(desk, 1)
    desk.get_by_role("tab", name="价格").click()
    picture = desk.locator("img.cc-price")
    expect(picture).to_have_attribute("alt", re.compile("9.90"))
    assert picture.evaluate("node => node.naturalWidth") > 0


def test_ticked_products_change_together_and_back(desk: Page) -> None:
    """Two boxes, one tag, one press; one press at the foot takes it back."""
    click(desk, 0, BOX)
    expect(desk.get_by_text("已选 1 件")).to_be_visible()
    click(desk, 2, BOX)
    expect(desk.get_by_text("已选 2 件")).to_be_visible()
    desk.get_by_role("button", name="链接号").click()
    desk.get_by_label("从几号开始").fill("7")
    desk.get_by_label("从几号开始").press("Enter")
    desk.wait_for_selector(IDLE)
    desk.get_by_role("button", name="应用到 2 件").click()
    expect(desk.get_by_text("已改 2 件")).to_be_visible()
    choose(desk, 2)
    expect(desk.locator(".cc-figures")).to_contain_text("8")
    desk.get_by_text("导入与批量改动").click()
    desk.get_by_role("button", name="整批撤销").first.click()
    expect(desk.get_by_text("已撤销：恢复 2 件")).to_be_visible()


def test_a_cell_is_saved_as_it_is_left(desk: Page, goods: Server) -> None:
    """A figure typed into the table is there for the next visitor; a malformed one is not."""
    desk.get_by_role("radio", name="表格编辑").click()
    expect(desk.get_by_text("双击一格就改")).to_be_visible()
    desk.wait_for_selector(IDLE)
    place = (110 + 190 + 230 + 40, FIRST)
    box = open_cell(desk, table(desk), place)
    box.fill("abc")
    box.press("Enter")
    desk.keyboard.press("Escape")  # the grid does not take what is no figure
    expect(box).to_have_count(0)
    expect(desk.get_by_text("00731 已保存")).to_have_count(0)
    box = open_cell(desk, table(desk), place)
    box.fill("66.60")
    box.press("Enter")
    expect(box).to_have_count(0)
    expect(desk.get_by_text("00731 已保存")).to_be_visible(timeout=15_000)
    go(desk, goods)
    choose(desk, 0)
    expect(desk.locator(".cc-figures")).to_contain_text("66.60")


def test_an_unknown_file_is_asked_about_once(desk: Page, goods: Server, tmp_path: Path) -> None:
    """Its columns are shown with samples; after writing, the same columns are read without a question."""
    file = tmp_path / "x.csv"
    file.write_text("甲,乙,丙\n00991,桂花乌龙,49.00\n00992,茉莉花茶,39.00\n", encoding="utf-8")
    desk.set_input_files("input[type=file]", str(file))
    expect(desk.get_by_text("这份表的列，各是什么？")).to_be_visible()
    grid = desk.locator("[data-testid=stForm] [data-testid=stDataFrame]")
    for row, field in enumerate(("货号 SKU", "中文名", "划线价")):
        size = grid.bounding_box()
        assert size is not None
        box = open_cell(desk, grid, (size["width"] - 100, 38 + 18 + 35 * row))
        desk.keyboard.type(field)
        expect(desk.locator("#portal [role=option], #portal [class*=option]").first).to_have_text(field)
        desk.keyboard.press("Enter")
        expect(box).to_have_count(0)
    desk.get_by_role("button", name="按这样试读").click()
    desk.get_by_role("button", name="写入 2 件商品").click()
    expect(desk.get_by_text("已写入 2 件商品")).to_be_visible()
    file.write_text("甲,乙,丙\n00991,桂花乌龙,45.00\n", encoding="utf-8")
    go(desk, goods)
    desk.set_input_files("input[type=file]", str(file))
    expect(desk.get_by_text("识别为 mapped")).to_be_visible()
    desk.get_by_role("button", name="写入 1 件商品").click()
    expect(desk.get_by_text("已写入 1 件商品")).to_be_visible()
    desk.get_by_role("button", name="整批撤销").click()
    expect(desk.get_by_text("已撤销：恢复 1 件，移除 0 件")).to_be_visible()


def test_a_large_file_is_read_apart_while_others_work(desk: Page, goods: Server, tmp_path: Path) -> None:
    """Above a megabyte the rows are counted while they are read, and the plan is complete."""
    text = "清晨在果园人工采摘，果肉白嫩多汁。" * 8
    lines = "".join(f"{n:08d},Tea {n},茶 {n},{text},20.00\n" for n in range(4000))
    file = tmp_path / "large.csv"
    file.write_text("sku,title_en,title_zh,description_zh,list_price\n" + lines, encoding="utf-8")
    assert file.stat().st_size > 1 << 20
    desk.set_input_files("input[type=file]", str(file))
    expect(desk.get_by_role("button", name="写入 4000 件商品")).to_be_visible(timeout=60_000)
    desk.get_by_role("button", name="取消").click()
    expect(desk.get_by_text(re.compile(r"共 \d 件"))).to_be_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_chosen_product_fits_every_screen(goods: Server, chromium: Browser, lang: str) -> None:
    """In both languages nothing is wider than its screen with a product and the bulk bar open."""
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    page = context.new_page()
    go(page, goods, f"?lang={lang}")
    choose(page, 1)
    click(page, 0, BOX)
    expect(page.locator(".st-key-bulk-bar")).to_be_visible()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(400)
        expect(page.locator("[data-testid=stException]")).to_have_count(0)
        main = page.locator("[data-testid=stMain]")
        assert main.evaluate("node => node.scrollWidth - node.clientWidth") <= 1, (lang, width)
        panel = page.locator(".st-key-product-detail")
        assert panel.evaluate("node => node.scrollWidth - node.clientWidth") <= 1, (lang, width)
    context.close()


def test_everyone_can_use_a_chosen_product(desk: Page) -> None:
    """axe finds nothing serious or critical with a product open."""
    choose(desk, 1)
    desk.get_by_role("tab", name="价格").click()
    expect(desk.locator("img.cc-price")).to_be_visible()
    assert grave(desk) == []


def test_facts_and_variants_are_typed_and_stay(desk: Page, goods: Server) -> None:
    """Origin in both languages, evidence line by line, another variant under the same parent."""
    choose(desk, 2)
    desk.get_by_role("tab", name="资料").click()
    desk.get_by_label("产地 · 中文").fill("重庆渝中")
    desk.get_by_label("产地 · English").fill("Yuzhong, Chongqing")
    desk.get_by_role("textbox", name="证明文件").fill("report-1.pdf\nreport-2.pdf")
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_text(re.compile("已保存"))).to_be_visible()
    desk.get_by_role("tab", name="历史").click()
    entry = desk.locator(".cc-history > li").first
    expect(entry).to_contain_text("重庆渝中")
    expect(entry).to_contain_text("report-1.pdf, report-2.pdf")
    desk.get_by_role("tab", name="规格").click()
    count = desk.get_by_text(re.compile(r"^共 \d+ 件$"))
    before = int(re.sub(r"\D", "", count.inner_text()))
    desk.get_by_role("button", name="加一个规格").click()
    form = desk.locator("[data-testid=stPopoverBody]")
    form.get_by_label("SKU").fill("00733-L")
    form.get_by_label("名称").fill("规格")
    form.get_by_label("内容").fill("大份")
    form.get_by_role("button", name="新增规格").click()
    expect(count).to_have_text(f"共 {before + 1} 件")
    go(desk, goods)
    choose(desk, 2)
    desk.get_by_role("tab", name="规格").click()
    expect(desk.get_by_role("textbox", name="款号 SPU")).to_have_value("00733")


def test_a_picture_goes_in_by_the_door_and_comes_as_a_thumbnail(desk: Page, tmp_path: Path) -> None:
    """Uploaded, shown small from our own server, refused when it is none."""
    picture, other = tmp_path / "noodles.png", tmp_path / "other.png"
    Image.new("RGB", (900, 600), "#c44").save(picture)
    other.write_bytes(b"no picture at all")
    choose(desk, 2)
    desk.get_by_role("tab", name="图片").click()
    drop = desk.locator(".st-key-drop-picture input[type=file]")
    drop.set_input_files(str(other))
    expect(desk.get_by_text("other.png: 不是 JPG")).to_be_visible()
    expect(drop).to_have_count(1)  # an uploader that took its file gives way to a new one
    drop.set_input_files(str(picture))
    shown = desk.locator(".cc-picture img").first
    expect(shown).to_be_visible()
    expect(shown).to_have_attribute("src", re.compile(r"^/live/images/[0-9a-f]{20}\.png\?w=96$"))
    assert shown.evaluate("async node => { await node.decode(); return node.naturalWidth; }") == 96


def test_what_is_missing_opens_what_lacks_it(desk: Page) -> None:
    """The coverage over the table counts, and one press narrows the table to the gaps."""
    desk.locator(".st-key-coverage button").first.click()
    line = desk.locator(".st-key-coverage-description-en")
    expect(line.get_by_role("button")).to_be_visible()
    line.get_by_role("button").click()
    expect(desk.get_by_role("combobox", name="看哪些")).to_have_value("缺英文描述")


def test_a_new_product_is_entered_and_found(desk: Page) -> None:
    """Code and name are enough; an SKU that is taken is refused and what was typed stays."""
    desk.get_by_role("button", name="新增商品").first.click()
    form = desk.locator("[data-testid=stPopoverBody]")
    form.get_by_label("SKU").fill("00731")
    form.get_by_label("中文").fill("桂花酒酿")
    form.get_by_role("button", name="新增", exact=True).click()
    expect(desk.get_by_text("已经有 00731 了")).to_be_visible()
    form.get_by_label("SKU").fill("00799")
    form.get_by_role("button", name="新增", exact=True).click()
    expect(desk.get_by_text("共 1 件")).to_be_visible()
    choose(desk, 0)
    expect(desk.locator(".st-key-product-detail")).to_contain_text("桂花酒酿")
