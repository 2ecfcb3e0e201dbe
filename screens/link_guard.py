"""A socket lives no longer than its link."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket

from studio.links import Links, Pass

#: How often a socket looks at its link; together with `studio.links.REFRESH_MS` below two seconds.
EVERY_S = 0.8
#: The code by which a screen knows that its link is refused (screens/live/js/feed.js).
REFUSED = 4403


async def close_with_link(links: Links, held: Pass, websocket: WebSocket) -> None:
    """Wait until the link was taken back or has expired, then close the socket; ends when cancelled."""
    while links.holds(held):
        await asyncio.sleep(EVERY_S)
        if links.stale():
            await run_in_threadpool(links.refresh)
    with suppress(RuntimeError):  # the screen went away at the same moment
        await websocket.close(code=REFUSED)
