"""Word families: a word and its base, joined by an affix of the table. Both are real words, or none."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from catalog.bilingual import Bilingual
from vocab.dictionary import Dictionary
from vocab.glossary import Glossary
from vocab.word_classes import word_classes
from vocab.word_forms import possible_pos

_AFFIXES = Path(__file__).with_name("data") / "affixes.csv"
#: Zipf frequency from which a base, and a derived word, is common enough to be shown beside the other.
COMMON_BASE, COMMON_DERIVED = 3.3, 2.8
#: Characters too general to prove that two words are related.
_EMPTY = frozenset("的地得了着性物品人子者一不有可以化为是上下大小使作器机用于无未非")
#: Prefixes that turn the sense round: base and word need not share a character (salted 咸, unsalted 无盐).
_OPPOSITES = frozenset(("un", "non"))
#: Inflections: offered from the inflected word to its base, not the other way round.
_INFLECTIONS = frozenset(("ed", "ing", "er", "est", "ied"))


@dataclass(frozen=True, slots=True)
class Affix:
    """One rule: a suffix joins as `base` less `drop` plus `add`, a prefix as `add` plus `base`.

    `before` and `after` are the parts of speech it joins. An `open` rule may join other words than its own
    pairs, if their Chinese shows that they are kin. `pairs` are (base, derived) that the project wrote
    down: they need no further proof.
    """

    kind: str
    name: str
    add: str
    drop: str
    before: frozenset[str]
    after: frozenset[str]
    meaning: Bilingual
    open: bool
    pairs: frozenset[tuple[str, str]]

    def derive(self, base: str) -> str | None:
        """The derived form of a base; None when the rule does not fit its spelling."""
        if self.kind == "prefix":
            return self.add + base
        if self.drop and not base.endswith(self.drop):
            return None
        return (base[: -len(self.drop)] if self.drop else base) + self.add

    def bases(self, word: str) -> Iterator[str]:
        """The bases a word could have by this rule, also with a doubled consonant (nut, nutty)."""
        if self.kind == "prefix":
            if word.startswith(self.add):
                yield word[len(self.add) :]
        elif word.endswith(self.add):
            cut = word[: -len(self.add)]
            yield cut + self.drop
            if not self.drop and cut[-1:] == cut[-2:-1]:
                yield cut[:-1]
            if not self.drop and cut.endswith("i"):
                yield cut[:-1] + "y"


@lru_cache(maxsize=1)
def affixes() -> tuple[Affix, ...]:
    """The table the project wrote, longer affixes first: -less before -s, non- before no-."""
    rows = csv.DictReader(_AFFIXES.read_text(encoding="utf-8").splitlines())
    found = [
        Affix(
            r["kind"], r["affix"], r["add"], r["drop"], frozenset(r["from"].split()),
            frozenset(r["to"].split()), Bilingual(r["meaning_en"], r["meaning_zh"]),
            r["open"] == "yes", _pairs(r["examples"]),
        )
        for r in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda affix: -len(affix.add)))


@lru_cache(maxsize=1)
def _made() -> Mapping[str, tuple[str, Affix]]:
    """Base → the derived word that the table gives for it, with the affix; inflections left out."""
    out: dict[str, tuple[str, Affix]] = {}
    for affix in affixes():
        for base, derived in sorted(affix.pairs) if affix.add not in _INFLECTIONS else ():
            out.setdefault(base, (derived, affix))
    return out


def _pairs(cell: str) -> frozenset[tuple[str, str]]:
    return frozenset((pair.partition(">")[0], pair.partition(">")[2]) for pair in cell.split())


class Families:
    """Finds the base of a word, or a word made from it."""

    def __init__(self, dictionary: Dictionary, glossary: Glossary) -> None:
        self._dictionary = dictionary
        self._glossary = glossary

    def of(self, word: str) -> tuple[str, str, Affix] | None:
        """(base, derived, affix) with the word as one of the two; None when no rule joins real words.

        The word's own base comes before what is made from the word.
        """
        if " " in word or len(word) < 4:
            return None
        for affix in affixes():
            for base in affix.bases(word):
                common = len(base) >= 3 and self._zipf(base) >= COMMON_BASE
                if (common or (base, word) in affix.pairs) and self.joined(base, word, affix):
                    return base, word, affix
        if word in _made():
            return word, *_made()[word]
        for affix in affixes():
            if not affix.open or affix.add in _INFLECTIONS or affix.add.endswith("-"):
                continue
            derived = affix.derive(word)
            if derived is None:
                continue
            if self._zipf(derived) >= COMMON_DERIVED and self.joined(word, derived, affix):
                return word, derived, affix
        return None

    def joined(self, base: str, derived: str, affix: Affix) -> bool:
        """True when an affix joins the two: parts of speech that fit, and Chinese that shows they are kin."""
        if (base, derived) in affix.pairs:
            return True
        if not affix.open:
            return False
        before, after = possible_pos(base), possible_pos(derived)
        material = affix.add == "en" and "material" in word_classes().get(base, frozenset())
        spelled = "-" in derived  # dictionaries list few hyphenates; the hyphen shows the joint
        if not (material or (before & affix.before and (spelled or after & affix.after))):
            return False
        if affix.add == "en" and not (material or ("ADJ" in before and "VERB" in after)):
            return False
        if affix.name in _OPPOSITES:
            return "ADJ" in before or spelled
        if spelled:
            return True
        second = self._glosses(derived) if affix.name in ("er", "or") else self.characters(derived)
        return bool((self.characters(base) & second) - _EMPTY)

    def characters(self, word: str) -> frozenset[str]:
        """The characters of a word's Chinese in dictionary and glossary."""
        zh = [s.simp for s in self._dictionary.senses(word)[:6] if not s.proper]
        return frozenset(c for z in zh for c in z) | self._glosses(word)

    def _glosses(self, word: str) -> frozenset[str]:
        return frozenset(c for row in self._glossary.rows(word) for z in row.zh for c in z)

    def _zipf(self, word: str) -> float:
        return min(self._dictionary.zipf_en(part) for part in word.split("-"))
