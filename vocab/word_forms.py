"""What a word form can be: its parts of speech, base forms and inflections, from lemminflect and wordfreq.

These are facts about a spelling alone. What a word is in its sentence is decided in `vocab.listing_rules`,
its lemma there in `vocab.lemma`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from vocab.dictionary import Dictionary

_OPEN = ("NOUN", "VERB", "ADJ", "ADV")


def word_set(text: str) -> frozenset[str]:
    """The words of a text written with blanks between them."""
    return frozenset(text.split())


#: Nouns that listings use in the plural only; the lemma keeps the s.
PLURAL_ONLY = word_set(
    "scissors trousers jeans shorts pants leggings tights pyjamas pajamas overalls dungarees underpants "
    "panties briefs boxers chopsticks tweezers pliers tongs clippers pincers shears binoculars goggles "
    "sunglasses eyeglasses spectacles clothes goods groceries fries oats headphones earphones earbuds "
    "knickers slacks chinos joggers sweatpants belongings savings"
)


@lru_cache(maxsize=1)
def _table() -> Dictionary:
    """The cache file, opened once per process: what a spelling can be depends on nothing else."""
    return Dictionary.open()


def listed_lemmas(word: str) -> Mapping[str, tuple[str, ...]]:
    """The lemmas that lemminflect lists for a lower-case form, by part of speech, in no useful order."""
    return _table().lemmas(word)


def possible_pos(word: str) -> frozenset[str]:
    """The open-class parts of speech listed for a lower-case word form; empty when it has none."""
    return frozenset(pos for pos in listed_lemmas(word) if pos in _OPEN)


def verb_base(word: str) -> str | None:
    """The verb a participle comes from (frozen → freeze, dried → dry), None when it is no verb form."""
    lemmas = listed_lemmas(word).get("VERB", ())
    return lemmas[0] if lemmas and lemmas[0] != word else None


def noun_base(word: str) -> str:
    """The listed singular of a noun form; the word itself when none is listed."""
    lemmas = listed_lemmas(word).get("NOUN", ())
    return lemmas[0] if lemmas else word


@lru_cache(maxsize=20_000)
def is_participle(word: str, past_only: bool = False) -> bool:
    """True for dried, frozen, moisturizing; with `past_only` not for the last. Bases (cut, set) are none."""
    if word.endswith("ing"):
        return not past_only and len(word) > 4 and "VERB" in listed_lemmas(word)
    return _table().is_past_participle(word)


def zipf(word: str) -> float:
    """How common a word is: wordfreq's Zipf scale, 0 (unseen) … 8; a hyphenate as its rarest part."""
    return min(_table().zipf_en(part) for part in word.split("-"))


def is_ordinary(word: str) -> bool:
    """True for an ordinary dictionary word; USB, HDMI and most brand names are none."""
    return bool(listed_lemmas(word)) or (
        zipf(word) >= 3.5 and any(c in "aeiou" for c in word) and len(word) > 4
    )


def inflections(lemma: str, pos: str) -> frozenset[str]:
    """Every form of `lemma` as `pos` (NOUN, VERB, ADJ or ADV), the lemma included, in lower case.

    A phrase or hyphenate inflects its last word as a noun, its first as a verb. Nouns and verbs that
    lemminflect does not list follow the regular rules. Other parts of speech and plural-only nouns have
    one form.

    Example:
        >>> sorted(inflections("cherry tomato", "NOUN"))
        ['cherry tomato', 'cherry tomatoes']
    """
    lemma = lemma.lower()
    if pos not in ("NOUN", "VERB", "ADJ", "ADV") or lemma in PLURAL_ONLY or not re.search("[a-z]", lemma):
        return frozenset((lemma,))
    if pos == "VERB":
        head, gap, rest = lemma.partition(" ")
        return frozenset(form + gap + rest for form in _forms(head, pos))
    cut = max(lemma.rfind(" "), lemma.rfind("-")) + 1
    if pos in ("ADJ", "ADV") and cut:
        return frozenset((lemma,))
    if lemma[cut:] in PLURAL_ONLY:
        return frozenset((lemma,))
    return frozenset(lemma[:cut] + form for form in _forms(lemma[cut:], pos))


@lru_cache(maxsize=20_000)
def _forms(word: str, pos: str) -> frozenset[str]:
    import lemminflect

    listed = lemminflect.getAllInflections(word, pos)
    if not listed and pos in ("NOUN", "VERB"):
        listed = lemminflect.getAllInflectionsOOV(word, pos)
    return frozenset({word, *(form.lower() for forms in listed.values() for form in forms)})


def mended_pos(word: str, tagged: str, *, sensory: bool, before_noun: bool, after_determiner: bool) -> str:
    """The tagged part of speech, or the likeliest one the word can have when it cannot have that.

    A word of taste or touch that is tagged as a noun is an adjective before a noun (tender skin) and
    wherever no article makes it a thing (crisp, tender and sweet). Measured need: newspaper taggers read
    ripe, organic and glossy in listings as nouns.

    >>> mended_pos("ripe", "NOUN", sensory=True, before_noun=True, after_determiner=True)
    'ADJ'
    >>> mended_pos("foam", "ADJ", sensory=False, before_noun=True, after_determiner=False)
    'NOUN'
    """
    possible = possible_pos(word)
    if not possible or (tagged == "ADJ" and is_participle(word)):
        return tagged  # padded, wired: lemminflect lists the verb alone
    if tagged not in possible:
        for pos in ("ADJ", "NOUN", "VERB") if sensory else ("NOUN", "ADJ", "VERB"):
            if pos in possible:
                return pos
        return tagged
    if sensory and tagged in ("NOUN", "VERB") and "ADJ" in possible and (before_noun or not after_determiner):
        return "ADJ" if tagged == "NOUN" else tagged
    return tagged
