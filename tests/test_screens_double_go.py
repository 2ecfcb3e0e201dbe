"""Two people press GO together, again and again: over the wire one step is one step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from live.verbs import MIN_SPAN_MS
from tests.ahead_clock import Clock
from tests.browser.real_room import RealRoom
from tests.live_screen import Screen

DESKS = ("小王", "小李")


@pytest.fixture
def clock() -> Clock:
    """The room's time."""
    return Clock()


@pytest.fixture
def room(tmp_path: Path, clock: Clock) -> Iterator[RealRoom]:
    """The sample show on air behind the real routes."""
    held = RealRoom(tmp_path, clock)
    held.start()
    held.press("start", {"reason": "test"}, cue="")
    yield held
    held.stop()


def test_fifty_double_presses_make_fifty_steps(room: RealRoom, clock: Clock) -> None:
    """Each time one desk is taken, the other told who was first, and every screen gets one change.

    Sent three times, the winner's command is one step with one receipt.
    """
    url = f"http://127.0.0.1:{room.port}/live/command?t="
    tokens = {name: room.studio.links.make(room.show, "producer", name) for name in DESKS}
    screen = Screen()
    with (
        connect(f"ws://127.0.0.1:{room.port}/live/socket?t={tokens[DESKS[0]]}") as socket,
        httpx.Client(timeout=20) as client,
        ThreadPoolExecutor(2) as pool,
    ):

        def change() -> dict[str, Any]:
            while True:
                message: dict[str, Any] = json.loads(socket.recv(timeout=20))
                screen.hear(message)
                if message["t"] in ("change", "snapshot"):
                    return message

        def press(name: str, step: int, cue: str) -> dict[str, Any]:
            body = {"id": f"{DESKS.index(name)}-{step}", "verb": "go", "expects": {"cue": cue}}
            return dict(client.post(url + tokens[name], json=body).json())

        change()
        cues = [cue["id"] for segment in screen.held["plan"]["segments"] for cue in segment["cues"]]
        for step in range(50):
            clock.ahead += MIN_SPAN_MS
            assert screen.state["cue"] == cues[step]
            together = pool.map(press, DESKS, [step] * 2, [cues[step]] * 2)
            acks = dict(zip(DESKS, together, strict=True))
            assert sorted(ack["ok"] for ack in acks.values()) == [False, True], acks
            winner = next(name for name, ack in acks.items() if ack["ok"])
            loser = next(ack for ack in acks.values() if not ack["ok"])
            assert (loser["code"], loser["by"]) == ("taken", winner)
            again = [press(winner, step, cues[step]) for _ in range(2)]
            assert again == [acks[winner]] * 2
            assert change()["seq"] == step + 2
    assert room.studio.rooms.state(room.show)[0] == 51
