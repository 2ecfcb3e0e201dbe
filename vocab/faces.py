"""The faces of a card, cut from what it already carries: sound-alikes, relatives, a sentence with a gap."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.bilingual import Bilingual
from vocab.card import Card, Face, FaceItem

#: What `vocab.hooks` writes of two words that sound alike, or the same.
_NOT = re.compile(r"^(?P<word>[A-Za-z' -]+?) /[^/]+/, not (?P<other>[A-Za-z' -]+) /(?P<ipa>[^/]+)/")
_SAME = re.compile(r"^(?P<word>[A-Za-z' -]+?) and (?P<other>[A-Za-z' -]+) sound the same: /(?P<ipa>[^/]+)/")
#: What it writes of relatives: `peach → peachy (-y: having the quality of)`, longer chains by hand.
_MEANING = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
_ARROW = re.compile(r"\s*(?:→|->)\s*")
_WORD = re.compile(r"[A-Za-z][A-Za-z' -]*")


def faces_of(card: Card) -> tuple[Face, ...]:
    """The faces a card can take as it is: a pair, a family, a gap; those without a source are left out."""
    found = (_pair(card), _family(card), _blank(card))
    return tuple(face for face in found if face is not None)


def gap(face: Face, headword: str) -> tuple[str, str, str] | None:
    """A `blank` cut at its gap: before, answer, after; None when the sentence does not hold the word.

    >>> gap(Face("blank", line=Bilingual(en="A juicy peach.")), "juicy")
    ('A ', 'juicy', ' peach.')
    """
    sentence = face.line.en or ""
    # the word as it is inflected: peach in peaches, slice in sliced
    found = re.search(
        rf"(?<![A-Za-z]){re.escape(headword)}(?:es|s|d|ed|ing)?(?![A-Za-z])", sentence, re.IGNORECASE
    )
    if found is None:
        return None
    return sentence[: found.start()], found[0], sentence[found.end() :]


def contrast(word: str, other: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Where two words differ: start and end (excluded) in each, what they share at both ends left out.

    >>> contrast("frying", "flying")
    ((1, 2), (1, 2))
    """
    start = 0
    while start < min(len(word), len(other)) and word[start].lower() == other[start].lower():
        start += 1
    end = 0
    while end < min(len(word), len(other)) - start and word[-1 - end].lower() == other[-1 - end].lower():
        end += 1
    return (start, len(word) - end), (start, len(other) - end)


def typed_family(lines: str) -> tuple[FaceItem, ...]:
    """Relatives as a person types them, one a line: the English word, then its Chinese.

    >>> [(one.text, one.gloss) for one in typed_family("peachy 像桃子的")]
    [('peachy', '像桃子的')]
    """
    found = []
    for line in lines.splitlines():
        word = _WORD.match(line.strip())
        if word is not None:
            found.append(FaceItem(word[0].strip(), None, line.strip()[word.end() :].strip(" /:：,，")))
    return tuple(found)


def _pair(card: Card) -> Face | None:
    for hook in card.hooks:
        told = hook.text.en or ""
        found = _NOT.match(told) or _SAME.match(told)
        if hook.kind == "near_sound" and found is not None:
            return Face("pair", (FaceItem(found["other"].strip(), found["ipa"]),))
    return None


def _family(card: Card) -> Face | None:
    for hook in card.hooks:
        told = _MEANING.sub("", hook.text.en or "")
        words = [word.strip() for word in _ARROW.split(told)]
        if hook.kind == "family" and len(words) > 1 and all(_WORD.fullmatch(word) for word in words):
            return _relatives(card, words)
    return None


def _relatives(card: Card, words: Sequence[str]) -> Face | None:
    own = {card.headword.casefold(), card.lemma.casefold()}
    others = tuple(FaceItem(word) for word in dict.fromkeys(words) if word.casefold() not in own)
    return Face("family", others) if others else None


def _blank(card: Card) -> Face | None:
    for line in (card.example, card.selling_line):
        face = Face("blank", line=Bilingual(en=line.en, zh=line.zh))
        if line.en and gap(face, card.headword) is not None and line.en.strip() != card.headword:
            return face
    return None
