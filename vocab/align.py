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
#: Penalty when a noun is answered by a verb sense (slices 切成), and the lighter one the other way round.
NOUN_BY_VERB = 0.3
VERB_BY_NOUN = 0.12
#: Penalty for a full text length of distance between the two places.
DISTANCE = 0.15


#: jieba's flags of numerals and measure words: six 片 of steak are not "sliced".
COUNTED = frozenset(("m", "q"))


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: jieba's flags of names: what a merchant's repeated brand looks like to a lexicon.
NAMES = frozenset(("nr", "nrt", "nrfg", "ns", "nt", "nz"))
_LIGHT = frozenset(_words("a an the of to in for with and or on at by from be is as very more not no one"))
_SUFFIXES = _words(
    "ization fulness ousness iveness ations ation ement ness able ible ance ence ment less ious ing ful "
    "ive ous ity ant ent ion est ies ied al ic ly ed er en es ty y s e"
)


@dataclass(frozen=True, slots=True)
class Match:
    """What a Chinese word says about an English key: the score, and the piece of it that has the sense."""

    score: float
    zh: str
    offset: int
    via: str  # exact, glossary, phrase, stem, merchant
    verb: bool


@dataclass(frozen=True, slots=True)
class Link:
    """An English unit (its index) linked to a Chinese word (its index)."""

    unit: int
    word: int
    match: Match
    score: float


@lru_cache(maxsize=20_000)
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
        self.own = lru_cache(maxsize=20_000)(self._own)

    def glosses(self, keys: Sequence[str]) -> tuple[str, ...]:
        """The Chinese words that the glossary and the dictionary give for English keys, longest first."""
        listed = [zh for key in keys for row in self._glossary.rows(key) for zh in row.zh]
        listed += [s.simp for key in keys for s in self._dictionary.senses(key) if not s.proper]
        return tuple(sorted(dict.fromkeys(listed), key=lambda zh: -len(zh)))

    def _own(self, simp: str) -> dict[tuple[str, bool], tuple[float, str]]:
        """(English key, is a verb) of one Chinese string as a whole, with score and kind."""
        out: dict[tuple[str, bool], tuple[float, str]] = {}

        def put(key: str, verb: bool, score: float, via: str) -> None:
            if score > out.get((key, verb), (0.0, ""))[0]:
                out[key, verb] = (score, via)

        for row, rank in self._glossary.by_zh.get(simp, ()):
            put(fold_term(row.en), row.pos == "VERB", 1.08 * 0.97**rank, "glossary")
        for reading in self._dictionary.readings(simp):
            for key, index, verb, proper in reading.glosses:
                if proper:
                    continue
                decay = 0.92**index
                words = key.replace("-", " ").split()
                content = [w for w in words if w not in _LIGHT]
                put(" ".join(words), verb, decay, "exact")
                if len(content) == 1:
                    put(content[0], verb, (1.0 if len(words) == 1 else 0.9) * decay, "exact")
                elif len(content) > 1:
                    base = 0.6 if len(content) == 2 else 0.35
                    if len(content) == 3:  # mobile power bank answers power bank
                        put(" ".join(content[1:]), verb, 0.75 * decay, "exact")
                    for w in content:
                        put(w, verb, (base + (0.1 if w == content[-1] else 0.0)) * decay, "phrase")
        return out

    def _profile(self, simp: str) -> Mapping[str, tuple[Match, ...]]:
        best: dict[tuple[str, bool], Match] = {}
        size = len(simp)
        for length in range(size, 0, -1):
            for offset in range(size - length + 1):
                piece = simp[offset : offset + length]
                weight = 1.0 if length == size else (0.8 if length > 1 else 0.45)
                for key, (score, via) in self.own(piece).items():
                    if length < size and via == "phrase":
                        continue
                    score = round(score * weight, 4)
                    if key not in best or score > best[key].score:
                        best[key] = Match(score, piece, offset, via, key[1])
        # Stems give way to any literal match; a stem needs five letters to mean anything.
        for (word, verb), match in list(best.items()):
            if " " not in word and len(word) >= 5 and match.via != "phrase":
                score = round(match.score * 0.7, 4)
                stemmed = ("~" + stem(word), verb)
                if stemmed not in best or score > best[stemmed].score:
                    best[stemmed] = Match(score, match.zh, match.offset, "stem", verb)
        out: dict[str, tuple[Match, ...]] = {}
        for (word, _), match in best.items():
            out[word] = (*out.get(word, ()), match)
        return out

    def match(self, keys: Sequence[str], pos: str, simp: str) -> Match | None:
        """The best match of any of the English keys, as `pos`, with a Chinese word; stems are tried last.

        Its score is less when only a verb sense answers a noun or the other way round.
        """
        profile = self.profile(simp)
        literal = _best(profile, keys, pos)
        if literal is not None and literal.score >= 0.5:
            return literal
        related = _best(profile, stem_keys(tuple(keys)), pos)
        if literal is None or (related is not None and related.score > literal.score + 0.1):
            return related
        return literal


@lru_cache(maxsize=20_000)
def stem_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The stem keys of single words of five letters or more."""
    return tuple("~" + stem(key) for key in keys if " " not in key and len(key) >= 5)


def _best(profile: Mapping[str, tuple[Match, ...]], keys: Sequence[str], pos: str) -> Match | None:
    best: Match | None = None
    for key in keys:
        for found in profile.get(key, ()):
            if pos in ("NOUN", "VERB") and found.verb != (pos == "VERB"):
                score = round(found.score - (NOUN_BY_VERB if pos == "NOUN" else VERB_BY_NOUN), 4)
                found = Match(score, found.zh, found.offset, found.via, found.verb)
            if best is None or found.score > best.score:
                best = found
    return best


def align(
    aligner: Aligner,
    units: Sequence[tuple[Sequence[str], str, float]],
    words: Sequence[tuple[Word, float]],
    *,
    prior: Callable[[str], Mapping[str, float]] | None = None,
) -> tuple[Link, ...]:
    """One-to-one links between English units and Chinese words, best score first.

    `units` are (look-up keys, part of speech, relative place 0…1); `words` are (word, relative place 0…1).
    `prior(en)` gives the merchant's translations with their probabilities, 0…1. Ties go to the earlier unit,
    then the earlier word.
    """
    scored: list[Link] = []
    # Which words could answer a key, and which words are what the merchant's translations name.
    asked_keys = {key for keys, _, _ in units for key in (*keys, *stem_keys(tuple(keys)))}
    answering: dict[str, list[int]] = {}
    named: dict[str, list[int]] = {}
    for w, (word, _) in enumerate(words):
        if word.han:
            named.setdefault(word.simp, []).append(w)
            for key in asked_keys & aligner.profile(word.simp).keys():
                answering.setdefault(key, []).append(w)
    for u, (keys, pos, at) in enumerate(units):
        told: dict[str, float] = {}
        for key in keys if prior else ():
            for zh, probability in prior(key).items() if prior else ():
                told[zh] = max(probability, told.get(zh, 0.0))
        asked = {w for key in (*keys, *stem_keys(tuple(keys))) for w in answering.get(key, ())}
        asked.update(w for zh, probability in told.items() if probability >= 0.5 for w in named.get(zh, ()))
        for w in sorted(asked):
            word, where = words[w]
            learnt = told.get(word.simp, 0.0)
            if word.flag in COUNTED and pos != "NOUN":
                continue
            match = aligner.match(keys, pos, word.simp)
            if match is None and (learnt < 0.5 or word.flag in NAMES or word.flag in COUNTED):
                continue
            match = match or Match(0.0, word.simp, 0, "merchant", pos == "VERB")
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
