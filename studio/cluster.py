"""Extraction on several processes or machines: pieces of a `Folder` handed out by Dask distributed.

Workers read and write the folder themselves; only names of pieces travel. An extractor travels as its
settings and is made ready once in each worker process. A piece over which a worker died is done here, in a
child process that may die too (`studio.poison.apart`): a worker is dear to start, and Dask suspects all that
waited for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.partitions import Folder, Piece
from studio.poison import apart, extract_each
from vocab.extract import Extractor, Options

if TYPE_CHECKING:
    from distributed import Client

log = logging.getLogger("studio.cluster")
#: A worker above this is ended and started anew; one uses about 350 MB (`bench/scale_cards.py`).
MEMORY = "1GiB"
#: A cluster that does not answer within this many seconds is not there.
PATIENCE_S = 15


class ClusterMissing(RuntimeError):
    """Dask distributed is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "A cluster needs Dask: pip install -r requirements-cluster.txt. "
            "使用集群需要先安装 Dask：pip install -r requirements-cluster.txt。"
        )


class ClusterSilent(RuntimeError):
    """No scheduler answers at that address, or it has no worker."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"The cluster at {address} cannot be used: {reason}. 无法使用集群 {address}。")


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work: this process alone, `jobs` processes of `memory` each, or a cluster elsewhere."""

    jobs: int = 1
    memory: str = MEMORY
    scheduler: str | None = None

    @property
    def is_one(self) -> bool:
        """Whether this process does it alone."""
        return self.jobs == 1 and self.scheduler is None

    def run(self, folder: Folder, extractor: Extractor, options: Options) -> Iterator[Piece]:
        """Do every open piece of the folder; yields each as it is finished, in any order.

        `extractor` is `studio.poison.prepared`. Without Dask several processes become one, and a word about
        it in the log.

        Raises:
            ClusterMissing, ClusterSilent: the cluster elsewhere cannot be used.
        """
        with ExitStack() as stack:
            client: Client | None = None
            if self.scheduler is not None:
                client = stack.enter_context(remote_cluster(self.scheduler))
            elif self.jobs > 1:
                try:
                    client = stack.enter_context(local_cluster(self.jobs, memory=self.memory))
                except ClusterMissing as error:
                    log.warning("%s One process does it. 由一个进程完成。", error)
            if client is not None:
                yield from spread(client, folder, extractor, options, memory=self.memory)
                return
            for piece in folder.open():
                work(extractor, options, folder, piece)
                yield piece


@contextmanager
def local_cluster(jobs: int, *, memory: str = MEMORY) -> Iterator[Client]:
    """A cluster of `jobs` processes on this machine, each held to `memory`.

    Raises:
        ClusterMissing: without Dask.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ClusterMissing from error
    rules = {"distributed.scheduler.allowed-failures": 0, "distributed.logging.distributed": "error"}
    with (
        dask.config.set(rules),
        LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,  # the analysis holds the interpreter's lock
            memory_limit=memory,
            dashboard_address=None,
            host="127.0.0.1",
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


@contextmanager
def remote_cluster(address: str, *, patience_s: float = PATIENCE_S) -> Iterator[Client]:
    """The cluster whose scheduler listens at `address` (tcp://…); its workers have this product installed.

    Raises:
        ClusterMissing: without Dask.
        ClusterSilent: nobody is there.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterMissing from error
    try:
        client = Client(address, timeout=patience_s)
        client.wait_for_workers(1, timeout=patience_s)
    except (OSError, ValueError) as error:
        raise ClusterSilent(address, str(error)) from error
    with client:
        yield client


def spread(
    client: Client, folder: Folder, extractor: Extractor, options: Options, *, memory: str = MEMORY
) -> Iterator[Piece]:
    """Do every open piece of the folder on the cluster; yields each as it is finished, in any order.

    `extractor` is `studio.poison.prepared`. A child that does a piece over which a worker died is held to
    `memory` as well.
    """
    from dask.utils import parse_bytes
    from distributed import KilledWorker, as_completed

    # A task of its own, not data handed out: when the worker that holds it dies, it is simply made again.
    held = client.submit(_itself, extractor, pure=False)
    asked = {client.submit(work, held, options, folder, piece, pure=False): piece for piece in folder.open()}
    for future in as_completed(asked):
        piece = asked[future]
        try:
            future.result()
        except KilledWorker:
            folder.write(piece, apart(folder, piece, extractor, options, memory=parse_bytes(memory)))
        yield piece


def work(extractor: Extractor, options: Options, folder: Folder, piece: Piece) -> None:
    """Pick the words of a piece and keep them."""
    folder.write(piece, list(extract_each(extractor, list(folder.products(piece)), **options)))


def _itself(extractor: Extractor) -> Extractor:
    return extractor
