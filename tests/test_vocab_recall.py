"""Words of recent shows are demoted, fade back in, and stand on a board as a review at most once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from vocab.card import Card
from vocab.extract import Extractor
from vocab.recall import MEMORY_DAYS, TodayMissing

TODAY = date(2026, 11, 25)
PEAR = Product(
    Sku("P1"),
    Bilingual("Crisp Autumn Pears", "脆甜秋梨"),
    Bilingual(
        "Crisp, juicy and fragrant, with tender white flesh. Hand-picked and chilled overnight.",
        "清脆多汁，香气浓郁，白色果肉细嫩。手工采摘，冷藏一夜。",
    ),
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def board(extractor: Extractor, taught: dict[str, date]) -> dict[str, Card]:
    [(_, cards, _)] = extractor.extract([PEAR], taught=taught, today=TODAY, audience="gaokao", limit=4)
    return {card.lemma: card for card in cards}


def test_a_word_of_yesterdays_show_gives_way_to_others(extractor: Extractor) -> None:
    """Demoted words leave the board to new ones; what stays of them carries the day: a review."""
    before = board(extractor, {})
    sensory = [lemma for lemma, card in before.items() if card.pos == "ADJ"]
    assert len(sensory) >= 2
    after = board(extractor, dict.fromkeys(sensory, TODAY - timedelta(days=1)))
    repeated = [card for lemma, card in after.items() if lemma in sensory]
    assert len(repeated) <= 1
    assert all(card.taught == "2026-11-24" for card in repeated)
    assert all(card.taught is None for lemma, card in after.items() if lemma not in sensory)
    assert set(after) - set(before)


def test_a_word_that_names_the_product_comes_back_as_a_review(extractor: Extractor) -> None:
    """The slot of the product's noun outlives its demotion; the factor is told among the components."""
    name = next(card.lemma for card in board(extractor, {}).values() if card.pos == "NOUN")
    card = board(extractor, {name: TODAY})[name]
    assert card.taught == "2026-11-25"
    assert dict(card.components)["memory"] < 0.5


def test_after_a_month_a_word_is_new_again(extractor: Extractor) -> None:
    """A day as old as the memory is long changes nothing."""
    old = dict.fromkeys(board(extractor, {}), TODAY - timedelta(days=MEMORY_DAYS))
    assert board(extractor, old) == board(extractor, {})


def test_days_need_a_day_to_count_from(extractor: Extractor) -> None:
    """Misuse is named: a clock is never read here."""
    with pytest.raises(TodayMissing, match="the day of the show"):
        list(extractor.extract([PEAR], taught={"crisp": TODAY}))
