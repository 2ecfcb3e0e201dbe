"""Opening and closing the studio with the server."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, NoReturn

from store.engine import DEFAULT_URL, StoreError
from studio import logs, running
from studio.following import Following
from studio.holding import LIVE_PORT, LIVE_PORT_SETTING, Part
from studio.studio import Studio


def serving(part: Part) -> Callable[[Any], AbstractAsyncContextManager[dict[str, object]]]:
    """The lifespan of an app that serves this part of the store (`studio.holding`)."""

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[dict[str, object]]:
        """Hold the store for this process, push live changes while it serves, let go at the end."""
        logs.set_up()
        try:
            studio = Studio(os.environ.get("STUDIO_DATABASE_URL", DEFAULT_URL), serve=part)
        except StoreError as error:
            _refuse(error)
        if part == "live":
            studio.set_setting(LIVE_PORT_SETTING, os.environ.get(LIVE_PORT, ""))
        studio.hub.bind(asyncio.get_running_loop())
        running.enter(studio)
        if any(show.started_at is not None and show.ended_at is None for show in studio.rooms.listing()):
            studio.words.warm()  # started again in the middle of a show: the next word is asked any moment
        following = Following(studio.store, studio.hub, studio.rooms.state, studio.clock)
        work = (studio.rooms.run(), studio.backups.run(), following.run())
        working = [asyncio.create_task(each) for each in work]
        try:
            yield {}
        finally:
            for task in working:
                task.cancel()
            for task in working:
                with suppress(asyncio.CancelledError):
                    await task
            running.leave()
            await asyncio.to_thread(studio.close)

    return lifespan


def _refuse(error: StoreError) -> NoReturn:
    """Say why and stop at once: a traceback would bury the one sentence that helps."""
    print(f"\n{error}\n", file=sys.stderr, flush=True)
    os._exit(2)
