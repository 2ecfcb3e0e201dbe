"""Several processes give what one gives: the same cards in the same order, to the byte."""

from __future__ import annotations

import json

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from vocab.extract import Extracted, Extractor
from vocab.parallel import extract_parallel
from vocab.wire import card_to_json


def _bytes(found: list[Extracted]) -> bytes:
    return json.dumps([(sku, [card_to_json(c) for c in cards]) for sku, cards, _ in found]).encode()


def test_two_processes_give_the_bytes_of_one() -> None:
    """Also with a lexicon, which is learnt once from the whole catalogue and not anew from each piece."""
    goods = (("Silk Scarf", "真丝围巾"), ("Cotton Towel", "纯棉毛巾"), ("Honey Peaches", "水蜜桃"))
    products = [
        Product(
            Sku(f"P{i}"),
            Bilingual(f"{en}, No. {i}", f"{zh}{i}号"),
            Bilingual("Soft and light, made by hand.", "柔软轻盈，手工制作。"),
        )
        for i in range(14)
        for en, zh in goods
    ]
    products = [Product(Sku(f"P{i}"), p.title, p.description) for i, p in enumerate(products)]
    extractor = Extractor()
    alone = list(extractor.extract(products, limit=3))
    assert _bytes(list(extract_parallel(extractor, products, jobs=2, limit=3))) == _bytes(alone)
    assert [sku for sku, _, _ in alone] == [p.sku for p in products]
