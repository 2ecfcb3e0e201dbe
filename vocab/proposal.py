"""From a reading to proposals: one per (lemma, part of speech, sense), each with its gloss and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vocab.align import stem
from vocab.candidates import dull_words, head_unit
from vocab.card import Pos, Span
from vocab.dictionary import Dictionary
from vocab.domains import domains_of
from vocab.glossary import Glossary, fold_term
from vocab.levels import Level, Levels
from vocab.passage import Found, Linked, Passage, Reading
from vocab.sense import Gloss, Senses
from vocab.word_classes import classes_of
from vocab.word_forms import possible_pos

#: Zipf frequency from which every learner of the target levels has met a word.
COMMON = 4.0
_TITLE_HEAD, _TITLE, _FIRST, _BODY = 1.0, 0.8, 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Proposal:
    """A possible card: what it would say and what speaks for it. Places are in the English field."""

    headword: str
    lemma: str
    pos: Pos
    gloss: Gloss
    field: str
    start: int
    end: int
    source_text: str
    words: tuple[str, ...]
    family: str
    head: bool
    salience: float
    level: Level | None
    zipf: float
    classes: frozenset[str]
    in_glossary: bool
    listed: bool = False
    at_home: float = 0.0
    hard: float | None = None  # difficulty for the audience, where it is not that of the English word
    twisted: bool = False  # a common word in a sense that is not its commonest (rich 浓郁, spring 弹簧)


class Proposer:
    """Turns readings into proposals."""

    def __init__(self, dictionary: Dictionary, glossary: Glossary, senses: Senses, levels: Levels) -> None:
        self._dictionary = dictionary
        self._glossary = glossary
        self.senses = senses
        self._levels = levels

    def proposals(self, reading: Reading) -> tuple[Proposal, ...]:
        """The proposals of a reading in text order, the best occurrence standing for each lemma and sense."""
        domains = domains_of(reading, self._glossary)
        heads = {i: head_unit(p) for i, p in enumerate(reading.english) if p.is_title}
        best: dict[tuple[str, Pos], tuple[float, Found]] = {}
        for found in reading.found:
            passage = reading.english[found.passage]
            salience = self._salience(found, passage, heads.get(found.passage))
            strength = (found.linked.score if found.linked else 0.0) + salience * 0.2
            key = (found.unit.lemma, found.unit.pos)
            if key not in best or strength > best[key][0]:
                best[key] = (strength, found)
        saliences: dict[tuple[str, Pos], float] = {}
        for found in reading.found:
            value = self._salience(found, reading.english[found.passage], heads.get(found.passage))
            place = (found.unit.lemma, found.unit.pos)
            saliences[place] = max(value, saliences.get(place, 0.0))
        out: list[Proposal] = []
        for key, (_, found) in best.items():
            made = self._propose(found, reading, domains, saliences[key])
            if made:
                out.append(made)
        return _merge_same(out)

    def _salience(self, found: Found, passage: Passage, head: int | None) -> float:
        if passage.is_title:
            if head is None or head >= len(passage.units):
                return _TITLE
            unit = passage.units[head]
            return _TITLE_HEAD if found.unit.first <= unit.first <= found.unit.last else _TITLE
        first = passage.sentences[0][-1].end if passage.sentences and passage.sentences[0] else 0
        return _FIRST if passage.tokens[found.unit.first].start < first else _BODY

    def _propose(
        self, found: Found, reading: Reading, domains: Mapping[str, float], salience: float
    ) -> Proposal | None:
        unit, passage = found.unit, reading.english[found.passage]
        start, end = passage.tokens[unit.first].start, passage.tokens[unit.last].end
        surface = passage.masked[start:end]
        # A title names things: its nouns are never the verb that one character could also be (drill 钻).
        pos = unit.pos if passage.is_title else self._settled_pos(unit.pos, unit.lemma, found.linked)
        gloss = self.senses.override(unit.lemma, pos)
        if gloss is None and found.linked:
            gloss = self._from_text(found, reading, found.linked)
        if gloss is None:
            text = "".join(w.simp for c in reading.chinese for w in c.words)
            gloss = self.senses.without_link(unit.keys, pos, domains, text)
        if gloss is None or not gloss.zh:
            return None
        lemma = unit.lemma
        words = tuple(fold_term(lemma).split())
        rows = [row for key in unit.keys for row in self._glossary.rows(key)]
        headword = _headword(lemma, surface, rows[0].en if rows else "")
        if not rows and any(w in dull_words() for w in words) and not (found.linked and found.parts):
            return None
        zipf = min((self._dictionary.zipf_en(w) for w in words), default=0.0)
        return Proposal(
            headword=headword,
            lemma=lemma,
            pos=pos,
            gloss=gloss,
            field=passage.field,
            start=start,
            end=end,
            source_text=surface,
            words=words,
            family=stem(words[-1]),
            head=salience >= _TITLE_HEAD,
            salience=salience,
            level=self._levels.of(lemma, pos),
            zipf=zipf,
            classes=classes_of(lemma, surface, pos),
            in_glossary=bool(rows),
            listed=unit.known,
            at_home=max((domains.get(r.domain, 0.0) for r in rows if gloss.zh in r.zh), default=0.0),
            twisted=gloss.evidence == "bilingual"
            and len(words) == 1
            and self._twisted(lemma, zipf, gloss.zh),
        )

    def _twisted(self, lemma: str, zipf: float, zh: str) -> bool:
        """True when a common word means here what it does not mean first."""
        senses = [s for s in self._dictionary.senses(lemma) if not s.proper]
        return zipf >= COMMON and bool(senses) and not set(zh) & set(senses[0].simp)

    def _settled_pos(self, pos: Pos, lemma: str, linked: Linked | None) -> Pos:
        """A noun that the Chinese answers with a verb only (wipe 擦) is the verb, if it can be one."""
        if pos != "NOUN" or linked is None or " " in lemma or linked.via not in ("exact", "glossary"):
            return pos
        if any(row.pos == "NOUN" and linked.zh in row.zh for row in self._glossary.rows(lemma)):
            return pos
        if any(row.pos == "VERB" and linked.zh in row.zh for row in self._glossary.rows(lemma)):
            return "VERB"
        senses = [s for s in self._dictionary.senses(lemma) if s.simp == linked.zh]
        if senses and all(s.verb for s in senses) and "VERB" in possible_pos(lemma):
            return "VERB"
        return pos

    def _from_text(self, found: Found, reading: Reading, linked: Linked) -> Gloss:
        """The gloss that the product's own Chinese gives, with the quoted span."""
        original = next(c.original for c in reading.chinese if c.field == linked.field)
        span = Span(linked.field, linked.start, linked.end, original[linked.start : linked.end])
        keys = found.unit.keys
        known = [z for key in keys for row in self._glossary.rows(key) for z in row.zh]
        known += [s.simp for key in keys for s in self._dictionary.senses(key) if not s.proper]
        others = tuple(dict.fromkeys(z for z in known if z != linked.zh))[:3]
        confidence = max(0.3, min(0.99, linked.score))
        named = [row.pos for key in keys for row in self._glossary.rows(key) if linked.zh in row.zh]
        if found.unit.pos == "VERB" and named and "VERB" not in named:
            return Gloss(linked.zh, min(confidence, 0.5), "bilingual", span, True, others)  # brew, 茶汤
        if linked.via == "phrase":
            # The Chinese word says more than this one: take the known gloss that it contains, if any.
            inside = [z for z in known if z in linked.whole or (len(z) > 1 and z[0] in linked.whole)]
            sure = [z for z in inside if z in linked.whole]
            if sure:
                return Gloss(max(sure, key=len), min(confidence, 0.7), "bilingual", span, False, others)
            return Gloss(linked.whole, min(confidence, 0.45), "bilingual", span, True, others)
        if linked.via == "stem":
            return Gloss(linked.zh, min(confidence, 0.6), "bilingual", span, linked.score < 0.5, others)
        if len(linked.zh) == 1 and len(linked.whole) > 1:
            longer = [z for z in known if linked.zh in z and len(z) > 1 and z in linked.whole]
            if longer:
                return Gloss(longer[0], confidence, "bilingual", span, False, others)
        return Gloss(linked.zh, confidence, "bilingual", span, linked.score < 0.36, others)


def _headword(lemma: str, surface: str, listed: str) -> str:
    """What stands on the board: the lemma, with the glossary's capitals and hyphens (Sichuan pepper)."""
    if fold_term(listed) == fold_term(lemma):
        return listed
    if surface.isupper() and 2 <= len(surface) <= 5:
        return surface  # MSG
    return surface.lower() if "-" in surface and "-" in lemma else lemma


def _merge_same(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """One proposal per (lemma, gloss): the same word tagged twice (cream NOUN, cream VERB) is one card."""
    out: dict[tuple[str, str], Proposal] = {}
    for proposal in proposals:
        key = (fold_term(proposal.lemma), proposal.gloss.zh)
        held = out.get(key)
        if held is None or _worth(proposal) > _worth(held):
            out[key] = proposal
    return tuple(out.values())


def _worth(proposal: Proposal) -> float:
    return proposal.gloss.confidence + proposal.salience
