"""Our routes behind a test client, as the server has them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from screens.headers import SafeHeaders
from screens.routes import routes
from studio.studio import Studio


@contextmanager
def client_of(studio: Studio, *, pushing: bool = False, safe: bool = False) -> Iterator[TestClient]:
    """A client of the routes; an exception in one of them fails the test.

    `pushing` keeps the screens' counters and beats going, `safe` puts the headers around the routes.
    """

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        studio.hub.bind(asyncio.get_running_loop())
        push = asyncio.create_task(studio.rooms.run()) if pushing else None
        yield
        if push is not None:
            push.cancel()

    middleware = [Middleware(SafeHeaders)] if safe else []
    app = Starlette(routes=routes(lambda: studio), lifespan=lifespan, middleware=middleware)
    with TestClient(app) as held:
        yield held
