"""English analysis of listing prose: words, offsets, parts of speech, lemmas."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vocab.english import (
    PIPELINE,
    English,
    PipelineNotFound,
    PipelineWithoutTags,
    Token,
)
from vocab.shadow import MAX_SENTENCE
from vocab.word_forms import inflections


@pytest.fixture(scope="module")
def english() -> English:
    return English()


def only(english: English, text: str) -> tuple[Token, ...]:
    """The tokens of a text of one sentence."""
    sentences = english.analyse(text)
    assert len(sentences) == 1, [[t.text for t in s] for s in sentences]
    return sentences[0]


def token(english: English, text: str, word: str) -> Token:
    found = [t for sentence in english.analyse(text) for t in sentence if t.text == word]
    assert len(found) == 1, [[t.text for t in s] for s in english.analyse(text)]
    return found[0]


def texts(english: English, text: str) -> list[list[str]]:
    return [[t.text for t in sentence] for sentence in english.analyse(text)]


# Words and sentences


@pytest.mark.parametrize(
    "word",
    ["hand-picked", "non-stick", "sugar-free", "T-shirt", "stainless-steel", "melt-in-your-mouth", "3-piece"],
)
def test_a_hyphenate_is_one_token(english: English, word: str) -> None:
    assert word in [t.text for t in only(english, f"A new {word} thing")]


@pytest.mark.parametrize(
    "word", ["hand-picked", "non-stick", "sugar-free", "leak-proof", "heat-resistant", "3-piece"]
)
def test_a_describing_hyphenate_is_an_adjective(english: English, word: str) -> None:
    assert token(english, f"A {word} thing for the kitchen", word).pos == "ADJ"
    assert token(english, f"A {word} thing for the kitchen", word).lemma == word


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Sweet peaches. Thin skin!", [["Sweet", "peaches"], ["Thin", "skin"]]),
        ("A 1.5 L bottle", [["A", "1.5", "L", "bottle"]]),
        ("Fresh milk\nWhole cream", [["Fresh", "milk"], ["Whole", "cream"]]),
        ("• Soft cotton • Machine washable", [["Soft", "cotton"], ["Machine", "washable"]]),
        ("- Soft cotton\n- Warm wool", [["Soft", "cotton"], ["Warm", "wool"]]),
        ("🍑Sweet 🍑 Juicy", [["Sweet"], ["Juicy"]]),
        ("Weighs approx. 500 grams", [["Weighs", "approx", "500", "grams"]]),
        ("<li>Fresh milk</li><li>Whole cream</li>", [["Fresh", "milk"], ["Whole", "cream"]]),
        ("Salt &amp; pepper", [["Salt", "&", "pepper"]]),
        (
            "水蜜桃 honey peach。新鲜采摘 fresh fruit",
            [["honey", "peach"], ["fresh", "fruit"]],
        ),  # peach; picked
    ],
)
def test_sentences_follow_lines_bullets_and_stops(
    english: English, text: str, sentences: list[list[str]]
) -> None:
    marks = (".", "!", "。")
    got = [
        [w if w != "&amp;" else "&" for w in sentence if w not in marks] for sentence in texts(english, text)
    ]
    assert got == sentences


def test_a_sentence_start_is_its_first_word_not_its_first_mark(english: English) -> None:
    tokens = only(english, '"Sweet peaches"')
    assert [t.text for t in tokens if t.is_sentence_start] == ["Sweet"]
    assert [t.is_title for t in tokens if t.text in ("Sweet", "peaches")] == [True, False]


# Capitals


def test_a_shouted_title_is_read_as_if_it_were_spoken(english: English) -> None:
    quiet = only(english, "fresh hand-picked cherries and roasted almonds")
    loud = only(english, "FRESH HAND-PICKED CHERRIES AND ROASTED ALMONDS")
    assert [(t.lemma, t.pos, t.start, t.end) for t in loud] == [
        (t.lemma, t.pos, t.start, t.end) for t in quiet
    ]
    assert loud[0].text == "FRESH"


def test_a_shouted_word_in_a_quiet_sentence_is_a_word(english: English) -> None:
    assert token(english, "FRESH peaches from our own orchard", "FRESH").pos == "ADJ"


def test_abbreviations_keep_their_capitals_when_the_sentence_is_quiet(english: English) -> None:
    """USB is no word of the dictionary: it is not lowered, so it stays a name or noun with its form."""
    assert token(english, "A fast charger with a USB port", "USB").pos in ("PROPN", "NOUN")


def test_title_case_does_not_make_common_nouns_names(english: English) -> None:
    tokens = only(english, "Limited Edition Genuine Leather Tote Bag For Women")
    assert "PROPN" not in {t.pos for t in tokens}
    assert [t.lemma for t in tokens][-1] == "woman"


def test_a_place_stays_a_name_in_a_title(english: English) -> None:
    assert token(english, "Fresh Peaches From China", "China").pos == "PROPN"


# Participles


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Dried mango slices", "Dried"),
        ("Coffee with whipped cream", "whipped"),
        ("A quilted jacket", "quilted"),
        ("Freshly baked bread", "baked"),
        ("Freshly baked every morning", "baked"),
        ("Rolled oats, dried cranberries, roasted cashews", "roasted"),
        ("Washed, sliced, dried", "sliced"),
        ("Ripe dates, pitted and packed", "pitted"),
        ("Lightly salted crackers", "salted"),
        ("smoked salmon fillet", "smoked"),
        ("Insulated bottle for tea", "Insulated"),
        ("a refreshing drink", "refreshing"),
        ("Moisturizing cream for dry skin", "Moisturizing"),
    ],
)
def test_a_participle_that_describes_goods_is_an_adjective_with_its_own_form(
    english: English, text: str, word: str
) -> None:
    found = token(english, text, word)
    assert (found.pos, found.tag, found.lemma) == ("ADJ", "JJ", word.lower())


@pytest.mark.parametrize(
    ("text", "word", "lemma"),
    [
        ("The peaches are picked by hand.", "picked", "pick"),
        ("The milk was dried in a tower.", "dried", "dry"),
        ("We roasted the beans.", "roasted", "roast"),
        ("They have baked bread for years.", "baked", "bake"),
        ("It is made from rice.", "made", "make"),
    ],
)
def test_a_participle_that_tells_what_was_done_is_a_verb(
    english: English, text: str, word: str, lemma: str
) -> None:
    found = token(english, text, word)
    assert (found.pos, found.lemma) == ("VERB", lemma)


def test_a_gerund_that_names_the_use_stays_a_noun(english: English) -> None:
    assert token(english, "Cooking oil from peanuts", "Cooking").pos == "NOUN"


@pytest.mark.parametrize("word", ["tender", "crisp", "rich"])
def test_qualities_are_adjectives_in_a_list(english: English, word: str) -> None:
    assert token(english, f"Sweet, juicy and {word}", word).pos == "ADJ"


# Lemmas


@pytest.mark.parametrize(
    ("text", "word", "lemma"),
    [
        ("a box of tea leaves", "leaves", "leaf"),  # not leave
        ("two glass lenses", "lenses", "lens"),  # not lense
        ("a set of wine glasses", "glasses", "glass"),  # 玻璃杯, the vessel
        ("reading glasses with a light frame", "glasses", "glasses"),  # 眼镜, eyewear
        ("crispy fries with salt", "fries", "fries"),  # 薯条
        ("kitchen scissors", "scissors", "scissors"),
        ("wide trousers", "trousers", "trousers"),
        ("bamboo chopsticks", "chopsticks", "chopsticks"),
        ("three shelves", "shelves", "shelf"),
        ("short sleeves", "sleeves", "sleeve"),
        ("sweet cherries", "cherries", "cherry"),
        ("ripe peaches", "peaches", "peach"),
        ("cotton T-shirts", "T-shirts", "t-shirt"),
        ("sweeter fruit", "sweeter", "sweet"),
        ("fresh mangoes", "mangoes", "mango"),
        ("a set of knives", "knives", "knife"),
    ],
)
def test_the_lemma_is_the_word_a_dictionary_lists(english: English, text: str, word: str, lemma: str) -> None:
    assert token(english, text, word).lemma == lemma


# Words that newspaper grammar gets wrong


@pytest.mark.parametrize(
    ("text", "word", "pos"),
    [
        ("The rod weighs 158 g.", "weighs", "VERB"),
        ("Cherry tomatoes that ripen on the vine", "tomatoes", "NOUN"),
        ("The tail meat is firm and springy.", "springy", "ADJ"),
        ("The segments are seedless.", "seedless", "ADJ"),
        ("A set of six bowls", "set", "NOUN"),
        ("A short down jacket", "down", "NOUN"),  # 羽绒, feathers
        ("The filling is white duck down.", "down", "NOUN"),
        ("Cook it in soy sauce.", "soy", "NOUN"),
        ("Ruoqiang Dried Red Dates", "Dried", "ADJ"),
        ("Wattpebble Power Bank", "Wattpebble", "PROPN"),  # a made-up brand
        ("Tumble-dry it on low.", "Tumble-dry", "VERB"),
    ],
)
def test_the_dictionary_and_the_shop_overrule_the_tagger(
    english: English, text: str, word: str, pos: str
) -> None:
    assert token(english, text, word).pos == pos


# Numbers


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Weighs 500 g", "500"),
        ("A pack of 30x40cm bags", "30x40"),
        ("A 20000mAh power bank", "20000mAh"),
        ("Model XJ-900 kettle", "XJ-900"),
        ("The A1234 case", "A1234"),
        ("A bag of 2.5 kg", "kg"),
    ],
)
def test_numbers_measures_and_model_codes_are_no_words(english: English, text: str, word: str) -> None:
    assert token(english, text, word).pos in ("NUM", "X")


def test_a_counted_noun_stays_a_noun(english: English) -> None:
    assert token(english, "12 pieces of steak", "pieces").pos == "NOUN"


# Bad input

NASTY = [
    "",
    " ",
    "\n\n",
    "…",
    "水蜜桃",  # honey peach: no English at all
    "a",
    "İstanbul İÇİN FRESH BREAD",
    "<b>Sweet</b> &amp; juicy <script>alert('x')</script> peaches",
    "Sweet\u200b\u200dpeach\ufeff fresh\u0000 milk\x07",
    "👩‍🌾🍑 Sweet 🍑🍑 peaches 🇨🇳",
    "عسل طبيعي natural honey \u202egnorw",
    "Ã¢â‚¬â„¢ mojibake â€™ text",
    "<<<>>> & ; &#; </",
    "---- ** __ ..",
    "Don't freeze; can't melt, won't stick",
    "fresh" * 500,
    "sweet, " * 600,
    "\ud800 lone surrogate",
]


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_offsets_slice_the_text_whatever_it_holds(english: English, text: str) -> None:
    last = 0
    for sentence in english.analyse(text):
        assert sentence
        for found in sentence:
            assert text[found.start : found.end] == found.text
            assert found.start >= last
            assert found.text.strip()
            last = found.end


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("aAbE dried GOODS-.,;!?<>&/'’\n\t5 🍑桃。•\u200b()é"), max_size=120))
def test_offsets_slice_any_text(text: str) -> None:
    for sentence in SHARED.analyse(text):
        for found in sentence:
            assert text[found.start : found.end] == found.text


SHARED = English()


def test_a_megabyte_is_analysed_in_pieces(english: English) -> None:
    """A pasted page is long, not special. One endless word and one endless sentence are cut, not refused."""
    assert sum(len(t.text) for s in english.analyse("x" * 1_000_000) for t in s) == 1_000_000
    sentences = english.analyse("juicy " * 20_000)
    assert max(s[-1].end - s[0].start for s in sentences) <= MAX_SENTENCE
    assert sum(map(len, sentences)) == 20_000


def test_markup_gives_no_words(english: English) -> None:
    assert texts(english, "<p class='x'>Sweet <b>peaches</b></p>") == [["Sweet", "peaches"]]


# Pipelines


def test_many_texts_come_back_in_order_and_alike(english: English) -> None:
    many = [f"{word} mango slices. Sweet and chewy" for word in ("Dried", "Fresh", "", "Sliced")] * 40 + [""]
    assert list(english.analyse_many(many)) == [english.analyse(text) for text in many]


def test_the_analysis_pickles_as_the_name_of_its_pipeline(english: English) -> None:
    english.analyse("Sweet peaches")
    data = pickle.dumps(english)
    assert len(data) < 1_000
    assert pickle.loads(data).analyse("Dried mango") == english.analyse("Dried mango")


def test_nothing_loads_before_the_first_text() -> None:
    English("no-such-pipeline")


def test_a_pipeline_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineNotFound, match=r"no-such-pipeline.*leave the setting empty"):
        English("no-such-pipeline").analyse("Sweet")
    with pytest.raises(PipelineNotFound):
        English(tmp_path).analyse("Sweet")


def test_a_pipeline_without_tags_is_refused(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(PipelineWithoutTags, match="no parts of speech"):
        English(tmp_path / "blank").analyse("Sweet")


def test_another_spacy_pipeline_can_be_named(tmp_path: Path, english: English) -> None:
    import spacy

    nlp = spacy.load(PIPELINE)
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "own")
    assert English(tmp_path / "own").analyse("A hand-picked peach") == english.analyse("A hand-picked peach")


def test_the_shipped_pipeline_carries_no_training_leftovers() -> None:
    """It loads with spaCy alone: no augmenter, no paths of the training machine, and it stays small."""
    config = (PIPELINE / "config.cfg").read_text(encoding="utf-8")
    assert "augmenter" not in config
    assert "[training" not in config
    assert "/" not in config
    assert "EWT" in (PIPELINE / "meta.json").read_text(encoding="utf-8")
    assert sum(f.stat().st_size for f in PIPELINE.rglob("*") if f.is_file()) < 12_000_000


# Inflections


@pytest.mark.parametrize(
    ("lemma", "pos", "forms"),
    [
        ("peach", "NOUN", {"peach", "peaches"}),
        ("cherry tomato", "NOUN", {"cherry tomato", "cherry tomatoes"}),
        ("t-shirt", "NOUN", {"t-shirt", "t-shirts"}),
        ("bake", "VERB", {"bake", "bakes", "baked", "baking"}),
        ("plug in", "VERB", {"plug in", "plugs in", "plugged in", "plugging in"}),
        ("stir-fry", "VERB", {"stir-fry", "stir-fries", "stir-fried", "stir-frying"}),
        ("crisp", "ADJ", {"crisp", "crisper", "crispest"}),
        ("hand-picked", "ADJ", {"hand-picked"}),
        ("scissors", "NOUN", {"scissors"}),
        ("kitchen scissors", "NOUN", {"kitchen scissors"}),
        ("powerbank", "NOUN", {"powerbank", "powerbanks"}),  # in no dictionary: regular
        ("with", "ADP", {"with"}),
        ("水", "NOUN", {"水"}),  # water: not English, left alone
    ],
)
def test_inflections_are_all_forms_with_the_lemma(lemma: str, pos: str, forms: set[str]) -> None:
    assert inflections(lemma, pos) == forms


def test_inflections_hold_the_form_that_stood_in_the_text() -> None:
    assert "leaves" in inflections("leaf", "NOUN")
    assert "tomatoes" in inflections("tomato", "NOUN")
