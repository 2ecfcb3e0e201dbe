"""Two serving processes on one store: who may have it, and that each tells its screens what the other did."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from studio.following import Following
from studio.holding import Part, StoreBusy, hold, is_live_apart
from studio.hub import Hub
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.event_loop import run as in_loop
from tests.live_screen import Screen


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("dashboard", "live", True),
        ("live", "dashboard", True),
        ("dashboard", "dashboard", False),
        ("live", "live", False),
        ("alone", "dashboard", False),
        ("alone", "live", False),
        ("dashboard", "alone", False),
        ("live", "alone", False),
    ],
)
def test_who_may_serve_beside_whom(tmp_path: Path, first: Part, second: Part, together: bool) -> None:
    """One dashboard and one process of live pages; a replay or a restore wants the store for itself."""
    url = f"sqlite:///{tmp_path / 'studio.db'}"
    held = hold(url, first)
    assert held is not None
    if together:
        other = hold(url, second)
        assert other is not None
        other.release()
    else:
        with pytest.raises(StoreBusy):
            hold(url, second)
    assert is_live_apart(url) is (first != "dashboard")
    held.release()
    for part in (first, second):
        again = hold(url, part)
        assert again is not None
        again.release()


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Studio, Studio, str]]:
    """A dashboard and a process of live pages on the sample show."""
    url = f"sqlite:///{tmp_path / 'studio.db'}"
    with ExitStack() as stack:
        desk = Studio(url, serve="dashboard")
        stack.callback(desk.close)
        show = open_sample(desk)
        live = Studio(url, serve="live")
        stack.callback(live.close)
        yield desk, live, show


def watch(live: Studio, show: str, while_watching: Callable[[], object], *, until: int) -> Screen:
    """What a screen of the live process holds once it knows of event `until`."""

    async def run() -> Screen:
        hub: Hub = live.hub
        hub.bind(asyncio.get_running_loop())
        screen, listener = Screen(), hub.join(show, "host")
        following = asyncio.create_task(Following(live.store, hub, live.rooms.state, live.clock).run())
        await hub.snapshot(listener, lambda: live.rooms.snapshot(show))
        await asyncio.to_thread(while_watching)
        async with asyncio.timeout(20):
            while screen.numbers.get("state", -1) < until:
                screen.hear(await listener.next())
        following.cancel()
        return screen

    return in_loop(run())


def test_screens_hear_what_the_other_process_did(pair: tuple[Studio, Studio, str]) -> None:
    """A press in the dashboard reaches the screens of the live process, as the steps of any other change."""
    desk, live, show = pair

    def press() -> None:
        assert desk.rooms.press(show, "start", actor="小王", role="producer", expects={"cue": ""})["ok"]

    screen = watch(live, show, press, until=1)
    assert not screen.missed
    assert screen.state["last"]["by"] == "小王"


def test_two_processes_press_together_and_one_step_is_made(pair: tuple[Studio, Studio, str]) -> None:
    """The newest event is looked at inside the transaction: the second press is told who was first."""
    desk, live, show = pair
    first = live.rooms.press(show, "start", actor="小李", role="producer", expects={"cue": ""})
    second = desk.rooms.press(show, "start", actor="小王", role="producer", expects={"cue": ""})
    assert first["ok"]
    assert (second["ok"], second["code"], second["by"]) == (False, "taken", "小李")
    assert desk.rooms.state(show)[0] == live.rooms.state(show)[0] == 1
