"""A tagged word of a listing, and what its form alone tells: numbers, measures, model codes, hyphenates."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from vocab.word_forms import is_participle, word_set

_NUMBER = re.compile(r"[+~≈-]?\d[\d.,:/x×*%~–-]*(?:st|nd|rd|th|s)?", re.IGNORECASE)
_UNIT = (
    r"(?:k?g|mg|lbs?|oz|[mcdk]?l|[cmk]?m|in|ft|yd|[mk]?w|kwh|m?ah|[mk]?v|[mgk]?hz|[gtmk]b|[gmk]bps|dpi|ppm"
    r"|pcs?|pc|ct|pk|h|hrs?|min|s|°?[cf]|k?cal|kj|psi|rpm|db|gsm|px|inch)"
)
_MEASURE = re.compile(r"\d[\d.,x×*/–-]*" + _UNIT, re.IGNORECASE)
_UNIT_WORD = re.compile(_UNIT + r"\.?", re.IGNORECASE)
#: Last halves that make a hyphenate an adjective whatever the tagger says (sugar-free, full-length).
_ADJECTIVE_ENDS = word_set(
    "free proof resistant repellent friendly rich safe tight based fat size grade style thin thick "
    "length purpose use season duty quality grain dry ready deep high low wide long short hot cold "
    "fresh stick slip cut foot sleeve neck round new tech key colour color"
)
_ADJECTIVE_PREFIXES = tuple(
    f"{prefix}-"
    for prefix in ("non", "anti", "multi", "pre", "ultra", "extra", "all", "half", "semi", "low", "high")
)


@dataclass(slots=True)
class ListingWord:
    """A tagged word of the shadow while the rules work on it; `fixed` once a rule has spoken."""

    form: str
    start: int
    pos: str
    tag: str
    fixed: bool = False
    low: str = field(init=False)

    def __post_init__(self) -> None:
        self.low = self.form.lower()

    def set(self, pos: str, tag: str) -> None:
        self.pos, self.tag, self.fixed = pos, tag, True


def next_nominal(words: list[ListingWord], i: int) -> bool:
    """True when a noun phrase goes on after word `i`: adjectives, commas and "and", then a noun."""
    for word in words[i + 1 : i + 9]:
        if word.pos in ("NOUN", "PROPN"):
            return True
        if not (
            word.pos in ("ADJ", "NUM")
            or word.tag in ("VBN", "VBD", "VBG", "HYPH", "RB")
            or word.form in (",", "-", "/", "&")
            or word.low in ("and", "or")
        ):
            return False
    return False


def fix_shape(words: list[ListingWord], i: int) -> None:
    """Numbers, measures, model codes, marks and hyphenates by their form alone."""
    word = words[i]
    form, low = word.form, word.low
    if not any(c.isalnum() for c in form):
        if word.pos not in ("PUNCT", "SYM", "CCONJ"):
            word.set("PUNCT", word.tag if word.tag in (",", ".", ":", "``", "''", "-LRB-", "-RRB-") else ":")
        return
    if any(c.isdigit() for c in form):
        if re.fullmatch(r"\d+-[a-z]{3,}(?:-[a-z]+)*", low):  # 3-piece, 6-inch, 12-month-aged
            word.set("ADJ", "JJ")
        elif _NUMBER.fullmatch(form) or _MEASURE.fullmatch(form):
            word.set("NUM", "CD")
        else:
            word.set("X", "FW")
    elif i and words[i - 1].pos == "NUM" and words[i - 1].form[-1:].isdigit() and _UNIT_WORD.fullmatch(form):
        if low not in ("in", "s", "a"):
            word.set("X", "NN")
    elif low.endswith("proof") and len(low) > 7 and word.pos in ("PROPN", "NOUN"):
        word.set("ADJ", "JJ")  # sweatproof
    elif not form.isascii() and not any("LATIN" in unicodedata.name(c, "") for c in form):
        word.set("X", "FW")
    elif "-" in form.strip("-"):
        last = low.rsplit("-", 1)[-1]
        if word.pos == "PROPN" and last not in _ADJECTIVE_ENDS and not low.startswith(_ADJECTIVE_PREFIXES):
            return
        goes_on = next_nominal(words, i)
        prefixed = low.startswith(_ADJECTIVE_PREFIXES) and (goes_on or not last.endswith("s"))
        object_next = i + 1 < len(words) and words[i + 1].pos in ("PRON", "DET")
        if word.pos == "VERB" and object_next:  # "tumble-dry it"
            return
        if is_participle(last, past_only=not goes_on) or last in _ADJECTIVE_ENDS or prefixed:
            word.set("ADJ", "JJ")
