"""The fan-out of live changes to the sockets of this process.

A listener owns a short queue; one that does not keep up is told to ask for a snapshot instead of growing the
memory of a four-hour show.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

#: Messages a slow screen may be behind. Each is a whole state, so a late screen needs only the newest.
QUEUE = 64
Message = Mapping[str, object]
#: Stands in a queue where the newest counters go.
COUNTERS: Message = {"t": "counters"}
Look = Callable[[Message], Message]


class Shared(dict[str, object]):
    """A message for many screens, put into text once: a hundred screens cost a hundred sends, not dumps."""

    __slots__ = ("_text",)
    _text: str

    @property
    def text(self) -> str:
        """The message as JSON."""
        try:
            return self._text
        except AttributeError:
            self._text = json.dumps(self, ensure_ascii=False, separators=(",", ":"))
            return self._text


@dataclass(eq=False, slots=True)
class Listener:
    """One connected screen: which show it watches and how its role sees messages."""

    show: str
    look: Look
    queue: asyncio.Queue[Message] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    counters: Message | None = None

    def hear(self, message: Message) -> None:
        """Queue a message; a full queue becomes one request to ask for a snapshot."""
        seen = self.look(message)
        if message["t"] == "counters":
            waited, self.counters = self.counters is not None, seen
            if waited:
                return
            seen = COUNTERS
        if self.queue.full():
            while not self.queue.empty():
                if self.queue.get_nowait() is COUNTERS:
                    self.counters = None
            self.queue.put_nowait({"t": "lagged"})
        self.queue.put_nowait(seen)

    async def next(self) -> Message:
        """The next message to send. Of counters that waited only the newest: each tells everything anew."""
        message = await self.queue.get()
        if message is COUNTERS and self.counters is not None:
            message, self.counters = self.counters, None
        return message


class Hub:
    """Knows the listeners of every show. `publish` may be called from any thread."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say which event loop the sockets live in."""
        self._loop = loop

    def join(self, show: str, look: Look = lambda message: message) -> Listener:
        """Start listening; must run in the event loop."""
        listener = Listener(show, look)
        self._listeners.setdefault(show, set()).add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        """Stop listening."""
        held = self._listeners.get(listener.show, set())
        held.discard(listener)
        if not held:
            self._listeners.pop(listener.show, None)

    def shows(self) -> tuple[str, ...]:
        """The shows somebody watches."""
        return tuple(self._listeners)

    def count(self) -> int:
        """How many screens are connected."""
        return sum(map(len, self._listeners.values()))

    def publish(self, show: str, message: Message) -> None:
        """Hand a message to every listener of a show, in the order of the calls."""
        if self._loop is None or self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._deliver, show, Shared(message))

    def _deliver(self, show: str, message: Message) -> None:
        for listener in self._listeners.get(show, set()):
            listener.hear(message)
