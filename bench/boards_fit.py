"""Do the 200 longest cards fit on every kind of board, in every hand, at every size? Prints a table.

    python bench/boards_fit.py [--themes chalk paper chalk-hand paper-hand] [--cards 200]

Needs Chromium. The cards are those of the sample and of the boards judged by hand; faces are made of them.
`cut` counts texts that leave their board or, on a vertical one, the part that no phone app covers. Light and
dark share their letters, so one theme of each hand is drawn unless more are named; `ms`: wall time of a fit.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.scripted_room import Room
from tests.browser.test_boards_fit import BLANK, DRAW, KINDS, SIZES, boards, longest

THEMES = ("chalk", "paper", "chalk-hand", "paper-hand")


def main() -> None:
    """Draw, count what leaves a board, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=["chalk", "paper-hand"])
    parser.add_argument("--cards", type=int, default=200)
    asked = parser.parse_args()
    room = Room()
    room.start()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
        page.route("**/blank", lambda route: route.fulfill(content_type="text/html", body=BLANK))
        page.goto(f"{room.url}/blank")
        cards = longest()[: asked.cards]
        print(f"{'theme':<12}{'kind':<8}{'size':>12}{'boards':>8}{'cut':>6}{'ms':>8}")
        for theme in asked.themes:
            for kind in KINDS:
                held = boards(kind, cards)
                for width, height in SIZES:
                    began = time.perf_counter()
                    bad = page.evaluate(DRAW, [kind, held, [[width, height]], theme])
                    each = (time.perf_counter() - began) * 1000 / len(held)
                    size = f"{width}x{height}"
                    row = f"{theme:<12}{kind:<8}{size:>12}{len(held):>8}{len(bad):>6}{each:>8.1f}"
                    print(row, *bad[:3], flush=True)
        browser.close()
    room.stop()


if __name__ == "__main__":
    main()
