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
from studio import running
from studio.studio import Studio


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    """Hold the store for this process, push live changes while it serves, let go at the end."""
    try:
        studio = Studio(os.environ.get("STUDIO_DATABASE_URL", DEFAULT_URL), serve=True)
    except StoreError as error:
        _refuse(error)
    studio.hub.bind(asyncio.get_running_loop())
    running.enter(studio)
    pushing = asyncio.create_task(studio.rooms.run())
    try:
        yield {}
    finally:
        pushing.cancel()
        with suppress(asyncio.CancelledError):
            await pushing
        running.leave()
        await asyncio.to_thread(studio.close)


def _refuse(error: StoreError) -> NoReturn:
    """Say why and stop at once: a traceback would bury the one sentence that helps."""
    print(f"\n{error}\n", file=sys.stderr, flush=True)
    os._exit(2)
