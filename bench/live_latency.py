"""Press → visible on another browser, with idle screens watching.

Starts the real server on the sample show in a temporary folder, opens Chromium windows of their own, and
prints a table: `python -m bench.live_latency [--rounds 50] [--viewers 20] [--live-only] [--extract 10000]`

- `live page → live page`: a press of GO or BACK on the producer's plain page until the new line stands in the
  host's plain page, laid out; `… in a frame` until the display's next frame, which nobody can hurry;
- `GO of two desks, the other told`: two producer's pages press together, until the later one shows who was
  first (each time exactly one step is made);
- `Streamlit button → live page`: a ready-made call of the dashboard's desk until the host's page shows it;
- the stages of a press (`bench/live_stages.py`), and what the disk takes for a write of 4 KB.

With `--extract N` an extraction of cards for N products runs meanwhile, as the dashboard starts it. With
`--live-only` the live pages come from a process of their own. All clocks are the same machine's
(performance.timeOrigin + now).
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.goal import percentile, verdict
from bench.live_beside import extracting, live_process
from bench.live_stages import STAMPS, press, stages
from studio.sample_show import open_sample
from studio.studio import Studio
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
TOASTS = """
() => new MutationObserver(() => {
  if (window.toldAt || !document.querySelector('.cc-toast.cc-on')) return;
  window.toldAt = performance.timeOrigin + performance.now();
}).observe(document.querySelector('.cc-toast'), { attributes: true, attributeFilter: ['class'] })
"""
PRESS = """
at => {
  document.querySelector('.cc-toast').classList.remove('cc-on');
  setTimeout(() => {
    window.toldAt = null;
    window.pressedAt = performance.timeOrigin + performance.now();
    document.querySelector('.cc-btn-go').click();
  }, at - Date.now());
}
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


def row(name: str, values: list[float], *, p50: float | None = None, p95: float | None = None) -> str:
    """One line of the table; `p50` and `p95` are the goals in ms."""
    middle, far = statistics.median(values), percentile(values, 0.95)
    asked = (("p50", middle, p50), ("p95", far, p95))
    goals = [f"{what} {verdict(value, limit)}" for what, value, limit in asked if limit is not None]
    return f"{name:<36}{len(values):>5}{middle:>9.1f}{far:>9.1f}{max(values):>9.1f}  {', '.join(goals)}"


def disk(folder: Path) -> str:
    """How long this disk takes until 4 KB are on it: a commit waits for that twice at most."""
    taken = []
    with (folder / "disk").open("wb") as file:
        for _ in range(100):
            file.write(bytes(4096))
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - began) * 1000)
    return row("the disk alone, 4 KB", taken)


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--viewers", type=int, default=20)
    parser.add_argument("--extract", type=int, default=0, metavar="PRODUCTS")
    parser.add_argument("--live-only", action="store_true")
    options = parser.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        studio = Studio(server.database)
        show = open_sample(studio)
        studio.rooms.press(show, "start", actor="bench", role="producer", expects={"cue": ""})
        tokens = {role: studio.links.make(show, role, role) for role in ("producer", "host", "viewer")}  # type: ignore[arg-type]
        tokens["second"] = studio.links.make(show, "producer", "second")
        studio.close()
        server.start()
        try:
            with live_process(server, options.live_only) as url, extracting(options.extract):
                run(server, url, tokens, options.rounds, options.viewers, extracts=bool(options.extract))
        finally:
            server.stop()


def run(
    server: Server, url: str, tokens: dict[str, str], rounds: int, viewers: int, *, extracts: bool
) -> None:
    """Open the windows and press."""
    socket_url = url.replace("http", "ws") + f"/live/socket?t={tokens['viewer']}"
    for _ in range(viewers):
        threading.Thread(target=watch, args=(socket_url,), daemon=True).start()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        host = browser.new_context().new_page()
        desks = [browser.new_context().new_page() for _ in range(2)]
        for page in (host, *desks):
            page.add_init_script(STAMPS)
        host.goto(f"{url}/live/host?t={tokens['host']}")
        for desk, token in zip(desks, (tokens["producer"], tokens["second"]), strict=True):
            desk.goto(f"{url}/live/producer?t={token}")
            desk.wait_for_selector(GO)
        host.wait_for_selector(".cc-line-zh")
        print(f"{rounds} presses, {viewers} more viewers, loopback, ms")
        print(f"{'path':<36}{'n':>5}{'p50':>9}{'p95':>9}{'max':>9}  goal")
        presses = pressed_live(desks[0], host, rounds)
        drawn, framed = ([one[stage] for one in presses] for stage in ("drawn", "frame"))
        quiet = {"p50": 15.0, "p95": 50.0} if not extracts else {"p95": 100.0}
        print(row("live page → live page", drawn, **quiet))
        print(row("live page → live page, in a frame", framed))
        print(row("GO of two desks, the other told", pressed_both(desks, host, rounds), p95=300))
        desks[1].close()
        dash = browser.new_context().new_page()
        print(row("Streamlit button → live page", pressed_desk(server, dash, host, rounds), p95=500))
        print(disk(server.folder))
        print(stages(presses))
        browser.close()


def watch(url: str) -> None:
    """One more viewer, until the server ends."""
    from websockets.exceptions import ConnectionClosed
    from websockets.sync.client import connect

    with suppress(ConnectionClosed), connect(url) as socket:
        for _ in socket:
            pass


def pressed_live(desk: Page, host: Page, rounds: int) -> list[dict[str, float]]:
    """GO and BACK by turns; the stages of each press."""
    found = []
    for n in range(rounds):
        desk.wait_for_timeout(400)
        found.append(press(desk.locator(GO if n % 2 == 0 else BACK), desk, host))
    return found


def pressed_both(desks: list[Page], host: Page, rounds: int) -> list[float]:
    """Two desks press in the same instant: from the press until the later one reads who was first."""
    found = []
    for desk in desks:
        desk.evaluate(TOASTS)
    for n in range(rounds):
        desks[0].wait_for_timeout(400)
        if n % 40 == 39:  # back to where there is something to go to
            for _ in range(40):
                desks[0].locator(BACK).click()
                desks[0].wait_for_timeout(350)
        before = host.evaluate("window.changes")
        at = time.time() * 1000 + 120
        for desk in desks:
            desk.evaluate(PRESS, at)
        for _ in range(100):  # five seconds: what is not told by then fails
            desks[0].wait_for_timeout(50)
            told = [desk.evaluate("window.toldAt && window.toldAt - window.pressedAt") for desk in desks]
            if any(told):
                break
        desks[0].wait_for_timeout(300)
        assert host.evaluate("window.changes") == before + 1, "not one step"
        told = [desk.evaluate("window.toldAt && window.toldAt - window.pressedAt") for desk in desks]
        assert sum(value is not None for value in told) == 1, told
        found.append(float(next(value for value in told if value is not None)))
    return found


def pressed_desk(server: Server, dash: Page, host: Page, rounds: int) -> list[float]:
    """Ready-made calls of the dashboard's desk."""
    dash.goto(f"{server.url}/producer")
    dash.wait_for_selector(".st-key-call-water button")
    dash.wait_for_timeout(2000)
    host.evaluate(WATCH, ".cc-band-text")
    found = []
    for n in range(rounds):
        dash.wait_for_timeout(300)
        count = host.evaluate("window.__seen.length")
        pressed = dash.locator(f".st-key-call-{('water', 'camera')[n % 2]} button").evaluate(CLICK_AT)
        found.append(seen_after(host, count) - pressed)
        # The band keeps the oldest open message: take it down before the next.
        for _ in range(20):
            if not host.locator(".cc-band").is_visible():
                break
            host.locator(".cc-band-ok").evaluate("button => button.click()")  # it may be gone by now
            host.wait_for_timeout(250)
    return found


if __name__ == "__main__":
    main()
