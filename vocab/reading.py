"""One product read in both languages: English units, Chinese words, and the links between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from catalog.product import Product
from vocab.align import COUNTED, NAMES, Aligner, Link, Match, align
from vocab.candidates import Finder
from vocab.chinese import Chinese, Word
from vocab.compounds import Compounds
from vocab.mask import sentences
from vocab.passage import ChinesePassage, Found, Linked, Passage, Reading, TokenLike, Unit
from vocab.product_texts import prepare, quiet_capitals

#: A link from one field to another (title to description) has no place to judge by: it must be this strong.
FAR_LINK = 0.6
#: Chinese words from which no translation is learnt: names, numbers and units (60毫升 stands in every title).
_UNTAUGHT = NAMES | COUNTED
#: Products analysed together: the tagger is four times faster on many texts than on one.
BATCH = 32
#: What a merchant's lexicon tells about an English key: Chinese words with probabilities.
Prior = Callable[[str], Mapping[str, float]]


class EnglishLike(Protocol):
    """What this module needs of `vocab.english.English`."""

    def analyse_many(self, texts: Iterable[str]) -> Iterator[Sequence[Sequence[TokenLike]]]: ...


def _batches(products: Iterable[Product], size: int) -> Iterator[list[Product]]:
    batch: list[Product] = []
    for product in products:
        batch.append(product)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


class Reader:
    """Reads products: masks, analyses, finds units and aligns them with the product's own Chinese."""

    def __init__(self, english: EnglishLike, chinese: Chinese, finder: Finder, aligner: Aligner) -> None:
        self._english = english
        self._chinese = chinese
        self._finder = finder
        self._aligner = aligner
        self._compounds = Compounds(chinese, aligner)

    def read(self, products: Iterable[Product], *, prior: Prior | None = None) -> Iterator[Reading]:
        """The readings of products in order; `prior(en)` gives the merchant's translations."""
        for batch in _batches(products, BATCH):
            yield from self._read_batch(batch, prior)

    def _read_batch(self, products: Sequence[Product], prior: Prior | None) -> Iterator[Reading]:
        prepared = [prepare(product) for product in products]
        views = [view for p in prepared for _, view in p.english]
        analysed = iter(self._english.analyse_many([quiet_capitals(v) for v in views]))
        for product, texts in zip(products, prepared, strict=True):
            english = tuple(
                self._passage(name, view, next(analysed), texts.barred) for name, view in texts.english
            )
            chinese = tuple(
                self._chinese_passage(name, original, masked) for name, original, masked in texts.chinese
            )
            linked = [self._resplit(p, english[p], chinese, prior, texts.barred) for p in range(len(english))]
            yield Reading(
                product,
                tuple(passage for passage, _ in linked),
                chinese,
                tuple(f for _, found in linked for f in found),
                texts.barred,
            )

    def _chinese_passage(self, name: str, original: str, masked: str) -> ChinesePassage:
        words, spans = self._chinese.words(masked), sentences(masked)
        said = tuple("".join(w.simp for w in words if start <= w.start < end) for start, end in spans)
        return ChinesePassage(name, original, masked, words, spans, said)

    def title_pairs(self, products: Iterable[Product]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Look-up keys and Chinese words of bilingual titles, for learning the merchant's lexicon."""
        titles = (
            Product(p.sku, p.title, brand=p.brand, origin=p.origin, attributes=p.attributes)
            for p in products
            if p.title.en and p.title.zh
        )
        for batch in _batches(titles, BATCH):
            prepared = [prepare(p) for p in batch]
            views = [next((v for n, v in t.english if n == "title.en"), "") for t in prepared]
            analysed = self._english.analyse_many([quiet_capitals(v) for v in views])
            for texts, view, sents in zip(prepared, views, analysed, strict=True):
                passage = self._passage("title.en", view, sents, texts.barred)
                zh = next((masked for name, _, masked in texts.chinese if name == "title.zh"), "")
                words = tuple(w.simp for w in self._chinese.words(zh) if w.han and w.flag not in _UNTAUGHT)
                yield tuple(u.keys[0] for u in passage.units), words

    def _passage(
        self, name: str, view: str, analysed: Sequence[Sequence[TokenLike]], barred: frozenset[str]
    ) -> Passage:
        sents = tuple(tuple(s) for s in analysed)
        tokens = tuple(t for s in sents for t in s)
        units = self._finder.units(tokens, title=name.startswith("title"), barred=barred)
        return Passage(name, view, sents, tokens, units)

    def _resplit(
        self,
        number: int,
        passage: Passage,
        chinese: Sequence[ChinesePassage],
        prior: Prior | None,
        barred: frozenset[str],
    ) -> tuple[Passage, list[Found]]:
        """The links of a passage; dictionary compounds the Chinese does not say are read as their parts."""
        found = self._link(number, passage, chinese, prior)
        missed = frozenset(f.unit.lemma for f in found if f.unit.loose and f.linked is None)
        if not missed or not chinese:
            return passage, found
        again, relinked = self._again(number, passage, chinese, prior, barred, missed)
        said = {i for f in relinked if f.linked for i in range(f.unit.first, f.unit.last + 1)}
        hopeless = frozenset(
            f.unit.lemma
            for f in found
            if f.unit.lemma in missed and not said & set(range(f.unit.first, f.unit.last + 1))
        )
        if hopeless == missed:
            return passage, found
        if hopeless:
            return self._again(number, passage, chinese, prior, barred, missed - hopeless)
        return again, relinked

    def _again(
        self,
        number: int,
        passage: Passage,
        chinese: Sequence[ChinesePassage],
        prior: Prior | None,
        barred: frozenset[str],
        unwanted: frozenset[str],
    ) -> tuple[Passage, list[Found]]:
        units = self._finder.units(passage.tokens, title=passage.is_title, barred=barred, unwanted=unwanted)
        again = Passage(passage.field, passage.masked, passage.sentences, passage.tokens, units)
        return again, self._link(number, again, chinese, prior)

    def _link(
        self,
        number: int,
        passage: Passage,
        chinese: Sequence[ChinesePassage],
        prior: Prior | None,
    ) -> list[Found]:
        stem_field = passage.field.split(".")[0]
        near = next((c for c in chinese if c.field.split(".")[0] == stem_field), None)
        links: dict[int, tuple[ChinesePassage, Link]] = {}
        if near is not None:
            size_en, size_zh = max(1, len(passage.masked)), max(1, len(near.masked))
            units = [(u.keys, u.pos, passage.tokens[u.first].start / size_en) for u in passage.units]
            words = [(w, w.start / size_zh) for w in near.words]
            for link in align(self._aligner, units, words, prior=prior):
                links[link.unit] = (near, link)
        for other in chinese:
            if other is near:
                continue
            for u, unit in enumerate(passage.units):
                if u in links:
                    continue
                best = self._best(unit, other.words)
                if best:
                    links[u] = (other, Link(u, best[0], best[1], round(best[1].score * 0.9, 4)))
        found = [
            Found(number, unit, self._linked(*links[u]) if u in links else None)
            for u, unit in enumerate(passage.units)
        ]
        return found + self._compounds.find(number, passage, links, near)

    def _best(self, unit: Unit, words: Sequence[Word]) -> tuple[int, Match] | None:
        best: tuple[int, Match] | None = None
        for w, word in enumerate(words):
            match = self._aligner.match(unit.keys, unit.pos, word.simp) if word.han else None
            if match and match.score >= FAR_LINK and (best is None or match.score > best[1].score):
                best = (w, match)
        return best

    def _linked(self, passage: ChinesePassage, link: Link) -> Linked:
        """The link as quoted: the whole Chinese word if it is a real one, else only the answering piece."""
        word, match = passage.words[link.word], link.match
        if match.zh != word.simp and not self._chinese.is_term(word.simp):
            start = word.start + match.offset
            return Linked(
                passage.field, start, start + len(match.zh), match.zh, link.score, match.via, match.zh
            )
        return Linked(passage.field, word.start, word.end, match.zh, link.score, match.via, word.simp)
