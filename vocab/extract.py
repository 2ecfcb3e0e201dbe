"""Products in, cards out: the one entry to the vocabulary engine.

`Extractor` loads everything on first use and is built once per process. `import vocab.extract` is light; the
language libraries are imported when the first product arrives.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from catalog.product import Product, Sku
from vocab.card import Card, Hook, Span, card_id
from vocab.levels import Audience, audience_of

if TYPE_CHECKING:
    from vocab.engine import Engine, Parts
    from vocab.glossary import GlossaryRow
    from vocab.hsk import Hsk
    from vocab.lexicon import Lexicon
    from vocab.passage import Reading
    from vocab.proposal import Proposal
    from vocab.rank import Ranked
    from vocab.reading import EnglishLike
    from vocab.recall import Recall

#: Proposals kept for hooks and the final choice: hooks are the dear part, the tail never makes a board.
SHORTLIST = 18


#: What comes out for a product: its sku, its cards best first, the findings about its texts.
Extracted = tuple[Sku, tuple[Card, ...], tuple[Finding, ...]]


class Options(TypedDict, total=False):
    """What `Extractor.extract` may be told beside the products; see there."""

    audience: str
    limit: int
    known: Collection[str]
    taught: Mapping[str, date]
    today: date | None


class Extractor:
    """Turns products into whiteboard cards. The same input gives the same cards, byte for byte.

    Args:
        pipeline: an installed spaCy pipeline's name or folder instead of the project's own.
        glossary: the merchant's glossary rows; they go before the retail glossary.
        overrides: glosses fixed by a person, by (lemma, part of speech or ""): they win for ever.
        exams: the user's exam list (`vocab.ecdict`), the only source of exam tags.
        hsk: the user's HSK list (`vocab.hsk`); bands of words that it lacks are estimates.
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
        exams: Mapping[str, tuple[str, ...]] | None = None,
        hsk: Mapping[str, int] | None = None,
        lexicon: Lexicon | None = None,
        cache: Path | None = None,
        english: EnglishLike | None = None,
    ) -> None:
        self._pipeline = pipeline
        self._rows = tuple(glossary)
        self._overrides = dict(overrides or {})
        self._exams = dict(exams or {})
        self._hsk = dict(hsk or {})
        self._lexicon = lexicon
        self._cache = cache
        self._english = english
        self._parts: Parts | None = None

    def __getstate__(self) -> dict[str, object]:
        """Pickles as its settings: a worker process loads its own language data."""
        return {name: value for name, value in self.__dict__.items() if name != "_parts"} | {"_parts": None}

    def warm(self) -> None:
        """Loads the language data now rather than with the first product, and for good.

        What is loaded by then is put out of the garbage collector's rounds (`gc.freeze`): walking a glossary
        and a pipeline that stay anyway is a seventh of the time of an extraction.
        """
        parts = self.parts()
        for _ in parts.reader.read([Product(Sku("warm"), Bilingual("Fresh fruit", "新鲜水果"))]):
            pass
        gc.freeze()

    def with_lexicon(self, lexicon: Lexicon) -> Extractor:
        """The same extractor with a lexicon learnt before, so that nothing is learnt from its products."""
        twin = copy(self)
        twin._lexicon = lexicon
        return twin

    def extract(self, products: Iterable[Product], **options: Unpack[Options]) -> Iterator[Extracted]:
        """Cards per product in input order: (sku, cards best first, findings about its texts).

        With 20 or more bilingual titles the catalogue's own translations are learnt first, which reads all
        products before the first result.

        Options:
            audience: whom the words are for, `cet4` by default; `hsk1` … `hsk7` are learners of Chinese, for
                whom the gloss has the difficulty.
            limit: cards a product at most, 5 by default.
            known: lemmas the audience knows; they are left out.
            taught: lemma → the day it was last taught in a show. Such words are demoted, the more the later
                it was; at most one stands on a board, and its card carries the day: a review
                (`vocab.recall`).
            today: the day of the show, from which `taught` counts; needed with it.

        Raises:
            UnknownAudience: the audience name is not known.
            TodayMissing: `taught` is given without `today`.
        """
        from vocab.recall import Recall
        from vocab.text_findings import text_findings

        audience = audience_of(options.get("audience", "cet4"))
        limit, known = options.get("limit", 5), options.get("known", ())
        recall = Recall(options.get("taught", {}), options.get("today"))
        parts = self.parts()
        lexicon = self._lexicon
        if lexicon is None:
            products = tuple(products)
            lexicon = parts.learn(products)
        engine = parts.engine(lexicon, self._overrides)
        prior = lexicon.translations if lexicon else None
        for reading in parts.reader.read(products, prior=prior):
            cards = _cards(reading, engine, self._overrides, audience, limit, known, recall)
            yield reading.product.sku, cards, text_findings(reading.product)

    def learn(self, products: Iterable[Product]) -> Lexicon | None:
        """The merchant's lexicon of a catalogue, to be handed to several extractors; None when too small.

        No more products are taken than it is learnt from (`vocab.lexicon.MAX_PAIRS` titles).
        """
        return self.parts().learn(products)

    def parts(self) -> Parts:
        """The loaded language data, for benchmarks and tools that need a single stage."""
        from vocab.engine import Parts

        if self._parts is None:
            self._parts = Parts.load(
                self._pipeline, self._rows, self._cache, self._english, self._exams, self._hsk
            )
        return self._parts


def _cards(
    reading: Reading,
    engine: Engine,
    overrides: Mapping[tuple[str, str], str],
    audience: Audience,
    limit: int,
    known: Collection[str],
    recall: Recall,
) -> tuple[Card, ...]:
    from vocab.rank import choose, richness, score

    if reading.english and reading.found:
        proposals = engine.proposer.proposals(reading)
    else:
        proposals = engine.lead.proposals(reading, overrides)
    if audience.chinese:
        proposals = tuple(replace(p, hard=_hsk_value(engine.hsk, p.gloss.zh)) for p in proposals)
    target = audience.target
    rough = sorted((score(p, target=target, hooks=0) for p in proposals), key=lambda r: -r.score)
    short = [r.proposal for r in rough if r.proposal.salience >= 0.8 or r in rough[:SHORTLIST]]
    hooks = {id(p): engine.hooks.of(p, reading) for p in short}
    ranked = [recall.demoted(score(p, target=target, hooks=richness(hooks[id(p)]))) for p in short]
    chosen = choose(ranked, limit=limit, target=target, known=known, reviews=recall.taught)
    return tuple(_card(r, reading, engine, hooks[id(r.proposal)], recall) for r in chosen)


def _hsk_value(hsk: Hsk, zh: str) -> float | None:
    level = hsk.of(zh)
    return level.value if level else None


def _card(ranked: Ranked, reading: Reading, engine: Engine, hooks: tuple[Hook, ...], recall: Recall) -> Card:
    from vocab.lines import lines_of

    p = ranked.proposal
    shown, line = lines_of(p, reading)
    american = engine.pronouncer.ipa(p.headword, p.pos)
    british = engine.pronouncer.ipa(p.headword, p.pos, british=True)
    hsk = engine.hsk.of(p.gloss.zh)
    taught = recall.taught.get(p.lemma.casefold())
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
        hsk=hsk.band if hsk else None,
        hsk_source=hsk.source if hsk else None,
        taught=taught.isoformat() if taught else None,
    )


def _source_span(proposal: Proposal, reading: Reading) -> Span | None:
    part, lang = proposal.field.split(".")
    text = reading.product.title if part == "title" else reading.product.description
    original = (text.en if lang == "en" else text.zh) or ""
    return Span(proposal.field, proposal.start, proposal.end, original[proposal.start : proposal.end])
