"""kill -9 at random points of a show, and how soon screens are back. Prints two tables.

`python -m bench.live_killed [--kills 100] [--screens 5]`

The first starts a show run by four threads (moves, messages, clocks, edits of catalogue and script) a hundred
times, twenty on one store, kills it after 1 to 80 acknowledgements, and holds the store against all that was
acknowledged (`tests/live_killed.py`). The second kills the real server under an open host page in Chromium,
starts it again and takes the time from its first answer until the untouched page is live.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

from bench.goal import percentile, verdict
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.server import Server
from tests.live_killed import Killed

#: Kills of one show: each is held against all before it, so that the cost grows with their square.
SHOW = 20


def kills(number: int) -> None:
    """The first table."""
    began = time.monotonic()
    heard: list[str] = []
    off: list[float] = []
    for done in range(0, number, SHOW):
        with tempfile.TemporaryDirectory() as folder:
            killed = Killed(f"sqlite:///{Path(folder) / 'studio.db'}", seed=done)
            for _ in range(min(SHOW, number - done)):
                killed.kill()
                killed.check()
        heard += [kind for kind, _, _ in killed.heard]
        off += killed.off
    took = time.monotonic() - began
    edits = heard.count("edit") + heard.count("script")
    p99 = percentile(off, 0.99)
    print(
        f"{'kills':>6}{'commands':>10}{'edits':>7}{'missing':>9}{'acked ms p99':>14}{'max':>6}{'s':>7}  goal"
    )
    print(
        f"{number:>6}{heard.count('event'):>10}{edits:>7}{0:>9}{p99:>14.0f}{max(off):>6.0f}{took:>7.0f}"
        f"  missing ≤ 0 ok (one would have stopped this), wall truth p99 {verdict(p99, 200)} ms"
    )


def screens(number: int) -> None:
    """The second table."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        server = Server(Path(folder))
        studio = Studio(server.database)
        show = open_sample(studio)
        token = studio.links.make(show, "host", "host")
        studio.close()
        server.start()
        browser = driver.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page = browser.new_context().new_page()
        page.goto(f"{server.url}/live/host?t={token}")
        page.wait_for_selector(".cc[data-link=live]:not([data-covered])", state="attached")
        back = []
        for _ in range(number):
            server.kill()
            page.wait_for_selector(".cc[data-link=cut]", state="attached")
            server.start()
            answered = time.monotonic()
            page.wait_for_selector(".cc[data-link=live]", state="attached")
            back.append((time.monotonic() - answered) * 1000)
        browser.close()
        server.stop()
    print(f"{'restarts':>9}{'screen back ms p50':>20}{'max':>8}  goal")
    print(f"{number:>9}{statistics.median(back):>20.0f}{max(back):>8.0f}  max {verdict(max(back), 3000)}")


def main() -> None:
    """Run both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--screens", type=int, default=5)
    options = parser.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if options.kills:
        kills(options.kills)
    if options.screens:
        screens(options.screens)


if __name__ == "__main__":
    main()
