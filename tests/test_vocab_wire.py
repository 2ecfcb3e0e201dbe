"""Cards survive the wire."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from catalog.product import Sku
from vocab.card import Card, CardId, Hook, Span
from vocab.wire import BadCardError, card_from_json, card_to_json

TEXT = st.text(max_size=20)
MAYBE = st.none() | TEXT
BOTH = st.builds(Bilingual, MAYBE, MAYBE)
SPAN = st.builds(Span, TEXT, st.integers(0, 99), st.integers(0, 99), TEXT)
FLOAT = st.floats(0, 1, allow_nan=False)
CARDS = st.builds(
    Card,
    id=TEXT.map(CardId),
    sku=TEXT.map(Sku),
    headword=TEXT,
    lemma=TEXT,
    pos=st.sampled_from(["NOUN", "VERB", "ADJ", "ADV", "PHRASE"]),
    gloss=TEXT,
    pinyin=st.lists(TEXT, max_size=4).map(tuple),
    ipa=MAYBE,
    level=MAYBE,
    level_source=MAYBE,
    evidence=st.sampled_from(["override", "bilingual", "merchant", "retail", "generic"]),
    evidence_span=st.none() | SPAN,
    source_span=st.none() | SPAN,
    check=st.booleans(),
    score=FLOAT,
    components=st.dictionaries(TEXT, FLOAT, max_size=4).map(lambda d: tuple(d.items())),
    hooks=st.lists(st.builds(Hook, st.sampled_from(["family", "quiz"]), BOTH, TEXT), max_size=3).map(tuple),
    alternatives=st.lists(TEXT, max_size=3).map(tuple),
    example=BOTH,
    selling_line=BOTH,
    status=st.sampled_from(["draft", "approved", "rejected"]),
    ipa_gb=MAYBE,
    tags=st.lists(TEXT, max_size=2).map(tuple),
)


@given(CARDS)
def test_a_card_comes_back_the_same_through_json_text(card: Card) -> None:
    """Out and in again, through real JSON, gives an equal card."""
    assert card_from_json(json.loads(json.dumps(card_to_json(card), ensure_ascii=False))) == card


def test_the_wire_names_the_fields_of_the_contract() -> None:
    """Scripts depend on these names (design, section 6)."""
    contract = {
        "id", "headword", "lemma", "pos", "gloss", "pinyin", "ipa", "level", "level_source", "evidence",
        "evidence_span", "check", "score", "hooks", "example", "selling_line",
    }  # fmt: skip
    card = Card(
        CardId("0"), Sku("1"), "crisp", "crisp", "ADJ", "脆", ("cuì",), "krɪsp", "B2", "est.", "generic",
        None, None, True, 0.5, (),
    )  # fmt: skip
    assert contract <= card_to_json(card).keys()


def test_a_missing_field_is_named() -> None:
    """Misuse raises a named error that says which field."""
    with pytest.raises(BadCardError, match="“headword” is missing"):
        card_from_json({"id": "0", "sku": "1"})
