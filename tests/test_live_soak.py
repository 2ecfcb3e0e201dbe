"""Long shows: an edit costs a screen little, what is held does not grow, the page's clock stays true."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from studio.hub import QUEUE
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.live_clock_drift import errors
from tests.live_soak import Hand, Soak

#: Bytes to one screen for one edit of a 30-item show.
LIMIT = 2048


def test_an_edit_is_small_and_screens_agree(store_url: str) -> None:
    """Commands, messages, prices, catalogue edits and orders: 2 KB a screen at most, and nothing piles up.

    At the end a screen that only ever heard steps holds what the store says.
    """

    async def play() -> None:
        hand = Hand(1_781_265_600_000)
        studio = Studio(store_url, serve=True, clock=hand)
        try:
            show = open_sample(studio)
            studio.hub.bind(asyncio.get_running_loop())
            soak = Soak(studio, hand, show)
            await soak.join(5)
            await soak.run(0.06)
            studio.hub.publish(show, studio.rooms.plan(show))  # orders moved stock: told with the counters
            await soak.settle()
            newest = studio.rooms.snapshot(show)
            first = soak.viewers[0]
            assert first.screen is not None
            for name in ("state", "plan"):
                assert first.screen.held[name] == json.loads(json.dumps(newest[name]))
            assert set(soak.traffic) == {"command", "message and receipts", "price", "catalogue", "orders"}
            # The first delivery turns every unknown count of the show into a number.
            del soak.traffic["orders"][0]
            assert {kind: max(sizes) for kind, sizes in soak.traffic.items() if max(sizes) > LIMIT} == {}
            assert all(viewer.listener.queue.qsize() < QUEUE for viewer in soak.viewers)
        finally:
            studio.close()

    with ThreadPoolExecutor(1) as pool:  # the browser tests keep a loop in this thread
        pool.submit(asyncio.run, play()).result()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_pages_clock_is_the_servers(seed: int) -> None:
    """Three hours of jitter, drift and a clock that is set: within 100 ms in 99 of 100 looks."""
    found = errors(hours=3, seed=seed)
    if found is None:
        pytest.skip("node is not installed")
    off = sorted(abs(value) for value in found)
    assert len(off) > 10_000
    assert off[int(0.99 * (len(off) - 1))] <= 100
