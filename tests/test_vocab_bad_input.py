"""Bad input: each gives clean cards or a finding, never a crash, and costs only its own product."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from catalog.product import Product, Sku
from vocab.card import Card
from vocab.extract import Extractor
from vocab.mask import MAX_CHARS
from vocab.wire import card_to_json

EN = "Crisp, juicy pears with tender white flesh."
ZH = "清脆多汁的梨，白色果肉细嫩。"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def board(
    extractor: Extractor, en: str, zh: str | None = ZH, title: str = "Autumn Pears"
) -> tuple[dict[str, Card], tuple[Finding, ...]]:
    item = Product(Sku("S1"), Bilingual(title, "秋梨"), Bilingual(en, zh))
    [(_, cards, findings)] = extractor.extract([item], limit=6)
    for card in cards:
        told = json.dumps(card_to_json(card), ensure_ascii=False)
        assert not re.search(r"</?(?:p|b|br|div|script|style|span)\b|&nbsp;|&amp;|javascript", told), told
        spoken = [card.headword, card.lemma, card.gloss, *card.pinyin, card.ipa or "", card.example.en or ""]
        spoken += [card.selling_line.en or "", card.selling_line.zh or "", card.example.zh or ""]
        assert not any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "So") for s in spoken for c in s)
    return {card.lemma: card for card in cards}, findings


@pytest.mark.parametrize(
    ("name", "en"),
    [
        ("markup", f"<div class='x'><p><b>{EN}</b></p><br/><script>javascript:alert('crisp')</script></div>"),
        ("entities", "Crisp,&nbsp;juicy pears &amp; tender white flesh.&#10004;"),
        ("emoji", f"🍐🍐 {EN} 🎉👩‍👩‍👧✨"),
        ("control characters", f"\x00\x07{EN}\x1b[31m\x0b\x7f"),
        ("right to left", f"\u202e\u200f{EN}\u202c مرحبا بالعالم שלום"),
        ("mixed scripts", f"ピカピカ {EN} 脆甜 Привет ไทย"),
        ("wide letters", "Ｃｒｉｓｐ, ｊｕｉｃｙ pears with tender white flesh."),
        ("shouting", EN.upper()),
        ("no blanks after commas", "Crisp,juicy pears,with tender white flesh."),
        ("private use and lone marks", f"\ue000\ufffe{EN}\u0301\u0301"),
    ],
)
def test_noise_around_the_words_does_not_reach_the_board(extractor: Extractor, name: str, en: str) -> None:
    """The words are found as in the clean text, and nothing of the noise is on a card."""
    cards, _ = board(extractor, en)
    assert {"juicy", "tender"} & set(cards), name
    assert all(card.gloss and re.fullmatch(r"[A-Za-z][A-Za-z' -]*", card.headword) for card in cards.values())


def test_a_zero_width_character_inside_a_word_joins_no_card(extractor: Extractor) -> None:
    """cr\u200bisp may be lost, but no card carries the character, on either side."""
    cards, _ = board(
        extractor, "Cr\u200bisp, jui\u200dcy pears with tender white flesh.", "清\u200b脆多汁的梨。"
    )
    assert "tender" in cards


def test_a_megabyte_of_text_is_cut_and_said(extractor: Extractor) -> None:
    """The head is read, the finding says how much; both languages."""
    cards, findings = board(extractor, EN + " word" * 200_000, ZH + "字" * 300_000)
    assert {"juicy", "tender"} & set(cards)
    long = [f for f in findings if f.code == "vocab.text.long"]
    assert [f.where.column for f in long] == ["S1.description.en", "S1.description.zh"]
    assert all(str(MAX_CHARS) in (f.what.zh or "") for f in long)


@pytest.mark.parametrize("zh", ["æ¸…è„†å¤šæ±", "娓呰剢澶氭眮鐨勬ⅷ锟斤拷", "\ufffd\ufffd脆"])
def test_wrongly_decoded_text_is_a_finding(extractor: Extractor, zh: str) -> None:
    """The planner reads which field to save again; the English still gives its words."""
    cards, findings = board(extractor, EN, zh)
    assert [f.code for f in findings] == ["vocab.text.broken"]
    assert cards


def test_a_broken_product_costs_its_neighbours_nothing(extractor: Extractor) -> None:
    """The product after it has the board it would have alone."""
    good = Product(Sku("S2"), Bilingual("Autumn Pears", "秋梨"), Bilingual(EN, ZH))
    bad = Product(Sku("S1"), Bilingual("\x00", "🍐"), Bilingual("<" * 5000, "\u202e" * 5000))
    [alone] = extractor.extract([good])
    assert list(extractor.extract([bad, good]))[1] == alone
