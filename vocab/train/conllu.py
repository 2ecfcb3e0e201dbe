"""CoNLL-U sentences as spaCy docs, and the forms of them that teach the tagger listing prose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word: form, universal and Penn tag, relation, whether a blank follows."""

    form: str
    pos: str
    tag: str
    relation: str
    space: bool


def read_sentences(path: Path) -> Iterator[list[Word]]:
    """The sentences of a CoNLL-U file. Words of a contraction (don't) stand apart with no blank between."""
    words: list[Word] = []
    joined_until, joined_space = 0, True
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            if words:
                yield words
            words, joined_until = [], 0
            continue
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if "." in cells[0]:  # an empty node: nothing was written there
            continue
        space = "SpaceAfter=No" not in cells[9]
        if "-" in cells[0]:
            joined_until, joined_space = int(cells[0].split("-")[1]), space
            continue
        number = int(cells[0])
        if number < joined_until:
            space = False
        elif number == joined_until:
            space = joined_space
        words.append(Word(cells[1], cells[3], cells[4], cells[7], space))
    if words:
        yield words


def join_hyphenates(words: list[Word]) -> list[Word]:
    """The sentence with hand - picked as one word, as the product's tokenizer cuts it.

    A joined word is an adjective when its last half is a participle or adjective or when it describes what
    follows (amod); otherwise it keeps the tags of its last half.
    """
    out: list[Word] = []
    i = 0
    while i < len(words):
        word = words[i]
        while (
            i + 2 < len(words)
            and not word.space
            and words[i + 1].form == "-"
            and not words[i + 1].space
            and word.form[-1:].isalnum()
            and words[i + 2].form[:1].isalpha()
        ):
            last = words[i + 2]
            described = "amod" in (word.relation, last.relation)
            adjective = last.tag in ("VBN", "VBD", "VBG", "JJ") or (described and last.pos != "PROPN")
            word = Word(
                f"{word.form}-{last.form}",
                "ADJ" if adjective else last.pos,
                "JJ" if adjective else last.tag,
                "amod" if described else last.relation,
                last.space,
            )
            i += 2
        out.append(word)
        i += 1
    return out


def recased(words: list[Word], case: str) -> list[Word]:
    """The sentence in `lower`, `upper` or `title` case; tags stay, offsets too."""
    if case == "lower":
        return [replace(w, form=w.form.lower()) for w in words]
    if case == "upper":
        return [replace(w, form=w.form.upper()) for w in words]
    return [replace(w, form=w.form[:1].upper() + w.form[1:]) for w in words]


def to_doc(vocab: Vocab, words: list[Word]) -> Doc:
    """A spaCy doc with gold tags, one sentence per doc (the product analyses one sentence at a time)."""
    return Doc(
        vocab,
        words=[w.form for w in words],
        spaces=[w.space for w in words],
        tags=[w.tag for w in words],
        pos=[w.pos for w in words],
    )
