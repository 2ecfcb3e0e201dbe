"""A screen without a browser: what `screens/live/js/feed.js` does with the messages of the socket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from studio.patch import apply_patch

#: Message kind → the document it changes and the field of its number.
DOCUMENTS = {"change": ("state", "seq"), "counters": ("counters", "n"), "plan": ("plan", "n")}


class Screen:
    """Holds `state`, `counters` and `plan` as a live page does; `hear` every message in its order."""

    def __init__(self) -> None:
        self.held: dict[str, Any] = {}
        self.numbers: dict[str, int] = {}
        self.missed = False

    def hear(self, message: Mapping[str, Any]) -> None:
        """Take a message in; `missed` says that steps did not fit and a snapshot must be asked for."""
        kind = message["t"]
        if kind == "snapshot":
            self.held = {name: message[name] for name in ("state", "counters", "plan")}
            self.numbers = {"state": message["seq"], **message["n"]}
            self.missed = False
        elif kind in DOCUMENTS:
            name, number = DOCUMENTS[kind]
            if message[number] <= self.numbers.get(name, 0):
                return
            if "steps" not in message:
                self.held[name] = message[name]
            elif message["from"] == self.numbers.get(name):
                self.held[name] = apply_patch(self.held[name], message["steps"])
            else:
                self.missed = True
                return
            self.numbers[name] = message[number]

    @property
    def state(self) -> dict[str, Any]:
        """The state of the show."""
        return dict(self.held["state"])
