"""The gloss in the product's own sense, with its evidence: a person's override, the product's own Chinese,
the merchant's words, the retail glossary, and only then a guess without context (to be checked by a person).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import sqrt

from vocab.card import Evidence, Span
from vocab.dictionary import Dictionary
from vocab.domains import ANYWHERE
from vocab.glossary import Glossary, GlossaryRow
from vocab.lexicon import Lexicon

#: Least probability of a merchant translation, and how often it must have been seen (expected counts): once
#: in five is enough for a word that a dictionary lists too, a word nobody lists needs nearly two sightings.
MIN_PROBABILITY = 0.15
SEEN_KNOWN, SEEN_NEW = 0.2, 1.8
#: Weight of the root of the probability, and the standing of a word that only the merchant has.
LEARNT, NEW_WORD = 6.0, -2.0
#: Support of a row's domain from which its sense is at home in a product without Chinese, and the senses of
#: the dictionary that speak against one that is not: tuned on the tuning boards and the sample in English
#: only. Below the third figure the product has nothing to do with the row's part of the shop (springy 弹牙,
#: said of a brush): no rival is needed to doubt it.
AT_HOME, LIKELY, STRANGE = 0.2, 6, 0.05
#: Domains whose words have one sense all over the shop.
_EVERYWHERE = frozenset(("general", "shop_talk"))
#: Chinese characters that no teacher writes on a board as a gloss on their own.
_STALE = frozenset("毳襦瀑爽幂衾")


@dataclass(frozen=True, slots=True)
class Gloss:
    """A chosen gloss: simplified Chinese, confidence 0…1, evidence, the quoted span, and the runners-up."""

    zh: str
    confidence: float
    evidence: Evidence
    span: Span | None
    check: bool
    alternatives: tuple[str, ...] = ()


class Senses:
    """Chooses glosses without the product's Chinese; links with the text come from the caller and win."""

    def __init__(
        self,
        dictionary: Dictionary,
        glossary: Glossary,
        lexicon: Lexicon | None,
        overrides: Mapping[tuple[str, str], str],
    ) -> None:
        self._dictionary = dictionary
        self._glossary = glossary
        self._lexicon = lexicon
        self._overrides = overrides

    def override(self, lemma: str, pos: str) -> Gloss | None:
        """A person's gloss for (lemma, pos), or for the lemma in any part of speech (pos "")."""
        zh = self._overrides.get((lemma, pos)) or self._overrides.get((lemma, ""))
        return Gloss(zh, 1.0, "override", None, False) if zh else None

    def glossary_rows(
        self, keys: Collection[str], pos: str, domains: Mapping[str, float]
    ) -> list[GlossaryRow]:
        """Glossary rows for any of the keys, best first: merchant, then part of speech, then domain."""
        rows = {id(row): row for key in keys for row in self._glossary.rows(key)}.values()

        own = {row.en.lower() for key in [*keys][:1] for row in self._glossary.rows(key)}

        def rank(row: GlossaryRow) -> tuple[bool, bool, bool, float]:
            agrees = row.pos == pos or pos == "PHRASE" or row.pos == "PHRASE"
            # A product that speaks for no part of the shop takes the word's general sense.
            support = domains.get(row.domain, ANYWHERE if row.domain == "general" else 0.0)
            # dried is not the dry of wine: a row of the word itself goes before one of its base
            return (row.origin != "merchant", not agrees, row.en.lower() not in own, -support)

        return sorted(rows, key=rank)

    def without_link(
        self, keys: Collection[str], pos: str, domains: Mapping[str, float], text: str
    ) -> Gloss | None:
        """The best gloss from merchant, retail glossary or dictionary; None when nothing knows the word.

        `text` is the product's Chinese in simplified characters ("" when it has none). A known gloss that
        shares two characters in a row with it is preferred. Where there is Chinese that does not say the
        word, a gloss with rivals asks to be checked.
        """
        rows = self.glossary_rows(keys, pos, domains)
        merchant = [r for r in rows if r.origin == "merchant"]
        if merchant:
            return _from_rows(merchant, "merchant", 0.95, False, text)
        learnt = self._learnt(keys, pos, domains, rows)
        if learnt:
            return learnt
        agreeing = [r for r in rows if r.pos == pos or "PHRASE" in (pos, r.pos)]
        if agreeing:
            best = agreeing[0]
            # Other domains know the word in other senses: without support from this product's domain, ask.
            others = [domains.get(r.domain, 0.0) for r in agreeing if not set(r.zh) & set(best.zh)]
            own = domains.get(best.domain, 0.0)
            unsure = bool(others) and (own < 1.3 * max(others) or own < ANYWHERE)
            unsaid = bool(text) and not any(_echo(z, text) for r in agreeing for z in r.zh)
            # Without any Chinese nothing decides between senses that have no character in common.
            rivals = not text and any(not set(z) & set(best.zh[0]) for r in rows for z in r.zh)
            away = not text and best.domain not in _EVERYWHERE
            strange = away and (own < STRANGE or (own < AT_HOME and self._means_else(keys, best.zh[0])))
            unsure = unsure or unsaid or rivals or strange
            return _from_rows(agreeing, "retail", 0.55 if unsure else 0.85, unsure, text)
        if rows:
            return _from_rows(rows, "retail", 0.4, True, text)
        return self.generic(keys, pos, text)

    def _means_else(self, keys: Collection[str], zh: str) -> bool:
        """True when one of the dictionary's likelier senses has no character in common with a gloss."""
        likely = [s for key in keys for s in self._dictionary.senses(key) if not s.proper][:LIKELY]
        return any(not set(s.simp) & set(zh) for s in likely)

    def _learnt(
        self, keys: Collection[str], pos: str, domains: Mapping[str, float], rows: list[GlossaryRow]
    ) -> Gloss | None:
        """The merchant's own word where their catalogue speaks louder than glossary and dictionary.

        The weights were tuned on one half of the retail category names (`bench/vocab_gloss.py`).
        """
        if self._lexicon is None:
            return None
        told = {zh: (probability, seen) for key in keys for zh, probability, seen in self._lexicon.best(key)}
        if not told:
            return None
        score: dict[str, float] = {}
        for row in rows:
            for rank, zh in enumerate(row.zh):
                value = 2.0 + 2.0 * domains.get(row.domain, 0.0) + (0.5 if row.pos == pos else -1.0)
                score[zh] = max(score.get(zh, -99.0), value - 0.6 * rank)
        for key in keys:
            for sense in self._dictionary.senses(key):
                if not sense.proper:
                    value = 0.5 * sense.weight + (0.4 if sense.verb == (pos == "VERB") else -0.4)
                    score[sense.simp] = max(score.get(sense.simp, -99.0), value)
        known = frozenset(score)
        for zh, (probability, seen) in told.items():
            if seen >= (SEEN_KNOWN if zh in known else SEEN_NEW):
                score[zh] = score.get(zh, NEW_WORD) + LEARNT * sqrt(probability)
        if not score:
            return None
        ranked = sorted(score, key=lambda z: (-score[z], z))
        probability, seen = told.get(ranked[0], (0.0, 0.0))
        if probability < MIN_PROBABILITY or seen < SEEN_KNOWN:
            return None
        sure = probability >= 0.35 and (ranked[0] in known or seen >= 3.0)
        others = tuple(z for z in ranked[1:4])
        return Gloss(ranked[0], round(0.4 + 0.5 * probability, 3), "merchant", None, not sure, others)

    def generic(self, keys: Collection[str], pos: str, text: str) -> Gloss | None:
        """The dictionary's likeliest word for the part of speech, without knowing the product: check it."""
        scored: dict[str, float] = {}
        for key in keys:
            for sense in self._dictionary.senses(key):
                score = sense.weight - (2.0 if sense.proper else 0.0)
                score += 0.8 if sense.verb == (pos == "VERB") else -0.8
                score -= 1.5 if sense.simp in _STALE else 0.0
                score += 3.0 if _echo(sense.simp, text) else 0.0
                scored[sense.simp] = max(score, scored.get(sense.simp, -99.0))
        if not scored:
            return None
        ranked = sorted(scored.items(), key=lambda item: (-item[1], item[0]))
        margin = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else ranked[0][1] - 2.0)
        confidence = max(0.1, min(0.5, 0.2 + 0.08 * ranked[0][1] + 0.1 * margin))
        others = tuple(z for z, _ in ranked[1:4])
        return Gloss(ranked[0][0], round(confidence, 3), "generic", None, True, others)


def _echo(zh: str, text: str) -> bool:
    """True when two neighbouring characters of `zh` stand in the text."""
    return any(zh[i : i + 2] in text for i in range(len(zh) - 1)) if text else False


def _from_rows(
    rows: list[GlossaryRow], evidence: Evidence, confidence: float, check: bool, text: str
) -> Gloss:
    zh = list(dict.fromkeys(z for row in rows for z in row.zh))
    zh.sort(key=lambda z: not _echo(z, text))
    return Gloss(zh[0], confidence, evidence, None, check, tuple(zh[1:4]))
