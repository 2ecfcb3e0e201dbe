"""Browsers and servers for the tests in this folder; they skip with a reason where there is no Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.scripted_room import Room
from tests.browser.server import Server

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

#: Flags without which Chromium asks its maker's servers at each start, and root needs the first.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find_chromium() -> str | None:
    """An installed Chromium; the tests download none."""
    given = os.environ.get("STUDIO_CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome")
    return given or next((path for name in names if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test.

    A browser on a busy machine may miss a beat: such a test has a second try, which the summary counts as
    a rerun. A fault of ours fails twice.
    """
    for item in items:
        if Path(str(item.fspath)).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=2))


@pytest.fixture(scope="session")
def chromium() -> Iterator[playwright.Browser]:
    """One browser for the session."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium found (apt-get install chromium, or set STUDIO_CHROMIUM)")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with an empty store."""
    held = Server(tmp_path)
    held.start()
    yield held
    held.stop()


@pytest.fixture
def page(chromium: playwright.Browser) -> Iterator[playwright.Page]:
    """A browser window of its own, in Chinese, laptop size."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.fixture
def room() -> Iterator[Room]:
    """A scripted room on loopback."""
    served = Room()
    served.start()
    yield served
    served.stop()


@pytest.fixture
def visit(chromium: Any, room: Room) -> Iterator[Callable[..., Any]]:
    """Open a live page of the room and wait for its first snapshot."""
    contexts = []

    def go(page: str, role: str, size: tuple[int, int] = (1366, 768), query: str = "") -> Any:
        viewport = {"width": size[0], "height": size[1]}
        context = chromium.new_context(viewport=viewport, reduced_motion="reduce")
        contexts.append(context)
        tab = context.new_page()
        tab.goto(f"{room.url}/live/{page}?t={role}{query}")
        tab.wait_for_selector(".cc[data-link=live]:not([data-covered])", state="attached")
        tab.wait_for_timeout(200)  # one layout after the styles
        return tab

    yield go
    for context in contexts:
        context.close()
