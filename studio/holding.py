"""Who serves a store: one dashboard and one process of live pages a SQLite file, any number a server."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from store.engine import StoreError, sqlite_path

#: `dashboard` serves everything and leaves room for `live` (`serve --live-only`) beside it; `alone` does not.
Part = Literal["dashboard", "live", "alone"]
#: What tells a process of live pages which port it was given, and what tells the dashboard.
LIVE_PORT, LIVE_PORT_SETTING = "STUDIO_LIVE_PORT", "live_port"
#: Somebody who asks `is_live_apart` has the lock for a moment.
PATIENCE_S = 0.5
#: The locks of each part, beside the store's file.
LOCKS: dict[Part, tuple[str, ...]] = {
    "dashboard": (".serving",),
    "live": (".live",),
    "alone": (".serving", ".live"),
}


class StoreBusy(StoreError):
    """Another serving process holds this store."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Chalk & Cart is already running on {path}. Use that window, or stop it first: two writers "
            f"would fight over one show. 此数据已被另一个正在运行的双语直播台占用（{path}），"
            "请使用那个窗口，或先将其关闭。"
        )


class Hold:
    """The locks of one process; they end with it, however it ends."""

    def __init__(self) -> None:
        self.locks: list[FileLock] = []

    def release(self) -> None:
        """Let go of the store."""
        while self.locks:
            self.locks.pop().release()


def hold(url: str, part: Part = "alone") -> Hold | None:
    """Take a part of a store for this process until it is released; None where many may serve.

    Raises:
        StoreBusy: when another process has it.
    """
    path = sqlite_path(url)
    if path is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    held = Hold()
    for suffix in LOCKS[part]:
        lock = FileLock(path.with_name(path.name + suffix))
        try:
            lock.acquire(timeout=PATIENCE_S)
        except Timeout as error:
            held.release()
            raise StoreBusy(path) from error
        held.locks.append(lock)
    return held


def is_live_apart(url: str) -> bool:
    """Whether a process of its own serves the live pages of a SQLite store."""
    try:
        held = hold(url, "live")
    except StoreBusy:
        return True
    if held is not None:
        held.release()
    return False
