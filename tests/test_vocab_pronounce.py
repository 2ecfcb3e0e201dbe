"""IPA and pinyin as dictionaries print them, and nothing where no source knows."""

from __future__ import annotations

import pytest

from vocab.dictionary import Dictionary
from vocab.pronounce import Pronouncer, dictionary_ipa, marked


@pytest.fixture(scope="module")
def pronouncer() -> Pronouncer:
    return Pronouncer(Dictionary.open())


@pytest.mark.parametrize(
    ("misaki", "ipa"),
    [
        ("ʤˈusi", "ˈdʒuːsi"),  # juicy
        ("pɹədˈus", "prəˈduːs"),  # produce, verb
        ("kɹˈɪsp", "krɪsp"),  # one syllable carries no mark
        ("stɹˈɔbˌɛɹi", "ˈstrɔːˌberi"),
        ("wˈɔɾəɹ", "ˈwɔːtər"),  # the flap is printed t
        ("məʃˈin", "məˈʃiːn"),
        ("sˈɪɹiəs", "ˈsɪriəs"),
        ("ɪkstˈɹækt", "ɪkˈstrækt"),
        ("hˈæpi", "ˈhæpi"),
    ],
)
def test_misaki_becomes_dictionary_notation(misaki: str, ipa: str) -> None:
    """The stress mark stands before the syllable onset, letters are those of dictionaries."""
    assert dictionary_ipa(misaki) == ipa


@pytest.mark.parametrize(
    ("word", "pos", "ipa"),
    [
        ("live", "ADJ", "laɪv"),
        ("live", "VERB", "lɪv"),
        ("produce", "NOUN", "ˈproʊduːs"),
        ("produce", "VERB", "prəˈduːs"),
        ("record", "NOUN", "ˈrekərd"),
        ("record", "VERB", "rɪˈkɔːrd"),
        ("minute", "NOUN", "ˈmɪnɪt"),
        ("minute", "ADJ", "maɪˈnuːt"),
        ("desert", "NOUN", "ˈdezərt"),
        ("desert", "VERB", "dɪˈzɜːrt"),
        ("refill", "NOUN", "ˈriːfɪl"),
        ("extract", "NOUN", "ˈekstrækt"),
        ("extract", "VERB", "ɪkˈstrækt"),
        ("use", "NOUN", "juːs"),
        ("use", "VERB", "juːz"),
        ("close", "ADJ", "kloʊs"),
        ("close", "VERB", "kloʊz"),
        ("separate", "ADJ", "ˈseprət"),
        ("tear", "VERB", "ter"),
        ("wind", "VERB", "waɪnd"),
    ],
)
def test_heteronyms_follow_the_part_of_speech(pronouncer: Pronouncer, word: str, pos: str, ipa: str) -> None:
    """One spelling, two words: the card's part of speech chooses."""
    assert pronouncer.ipa(word, pos) == ipa


def test_hyphenates_are_said_by_parts(pronouncer: Pronouncer) -> None:
    """A hyphenate is one word with one main stress; a phrase keeps its words apart."""
    assert pronouncer.ipa("hand-picked", "ADJ") == "ˈhændˌpɪkt"
    assert pronouncer.ipa("power bank", "NOUN") == "ˈpaʊər bæŋk"


@pytest.mark.parametrize("word", ["xyzzyq", "Slowgrove", "A1-B2", "水"])
def test_an_unknown_word_has_no_ipa(pronouncer: Pronouncer, word: str) -> None:
    """Nothing is invented."""
    assert pronouncer.ipa(word, "NOUN") is None


@pytest.mark.parametrize(
    ("zh", "pinyin"),
    [
        ("调味料", "tiáo wèi liào"),  # seasoning
        ("长粒香", "cháng lì xiāng"),  # long-grain fragrant rice
        ("称重", "chēng zhòng"),  # weigh
        ("薄荷", "bò he"),  # mint
        ("参鸡汤", "shēn jī tāng"),  # ginseng chicken soup
        ("行李箱", "xíng li xiāng"),  # suitcase
        ("不粘锅", "bù zhān guō"),  # non-stick pan
        ("大豆角干", "dà dòu jiǎo gān"),
        ("空气炸锅", "kōng qì zhá guō"),  # air fryer
        ("绿茶", "lǜ chá"),
        ("发酵", "fā jiào"),
        ("羽扇纶巾", "yǔ shàn guān jīn"),
        ("水蜜桃", "shuǐ mì táo"),
        ("长绒棉", "cháng róng mián"),
        ("带壳", "dài ké"),
    ],
)
def test_product_words_are_read_right(pronouncer: Pronouncer, zh: str, pinyin: str) -> None:
    """The polyphones of retail, where general tools fail."""
    assert " ".join(pronouncer.syllables(zh)) == pinyin


def test_the_sense_chooses_the_reading_of_one_character(pronouncer: Pronouncer) -> None:
    """干 as dry is gān, 长 as long is cháng."""
    assert pronouncer.syllables("干", ("dry",)) == ("gān",)
    assert pronouncer.syllables("长", ("long",)) == ("cháng",)


def test_there_is_one_syllable_per_character(pronouncer: Pronouncer) -> None:
    """Joined strings are never re-split: the list is the truth."""
    for zh in ("西安", "皮袄", "Q弹", "圣女果"):
        assert len(pronouncer.syllables(zh)) == len(zh)


@pytest.mark.parametrize(
    ("numbered", "toned"), [("lu:4", "lǜ"), ("zi5", "zi"), ("jiu3", "jiǔ"), ("gui4", "guì")]
)
def test_tone_marks_stand_on_the_right_vowel(numbered: str, toned: str) -> None:
    """a and e first, o in ou, else the last vowel."""
    assert marked(numbered) == toned
