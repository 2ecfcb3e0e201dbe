"""The records of a product being read: its passages in both languages, their units and the links between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from catalog.product import Product
from vocab.card import Pos
from vocab.chinese import Word


class TokenLike(Protocol):
    """What this module needs of an English token (see `vocab.english.Token`)."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def lemma(self) -> str: ...
    @property
    def pos(self) -> str: ...
    @property
    def tag(self) -> str: ...
    @property
    def is_title(self) -> bool: ...
    @property
    def is_sentence_start(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Unit:
    """A run of tokens [first, last] of a passage that acts as one: a word or a known compound."""

    first: int
    last: int
    keys: tuple[str, ...]
    lemma: str
    pos: Pos
    known: bool  # the glossary or the dictionary has it
    capital: bool = False
    loose: bool = False  # a compound that only the dictionary has


@dataclass(frozen=True, slots=True)
class Passage:
    """One English text of a product, analysed: `field` names it, `masked` has the original's offsets."""

    field: str
    masked: str
    sentences: tuple[tuple[TokenLike, ...], ...]
    tokens: tuple[TokenLike, ...] = ()
    units: tuple[Unit, ...] = ()

    @property
    def is_title(self) -> bool:
        """True for a title field."""
        return self.field.startswith("title")


@dataclass(frozen=True, slots=True)
class ChinesePassage:
    """One Chinese text of a product: masked text, words, sentence offsets, each sentence's words joined."""

    field: str
    original: str
    masked: str
    words: tuple[Word, ...]
    sentences: tuple[tuple[int, int], ...]
    simplified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Linked:
    """A unit's tie to the Chinese: the quote [start, end) of `field`, the gloss piece, strength, kind."""

    field: str
    start: int
    end: int
    zh: str
    score: float
    via: str
    whole: str


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence of a unit with its passage, its place and its link, if any."""

    passage: int
    unit: Unit
    linked: Linked | None
    parts: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one product's texts."""

    product: Product
    english: tuple[Passage, ...]
    chinese: tuple[ChinesePassage, ...]
    found: tuple[Found, ...]
    barred: frozenset[str]


def last_noun(passage: ChinesePassage) -> int | None:
    """The word that names the product in a title: the last noun before a number or a blank."""
    nouns: list[int] = []
    for k, word in enumerate(passage.words):
        blank = k > 0 and word.start > passage.words[k - 1].end
        if nouns and (blank or word.text[:1].isdigit()):
            break
        noun = word.flag.startswith(("n", "x")) and word.flag not in ("nr", "ns")
        if word.han and noun and len(word.simp) > 1:
            nouns.append(k)
    return nouns[-1] if nouns else None
