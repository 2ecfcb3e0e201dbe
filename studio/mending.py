"""Cards as a person types them: another gloss, a mended text, a word of one's own. Pure: facts come in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from catalog.product import Sku
from vocab.card import Card, Face, Pos, card_id
from vocab.levels import Level

#: Longest word and gloss, in characters: what stands on a board.
LONGEST = 80


class Facts(Protocol):
    """What `studio.word_facts.WordFacts` answers."""

    def pinyin(self, zh: str) -> tuple[str, ...]: ...

    def ipa(self, word: str, pos: str, *, british: bool = False) -> str | None: ...

    def level(self, lemma: str, pos: str) -> Level | None: ...

    def chinese(self, word: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Typed:
    """The text of a card as it stands in a form; an empty `ipa` asks the dictionary."""

    headword: str
    gloss: str
    pinyin: tuple[str, ...] = ()
    ipa: str = ""
    pos: Pos = "NOUN"

    @classmethod
    def of(cls, headword: str, gloss: str, *, pinyin: str = "", ipa: str = "", pos: Pos = "NOUN") -> Typed:
        """Trimmed, without the slashes around the sound; None of it longer than a board takes."""
        bare = ipa.strip().strip("/[]").strip()
        return cls(headword.strip()[:LONGEST], gloss.strip()[:LONGEST], tuple(pinyin.split()), bare, pos)


@dataclass(frozen=True, slots=True)
class Seen:
    """A card as a person saw it when the change began: `id` and text."""

    id: str
    text: Typed


@dataclass(frozen=True, slots=True)
class Clash:
    """A change that met another person's: the card as it stands (`theirs`, by `by`) and what was typed."""

    theirs: Card
    by: str | None
    mine: tuple[Typed, ...]


def text_of(card: Card) -> Typed:
    """The text of a card as the desk shows it."""
    return Typed(card.headword, card.gloss, card.pinyin, card.ipa or "", card.pos)


def unread(seen: Sequence[Seen], typed: Sequence[Typed]) -> tuple[Typed, ...]:
    """What was typed, without a reading that was left standing under another gloss: it is read anew."""
    old = {one.text.pinyin: one.text.gloss for one in seen}
    return tuple(
        replace(one, pinyin=()) if old.get(one.pinyin, one.gloss) != one.gloss else one for one in typed
    )


def chosen(card: Card, gloss: str, facts: Facts) -> Card:
    """The card with another of its glosses: a person chose it, so it is approved and stays."""
    others = (card.gloss, *(other for other in card.alternatives if other != gloss))
    return replace(
        card,
        id=card_id(card.lemma, card.pos, gloss),
        gloss=gloss,
        pinyin=facts.pinyin(gloss),
        evidence="override",
        evidence_span=None,
        alternatives=others if gloss != card.gloss else card.alternatives,
        check=False,
        status="approved",
    )


def mended(card: Card, typed: Typed, facts: Facts) -> Card:
    """The card as a person typed it.

    A changed gloss with the old reading left standing is read anew. A changed word brings its own sound and
    level, and loses what was said about the old one: hooks, example and face.
    """
    gloss_moved = typed.gloss != card.gloss
    word_moved = typed.headword != card.headword
    stale = not typed.pinyin or (gloss_moved and typed.pinyin == card.pinyin)
    lemma = typed.headword.casefold() if word_moved else card.lemma
    new = replace(
        card,
        id=card_id(lemma, typed.pos, typed.gloss),
        headword=typed.headword,
        lemma=lemma,
        pos=typed.pos,
        gloss=typed.gloss,
        pinyin=facts.pinyin(typed.gloss) if stale else typed.pinyin,
        ipa=typed.ipa or None,
        evidence="override" if gloss_moved else card.evidence,
        evidence_span=None if gloss_moved else card.evidence_span,
        check=False,
        status="approved",
    )
    if not word_moved:
        return new
    old_sound = typed.ipa == (card.ipa or "")
    own = Card(
        id=new.id, sku=card.sku, headword=typed.headword, lemma=lemma, pos=typed.pos, gloss=typed.gloss,
        pinyin=new.pinyin, ipa=None, level=None, level_source=None, evidence="override", evidence_span=None,
        source_span=None, check=False, score=card.score, components=(), status="approved",
    )  # fmt: skip
    return _sounded(own, "" if old_sound else typed.ipa, facts)


def added(sku: Sku, typed: Typed, facts: Facts) -> Card:
    """A word of one's own: a person's word for word and gloss, the dictionary's for sound and level."""
    lemma = typed.headword.casefold()
    card = Card(
        id=card_id(lemma, typed.pos, typed.gloss), sku=sku, headword=typed.headword, lemma=lemma,
        pos=typed.pos, gloss=typed.gloss, pinyin=typed.pinyin or facts.pinyin(typed.gloss), ipa=None,
        level=None, level_source=None, evidence="override", evidence_span=None, source_span=None,
        check=False, score=1.0, components=(), status="approved",
    )  # fmt: skip
    return _sounded(card, typed.ipa, facts)


def filled(face: Face, facts: Facts) -> Face:
    """A face whose words have their sound and their Chinese where the dictionary knows them."""
    return replace(
        face,
        items=tuple(
            replace(
                one,
                ipa=one.ipa or facts.ipa(one.text, "NOUN"),
                gloss=one.gloss or facts.chinese(one.text),
            )
            for one in face.items
        ),
    )


def halves(text: Typed) -> tuple[Typed, Typed]:
    """A card's text cut in two where it is joined: `sweet and juicy` 又甜又多汁 → sweet, juicy.

    A gloss that is not joined is left whole in both, for a person to cut.

    >>> [one.headword for one in halves(Typed("sweet and juicy", "甜、多汁"))]
    ['sweet', 'juicy']
    """
    words = [part for part in re.split(r"\s+(?:and|&|or)\s+|\s*[,/]\s*", text.headword, maxsplit=1) if part]
    if len(words) < 2:
        head, _, tail = text.headword.rpartition(" ")
        words = [head or text.headword, tail]
    glosses = [part for part in re.split(r"[、，,/；;和与]", text.gloss, maxsplit=1) if part]
    if len(glosses) < 2:
        glosses = [text.gloss, text.gloss]
    first, second = (Typed(word, gloss, (), "", text.pos) for word, gloss in zip(words, glosses, strict=True))
    return first, second


def _sounded(card: Card, ipa: str, facts: Facts) -> Card:
    american = ipa or facts.ipa(card.headword, card.pos)
    british = None if ipa else facts.ipa(card.headword, card.pos, british=True)
    level = facts.level(card.lemma, card.pos)
    return replace(
        card,
        ipa=american or british,
        ipa_gb=british if british != american and american else None,
        level=level.band if level else None,
        level_source=level.source if level else None,
    )


def done(
    seen: Sequence[Seen], sources: Sequence[Card], typed: Sequence[Typed], board: Sequence[Card]
) -> bool:
    """Whether a change was made before: it was sent again because its receipt got lost."""
    if {one.id for one in seen} & {card.id for card in board}:
        approved = all(card.status == "approved" for card in sources)
        return approved and [text_of(card) for card in sources] == list(typed)
    stands = {(card.headword, card.gloss) for card in board if card.status == "approved"}
    return all((one.headword, one.gloss) in stands for one in typed)
