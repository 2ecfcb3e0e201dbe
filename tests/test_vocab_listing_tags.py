"""Parts of speech in listing prose, held against 2,000 words that a person tagged."""

from __future__ import annotations

import pytest

from bench.vocab_listing_tags import accuracy, sentences, tagged
from vocab.english import English


@pytest.fixture(scope="module")
def english() -> English:
    return English()


def test_content_words_of_listing_prose_are_told_apart(english: English) -> None:
    """The house asks for .93 of nouns, verbs, adjectives, adverbs and names, cut as the person cut them."""
    given = sentences()
    gold = [words for _, words in given]
    found = tagged(english, [sku for sku, _ in given])
    assert [[w for w, _ in s] for s in found] == [[w for w, _ in s] for s in gold]
    words, _, content, wrong = accuracy(gold, found)
    assert words >= 2000
    assert content >= 0.93, wrong


@pytest.mark.parametrize(
    ("text", "word", "pos"),
    [
        ("Wipe with a damp cloth only.", "Wipe", "VERB"),
        ("Empty the dustbin with one button.", "Empty", "VERB"),
        ("Soak for an hour, then simmer until soft.", "simmer", "VERB"),
        ("A steel nib that glides on paper.", "glides", "VERB"),
        ("The hinge stays where you leave it.", "stays", "VERB"),
        ("A handle with a soft grip.", "handle", "NOUN"),
        ("A set of cotton towels for the bath.", "towels", "NOUN"),
        ("Spicy Konjac Strips, 20 Sachets", "Strips", "NOUN"),
        ("It comes in an airtight tin that seals well.", "tin", "NOUN"),
        ("Small purple sweet potatoes.", "purple", "ADJ"),
        ("Dried shiitake mushrooms.", "shiitake", "NOUN"),
        ("BPA-Free and Sweatproof, Made for Sport", "BPA-Free", "ADJ"),
    ],
)
def test_verbs_and_things_in_listings(english: English, text: str, word: str, pos: str) -> None:
    """A verb needs a sign around it: an object, a particle, an instruction; else a thing stays a thing."""
    tokens = {t.text: t.pos for sentence in english.analyse(text) for t in sentence}
    assert tokens[word] == pos
