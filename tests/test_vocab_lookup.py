"""A word typed on air becomes a proper card: English, Chinese, forms, phrases and a person's own pair."""

from __future__ import annotations

import pytest

from vocab.lookup import ANSWERS, LONGEST, Lookup


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    """The look-up over the shared dictionary cache."""
    return Lookup.open()


@pytest.mark.parametrize(
    ("asked", "headword", "gloss", "pinyin"),
    [
        ("juicy", "juicy", "多汁", ("duō", "zhī")),
        ("Peaches", "peach", "桃子", ("táo", "zi")),
        ("frying pans", "frying pan", "平底锅", ("píng", "dǐ", "guō")),
        ("Sichuan pepper", "Sichuan pepper", "花椒", ("huā", "jiāo")),
        ("桃子", "peach", "桃子", ("táo", "zi")),  # a peach
        ("水蜜桃", "honey peach", "水蜜桃", ("shuǐ", "mì", "táo")),  # a honey peach
        ("烤箱", "oven", "烤箱", ("kǎo", "xiāng")),  # an oven
        ("純芝麻醬", "sesame paste", "芝麻酱", ("zhī", "ma", "jiàng")),  # traditional, by its head
    ],
)
def test_a_typed_word_is_answered(
    lookup: Lookup, asked: str, headword: str, gloss: str, pinyin: tuple[str, ...]
) -> None:
    """The first card has the headword, the gloss and a syllable for each of its characters."""
    card = lookup.find(asked)[0]
    assert (card.headword.lower(), card.gloss, card.pinyin) == (headword.lower(), gloss, pinyin)
    assert card.ipa and card.level and card.evidence in ("retail", "generic")


def test_the_product_decides_between_senses(lookup: Lookup) -> None:
    """A spring is 弹簧 beside a mattress; its other senses are offered after it, each once."""
    cards = lookup.find("spring", context="獨立彈簧床墊", sku="BED")
    assert cards[0].gloss == "弹簧"
    assert len({card.gloss for card in cards}) == len(cards) <= ANSWERS
    assert all(card.sku == "BED" for card in cards)


def test_a_pair_is_the_card_of_who_typed_it(lookup: Lookup) -> None:
    """English and Chinese typed together need no dictionary and no second look."""
    (card,) = lookup.find("peach juice 桃汁")
    said = (card.headword, card.gloss, card.evidence, card.check)
    assert said == ("peach juice", "桃汁", "override", False)
    assert card.pinyin == ("táo", "zhī")


def test_a_guess_says_so(lookup: Lookup) -> None:
    """What only the dictionary knows asks for a look; what nobody knows gives no card."""
    assert all(card.check for card in lookup.find("run") if card.evidence == "generic")
    for nothing in ("zzqxv", "", "  ", "?!", "😀", "x" * LONGEST * 3):
        assert lookup.find(nothing) == ()


def test_the_same_question_gives_the_same_cards(lookup: Lookup) -> None:
    """A card that is saved by its id is found again by the question that led to it."""
    assert lookup.find("牛排") == lookup.find(" 牛排 ")  # a steak
