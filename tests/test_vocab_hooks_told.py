"""Every hook that the sample's and the bench's boards carry is true by construction; no two cards are one."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.vocab_boards import product_of, rows
from bench.vocab_sample import inside, names
from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from vocab.card import Card, Hook
from vocab.dictionary import Dictionary
from vocab.extract import Extractor
from vocab.glossary import Glossary, retail_glossary
from vocab.hooks import Hooks
from vocab.lines import unsupported_facts
from vocab.pronounce import Pronouncer

ROOT = Path(__file__).parents[1]
BOOK = Product(
    Sku("BOOK"),
    Bilingual("Selected Song Poems, Illustrated", "宋词选 插图版"),
    Bilingual("Read aloud every evening.", "“羽扇纶巾，谈笑间”，每晚读一首。"),
)
Boards = Mapping[Product, tuple[Card, ...]]


@pytest.fixture(scope="module")
def boards() -> Boards:
    tables = (ROOT / "studio/sample/catalogue.csv", ROOT / "bench/boards/products.csv")
    products = [*(product_of(row) for table in tables for row in rows(table)), BOOK]
    found = Extractor().extract(products, limit=6)
    return {p: cards for p, (_, cards, _) in zip(products, found, strict=True)}


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.open()


def told(boards: Boards, kind: str) -> list[tuple[Product, Card, Hook]]:
    found = [(p, c, h) for p, cards in boards.items() for c in cards for h in c.hooks if h.kind == kind]
    assert found, kind
    return found


def test_no_card_is_another_or_a_part_of_it(boards: Boards) -> None:
    """No two cards of a product share lemma, part of speech and sense; none stands inside another."""
    assert sum(inside(cards) for cards in boards.values()) == 0


def test_brands_and_model_codes_stay_off_the_board(boards: Boards) -> None:
    """At most 2 % of the cards, with the brand column filled."""
    every = [(c, p.brand or "") for p, cards in boards.items() for c in cards]
    assert sum(names(card, brand) for card, brand in every) <= 0.02 * len(every)


def test_a_family_joins_two_words_in_use(boards: Boards, dictionary: Dictionary) -> None:
    """peach → peachy, season → seasoning: both sides of each arrow are real words."""
    for _, _, hook in told(boards, "family"):
        words = re.findall(r"[a-z][a-z-]+", re.sub(r"\(.*?\)", "", str(hook.text.en)))
        assert len(words) >= 2
        assert all(dictionary.zipf_en(part) > 0 for word in words for part in word.split("-")), hook


def test_a_sound_pair_quotes_sounds_of_the_table(boards: Boards, dictionary: Dictionary) -> None:
    """Two words with their IPA, or said to be the same with one; a word is never its own stranger."""
    for _, _, hook in told(boards, "near_sound"):
        if hook.source == "pronunciation table":
            assert re.search(r"/[^/]+/", str(hook.text.en)), hook
            plain = re.sub(r"/[^/]*/|\bnot\b|\band\b|sound the same:?", "", str(hook.text.en))
            one, two = re.findall(r"[a-z']+", plain)[:2]
            assert one != two
            assert dictionary.sounds(one)[0] and dictionary.sounds(two)[0]


def test_a_collocation_stands_in_the_text(boards: Boards) -> None:
    """The pair is the product's own, word for word."""
    for product, _, hook in told(boards, "collocation"):
        if hook.source != "phrase table":
            assert str(hook.text.en) in str(product.description.en).lower()


def test_a_quiz_turn_asks_for_the_products_own_words(boards: Boards) -> None:
    """How do you say 原切 in English: the Chinese asked for stands in the field that the hook names."""
    for product, card, hook in told(boards, "quiz"):
        part, _ = hook.source.split(".")
        said = (product.title if part == "title" else product.description).zh or ""
        assert card.gloss in str(hook.text.zh) and card.headword in str(hook.text.en)
        assert card.evidence_span is not None and card.evidence_span.text in said


def test_a_selling_line_states_only_what_the_product_says(boards: Boards) -> None:
    """No number, name or certificate of some 600 lines in either language is missing from its product."""
    cards = [(p, c) for p, found in boards.items() for c in found]
    assert len(cards) >= 500
    for product, card in cards:
        for line, title, text in (
            (card.selling_line.en, product.title.en, product.description.en),
            (card.selling_line.zh, product.title.zh, product.description.zh),
        ):
            said = str(line).replace(card.headword, "").replace(card.gloss, "")
            assert unsupported_facts(said, f"{title} {text}") == (), line
        assert len(str(card.selling_line.en).split()) <= 26, "the call to repeat and at most twenty words"


@given(st.integers(0, 99_999), st.lists(st.integers(0, 99_999), max_size=6))
def test_a_foreign_number_never_passes(number: int, given_numbers: list[int]) -> None:
    """Whatever numbers the source has, only they may be said: 5 is not excused by 250."""
    sources = " ".join(f"It holds {n} g." for n in given_numbers)
    for line in (f"It holds {number} g.", f"每份{number}克。"):
        assert (unsupported_facts(line, sources) == ()) == (number in given_numbers)


@pytest.mark.parametrize("kind", ["twist", "phrase", "measure"])
def test_twists_idioms_and_measures_come_from_the_table(kind: str) -> None:
    """Nothing is made up: each is a row that a person wrote and checked, told whole in both languages."""
    table = list(csv.DictReader((ROOT / "vocab/data/phrases.csv").read_text(encoding="utf-8").splitlines()))
    written = {(row["word"], row["en"]) for row in table if row["kind"] == kind}
    dictionary = Dictionary.open()
    hooks = Hooks(dictionary, Glossary(retail_glossary()), Pronouncer(dictionary))
    words = sorted({word for word, _ in written})
    found = [(w, h) for w in words for h in hooks.of_word(w, "NOUN") if h.kind == kind]
    assert len(found) >= 30
    for word, hook in found:
        assert (word, hook.text.en) in written
        assert re.search(r"[A-Za-z]{2}", str(hook.text.zh)), "the English is the lesson, in Chinese too"


def test_a_name_that_hosts_misread_is_told_with_its_reading(boards: Boards) -> None:
    """纶 in 羽扇纶巾 is guān: it stands in the product's Chinese, on no card."""
    said = [hook.text.zh for card in boards[BOOK] for hook in card.hooks if hook.kind == "reading"]
    assert any("羽扇纶巾 yǔ shàn guān jīn" in str(text) for text in said)
    for product, card, hook in told(boards, "reading"):
        word = str(hook.text.zh).removeprefix("注意读音：").split()[0]
        assert word == card.gloss or word in f"{product.title.zh}{product.description.zh}"
