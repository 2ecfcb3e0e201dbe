"""`serve --live-only`: live pages, socket and webhooks in a process of their own beside the dashboard's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from websockets.sync.client import connect

from studio.sample_show import open_sample
from studio.studio import Studio
from tests.browser.server import ROOT, START_S, free_port
from tests.live_screen import Screen


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Studio]:
    """The dashboard's half: here it is this process."""
    studio = Studio(f"sqlite:///{tmp_path / 'studio.db'}", serve="dashboard")
    yield studio
    studio.close()


def serve(desk: Studio, port: int) -> subprocess.Popen[bytes]:
    """The command itself, on the dashboard's store."""
    command = [sys.executable, "-m", "studio", "serve", "--live-only", "--port", str(port)]
    return subprocess.Popen(
        [*command, "--db", desk.store.url], cwd=ROOT, env=os.environ, stderr=subprocess.PIPE
    )


def test_live_pages_in_a_process_of_their_own(desk: Studio) -> None:
    """Both halves press and hear each other; a second one is refused; killed, the dashboard goes on."""
    show = open_sample(desk)
    host = desk.links.make(show, "host", "小禾")
    producer = desk.links.make(show, "producer", "小王")
    assert desk.live_port() is None
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    child = serve(desk, port)
    try:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline and child.poll() is None:
            try:
                assert httpx.get(f"{url}/healthz").json()["ok"] is True
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        assert desk.live_port() == port
        assert httpx.get(f"{url}/live/host").status_code == 200
        assert httpx.get(f"{url}/").status_code == 404
        screen = Screen()
        with connect(f"ws://127.0.0.1:{port}/live/socket?t={host}") as socket:

            def until(seq: int) -> None:
                while screen.numbers.get("state", -1) < seq:
                    screen.hear(json.loads(socket.recv(timeout=20)))

            until(0)
            assert desk.rooms.press(show, "start", actor="小王", role="producer", expects={"cue": ""})["ok"]
            until(1)
            assert (screen.state["phase"], screen.missed) == ("on_air", False)
            body = {"id": "p", "verb": "pause", "expects": {"cue": screen.state["cue"]}}
            reply = httpx.post(f"{url}/live/command?t={producer}", json=body, timeout=20)
            assert reply.json()["ok"], reply.text
            until(2)
        assert desk.rooms.state(show)[1].paused is not None
        second = serve(desk, free_port())
        _, said = second.communicate(timeout=START_S)
        assert second.returncode == 2
        assert "already running" in said.decode("utf-8", "replace")
    finally:
        child.kill()
        child.communicate()
    assert desk.live_port() is None
    assert desk.rooms.press(show, "resume", actor="小王", role="producer", expects={})["ok"]
