"""Boards that a person wrote for the sample catalogue, held against the engine's and plain keyword picks.

Run: `python -m bench.vocab_boards [--show]`. The words, glosses and readings of `studio/sample/boards.csv`
are the standard; other good words exist, so precision is a floor. Every other product is for tuning,
the rest is reported. A gloss agrees when it shares a character with the person's.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Callable, Sequence
from math import log
from pathlib import Path

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from vocab.extract import Extractor
from vocab.pronounce import Pronouncer

SAMPLE = Path(__file__).parents[1] / "studio/sample"
TOP = 5


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a sample file."""
    return list(csv.DictReader((SAMPLE / name).read_text(encoding="utf-8-sig").splitlines()))


def same(a: str, b: str) -> bool:
    """Two board words that teach the same: equal, or one family with the same beginning (tart, tartness)."""
    a, b = a.lower().replace("-", " "), b.lower().replace("-", " ")
    return a == b or (min(len(a), len(b)) >= 4 and (a.startswith(b[:-1]) or b.startswith(a[:-1])))


def akin(a: str, b: str) -> bool:
    """`same`, or one is the compound of the other (chip, potato chip)."""
    first, second = a.lower().replace("-", " ").split(), b.lower().replace("-", " ").split()
    return same(a, b) or first[-1] == second[-1] or set(first) < set(second) or set(second) < set(first)


def main() -> None:
    """Prints the tables; `--show` lists what was missed in the tuning half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    show = parser.parse_args().show
    catalogue = rows("catalogue.csv")
    gold: dict[str, list[dict[str, str]]] = {}
    for row in rows("boards.csv"):
        gold.setdefault(row["sku"], []).append(row)
    products = [
        Product(
            Sku(r["sku"]),
            Bilingual(r["title_en"], r["title_zh"]),
            Bilingual(r["description_en"], r["description_zh"]),
            category=r["category"],
            brand=r["brand"],
            origin=Bilingual(r["origin_en"], r["origin_zh"]),
        )
        for r in catalogue
    ]
    extractor = Extractor()
    boards = {str(sku): cards for sku, cards, _ in extractor.extract(products, limit=TOP)}
    texts = {str(p.sku): f"{p.title.en}. {p.description.en}" for p in products}
    picks: dict[str, Callable[[str], Sequence[str]]] = {
        "engine": lambda sku: [c.headword for c in boards[sku]],
        "frequency": _frequency(extractor, texts),
        "tf-idf": _tfidf(extractor, texts),
    }
    print(f"{'half':8}{'system':12}{'precision@5':>12}{'recall':>8}{'p@5 akin':>10}")
    for half, skus in (("tune", [*gold][::2]), ("report", [*gold][1::2])):
        for name, pick in picks.items():
            hit = made = wanted = near = 0
            for sku in skus:
                words = list(pick(sku))[:TOP]
                made += len(words)
                wanted += len(gold[sku])
                near += sum(any(akin(w, g["headword"]) for g in gold[sku]) for w in words)
                hit += sum(any(same(w, g["headword"]) for g in gold[sku]) for w in words)
            print(f"{half:8}{name:12}{hit / made:12.3f}{min(1.0, hit / wanted):8.3f}{near / made:10.3f}")
    _glosses(boards, gold)
    _readings(extractor.parts().pronouncer, gold)
    if show:
        for sku in [*gold][::2]:
            print(sku, "|", ", ".join(f"{c.headword} {c.gloss}" for c in boards[sku]))
            print("     gold", ", ".join(f"{g['headword']} {g['gloss']}" for g in gold[sku]))


def _glosses(boards: dict[str, tuple], gold: dict[str, list[dict[str, str]]]) -> None:  # type: ignore[type-arg]
    right = wrong = flagged_wrong = flagged_right = quoted = bilingual = 0
    for sku, cards in boards.items():
        for card in cards:
            bilingual += card.evidence == "bilingual"
            quoted += card.evidence == "bilingual" and card.evidence_span is not None
            standard = next((g for g in gold[sku] if g["headword"].lower() == card.headword.lower()), None)
            if standard is None:
                continue
            if set(card.gloss) & set(standard["gloss"]):
                right += 1
                flagged_right += card.check
            else:
                wrong += 1
                flagged_wrong += card.check
                print(f"  other gloss: {sku} {card.headword} {card.gloss} / {standard['gloss']}")
    print(
        f"glosses that agree: {right} of {right + wrong}; "
        f"flagged: wrong {flagged_wrong}, right {flagged_right}"
    )
    print(f"bilingual cards {bilingual} of {sum(map(len, boards.values()))}, with a quote {quoted}")


def _readings(pronouncer: Pronouncer, gold: dict[str, list[dict[str, str]]]) -> None:
    good = total = 0
    for board in gold.values():
        for row in board:
            said = pronouncer.syllables(row["gloss"], (row["headword"].lower(),))
            wanted = row["pinyin"].replace("'", " ").split()
            if len(said) != len(wanted):
                continue
            total += len(wanted)
            good += sum(a == b for a, b in zip(said, wanted, strict=True))
            if list(said) != wanted:
                print(f"  other reading: {row['gloss']} {' '.join(said)} / {row['pinyin']}")
    print(f"pinyin syllables that agree: {good} of {total} ({good / total:.3f})")


def _words(extractor: Extractor, texts: dict[str, str]) -> dict[str, list[str]]:
    reader = extractor.parts().reader
    items = [Product(Sku(sku), Bilingual(text, None)) for sku, text in texts.items()]
    return {str(r.product.sku): [f.unit.lemma for f in r.found] for r in reader.read(items)}


def _frequency(extractor: Extractor, texts: dict[str, str]) -> Callable[[str], Sequence[str]]:
    words = _words(extractor, texts)
    return lambda sku: [w for w, _ in Counter(words[sku]).most_common(TOP)]


def _tfidf(extractor: Extractor, texts: dict[str, str]) -> Callable[[str], Sequence[str]]:
    words = _words(extractor, texts)
    seen = Counter(w for found in words.values() for w in set(found))

    def pick(sku: str) -> Sequence[str]:
        counts = Counter(words[sku])
        return sorted(counts, key=lambda w: (-counts[w] * log(len(words) / seen[w]), w))[:TOP]

    return pick


if __name__ == "__main__":
    main()
