"""Parts of speech a word can have at all, to overrule a tagger that names one it cannot."""

from __future__ import annotations

from functools import lru_cache

_OPEN = ("NOUN", "VERB", "ADJ", "ADV")


@lru_cache(maxsize=20_000)
def possible_pos(word: str) -> frozenset[str]:
    """The open-class parts of speech lemminflect lists for a lower-case word form; empty when it has none."""
    import lemminflect

    return frozenset(pos for pos in lemminflect.getAllLemmas(word) if pos in _OPEN)


@lru_cache(maxsize=20_000)
def verb_base(word: str) -> str | None:
    """The verb a participle comes from (frozen → freeze, dried → dry), None when it is no verb form."""
    import lemminflect

    lemmas = lemminflect.getAllLemmas(word).get("VERB", ())
    return lemmas[0] if lemmas and lemmas[0] != word else None


@lru_cache(maxsize=20_000)
def noun_base(word: str) -> str:
    """The listed singular of a noun form; the word itself when none is listed."""
    import lemminflect

    lemmas = lemminflect.getAllLemmas(word).get("NOUN", ())
    return lemmas[0] if lemmas else word


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
    if not possible:
        return tagged
    if tagged not in possible:
        for pos in ("ADJ", "NOUN", "VERB") if sensory else ("NOUN", "ADJ", "VERB"):
            if pos in possible:
                return pos
        return tagged
    if sensory and tagged in ("NOUN", "VERB") and "ADJ" in possible and (before_noun or not after_determiner):
        return "ADJ" if tagged == "NOUN" else tagged
    return tagged
