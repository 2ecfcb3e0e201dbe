"""What the editor in the browser is told: the whole once, then what changed since what it says it holds.

A script of 500 segments is 0.8 MB; a changed line is 2 kB. Each message has a stamp, and the browser names
with every edit the newest one it has. A message is built on that one, never on one that may have been lost:
of several messages Streamlit draws the last only. A browser that holds nothing (a fresh page, another tab)
says so and is told the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Part = Mapping[str, Any]
#: Messages remembered per browser tab beside the one it holds; a browser further behind is told the whole.
REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class Told:
    """The editor as a message left it: the segments' rows by id in their order, and every other part."""

    rows: Mapping[str, Part] = field(default_factory=dict)
    parts: Part = field(default_factory=dict)


class Telling:
    """The messages to one browser session."""

    def __init__(self) -> None:
        self._told: dict[int, Told] = {0: Told()}
        self._holds = 0
        self._stamp = 0

    def holds(self, stamp: int) -> None:
        """The browser has the message `stamp`; 0 for none."""
        self._holds = stamp if stamp in self._told else 0

    def message(self, rows: Sequence[Part], parts: Part) -> dict[str, object]:
        """What changed since the message that the browser holds.

        `base` is that one's stamp, `order` all rows' ids where they differ (None where they do not), `rows`
        and `parts` what is new or another.
        """
        base = self._told[self._holds]
        # what did not change is the same object in every message remembered
        kept = {row["id"]: row if base.rows.get(row["id"]) != row else base.rows[row["id"]] for row in rows}
        self._stamp += 1
        self._told[self._stamp] = Told(kept, parts)
        for stamp in list(self._told):
            if stamp not in (0, self._holds) and stamp <= self._stamp - REMEMBERED:
                del self._told[stamp]
        order = list(kept)
        return {
            "stamp": self._stamp,
            "base": self._holds,
            "order": None if order == list(base.rows) else order,
            "rows": [row for key, row in kept.items() if row is not base.rows.get(key)],
            "parts": {
                name: part
                for name, part in parts.items()
                if name not in base.parts or base.parts[name] != part
            },
        }
