"""Words that sound otherwise as another part of speech (live, produce, minute), tagged by their neighbours.

A wrong tag on most words costs a card its place, on these it makes a host misread the word, so they are held
to what stands beside them. Where no neighbour decides, the tagger's word stands.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import lru_cache
from pathlib import Path

from vocab.listing_words import ListingWord

_TABLE = Path(__file__).with_name("data") / "heteronyms.csv"
_NOMINAL = ("NOUN", "PROPN")
#: What stands before a noun and before no verb.
_BEFORE_NOUN = ("DET", "ADJ", "NUM", "ADP")
#: What counts minutes; everything else that is minute is tiny.
_COUNTED = frozenset(("a", "one", "per", "every", "each", "last", "the", "this", "another", "extra"))
#: Tags before a bare verb: to, can.
_VERBAL = ("TO", "MD")
#: Words of amount that open an object.
_MUCH = frozenset(("most", "all", "both", "half", "some", "many", "several"))


@lru_cache(maxsize=1)
def heteronym_pos() -> dict[str, frozenset[str]]:
    """Word → the parts of speech as which it is said differently."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in csv.DictReader(_TABLE.read_text(encoding="utf-8").splitlines()):
        if row["pos"]:
            found[row["en"]][row["pos"]] = row["us"]
    return {word: frozenset(said) for word, said in found.items() if len(set(said.values())) > 1}


def fix_heteronyms(words: list[ListingWord]) -> None:
    """Applies the rules to the heteronyms of one sentence."""
    for i, word in enumerate(words):
        possible = heteronym_pos().get(word.low)
        if possible is None or word.pos in ("NUM", "X", "PUNCT"):
            continue
        before = words[i - 1] if i else None
        after = words[i + 1] if i + 1 < len(words) else None
        pos = _decided(word, possible, before, after)
        if pos is not None and pos != word.pos:
            word.set(pos, {"NOUN": "NN", "ADJ": "JJ", "VERB": "VB"}[pos])


def _decided(
    word: ListingWord, possible: frozenset[str], before: ListingWord | None, after: ListingWord | None
) -> str | None:
    named = after is not None and (after.pos in _NOMINAL or (after.pos == "ADJ" and word.pos == "ADJ"))
    if word.low == "minute":
        counted = before is not None and (before.pos == "NUM" or before.low in _COUNTED)
        return "ADJ" if named and after is not None and after.tag == "NNS" and not counted else None
    own = before is not None and before.tag == "PRP$"  # your produce
    # VBZ: the tagger takes "Straps compress" for two verbs; then an object has to follow
    plural = before is not None and before.tag in ("NNS", "VBZ")
    subject = plural or (before is not None and not own and (before.pos == "PRON" or before.tag in _VERBAL))
    if "VERB" in possible and "ADJ" in possible:
        if named and not subject:
            # "live crabs", "a close weave": before a bare noun; "separate the yolks" has its object's sign
            return "ADJ" if before is None or before.pos in ("DET", "NUM", "ADJ", "PUNCT", "ADP") else None
        goes_on = after is None or after.pos in ("ADP", "ADV", "PUNCT", "DET", "PRON")
        return "VERB" if subject and goes_on else None
    if "NOUN" in possible and "VERB" in possible:
        led = own or (before is not None and before.pos in _BEFORE_NOUN and before.low != "to")
        object_next = after is not None and (after.pos in ("DET", "PRON") or after.low in _MUCH)
        if led and not object_next:
            return "NOUN"
        return "VERB" if subject and (object_next or not plural) else None
    return None
