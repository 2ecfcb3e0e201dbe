"""Every number of sales on every page of a real server says what it is and is the ledger's to the cent."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from sales.inbox.generic import SIGNATURE, sign
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.browser.server import Server
from tests.browser.test_planner_pages import go

PAID = 6_104_530
#: Numbers of sales that cannot be asked: neither they nor what holds them has a note.
UNASKED = r"""(where) => [...document.querySelectorAll(where)]
  .filter((el) => el.getClientRects().length && /\d/.test([...el.childNodes]
    .filter((node) => node.nodeType === 3).map((node) => node.textContent).join('')))
  .filter((el) => !el.closest('[data-note], [data-m], [data-t], ' +
    '.cc-count-asof, .cc-count-product, .cc-count-title'))
  .map((el) => el.outerHTML.slice(0, 160))"""
#: What each number says when it is asked.
NOTES = """(where) => [...document.querySelectorAll(where)].filter((el) => el.getClientRects().length)
  .map((el) => el.dataset.note ?? '')"""


@pytest.fixture(scope="module")
def on_air(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str, dict[str, str]]]:
    """A server with the sample show on air: a word on the board, a target, two orders, its links."""
    server = Server(tmp_path_factory.mktemp("numbers"))
    (server.folder / "data").mkdir()
    now = [time.time_ns() // 1_000_000 - 600_000]
    studio = Studio(server.database, clock=lambda: now[0])
    show = open_sample(studio)

    def press(verb: str, **args: object) -> None:
        now[0] += 3_000  # two presses at once would be one
        expects = {"cue": studio.rooms.state(show)[1].cue}
        assert studio.rooms.press(show, verb, actor="场控", role="producer", expects=expects, args=args)["ok"]

    press("start")
    segments = {s.id: s.sku for s in studio.rooms.rundown(show).segments}
    while (sku := segments[studio.rooms.state(show)[1].segment]) is None:
        press("go")
    press("board_show", cards=[str(studio.boards.of_product(str(sku))[0].id)])
    studio.desk.set_target(show, 10_000_000)
    for number, minor in (("1", PAID - 5_900), ("2", 5_900)):
        line = {"order_id": number, "line_id": "1", "sku": str(sku), "qty": 1, "amount_minor": minor,
                "currency": "CNY", "occurred_at": studio.clock(), "buyer": number}  # fmt: skip
        facts = [{**line, "kind": kind} for kind in ("placed", "paid")]
        body = json.dumps({"shop": "s", "events": facts}).encode()
        signed = {SIGNATURE: sign(body, studio.orders.own_secret().encode())}
        assert studio.orders.receive("generic", signed, body).status == 200
    roles = {"host": "host", "producer": "producer", "assistant": "assistant"}
    links = {page: studio.links.make(show, role, "小禾") for page, role in roles.items()}  # type: ignore[arg-type]
    studio.close()
    server.start()
    yield server, str(show), links
    server.stop()


def asked(tab: Any, where: str, notes: str) -> list[str]:
    """The notes of the numbers in `where`; each holds formula, inputs, as-of and state in both languages."""
    assert tab.evaluate(UNASKED, where) == []
    found: list[str] = tab.evaluate(NOTES, notes)
    for note in found:
        for part in ("截至", "as of", "暂计", "provisional"):
            assert part.lower() in note.lower(), note
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_numbers_of_the_desks_pages(
    chromium: Any, on_air: tuple[Server, str, dict[str, str]], lang: str
) -> None:
    """The first page, what hosts and words sold, and the report: asked by pointer, exact to the cent."""
    server, _, _ = on_air
    context = chromium.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN" if lang == "zh" else "en-US"
    )
    tab = context.new_page()
    try:
        go(tab, server, "", f"?lang={lang}")
        tab.wait_for_selector(".cc-air dd .cc-asked")
        assert len(asked(tab, ".cc-air dl *", ".cc-air dl .cc-asked")) == 3
        assert tab.locator(".cc-air dd").first.inner_text() == "¥61,045.30"
        tab.locator(".cc-air .cc-asked").first.hover()
        shown = "(el) => getComputedStyle(el, '::after').content"
        assert "¥61,045.30" in tab.locator(".cc-air .cc-asked").first.evaluate(shown)
        go(tab, server, "producer", f"?lang={lang}")
        tab.get_by_role("button", name="谁和哪个词" if lang == "zh" else "Hosts and words").click()
        tab.wait_for_selector(".cc-earned td .cc-asked")
        assert (
            len(asked(tab, ".cc-earned td:not(:first-child), .cc-earned td *", ".cc-earned .cc-asked")) == 6
        )
        assert tab.locator(".cc-earned").last.locator("td").last.inner_text() == "¥61,045.30"
        if lang == "en":
            return  # the report's numbers in both languages: test_report_numbers
        go(tab, server, "report", f"?lang={lang}")
        page = tab.frame_locator("iframe").first
        page.locator(".figures [data-m='gmv_paid']").wait_for()
        assert page.locator(".figures [data-m='gmv_paid']").inner_text() == "¥61,045.30"
        page.locator(".figures [data-m='gmv_paid']").hover()
        note = page.locator("#note").inner_text()
        assert "截至" in note and "as of" in note and "¥61,045.30" in note
    finally:
        context.close()


@pytest.mark.parametrize("role", ["host", "producer", "assistant"])
def test_numbers_of_the_live_pages(
    chromium: Any, on_air: tuple[Server, str, dict[str, str]], role: str
) -> None:
    """Counters, target and curve of a real show: each says what it is, the amount is the ledger's."""
    server, _, links = on_air
    context = chromium.new_context(viewport={"width": 1920, "height": 1080})
    tab = context.new_page()
    try:
        tab.goto(f"{server.url}/live/{role}?t={links[role]}&lang=zh")
        tab.wait_for_function("() => document.querySelector('.cc-counters')?.textContent.includes('61,045')")
        notes = asked(tab, ".cc-counters *", ".cc-counters .cc-stat, .cc-counters .cc-count-line")
        assert len(notes) == 7
        gmv = tab.locator('.cc-stat[data-metric="gmv_paid"] dd').last.inner_text().replace("\n", "")
        assert gmv == "¥61,045.30"
    finally:
        context.close()
