"""The same extraction on several processes: equal bytes, products in their order.

Each worker loads its own language data. What has to be known of the whole catalogue, the merchant's lexicon,
is learnt once, here, and handed to them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Unpack

from catalog.product import Product
from vocab.extract import Extracted, Extractor, Options
from vocab.lexicon import Lexicon
from vocab.reading import BATCH

#: Chunks handed out ahead of the one being read, per worker: none idles, and memory stays flat.
AHEAD = 3
_worker: tuple[Extractor, Options] | None = None


def extract_parallel(
    extractor: Extractor, products: Sequence[Product], *, jobs: int, **options: Unpack[Options]
) -> Iterator[Extracted]:
    """What `extractor.extract(products, **options)` gives, made by `jobs` processes.

    Chunks are the batches that one process would read, so that the tagger sees the same sentences together
    and the result is the same to the byte.
    """
    fixed = extractor.with_lexicon(extractor.learn(products) or Lexicon({}, 0))
    chunks = (products[i : i + BATCH] for i in range(0, len(products), BATCH))
    # spawn everywhere: a forked child would inherit threads and open files of the parent.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _start, (fixed, options))
    waiting: deque[Future[list[Extracted]]] = deque()
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_run, tuple(chunk)))
            if len(waiting) >= AHEAD * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _start(extractor: Extractor, options: Options) -> None:
    global _worker
    _worker = (extractor, options)


def _run(products: tuple[Product, ...]) -> list[Extracted]:
    assert _worker is not None, "the pool starts each worker with its extractor"
    extractor, options = _worker
    return list(extractor.extract(products, **options))
