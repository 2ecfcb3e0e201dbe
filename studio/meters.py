"""What a serving process measures of itself: counts and durations since its start, for `GET /metrics`."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from concurrent.futures import Future

#: Upper ends of the buckets of a duration, in seconds: a commit takes 1–20 ms, a refused wait ends far above.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Duration:
    """Durations in seconds, counted into buckets. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = [0] * (len(BUCKETS) + 1)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        with self._lock:
            self._counts[bisect_left(BUCKETS, seconds)] += 1
            self._sum += seconds

    def read(self) -> tuple[list[int], float]:
        """How many were at most as long as each bucket's end (the last: all of them), and their sum."""
        with self._lock:
            counts, total = list(self._counts), self._sum
        for at in range(1, len(counts)):
            counts[at] += counts[at - 1]
        return counts, total


class Meters:
    """The meters of one process."""

    def __init__(self) -> None:
        self.acks = Duration()
        self.commits = Duration()
        self._lock = threading.Lock()
        self._commands: Counter[str] = Counter()
        self._deliveries: Counter[tuple[str, int]] = Counter()

    def command(self, answer: Future[dict[str, object]]) -> None:
        """Measure a command until it is answered, and count what came of it (`ok` or the refusal's code)."""
        began = time.perf_counter()

        def done(future: Future[dict[str, object]]) -> None:
            self.acks.add(time.perf_counter() - began)
            failed = future.cancelled() or future.exception() is not None
            ack: dict[str, object] = {"code": "failed"} if failed else future.result()
            with self._lock:
                self._commands["ok" if ack.get("ok") else str(ack.get("code"))] += 1

        answer.add_done_callback(done)

    def delivery(self, source: str, status: int) -> None:
        """Count a delivery of orders by the status it was answered with (401: in quarantine)."""
        with self._lock:
            self._deliveries[source, status] += 1

    def commands(self) -> dict[str, int]:
        """Commands by outcome."""
        with self._lock:
            return dict(self._commands)

    def deliveries(self) -> dict[tuple[str, int], int]:
        """Deliveries by (source, status)."""
        with self._lock:
            return dict(self._deliveries)
