"""Press → visible on another browser, with idle screens watching.

Starts the real server on the sample show in a temporary folder, opens Chromium windows of their own, and
prints a table. Usage: `python -m bench.live_latency [--rounds 50] [--viewers 20]`.

`live page → live page` is a press of GO or BACK on the producer's plain page until the host's plain page has
drawn the new line. `Streamlit button → live page` is a ready-made call of the dashboard's desk until the
host's page has drawn it. Both clocks are the same machine's (performance.timeOrigin + now).
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from store.store import Store
from studio.links import Links
from studio.sample_show import open_sample
from studio.studio import Studio, system_clock
from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.server import Server

GO = "button[type=button].cc-btn-go"
BACK = ".cc-t-row .cc-btn >> nth=0"
WATCH = """
selector => new Promise(ready => {
  const host = document.querySelector('#root');
  window.__watch?.disconnect();
  window.__seen = [];
  const read = () => host.querySelector(selector)?.textContent ?? '';
  let last = read();
  window.__watch = new MutationObserver(() => {
    const text = read();
    if (text === last) return;
    last = text;
    requestAnimationFrame(() => window.__seen.push([text, performance.timeOrigin + performance.now()]));
  });
  window.__watch.observe(host, { subtree: true, childList: true, characterData: true, attributes: true });
  ready();
})
"""
CLICK_AT = """
element => new Promise(done => {
  const stamp = () => done(performance.timeOrigin + performance.now());
  element.addEventListener('click', stamp, { once: true, capture: true });
  element.click();
})
"""


def seen_after(page: Page, count: int) -> float:
    """When the watched text changed next, in ms."""
    page.wait_for_function("count => window.__seen.length > count", arg=count, timeout=10_000)
    return float(page.evaluate("count => window.__seen[count][1]", count))


def row(name: str, values: list[float]) -> str:
    """One line of the table."""
    values = sorted(values)
    p95 = values[min(len(values) - 1, round(0.95 * (len(values) - 1)))]
    return f"{name:<36}{len(values):>5}{statistics.median(values):>9.1f}{p95:>9.1f}{values[-1]:>9.1f}"


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--viewers", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        studio = Studio(server.database)
        show = open_sample(studio)
        studio.rooms.press(show, "start", actor="bench", role="producer", expects={"cue": ""})
        studio.close()
        store = Store(server.database)
        links = Links(store, system_clock)
        tokens = {role: links.make(show, role, role) for role in ("producer", "host", "viewer")}
        store.close()
        server.start()
        try:
            run(server, tokens, options.rounds, options.viewers)
        finally:
            server.stop()


def run(server: Server, tokens: dict[str, str], rounds: int, viewers: int) -> None:
    """Open the windows and press."""
    import threading

    from websockets.sync.client import connect

    url = server.url.replace("http", "ws") + f"/live/socket?t={tokens['viewer']}"
    idle = [connect(url) for _ in range(viewers)]
    for socket in idle:
        threading.Thread(target=lambda held=socket: list(held), daemon=True).start()
    path = find_chromium()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        host = browser.new_context().new_page()
        desk = browser.new_context().new_page()
        host.goto(f"{server.url}/live/host?t={tokens['host']}")
        desk.goto(f"{server.url}/live/producer?t={tokens['producer']}")
        host.wait_for_selector(".cc-line-zh")
        desk.wait_for_selector(GO)
        host.evaluate(WATCH, ".cc-line-zh")
        print(f"{rounds} presses, {viewers} more viewers, loopback, ms")
        print(f"{'path':<36}{'n':>5}{'p50':>9}{'p95':>9}{'max':>9}")
        live = []
        for n in range(rounds):
            desk.wait_for_timeout(400)
            count = host.evaluate("window.__seen.length")
            verb = "go" if n % 2 == 0 else "back"
            pressed = desk.locator(GO if verb == "go" else BACK).evaluate(CLICK_AT)
            live.append(seen_after(host, count) - pressed)
        print(row("live page → live page", live))
        dash = browser.new_context().new_page()
        dash.goto(f"{server.url}/producer")
        dash.wait_for_selector(".st-key-call-water button")
        dash.wait_for_timeout(2000)
        host.evaluate(WATCH, ".cc-band-text")
        slow = []
        for n in range(rounds):
            dash.wait_for_timeout(300)
            count = host.evaluate("window.__seen.length")
            name = ("water", "camera")[n % 2]
            pressed = dash.locator(f".st-key-call-{name} button").evaluate(CLICK_AT)
            slow.append(seen_after(host, count) - pressed)
            # The band keeps the oldest open message: take it down before the next.
            host.locator(".cc-band-ok").click()
            host.wait_for_selector(".cc-band", state="hidden")
        print(row("Streamlit button → live page", slow))
        print(
            json.dumps(
                {
                    "live_p95": sorted(live)[int(0.95 * (rounds - 1))],
                    "streamlit_p95": sorted(slow)[int(0.95 * (rounds - 1))],
                }
            )
        )
        browser.close()
    for socket in idle:
        socket.close()


if __name__ == "__main__":
    main()
