"""Three hours of a show with fifty viewers, in minutes: memory, traffic per edit, clocks. Prints a table.

`python -m bench.live_soak [--hours 3] [--viewers 50]`

The show runs on a clock that is set forward between its steps; everything else is real: store, journal,
orders, counters, plans and the hub's queues, emptied by listeners that put each message into text as a socket
does; one follows it as a screen does (`tests/live_soak.py`). A step each 20 s (GO, at the end back to the
start by a jump), a message each minute with its receipts, prices, edits of the catalogue, orders each five
seconds.

Memory is the resident set after the first quarter of an hour against the end, after a garbage collection.
Traffic is the bytes that one screen gets for one edit: a command, a price, an edit, a delivery of orders.
Clocks: `screens/live/js/feed.js` in node for as long (`tests/live_clock_drift.py`), its `now()` against the
server's.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from pathlib import Path

from bench.goal import percentile, verdict
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.live_clock_drift import errors
from tests.live_soak import Hand, Soak


async def play(studio: Studio, hand: Hand, show: str, options: argparse.Namespace) -> None:
    """Run and print."""
    studio.hub.bind(asyncio.get_running_loop())
    soak = Soak(studio, hand, show)
    await soak.join(options.viewers)
    warm, end, took = await soak.run(options.hours)
    held = soak.viewers[0].screen
    assert held is not None
    studio.hub.publish(show, studio.rooms.plan(show))  # stock that orders moved is told with the counters
    await soak.settle()
    newest = studio.rooms.snapshot(show)
    assert held.held["state"] == json.loads(json.dumps(newest["state"]))
    assert held.held["plan"] == json.loads(json.dumps(newest["plan"]))
    print(f"{options.hours} h, {options.viewers} viewers, {soak.ids} commands, {took:.0f} s of work")
    growth = (end / warm - 1) * 100
    print(
        f"resident MB: {warm:.1f} after 15 min, {end:.1f} at the end, growth {growth:+.1f} %"
        f"  goal {verdict(growth, 10)}"
    )
    print(f"{'bytes to one screen for one':<30}{'n':>7}{'p50':>8}{'p95':>8}{'max':>8}  goal")
    for kind, values in soak.traffic.items():
        p95 = percentile([float(value) for value in values], 0.95)
        print(
            f"{kind:<30}{len(values):>7}{statistics.median(values):>8.0f}{p95:>8.0f}{max(values):>8}"
            f"  p95 {verdict(p95, 2048)}"
        )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--hours", type=float, default=3)
    parser.add_argument("--viewers", type=int, default=50)
    options = parser.parse_args()
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        hand = Hand(time.time_ns() // 1_000_000)
        studio = Studio(f"sqlite:///{Path(folder) / 'studio.db'}", serve=True, clock=hand)
        show = open_sample(studio)
        asyncio.run(play(studio, hand, show, options))
        studio.close()
    found = errors(hours=options.hours, seed=1)
    if found is None:
        print("clocks: node is not installed")
        return
    off = [abs(value) for value in found]
    p50, p99 = statistics.median(off), percentile(off, 0.99)
    print(
        f"clock off by ms: p50 {p50:.1f}, p99 {p99:.1f}, max {max(off):.1f} ({len(off)} looks)"
        f"  goal p99 {verdict(p99, 100)}"
    )


if __name__ == "__main__":
    main()
