"""Time and memory of card extraction on bilingual products of about 80 English words.

Run: `python -m bench.vocab_speed [--sizes 100,1000,10000] [--minutes 2]`. Products are those of the sample
catalogue with other numbers in their texts, so no text repeats. Times are processor seconds on one core;
memory is the peak of the process so far. Each size is one run from its first product to its last; one that
would go past the time allowed is ended there, and the row says how many products were done. The whole ten
thousand take five to eight minutes (`--minutes 12`).

Keyword tools run on the same English texts in the same process. The first row is a fixed piece of arithmetic:
on a busy machine it takes longer, and so does everything below it; the goal of three seconds is held for a
machine on which that row takes 0.10 s, and scaled where it takes longer.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

from bench.goals import held  # noqa: E402
from catalog.bilingual import Bilingual  # noqa: E402
from catalog.product import Product, Sku  # noqa: E402

if TYPE_CHECKING:
    from bench.vocab_baselines import Pick
    from vocab.extract import Extractor

SAMPLE = Path(__file__).parents[1] / "studio/sample/catalogue.csv"


def products(size: int) -> list[Product]:
    """`size` bilingual products; numbers differ, words are those of the sample."""
    rows = list(csv.DictReader(SAMPLE.read_text(encoding="utf-8-sig").splitlines()))
    out: list[Product] = []
    for i in range(size):
        row = rows[i % len(rows)]
        note = f" Batch {i} of {size}."
        out.append(
            Product(
                Sku(f"B{i}"),
                Bilingual(row["title_en"], row["title_zh"]),
                Bilingual(row["description_en"] + note, row["description_zh"] + f"第{i}批。"),
                category=row["category"],
                brand=row["brand"],
            )
        )
    return out


def memory() -> float:
    """Peak resident memory of this process, in MB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 if sys.platform != "darwin" else 1024 * 1024)


def timed(what: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    start = time.process_time()
    what()
    return time.process_time() - start


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--minutes", type=float, default=2.0)
    args = parser.parse_args()
    sizes = [int(s) for s in args.sizes.split(",")]
    from vocab.extract import Extractor

    extractor = Extractor()
    print(f"{'what':32}{'cpu s':>9}{'products/s':>12}{'peak MB':>9}")
    pace = timed(lambda: sum(range(5_000_000)))
    print(f"{'five million additions':32}{pace:9.2f}{'':12}{memory():9.0f}")
    started = timed(extractor.warm)
    print(f"{'start (warm cache)':32}{started:9.2f}{'':12}{memory():9.0f}")
    rows = [(size, *extracted(extractor, size, args.minutes * 60)) for size in sizes]
    texts = {str(p.sku): f"{p.title.en}. {p.description.en}" for p in products(sizes[0])}
    for name, pick in beside(texts).items():
        if pick is None:
            print(f"{name:32}{'not installed':>9}")
        else:
            spent = timed(lambda pick=pick: [pick(sku) for sku in texts])  # type: ignore[misc]
            print(f"{f'{name} {len(texts)}':32}{spent:9.2f}{len(texts) / spent:12.0f}{memory():9.0f}")
    print("goals, seconds as on a machine with a pace of 0.10 s")
    even = min(1.0, 0.10 / pace)
    held("start with a warm cache, s", started * even, "at most", 2.0)
    for size, done, spent in rows:
        if size == 100:
            held("100 bilingual products, s", spent * even, "at most", 3.0)
        if size > 1000:
            _, first, took = next(row for row in rows if row[0] == 1000)
            growth = (spent / done) / (took / first)
            held(f"time a product, {done:,} against 1,000", growth, "at most", 1.15)
    held("peak memory, MB", memory(), "at most", 700)


def extracted(extractor: Extractor, size: int, limit: float) -> tuple[int, float]:
    """Prints a row; products done within `limit` processor seconds, and the seconds they took."""
    start, done = time.process_time(), 0
    for _ in extractor.extract(products(size)):
        done += 1
        if time.process_time() - start > limit:
            break
    spent = time.process_time() - start
    name = f"extract {size}" if done == size else f"extract {size}, the first {done}"
    print(f"{name:32}{spent:9.2f}{done / spent:12.0f}{memory():9.0f}", flush=True)
    return done, spent


def beside(texts: Mapping[str, str]) -> dict[str, Pick | None]:
    """Keyword tools on the same English texts: our own plain ones, and others where they are installed.

    They pick keywords only: no gloss, no level, no reading, no Chinese.
    """
    # imported here: it brings spaCy in, whose import belongs to the start that is measured above
    from bench.vocab_baselines import baselines, keyword_tools, plain_words

    own = {f"{name} (own)": pick for name, pick in baselines(plain_words(texts)).items()}
    return {**own, **keyword_tools(texts)}


if __name__ == "__main__":
    main()
