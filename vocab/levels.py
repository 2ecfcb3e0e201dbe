"""How hard a word is: a CEFR band from the list where the word is on it, otherwise an estimate that says so.

`cefrpy` mixes CEFR-J entries with computed ones and does not mark which is which; it calls figment, tenacious
and artisan A1. Comparing it with CEFR-J 1.5 shows the pattern used here: listed words carry a whole number
1–4 (A1–B2, the list's range); computed ones are fractions, 6.0 for unknown, or a clamped 1.0. A whole number
is therefore believed only where the word's frequency does not contradict it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from vocab.dictionary import Dictionary

BANDS = ("A1", "A2", "B1", "B2", "C1", "C2")
#: The band each audience is learning, on the scale A1 = 1 … C2 = 6: the project's reading of the syllabuses.
AUDIENCES: dict[str, float] = {
    "chuzhong": 2.0, "zhongkao": 2.2, "gaozhong": 2.8, "gaokao": 3.0, "cet4": 3.6, "cet6": 4.2, "kaoyan": 4.2,
    "ielts": 4.4, "toefl": 4.8, "gre": 5.5,
}  # fmt: skip
_NAMES = {
    "初中": "chuzhong", "中考": "zhongkao", "高中": "gaozhong", "高考": "gaokao", "四级": "cet4",
    "六级": "cet6", "考研": "kaoyan", "雅思": "ielts", "托福": "toefl", "middleschool": "chuzhong",
    "highschool": "gaozhong", "postgraduate": "kaoyan",
}  # fmt: skip
#: Learners of Chinese by the HSK band they are learning; 7 stands for 7-9.
HSK_AUDIENCES = tuple(f"hsk{band}" for band in range(1, 8))
#: (zipf, level) corners of the estimate from frequency, read off CEFR-J medians by zipf band.
_CURVE = ((5.6, 1.0), (5.0, 1.6), (4.5, 2.4), (4.0, 3.1), (3.5, 3.9), (3.0, 4.6), (2.5, 5.2), (2.0, 5.8))
_TAGS = {
    "NOUN": ("NN", "NNP", "NNS"),
    "VERB": ("VB", "VBP", "VBN"),
    "ADJ": ("JJ", "VBN", "VBG"),
    "ADV": ("RB",),
}
#: How much harder than its hardest word a compound is, in bands: the mean over the 39 compounds of the
#: sample's boards, whose bands a person wrote.
COMPOUND = 0.7
#: How far frequency may disagree with a whole-number entry before the entry is taken for a computed one.
DOUBT = 2.0
#: Rarest word that may be called A1 or A2.
RARE = 3.3


class UnknownAudience(ValueError):
    """An audience name that is not in the list."""

    def __init__(self, name: str) -> None:
        known = ", ".join([*AUDIENCES, *HSK_AUDIENCES, *_NAMES])
        super().__init__(f"Unknown audience “{name}”. Use one of: {known}.")


@dataclass(frozen=True, slots=True)
class Level:
    """A level on the scale 1 (A1) … 6 (C2), its band, and where it comes from: `CEFR-J` or `est.`."""

    value: float
    band: str
    source: str


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom words are for: the level they are learning, A1 = 1 … C2 = 6, or with `chinese` HSK 1 … 7."""

    target: float
    chinese: bool = False


def audience_of(name: str) -> Audience:
    """The audience of a name; English and Chinese names are understood (`cet4`, 四级, `hsk3`, HSK 3).

    Raises:
        UnknownAudience: the name is not known.
    """
    key = name.lower().replace("-", "").replace("_", "").replace(" ", "")
    key = _NAMES.get(key, key)
    if key in HSK_AUDIENCES:
        return Audience(float(key[3:]), chinese=True)
    if key not in AUDIENCES:
        raise UnknownAudience(name)
    return Audience(AUDIENCES[key])


def level_from_zipf(zipf: float) -> float:
    """The estimated level of a word of this zipf frequency, 1 … 6; rarer is harder."""
    if zipf >= _CURVE[0][0]:
        return _CURVE[0][1]
    for (high, low_level), (low, high_level) in pairwise(_CURVE):
        if zipf >= low:
            return low_level + (high - zipf) / (high - low) * (high_level - low_level)
    return 6.0


class Levels:
    """Levels of words, hyphenates and phrases."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._zipf = dictionary.zipf_en
        self._levels = dictionary.levels
        self.word = lru_cache(maxsize=20_000)(self._word)

    def of(self, lemma: str, pos: str) -> Level | None:
        """The level of a term: the hardest of its parts; None when a part is in no source."""
        parts = [p for p in lemma.lower().replace("-", " ").split() if len(p) > 1]
        found = [self.word(p, pos if i == len(parts) - 1 else "") for i, p in enumerate(parts)]
        if not found or any(f is None for f in found):
            return None
        top = max((f for f in found if f), key=lambda f: f.value)
        if len(parts) > 1:  # the list names words, not this phrase
            # and a compound is harder than its words: hand-picked is no A2 because hand and pick are
            value = min(6.0, top.value + COMPOUND)
            return Level(value, BANDS[min(5, max(0, round(value) - 1))], "est.")
        return top

    def _word(self, word: str, pos: str) -> Level | None:
        zipf = self._zipf(word)
        estimate = level_from_zipf(zipf)
        listed = self._listed(word, pos)
        if listed is not None and abs(listed - estimate) <= DOUBT and (listed > 2 or zipf >= RARE):
            return Level(listed, BANDS[int(listed) - 1], "CEFR-J")
        if zipf <= 0:
            return None
        if zipf < RARE:
            estimate = max(estimate, 3.0)
        return Level(round(estimate, 2), BANDS[min(5, max(0, round(estimate) - 1))], "est.")

    def _listed(self, word: str, pos: str) -> float | None:
        levels = self._levels(word)
        if not levels:
            return None
        wanted = [levels[t] for t in _TAGS.get(pos, ()) if t in levels] or list(levels.values())
        value = float(wanted[0])
        return value if value in (1.0, 2.0, 3.0, 4.0) else None
