"""What other processes wrote to the journals of shows that are watched here, told to the screens.

A store may have two serving processes (`serve --live-only`, docs/decisions/0003) and the command line beside
them. SQLite lets one write at a time and each looks at the newest event inside its transaction, so no step is
lost or doubled; what is left is to notice.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from live.fold import ShowState, to_json
from store.shows import UnknownShow
from store.store import Store
from studio.hub import Hub

log = logging.getLogger("studio.following")
#: How often SQLite is asked for its data version (20 µs): others' commands are seen 15 ms later on average.
LOOK_S = 0.03
#: How often an engine without such a number is asked for the newest event of each show that is watched.
ASK_S = 0.25


class Following:
    """Watches one store for the hub of this process."""

    def __init__(
        self, store: Store, hub: Hub, state: Callable[[str], tuple[int, ShowState]], clock: Callable[[], int]
    ) -> None:
        self._store = store
        self._hub = hub
        self._state = state
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled: publish each change that this process did not make itself."""
        seen: int | None = None
        while True:
            try:
                # Not in a thread: going there and back costs twenty times the question itself.
                version = self._store.data_version()
                if version is None or version != seen:
                    for show in self._hub.shows():
                        await asyncio.to_thread(self.look, show)
                    seen = version  # after the looks: one that failed is made again
                await asyncio.sleep(ASK_S if version is None else LOOK_S)
            except Exception:
                # The change is looked for again; the loop must outlive a busy store.
                log.exception("other processes were not followed")
                await asyncio.sleep(ASK_S)

    def look(self, show: str) -> None:
        """Publish the newest state of a show when its screens do not know it yet."""
        told = self._hub.seq(show)
        if told is None:
            return  # nobody holds anything yet: a snapshot is on its way
        try:
            seq, state = self._state(show)
        except UnknownShow:
            return  # a rehearsal lives in its own process only
        if seq > told:
            message = {"t": "change", "now": self._clock(), "seq": seq, "state": to_json(state)}
            self._hub.publish(show, message)
