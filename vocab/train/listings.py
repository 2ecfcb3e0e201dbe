"""The listing lines of listings.txt as sentences of tagged words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from conllu import Word

FILE = Path(__file__).with_name("listings.txt")
#: Letter of the file -> universal and Penn tag.
TAGS = {
    "n": ("NOUN", "NN"), "s": ("NOUN", "NNS"), "p": ("PROPN", "NNP"), "j": ("ADJ", "JJ"),
    "r": ("ADV", "RB"), "v": ("VERB", "VB"), "z": ("VERB", "VBZ"), "g": ("VERB", "VBG"),
    "b": ("VERB", "VBN"), "a": ("AUX", "VBP"), "m": ("AUX", "MD"), "i": ("ADP", "IN"),
    "d": ("DET", "DT"), "c": ("CCONJ", "CC"), "t": ("PART", "TO"), "x": ("NUM", "CD"),
    "y": ("PRON", "PRP$"),
}  # fmt: skip
#: Words that their letter alone would tag wrongly.
EXCEPTIONS = {
    "'s": ("PART", "POS"), "last": ("VERB", "VBP"), "while": ("SCONJ", "IN"), "not": ("PART", "RB"),
    "best": ("ADV", "RBS"), "%": ("SYM", "NN"),
}  # fmt: skip


def read_listings() -> Iterator[list[Word]]:
    """The lines of the file; marks are glued to the word before, as people write them."""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        words: list[Word] = []
        for item in line.split():
            form, _, letter = item.rpartition("/") if "/" in item else (item, "", "")
            pos, tag = EXCEPTIONS.get(form.lower(), TAGS.get(letter, ("PUNCT", form)))
            if words and (pos == "PUNCT" or form in ("'s", "%")):
                last = words[-1]
                words[-1] = Word(last.form, last.pos, last.tag, "", False)
            words.append(Word(form, pos, tag, "", True))
        yield words
