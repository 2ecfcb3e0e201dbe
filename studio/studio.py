"""The facade: opens a store and everything that works on it, once per process."""

from __future__ import annotations

import time
from collections.abc import Callable

from store import cards, products, scripts, settings, shows
from store.engine import DEFAULT_URL
from store.store import Store
from studio.asrun import AsRuns
from studio.backup_schedule import Backups
from studio.boards import Boards
from studio.catalogue import Catalogue
from studio.demo import Demo
from studio.desk import Desk
from studio.entrance import Entrance
from studio.experiments import Experiments
from studio.guard import Guard
from studio.holding import LIVE_PORT_SETTING, Part, hold, is_live_apart
from studio.hub import Hub
from studio.links import Links
from studio.memory import Memory
from studio.meters import Meters
from studio.orders import Orders
from studio.pictures import Pictures
from studio.recounting import recount_beside
from studio.rehearsals import Rehearsals
from studio.reports import Reports
from studio.rooms import Rooms
from studio.scripts import Scripts
from studio.settling import Settling
from studio.words import Words


def system_clock() -> int:
    """UTC epoch milliseconds: the one place where real time enters the product."""
    return time.time_ns() // 1_000_000


class Studio:
    """Everything a screen or a command may do, by subject: catalogue, boards, scripts, rooms, orders."""

    def __init__(
        self, url: str = DEFAULT_URL, *, serve: bool | Part = False, clock: Callable[[], int] = system_clock
    ) -> None:
        """Open the store behind `url`, creating it when it is new.

        With `serve` the store is held for this process alone: a second serving process is refused. A
        `dashboard` and a process of `live` pages may serve it together (`studio.holding`). Commands of the
        command line that only add to the catalogue or the orders work beside a serving process.

        Raises:
            StoreBusy: when another process serves this store.
        """
        self.clock = clock
        self._lock = hold(url, "alone" if serve is True else serve) if serve else None
        try:
            self.store = Store(url)
        except BaseException:
            self._release()
            raise
        self.meters = Meters()
        self.store.on_commit(self.meters.commits.add)
        self.hub = Hub(clock)
        self.links = Links(self.store, clock)
        self.catalogue = Catalogue(self.store, clock)
        self.guard = Guard(self.store, clock)
        self.pictures = Pictures(url)
        self.boards = Boards(self.store, clock)
        self.memory = Memory(self.store, clock)
        self.scripts = Scripts(self.store, clock)
        self.orders = Orders(self.store, clock)
        self.rooms = Rooms(self.store, self.hub, self.orders, clock, meters=self.meters)
        self.backups = Backups(self.store, clock)
        self.entrance = Entrance(self.store, clock)
        self.desk = Desk(self.store, self.orders, clock)
        self.settling = Settling(self.store, clock)
        self.experiments = Experiments(self.store, clock)
        self.reports = Reports(self.store, clock)
        self.asruns = AsRuns(self.store, clock)
        self.words = Words(self.store, clock)
        self.rehearsals = Rehearsals(
            self.hub, clock, rundown=self.rooms.rundown, plan=self.rooms.plan_as
        )
        self.demo = Demo(self)
        if serve and serve != "live":
            recount_beside(self.store)

    def close(self) -> None:
        """Stop background work, finish writes, let go of the store."""
        self.demo.stop()
        self.boards.picking.stop()
        self.store.close()
        self._release()

    def is_empty(self) -> bool:
        """True until the first product or show: the moment for the newcomer's choice."""
        with self.store.read() as connection:
            return products.count(connection) == 0 and not shows.listing(connection)

    def health(self) -> dict[str, object]:
        """What a monitor asks: that the store answers, and how many screens are connected."""
        with self.store.read() as connection:
            return {
                "ok": True,
                "products": products.count(connection),
                "cards": dict(cards.tally(connection)),
                "scripts": len(scripts.listing(connection)),
                "screens": self.hub.count(),
            }

    def setting(self, key: str) -> str | None:
        """A small setting of this store."""
        with self.store.read() as connection:
            return settings.get(connection, key)

    def set_setting(self, key: str, value: str) -> None:
        """Change a small setting."""
        self.store.write(lambda connection: settings.put(connection, key, value))

    def live_port(self) -> int | None:
        """The port of the process that serves the live pages apart (`serve --live-only`), None without."""
        port = self.setting(LIVE_PORT_SETTING)
        return int(port) if port and is_live_apart(self.store.url) else None

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
