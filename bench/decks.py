"""How long decks take: 500 cards into every format, on one core.

Run: python bench/decks.py [--cards 500] [--formats pdf slides png anki]. Goals: handout and slides ≤ 10 s,
pictures ≤ 60 s, Anki ≤ 3 s. Texts are those of the sample catalogue, repeated under new ids until there are
enough.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from datetime import UTC, datetime

from catalog.bilingual import Bilingual
from catalog.read import read_catalog
from studio.decks import fonts_here
from studio.sample_show import FOLDER, sample_cards
from vocab.card import card_id
from vocab.decks.deck import Deck, Section
from vocab.decks.make import FORMATS, Format, Order, make

#: Seconds for 500 cards (issue "Boards and decks").
GOALS: dict[Format, float] = {"pdf": 10, "slides": 10, "png": 60, "anki": 3}


def deck_of(count: int) -> Deck:
    """A deck of so many cards, each an own note."""
    reading = read_catalog(
        FOLDER / "catalogue.csv", name="catalogue.csv", now=datetime(2026, 1, 1, tzinfo=UTC)
    )
    products = {product.sku: product for product in reading.products}
    cards = [
        replace(card, id=card_id(card.lemma, card.pos, f"{card.gloss} {number}"))
        for number, card in enumerate(islice(cycle(sample_cards(products)), count))
    ]
    runs: list[Section] = []
    for card in cards:
        if runs and runs[-1].product.sku == card.sku:
            runs[-1] = replace(runs[-1], cards=(*runs[-1].cards, card))
        else:
            runs.append(Section(products[card.sku], (card,)))
    return Deck(Bilingual(en="Bench", zh="测速"), tuple(runs), url="https://example.com/words")


def main() -> None:
    """Print a row per format: wall and processor seconds, size, goal."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cards", type=int, default=500)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=FORMATS)
    asked = parser.parse_args()
    deck = deck_of(asked.cards)
    begun = time.perf_counter()
    fonts, findings = fonts_here()
    print(f"{deck.count()} cards, fonts found in {time.perf_counter() - begun:.2f} s")
    for finding in findings:
        print(finding.what.en, finding.fix.en)
    print(f"{'format':<8}{'wall s':>8}{'cpu s':>8}{'KB':>9}{'goal s':>8}")
    for name in asked.formats:
        begun, busy = time.perf_counter(), time.process_time()
        data, _ = make(deck, Order(name, now=1_790_000_000_000), fonts=fonts)
        wall, cpu = time.perf_counter() - begun, time.process_time() - busy
        size = "—" if data is None else f"{len(data) // 1024}"
        print(f"{name:<8}{wall:>8.2f}{cpu:>8.2f}{size:>9}{GOALS.get(name, '—'):>8}")


if __name__ == "__main__":
    main()
