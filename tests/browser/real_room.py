"""The real routes on the sample show, served by a thread of the test: a store, no dashboard."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from live.journal import Role
from screens.routes import routes
from studio.sample_show import open_sample
from studio.studio import Studio, system_clock
from tests.browser.server import free_port


class RealRoom:
    """A studio with the sample show on a loopback port."""

    def __init__(self, folder: Path, clock: Callable[[], int] = system_clock) -> None:
        self.studio = Studio(f"sqlite:///{folder / 'studio.db'}", serve=True, clock=clock)
        self.show = open_sample(self.studio)
        self.port = free_port()
        app = Starlette(routes=routes(lambda: self.studio), lifespan=self._lifespan)
        config = uvicorn.Config(
            app, host="127.0.0.1", port=self.port, ws="websockets-sansio", log_level="warning"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        self.studio.hub.bind(asyncio.get_running_loop())
        pushing = asyncio.create_task(self.studio.rooms.run())
        yield
        pushing.cancel()

    def start(self) -> None:
        """Serve until `stop`."""
        self._thread.start()
        deadline = time.monotonic() + 60
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.02)

    def stop(self) -> None:
        """End the server and close the store."""
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(20)
        self.studio.close()

    def path(self, page: str, role: Role, name: str) -> str:
        """Where a live page is, with a link of its own."""
        return f"/live/{page}?t={self.studio.links.make(self.show, role, name)}&lang=zh"

    def press(self, verb: str, args: dict[str, object] | None = None, *, cue: str | None = None) -> None:
        """A command of the desk that must be taken."""
        expects = {} if cue is None else {"cue": cue}
        ack = self.studio.rooms.press(
            self.show, verb, actor="场控", role="producer", expects=expects, args=args
        )
        assert ack["ok"], ack

    @property
    def cue(self) -> str:
        """The cue on air."""
        return str(self.studio.rooms.state(self.show)[1].cue)
