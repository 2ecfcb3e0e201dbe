"""Hooks are true by construction or absent."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from vocab.card import Hook
from vocab.dictionary import Dictionary
from vocab.glossary import Glossary, retail_glossary
from vocab.hooks import Hooks
from vocab.pronounce import Pronouncer

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
    assert len(rows) >= 150
    for row in rows:
        assert row["word"] and row["en"] and row["zh"]
        assert row["kind"] in ("twist", "phrase", "measure", "near_sound", "family", "collocation")
    for word in ("peach", "crisp", "spring"):
        assert all(h.text.en and h.text.zh and h.source for h in hooks.of_word(word, "NOUN"))
