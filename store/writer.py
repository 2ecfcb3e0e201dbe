"""The one writer: queued jobs, group commit, acknowledgement after commit.

Jobs that arrive while a commit is on its way to the disk share the next one, so throughput grows with load
while a lone job waits for its own commit only (measured in `bench/inbox.py`). While deliveries pour in, the
next commit waits a moment for more of them: work done together costs a third of work done alone.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.engine import Connection

#: Jobs in one transaction at most. 256 keeps a commit under 20 ms on the slowest disk measured.
BATCH = 256
#: How long a commit waits for more deliveries while they pour in; nothing else ever waits for it.
GATHER_S = 0.015
log = logging.getLogger("store")
S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work and what to do with its result once it is on the disk."""

    work: Callable[[Connection], Any]
    future: Future[Any]
    after: Callable[[Any], None] | None
    together: Callable[[Connection, list[Any]], list[Any]] | None = None
    item: Any = None


class WriterClosed(RuntimeError):
    """The writer was asked to work after `close`."""

    def __init__(self) -> None:
        super().__init__("The store is closed: nothing was written. 存储已关闭，未写入。")


class Writer:
    """Runs jobs one after another on one connection in one thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="store-writer", daemon=True)
        self._thread.start()

    def submit(
        self, work: Callable[[Connection], T], *, after: Callable[[T], None] | None = None
    ) -> Future[T]:
        """Queue `work`; the future resolves after its commit. `after` runs in commit order, in this thread.

        A job that raises is rolled back alone; the others of its batch are committed.

        Raises:
            WriterClosed: after `close`.
        """
        if self._closed.is_set():
            raise WriterClosed
        future = _promise()
        self._jobs.put(Job(work, future, after))
        return future

    def submit_together(
        self,
        work: Callable[[Connection, list[S]], list[T]],
        item: S,
        *,
        after: Callable[[T], None] | None = None,
    ) -> Future[T]:
        """Queue an item for `work`, which gets it together with its neighbours in the queue.

        `work` returns one result per item. When it raises for several, each is tried alone, so that one bad
        item costs itself.

        Raises:
            WriterClosed: after `close`.
        """
        if self._closed.is_set():
            raise WriterClosed
        future = _promise()
        self._jobs.put(Job(lambda connection: work(connection, [item])[0], future, after, work, item))
        return future

    def run(self, work: Callable[[Connection], T], *, after: Callable[[T], None] | None = None) -> T:
        """Queue `work`, wait for its commit and return its result."""
        return self.submit(work, after=after).result()

    def waiting(self) -> int:
        """How many jobs are queued, about."""
        return self._jobs.qsize()

    def close(self) -> None:
        """Finish what is queued, then stop."""
        if self._closed.is_set():
            return
        self._closed.set()
        self._jobs.put(None)
        self._thread.join()
        self._engine.dispose()

    def _loop(self) -> None:
        batch: list[Job] = []
        last = False
        while not last:
            first = self._jobs.get()
            if first is None:
                return
            batch, last = self._gather(first, pouring=len(batch) > 1)
            self._commit(batch)

    def _gather(self, first: Job, *, pouring: bool) -> tuple[list[Job], bool]:
        """The jobs of the next commit, and whether they are the last ones."""
        batch = [first]
        until = time.monotonic() + GATHER_S if pouring else 0.0
        while len(batch) < BATCH:
            patient = batch[-1].together is not None
            left = until - time.monotonic() if pouring and patient else 0.0
            try:
                job = self._jobs.get(timeout=left) if left > 0 else self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return batch, True
            batch.append(job)
            pouring = pouring and patient
        return batch, False

    def _commit(self, batch: list[Job]) -> None:
        done: list[tuple[Job, Any]] = []
        failed: list[tuple[Job, Exception]] = []
        try:
            with self._engine.begin() as connection:
                for group in _groups(batch):
                    try:
                        with connection.begin_nested():
                            results = _run(connection, group)
                    except Exception as error:
                        if len(group) == 1:  # handed to the one who asked, the others go on
                            failed.append((group[0], error))
                            continue
                        self._one_by_one(connection, group, done, failed)
                    else:
                        done += zip(group, results, strict=True)
        except Exception as error:
            log.exception("commit failed")
            for job in batch:
                job.future.set_exception(error)
            return
        for job, failure in failed:
            job.future.set_exception(failure)
        for job, result in done:
            if job.after is not None:
                try:
                    job.after(result)
                except Exception:
                    # The fact is on the disk; a listener's bug must not turn it into a refusal.
                    log.exception("listener failed after commit")
            job.future.set_result(result)

    @staticmethod
    def _one_by_one(
        connection: Connection,
        group: list[Job],
        done: list[tuple[Job, Any]],
        failed: list[tuple[Job, Exception]],
    ) -> None:
        for job in group:
            try:
                with connection.begin_nested():
                    result = job.work(connection)
            except Exception as error:
                failed.append((job, error))
            else:
                done.append((job, result))


def _promise() -> Future[Any]:
    """A future that cannot be cancelled: who stops waiting must not take the writer's place to answer."""
    future: Future[Any] = Future()
    future.set_running_or_notify_cancel()
    return future


def _groups(batch: list[Job]) -> list[list[Job]]:
    """The batch in its order, neighbours that can be worked together as one group."""
    groups: list[list[Job]] = []
    for job in batch:
        if groups and job.together is not None and groups[-1][0].together == job.together:
            groups[-1].append(job)
        else:
            groups.append([job])
    return groups


def _run(connection: Connection, group: list[Job]) -> list[Any]:
    first = group[0]
    if first.together is None or len(group) == 1:
        return [first.work(connection)]
    return first.together(connection, [job.item for job in group])
