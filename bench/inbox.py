"""Orders in, numbers out: what the inbox, the ledger and the push of counters stand.

Serves our own routes (uvicorn, a process of its own, 127.0.0.1) over the sample show on air in a temporary
folder, prints a table and holds it against the goals. Two minutes; `memory` stores a million facts and takes
five more.
Usage: `python -m bench.inbox [--seconds 10] [--rate 500] [--only http,socket,group,rebuild,memory]`.
Fifty kills under load: `STUDIO_KILLS=50 python -m pytest tests/test_sales_killed.py`.

Rows: `signed POST` is an open loop: each request has a planned instant and its time counts from there, so a
server that falls behind cannot hide it; an answer comes after the commit (synchronous=FULL). `group commit`
counts facts a second through `Orders.receive` from 32 threads while a hundred screens are sent every change
of the counters, `one writer` through `store.orders.add` in jobs of 50 orders. `rebuild` is the whole fold.
`event → socket` is from sending a paid order until a socket holds counters that include it. `CPU` is
processor time, which a busy machine changes less than the rest.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from bench.goals import held
from bench.inbox_server import Poster, Server, database, delivery, on_air
from sales.inbox.generic import DELIVERY, SIGNATURE, parse, sign
from store import orders
from studio.hub import Shared
from studio.studio import Studio

#: Screens that are sent every change of the counters while orders come in.
SCREENS = 100


def at(values: Sequence[float], share: float) -> float:
    """The value that `share` of them do not pass; nan of none."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else float("nan")


def row(name: str, values: Sequence[float], note: str = "") -> str:
    """One line of the table, milliseconds."""
    parts = "".join(f"{at(values, share):>9.1f}" for share in (0.5, 0.95, 0.99, 1))
    return f"{name:<42}{len(values):>8}{parts}  {note}"


class Speed:
    """One line of the table: facts a second since it was made, and the processor time of each."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def print(self, name: str, facts: int) -> float:
        """Print the line; returns facts a second."""
        wall, cpu = time.monotonic() - self._wall, time.process_time() - self._cpu
        print(f"{name:<42}{facts:>8}{facts / wall:>9.0f} facts/s   CPU {cpu / facts * 1e6:.0f} µs a fact")
        return facts / wall


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


@contextmanager
def watched(studio: Studio, show: str) -> Iterator[list[int]]:
    """Screens of a show that take every change of the counters, as the sockets of a server do.

    Yields how many messages they were sent, in a list of one.
    """
    loop, sent = asyncio.new_event_loop(), [0]

    async def screen() -> None:
        listener = studio.hub.join(show, "producer")
        await studio.hub.snapshot(listener, lambda: studio.rooms.snapshot(show))
        while True:
            message = await listener.next()
            if isinstance(message, Shared):
                sent[0] += bool(message.text)

    async def serve() -> None:
        studio.hub.bind(loop)
        await asyncio.gather(studio.rooms.run(), *(screen() for _ in range(SCREENS)))

    work: list[asyncio.Task[None]] = []

    def run() -> None:
        work.append(loop.create_task(serve()))
        try:
            loop.run_until_complete(work[0])
        except asyncio.CancelledError:
            loop.run_until_complete(loop.shutdown_default_executor())

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield sent
    finally:
        loop.call_soon_threadsafe(work[0].cancel)
        thread.join()


def group_commit(folder: Path, show: str, numbers: count[int], seconds: float) -> None:
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

    with watched(studio, show) as sent, ThreadPoolExecutor(32) as pool:
        begin, measured = time.monotonic(), Speed()
        facts = sum(pool.map(work, [begin + seconds] * 32))
        speed = measured.print(f"group commit, 32 senders, {SCREENS} screens", facts)
    held("facts/s by group commit with 100 screens", speed, "at least", 2_000, told=f"{sent[0]} messages")
    facts, begin, measured = 0, time.monotonic(), Speed()
    while time.monotonic() < begin + seconds:
        bodies = [delivery(next(numbers), studio.clock()) for _ in range(50)]
        events = [event for body in bodies for event in parse(body, source="generic")[0]]
        facts += len(events)
        studio.store.write(lambda connection, events=events: orders.add(connection, events, received_at=0))
    measured.print("one writer, jobs of 50 orders", facts)
    assert studio.orders.verify()
    studio.close()


def rebuild(folder: Path) -> None:
    """Facts a second of the whole rebuild."""
    studio = Studio(database(folder))
    with studio.store.read() as connection:
        facts = sum(map(len, orders.by_order(connection)))
    measured = Speed()
    studio.orders.rebuild()
    held("facts/s of a rebuild", measured.print("rebuild", facts), "at least", 50_000)
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
    done, sizes = 0, []
    while done < facts:
        bodies = [delivery(next(numbers), studio.clock()) for _ in range(250)]
        events = [event for body in bodies for event in parse(body, source="generic")[0]]
        studio.store.write(lambda connection, events=events: orders.add(connection, events, received_at=0))
        done += len(events)
        if done % (facts // 5) < len(events):
            sizes.append(resident_mb())
            print(f"{'memory, facts stored':<42}{done:>8}{sizes[-1]:>9.0f} MB")
    studio.orders.rebuild()
    print(f"{'memory, rebuilt':<42}{done:>8}{resident_mb():>9.0f} MB")
    held("memory at the last fact ÷ at a fifth of them", sizes[-1] / sizes[0], "at most", 1.1)
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
        token = studio.links.make(show, "host", "bench")
        studio.close()
        if wanted & {"http", "socket"}:
            with Server(folder) as server:
                asyncio.run(over_http(server, secret, token, numbers, options, wanted))
        if "group" in wanted:
            group_commit(folder, show, numbers, options.seconds / 2)
        if "memory" in wanted:
            memory(folder, numbers, options.facts)
        if "rebuild" in wanted:
            rebuild(folder)


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
        held("durable answer, p99, ms", at(took, 0.99), "at most", 100)
    if "socket" in wanted:
        for n in (20, SCREENS):
            before = server.cpu_s()
            took = await sockets(server.port, token, poster, numbers, n=n, rate=100, seconds=options.seconds)
            share = (server.cpu_s() - before) / options.seconds
            print(row(f"event → socket, 200 facts/s, {n} sockets", took, f"CPU {share:.0%} of a core"))
            if n == SCREENS:
                held("event → host screen, p95, ms", at(took, 0.95), "at most", 2_000)
                held("the same, as aimed at", at(took, 0.95), "at most", 300)
    poster.close()


if __name__ == "__main__":
    main()
