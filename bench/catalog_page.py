"""The catalogue page with 10,000 products in a real browser: how long until a press is seen.

`echo` is from the key to the letter on the screen, `answer` to the table that it asked for. It starts a
server of its own in a temporary folder and prints a table. `--commands` tells how long commands on air wait
while 10,000 products are written, changed, undone and removed.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.catalog_import import product
from catalog.product import Product
from catalog.write import write_catalog
from store import settings
from studio.studio import Studio

#: Typed into the search, letter by letter: initials of a name, a code, English words.
WORDS = ("yssmt", "0000123", "peaches no", "水蜜桃")
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
#: Counts frames until the typed letter is in the field, from the key's own event.
ECHO = """() => { const field = document.querySelector('.st-key-search input'); window.echo = [];
field.addEventListener('keydown', event => { const begun = event.timeStamp, held = field.value;
  const look = () => field.value === held ? requestAnimationFrame(look)
    : window.echo.push(performance.now() - begun);
  requestAnimationFrame(look); }); }"""


def fill(url: str, count: int) -> None:
    """A catalogue of that size, imported as a planner would."""
    studio = Studio(url)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "goods.csv"
        write_catalog((product(number) for number in range(count)), path)
        studio.catalogue.apply(studio.catalogue.dry_run_apart(path.read_bytes(), name=path.name))
    studio.close()


def line(name: str, times: list[float]) -> None:
    """One row of the table, in milliseconds."""
    times.sort()
    middle, high = times[len(times) // 2], times[min(len(times) - 1, int(len(times) * 0.95))]
    print(f"{name:<34}{len(times):4d}{middle:9.0f}{high:9.0f}{times[-1]:9.0f}", flush=True)


def page(count: int) -> None:
    """The rows of the browser."""
    from playwright.sync_api import sync_playwright

    from tests.browser.server import Server

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        server = Server(Path(folder))
        fill(server.database, count)
        server.start()
        browser = play.chromium.launch(args=["--no-sandbox", "--disable-gpu"], executable_path=_chromium())
        try:
            view = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
            print(f"{count} products{'':<20}   n   p50 ms   p95 ms   max ms")
            began = time.perf_counter()
            view.goto(f"{server.url}/catalogue")
            view.wait_for_selector("[data-testid=stDataFrame]", timeout=120_000)
            line("open the page", [(time.perf_counter() - began) * 1000])
            view.wait_for_selector(IDLE)

            def until(step: Callable[[], object], word: str) -> float:
                at = time.perf_counter()
                step()
                view.get_by_text(word).first.wait_for(timeout=60_000)
                return (time.perf_counter() - at) * 1000

            field = view.locator(".st-key-search input")
            field.click()
            view.evaluate(ECHO)
            echo: list[float] = []
            answers = []
            for word in WORDS:
                studio = Studio(server.database)
                field.press_sequentially(word[:-1], delay=90)
                found = studio.catalogue.page(search=word).total
                studio.close()
                last = partial(field.press_sequentially, word[-1])
                answers.append(until(last, f"共 {found:,} 件"))
                view.wait_for_selector(IDLE)
                field.fill("")
                view.get_by_text(f"共 {count:,} 件").first.wait_for(timeout=60_000)
                view.wait_for_selector(IDLE)
            echo += view.evaluate("window.echo")
            line("type a letter: echo", echo)
            line("type a letter: answer", answers)
            pages = []
            for number in ("2", "3", "4"):
                button = view.locator("[data-testid=stPagination]").get_by_text(number, exact=True).first
                at = time.perf_counter()
                button.click()
                view.wait_for_timeout(1)
                view.wait_for_selector(IDLE)
                pages.append((time.perf_counter() - at) * 1000)
            line("next page", pages)
        finally:
            browser.close()
            server.stop()


def _chromium() -> str | None:
    places = ("/usr/bin/chromium", "/usr/bin/chromium-browser")
    return next((path for path in places if Path(path).exists()), None)


def commands(count: int) -> None:
    """How long a write of somebody else waits while the whole catalogue is written."""
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(f"sqlite:///{Path(folder) / 'studio.db'}")
        path = Path(folder) / "goods.csv"
        write_catalog((product(number) for number in range(count)), path)
        goods = studio.catalogue
        plan = goods.dry_run_apart(path.read_bytes(), name=path.name)
        print(f"{count} products        seconds    n   wait p50   p95   max (ms)")

        def beside(name: str, step: Callable[[], int | object]) -> object:
            done, waits = threading.Event(), []

            def ask() -> None:
                while not done.is_set():
                    at = time.perf_counter()
                    studio.store.write(lambda connection: settings.put(connection, "bench", "1"))
                    waits.append((time.perf_counter() - at) * 1000)
                    time.sleep(0.01)

            asking = threading.Thread(target=ask)
            asking.start()
            at = time.perf_counter()
            result = step()
            took = time.perf_counter() - at
            done.set()
            asking.join()
            waits.sort()
            count, middle, high = len(waits), waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
            print(f"{name:<22}{took:9.2f}{count:5d}{middle:11.1f}{high:6.0f}{waits[-1]:6.0f}", flush=True)
            return result

        batch = beside("apply", lambda: goods.apply(plan))
        skus = goods.skus()
        beside("one tag on all", lambda: goods.change_many(skus, _tagged, kind="tags"))
        beside("undo the import", lambda: goods.undo(int(str(batch))))
        beside("remove all", lambda: goods.delete(goods.skus()))
        studio.close()


def _tagged(place: int, item: Product) -> Product:
    return replace(item, tags=(*item.tags, "x"))


def main() -> None:
    """Parse the arguments and print what they ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--commands", action="store_true")
    args = parser.parse_args()
    if args.commands:
        commands(args.count)
    else:
        page(args.count)


if __name__ == "__main__":
    main()
