"""Who serves a store: one process for a SQLite file, any number for a PostgreSQL database."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from store.engine import StoreError, sqlite_path


class StoreBusy(StoreError):
    """Another serving process holds this store."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"Chalk & Cart is already running on {path}. Use that window, or stop it first: two writers "
            f"would fight over one show. 此数据已被另一个正在运行的双语直播台占用（{path}），"
            "请使用那个窗口，或先将其关闭。"
        )


def hold(url: str) -> FileLock | None:
    """Take a store for this process alone until the lock is released; None where many may serve.

    Raises:
        StoreBusy: when another process serves it.
    """
    path = sqlite_path(url)
    if path is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path.with_name(path.name + ".serving"))
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreBusy(path) from error
    return lock
