"""What a revision of a report rests on: how far its facts and its journal go, and what it takes from beside.

Orders, journal and exports only grow, so a number says how much of them was known. Names, words and the
target can be changed later: they are kept as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.product import Product, Sku
from catalog.wire import product_from_json, product_to_json
from sales.report_record import Review
from studio.plan import text_json
from vocab.card import Card
from vocab.wire import card_from_json, card_to_json


@dataclass(frozen=True, slots=True)
class Known:
    """What was known at one moment.

    `facts` and `seq` are the numbers of the newest order fact and journal event, `exports` those of the final
    exports that count, oldest first. `desk` are the inputs the desk had entered, `before` those of the show
    it is compared with. `products` and `cards` are those that the show planned, sold or put on the board.
    """

    facts: int
    seq: int
    exports: tuple[int, ...]
    connected: bool
    target_minor: int | None
    desk: Mapping[str, int | None]
    products: tuple[Product, ...]
    cards: tuple[Card, ...]
    before: Mapping[str, int | None] | None = None
    before_title: Bilingual = NO_TEXT
    overlapping: tuple[Bilingual, ...] = ()
    reviewed: Review | None = None

    @property
    def held(self) -> dict[Sku, Product]:
        """The products by SKU."""
        return {product.sku: product for product in self.products}

    def to_json(self) -> dict[str, object]:
        """The wire form, kept with an issued revision."""
        return {
            "facts": self.facts,
            "seq": self.seq,
            "exports": list(self.exports),
            "connected": self.connected,
            "target_minor": self.target_minor,
            "desk": dict(self.desk),
            "products": [product_to_json(product) for product in self.products],
            "cards": [card_to_json(card) for card in self.cards],
            "before": None if self.before is None else dict(self.before),
            "before_title": text_json(self.before_title),
            "overlapping": [text_json(title) for title in self.overlapping],
            "reviewed": None
            if self.reviewed is None
            else [self.reviewed.by, self.reviewed.at, [list(each) for each in self.reviewed.reasons]],
        }


def known_from_json(data: Mapping[str, Any]) -> Known:
    """The record behind `Known.to_json`."""
    reviewed = data["reviewed"]
    return Known(
        facts=data["facts"],
        seq=data["seq"],
        exports=tuple(data["exports"]),
        connected=data["connected"],
        target_minor=data["target_minor"],
        desk=data["desk"],
        products=tuple(product_from_json(each) for each in data["products"]),
        cards=tuple(card_from_json(each) for each in data["cards"]),
        before=data["before"],
        before_title=_text(data["before_title"]),
        overlapping=tuple(_text(each) for each in data["overlapping"]),
        reviewed=None
        if reviewed is None
        else Review(reviewed[0], reviewed[1], tuple((text, reason) for text, reason in reviewed[2])),
    )


def _text(data: Mapping[str, str | None]) -> Bilingual:
    return Bilingual(en=data["en"], zh=data["zh"])
