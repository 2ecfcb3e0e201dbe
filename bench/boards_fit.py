"""Do the 200 longest cards fit on every kind of board at every size? Prints a table, with the time of a fit.

    python bench/boards_fit.py

Needs Chromium. The cards are those of the sample and of the boards judged by hand; faces are made of them.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, find_chromium
from tests.browser.scripted_room import Room
from tests.browser.test_boards_fit import BLANK, DRAW, SIZES, boards, longest

KINDS = ("one", "three", "quiz", "pair", "family", "blank")


def main() -> None:
    """Draw, count what leaves a board, print."""
    room = Room()
    room.start()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
        page.route("**/blank", lambda route: route.fulfill(content_type="text/html", body=BLANK))
        page.goto(f"{room.url}/blank")
        cards = longest()
        print(f"{'kind':<8}{'size':>12}{'boards':>8}{'cut':>6}{'ms a fit':>10}")
        for kind in KINDS:
            held = boards(kind, cards)
            for width, height in SIZES:
                began = time.perf_counter()
                bad = page.evaluate(DRAW, [kind, held, [[width, height]], "chalk"])
                each = (time.perf_counter() - began) * 1000 / len(held)
                print(
                    f"{kind:<8}{f'{width}x{height}':>12}{len(held):>8}{len(bad):>6}{each:>10.1f}", flush=True
                )
                for one in bad[:3]:
                    print("   ", one)
        browser.close()
    room.stop()


if __name__ == "__main__":
    main()
