"""One product read in both languages: English units, Chinese words, and the links between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.product import Product
from vocab.align import MIN_LINK, Aligner, Link, Match, align
from vocab.candidates import Finder, Passage, TokenLike, Unit, noun_pairs
from vocab.chinese import Chinese, Word
from vocab.mask import english_view, has_chinese, has_english, mask, sentences

#: A link from one field to another (title to description) has no place to judge by: it must be this strong.
FAR_LINK = 0.6
_SPLIT = re.compile(r"[\s,/|()（）·]+")


class EnglishLike(Protocol):
    """What this module needs of `vocab.english.English`."""

    def analyse(self, text: str) -> Sequence[Sequence[TokenLike]]: ...


@dataclass(frozen=True, slots=True)
class ChinesePassage:
    """One Chinese text of a product: masked text, its words and its sentence offsets."""

    field: str
    original: str
    masked: str
    words: tuple[Word, ...]
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """A unit's tie to the Chinese: the words quoted (start, end in `field`), the gloss piece, strength, kind."""

    field: str
    start: int
    end: int
    zh: str
    score: float
    via: str
    whole: str


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence of a unit with its passage, its place and its link, if any."""

    passage: int
    unit: Unit
    linked: Linked | None
    parts: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one product's texts."""

    product: Product
    english: tuple[Passage, ...]
    chinese: tuple[ChinesePassage, ...]
    found: tuple[Found, ...]
    barred: frozenset[str]


def brand_words(product: Product) -> frozenset[str]:
    """Lower-case words and Chinese runs of the product's brand, model and origin: never to be taught."""
    texts = [product.brand or "", product.origin.en or "", product.origin.zh or ""]
    texts += [value for name, value in product.attributes if "model" in name.lower() or "型号" in name]
    return frozenset(w.lower() for text in texts for w in _SPLIT.split(text) if len(w) > 1)


def brand_phrases(product: Product) -> tuple[str, ...]:
    """The brand's English and Chinese names as written, longest first."""
    brand = product.brand or ""
    latin = " ".join(re.findall(r"[A-Za-z0-9'’&.®-]+", brand)).strip()
    han = re.findall(r"[㐀-鿿]{2,}", brand)
    return tuple(sorted({p for p in (latin, *han) if len(p) > 1}, key=lambda p: (-len(p), p)))


def _blank_out(masked: str, phrases: Sequence[str]) -> str:
    for phrase in phrases:
        masked = re.sub(re.escape(phrase), lambda m: " " * len(m.group()), masked, flags=re.IGNORECASE)
    return masked


def texts_of(product: Product) -> tuple[tuple[str, str], ...]:
    """The product's texts as (field, text), titles first."""
    pairs = (
        ("title.en", product.title.en),
        ("description.en", product.description.en),
        ("title.zh", product.title.zh),
        ("description.zh", product.description.zh),
    )
    return tuple((name, text) for name, text in pairs if text and text.strip())


class Reader:
    """Reads products: masks, analyses, finds units and aligns them with the product's own Chinese."""

    def __init__(self, english: EnglishLike, chinese: Chinese, finder: Finder, aligner: Aligner) -> None:
        self._english = english
        self._chinese = chinese
        self._finder = finder
        self._aligner = aligner

    def read(self, product: Product, *, prior: Callable[[str, str], float] | None = None) -> Reading:
        """The reading of one product; `prior(en, zh)` is the merchant's translation probability."""
        phrases = brand_phrases(product)
        barred = brand_words(product) if product.brand or product.origin else frozenset[str]()
        english: list[Passage] = []
        chinese: list[ChinesePassage] = []
        texts = texts_of(product)
        has_en = any(name.endswith(".en") and has_english(text) for name, text in texts)
        for name, text in texts:
            masked = _blank_out(mask(text), phrases)
            if has_english(masked) and (name.endswith(".en") or not has_en):
                english.append(self._passage(name, english_view(masked), barred))
            if has_chinese(masked):
                chinese.append(
                    ChinesePassage(name, text, masked, self._chinese.words(masked), sentences(masked))
                )
        found = [f for p in range(len(english)) for f in self._link(p, english[p], chinese, prior)]
        return Reading(product, tuple(english), tuple(chinese), tuple(found), barred)

    def title_pair(self, product: Product) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The look-up keys and the Chinese words of a bilingual title, for learning the merchant's lexicon."""
        phrases = brand_phrases(product)
        view = english_view(_blank_out(mask(product.title.en or ""), phrases))
        passage = self._passage("title.en", view, brand_words(product))
        words = self._chinese.words(_blank_out(mask(product.title.zh or ""), phrases))
        return tuple(u.keys[0] for u in passage.units), tuple(w.simp for w in words if w.han)

    def _passage(self, name: str, view: str, barred: frozenset[str]) -> Passage:
        analysed = _quiet_capitals(view) if name.startswith("title") or view.isupper() else view
        sents = tuple(tuple(s) for s in self._english.analyse(analysed))
        tokens = tuple(t for s in sents for t in s)
        title = name.startswith("title")
        units = self._finder.units(tokens, title=title, barred=barred)
        return Passage(name, view, sents, tokens, units)

    def _link(
        self,
        number: int,
        passage: Passage,
        chinese: Sequence[ChinesePassage],
        prior: Callable[[str, str], float] | None,
    ) -> list[Found]:
        stem_field = passage.field.split(".")[0]
        near = next((c for c in chinese if c.field.split(".")[0] == stem_field), None)
        links: dict[int, tuple[ChinesePassage, Link]] = {}
        if near is not None:
            size_en, size_zh = max(1, len(passage.masked)), max(1, len(near.masked))
            units = [(u.keys, passage.tokens[u.first].start / size_en) for u in passage.units]
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
            Found(number, unit, _linked(*links[u]) if u in links else None)
            for u, unit in enumerate(passage.units)
        ]
        return found + self._compounds(number, passage, links)

    def _best(self, unit: Unit, words: Sequence[Word]) -> tuple[int, Match] | None:
        best: tuple[int, Match] | None = None
        for w, word in enumerate(words):
            match = self._aligner.match(unit.keys, word) if word.han else None
            if match and match.score >= FAR_LINK and (best is None or match.score > best[1].score):
                best = (w, match)
        return best

    def _compounds(
        self, number: int, passage: Passage, links: Mapping[int, tuple[ChinesePassage, Link]]
    ) -> list[Found]:
        """Neighbouring units whose Chinese is one word, or two words side by side: one compound each."""
        out: list[Found] = []
        for a, b in noun_pairs(passage):
            ua, ub = passage.units[a], passage.units[b]
            spelled = [t.text.lower() for t in passage.tokens[ua.first : ub.first]]
            lemma = " ".join([*spelled, *ub.lemma.split()])
            whole = Unit(ua.first, ub.last, (lemma,), lemma, "NOUN", False)
            linked = self._shared(ua, ub, links.get(a), links.get(b))
            if linked:
                out.append(Found(number, whole, linked, (ua, ub)))
        return out

    def _shared(
        self,
        a: Unit,
        b: Unit,
        first: tuple[ChinesePassage, Link] | None,
        second: tuple[ChinesePassage, Link] | None,
    ) -> Linked | None:
        if first and second and first[0] is second[0]:
            passage = first[0]
            wa, wb = passage.words[first[1].word], passage.words[second[1].word]
            if wa.end > wb.start or first[1].match.via in ("phrase", "stem") or second[1].match.via == "stem":
                return None
            between = passage.masked[wa.end : wb.start].strip()
            zh = wa.simp + wb.simp
            if between not in ("", "的") or (a.pos == "ADJ" and not self._chinese.is_term(zh)):
                return None
            if len(zh) > 7:
                return None
            score = round(min(first[1].score, second[1].score), 4)
            return Linked(passage.field, wa.start, wb.end, zh, score, "compound", zh)
        one, other = (first, b) if first else (second, a)
        if one is None or (first and second):
            return None
        passage, link = one
        word = passage.words[link.word]
        match = self._aligner.match(other.keys, word)
        if match is None or match.score < MIN_LINK or len(word.simp) < 2:
            return None
        if match.zh == link.match.zh and match.via != "phrase":
            return None  # both mean the same piece: synonyms, not a compound
        return Linked(
            passage.field, word.start, word.end, word.simp, round(link.score, 4), "compound", word.simp
        )


def _linked(passage: ChinesePassage, link: Link) -> Linked:
    word = passage.words[link.word]
    match = link.match
    return Linked(passage.field, word.start, word.end, match.zh, link.score, match.via, word.simp)


def _quiet_capitals(view: str) -> str:
    """An ALL-CAPS text in lower case (same length); other texts unchanged."""
    letters = [c for c in view if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.8 * len(letters) and len(letters) > 12:
        lowered = view.lower()
        return lowered if len(lowered) == len(view) else view
    return view
