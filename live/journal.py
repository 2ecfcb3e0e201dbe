"""Commands and events: what people asked for on air, and what was acknowledged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, NewType

ShowId = NewType("ShowId", str)
Role = Literal["producer", "host", "assistant", "viewer"]
EMPTY: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Command:
    """A wish sent by a person: made idempotent by `id`, guarded by `expects`.

    `id` is unique text made by the sender (a UUID). `expects` may hold `cue`: the id of the cue that the
    sender saw as current (`""` before the first); a mismatch means somebody else was first. `args` are
    JSON values, see the verb table in `live.verbs`. `until` (UTC epoch ms) is when its sender gives it up: a
    network may deliver a press long after the screen said that it was not carried out. No event holds it.
    """

    id: str
    show: ShowId
    actor: str
    role: Role
    verb: str
    expects: Mapping[str, object] = field(default_factory=lambda: EMPTY)
    args: Mapping[str, object] = field(default_factory=lambda: EMPTY)
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A command that was accepted: `seq` counts from 1 per show without gaps, `at` is UTC epoch milliseconds.

    State and clock are folds over events only; nothing else is remembered.
    """

    seq: int
    at: int
    command: Command


class BrokenJournal(Exception):
    """An event that no accepted command can have left: journal or rundown were changed from outside."""

    def __init__(self, event: Event, why: str) -> None:
        super().__init__(f"Event {event.seq} ({event.command.verb}) does not fit the show: {why}.")
        self.seq = event.seq
