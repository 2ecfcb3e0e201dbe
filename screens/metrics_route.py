"""`GET /metrics`: the state of this process as Prometheus text; no names, no texts, no ids of anybody.

Format: prometheus.io/docs/instrumenting/exposition_formats (text 0.0.4).
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sales.inbox import SOURCES
from store import orders
from studio.meters import BUCKETS, Duration
from studio.studio import Studio

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Labels = Mapping[str, object]


def metrics_text(studio: Studio) -> str:
    """Every metric of a serving process."""
    return "".join(f"{line}\n" for line in _lines(studio))


def _lines(studio: Studio) -> Iterator[str]:
    meters = studio.meters
    with studio.store.read() as connection:
        last = orders.last_at(connection)
    backup = studio.backups.last()
    yield from _one("cc_screens", "gauge", "Live screens connected to this process.", studio.hub.count())
    yield from _one("cc_shows_watched", "gauge", "Shows that a screen watches.", len(studio.hub.shows()))
    yield from _many(
        "cc_commands_total",
        "counter",
        "Commands by outcome.",
        [({"outcome": outcome}, n) for outcome, n in sorted(meters.commands().items())],
    )
    yield from _duration("cc_ack_seconds", "From a command's arrival to its answer.", meters.acks)
    yield from _one("cc_writer_queue", "gauge", "Writes that wait.", studio.store.writer.waiting())
    yield from _duration("cc_writer_commit_seconds", "A commit until it is on the disk.", meters.commits)
    deliveries = sorted(meters.deliveries().items())
    yield from _many(
        "cc_deliveries_total",
        "counter",
        "Deliveries of orders by source and answer.",
        [({"source": _source(source), "status": status}, n) for (source, status), n in deliveries],
    )
    quarantined = sum(n for (_, status), n in deliveries if status == 401)
    yield from _one("cc_quarantined_total", "counter", "Deliveries with a wrong signature.", quarantined)
    if last is not None:
        yield from _one("cc_last_order_seconds", "gauge", "When the newest order happened.", last / 1000)
    picking = studio.boards.picking.progress()
    yield from _one("cc_extraction_running", "gauge", "1 while words are picked.", int(picking.running))
    yield from _one("cc_extraction_done", "gauge", "Products done of the newest picking.", picking.done)
    yield from _one("cc_extraction_total", "gauge", "Products of the newest picking.", picking.total)
    if backup is not None:
        yield from _one("cc_backup_ok", "gauge", "1 when the last backup held.", int(backup.ok))
        yield from _one("cc_backup_seconds", "gauge", "When the last backup was made.", backup.at / 1000)
    yield from _process()


def _source(name: str) -> str:
    """A name of ours: a stranger's path must not make new time series."""
    return name if name in SOURCES else "other"


def _process() -> Iterator[str]:
    yield from _one("process_cpu_seconds_total", "counter", "Processor time.", time.process_time())
    statm = Path("/proc/self/statm")
    if statm.exists():
        pages = int(statm.read_text().split()[1])
        size = pages * os.sysconf("SC_PAGE_SIZE")
        yield from _one("process_resident_memory_bytes", "gauge", "Memory held.", size)
    collected = sum(int(each["collections"]) for each in gc.get_stats())
    yield from _one("python_gc_collections_total", "counter", "Collections of garbage.", collected)


def _one(name: str, kind: str, words: str, value: float) -> Iterator[str]:
    yield from _many(name, kind, words, [({}, value)])


def _many(name: str, kind: str, words: str, rows: Iterable[tuple[Labels, float]]) -> Iterator[str]:
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} {kind}"
    for labels, value in rows:
        yield f"{name}{_labels(labels)} {value}"


def _duration(name: str, words: str, held: Duration) -> Iterator[str]:
    counts, total = held.read()
    yield f"# HELP {name} {words}"
    yield f"# TYPE {name} histogram"
    for end, count in zip([*map(str, BUCKETS), "+Inf"], counts, strict=True):
        yield f'{name}_bucket{{le="{end}"}} {count}'
    yield f"{name}_sum {total}"
    yield f"{name}_count {counts[-1]}"


def _labels(labels: Labels) -> str:
    inside = ",".join(f'{key}="{value}"' for key, value in labels.items())
    return f"{{{inside}}}" if inside else ""
