"""Faces of a card: cut from what it carries, drawn as data, whole on every way out."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from studio.board_card import board_json
from tests.deck_facts import CARDS, card
from vocab.card import Card, Face, FaceItem, Hook
from vocab.decks.deck import face_text
from vocab.faces import contrast, faces_of, gap, typed_family
from vocab.wire import card_from_json, card_to_json

WORDS = st.text(alphabet="abcdefgh", min_size=1, max_size=9)
#: juicy 多汁 (full of juice).
JUICY = replace(
    card("juicy", "多汁", "duō zhī", pos="ADJ"), example=Bilingual(en="A juicy peach.", zh="多汁的桃子。")
)


def hooked(kind: str, en: str) -> Card:
    """The card with one hook."""
    return replace(JUICY, example=Bilingual(), hooks=(Hook(kind, Bilingual(en=en, zh=en), "own"),))  # type: ignore[arg-type]


def test_a_near_sound_becomes_a_pair() -> None:
    """Both shapes that the hooks have: another word, and the same sound."""
    (other,) = faces_of(hooked("near_sound", "frying /ˈfraɪɪŋ/, not flying /ˈflaɪɪŋ/"))
    assert other == Face("pair", (FaceItem("flying", "ˈflaɪɪŋ"),))
    (same,) = faces_of(hooked("near_sound", "flour and flower sound the same: /flaʊr/"))
    assert same == Face("pair", (FaceItem("flower", "flaʊr"),))


def test_a_family_hook_becomes_a_tree_without_the_word_itself() -> None:
    """`juice → juicy` on the card juicy: the relative is juice; prose about a family is no tree."""
    (tree,) = faces_of(hooked("family", "juice → juicy (-y: full of)"))
    assert tree == Face("family", (FaceItem("juice"),))
    assert faces_of(hooked("family", "Add -y for an adjective: peach, peachy.")) == ()


def test_an_example_with_the_word_in_it_becomes_a_gap() -> None:
    """Whole words only, also inflected; a sentence without the word is none."""
    (blank,) = faces_of(JUICY)
    assert gap(blank, "juicy") == ("A ", "juicy", " peach.")
    assert gap(Face("blank", line=Bilingual(en="Two peaches.")), "peach") == ("Two ", "peaches", ".")
    assert gap(Face("blank", line=Bilingual(en="An impeachment.")), "peach") is None


@given(WORDS, WORDS)
def test_what_two_words_share_and_what_differs_make_the_words(one: str, two: str) -> None:
    """Outside the two stretches the words are the same letters; equal words differ nowhere."""
    (a, b), (c, d) = contrast(one, two)
    assert (one[:a], one[b:]) == (two[:c], two[d:])
    assert 0 <= a <= b <= len(one)
    assert 0 <= c <= d <= len(two)
    assert (one == two) == (a == b and c == d and one == two)


def test_relatives_are_typed_a_line_each() -> None:
    """English first, then Chinese; lines without a word are passed over."""
    typed = typed_family("peachy 像桃子的\n\n桃\n peach blossom：桃花 ")
    assert [(one.text, one.gloss) for one in typed] == [("peachy", "像桃子的"), ("peach blossom", "桃花")]


@pytest.mark.parametrize("face", [
    Face("pair", (FaceItem("flying", "ˈflaɪɪŋ", "飞"),)),
    Face("family", (FaceItem("juice", None, "果汁"), FaceItem("juicer"))),
    Face("blank", line=Bilingual(en="A juicy peach.", zh="多汁的桃子。")),
    None,
])  # fmt: skip
def test_a_face_survives_the_wire_and_is_drawn_as_data(face: Face | None) -> None:
    """Back without loss; what the board gets is ready to draw; every deck can say it in a line."""
    worn = replace(JUICY, face=face)
    assert card_from_json(card_to_json(worn)) == worn
    drawn = board_json(worn)["face"]
    assert (drawn is None) == (face is None)
    assert face is None or face_text(worn, face, "zh")


def test_a_gap_whose_word_has_gone_is_a_plain_word() -> None:
    """After the headword was mended its old sentence asks for nothing: no empty board on air."""
    old = replace(CARDS[0], face=Face("blank", line=Bilingual(en="Nothing of it here.")))
    assert board_json(old)["face"] is None


def test_the_sample_s_hooks_give_faces_or_nothing() -> None:
    """Every face that is offered for a real board can be drawn."""
    boards = Path(__file__).parents[1] / "studio" / "sample" / "boards.csv"
    with boards.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    offered = 0
    for row in rows:
        made = replace(
            card(row["headword"], row["gloss"], row["pinyin"]),
            hooks=(Hook("family", Bilingual(en=row["hook_en"] or None, zh=row["hook_zh"] or None), "own"),),
            example=Bilingual(en=row["example_en"] or None, zh=row["example_zh"] or None),
        )
        for face in faces_of(made):
            offered += 1
            assert board_json(replace(made, face=face))["face"] is not None
    assert offered > 100
