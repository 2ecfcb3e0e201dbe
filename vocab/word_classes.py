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


def classes_of(lemma: str, surface: str) -> frozenset[str]:
    """The classes of a term: its own, else those of its spelled form, else of its last part."""
    table = word_classes()
    for key in (lemma, surface.lower(), lemma.replace(" ", "-")):
        if key in table:
            return table[key]
    last = lemma.replace("-", " ").split()[-1:] or [""]
    found = table.get(last[0], frozenset())
    return found & {"food", "material"} if " " in lemma else found
