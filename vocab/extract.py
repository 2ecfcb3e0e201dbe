"""Products in, cards out: the one entry to the vocabulary engine.

`Extractor` loads everything on first use and is built once per process. `import vocab.extract` is light; the
language libraries are imported when the first product arrives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from catalog.product import Product, Sku
from vocab.card import Card, Hook, Span, card_id
from vocab.levels import audience_target

if TYPE_CHECKING:
    from vocab.chinese_lead import ChineseLead
    from vocab.dictionary import Dictionary
    from vocab.glossary import Glossary, GlossaryRow
    from vocab.hooks import Hooks
    from vocab.levels import Levels
    from vocab.lexicon import Lexicon
    from vocab.passage import Reading
    from vocab.pronounce import Pronouncer
    from vocab.proposal import Proposal, Proposer
    from vocab.rank import Ranked
    from vocab.reading import EnglishLike, Reader

#: A catalogue teaches its own words from this many bilingual titles on.
MIN_LEXICON_PAIRS = 20
#: Proposals kept for hooks and the final choice: hooks are the dear part, the tail never makes a board.
SHORTLIST = 18


@dataclass(slots=True)
class _Engine:
    proposer: Proposer
    lead: ChineseLead
    hooks: Hooks
    pronouncer: Pronouncer
    tags: Mapping[str, tuple[str, ...]]


class Extractor:
    """Turns products into whiteboard cards. The same input gives the same cards, byte for byte.

    Args:
        pipeline: an installed spaCy pipeline's name or folder instead of the project's own.
        glossary: the merchant's glossary rows; they go before the retail glossary.
        overrides: glosses fixed by a person, by (lemma, part of speech or ""): they win for ever.
        ecdict: the user's csv in ECDICT's columns, the only source of exam tags.
        lexicon: a lexicon learnt before; else it is learnt from the products handed to `extract`.
        cache: folder of the dictionary cache; the user's cache folder by default.
        english: an English analysis, for tests; `vocab.english.English` by default.
    """

    def __init__(
        self,
        *,
        pipeline: Path | str | None = None,
        glossary: Sequence[GlossaryRow] = (),
        overrides: Mapping[tuple[str, str], str] | None = None,
        ecdict: Path | None = None,
        lexicon: Lexicon | None = None,
        cache: Path | None = None,
        english: EnglishLike | None = None,
    ) -> None:
        self._pipeline = pipeline
        self._rows = tuple(glossary)
        self._overrides = dict(overrides or {})
        self._ecdict = ecdict
        self._lexicon = lexicon
        self._cache = cache
        self._english = english
        self._parts: _Parts | None = None

    def __getstate__(self) -> dict[str, object]:
        """Pickles as its settings: a worker process loads its own language data."""
        return {name: value for name, value in self.__dict__.items() if name != "_parts"} | {"_parts": None}

    def warm(self) -> None:
        """Loads the language data now rather than with the first product."""
        parts = self.parts()
        for _ in parts.reader.read([Product(Sku("warm"), Bilingual("Fresh fruit", "新鲜水果"))]):
            pass

    def extract(
        self,
        products: Iterable[Product],
        *,
        audience: str = "cet4",
        limit: int = 5,
        known: Collection[str] = (),
    ) -> Iterator[tuple[Sku, tuple[Card, ...], tuple[Finding, ...]]]:
        """Cards per product in input order: (sku, cards best first, findings about its texts).

        `known` are words the audience was taught before; they are left out. With 20 or more bilingual titles
        the catalogue's own translations are learnt first, which reads all products before the first result.

        Raises:
            UnknownAudience: the audience name is not known.
        """
        from vocab.text_findings import text_findings

        target = audience_target(audience)
        parts = self.parts()
        lexicon = self._lexicon
        if lexicon is None:
            products = tuple(products)
            lexicon = parts.learn(products)
        engine = parts.engine(lexicon, self._overrides)
        prior = lexicon.translations if lexicon else None
        for reading in parts.reader.read(products, prior=prior):
            cards = _cards(reading, engine, self._overrides, target, limit, known)
            yield reading.product.sku, cards, text_findings(reading.product)

    def learn(self, products: Iterable[Product]) -> Lexicon | None:
        """The merchant's lexicon of a catalogue, to be handed to several extractors; None when too small."""
        return self.parts().learn(tuple(products))

    def parts(self) -> _Parts:
        """The loaded language data, for benchmarks and tools that need a single stage."""
        if self._parts is None:
            self._parts = _Parts.load(self._pipeline, self._rows, self._cache, self._english, self._ecdict)
        return self._parts


@lru_cache(maxsize=2)
def _english(pipeline: Path | str | None) -> EnglishLike:
    """One loaded pipeline per process, however many extractors share it."""
    from vocab.english import English

    return English() if pipeline is None else English(pipeline)


@dataclass(slots=True)
class _Parts:
    """The loaded language data, before any lexicon is known."""

    dictionary: Dictionary
    glossary: Glossary
    reader: Reader
    levels: Levels
    pronouncer: Pronouncer
    hooks: Hooks
    tags: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(
        cls,
        pipeline: Path | str | None,
        rows: tuple[GlossaryRow, ...],
        cache: Path | None,
        english: EnglishLike | None,
        ecdict: Path | None,
    ) -> _Parts:
        from vocab.align import Aligner
        from vocab.candidates import Finder
        from vocab.chinese import Chinese
        from vocab.dictionary import Dictionary
        from vocab.ecdict import exam_tags
        from vocab.glossary import Glossary, retail_glossary
        from vocab.hooks import Hooks
        from vocab.levels import Levels
        from vocab.pronounce import Pronouncer
        from vocab.reading import Reader

        dictionary = Dictionary.open(cache)
        glossary = Glossary((*rows, *retail_glossary()))
        pronouncer = Pronouncer(dictionary)
        if english is None:
            english = _english(pipeline)
        chinese = Chinese(glossary.terms(), dictionary)
        reader = Reader(english, chinese, Finder(dictionary, glossary), Aligner(dictionary, glossary))
        hooks = Hooks(dictionary, glossary, pronouncer)
        tags = exam_tags(ecdict) if ecdict else {}
        return cls(dictionary, glossary, reader, Levels(dictionary), pronouncer, hooks, tags)

    def learn(self, products: Sequence[Product]) -> Lexicon | None:
        from vocab.lexicon import learn

        if sum(1 for p in products if p.title.en and p.title.zh) < MIN_LEXICON_PAIRS:
            return None
        return learn(self.reader.title_pairs(products))

    def engine(self, lexicon: Lexicon | None, overrides: Mapping[tuple[str, str], str]) -> _Engine:
        from vocab.chinese_lead import ChineseLead
        from vocab.proposal import Proposer
        from vocab.sense import Senses

        senses = Senses(self.dictionary, self.glossary, lexicon, overrides)
        return _Engine(
            Proposer(self.dictionary, self.glossary, senses, self.levels),
            ChineseLead(self.dictionary, self.glossary, self.levels),
            self.hooks,
            self.pronouncer,
            self.tags,
        )


def _cards(
    reading: Reading,
    engine: _Engine,
    overrides: Mapping[tuple[str, str], str],
    target: float,
    limit: int,
    known: Collection[str],
) -> tuple[Card, ...]:
    from vocab.rank import choose, richness, score

    if reading.english and reading.found:
        proposals = engine.proposer.proposals(reading)
    else:
        proposals = engine.lead.proposals(reading, overrides)
    rough = sorted((score(p, target=target, hooks=0) for p in proposals), key=lambda r: -r.score)
    short = [r.proposal for r in rough if r.proposal.salience >= 0.8 or r in rough[:SHORTLIST]]
    hooks = {id(p): engine.hooks.of(p, reading) for p in short}
    ranked = [score(p, target=target, hooks=richness(hooks[id(p)])) for p in short]
    chosen = choose(ranked, limit=limit, target=target, known=known)
    return tuple(_card(r, reading, engine, hooks[id(r.proposal)]) for r in chosen)


def _card(ranked: Ranked, reading: Reading, engine: _Engine, hooks: tuple[Hook, ...]) -> Card:
    from vocab.lines import lines_of

    p = ranked.proposal
    shown, line = lines_of(p, reading)
    american = engine.pronouncer.ipa(p.headword, p.pos)
    british = engine.pronouncer.ipa(p.headword, p.pos, british=True)
    return Card(
        id=card_id(p.lemma, p.pos, p.gloss.zh),
        sku=reading.product.sku,
        headword=p.headword,
        lemma=p.lemma,
        pos=p.pos,
        gloss=p.gloss.zh,
        pinyin=engine.pronouncer.syllables(p.gloss.zh, (p.lemma, *p.words[-1:])),
        ipa=american or british,
        level=p.level.band if p.level else None,
        level_source=p.level.source if p.level else None,
        evidence=p.gloss.evidence,
        evidence_span=p.gloss.span,
        source_span=_source_span(p, reading),
        check=p.gloss.check,
        score=ranked.score,
        components=ranked.components,
        hooks=hooks,
        alternatives=tuple(z for z in p.gloss.alternatives if z != p.gloss.zh),
        example=shown,
        selling_line=line,
        ipa_gb=british if british != american and american else None,
        tags=engine.tags.get(p.lemma.lower(), ()),
    )


def _source_span(proposal: Proposal, reading: Reading) -> Span | None:
    part, lang = proposal.field.split(".")
    text = reading.product.title if part == "title" else reading.product.description
    original = (text.en if lang == "en" else text.zh) or ""
    return Span(proposal.field, proposal.start, proposal.end, original[proposal.start : proposal.end])
