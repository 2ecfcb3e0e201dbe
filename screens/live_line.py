"""Which show a socket is about: the one on air, or its rehearsal."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

from live.journal import Command, ShowId
from studio.hub import Message
from studio.studio import Studio


@dataclass(frozen=True, slots=True)
class Line:
    """The hub's name of the show, how a snapshot is read (in a thread), and where commands go."""

    key: str
    snapshot: Callable[[], Message]
    submit: Callable[[Command], Awaitable[dict[str, object]]]


def on_air(studio: Studio, show: ShowId) -> Line:
    """The show itself: commands are committed to its journal."""

    async def submit(command: Command) -> dict[str, object]:
        return await asyncio.wrap_future(studio.rooms.submit(command))

    return Line(str(show), lambda: studio.rooms.snapshot(show), submit)


def rehearsal(studio: Studio, show: ShowId) -> Line:
    """The rehearsal of a show: nothing of it reaches a store."""

    async def submit(command: Command) -> dict[str, object]:
        return await run_in_threadpool(studio.rehearsals.command, command)

    return Line(studio.rehearsals.key(show), lambda: studio.rehearsals.snapshot(show), submit)
