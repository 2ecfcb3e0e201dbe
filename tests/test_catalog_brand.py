"""A brand is no vocabulary: what the catalogue calls a brand, no card teaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.plan import plan_import
from catalog.product import Product
from catalog.read import read_catalog
from vocab.card import Card
from vocab.extract import Extractor

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
FILE = (
    "货号,英文名,中文名,英文描述,中文描述,品牌,划线价\n"
    "A1,Orchard Ceramic Teapot,果园陶瓷茶壶,A ceramic teapot from Orchard with a bamboo handle.,"
    "果园陶瓷茶壶，配竹提手。,果园 Orchard,89.00\n"
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    """The real one: the rule holds from the file to the card or not at all."""
    return Extractor()


def product() -> Product:
    """The product as an import makes it."""
    (made,) = plan_import({}, read_catalog(FILE.encode(), name="f.csv", now=NOW)).products
    return made


def cards(extractor: Extractor, item: Product) -> tuple[Card, ...]:
    """Its board."""
    [(_, found, _)] = extractor.extract([item], limit=8)
    return tuple(found)


def test_the_brand_column_silences_its_words(extractor: Extractor) -> None:
    """An orchard is a word to learn until somebody says that it is the maker's name."""
    named = product()
    assert named.brand == "果园 Orchard"
    silent, loud = cards(extractor, named), cards(extractor, replace(named, brand=None))
    assert any("orchard" in card.headword.lower() for card in loud)
    assert not any("orchard" in card.headword.lower() or "果园" in card.gloss for card in silent)
    assert any("teapot" in card.headword.lower() for card in silent)
