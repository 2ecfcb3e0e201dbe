"""Proposals led by the Chinese text, for products without English: the term is sure, its English is not."""

from __future__ import annotations

from collections.abc import Mapping

from vocab.align import stem
from vocab.candidates import dull_words
from vocab.card import Pos, Span
from vocab.chinese import Word
from vocab.dictionary import Dictionary
from vocab.domains import domains_of
from vocab.glossary import Glossary, fold_term
from vocab.levels import Levels
from vocab.passage import ChinesePassage, Reading, last_noun
from vocab.proposal import Proposal
from vocab.sense import Gloss
from vocab.word_classes import classes_of, word_classes

#: jieba's parts of speech that can be taught, as ours. Names stay out unless a glossary has them.
_POS: Mapping[str, Pos] = {
    "n": "NOUN", "v": "VERB", "a": "ADJ", "z": "ADJ", "b": "ADJ", "l": "PHRASE", "i": "PHRASE",
}  # fmt: skip
_FELT = frozenset(("taste", "texture", "smell", "process"))
_NONE: frozenset[str] = frozenset()
_NAMES = ("nr", "ns", "nt", "nz", "nrt", "nrfg")


class ChineseLead:
    """Finds terms in Chinese texts and the English a board would carry for them."""

    def __init__(self, dictionary: Dictionary, glossary: Glossary, levels: Levels) -> None:
        self._dictionary = dictionary
        self._glossary = glossary
        self._levels = levels

    def proposals(self, reading: Reading, overrides: Mapping[tuple[str, str], str]) -> tuple[Proposal, ...]:
        """One proposal per Chinese term, in text order; the source places are those of the Chinese text."""
        held = {zh: lemma for (lemma, _), zh in overrides.items()}
        votes = domains_of(reading, self._glossary)
        out: dict[str, Proposal] = {}
        for passage in reading.chinese:
            title = passage.field.startswith("title")
            naming = last_noun(passage) if title else None
            for k, word in enumerate(passage.words):
                if not word.han or word.simp in reading.barred or word.simp in out:
                    continue
                made = self._propose(word, passage, k == naming, title, votes, held)
                if made:
                    out[word.simp] = made
        return tuple(out.values())

    def _propose(
        self,
        word: Word,
        passage: ChinesePassage,
        head: bool,
        title: bool,
        votes: Mapping[str, float],
        held: Mapping[str, str],
    ) -> Proposal | None:
        pos = _POS.get(word.flag[:1])
        rows = sorted(
            self._glossary.by_zh.get(word.simp, []),
            key=lambda item: (item[0].origin != "merchant", item[1], -votes.get(item[0].domain, 0.0)),
        )
        if not rows and (pos is None or word.flag in _NAMES or len(word.simp) < 2):
            return None
        if len(word.simp) == 1 and (not rows or not word_classes().get(rows[0][0].en.lower(), _NONE) & _FELT):
            return None  # 抓, 按: a single character is a word for a board only when it is a taste or a touch
        if word.simp.endswith("装") and not rows:
            return None  # 罐装, 8枚装: packaging
        original = passage.original[word.start : word.end]
        span = Span(passage.field, word.start, word.end, original)
        if word.simp in held:
            en, evidence, confidence, check = held[word.simp], "override", 1.0, False
            pos = pos or "NOUN"
        elif rows:
            row = rows[0][0]
            en, confidence, check = fold_term(row.en), 0.9 - 0.1 * rows[0][1], False
            en = row.en.lower() if "-" in row.en else en
            evidence = row.origin
            pos = row.pos  # type: ignore[assignment]
        else:
            found = self._english(word.simp, pos or "NOUN")
            if found is None:
                return None
            en, verb = found
            pos = "VERB" if verb else ("NOUN" if pos == "VERB" else pos)
            evidence, confidence, check = "generic", 0.45, True
        words = tuple(fold_term(en).split())
        if not words or (not rows and any(w in dull_words() for w in words)):
            return None
        salience = 1.0 if head else 0.8 if title else 0.4
        return Proposal(
            headword=rows[0][0].en if rows and evidence != "override" else en,
            lemma=en,
            pos=pos or "NOUN",
            gloss=Gloss(word.simp, confidence, evidence, span, check),  # type: ignore[arg-type]
            field=passage.field,
            start=word.start,
            end=word.end,
            source_text=original,
            words=words,
            family=stem(words[-1]),
            head=head,
            salience=salience,
            level=self._levels.of(en, pos or "NOUN"),
            zipf=min(self._dictionary.zipf_en(w) for w in words),
            classes=classes_of(en, en, pos or "NOUN"),
            in_glossary=bool(rows),
            at_home=votes.get(rows[0][0].domain, 0.0) if rows else 0.0,
        )

    def _english(self, simp: str, pos: Pos) -> tuple[str, bool] | None:
        """The shortest common gloss of a Chinese word that agrees with its part of speech."""
        best: tuple[float, str, bool] | None = None
        for reading in self._dictionary.readings(simp):
            for key, index, verb, proper in reading.glosses:
                words = key.split()
                if proper or len(words) > 3 or any(self._dictionary.zipf_en(w) < 2.0 for w in words):
                    continue
                rank = -index - 0.6 * (len(words) - 1) - (0.8 if verb != (pos == "VERB") else 0.0)
                if best is None or rank > best[0]:
                    best = (rank, key, verb)
        return (best[1], best[2]) if best else None
