"""Many rooms at once: an event until it is on every screen of its room, and a room's cost. Prints a table.

`python -m bench.scale_rooms [--rooms 1,10,50] [--screens 20] [--seconds 12] [--every 2]`

A real server (`streamlit run streamlit_app.py`) with a show on air per room; each show has its screens, each
a socket, held by this process. In every room a command (a jump to the next cue) is sent once in `--every`
seconds through a socket of its own, the rooms one after the other within that time. A screen's time is from
the moment before sending until its `change` has been read, both by this process's clock, so waiting in this
process counts against the server: with 1,000 screens on two cores that is most of it.

A store lets one show on air at a time: a room has a store. Here all shows are in one, to see what one process
carries: their rows are told ended after the start, the journals are not.

`cpu` is processor time of the server in percent of one core, `cpu/room` that divided by rooms, `MB` its
resident memory at the end, `MB/room` what it grew by since its start, divided by rooms. `missed` counts
screens that did not hear an event within five seconds: it must be 0.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from live.journal import ShowId
from store.tables import show as show_table
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.browser.server import Server

PATIENCE_S = 5.0


@dataclass(slots=True)
class Room:
    """A show, its tokens, and which event its screens are waiting for."""

    show: ShowId
    desk: str
    screen: str
    cues: list[str]
    heard: dict[int, list[float]] = field(default_factory=dict)
    sent: dict[int, float] = field(default_factory=dict)
    at: int = 0
    seq: int = 1


def prepare(server: Server, rooms: int) -> list[Room]:
    """That many shows on air in the server's store, made before it starts."""
    studio = Studio(server.database)
    first = open_sample(studio)
    script = studio.scripts.listing()[0].id
    shows = [first, *(studio.rooms.create(script) for _ in range(rooms - 1))][:rooms]
    made = []
    for show in shows:
        cues = [cue.id for segment in studio.rooms.rundown(show).segments for cue in segment.cues]
        ack = studio.rooms.press(show, "start", actor="bench", role="producer", args={"reason": "bench"})
        assert ack["ok"], ack
        studio.store.write(lambda held: held.execute(show_table.update().values(ended_at=studio.clock())))
        desk, screen = (studio.links.make(show, role, "bench") for role in ("producer", "viewer"))
        made.append(Room(show, desk, screen, cues))
    studio.close()
    return made


async def listen(room: Room, socket: ClientConnection) -> None:
    """One screen: note when each event was heard."""
    async for text in socket:
        message = json.loads(text)
        if message["t"] == "change":
            room.heard.setdefault(message["seq"], []).append(time.perf_counter())


async def press(room: Room, socket: ClientConnection) -> None:
    """One command and its receipt."""
    cue = room.cues[room.at]
    room.at = (room.at + 1) % len(room.cues)
    room.seq += 1
    args = {"cue": room.cues[room.at], "confirm": True}
    body = {"t": "command", "id": f"{room.show}-{room.seq}", "verb": "jump", "args": args}
    room.sent[room.seq] = time.perf_counter()
    await socket.send(json.dumps({**body, "expects": {"cue": cue}}))
    while True:
        ack = json.loads(await socket.recv())
        if ack["t"] == "ack":
            assert ack["ok"], ack
            assert ack["seq"] == room.seq, ack
            return


async def play(server: Server, rooms: list[Room], options: argparse.Namespace) -> None:
    """All screens connected, then commands for as long as asked."""
    base = server.url.replace("http", "ws") + "/live/socket?t="
    desks: list[ClientConnection] = []
    tasks: list[asyncio.Task[None]] = []
    sockets: list[ClientConnection] = []
    for room in rooms:
        desks.append(await connect(base + room.desk, max_queue=None))
        for _ in range(options.screens):
            socket = await connect(base + room.screen, max_queue=None, compression=None)
            sockets.append(socket)
            tasks.append(asyncio.create_task(listen(room, socket)))
    await asyncio.sleep(2)
    cpu, began = processor(server), time.monotonic()
    while time.monotonic() - began < options.seconds:
        turn = time.monotonic()
        for n, (room, desk) in enumerate(zip(rooms, desks, strict=True)):
            await press(room, desk)
            await asyncio.sleep(max(0.0, turn + (n + 1) * options.every / len(rooms) - time.monotonic()))
    share = (processor(server) - cpu) / (time.monotonic() - began)
    deadline = time.monotonic() + PATIENCE_S
    while missed(rooms, options.screens) and time.monotonic() < deadline:
        await asyncio.sleep(0.05)
    tell(rooms, share, memory(server), options)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*(socket.close() for socket in (*desks, *sockets)))


def missed(rooms: list[Room], screens: int) -> int:
    """How many screens have not heard an event that was sent."""
    return sum(screens - len(room.heard.get(seq, ())) for room in rooms for seq in room.sent)


def tell(rooms: list[Room], share: float, megabytes: float, options: argparse.Namespace) -> None:
    """One row."""
    times = sorted(
        (heard - room.sent[seq]) * 1000 for room in rooms for seq in room.sent for heard in room.heard[seq]
    )
    p50, p95, p99 = (times[int(part * (len(times) - 1))] for part in (0.5, 0.95, 0.99))
    count = len(rooms)
    print(
        f"{count:>6}{count * options.screens:>9}{sum(len(room.sent) for room in rooms):>8}"
        f"{p50:>9.1f}{p95:>8.1f}{p99:>8.1f}{missed(rooms, options.screens):>8}"
        f"{share:>8.0%}{share / count:>10.1%}{megabytes:>7.0f}{(megabytes - options.empty) / count:>9.1f}",
        flush=True,
    )


def processor(server: Server) -> float:
    """Processor seconds of the server so far (Linux)."""
    fields = Path(f"/proc/{server.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(server: Server) -> float:
    """Resident memory of the server in MB (Linux)."""
    pages = int(Path(f"/proc/{server.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Print the table, a server of its own for each row."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rooms", default="1,10,50")
    parser.add_argument("--screens", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=12)
    parser.add_argument("--every", type=float, default=2)
    options = parser.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(
        f"{'rooms':>6}{'screens':>9}{'events':>8}{'p50 ms':>9}{'p95':>8}{'p99':>8}{'missed':>8}"
        f"{'cpu':>8}{'cpu/room':>10}{'MB':>7}{'MB/room':>9}"
    )
    for count in (int(each) for each in options.rooms.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            server = Server(Path(folder))
            (Path(folder) / "data").mkdir()
            rooms = prepare(server, count)
            server.start()
            try:
                options.empty = memory(server)
                asyncio.run(play(server, rooms, options))
            finally:
                server.stop()


if __name__ == "__main__":
    main()
