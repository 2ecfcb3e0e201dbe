"""A show on a clock that is set forward, with viewers that count bytes and follow as screens do.

`tests/test_live_soak.py` plays a quarter of an hour, `bench/live_soak.py` three.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from live.journal import Command, Role, ShowId
from sales.inbox.generic import DELIVERY, SIGNATURE, sign
from studio.hub import Listener, Shared
from studio.studio import Studio
from tests.live_screen import Screen

#: Resident memory is taken from here on: what is loaded at first use is loaded.
WARM_MS = 15 * 60_000
STEP_MS = 1000


class Hand:
    """A clock that is set."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now


def resident_mb() -> float:
    """The resident set of this process in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Viewer:
    """A screen and its socket: counts bytes, follows the documents."""

    def __init__(self, listener: Listener, *, follows: bool) -> None:
        self.listener = listener
        self.screen = Screen() if follows else None
        self.bytes = 0

    def drain(self) -> None:
        """Send all that waits."""
        while not self.listener.queue.empty():
            message = self.listener.queue.get_nowait()
            if message["t"] == "counters" and self.listener.counters is not None:
                message, self.listener.counters = self.listener.counters, None
            text = message.text if isinstance(message, Shared) else json.dumps(message, ensure_ascii=False)
            self.bytes += len(text.encode())
            if self.screen is not None:
                self.screen.hear(json.loads(text))
                assert not self.screen.missed


class Soak:
    """One run."""

    def __init__(self, studio: Studio, hand: Hand, show: str) -> None:
        self.studio, self.hand, self.show = studio, hand, show
        self.secret = studio.orders.secrets("generic")[0]
        self.viewers: list[Viewer] = []
        self.traffic: dict[str, list[int]] = {}
        self.ids = 0

    async def join(self, number: int) -> None:
        """Let the viewers in."""
        for n in range(number):
            listener = self.studio.hub.join(self.show, "host" if n == 0 else "viewer")
            await self.studio.hub.snapshot(listener, lambda: self.studio.rooms.snapshot(self.show))
            self.viewers.append(Viewer(listener, follows=n == 0))
        await self.settle()

    async def settle(self) -> None:
        """Let everything that was published arrive."""
        await asyncio.sleep(0)
        for viewer in self.viewers:
            viewer.drain()

    async def measured(self, kind: str, work: Callable[[], object]) -> None:
        """Do something and note what the first viewer was sent for it."""
        await self.settle()
        before = self.viewers[1].bytes
        await asyncio.to_thread(work)
        await asyncio.to_thread(self.push)
        await self.settle()
        self.traffic.setdefault(kind, []).append(self.viewers[1].bytes - before)

    def push(self) -> None:
        """What `Rooms.run` does in its turn: counters and plan, when they moved."""
        rooms = self.studio.rooms
        self.studio.hub.publish(self.show, rooms._counters_message(self.show))
        fresh = rooms.fresh_plan(self.show)
        if fresh is not None:
            self.studio.hub.publish(self.show, fresh)

    def press(self, verb: str, args: dict[str, object] | None = None, role: Role = "producer") -> bool:
        """A command of the desk; False when the show does not take it just now."""
        self.ids += 1
        cue = self.studio.rooms.state(self.show)[1].cue
        body = Command(f"c{self.ids}", ShowId(self.show), "bench", role, verb, {"cue": cue}, args or {})
        return bool(self.studio.rooms.command(body)["ok"])

    def order(self, n: int, lines: int) -> None:
        """A signed delivery of paid lines."""
        paid: dict[str, object] = {"kind": "paid", "line_id": "1", "sku": f"P{n % 40 + 1:03}", "qty": 1}
        paid |= {"currency": "CNY", "amount_minor": 100_000, "occurred_at": self.hand.now}
        facts = [{**paid, "order_id": f"{n}-{i}", "buyer": f"b{n + i}"} for i in range(lines)]
        body = json.dumps({"shop": "s", "events": facts}).encode()
        headers = {SIGNATURE: sign(body, self.secret), DELIVERY: f"d{n}"}
        assert self.studio.orders.receive("generic", headers, body).status == 200

    async def run(self, hours: float) -> tuple[float, float, float]:
        """Play; resident MB when warm, at the end, and the seconds it took."""
        began, end = time.monotonic(), self.hand.now + int(hours * 3_600_000)
        start, warm, edit = self.hand.now, 0.0, self.studio.catalogue.edit
        first = self.studio.rooms.rundown(self.show).segments[0].cues[0].id
        self.press("start", {"reason": "bench"})
        while self.hand.now < end:
            self.hand.now += STEP_MS
            second = (self.hand.now - start) // 1000
            if second % 20 == 0:
                await self.measured("command", partial(self.step, first))
            if second % 60 == 7:
                await self.measured("message and receipts", self.message)
            if second % 90 == 11:
                await self.measured("price", partial(self.price, second))
            if second % 120 == 13:
                await self.measured("catalogue", partial(edit, "P001", link_no=str(second % 97 + 1)))
            if second % 5 == 0:
                await self.measured("orders", partial(self.order, second, 5))
            if not warm and self.hand.now - start > WARM_MS:
                gc.collect()
                warm = resident_mb()
        gc.collect()
        return warm, resident_mb(), time.monotonic() - began

    def step(self, first: str) -> None:
        """GO, and at the end of the script back to its beginning."""
        if not self.press("go", {"confirm": True}):
            self.press("jump", {"cue": first, "confirm": True})

    def message(self) -> None:
        """A message, seen and acknowledged."""
        text = {"zh": "喝口水，看一眼镜头", "en": "Drink, look up"}
        self.press("message", {"text": text, "target": "host"})
        newest = self.studio.rooms.state(self.show)[1].messages[-1].id
        self.press("shown", {"message": newest}, "host")
        self.press("acked", {"message": newest}, "host")

    def price(self, second: int) -> None:
        """Another price of the first product."""
        args: dict[str, object] = {"sku": "P001", "minor": 6000 + second % 900, "currency": "CNY"}
        self.press("price", {**args, "confirm": True})
