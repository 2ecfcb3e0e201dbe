"""How a script of 500 segments edits: what an edit costs the server, and how long a person waits.

Run `python -m bench.script_editing` (needs an installed Chromium; without one the browser rows are left out).
Server rows are CPU time of this process, so that a busy machine does not matter; browser rows are wall time
on loopback: from the last key to the store's acknowledgement on the screen, the 0.7 s pause of typing
included, and from a key to its letter in the field.
"""

from __future__ import annotations

import json
import math
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.bilingual import Bilingual
from lessons.edit import add_segment, update_cue
from lessons.rundown import Rundown
from screens.outline import outline_parts
from screens.outline_wire import Telling
from screens.script_desk import Desk
from screens.script_rows import Beside, rows
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.browser.server import Server

SEGMENTS = 500
#: Measured inside the page: from a key to the frame after its letter, in milliseconds.
LETTERS = """() => {
  window.letters = [];
  const drawn = (event) => setTimeout(() => window.letters.push(performance.now() - event.timeStamp));
  document.addEventListener("input", (event) => requestAnimationFrame(() => drawn(event)), true);
}"""
TIMES = 15


def long_show(rundown: Rundown) -> Rundown:
    """The sample show's segments over and over, each under an id of its own."""
    made = replace(rundown, segments=())
    while len(made.segments) < SEGMENTS:
        made, _ = add_segment(made, rundown.segments[len(made.segments) % len(rundown.segments)])
    return made


def measure(work: Callable[[int], object]) -> list[float]:
    """Milliseconds of CPU for each of `TIMES` runs."""
    taken = []
    for number in range(TIMES):
        start = time.process_time()
        work(number)
        taken.append((time.process_time() - start) * 1000)
    return taken


def row(name: str, taken: list[float], note: str = "") -> None:
    """A line of the table."""
    middle, late = statistics.median(taken), sorted(taken)[max(0, math.ceil(0.95 * len(taken)) - 1)]
    print(f"{name:42s} {middle:8.0f} ms median {late:8.0f} ms p95 {max(taken):8.0f} ms worst  {note}")


def server_rows(studio: Studio, script: str) -> None:
    """An edit saved, what stands beside the script after it, and what is sent to the browser."""
    rundown, version = studio.scripts.editing.load(script)
    desk = [Desk(script, version, rundown, client="bench")]
    cue = rundown.segments[SEGMENTS // 2].cues[0].id

    def save(number: int) -> None:
        edited = update_cue(desk[0].rundown, cue, lines=Bilingual(zh=f"第{number}版，全国最甜。"))
        desk[0] = desk[0].change(studio.scripts.editing, edited, by=None)

    def look(number: int) -> None:
        save(number + TIMES)
        studio.scripts.look(script, desk[0].rundown)

    row("edit saved (500 segments)", measure(save), "commit included, CPU only")
    row("edit saved, checked, law looked up", measure(look))
    seen = studio.scripts.look(script, desk[0].rundown)
    beside = Beside(seen.products, {}, seen.checks, seen.lints, (), "zh")
    telling = Telling()
    sizes: list[int] = []

    def tell(number: int) -> None:
        save(number + 2 * TIMES)
        parts = outline_parts(desk[0], beside, boards=seen.boards, steps=(0, 0))
        message = telling.message(rows(desk[0].rundown, beside), parts)
        sizes.append(len(json.dumps(message, ensure_ascii=False).encode()))
        telling.holds(int(str(message["stamp"])))

    row("edit saved, message for the browser made", measure(tell))
    print(f"{'bytes to the browser':42s} {sizes[0]:8d} the whole {max(sizes[1:]):9d} an edit")


def browser_rows(folder: Path) -> None:
    """Typing into one line of the long show."""
    found = next((path for name in ("chromium", "google-chrome") if (path := shutil.which(name))), None)
    if found is None:
        print("no Chromium: browser rows left out")
        return
    from playwright.sync_api import sync_playwright

    server = Server(folder)
    server.start()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        start = time.monotonic()
        page.goto(f"{server.url}/script")
        page.locator(".o-row").nth(SEGMENTS - 1).wait_for(state="attached", timeout=120_000)
        row("page opened, 500 rows drawn", [(time.monotonic() - start) * 1000])
        page.locator(".o-row").nth(3).locator(".o-toggle").click()
        field = page.locator(".o-row").nth(3).locator("textarea").first
        field.press("End")
        page.evaluate(LETTERS)
        saves = []
        for number in range(TIMES):
            page.keyboard.type(f"{number % 10}再", delay=30)
            start = time.monotonic()
            page.wait_for_function("() => document.querySelector('.o-state').classList.contains('cc-ok')")
            saves.append((time.monotonic() - start) * 1000)
        row("key to letter on the screen", page.evaluate("() => window.letters"))
        row("last key to “saved” on the screen", saves)
        start = time.monotonic()
        page.locator("[data-mode=table]").click()
        page.locator(".t-row").nth(SEGMENTS - 1).wait_for(state="attached")
        row("outline to table", [(time.monotonic() - start) * 1000])
        browser.close()
    server.stop()


def main() -> None:
    """Print the table."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        studio = Studio(f"sqlite:///{folder / 'data' / 'studio.db'}")
        open_sample(studio)
        rundown, _ = studio.scripts.editing.load(studio.scripts.listing()[0].id)
        script = studio.scripts.new(long_show(rundown))
        server_rows(studio, script)
        studio.close()
        browser_rows(folder)


if __name__ == "__main__":
    sys.exit(main())
