"""Demonstration orders: the seeded feed of `sales.demo`, signed and posted through the real inbox."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from sales.demo import Delivery, DemoFeed, stage_of
from sales.inbox.generic import DELIVERY, SIGNATURE, sign

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
        studio = self._studio
        try:
            rundown = studio.rooms.rundown(show)
            skus = tuple(dict.fromkeys(segment.sku for segment in rundown.segments if segment.sku))
            feed = DemoFeed(studio.catalogue.products(skus).values(), seed=seed)
            at = studio.clock()
            while not self._stop.wait(STEP_S):
                now = studio.clock()
                _, state = studio.rooms.state(show)
                for delivery in feed.deliveries(stage_of(rundown, state), at, now):
                    self._post(delivery)
                at = now
        except Exception:
            # A broken demonstration must not take the room down; it ends, and the log says why.
            log.exception("the demonstration feed stopped")
            self._show = None

    def _post(self, delivery: Delivery) -> None:
        body = delivery.body()
        secret = self._studio.orders.secrets("generic")[0]
        headers = {SIGNATURE: sign(body, secret), DELIVERY: delivery.id}
        reply = self._studio.orders.receive("generic", headers, body)
        if reply.status != 200:
            log.warning("a demonstration order was refused: %s", reply.body)
