"""The Card record: one item on the whiteboard, in the sense its product means."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, NewType

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.product import Sku

CardId = NewType("CardId", str)
Evidence = Literal["override", "bilingual", "merchant", "retail", "generic"]
CardStatus = Literal["draft", "approved", "rejected"]
Pos = Literal["NOUN", "VERB", "ADJ", "ADV", "PHRASE"]
HookKind = Literal[
    "family", "affix", "near_sound", "twist", "collocation", "measure", "phrase", "quiz", "reading"
]
FaceKind = Literal["pair", "family", "blank"]


@dataclass(frozen=True, slots=True)
class Span:
    """A quoted piece of the product's own text: `field` names it (`title.zh`, `description.zh`, …).

    `start` and `end` (excluded) are character offsets: slicing the field's text gives `text` exactly.
    """

    field: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Hook:
    """A true thing a host can say about the word, with where it comes from."""

    kind: HookKind
    text: Bilingual
    source: str


@dataclass(frozen=True, slots=True)
class FaceItem:
    """A word beside the card's own: its sound without slashes where a source knows it, its Chinese."""

    text: str
    ipa: str | None = None
    gloss: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """How a card stands on the board when it is more than a word.

    `pair`: the first of `items` is what the word must not be mixed up with. `family`: `items` are its
    relatives, nearest first. `blank`: `line` is a sentence; the headword in its English is the gap.
    """

    kind: FaceKind
    items: tuple[FaceItem, ...] = ()
    line: Bilingual = NO_TEXT


@dataclass(frozen=True, slots=True)
class Card:
    """One whiteboard item.

    `headword` is what stands on the board, `lemma` its dictionary form. `gloss` is simplified Chinese in the
    product's own sense. `pinyin` holds one numbered-free, tone-marked syllable per character of the gloss.
    `ipa` is American IPA without slashes, None when no source knows the word; `ipa_gb` the British form where
    the source has one that differs. `level` is a CEFR band
    (`A1` … `C2`) and `level_source` says `CEFR-J`, or `est.` for an estimate. `evidence_span` quotes the text
    behind a bilingual gloss; `source_span` is where the headword stands in the product's English text.
    `check` marks a gloss that a person must look at before it may be published. `score` is 0…1, the weighted
    sum of `components` (name, value 0…1), kept so that a screen can explain the rank. `alternatives` are
    other glosses, best first. `tags` are exams (四级, 六级 …) whose list, loaded by the user, has the lemma.
    `hsk` is the band of the gloss for learners of Chinese and `hsk_source` says `HSK list` or `est.`.
    `taught` is the ISO day on which the audience was last taught this word: the card is a review.
    `face` is how it stands on the board, None for a plain word.
    `id` is stable across runs: see `card_id`.
    """

    id: CardId
    sku: Sku
    headword: str
    lemma: str
    pos: Pos
    gloss: str
    pinyin: tuple[str, ...]
    ipa: str | None
    level: str | None
    level_source: str | None
    evidence: Evidence
    evidence_span: Span | None
    source_span: Span | None
    check: bool
    score: float
    components: tuple[tuple[str, float], ...]
    hooks: tuple[Hook, ...] = ()
    alternatives: tuple[str, ...] = ()
    example: Bilingual = NO_TEXT
    selling_line: Bilingual = NO_TEXT
    status: CardStatus = "draft"
    ipa_gb: str | None = None
    tags: tuple[str, ...] = ()
    hsk: str | None = None
    hsk_source: str | None = None
    taught: str | None = None
    face: Face | None = None


def card_id(lemma: str, pos: str, gloss: str) -> CardId:
    """The stable id of a sense: 16 hex digits of SHA-256 over lemma, part of speech and gloss.

    The product is left out on purpose: the same word in the same sense is the same note in a learner's deck.
    A card in a store is keyed by (sku, id).
    """
    return CardId(sha256(f"{lemma.casefold()}|{pos}|{gloss}".encode()).hexdigest()[:16])
