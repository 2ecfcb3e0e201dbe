"""The language data of an extractor, loaded once, and the engine that chooses glosses with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path

from catalog.product import Product
from vocab.align import Aligner
from vocab.candidates import Finder
from vocab.chinese import Chinese
from vocab.chinese_lead import ChineseLead
from vocab.dictionary import Dictionary
from vocab.english import English
from vocab.glossary import Glossary, GlossaryRow, retail_glossary
from vocab.hooks import Hooks
from vocab.hsk import Hsk
from vocab.levels import Levels
from vocab.lexicon import Lexicon, learn
from vocab.pronounce import Pronouncer
from vocab.proposal import Proposer
from vocab.reading import EnglishLike, Reader
from vocab.sense import Senses

#: A catalogue teaches its own words from this many bilingual titles on.
MIN_LEXICON_PAIRS = 20


@dataclass(slots=True)
class Engine:
    """What turns a reading into cards, once the merchant's lexicon is known."""

    proposer: Proposer
    lead: ChineseLead
    hooks: Hooks
    pronouncer: Pronouncer
    hsk: Hsk
    tags: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=2)
def _english(pipeline: Path | str | None) -> EnglishLike:
    """One loaded pipeline per process, however many extractors share it."""
    return English() if pipeline is None else English(pipeline)


@dataclass(slots=True)
class Parts:
    """The loaded language data, before any lexicon is known."""

    dictionary: Dictionary
    glossary: Glossary
    reader: Reader
    levels: Levels
    pronouncer: Pronouncer
    hooks: Hooks
    hsk: Hsk
    tags: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(
        cls,
        pipeline: Path | str | None,
        rows: tuple[GlossaryRow, ...],
        cache: Path | None,
        english: EnglishLike | None,
        exams: Mapping[str, tuple[str, ...]],
        hsk: Mapping[str, int],
    ) -> Parts:

        dictionary = Dictionary.open(cache)
        glossary = Glossary((*rows, *retail_glossary()))
        pronouncer = Pronouncer(dictionary)
        if english is None:
            english = _english(pipeline)
        chinese = Chinese(glossary.terms(), dictionary)
        reader = Reader(english, chinese, Finder(dictionary, glossary), Aligner(dictionary, glossary))
        hooks = Hooks(dictionary, glossary, pronouncer)
        bands = Hsk(dictionary, hsk)
        return cls(dictionary, glossary, reader, Levels(dictionary), pronouncer, hooks, bands, exams)

    def learn(self, products: Iterable[Product]) -> Lexicon | None:

        bilingual = (p for p in products if p.title.en and p.title.zh)
        first = tuple(islice(bilingual, MIN_LEXICON_PAIRS))
        if len(first) < MIN_LEXICON_PAIRS:
            return None
        return learn(self.reader.title_pairs(chain(first, bilingual)))

    def engine(self, lexicon: Lexicon | None, overrides: Mapping[tuple[str, str], str]) -> Engine:

        senses = Senses(self.dictionary, self.glossary, lexicon, overrides)
        return Engine(
            Proposer(self.dictionary, self.glossary, senses, self.levels),
            ChineseLead(self.dictionary, self.glossary, self.levels),
            self.hooks,
            self.pronouncer,
            self.hsk,
            self.tags,
        )
