"""The README's command itself, as a process: one port, one writer, one step a press."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from studio.sample_show import open_sample
from studio.studio import Studio
from tests.browser.server import ROOT, Server, free_port
from tests.live_screen import Screen


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A running server on the sample show."""
    held = Server(tmp_path)
    studio = Studio(held.database)
    open_sample(studio)
    studio.close()
    held.start()
    yield held
    held.stop()


def link(server: Server, role: str, name: str) -> str:
    """A role link's token, made beside the server as the connect page makes it."""
    studio = Studio(server.database)
    try:
        return studio.links.make(studio.rooms.listing()[0].id, role, name)  # type: ignore[arg-type]
    finally:
        studio.close()


def listen(server: Server, token: str) -> ClientConnection:
    """A screen's socket."""
    return connect(f"{server.url.replace('http', 'ws')}/live/socket?t={token}")


def until(socket: ClientConnection, kind: str, screen: Screen) -> dict[str, object]:
    """The next message of a kind; `screen` hears all that come until then."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        message = json.loads(socket.recv(timeout=10))
        screen.hear(message)
        if message["t"] == kind:
            return dict(message)
    raise AssertionError(f"no {kind} within 10 s")


def press(server: Server, token: str, ident: str, verb: str, cue: str) -> dict[str, object]:
    """A command over HTTP."""
    body = {"id": ident, "verb": verb, "expects": {"cue": cue}}
    return dict(httpx.post(f"{server.url}/live/command?t={token}", json=body, timeout=20).json())


def test_a_second_start_in_the_same_folder_is_refused(server: Server) -> None:
    """The second process says why in both languages, ends at once, and leaves the first alone."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
    command += ["--server.port", str(free_port()), "--server.address", "127.0.0.1"]
    done = subprocess.run(command, cwd=server.folder, capture_output=True, timeout=90)
    assert done.returncode == 2
    said = done.stderr.decode("utf-8", "replace")
    assert "already running" in said
    assert "占用" in said
    assert "Traceback" not in said
    assert httpx.get(f"{server.url}/healthz").json()["ok"] is True


def test_double_presses_over_the_wire(server: Server) -> None:
    """Two desks press GO in the same instant: one step each time (fifty in `test_screens_double_go.py`)."""
    desks = [(link(server, "producer", name), name) for name in ("小王", "小李")]
    screen = Screen()
    with listen(server, desks[0][0]) as socket:
        until(socket, "snapshot", screen)
        cues = [cue["id"] for segment in screen.held["plan"]["segments"] for cue in segment["cues"]]
        assert press(server, desks[0][0], "start", "start", "")["ok"]
        until(socket, "change", screen)
        with ThreadPoolExecutor(2) as pool:
            for step in range(8):
                time.sleep(0.32)
                at = str(screen.state["cue"])
                assert at == cues[step]
                waiting = [
                    pool.submit(press, server, token, f"{n}-{step}", "go", at)
                    for n, (token, _) in enumerate(desks)
                ]
                both = [future.result(20) for future in waiting]
                assert sorted(bool(ack["ok"]) for ack in both) == [False, True], both
                loser = next(ack for ack in both if not ack["ok"])
                winner = desks[next(n for n, ack in enumerate(both) if ack["ok"])][1]
                assert (loser["code"], loser["by"]) == ("taken", winner)
                change = until(socket, "change", screen)
                assert change["seq"] == step + 2


def test_after_a_power_cut_everything_acknowledged_is_there(server: Server) -> None:
    """Killed without goodbye and started again: the snapshot is the one before."""
    token = link(server, "producer", "小王")
    press(server, token, "start", "start", "")
    before, after = Screen(), Screen()
    with listen(server, token) as socket:
        until(socket, "snapshot", before)
        cue = str(before.state["cue"])
        time.sleep(0.4)
        assert press(server, token, "go", "go", cue)["ok"]
        until(socket, "change", before)
    server.kill()
    server.start()
    with listen(server, token) as socket:
        until(socket, "snapshot", after)
    assert after.numbers["state"] == before.numbers["state"]
    assert after.held["state"] == before.held["state"]
    assert after.held["plan"] == before.held["plan"]
    again = press(server, token, "go", "go", cue)
    assert again["ok"]
    assert again["seq"] == before.numbers["state"]
