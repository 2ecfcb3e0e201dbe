"""The sample catalogue's cards held against a person's judgement: glosses, quotes, brands, doubles.

Run: `python -m bench.vocab_sample`. `bench/boards/sample_glosses.csv` holds the bilingual glosses that a
person read beside the product's two texts and found right or wrong; answers that are not in it are counted
apart. Brands are looked for twice: as the catalogue has them, and with the brand column left out, when only
the spelling tells (a name in no dictionary).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bench.goals import held
from bench.vocab_boards import ROOT, product_of, rows
from catalog.product import Product
from vocab.card import Card, Span
from vocab.extract import Extractor

JUDGED = ROOT / "bench/boards/sample_glosses.csv"


def sliced(product: Product, span: Span | None) -> bool:
    """True when the quoted span slices the product's own text exactly."""
    if span is None:
        return False
    part, lang = span.field.split(".")
    text = product.title if part == "title" else product.description
    return ((text.en if lang == "en" else text.zh) or "")[span.start : span.end] == span.text


def names(card: Card, brand: str) -> bool:
    """True when a card carries a word of the brand, or a model code (letters with digits)."""
    words = {w.lower() for w in re.findall(r"[A-Za-z]{3,}", brand)}
    return bool(words & set(card.headword.lower().split())) or bool(re.search(r"\d", card.headword))


def inside(cards: Sequence[Card]) -> int:
    """Pairs of cards of a board of which one is a part of the other, or that share lemma, part and sense."""
    words = [set(card.lemma.replace("-", " ").split()) for card in cards]
    parts = sum(a <= b for i, a in enumerate(words) for j, b in enumerate(words) if i != j)
    return parts + len(cards) - len({card.id for card in cards})


def main() -> None:
    """Prints the figures."""
    table = rows(ROOT / "studio/sample/catalogue.csv")
    products = [product_of(row) for row in table]
    judged = {(r["sku"], r["headword"], r["gloss"]): r["right"] == "yes" for r in rows(JUDGED)}
    extractor = Extractor()
    boards = [cards for _, cards, _ in extractor.extract(products, limit=9)]
    known: list[bool] = []
    new, quoted, bilingual = [], 0, 0
    for product, board in zip(products, boards, strict=True):
        for card in (c for c in board if c.evidence == "bilingual"):
            bilingual += 1
            quoted += sliced(product, card.evidence_span)
            right = judged.get((str(product.sku), card.headword, card.gloss))
            new += [f"{product.sku} {card.headword} {card.gloss}"] if right is None else []
            known += [] if right is None else [right]
    print(f"not judged yet: {len(new)} {'; '.join(new)}")
    told = f"{sum(known)} of {len(known)}"
    held("glosses from the text that are right", sum(known) / len(known), "at least", 0.97, told=told)
    held("of them judged", len(known) / bilingual, "at least", 1.0)
    held("quotes that slice back", quoted / bilingual, "at least", 1.0, told=f"of {bilingual}")
    held("cards inside another, or twice", float(sum(map(inside, boards))), "at most", 0)
    for name, given in (("given", products), ("left out", [replace(p, brand=None) for p in products])):
        made = [cards for _, cards, _ in extractor.extract(given, limit=5)]
        total = sum(map(len, made))
        loud = sum(
            names(card, row["brand"]) for row, board in zip(table, made, strict=True) for card in board
        )
        held(f"brands and codes, brand column {name}", loud / total, "at most", 0.02, told=f"of {total}")


if __name__ == "__main__":
    main()
