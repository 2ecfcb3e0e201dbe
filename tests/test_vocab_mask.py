"""Texts are made safe to analyse without moving a character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vocab.mask import MAX_CHARS, english_view, has_chinese, looks_broken, mask, sentences


@given(st.text(max_size=300))
def test_a_mask_has_the_length_of_the_text(text: str) -> None:
    """Every offset in the mask is an offset in the original."""
    assert len(mask(text)) == len(text[:MAX_CHARS])


@given(st.text(max_size=300))
def test_masking_twice_changes_nothing(text: str) -> None:
    """A mask is clean already."""
    assert mask(mask(text)) == mask(text)


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [
        ("<p>Crisp</p>", "Crisp"),
        ("crisp\u200b apple", "crisp apple"),
        ("🍑 peach", "peach"),
        ("salt &amp; pepper", "salt & pepper"),
        ("see https://shop.example/a?b=1 now", "see now"),
        ("Ｃｒｉｓｐ", "Crisp"),
        ("crisp\x07 \u202eapple", "crisp apple"),
    ],
)
def test_markup_emoji_and_invisible_characters_become_blanks(dirty: str, kept: str) -> None:
    """What a host cannot read is not analysed."""
    assert " ".join(mask(dirty).split()) == kept


def test_a_megabyte_is_cut() -> None:
    """A pasted web page costs no more than its head."""
    assert len(mask("脆" * 1_000_000)) == MAX_CHARS


def test_the_english_view_has_no_chinese() -> None:
    """A mixed title is read by each analysis in its own script."""
    view = english_view(mask("富士苹果 Fuji Apple，脆甜 crisp"))
    assert not has_chinese(view)
    assert view.split() == ["Fuji", "Apple,", "crisp"]


@pytest.mark.parametrize("text", ["锟斤拷苹果", "Itâ€™s fresh", "è‹¹æžœ", "fresh \ufffd\ufffd"])
def test_mojibake_is_seen(text: str) -> None:
    """Signs of a wrong decoding are found."""
    assert looks_broken(text)


@pytest.mark.parametrize("text", ["脆甜多汁的苹果", "café crème, naïve", "It’s 5°C — “fresh”"])
def test_good_text_is_not_called_broken(text: str) -> None:
    """Accents and typographic quotes are no mojibake."""
    assert not looks_broken(text)


def test_sentences_slice_the_text_in_both_languages() -> None:
    """A sentence keeps its closing mark; 1.5 does not end one."""
    text = "It weighs 1.5 kg. Crisp!\n果肉脆。汁水足"
    assert [text[a:b] for a, b in sentences(mask(text))] == [
        "It weighs 1.5 kg.",
        "Crisp!",
        "果肉脆。",
        "汁水足",
    ]
