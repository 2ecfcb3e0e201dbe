"""Compounds that no source lists: read off the two titles of a product, one card, never its parts."""

from __future__ import annotations

import pytest

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from vocab.card import Card
from vocab.extract import Extractor


@pytest.fixture(scope="module")
def boards() -> dict[str, dict[str, Card]]:
    titles = {
        "Frozen Shrimp Dumplings, 24 Pieces": "速冻虾饺 24只",  # one Chinese word holds a piece of each
        "Honey Grapefruit Tea, 600 g": "蜂蜜柚子茶 600克",  # honey says the beginning of the word
        "Cast Iron Tea Kettle, 1.2 Litres": "铸铁茶壶 1.2升",  # the tea belongs to the kettle
        "Smart Body Scale": "智能体脂秤",  # body alone is no card
        "Claw Hammer, 450 g": "羊角锤 450克",  # the tokenizer parts it
        "Rose Face Mist, 100 ml": "玫瑰保湿喷雾 100毫升",  # a rose is nothing that rose
    }
    items = [Product(Sku(en), Bilingual(en, zh)) for en, zh in titles.items()]
    return {str(sku): {c.headword: c for c in cards} for sku, cards, _ in Extractor().extract(items, limit=5)}


@pytest.mark.parametrize(
    ("compound", "gloss"),
    [
        ("shrimp dumpling", "虾饺"),
        ("grapefruit tea", "柚子茶"),
        ("tea kettle", "茶壶"),
        ("body scale", "体脂秤"),
        ("claw hammer", "羊角锤"),
    ],
)
def test_the_name_of_a_product_is_one_card(
    boards: dict[str, dict[str, Card]], compound: str, gloss: str
) -> None:
    """Its gloss is the Chinese title's own name for it, quoted."""
    [board] = [b for title, b in boards.items() if compound in title.lower()]
    card = board[compound]
    assert card.gloss == gloss
    assert card.evidence == "bilingual" and card.evidence_span is not None
    assert card.evidence_span.text == gloss
    assert not {*compound.split()} & board.keys()


def test_a_guessed_half_asks_for_a_look(boards: dict[str, dict[str, Card]]) -> None:
    """虾饺 holds 虾 and a piece of 饺子; that 羊角锤 is a claw hammer only the two titles say."""
    assert not boards["Frozen Shrimp Dumplings, 24 Pieces"]["shrimp dumpling"].check
    assert boards["Claw Hammer, 450 g"]["claw hammer"].check


def test_a_title_has_no_verbs(boards: dict[str, dict[str, Card]]) -> None:
    """Rose names the flower."""
    assert "rise" not in boards["Rose Face Mist, 100 ml"]
