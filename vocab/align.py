"""Word alignment of a product's English with its own Chinese, grounded in the dictionary.

No model and no training: a Chinese word speaks for an English one when the dictionary, the glossary or the
merchant's lexicon says so, less the more their places in the text differ. Measured on hand-aligned news this
has precision .95 (vocabulary reference, section 1); each link therefore can be quoted as evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vocab.chinese import Word
from vocab.dictionary import Dictionary
from vocab.glossary import Glossary, fold_term

#: Links weaker than this are dropped (reference, section 8.2).
MIN_LINK = 0.3
#: Penalty for a full text length of distance between the two places.
DISTANCE = 0.15
_LIGHT = frozenset("a an the of to in for with and or on at by from be is as very more not no one".split())
_SUFFIXES = (
    "ization", "fulness", "ousness", "iveness", "ations", "ation", "ement", "ness", "able", "ible", "ance",
    "ence", "ment", "less", "ious", "ing", "ful", "ive", "ous", "ity", "ant", "ent", "ion", "est", "ies", "ied",
    "al", "ic", "ly", "ed", "er", "en", "es", "ty", "y", "s", "e",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """What a Chinese word says about one English key: the score, and the piece of it that carries the sense."""

    score: float
    zh: str
    offset: int
    via: str  # exact, glossary, phrase, stem


@dataclass(frozen=True, slots=True)
class Link:
    """An English unit (its index) linked to a Chinese word (its index)."""

    unit: int
    word: int
    match: Match
    score: float


def stem(word: str) -> str:
    """A crude derivational stem (`fragrance`, `fragrant` → `fragr`), only ever compared with another."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word


class Aligner:
    """Scores Chinese words against English keys; profiles of words are cached."""

    def __init__(self, dictionary: Dictionary, glossary: Glossary) -> None:
        self._dictionary = dictionary
        self._glossary = glossary
        self.profile = lru_cache(maxsize=20_000)(self._profile)

    def _own(self, simp: str) -> dict[str, tuple[float, str]]:
        """English keys of one Chinese string as a whole, with score and kind."""
        out: dict[str, tuple[float, str]] = {}

        def put(key: str, score: float, via: str) -> None:
            if score > out.get(key, (0.0, ""))[0]:
                out[key] = (score, via)

        for row, rank in self._glossary.by_zh.get(simp, ()):
            put(fold_term(row.en), 1.08 * 0.97**rank, "glossary")
        for reading in self._dictionary.readings(simp):
            for key, index, _verb, proper in reading.glosses:
                if proper:
                    continue
                decay = 0.92**index
                words = key.replace("-", " ").split()
                content = [w for w in words if w not in _LIGHT]
                put(" ".join(words), decay, "exact")
                if len(content) == 1:
                    put(content[0], (1.0 if len(words) == 1 else 0.9) * decay, "exact")
                elif len(content) > 1:
                    base = 0.6 if len(content) == 2 else 0.35
                    for w in content:
                        put(w, (base + (0.1 if w == content[-1] else 0.0)) * decay, "phrase")
        return out

    def _profile(self, simp: str) -> Mapping[str, Match]:
        out: dict[str, Match] = {}

        def put(key: str, match: Match) -> None:
            if match.score > (out[key].score if key in out else 0.0):
                out[key] = match

        size = len(simp)
        for length in range(size, 0, -1):
            for offset in range(size - length + 1):
                piece = simp[offset : offset + length]
                weight = 1.0 if length == size else (0.8 if length > 1 else 0.45)
                for key, (score, via) in self._own(piece).items():
                    if length < size and via == "phrase":
                        continue
                    put(key, Match(round(score * weight, 4), piece, offset, via))
        # Stems give way to any literal match; a stem needs five letters to mean anything.
        for key, match in list(out.items()):
            if " " in key or len(key) < 5 or match.via == "phrase":
                continue
            root = "~" + stem(key)
            put(root, Match(round(match.score * 0.7, 4), match.zh, match.offset, "stem"))
        return out

    def match(self, keys: Sequence[str], word: Word) -> Match | None:
        """The best match of any of the English keys with a Chinese word, stems tried last."""
        profile = self.profile(word.simp)
        best: Match | None = None
        for key in keys:
            found = profile.get(key)
            if found and (best is None or found.score > best.score):
                best = found
        if best is None:
            for key in keys:
                if " " not in key and len(key) >= 5:
                    found = profile.get("~" + stem(key))
                    if found and (best is None or found.score > best.score):
                        best = found
        return best


def align(
    aligner: Aligner,
    units: Sequence[tuple[Sequence[str], float]],
    words: Sequence[tuple[Word, float]],
    *,
    prior: Callable[[str, str], float] | None = None,
) -> tuple[Link, ...]:
    """One-to-one links between English units and Chinese words, best score first.

    `units` are (look-up keys, relative place 0…1); `words` are (word, relative place 0…1). `prior(en, zh)` is
    the merchant's translation probability, 0…1. Ties go to the earlier unit, then the earlier word.
    """
    scored: list[Link] = []
    for u, (keys, at) in enumerate(units):
        for w, (word, where) in enumerate(words):
            if not word.han:
                continue
            match = aligner.match(keys, word)
            learnt = max((prior(key, word.simp) for key in keys), default=0.0) if prior else 0.0
            if match is None and learnt < 0.35:
                continue
            match = match or Match(0.0, word.simp, 0, "merchant")
            score = match.score + 0.5 * learnt - DISTANCE * abs(at - where)
            if score >= MIN_LINK:
                scored.append(Link(u, w, match, round(score, 4)))
    scored.sort(key=lambda link: (-link.score, link.unit, link.word))
    out: list[Link] = []
    used_units: set[int] = set()
    used_words: set[int] = set()
    for link in scored:
        if link.unit in used_units or link.word in used_words:
            continue
        used_units.add(link.unit)
        used_words.add(link.word)
        out.append(link)
    return tuple(sorted(out, key=lambda link: link.unit))
