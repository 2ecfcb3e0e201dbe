"""The lemma of an English word once its part of speech is known.

lemminflect offers several lemmas in no useful order; the choice here is by frequency, and for things on a
shelf by what shops sell: leaves are leaf, glasses are worn or filled.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from vocab.word_forms import PLURAL_ONLY, listed_lemmas, word_set, zipf

#: Company in which "glasses" are worn and not filled.
_EYEWEAR = word_set(
    "reading sun safety swimming frame frames lens lenses eye eyes eyewear optical myopia prescription "
    "vision uv polarized polarised blue-light anti-blue wear wearer nose temple"
)
_AUX = {
    "am": "be", "is": "be", "are": "be", "was": "be", "were": "be", "been": "be", "being": "be", "'s": "be",
    "'re": "be", "'m": "be", "has": "have", "had": "have", "having": "have", "'ve": "have", "does": "do",
    "did": "do", "doing": "do", "done": "do", "'ll": "will", "wo": "will", "ca": "can", "'d": "would",
    "got": "get", "gets": "get", "getting": "get",
}  # fmt: skip


@lru_cache(maxsize=50_000)
def lemma_of(word: str, pos: str, tag: str) -> str:
    """The lemma of a lower-case form with its universal and Penn tag."""
    if pos == "AUX":
        return _AUX.get(word, word)
    if pos == "NOUN":
        return _noun_lemma(word, tag)
    if pos == "VERB":
        return _verb_lemma(word, tag)
    if pos in ("ADJ", "ADV"):
        base = listed_lemmas(word).get(pos, ())
        graded = tag in ("JJR", "JJS", "RBR", "RBS") or word.endswith(("er", "est"))
        return _common(base, word) if graded and word not in base else word
    if pos == "PART" and word == "n't":
        return "not"
    return word


def _noun_lemma(word: str, tag: str) -> str:
    cut = word.rfind("-") + 1
    head = word[cut:]
    if head in PLURAL_ONLY or word in PLURAL_ONLY:
        return word
    found = listed_lemmas(head).get("NOUN", ())
    if not found and tag == "NNS" and head.isalpha():
        import lemminflect

        found = lemminflect.getAllLemmasOOV(head, "NOUN").get("NOUN", ())
    if tag == "NN" and (head in found or not head.endswith("s")):
        return word
    others = tuple(c for c in found if c != head) or found
    if head.endswith("ves") and (with_f := [c for c in others if c.endswith(("f", "fe"))]):
        # "leave" is the commoner word, "leaf" the commoner noun: leaves, halves, shelves mean things here.
        return word[:cut] + with_f[0]
    return word[:cut] + _common(others, head)


def _verb_lemma(word: str, tag: str) -> str:
    found = listed_lemmas(word).get("VERB", ())
    if tag in ("VB", "VBP") and (word in found or not found):
        return word
    if not found:
        import lemminflect

        found = lemminflect.getAllLemmasOOV(word, "VERB").get("VERB", ())
    # found: find, not found; ground: grind. The form itself is the lemma only when nothing else is offered.
    return _common(tuple(c for c in found if c != word) or found, word)


def _common(candidates: Sequence[str], default: str) -> str:
    """The most frequent candidate; lemminflect lists (lens, lense) and (leave, leaf) in no useful order."""
    return max(candidates, key=lambda c: (zipf(c), -len(c), c), default=default)


def glasses_lemma(before: str, context: Collection[str]) -> str:
    """The lemma of "glasses" after the word `before` in a sentence of the words `context`, in lower case."""
    if before in ("wine", "drinking", "water", "beer", "tea", "champagne", "whisky", "shot", "cocktail"):
        return "glass"
    return "glasses" if _EYEWEAR & set(context) else "glass"
