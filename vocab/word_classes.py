"""What a word says about a product: taste, texture, smell, look, process, material, ingredient, benefit."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")


@lru_cache(maxsize=1)
def word_classes() -> Mapping[str, frozenset[str]]:
    """Word → its classes (taste, texture, process, …), from the table the project wrote."""
    out: dict[str, set[str]] = {}
    for row in csv.DictReader((_DATA / "classes.csv").read_text(encoding="utf-8").splitlines()):
        for word in row["words"].split():
            out.setdefault(word, set()).add(row["class"])
    return {word: frozenset(classes) for word, classes in out.items()}


#: Nouns that are words of taste themselves.
_TASTE_NOUNS = frozenset(("umami",))
#: Classes that describe: a noun of the same spelling (a light, a lace) is not in them.
DESCRIBING = frozenset(("taste", "texture", "look"))
#: Classes of stuff: a verb of the same spelling (to season, to butter) is not in them.
_STUFF = frozenset(("material", "ingredient", "food"))


def classes_of(lemma: str, surface: str, pos: str) -> frozenset[str]:
    """The classes of a term: its own, else those of its spelled form, else of its last part.

    What cannot be so as this part of speech is left out: a light is not of the class of light and heavy.
    """
    found = _classes(lemma, surface)
    if pos == "NOUN":
        return found - DESCRIBING if lemma not in _TASTE_NOUNS else found
    return found - _STUFF if pos == "VERB" else found


def _classes(lemma: str, surface: str) -> frozenset[str]:
    table = word_classes()
    for key in (lemma, surface.lower(), lemma.replace(" ", "-")):
        if key in table:
            return table[key]
    last = lemma.replace("-", " ").split()[-1:] or [""]
    found = table.get(last[0], frozenset())
    return found & {"food", "material"} if " " in lemma else found
