"""Orders in, numbers out: what the inbox, the ledger and the push of counters stand.

Serves our own routes (uvicorn, a process of its own, 127.0.0.1) over the sample show on air in a temporary
folder and prints a table.
Usage: `python -m bench.inbox [--seconds 10] [--rate 500] [--only http,socket,group,rebuild,memory]`.
Fifty kills under load: `STUDIO_KILLS=50 python -m pytest tests/test_sales_killed.py`.

Rows: `signed POST` is an open loop: each request has a planned instant and its time counts from there, so a
server that falls behind cannot hide it; an answer comes after the commit (synchronous=FULL). `group commit`
counts facts a second through `Orders.receive` from 32 threads, `one writer` through `store.orders.add` in
jobs of 50 orders. `rebuild` is the whole fold. `event → socket` is from sending a paid order until a socket
holds counters that include it. `CPU` is processor time, which a busy machine changes less than the rest.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import re
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from sales.inbox.generic import DELIVERY, SIGNATURE, parse, sign
from store import orders
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


def row(name: str, values: Sequence[float], note: str = "") -> str:
    """One line of the table, milliseconds."""
    ranked = sorted(values)

    def at(share: float) -> float:
        return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else float("nan")

    return f"{name:<42}{len(ranked):>8}{at(0.5):>9.1f}{at(0.95):>9.1f}{at(0.99):>9.1f}{at(1):>9.1f}  {note}"


class Speed:
    """One line of the table: facts a second since it was made, and the processor time of each."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def row(self, name: str, facts: int) -> str:
        """The line."""
        wall, cpu = time.monotonic() - self._wall, time.process_time() - self._cpu
        return f"{name:<42}{facts:>8}{facts / wall:>9.0f} facts/s   CPU {cpu / facts * 1e6:.0f} µs a fact"


async def post_at_rate(poster: Poster, numbers: count[int], *, rate: int, seconds: float) -> list[float]:
    """Post one delivery each 1/rate s; milliseconds from the planned instant to the answer."""
    loop = asyncio.get_running_loop()
    took: list[float] = []

    async def one(planned: float, number: int) -> None:
        body = delivery(number, time.time_ns() // 1_000_000)
        status = await poster.post(body, f"d{number}")
        assert status == 200, status
        took.append((loop.time() - planned) * 1000)

    begin = loop.time() + 0.1
    waiting = []
    for turn in range(int(rate * seconds)):
        planned = begin + turn / rate
        delay = planned - loop.time()
        if delay > 0:
            await asyncio.sleep(delay)
        waiting.append(asyncio.create_task(one(planned, next(numbers))))
    await asyncio.gather(*waiting)
    return took


async def sockets(port: int, token: str, poster: Poster, numbers: count[int], *, n: int, rate: int,
                  seconds: float) -> list[float]:  # fmt: skip
    """Milliseconds from sending a paid order until each of `n` sockets holds counters that include it."""
    from websockets.asyncio.client import connect

    loop = asyncio.get_running_loop()
    # In a snapshot, and in the steps from one to the next (studio/patch.py).
    pattern = re.compile(r'"show":\{"orders":(\d+)|\["show","orders"\],(\d+)')
    sent: list[float] = []
    base = 0
    seen = [0] * n
    took: list[float] = []
    started = asyncio.Event()

    async def listen(index: int) -> None:
        nonlocal base
        url = f"ws://127.0.0.1:{port}/live/socket?t={token}"
        async with connect(url, compression=None, max_size=None) as socket:
            async for text in socket:
                found = pattern.search(str(text).replace(" ", ""))
                if found is None:
                    continue
                now, orders_now = loop.time(), int(found[1] or found[2])
                if not started.is_set():
                    base = max(base, orders_now)
                    continue
                for order in range(seen[index], min(orders_now - base, len(sent))):
                    took.append((now - sent[order]) * 1000)
                seen[index] = max(seen[index], min(orders_now - base, len(sent)))

    listeners = [asyncio.create_task(listen(index)) for index in range(n)]
    await asyncio.sleep(2 + n / 50)
    started.set()
    begin = loop.time()
    waiting = []
    for turn in range(int(rate * seconds)):
        delay = begin + turn / rate - loop.time()
        if delay > 0:
            await asyncio.sleep(delay)
        number = next(numbers)
        body = delivery(number, time.time_ns() // 1_000_000)
        sent.append(loop.time())
        waiting.append(asyncio.create_task(poster.post(body, f"d{number}")))
    await asyncio.gather(*waiting)
    for _ in range(50):
        if min(seen) >= len(sent):
            break
        await asyncio.sleep(0.1)
    for task in listeners:
        task.cancel()
    missing = sum(len(sent) - each for each in seen)
    if missing:
        print(f"  {missing} of {len(sent) * n} were never seen")
    return took


def group_commit(folder: Path, numbers: count[int], seconds: float) -> None:
    """Facts a second through the real inbox from threads, and in jobs of fifty orders."""
    studio = Studio(database(folder))
    secret = studio.orders.own_secret().encode()

    def work(until: float) -> int:
        done = 0
        while time.monotonic() < until:
            number = next(numbers)
            body = delivery(number, studio.clock())
            headers = {SIGNATURE: sign(body, secret), DELIVERY: f"g{number}"}
            reply = studio.orders.receive("generic", headers, body)
            assert reply.status == 200, reply
            done += 2
        return done

    begin, measured = time.monotonic(), Speed()
    with ThreadPoolExecutor(32) as pool:
        facts = sum(pool.map(work, [begin + seconds] * 32))
    print(measured.row("group commit, 32 senders, 2 facts each", facts))
    facts, begin, measured = 0, time.monotonic(), Speed()
    while time.monotonic() < begin + seconds:
        bodies = [delivery(next(numbers), studio.clock()) for _ in range(50)]
        events = [event for body in bodies for event in parse(body, source="generic")[0]]
        facts += len(events)
        studio.store.write(lambda connection, events=events: orders.add(connection, events, received_at=0))
    print(measured.row("one writer, jobs of 50 orders", facts))
    assert studio.orders.verify()
    studio.close()


def rebuild(folder: Path) -> None:
    """Facts a second of the whole rebuild."""
    studio = Studio(database(folder))
    with studio.store.read() as connection:
        facts = sum(map(len, orders.by_order(connection)))
    measured = Speed()
    studio.orders.rebuild()
    print(measured.row("rebuild", facts))
    assert studio.orders.verify()
    studio.close()


def resident_mb() -> float:
    """Memory of this process in MB; nan where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory(folder: Path, numbers: count[int], facts: int) -> None:
    """Memory while a store grows to so many facts, and while it is rebuilt: it must not grow with them."""
    studio = Studio(database(folder))
    done = 0
    while done < facts:
        bodies = [delivery(next(numbers), studio.clock()) for _ in range(250)]
        events = [event for body in bodies for event in parse(body, source="generic")[0]]
        studio.store.write(lambda connection, events=events: orders.add(connection, events, received_at=0))
        done += len(events)
        if done % (facts // 5) < len(events):
            print(f"{'memory, facts stored':<42}{done:>8}{resident_mb():>9.0f} MB")
    studio.orders.rebuild()
    print(f"{'memory, rebuilt':<42}{done:>8}{resident_mb():>9.0f} MB")
    studio.close()


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rate", type=int, default=500)
    parser.add_argument("--only", default="http,socket,group,rebuild", help="also: memory")
    parser.add_argument("--facts", type=int, default=1_000_000, help="of the row memory")
    options = parser.parse_args()
    wanted = set(options.only.split(","))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{os.cpu_count()} cores, load average {load:.1f} before the run, loopback, synchronous=FULL")
    print(f"{'':<42}{'n':>8}{'p50':>9}{'p95':>9}{'p99':>9}{'max':>9}  ms")
    numbers = count(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        show, secret = on_air(folder)
        studio = Studio(database(folder))
        token = studio.links.make(show, "viewer", "bench")
        studio.close()
        if wanted & {"http", "socket"}:
            with Server(folder) as server:
                asyncio.run(over_http(server, secret, token, numbers, options, wanted))
        if "group" in wanted:
            group_commit(folder, numbers, options.seconds / 2)
        if "rebuild" in wanted:
            rebuild(folder)
        if "memory" in wanted:
            memory(folder, numbers, options.facts)


async def over_http(server: Server, secret: bytes, token: str, numbers: count[int],
                    options: argparse.Namespace, wanted: set[str]) -> None:  # fmt: skip
    """The rows that need the server."""
    poster = Poster(server.port, secret)
    await post_at_rate(poster, numbers, rate=50, seconds=1)
    if "http" in wanted:
        before = server.cpu_s()
        took = await post_at_rate(poster, numbers, rate=options.rate, seconds=options.seconds)
        cost = (server.cpu_s() - before) / len(took) * 1e3
        print(row(f"signed POST, {options.rate}/s", took, f"CPU {cost:.2f} ms a request"))
    if "socket" in wanted:
        for n in (20, 100):
            before = server.cpu_s()
            took = await sockets(server.port, token, poster, numbers, n=n, rate=100, seconds=options.seconds)
            share = (server.cpu_s() - before) / options.seconds
            print(row(f"event → socket, 200 facts/s, {n} sockets", took, f"CPU {share:.0%} of a core"))
    poster.close()


if __name__ == "__main__":
    main()
