"""The fan-out: steps from number to number, a slow screen gets the newest counters or is told to ask anew."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from studio.hub import QUEUE, Hub, Listener, Message, Shared
from studio.patch import apply_patch
from tests.event_loop import T, run


def drained(*messages: Message) -> list[Message]:
    """What a screen that slept through `messages` reads afterwards."""

    async def read() -> list[Message]:
        listener = Listener("s")
        for message in messages:
            listener.hear(message, {**message, "whole": True} if message["t"] == "counters" else None)
        return [await listener.next() for _ in range(listener.queue.qsize())]

    return run(read())


def counters(n: int) -> Message:
    """Steps of the counters."""
    return {"t": "counters", "n": n}


def change(n: int) -> Message:
    """Steps of the state."""
    return {"t": "change", "n": n}


def test_of_waiting_counters_only_the_newest_is_sent_and_whole() -> None:
    """Steps that were left out cannot be missed: the newest counters come whole; changes are kept."""
    assert drained(counters(1), change(1), counters(2), change(2), counters(3)) == [
        {**counters(3), "whole": True},
        change(1),
        change(2),
    ]


def test_counters_after_a_read_are_steps_again() -> None:
    """Reading empties the place of the newest counters."""

    async def read() -> list[Message]:
        listener = Listener("s")
        found = []
        for n in range(3):
            listener.hear(counters(n), {**counters(n), "whole": True})
            found.append(await listener.next())
        return found

    assert run(read()) == [counters(0), counters(1), counters(2)]


def test_a_full_queue_becomes_one_request() -> None:
    """A screen that is far behind asks for a snapshot; counters that follow wait behind it."""
    many = [change(n) for n in range(QUEUE)]
    assert drained(counters(1), *many, counters(2)) == [{"t": "lagged"}, counters(2)]


def in_a_hub(play: Callable[[Hub], Awaitable[T]]) -> T:
    """Run `play` with a hub bound to its loop."""

    async def bound() -> T:
        hub = Hub(lambda: 7)
        hub.bind(asyncio.get_running_loop())
        return await play(hub)

    return run(bound())


def snapshot(seq: int, state: object, plan: object, *, now: int = 0, sold: int = 0) -> Message:
    """A snapshot as `Rooms.snapshot` reads it."""
    return {"t": "snapshot", "now": now, "seq": seq, "state": state, "plan": plan, "counters": {"sold": sold}}


async def told(screen: Listener) -> list[dict[str, Any]]:
    """What waits for a screen, beats left out."""
    await asyncio.sleep(0)
    return [
        dict(message)
        for message in [await screen.next() for _ in range(screen.queue.qsize())]
        if message["t"] != "beat"
    ]


def test_a_message_is_put_into_text_once() -> None:
    """Every listener of a show gets the same text object."""

    async def play(hub: Hub) -> list[Message]:
        screens = [hub.join("s") for _ in range(3)]
        hub.publish("s", {"t": "change", "now": 1, "seq": 1, "state": {"title": "桃"}})
        await asyncio.sleep(0)
        return [screen.queue.get_nowait() for screen in screens for _ in range(screen.queue.qsize())]

    told = [message for message in in_a_hub(play) if message["t"] == "change"]
    found = [message for message in told if isinstance(message, Shared)]
    assert len(found) == 3
    assert all(message.text is found[0].text for message in found)
    assert json.loads(found[0].text) == {"t": "change", "now": 1, "seq": 1, "state": {"title": "桃"}}


def test_screens_are_sent_the_steps_from_what_they_hold() -> None:
    """After the snapshot each change, plan and count is the steps from the number before."""

    async def play(hub: Hub) -> None:
        first, second = hub.join("s"), hub.join("s")
        read = snapshot(3, {"cue": "a", "next": "b"}, {"price": None})
        for screen in (first, second):
            await hub.snapshot(screen, lambda: read, role="host")
        assert [message["t"] for message in await told(first)] == ["snapshot"]
        (held,) = await told(second)
        assert (held["seq"], held["n"], held["role"]) == (3, {"counters": 1, "plan": 1}, "host")
        hub.publish("s", {"t": "change", "now": 2, "seq": 4, "state": {"cue": "b", "next": "b"}})
        hub.publish("s", {"t": "plan", "now": 2, "plan": {"price": 5}})
        for screen in (first, second):
            change, plan = await told(screen)
            assert change == {"t": "change", "now": 2, "seq": 4, "from": 3, "steps": [[["cue"], "b"]]}
            assert plan == {"t": "plan", "now": 2, "n": 2, "from": 1, "steps": [[["price"], 5]]}
            assert apply_patch(held["state"], change["steps"]) == {"cue": "b", "next": "b"}

    in_a_hub(play)


def test_what_is_older_than_the_screens_is_passed_over() -> None:
    """A change told twice, and counters read before those that were sent, never reach a screen."""

    async def play(hub: Hub) -> None:
        screen = hub.join("s")
        await hub.snapshot(screen, lambda: snapshot(3, {"cue": "c"}, {}, now=10, sold=4))
        await told(screen)
        hub.publish("s", {"t": "change", "now": 11, "seq": 3, "state": {"cue": "c"}})
        hub.publish("s", {"t": "change", "now": 11, "seq": 2, "state": {"cue": "b"}})
        hub.publish("s", {"t": "counters", "now": 9, "counters": {"sold": 3}})
        hub.publish("s", {"t": "plan", "now": 12, "plan": {}})
        assert await told(screen) == []
        assert hub.seq("s") == 3

    in_a_hub(play)


def test_a_snapshot_that_knows_more_tells_the_others() -> None:
    """What a newcomer finds in the store is what everybody gets; the newcomer has no steps waiting."""

    async def play(hub: Hub) -> None:
        old = hub.join("s")
        await hub.snapshot(old, lambda: snapshot(1, {"cue": "a"}, {}))
        await told(old)
        new = hub.join("s")
        hub.publish("s", {"t": "change", "now": 1, "seq": 2, "state": {"cue": "b"}})
        await hub.snapshot(new, lambda: snapshot(3, {"cue": "c"}, {}, now=1))
        (only,) = await told(new)
        assert (only["t"], only["seq"], only["state"]) == ("snapshot", 3, {"cue": "c"})
        assert [(each["seq"], each["steps"]) for each in await told(old)] == [
            (2, [[["cue"], "b"]]),
            (3, [[["cue"], "c"]]),
        ]

    in_a_hub(play)


def test_a_snapshot_that_was_overtaken_is_made_good() -> None:
    """A change committed while a snapshot was read is in what the screen gets."""

    async def play(hub: Hub) -> None:
        other, screen = hub.join("s"), hub.join("s")
        await hub.snapshot(other, lambda: snapshot(1, {"cue": "a"}, {}))

        def slow() -> Message:
            hub.publish("s", {"t": "change", "now": 1, "seq": 2, "state": {"cue": "b"}})
            return snapshot(1, {"cue": "a"}, {})

        await hub.snapshot(screen, slow)
        (only,) = await told(screen)
        assert (only["seq"], only["state"]) == (2, {"cue": "b"})

    in_a_hub(play)


def test_the_host_and_the_desk_are_told_first() -> None:
    """Whoever reads aloud or presses hears before those who watch."""

    async def play(hub: Hub) -> list[int]:
        ranks = {hub.join("s", role): role for role in ("viewer", "host", "assistant", "producer")}
        return [listener.rank for listener in hub._listeners["s"] if listener in ranks]

    assert in_a_hub(play) == [0, 0, 1, 2]


def test_what_nobody_watches_is_forgotten() -> None:
    """After the last screen left nothing is held, and a publication costs nothing."""

    async def play(hub: Hub) -> None:
        screen = hub.join("s")
        await hub.snapshot(screen, lambda: snapshot(1, {}, {}))
        hub.leave(screen)
        hub.publish("s", {"t": "change", "now": 1, "seq": 2, "state": {}})
        await asyncio.sleep(0)
        assert (hub.shows(), hub.seq("s"), hub.count()) == ((), None, 0)

    in_a_hub(play)
