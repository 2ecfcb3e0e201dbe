"""Which glosses the engine flags to be checked, held against a person's: with the Chinese and without it.

Run: `python -m bench.vocab_alarm [--show]`. The products and boards are those of `bench/boards`, 20 to tune
on, 40 to report. Without Chinese text the engine has to guess more, so the alarm matters there.

A gloss is right when it shares a character with the person's gloss of that word, stands as a whole in the
product's own Chinese (which the engine has not seen in the second run), or is one of the synonyms that a
person accepted on reading the product again (`bench/boards/also.csv`). It is wrong when the person glossed
the word otherwise. Cards that no person glossed and the Chinese does not say are left out.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from bench.vocab_boards import ROOT, Board, boards_of, product_of, rows, same
from catalog.bilingual import Bilingual
from catalog.product import Product
from vocab.card import Card
from vocab.chinese import simplified
from vocab.extract import Extractor

FOLDER = ROOT / "bench/boards"


@lru_cache(maxsize=1)
def accepted() -> frozenset[tuple[str, str]]:
    """(headword, gloss) pairs that mean what the person's gloss means."""
    return frozenset((row["headword"], row["gloss"]) for row in rows(FOLDER / "also.csv"))


def verdict(card: Card, product: Product, board: Board) -> bool | None:
    """True for a right gloss, False for a wrong one, None when nobody can say."""
    named = "".join(c.gloss for slot in board for c in slot if same(c.headword, card.headword))
    text = simplified(f"{product.title.zh} {product.description.zh}")
    if set(card.gloss) & set(named) or card.gloss in text or (card.headword, card.gloss) in accepted():
        return True
    return False if named else None


def tally(half: str, name: str, found: Mapping[Product, tuple[Card, ...]], gold: Mapping[str, Board]) -> None:
    """Prints one line of the table."""
    counts = {(right, check): 0 for right in (True, False) for check in (True, False)}
    cards = 0
    for product, board in found.items():
        for card in board:
            cards += 1
            right = verdict(card, product, gold[str(product.sku)])
            if right is not None:
                counts[right, card.check] += 1
    wrong, right = (counts[r, True] + counts[r, False] for r in (False, True))
    caught = f"{counts[False, True]} of {wrong}"
    print(f"{half:8}{name:16}{cards:6}{right:7}{caught:>16}{counts[True, True] / max(1, right):18.3f}")


def main() -> None:
    """Prints the table; `--show` lists wrong and needlessly flagged glosses of the tuning half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    table = rows(FOLDER / "products.csv")
    gold = boards_of(rows(FOLDER / "boards.csv"))
    halves = {row["sku"]: row["half"] for row in table}
    products = [product_of(row) for row in table]
    bare = [
        replace(p, title=Bilingual(p.title.en), description=Bilingual(p.description.en)) for p in products
    ]
    extractor = Extractor()
    print(f"{'half':8}{'text':16}{'cards':>6}{'right':>7}{'wrong, flagged':>16}{'right ones flagged':>18}")
    for name, given in (("with Chinese", products), ("English only", bare)):
        boards = [cards for _, cards, _ in extractor.extract(given, limit=5)]
        for half in ("tune", "report"):
            kept = {p: b for p, b in zip(products, boards, strict=True) if halves[str(p.sku)] == half}
            tally(half, name, kept, gold)
            for product, board in kept.items() if options.show else ():
                for card in board:
                    right = verdict(card, product, gold[str(product.sku)])
                    if right is not None and right == card.check:
                        word = "flagged though right" if right else "wrong and not flagged"
                        print(f"    {word}: {product.sku} {card.headword} {card.gloss} ({card.evidence})")


if __name__ == "__main__":
    main()
