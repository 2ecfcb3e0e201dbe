"""Backups by themselves: a setting of the store, made by a child process of whoever serves it."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy.engine import Connection

from store import settings
from store.store import Store
from store.text import dump

log = logging.getLogger("studio.backup")
#: How often a serving process looks whether one is due.
LOOK_S = 30.0
HOUR_MS = 3_600_000
PLAN, CLAIM, LAST = "backup_plan", "backup_claim", "backup_last"
#: A child that takes longer is stuck on a disk or a network folder.
LONGEST_S = 3 * 3600


@dataclass(frozen=True, slots=True)
class BackupPlan:
    """Into which folder, every how many hours, how many are kept."""

    folder: str
    every_h: int = 24
    keep: int = 14


@dataclass(frozen=True, slots=True)
class LastBackup:
    """How the newest one went: when (UTC epoch ms), whether it held, its file or what was wrong."""

    at: int
    ok: bool
    what: str


class Backups:
    """The schedule of a store. Of several serving processes one makes the backup that is due."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def plan(self) -> BackupPlan | None:
        """The plan: the environment's (`STUDIO_BACKUP_FOLDER`, `…_EVERY_H`, `…_KEEP`), else the store's."""
        folder = os.environ.get("STUDIO_BACKUP_FOLDER")
        if folder and self.from_environment():
            every = int(os.environ.get("STUDIO_BACKUP_EVERY_H", "24"))
            keep = int(os.environ.get("STUDIO_BACKUP_KEEP", "14"))
            return BackupPlan(folder, max(1, every), max(1, keep))
        with self._store.read() as connection:
            held = settings.get(connection, PLAN)
        return None if not held else BackupPlan(**json.loads(held))

    @staticmethod
    def from_environment() -> bool:
        """Whether the plan is the environment's, and cannot be changed on a page."""
        return bool(os.environ.get("STUDIO_BACKUP_FOLDER"))

    def set_plan(self, plan: BackupPlan | None) -> None:
        """Set or, with None, end the store's plan."""
        value = "" if plan is None else dump(asdict(plan))
        self._store.write(lambda connection: settings.put(connection, PLAN, value))

    def last(self) -> LastBackup | None:
        """How the newest scheduled backup went, None before the first."""
        with self._store.read() as connection:
            held = settings.get(connection, LAST)
        return None if held is None else LastBackup(**json.loads(held))

    def claim(self, plan: BackupPlan) -> bool:
        """Take the backup that is due, if one is and nobody took it: decided in the writer, so once."""
        now = self._clock()

        def work(connection: Connection) -> bool:
            held = settings.get(connection, CLAIM)
            if held is not None and 0 <= now - int(held) < plan.every_h * HOUR_MS:
                return False
            settings.put(connection, CLAIM, str(now))
            return True

        return self._store.write(work)

    async def run(self) -> None:
        """Make what is due, for as long as the process serves; ends when cancelled."""
        while True:
            try:
                plan = await asyncio.to_thread(self.plan)
                if plan is not None and await asyncio.to_thread(self.claim, plan):
                    await self.make(plan)
            except Exception:
                log.exception("the scheduled backup could not be made")
            await asyncio.sleep(LOOK_S)

    async def make(self, plan: BackupPlan) -> LastBackup:
        """Make one now in a child process, so that neither copying nor proving slows the show."""
        folder = Path(plan.folder)
        try:
            await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "studio", "backup", str(folder), "--keep", str(plan.keep), "--json"),
                # The address may hold a password: a command line is read by everybody on the machine.
                env={**os.environ, "STUDIO_DATABASE_URL": self._store.url, "PYTHONPATH": _home()},
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                out, said = await asyncio.wait_for(child.communicate(), LONGEST_S)
            except BaseException:
                child.kill()
                await child.wait()
                raise
            ok = child.returncode == 0
            what = json.loads(out)["file"] if ok else said.decode("utf-8", "replace").strip()[-500:]
        except OSError as error:
            ok, what = False, str(error)
        last = LastBackup(self._clock(), ok, what)
        (log.info if ok else log.error)("backup %s: %s", "made" if ok else "failed", what)
        value = dump(asdict(last))
        await asyncio.to_thread(self._store.write, lambda connection: settings.put(connection, LAST, value))
        return last


def _home() -> str:
    """Where the child finds this program, whatever folder the server was started in."""
    own = str(Path(__file__).parents[1])
    given = os.environ.get("PYTHONPATH")
    return own if not given else f"{own}{os.pathsep}{given}"
