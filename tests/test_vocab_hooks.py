"""Hooks are true by construction or absent."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from vocab.card import Hook
from vocab.dictionary import Dictionary
from vocab.families import affixes
from vocab.glossary import Glossary, retail_glossary
from vocab.hooks import Hooks
from vocab.pronounce import Pronouncer
from vocab.word_forms import possible_pos

DATA = Path(__file__).parents[1] / "vocab/data"


@pytest.fixture(scope="module")
def hooks() -> Hooks:
    dictionary = Dictionary.open()
    return Hooks(dictionary, Glossary(retail_glossary()), Pronouncer(dictionary))


def kinds(found: tuple[Hook, ...]) -> set[str]:
    return {hook.kind for hook in found}


@pytest.mark.parametrize(
    ("word", "base"), [("juicy", "juice"), ("salty", "salt"), ("seedless", "seed"), ("bitterness", "bitter")]
)
def test_families_are_split_into_real_words(hooks: Hooks, word: str, base: str) -> None:
    """Both parts are words and their Chinese is related."""
    [family] = [h for h in hooks.of_word(word, "ADJ") if h.kind == "family"]
    assert family.text.en is not None and family.text.en.startswith(f"{base} → {word}")


@pytest.mark.parametrize(
    ("word", "stranger"),
    [
        ("shower", "show"),
        ("flower", "flow"),
        ("butter", "butt"),
        ("honey", "hone"),
        ("candy", "cand"),
        ("corner", "corn"),
        ("portal", "port"),
        ("pepper", "pep"),
        ("needle", "need"),
        ("season", "seas"),
    ],
)
def test_false_families_are_absent(hooks: Hooks, word: str, stranger: str) -> None:
    """A shower is not one who shows, nor is butter more butt."""
    for hook in hooks.of_word(word, "NOUN"):
        assert not (hook.text.en or "").startswith(f"{stranger} →")


def test_sound_alikes_of_the_table_come_first(hooks: Hooks) -> None:
    """Flour and flower: the pair real hosts use."""
    texts = [h.text.en or "" for h in hooks.of_word("flour", "NOUN")]
    assert any("flower" in t for t in texts)


@pytest.mark.parametrize("word", ["beach", "sheet", "sick", "peace", "can't", "folk", "six"])
def test_no_rude_pair_goes_on_air(hooks: Hooks, word: str) -> None:
    """Words that would embarrass a host are never named."""
    lines = (DATA / "never.txt").read_text(encoding="utf-8").splitlines()
    never = {w for line in lines if not line.startswith("#") for w in line.split()}
    for hook in hooks.of_word(word, "NOUN"):
        if hook.kind == "near_sound":
            assert not never & set((hook.text.en or "").replace(",", " ").split())


def test_every_hook_speaks_both_languages(hooks: Hooks) -> None:
    """zh and en, and a source, for each row of the tables."""
    with (DATA / "phrases.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 400
    for row in rows:
        assert row["word"] and row["en"] and row["zh"]
        assert row["kind"] in ("twist", "phrase", "measure", "near_sound", "family", "collocation")
    for word in ("peach", "crisp", "spring"):
        assert all(h.text.en and h.text.zh and h.source for h in hooks.of_word(word, "NOUN"))


def test_every_pair_of_the_affix_table_follows_its_rule_and_joins_real_words() -> None:
    """Derived = base less what is dropped plus the affix (a consonant may double); both are in use."""
    dictionary = Dictionary.open()
    count = 0
    for affix in affixes():
        assert affix.meaning.en and affix.meaning.zh
        assert affix.pairs, affix.name
        for base, derived in affix.pairs:
            count += 1
            doubled = base + base[-1] + affix.add if affix.kind == "suffix" and not affix.drop else None
            assert derived in (affix.derive(base), doubled), (base, derived)
            for word in (base, *derived.split("-")):
                assert dictionary.zipf_en(word) > 0 or possible_pos(word), word
    assert count >= 250


@pytest.mark.parametrize("word", ["overall", "understand", "record", "present", "cupboard", "uncle"])
def test_no_false_prefix_is_cut_off(hooks: Hooks, word: str) -> None:
    """over + all, under + stand, re + cord: words, and no family."""
    assert "family" not in kinds(hooks.of_word(word, "NOUN"))


@pytest.mark.parametrize(
    ("word", "other", "why"),
    [("rice", "rise", "清浊"), ("sink", "think", "th"), ("light", "right", "l 和 r"), ("pan", "pen", "e")],
)
def test_the_nearest_minimal_pair_is_named_with_what_is_confused(
    hooks: Hooks, word: str, other: str, why: str
) -> None:
    """Least distance in sound first; the Chinese line says which sounds are mixed up."""
    [near] = [h for h in hooks.of_word(word, "NOUN") if h.kind == "near_sound"]
    assert near.text.zh is not None
    assert other in near.text.zh.split()
    assert why in near.text.zh


def test_words_said_to_sound_the_same_have_equal_sounds() -> None:
    """The rows that people wrote are held to the same proof as the found ones."""
    dictionary = Dictionary.open()
    with (DATA / "phrases.csv").open(encoding="utf-8") as file:
        rows = [r for r in csv.DictReader(file) if "sound the same" in r["en"]]
    assert rows
    for row in rows:
        first, second = row["en"].split(" sound the same")[0].split(" and ")
        assert dictionary.sounds(first)[0] == dictionary.sounds(second)[0], row["en"]


def test_each_headword_of_the_phrase_table_stands_in_its_line() -> None:
    """An idiom that does not use the word (or a form of it) would teach nothing about it."""
    with (DATA / "phrases.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    strays = [r["word"] for r in rows if r["word"][:4].lower().rstrip("y") not in r["en"].lower()]
    assert strays == []
