"""Opening and closing the studio with the server."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NoReturn

import streamlit as st

from store.engine import DEFAULT_URL, StoreError
from studio import logs, running
from studio.studio import Studio


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    """Hold the store for this process, push live changes while it serves, let go at the end."""
    logs.set_up()
    try:
        studio = Studio(os.environ.get("STUDIO_DATABASE_URL", DEFAULT_URL), serve=True)
    except StoreError as error:
        _refuse(error)
    studio.hub.bind(asyncio.get_running_loop())
    running.enter(studio)
    working = [asyncio.create_task(each) for each in (studio.rooms.run(), studio.backups.run())]
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


def _refuse(error: StoreError) -> NoReturn:
    """Say why and stop at once: a traceback would bury the one sentence that helps."""
    print(f"\n{error}\n", file=sys.stderr, flush=True)
    os._exit(2)
