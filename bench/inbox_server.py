"""A server of our routes over a show on air, and a sender of signed orders, for `bench.inbox`."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import re
import time
from collections.abc import Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from sales.inbox.generic import DELIVERY, SIGNATURE, sign
from studio.sample_show import open_sample
from studio.studio import Studio

SKUS = tuple(f"P{n:03d}" for n in range(1, 41))
START_S = 60.0
#: Platforms keep some connections open and queue what does not fit; waiting here counts as time.
CONNECTIONS = 64


def database(folder: Path) -> str:
    """The URL of the store in a folder."""
    return f"sqlite:///{folder / 'studio.db'}"


def on_air(folder: Path) -> tuple[str, bytes]:
    """A store with the sample show on air; returns the show's id and the webhook's secret."""
    studio = Studio(database(folder))
    show = open_sample(studio)
    ack = studio.rooms.press(show, "start", actor="bench", role="producer", expects={"cue": ""})
    assert ack["ok"], ack
    secret = studio.orders.own_secret().encode()
    studio.close()
    return show, secret


def delivery(number: int, now: int, *, kinds: Sequence[str] = ("placed", "paid")) -> bytes:
    """The body of one delivery: an order of one line, placed and paid."""
    line = {
        "order_id": f"69{number:017d}",
        "line_id": "1",
        "sku": SKUS[number % len(SKUS)],
        "qty": 1 + number % 3,
        "amount": f"{19 + number % 50}.90",
        "currency": "CNY",
        "occurred_at": now,
        "buyer": f"viewer-{number % 9000}",
    }
    return json.dumps({"shop": "bench", "events": [{**line, "kind": kind} for kind in kinds]}).encode()


def serve(folder: str, port: int) -> None:
    """The server's process: our routes and the push of counters, without the dashboard."""
    import uvicorn
    from starlette.applications import Starlette

    from screens.routes import routes

    studio = Studio(database(Path(folder)), serve=True)

    @asynccontextmanager
    async def lifespan(_app: Starlette):  # type: ignore[no-untyped-def]
        studio.hub.bind(asyncio.get_running_loop())
        pushing = asyncio.create_task(studio.rooms.run())
        yield
        pushing.cancel()

    app = Starlette(routes=routes(lambda: studio), lifespan=lifespan)
    try:
        uvicorn.run(
            app, host="127.0.0.1", port=port, log_level="warning", access_log=False, timeout_keep_alive=60
        )
    finally:
        studio.close()


class Server:
    """The server in a process of its own."""

    def __init__(self, folder: Path) -> None:
        from tests.browser.server import free_port

        self.port = free_port()
        spawn = multiprocessing.get_context("spawn")
        self._child = spawn.Process(target=serve, args=(str(folder), self.port))

    def __enter__(self) -> Server:
        self._child.start()
        deadline = time.monotonic() + START_S
        import socket

        while time.monotonic() < deadline and self._child.is_alive():
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def cpu_s(self) -> float:
        """Processor seconds of the server so far; nan where the system does not tell."""
        try:
            fields = Path(f"/proc/{self._child.pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return float("nan")
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __exit__(self, *_: object) -> None:
        self._child.terminate()
        self._child.join(20)
        if self._child.is_alive():
            self._child.kill()


class Poster:
    """Keep-alive connections that post deliveries; HTTP by hand, so that the sender is not measured."""

    def __init__(self, port: int, secret: bytes) -> None:
        self._port, self._secret = port, secret
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self._open = asyncio.Semaphore(CONNECTIONS)

    async def post(self, body: bytes, name: str) -> int:
        """Post a delivery and return the status of the answer."""
        async with self._open:
            return await self._post(body, name)

    async def _post(self, body: bytes, name: str) -> int:
        if self._free:
            reader, writer = self._free.pop()
        else:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        head = (
            f"POST /hooks/generic HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n"
            f"{SIGNATURE}: {sign(body, self._secret)}\r\n{DELIVERY}: {name}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", answer, re.IGNORECASE)
        assert length is not None, answer
        await reader.readexactly(int(length[1]))
        self._free.append((reader, writer))
        return int(answer.split(b" ", 2)[1])

    def close(self) -> None:
        """Close every connection."""
        for _, writer in self._free:
            writer.close()
