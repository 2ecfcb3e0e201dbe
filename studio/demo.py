"""Demonstration orders: the seeded feed of `sales.demo`, signed and posted through the real inbox."""

from __future__ import annotations

import json
import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.studio import Studio

log = logging.getLogger("studio.demo")
#: How often the feed looks whether somebody ordered.
STEP_S = 0.5


class Demo:
    """At most one demonstration feed at a time, for one show."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._stop = threading.Event()
        self._show: str | None = None
        self._thread: threading.Thread | None = None

    def running(self) -> str | None:
        """The show whose orders are being made up, or None."""
        return self._show

    def start(self, show: str, *, seed: int = 20220612) -> None:
        """Begin; a running feed is stopped first. The feed sells nothing while the show is off air."""
        self.stop()
        self._stop.clear()
        self._show = show
        self._thread = threading.Thread(target=self._run, args=(show, seed), name="demo", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the feed; the orders it placed stay."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self._thread, self._show = None, None

    def _run(self, show: str, seed: int) -> None:
        pass
