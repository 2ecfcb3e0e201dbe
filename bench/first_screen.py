"""From the command to the first screen, and from there to a show on air, as a newcomer walks it.

Starts the README's command in an empty folder, opens a browser and clicks.
Usage: `python -m bench.first_screen`.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.server import Server


def main() -> None:
    """Walk once and print the table."""
    rows: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page = browser.new_page(locale="zh-CN")
        server = Server(Path(folder))
        begun = time.monotonic()
        try:
            server.start()
            rows.append(("command → server answers", time.monotonic() - begun))
            page.goto(server.url)
            page.locator(".st-key-open-sample button").wait_for(timeout=60_000)
            rows.append(("command → first screen", time.monotonic() - begun))
            clicked = time.monotonic()
            page.locator(".st-key-open-sample button").click()
            live = page.get_by_role("button", name="开播")
            live.wait_for(timeout=60_000)
            rows.append(("click 1: sample show ready", time.monotonic() - clicked))
            clicked = time.monotonic()
            live.click()
            page.locator(".cc-line-zh").wait_for(timeout=60_000)
            rows.append(("click 2: on air, first line drawn", time.monotonic() - clicked))
        finally:
            server.stop()
            browser.close()
    print(f"{'step':<36}{'seconds':>9}")
    for name, seconds in rows:
        print(f"{name:<36}{seconds:>9.2f}")


if __name__ == "__main__":
    main()
