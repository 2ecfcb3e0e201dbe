"""Time and memory of card extraction on bilingual products of about 80 English words.

Run: `python -m bench.vocab_speed [--sizes 100,1000]`. The products are those of the sample catalogue with
other numbers in their texts, so no text repeats. Times are processor seconds; memory is the peak of the
process so far. Keyword tools run on the same English texts. The first row is a fixed piece of arithmetic: on
a busy machine it takes longer, and so does everything below it.
"""

from __future__ import annotations

import argparse
import csv
import resource
import sys
import time
from collections.abc import Callable, Mapping
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
    print(f"{'five million additions':32}{timed(lambda: sum(range(5_000_000))):9.2f}{'':12}{memory():9.0f}")
    print(f"{'start (warm cache)':32}{timed(extractor.warm):9.2f}{'':12}{memory():9.0f}")
    for size in sizes:
        items = products(size)
        spent = timed(lambda items=items: sum(len(c) for _, c, _ in extractor.extract(items)))  # type: ignore[misc]
        print(f"{f'extract {size}':32}{spent:9.2f}{size / spent:12.0f}{memory():9.0f}")
    texts = {str(p.sku): f"{p.title.en}. {p.description.en}" for p in products(sizes[0])}
    for name, run in beside(texts).items():
        if run is None:
            print(f"{name:32}{'not installed':>9}")
        else:
            spent = timed(run)
            print(f"{f'{name} {len(texts)}':32}{spent:9.2f}{len(texts) / spent:12.0f}{memory():9.0f}")


def beside(texts: Mapping[str, str]) -> dict[str, Callable[[], object] | None]:
    """Keyword tools on the same English texts: our own plain ones, and others where they are installed.

    YAKE is under the GPL and pytextrank wants a parser, so neither is ever required. They pick keywords only:
    no gloss, no level, no reading, no Chinese.
    """
    # imported here: it brings spaCy in, whose import belongs to the start that is measured above
    from bench.vocab_baselines import baselines, plain_words

    words = plain_words(texts)
    picks = baselines(words)
    found: dict[str, Callable[[], object] | None] = {
        f"{name} (own)": lambda pick=pick: [pick(sku) for sku in texts]  # type: ignore[misc]
        for name, pick in picks.items()
    }
    found["yake"] = found["pytextrank"] = None
    if find_spec("yake") is not None:
        import yake

        model = yake.KeywordExtractor(top=5)
        found["yake"] = lambda: [model.extract_keywords(text) for text in texts.values()]
    if find_spec("pytextrank") is not None and find_spec("en_core_web_sm") is not None:
        import pytextrank  # noqa: F401  registers its component
        import spacy

        nlp = spacy.load("en_core_web_sm")
        nlp.add_pipe("textrank")
        found["pytextrank"] = lambda: [nlp(text)._.phrases[:5] for text in texts.values()]
    return found


if __name__ == "__main__":
    main()
