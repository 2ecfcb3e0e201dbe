"""Messages from the desk: sent, shown, acknowledged; escalated when nobody answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from catalog.bilingual import Bilingual
from lessons.rundown import Rundown
from live.journal import Event
from live.state import Message, ShowState

#: Milliseconds after which an unanswered message asks louder: the time a host needs to finish a sentence.
ESCALATE_MS = 10_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message nobody acknowledged yet: for how long (ms), and whether it should ask louder by now."""

    message: Message
    ms: int
    urgent: bool


def waiting(state: ShowState, now: int, *, role: str | None = None) -> tuple[Waiting, ...]:
    """The messages without an acknowledgement, oldest first; with `role` only those that role must answer."""
    return tuple(
        Waiting(message, now - message.at, now - message.at >= ESCALATE_MS)
        for message in state.messages
        if message.acked is None and (role is None or message.target in ("all", role))
    )


def send(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after a message; its id is that of the command."""
    command = event.command
    text = cast(Mapping[str, str | None], command.args["text"])
    message = Message(
        id=command.id, at=event.at, by=command.actor, target=str(command.args["target"]),
        text=Bilingual(en=text.get("en") or None, zh=text.get("zh") or None),
    )
    return replace(state, messages=(*state.messages, message))


def receipt(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after shown or acked; who confirms has seen it, even when the screen's receipt was lost."""
    wanted, acked = event.command.args["message"], event.command.verb == "acked"

    def note(message: Message) -> Message:
        shown = event.at if message.shown is None else message.shown
        if acked:
            return replace(message, shown=shown, acked=event.at, acked_by=event.command.actor)
        return replace(message, shown=shown)

    return replace(state, messages=tuple(
        note(message) if message.id == wanted else message for message in state.messages
    ))
