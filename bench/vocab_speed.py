"""Time and memory of card extraction on bilingual products of about 80 English words.

Run: `python -m bench.vocab_speed [--sizes 100,1000]`. The products are those of the sample catalogue with
other numbers in their texts, so no text repeats. Times are processor seconds; memory is the peak of the
process so far. YAKE runs on the same English texts where it is installed.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku

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
    parser.add_argument("--sizes", default="100,1000")
    sizes = [int(s) for s in parser.parse_args().sizes.split(",")]
    from vocab.extract import Extractor

    extractor = Extractor()
    print(f"{'what':32}{'cpu s':>9}{'products/s':>12}{'peak MB':>9}")
    print(f"{'start (warm cache)':32}{timed(extractor.warm):9.2f}{'':12}{memory():9.0f}")
    for size in sizes:
        items = products(size)
        spent = timed(lambda items=items: sum(len(c) for _, c, _ in extractor.extract(items)))  # type: ignore[misc]
        print(f"{f'extract {size}':32}{spent:9.2f}{size / spent:12.0f}{memory():9.0f}")
    texts = [str(p.description.en) for p in products(sizes[0])]
    if find_spec("yake") is None:
        print(f"{'yake':32}{'not installed':>9}")
    else:
        import yake

        model = yake.KeywordExtractor(top=5)
        spent = timed(lambda: [model.extract_keywords(t) for t in texts])
        print(f"{f'yake {len(texts)}':32}{spent:9.2f}{len(texts) / spent:12.0f}{memory():9.0f}")


if __name__ == "__main__":
    main()
