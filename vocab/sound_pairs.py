"""Words that sound the same, or that Chinese learners of English confuse: the pair of least distance."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from vocab.dictionary import Dictionary

_DATA = Path(__file__).with_name("data")
_VOWELS = frozenset("AIWYOQaiuæɑɒɔəɛɜɪʊʌ")


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two sounds (misaki's letters) that are mixed up at a place of the syllable: `onset`, `coda` or `any`.

    `distance` is 0…1: how little the ear of a Mandarin speaker tells them apart, by the project's own reading
    of what teachers correct most. Equal sounds have distance 0.
    """

    one: str
    two: str
    where: str
    distance: float
    why: str


@dataclass(frozen=True, slots=True)
class SoundPair:
    """Another word, both pronunciations in misaki's letters, their distance and what is confused."""

    other: str
    said: str
    other_said: str
    distance: float
    why: str


@lru_cache(maxsize=1)
def confusions() -> tuple[Confusion, ...]:
    """The table the project wrote."""
    rows = csv.DictReader((_DATA / "confusions.csv").read_text(encoding="utf-8").splitlines())
    return tuple(Confusion(r["one"], r["two"], r["where"], float(r["distance"]), r["why_zh"]) for r in rows)


@lru_cache(maxsize=1)
def never_said() -> frozenset[str]:
    """Words that must not come up on air beside a product."""
    lines = (_DATA / "never.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())


def exchanged(said: str, confusion: Confusion) -> Iterator[str]:
    """The pronunciation with one of the two sounds put for the other, at each place where they are confused.

    >>> [x for c in confusions() if c.one == "l" for x in exchanged("flˈIɪŋ", c)]
    ['fɹˈIɪŋ']
    """
    for sound, other in ((confusion.one, confusion.two), (confusion.two, confusion.one)):
        for i, held in enumerate(said):
            if held != sound:
                continue
            following = said[i + 1 : i + 3].lstrip("ˈˌ")[:1]
            before_vowel = following in _VOWELS and bool(following)
            if confusion.where == "any" or before_vowel == (confusion.where == "onset"):
                yield said[:i] + other + said[i + 1 :]


class SoundPairs:
    """Finds the nearest-sounding common word."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def nearest(self, word: str, pos: str) -> SoundPair | None:
        """The common word nearest in sound: least distance first, then the commonest; None without any.

        The word itself, its beginnings and longer forms, and words that must not go on air never come up.
        """
        forms = self._dictionary.sounds(word)[0]
        said = forms.get(pos) or forms.get("DEFAULT")
        if not said or len(word) < 3:
            return None
        found = [SoundPair(other, said, said, 0.0, "") for other in self._table.get(said, ())]
        for confusion in confusions():
            for changed in exchanged(said, confusion):
                for other in self._table.get(changed, ()):
                    found.append(SoundPair(other, said, changed, confusion.distance, confusion.why))
        usable = [pair for pair in found if self._pairable(word, pair.other)]
        return min(
            usable, key=lambda p: (p.distance, -self._dictionary.zipf_en(p.other), p.other), default=None
        )

    def _pairable(self, word: str, other: str) -> bool:
        if other.startswith(word) or word.startswith(other) or {word, other} & never_said():
            return False
        return any(not s.proper for s in self._dictionary.senses(other))

    @cached_property
    def _table(self) -> Mapping[str, tuple[str, ...]]:
        return self._dictionary.common_sounds()
