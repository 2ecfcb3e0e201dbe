"""The fan-out: a slow screen gets the newest counters, every other message, or is told to ask anew."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from studio.hub import QUEUE, Hub, Listener, Message, Shared

T = TypeVar("T")


def run(read: Coroutine[object, object, T]) -> T:
    """The result of a coroutine in a thread of its own: the browser tests keep a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, read).result(10)


def drained(*messages: Message) -> list[Message]:
    """What a screen that slept through `messages` reads afterwards."""

    async def read() -> list[Message]:
        listener = Listener("s", lambda message: message)
        for message in messages:
            listener.hear(message)
        return [await listener.next() for _ in range(listener.queue.qsize())]

    return run(read())


def counters(n: int) -> Message:
    """A counters message."""
    return {"t": "counters", "n": n}


def change(n: int) -> Message:
    """A change message."""
    return {"t": "change", "n": n}


def test_of_waiting_counters_only_the_newest_is_sent() -> None:
    """Counters tell everything anew, so an older one that still waits is dropped; changes never are."""
    assert drained(counters(1), change(1), counters(2), change(2), counters(3)) == [
        counters(3),
        change(1),
        change(2),
    ]


def test_counters_after_a_read_are_sent_again() -> None:
    """Reading empties the place of the newest counters."""

    async def read() -> list[Message]:
        listener = Listener("s", lambda message: message)
        found = []
        for n in range(3):
            listener.hear(counters(n))
            found.append(await listener.next())
        return found

    assert run(read()) == [counters(0), counters(1), counters(2)]


def test_a_full_queue_becomes_one_request_and_counters_go_on() -> None:
    """A screen that is far behind asks for a snapshot, and hears the counters that follow."""
    many = [change(n) for n in range(QUEUE)]
    assert drained(counters(1), *many, counters(2)) == [{"t": "lagged"}, change(QUEUE - 1), counters(2)]


def test_a_message_is_put_into_text_once() -> None:
    """Every listener of a show gets the same text object."""

    async def read() -> list[Message]:
        hub = Hub()
        hub.bind(asyncio.get_running_loop())
        screens = [hub.join("s") for _ in range(3)]
        hub.publish("s", {"t": "change", "title": "桃"})
        return [await screen.next() for screen in screens]

    found = run(read())
    texts = [message.text for message in found if isinstance(message, Shared)]
    assert len(texts) == 3
    assert all(text is texts[0] for text in texts)
    assert json.loads(texts[0]) == {"t": "change", "title": "桃"}
