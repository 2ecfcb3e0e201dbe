"""A product on which the analysis breaks costs itself: a finding and no cards, its neighbours are done."""

from __future__ import annotations

import logging
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Unpack

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from catalog.product import Product, Sku
from studio.partitions import Folder, Piece
from vocab.extract import Extracted, Extractor, Options
from vocab.lexicon import Lexicon
from vocab.reading import BATCH

log = logging.getLogger("studio.poison")
#: The extractor of a child process of `apart`.
_held: Extractor | None = None


def prepared(extractor: Extractor, products: Callable[[], Iterable[Product]], options: Options) -> Extractor:
    """The extractor with what the whole catalogue teaches, ready for any piece of it.

    `products` gives the catalogue from its beginning each time it is called.

    Raises:
        UnknownAudience, TodayMissing and what `Extractor` says about its files: wrong options are not
            a product's fault.
    """
    extractor.warm()
    for _ in extractor.with_lexicon(Lexicon({}, 0)).extract((), **options):
        pass
    try:
        lexicon = extractor.learn(products())
    except Exception:
        log.exception("a title could not be read: the lexicon is learnt from the others")
        lexicon = extractor.learn(each for each in products() if _has_sound_title(extractor, each))
    return extractor.with_lexicon(lexicon or Lexicon({}, 0))


def extract_each(
    extractor: Extractor, products: Sequence[Product], **options: Unpack[Options]
) -> Iterator[Extracted]:
    """What `extractor.extract(products, **options)` gives, and a finding for each product that breaks it.

    `extractor` is `prepared`. Products are read in the same batches as ever, so the cards are the same; only
    those beside a broken one are read alone.
    """
    for start in range(0, len(products), BATCH):
        batch = products[start : start + BATCH]
        try:
            yield from list(extractor.extract(batch, **options))
        except Exception:
            log.exception("a batch of products broke: each is read alone")
            for product in batch:
                yield _alone(extractor, product, options)


def apart(
    folder: Folder, piece: Piece, extractor: Extractor, options: Options, *, memory: int
) -> list[Extracted]:
    """The cards of a piece over which a process died: by a child process, batch by batch.

    A batch over which the child dies is done product by product, and a product over which it dies is
    `poisoned`. The child may use `memory` bytes, where the system can hold it to that.
    """
    found: list[Extracted] = []
    child: ProcessPoolExecutor | None = None
    waiting = deque(piece.split())
    while waiting:
        part = waiting.popleft()
        # spawn everywhere: a forked child would inherit threads and open files of the parent.
        child = child or ProcessPoolExecutor(1, get_context("spawn"), _hold, (memory, extractor))
        try:
            found += child.submit(_rows, options, folder, part).result()
        except BrokenProcessPool:
            child = None
            if part.size > 1:
                waiting.extendleft(reversed(part.split()))
            else:
                found += [poisoned(product.sku) for product in folder.products(part)]
    if child is not None:
        child.shutdown()
    return found


def poisoned(sku: Sku) -> Extracted:
    """What stands for a product on which the analysis broke."""
    what = Bilingual("The words of this product could not be read.", "这个商品的文字无法分析。")
    fix = Bilingual(
        "Look for unusual characters in its texts, shorten them, and run again; the log has the error.",
        "请检查文字里的特殊字符并精简后重试，错误详情见日志。",
    )
    return sku, (), (Finding(Where(None, None, str(sku)), what, fix, "error", "vocab.product.poisoned"),)


def _hold(memory: int, extractor: Extractor) -> None:
    global _held
    _held = extractor
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _rows(options: Options, folder: Folder, part: Piece) -> list[Extracted]:
    assert _held is not None, "the child begins with its extractor"
    return list(extract_each(_held, list(folder.products(part)), **options))


def _alone(extractor: Extractor, product: Product, options: Options) -> Extracted:
    try:
        [found] = extractor.extract((product,), **options)
    except Exception:
        log.exception("product %s broke the analysis", product.sku)
        return poisoned(product.sku)
    return found


def _has_sound_title(extractor: Extractor, product: Product) -> bool:
    try:
        for _ in extractor.parts().reader.title_pairs((product,)):
            pass
    except Exception:
        return False
    return True
