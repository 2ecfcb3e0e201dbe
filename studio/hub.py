"""The fan-out of live changes to the sockets of this process.

The hub holds what the screens of a show hold: state, counters and plan, each with a number. What is published
goes out as the steps from the last number to the next (`studio.patch`), put into text once for all screens. A
listener owns a short queue; one that does not keep up is told to ask for a snapshot instead of growing the
memory of a four-hour show.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from studio.patch import make_patch

#: Messages a slow screen may be behind: ten seconds of a busy show. Then a snapshot is the shorter way.
QUEUE = 64
#: A beat each second lets a screen know within 3 s that it is cut off.
BEAT_S = 1.0
#: Message kind → the document that it changes and the field of its number.
DOCUMENTS = {"change": ("state", "seq"), "counters": ("counters", "n"), "plan": ("plan", "n")}
#: Screens that people press on and read aloud from are told first; a send costs a tenth of a millisecond.
FIRST = {"host": 0, "producer": 0, "assistant": 1}
#: Screens of a rehearsal watch the show's id with this behind it; the air knows nothing of them.
REHEARSAL = "~rehearsal"
Message = Mapping[str, object]
#: The field of a message with its document as everybody but the desk sees it, where that is another.
GUARDED = "guarded"
#: Stands in a queue where the newest counters go.
COUNTERS: Message = {"t": "counters"}


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


@dataclass(frozen=True, slots=True)
class Held:
    """A document that the screens of a show hold: its number, the instant it is of, and itself."""

    number: int
    now: int
    document: object


@dataclass(eq=False, slots=True)
class Listener:
    """One connected screen: which show it watches, how early it is told, whether it gets what all may see."""

    show: str
    rank: int = 0
    guarded: bool = False
    queue: asyncio.Queue[Message] = field(default_factory=lambda: asyncio.Queue(QUEUE))
    counters: Message | None = None

    def hear(self, message: Message, whole: Message | None = None) -> None:
        """Queue a message; a full queue becomes one request to ask for a snapshot.

        Of counters that wait only the newest are kept; `whole` stands in for those that were left out.
        """
        if message["t"] == "counters":
            waited, self.counters = self.counters is not None, message
            if waited:
                self.counters = whole or message
                return
            message = COUNTERS
        if self.queue.full():
            self.clear()
            message = {"t": "lagged"}  # the snapshot will hold what is left out here
        self.queue.put_nowait(message)

    def clear(self) -> None:
        """Drop what waits."""
        while not self.queue.empty():
            self.queue.get_nowait()
        self.counters = None

    async def next(self) -> Message:
        """The next message to send. Of counters that waited only the newest: each tells everything anew."""
        message = await self.queue.get()
        if message is COUNTERS and self.counters is not None:
            message, self.counters = self.counters, None
        return message


class Hub:
    """Knows the listeners of every show and what they hold. `publish` may be called from any thread."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self._clock = clock
        self._listeners: dict[str, list[Listener]] = {}
        self._held: dict[str, dict[str, Held]] = {}
        self._reading: dict[str, asyncio.Future[Message]] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """Say which event loop the sockets live in, and begin to beat there."""
        self._loop = loop
        loop.call_soon_threadsafe(self._beat)

    def join(self, show: str, role: str = "viewer") -> Listener:
        """Start listening; must run in the event loop."""
        listener = Listener(show, FIRST.get(role, 2), guarded=role != "producer")
        listeners = self._listeners.setdefault(show, [])
        listeners.append(listener)
        listeners.sort(key=lambda each: each.rank)
        return listener

    def leave(self, listener: Listener) -> None:
        """Stop listening. What nobody holds is forgotten."""
        held = self._listeners.get(listener.show, [])
        if listener in held:
            held.remove(listener)
        if not held:
            self._listeners.pop(listener.show, None)
            self._held.pop(listener.show, None)

    def shows(self) -> tuple[str, ...]:
        """The shows somebody watches."""
        return tuple(self._listeners)

    def count(self) -> int:
        """How many screens are connected."""
        return sum(map(len, self._listeners.values()))

    def seq(self, show: str) -> int | None:
        """The newest event that the screens of a show know of; None when nobody was told anything yet."""
        held = self._held.get(show, {}).get("state")
        return None if held is None else held.number

    def publish(self, show: str, message: Message) -> None:
        """Hand a `change`, `counters` or `plan` with its whole document to every listener of a show.

        In the order of the calls; what is older than what the screens hold is passed over.
        """
        if self._loop is None or self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._deliver, show, message)

    async def snapshot(self, listener: Listener, read: Callable[[], Message], **who: object) -> None:
        """Queue a snapshot for one screen, with `who` in it; screens that ask together share one `read`.

        `read` runs in a thread and may raise; then nothing is queued.
        """
        reading = self._reading.get(listener.show)
        if reading is None:
            reading = self._reading[listener.show] = asyncio.ensure_future(asyncio.to_thread(read))
            reading.add_done_callback(lambda _: self._reading.pop(listener.show, None))
        self._give(listener, {**await asyncio.shield(reading), **who})

    def _give(self, listener: Listener, message: Message) -> None:
        """Queue a snapshot that was just read.

        Where it is newer than what the other screens hold they are told, so that from here on all are sent
        the same steps. What waited for this screen is in the snapshot.
        """
        if listener not in self._listeners.get(listener.show, ()):
            return  # gone while it was read
        for kind, (name, number) in DOCUMENTS.items():
            found = {"t": kind, "now": message["now"], name: message[name]}
            if name == "counters" and GUARDED in message:
                found[GUARDED] = message[GUARDED]
            if number == "seq":
                found["seq"] = message["seq"]
            self._deliver(listener.show, found)
        twin = listener.guarded and GUARDED in message
        held = {
            name: self._held[listener.show][GUARDED if twin and name == "counters" else name]
            for name, _ in DOCUMENTS.values()
        }
        listener.clear()
        listener.hear(
            {
                **{name: value for name, value in message.items() if name != GUARDED},
                "seq": held["state"].number,
                "n": {name: held[name].number for name in ("counters", "plan")},
                **{name: each.document for name, each in held.items()},
            }
        )

    def _deliver(self, show: str, message: Message) -> None:
        listeners = self._listeners.get(show)
        if not listeners:
            return
        name, _ = DOCUMENTS[str(message["t"])]
        if GUARDED not in message:
            self._tell(show, listeners, message, name, message[name])
            return
        for place, guarded in ((name, False), (GUARDED, True)):
            mine = [listener for listener in listeners if listener.guarded is guarded]
            self._tell(show, mine, message, place, message[place])

    def _tell(
        self, show: str, listeners: list[Listener], message: Message, place: str, document: object
    ) -> None:
        """Tell these listeners, who all hold the document kept at `place`."""
        held = self._held.setdefault(show, {})
        if not listeners:
            held.pop(place, None)
            return
        kind = str(message["t"])
        name, number = DOCUMENTS[kind]
        frame = self._frame(held.get(place), message, document, name, number)
        if frame is None:
            return
        count, now, said = frame
        held[place] = Held(count, now, document)
        head = {"t": kind, "now": now, number: count}
        whole = Shared({**head, name: document})
        step = Shared({**head, **said})
        for listener in listeners:
            listener.hear(step, whole)

    @staticmethod
    def _frame(
        before: Held | None, message: Message, document: object, name: str, number: str
    ) -> tuple[int, int, dict[str, object]] | None:
        """Number, instant and content of what to send; None when the screens know it or know better."""
        now = message["now"]
        assert isinstance(now, int)
        count = message["seq"] if number == "seq" else (before.number + 1 if before else 1)
        assert isinstance(count, int)
        if before is None:
            return count, now, {name: document}
        if count <= before.number or (number == "n" and now < before.now):
            return None
        steps = make_patch(before.document, document)
        if not steps and number == "n":
            return None
        return count, now, {"from": before.number, "steps": steps}

    def _beat(self) -> None:
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        beat = Shared({"t": "beat", "now": self._clock()})
        for listeners in self._listeners.values():
            for listener in listeners:
                if listener.queue.empty():
                    listener.hear(beat)
        loop.call_later(BEAT_S, self._beat)
