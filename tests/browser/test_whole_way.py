"""The whole way: a catalogue file goes in, a show goes on air, orders count, a report comes out."""

from __future__ import annotations

import csv
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.money import Money, format_money
from live.fold import ShowState
from sales.counters import CounterKey, Counters, read_counters
from sales.inbox.generic import SIGNATURE, sign
from store import cells, settings, shows
from store.store import Store
from tests.browser.server import Server

#: Four products as a small seller keeps them, with prices that give away a wrong sum.
GOODS = (
    {
        "sku": "00731",
        "title_en": "Yangshan Honey Peaches, 8 Pieces",
        "title_zh": "阳山水蜜桃 8枚装",
        "description_en": "Sweet, juicy and fragrant honey peaches, hand-picked in the orchard at dawn.",
        "description_zh": "香甜多汁的水蜜桃，清晨在果园手工采摘，果香浓郁。",
        "list_price": "99.00",
        "live_price": "69.90",
        "floor_price": "60.00",
        "stock": "500",
        "tags": "利润款",
    },
    {
        "sku": "00732",
        "title_en": "Lightly Salted Potato Chips",
        "title_zh": "淡盐薯片",
        "description_en": "Thin, crisp potato chips with a pinch of sea salt. No palm oil.",
        "description_zh": "薄脆的薯片，撒少许海盐，不用棕榈油。",
        "list_price": "19.90",
        "live_price": "9.90",
        "floor_price": "8.00",
        "stock": "1000",
        "tags": "引流款",
    },
    {
        "sku": "00733",
        "title_en": "Stand Collar Down Jacket",
        "title_zh": "立领羽绒服",
        "description_en": "A light down jacket with a stand collar, quilted and windproof.",
        "description_zh": "轻薄羽绒服，立领设计，绗缝面料，防风保暖。",
        "list_price": "599.00",
        "live_price": "399.00",
        "floor_price": "350.00",
        "stock": "80",
        "tags": "利润款",
    },
    {
        "sku": "00734",
        "title_en": "Non-stick Frying Pan, 28 cm",
        "title_zh": "不粘煎锅 28厘米",
        "description_en": "A non-stick frying pan with a wooden handle, for gas and induction.",
        "description_zh": "不粘煎锅，木柄，燃气灶和电磁炉都能用。",
        "list_price": "199.00",
        "live_price": "129.00",
        "floor_price": "110.00",
        "stock": "200",
        "tags": "福利款",
    },
)
PEACH, CHIPS = "00731", "00732"
#: GO on a live view; the composer's send button shares the look.
GO = "button[type=button].cc-btn-go"
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"


class Room:
    """The truth in the store, read beside the running server."""

    def __init__(self, server: Server) -> None:
        self.store = Store(server.database)
        self.server = server

    def show(self) -> shows.ShowRow:
        """The only show."""
        with self.store.read() as connection:
            return shows.listing(connection)[0]

    def state(self) -> ShowState:
        """The fold of its journal."""
        with self.store.read() as connection:
            return shows.Journals().state(connection, self.show().id)[1]

    def cues(self) -> list[str]:
        """Cue ids in show order."""
        with self.store.read() as connection:
            rundown = shows.Journals().rundown(connection, self.show().id)
        return [cue.id for segment in rundown.segments for cue in segment.cues]

    def counters(self, sku: str = "") -> Counters:
        """The counters of the show, or of a product in it."""
        with self.store.read() as connection:
            table = read_counters(cells.held(connection, self.show().id))
        return table.get(CounterKey(self.show().id, "product" if sku else "show", sku, "CNY"), Counters())

    def post(self, *events: dict[str, object]) -> dict[str, object]:
        """Deliver events through the real webhook."""
        with self.store.read() as connection:
            secret = settings.get(connection, "secret_generic")
        body = json.dumps({"shop": "main", "events": list(events)}).encode()
        assert secret is not None
        headers = {SIGNATURE: sign(body, secret.encode()), "Content-Type": "application/json"}
        reply = httpx.post(f"{self.server.url}/hooks/generic", content=body, headers=headers)
        assert reply.status_code == 200, reply.text
        return dict(reply.json())


@pytest.fixture
def room(server: Server) -> Iterator[Room]:
    """The store of the running server."""
    held = Room(server)
    yield held
    held.store.close()


def order(
    number: int, sku: str, qty: int, price: str, kind: str = "paid", **more: object
) -> dict[str, object]:
    """One fact of an order that happens now."""
    amount = f"{float(price) * qty:.2f}"
    now = int(time.time() * 1000)
    return {
        "kind": kind,
        "order_id": f"69000000000000{number:05}",
        "line_id": "1",
        "sku": sku,
        "qty": qty,
        "amount": amount,
        "currency": "CNY",
        "occurred_at": now,
        "buyer": f"viewer-{number}",
        **more,
    }


def idle(page: Page) -> None:
    """Wait until the page's script has run."""
    page.wait_for_selector(IDLE, timeout=30_000)


def test_the_whole_way(chromium: Browser, server: Server, room: Room, tmp_path: Path) -> None:
    """Import, cards, draft, air, GO ×5, reveal, 30 units, kill -9, end, report: every number right."""
    context = chromium.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN")
    planner = context.new_page()
    import_catalogue(planner, server, tmp_path)
    approve_cards(planner, server)
    draft_show(planner, server)
    host_context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    host = host_context.new_page()
    host.goto(f"{server.url}/host")
    expect(host.locator(GO)).to_be_visible(timeout=20_000)
    go_live(planner, host, room)
    # Secrets are made when the connect page first shows them.
    connect = context.new_page()
    connect.goto(f"{server.url}/connect")
    connect.get_by_text("显示密钥").click()
    idle(connect)
    expect(connect.get_by_text("签名密钥").or_(connect.locator("code")).first).to_be_visible()
    sell(host, room)
    survive(planner, host, server, room)
    end(planner, room)
    report(connect, server, room)
    host_context.close()
    context.close()


def import_catalogue(page: Page, server: Server, folder: Path) -> None:
    """The newcomer's second door: drop a file, look at the dry run, write."""
    file = folder / "goods.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(GOODS[0]))
        writer.writeheader()
        writer.writerows(GOODS)
    page.goto(server.url)
    page.locator(".st-key-own-catalogue button").click()
    expect(page).to_have_url(re.compile("/catalogue"))
    page.set_input_files("input[type=file]", str(file))
    button = page.locator(".st-key-apply-import button")
    expect(button).to_contain_text("写入 4 件商品", timeout=20_000)
    button.click()
    expect(page.get_by_text("已写入 4 件商品")).to_be_visible(timeout=20_000)


def approve_cards(page: Page, server: Server) -> None:
    """Pick words in the background, approve those with evidence."""
    page.goto(f"{server.url}/cards")
    page.get_by_role("button", name="从商品里挑词").click()
    approve = page.locator(".st-key-approve-sure button")
    expect(approve).to_be_enabled(timeout=120_000)
    idle(page)
    expect(page.get_by_text("honey peach").first).to_be_visible()
    approve.click()
    expect(page.get_by_text(re.compile("已通过 [1-9][0-9]* 张")).first).to_be_visible(timeout=20_000)


def draft_show(page: Page, server: Server) -> None:
    """Draft a script, make it a show; the desk opens."""
    page.goto(f"{server.url}/script")
    page.get_by_role("button", name="新草稿").click()
    page.get_by_role("button", name="生成草稿").click()
    make = page.locator(".st-key-to-show button")
    expect(make).to_be_enabled(timeout=30_000)
    idle(page)
    make.click()
    expect(page).to_have_url(re.compile("/producer"), timeout=20_000)
    expect(page.locator(GO)).to_be_visible(timeout=20_000)


def line(page: Page) -> str:
    """The Chinese line on a host's screen."""
    return page.locator(".cc-line-zh").inner_text()


def go_live(desk: Page, host: Page, room: Room) -> None:
    """Start and press GO five times: two browsers agree at each step."""
    cues = room.cues()
    go = desk.locator(GO)
    go.click()
    expect(host.locator(".cc-line-zh")).not_to_have_text("", timeout=15_000)
    wait_for(lambda: room.state().cue == cues[0])
    for step in range(1, 6):
        step_on(desk, room, cues[step])
    shown = line(host)
    desk_line = desk.locator(".cc-t-zh").inner_text()
    assert "".join(shown.split()) == "".join(desk_line.split())
    # On to the first board, and one more word on it.
    for step in range(6, len(cues)):
        state = room.state()
        if state.board is not None and len(state.board.cards) > 1:
            break
        step_on(desk, room, cues[step])
    board = room.state().board
    assert board is not None
    expect(host.locator(".cc-boardbox .cc-card-word").first).to_be_visible()
    host.locator(".cc-boardbox-acts button", has_text="揭示下一词").click()
    wait_for(lambda: (room.state().board or board).revealed == board.revealed + 1)


def step_on(desk: Page, room: Room, cue: str) -> None:
    """Press GO until the cue is there, as somebody does whose press came too late to count."""
    for _ in range(5):
        desk.wait_for_timeout(400)
        if room.state().cue != cue:
            desk.locator(GO).click()
        try:
            wait_for(lambda: room.state().cue == cue, 4)
        except AssertionError:
            continue
        return
    raise AssertionError(f"{cue} never came")


def sell(host: Page, room: Room) -> None:
    """Thirty units through the webhook, in the same breath twice: the host's counters show them once."""
    batch: list[dict[str, object]] = []
    for number in range(10):
        batch.append(order(number, PEACH, 2, "69.90", kind="placed"))
        batch.append(order(number, PEACH, 2, "69.90"))
    for number in range(10, 20):
        batch.append(order(number, CHIPS, 1, "9.90"))
    first = room.post(*batch)
    again = room.post(*batch)
    assert first["events"] == 30
    assert (again["events"], again["known"]) == (0, 30)
    room.post(order(3, PEACH, 1, "69.90", kind="refunded", refund_id="r1"))
    counters = room.counters()
    assert (counters.orders, counters.units) == (20, 30)
    assert counters.paid_minor == 20 * 6990 + 10 * 990
    assert counters.refund_minor == 6990
    assert room.counters(PEACH).units == 20
    panel = host.locator(".cc-counters")
    expect(panel).to_contain_text("1,497", timeout=15_000)
    expect(panel).to_contain_text("30")
    expect(panel).to_contain_text("20")


def survive(desk: Page, host: Page, server: Server, room: Room) -> None:
    """The power cord: after a restart both screens are back untouched, with everything."""
    before = room.state()
    shown = line(host)
    server.kill()
    expect(host.locator("[data-link=cut]")).to_be_attached(timeout=15_000)
    server.start()
    expect(host.locator("[data-link=live]")).to_be_attached(timeout=10_000)
    expect(desk.locator("[data-link=live]")).to_be_attached(timeout=10_000)
    assert room.state() == before
    assert line(host) == shown
    expect(host.locator(".cc-counters")).to_contain_text("1,497")
    cues = room.cues()
    at = cues.index(before.cue)
    desk.locator(GO).click()
    wait_for(lambda: room.state().cue == cues[at + 1])
    # A sender that heard nothing during the cut tries again: still counted once.
    known = room.post(order(3, PEACH, 2, "69.90"))
    assert known["events"] <= 1
    assert room.counters().units == 30


def end(desk: Page, room: Room) -> None:
    """Hold the end button for a second."""
    box = desk.locator(".cc-hold").bounding_box()
    assert box is not None
    desk.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.mouse.down()
    desk.wait_for_timeout(1_400)
    desk.mouse.up()
    wait_for(lambda: room.state().phase == "ended")


def report(page: Page, server: Server, room: Room) -> None:
    """The report tells the ledger's numbers, to the cent."""
    page.goto(f"{server.url}/report")
    inside = page.frame_locator("iframe").locator("body")
    paid = Money(room.counters().paid_minor, "CNY")
    net = Money(paid.minor - 6990, "CNY")
    assert paid.minor == 149_700
    for amount in (paid, net):
        expect(inside).to_contain_text(format_money(amount, lang="zh"), timeout=20_000)
    expect(inside).to_contain_text("阳山水蜜桃")
    expect(inside).to_contain_text(format_money(Money(20 * 6990, "CNY"), lang="zh"))


def wait_for(check: object, seconds: float = 15.0) -> None:
    """Wait until the store says so."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if check():  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise AssertionError("the store did not come to the expected state")
