"""The past of a script: what can be taken back of it, and how it reads as a history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from store.scripts import Act, VersionRow

#: Saves of one person closer together than this are one stretch of work in the history, in milliseconds.
STRETCH_MS = 10 * 60_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """Versions `first` to `last` that one person saved in one go, between two instants (UTC epoch ms)."""

    first: int
    last: int
    by: str | None
    begin: int
    end: int
    acts: frozenset[Act]


def stretches(rows: Iterable[VersionRow]) -> tuple[Stretch, ...]:
    """Versions, the oldest first, in stretches of work, the newest first."""
    found: list[Stretch] = []
    for row in rows:
        last = found[-1] if found else None
        if last is not None and last.by == row.by and row.at - last.end < STRETCH_MS:
            acts = last.acts | {row.act}
            found[-1] = Stretch(last.first, row.version, row.by, last.begin, row.at, acts)
        else:
            found.append(Stretch(row.version, row.version, row.by, row.at, row.at, frozenset({row.act})))
    return tuple(reversed(found))


def stacks(rows: Iterable[VersionRow]) -> tuple[list[int], list[int]]:
    """The versions of one client that can be taken back and brought back, the next one last."""
    past: list[int] = []
    future: list[int] = []
    for row in rows:
        if row.act == "undo" and past:
            future.append(past.pop())
        elif row.act == "redo" and future:
            past.append(future.pop())
        elif row.act in ("edit", "restore"):
            past.append(row.version)
            future.clear()
    return past, future
