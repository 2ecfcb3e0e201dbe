"""The door in a real browser: none on one's own machine, a PIN once one is set, pages by role, out again."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.server import Server
from tests.browser.test_planner_pages import go

PATIENCE_MS = 30_000


def give(page: Page, pin: str) -> None:
    """Type a PIN at the door."""
    page.get_by_label("口令", exact=True).fill(pin)
    page.get_by_role("button", name="进入").click()


def test_the_door(chromium: Browser, server: Server, tmp_path: Path) -> None:
    """The owner sets PINs and stays in; a host has the host's pages alone, until they leave."""
    problems: list[str] = []
    owner = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}).new_page()
    owner.on("pageerror", lambda error: problems.append(str(error)))
    go(owner, server, "access")
    for role, pin in (("负责人", "owner-pin-1"), ("主播", "host-pin-22")):
        form = owner.locator("[data-testid=stForm]").first
        form.get_by_role("combobox").click(timeout=PATIENCE_MS)
        owner.get_by_role("option", name=role).click()
        form.get_by_label("新口令").fill(pin)
        form.get_by_role("button", name="保存口令").click()
        expect(owner.get_by_text(f"{role} 的口令已保存")).to_be_visible(timeout=PATIENCE_MS)
    host = chromium.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}).new_page()
    host.on("pageerror", lambda error: problems.append(str(error)))
    go(host, server, "script")
    give(host, "not-the-pin")
    expect(host.get_by_text("口令不对")).to_be_visible(timeout=PATIENCE_MS)
    give(host, "host-pin-22")
    expect(host.get_by_role("link", name="主播屏")).to_be_visible(timeout=PATIENCE_MS)
    expect(host.get_by_role("link", name="场控台")).to_have_count(0)
    expect(host.get_by_role("link", name="连接")).to_have_count(0)
    go(host, server, "cards")
    expect(host.get_by_role("link", name="主播屏")).to_be_visible(timeout=PATIENCE_MS)
    host.locator(".st-key-corner").get_by_test_id("stPopover").get_by_role("button").click()
    expect(host.get_by_role("link", name="门禁与备份")).to_have_count(0)
    host.get_by_role("button", name="退出（主播）").click()
    expect(host.get_by_role("button", name="进入")).to_be_visible(timeout=PATIENCE_MS)
    go(host, server, "cards")
    expect(host.get_by_role("button", name="进入")).to_be_visible(timeout=PATIENCE_MS)
    give(host, "host-pin-22")
    expect(host.get_by_role("heading", name="板书")).to_be_visible(timeout=PATIENCE_MS)
    go(host, server, "producer")
    expect(host.get_by_text("这一页不归「主播」")).to_be_visible(timeout=PATIENCE_MS)
    host.screenshot(path=tmp_path / "door.png")
    assert problems == []
