"""Products in, cards out: the whole engine on texts written for it."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Iterable
from subprocess import run

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from vocab.card import Card
from vocab.extract import Extractor
from vocab.glossary import GlossaryRow
from vocab.levels import UnknownAudience
from vocab.lines import unsupported_facts
from vocab.wire import card_to_json


def product(
    title_en: str | None = None,
    title_zh: str | None = None,
    text_en: str | None = None,
    text_zh: str | None = None,
    *,
    brand: str | None = None,
    category: str | None = None,
    sku: str = "S1",
) -> Product:
    return Product(
        Sku(sku), Bilingual(title_en, title_zh), Bilingual(text_en, text_zh), brand=brand, category=category
    )


PEACH = product(
    "Slowgrove Honey Peaches, Model HP-250, 8 Pieces",
    "缓林水蜜桃 HP-250 8枚装",
    "Hand-picked at dawn. Tender white flesh and so much juice that you can drink a ripe one by straw. "
    "Each peach weighs about 250 g. Chill for 30 minutes before you eat it.",
    "清晨人工采摘。果肉嫩白，汁水足，成熟的果子能插吸管喝。每颗约250克。吃之前冷藏30分钟。",
    brand="缓林 Slowgrove",
)
JACKET = product(
    "Down Jacket with Stand Collar",
    "立领羽绒服",
    "A light down jacket with a stand collar. The shell sheds a light shower and the filling is warm.",
    "轻薄羽绒服，立领设计。外层面料防得住小阵雨，填充物保暖。",
    category="服饰 Clothing",
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def cards_of(extractor: Extractor, item: Product, **options: object) -> dict[str, Card]:
    [(_, cards, _)] = extractor.extract([item], **options)  # type: ignore[arg-type]
    return {card.headword: card for card in cards}


def field(item: Product, name: str) -> str:
    part, lang = name.split(".")
    text = item.title if part == "title" else item.description
    return (text.en if lang == "en" else text.zh) or ""


def test_a_board_has_the_product_word_and_a_few_more(extractor: Extractor) -> None:
    """Three to five cards; the product's own compound leads; its parts are not cards."""
    cards = list(cards_of(extractor, PEACH).values())
    assert 3 <= len(cards) <= 5
    assert cards[0].headword == "honey peach"
    assert cards[0].gloss == "水蜜桃"  # the peach the product means, not 桃子
    assert not {"peach", "honey"} & {c.headword for c in cards}


def test_brands_model_codes_and_numbers_are_silent(extractor: Extractor) -> None:
    """No card names the brand, the model or a number."""
    for card in cards_of(extractor, PEACH).values():
        assert "slowgrove" not in card.headword.lower()
        assert "缓林" not in card.gloss
        assert not any(c.isdigit() for c in card.headword)


def test_bilingual_evidence_quotes_the_text_exactly(extractor: Extractor) -> None:
    """Each quoted span slices back; no quote, no bilingual evidence."""
    seen = 0
    for item in (PEACH, JACKET):
        for card in cards_of(extractor, item).values():
            if card.evidence == "bilingual":
                assert card.evidence_span is not None
            for span in (card.evidence_span, card.source_span):
                if span:
                    seen += 1
                    assert field(item, span.field)[span.start : span.end] == span.text
    assert seen >= 10


def test_the_gloss_is_the_products_own_sense(extractor: Extractor) -> None:
    """Down is 羽绒 here; a jacket of down is one card, not 向下 and 夹克."""
    cards = cards_of(extractor, JACKET, limit=6)
    assert cards["down jacket"].gloss == "羽绒服"
    assert not {"down", "jacket"} & cards.keys()


DATES = [
    product("Dried Dates", "红枣干", "These dates are sweet.", "这些枣很甜。"),
    product("Desk Calendar", "台历", "Write the date on the calendar.", "把日期写在台历上。"),
]


def test_two_senses_are_two_cards(extractor: Extractor) -> None:
    """A date to eat and a date to keep have different glosses, so different ids."""
    fruit = cards_of(extractor, DATES[0], limit=6)
    day = cards_of(extractor, DATES[1], limit=6, audience="chuzhong")
    eaten = next(c for c in fruit.values() if "date" in c.lemma)
    kept = next((c for c in day.values() if c.lemma == "date"), None)
    assert "枣" in eaten.gloss
    assert kept is None or (kept.gloss == "日期" and kept.id != eaten.id)


def test_a_guess_without_context_asks_to_be_checked(extractor: Extractor) -> None:
    """Every generic gloss carries the check flag."""
    item = product("Quirky Gizmo", None, "A whimsical contraption for a pensive afternoon.")
    for card in cards_of(extractor, item, limit=6).values():
        assert card.check or card.evidence != "generic"


def test_a_persons_override_wins() -> None:
    """A correction is locked: it beats the text, the glossary and the dictionary."""
    fixed = Extractor(overrides={("honey peach", ""): "蜜桃"})
    card = cards_of(fixed, PEACH)["honey peach"]
    assert (card.gloss, card.evidence, card.check) == ("蜜桃", "override", False)


def test_the_merchants_glossary_goes_before_the_retail_one() -> None:
    """With no Chinese text the merchant's word is used and named as such."""
    rows = (GlossaryRow("steak", ("雪花牛排",), "NOUN", "meat", origin="merchant"),)
    card = cards_of(Extractor(glossary=rows), product("Steak", None, "A tender steak."))["steak"]
    assert (card.gloss, card.evidence) == ("雪花牛排", "merchant")


def test_known_words_are_left_out(extractor: Extractor) -> None:
    """A word taught before is not taught again."""
    first = cards_of(extractor, PEACH)
    again = cards_of(extractor, PEACH, known={"honey peach"})
    assert "honey peach" in first
    assert "honey peach" not in again


def test_english_alone_and_chinese_alone_give_boards(extractor: Extractor) -> None:
    """Either language is enough; the Chinese-only card quotes its term."""
    english = product(PEACH.title.en, None, PEACH.description.en, None, brand=PEACH.brand)
    chinese = product(None, PEACH.title.zh, None, PEACH.description.zh, brand=PEACH.brand)
    assert cards_of(extractor, english)["honey peach"].gloss == "水蜜桃"
    cards = cards_of(extractor, chinese)
    assert cards["honey peach"].gloss == "水蜜桃"
    span = cards["honey peach"].evidence_span
    assert span is not None and field(chinese, span.field)[span.start : span.end] == "水蜜桃"


def test_traditional_chinese_is_matched_and_quoted_as_written(extractor: Extractor) -> None:
    """The gloss is simplified, the quote is the text's own."""
    card = cards_of(extractor, product("Pure Sesame Paste", "純芝麻醬"))["sesame paste"]
    assert card.gloss == "芝麻酱"
    assert card.evidence_span is not None
    assert card.evidence_span.text == "芝麻醬"


def test_components_explain_the_score(extractor: Extractor) -> None:
    """Each component lies in 0…1, and so does the score."""
    for card in cards_of(extractor, PEACH).values():
        assert {name for name, _ in card.components} >= {"fit", "salience", "keyness", "confidence", "class"}
        assert all(0 <= value <= 1 for _, value in card.components)
        assert 0 <= card.score <= 1


def test_every_level_says_where_it_comes_from(extractor: Extractor) -> None:
    """A band without a source is never shown; exam tags are not invented."""
    for item in (PEACH, JACKET):
        for card in cards_of(extractor, item).values():
            assert (card.level is None) == (card.level_source is None)
            assert card.level_source in (None, "CEFR-J", "est.")


def test_lines_say_only_what_the_input_says(extractor: Extractor) -> None:
    """Every number and name of a selling line occurs in the product's text; 20 words at most."""
    for item in (PEACH, JACKET):
        sources = " ".join(filter(None, (item.title.en, item.description.en)))
        for card in cards_of(extractor, item).values():
            line = card.selling_line.en or ""
            assert not unsupported_facts(line, sources)
            assert len(line.split()) <= 20
            assert card.headword in line
            assert card.gloss in (card.selling_line.zh or "")


def test_the_check_of_facts_sees_a_foreign_number() -> None:
    """A number or a name that the source lacks is found."""
    assert unsupported_facts("It weighs 300 g and comes from Yantai.", "It weighs 250 g.") == (
        "300",
        "Yantai",
    )


def as_bytes(extractor: Extractor, items: Iterable[Product]) -> bytes:
    return json.dumps([[card_to_json(c) for c in cards] for _, cards, _ in extractor.extract(items)]).encode()


def test_the_same_input_gives_the_same_bytes(extractor: Extractor) -> None:
    """Twice in one process, and in a fresh extractor after pickling."""
    first = as_bytes(extractor, [PEACH, JACKET])
    assert as_bytes(extractor, [PEACH, JACKET]) == first
    assert as_bytes(pickle.loads(pickle.dumps(extractor)), [PEACH, JACKET]) == first


def test_no_word_twice_on_a_board(extractor: Extractor) -> None:
    """No two cards share lemma, part of speech and sense; none is a part of another."""
    for item in (PEACH, JACKET, *DATES):
        cards = list(cards_of(extractor, item, limit=6).values())
        words = [set(c.lemma.replace("-", " ").split()) for c in cards]
        assert len({c.id for c in cards}) == len(cards)
        for i, a in enumerate(words):
            assert not any(a <= b for j, b in enumerate(words) if i != j)


def test_an_unknown_audience_is_named(extractor: Extractor) -> None:
    """Misuse raises a named error that lists the names."""
    with pytest.raises(UnknownAudience, match="Use one of: chuzhong"):
        list(extractor.extract([PEACH], audience="klingon"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "<b></b>",
        "🍑🍑🍑",
        "12345 67-89",
        "مرحبا بالعالم",
        "\x00\x01\u200b",
        "a",
        "脆",
        "!!!,,,。。。",
        "A1B2-C3",
    ],
)
def test_junk_gives_no_cards_and_no_crash(extractor: Extractor, text: str) -> None:
    """Bad input costs nothing but its own product."""
    [(sku, _, findings)] = extractor.extract([product(text, text, text, text)])
    assert sku == "S1"
    assert all(f.what.zh and f.what.en and f.fix.zh and f.fix.en for f in findings)


def test_a_product_without_text_is_a_finding(extractor: Extractor) -> None:
    """A planner learns why there is no board."""
    [(_, cards, findings)] = extractor.extract([product()])
    assert cards == ()
    assert [f.code for f in findings] == ["vocab.text.missing"]


def test_mojibake_is_a_finding(extractor: Extractor) -> None:
    """A wrongly decoded text is named with its field."""
    [(_, _, findings)] = extractor.extract([product("Apple", "锟斤拷锟斤拷苹果")])
    assert [(f.code, f.where.column) for f in findings] == [("vocab.text.broken", "S1.title.zh")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_is_survived(extractor: Extractor, en: str, zh: str) -> None:
    """Whatever stands in the fields: cards with exact spans, or none."""
    item = product(en, zh, zh + en, en + zh)
    for card in cards_of(extractor, item).values():
        for span in (card.evidence_span, card.source_span):
            if span:
                assert field(item, span.field)[span.start : span.end] == span.text


def test_the_serving_process_stays_light() -> None:
    """Importing the card and the extractor loads neither spaCy nor jieba."""
    code = "import sys, vocab.card, vocab.wire, vocab.extract; print({'spacy', 'jieba'} & set(sys.modules))"
    out = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "set()"
