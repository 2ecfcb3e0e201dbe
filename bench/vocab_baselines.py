"""Plain keyword picks to hold the board against: frequency, TF-IDF, TextRank, and blind chance.

Each runs twice: over plain words, as a keyword tool does, and over the engine's own candidates (`+`),
compounds included and dull words left out, so that the difference is the choice alone. TextRank is our own,
as in Mihalcea and Tarau 2004: PageRank over words that stand near each other.

YAKE and pytextrank run beside them where they are installed. YAKE's package is under the GPL, so it is never
required: `pip install yake` in an environment of its own. pytextrank (MIT) wants a parser for its noun
phrases; without `en_core_web_sm` it gets our own pipeline and runs of adjectives and nouns instead.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from math import log

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
from vocab.english import English
from vocab.extract import Extractor

TOP = 5
#: Candidates this close are neighbours (the paper finds 2 best, 10 worst).
WINDOW = 2
#: PageRank's damping, and its rounds: 30 settle to the third digit on texts of this size.
DAMPING, ROUNDS = 0.85, 30
Pick = Callable[[str], Sequence[str]]


def candidates(extractor: Extractor, texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Every candidate of each text in order, repeats kept."""
    reader = extractor.parts().reader
    items = [Product(Sku(sku), Bilingual(text, None)) for sku, text in texts.items()]
    return {str(r.product.sku): [f.unit.lemma for f in r.found] for r in reader.read(items)}


def plain_words(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """The words of each text as any keyword tool has them: lower case, no stop words, no compounds."""
    out = {}
    for sku, text in texts.items():
        found = re.findall(r"[a-z]+(?:['-][a-z]+)*", text.lower())
        out[sku] = [w for w in found if len(w) > 2 and w not in STOP_WORDS]
    return out


def baselines(words: Mapping[str, Sequence[str]]) -> dict[str, Pick]:
    """The picks by name: each gives the five best words of a product."""
    seen = Counter(w for found in words.values() for w in set(found))

    def frequency(sku: str) -> Sequence[str]:
        return [w for w, _ in Counter(words[sku]).most_common(TOP)]

    def tfidf(sku: str) -> Sequence[str]:
        counts = Counter(words[sku])
        return sorted(counts, key=lambda w: (-counts[w] * log(len(words) / seen[w]), w))[:TOP]

    def textrank(sku: str) -> Sequence[str]:
        return _ranked(words[sku])[:TOP]

    return {"frequency": frequency, "tf-idf": tfidf, "textrank": textrank}


def keyword_tools(texts: Mapping[str, str]) -> dict[str, Pick | None]:
    """Other people's tools by name, each giving the five best phrases of a text; None when not installed."""
    found: dict[str, Pick | None] = {"yake, 1 word": None, "yake, to 3 words": None, "pytextrank": None}
    if find_spec("yake") is not None:
        import yake

        for name, longest in (("yake, 1 word", 1), ("yake, to 3 words", 3)):
            model = yake.KeywordExtractor(lan="en", n=longest, top=TOP)
            found[name] = lambda sku, model=model: [p for p, _ in model.extract_keywords(texts[sku])]  # type: ignore[misc]
    if find_spec("pytextrank") is not None:
        nlp = _with_textrank()
        found["pytextrank"] = lambda sku: [p.text for p in nlp(texts[sku])._.phrases[:TOP]]
    return found


def _with_textrank() -> Language:
    import pytextrank  # noqa: F401  registers its component

    if find_spec("en_core_web_sm") is not None:
        import spacy

        nlp = spacy.load("en_core_web_sm")
    else:
        nlp = English().nlp
        nlp.add_pipe("sentencizer")
        nlp.vocab.get_noun_chunks = _runs
    nlp.add_pipe("textrank")
    return nlp


def _runs(doc: Doc) -> Iterator[tuple[int, int, int]]:
    """Runs of adjectives and nouns that end in a noun: (start, end excluded, label)."""
    start = None
    for i, token in enumerate([*doc, None]):
        if token is not None and token.pos_ in ("ADJ", "NOUN", "PROPN"):
            start = i if start is None else start
        elif start is not None:
            if doc[i - 1].pos_ != "ADJ":
                yield start, i, doc.vocab.strings.add("NP")
            start = None


def _ranked(sequence: Sequence[str]) -> list[str]:
    near: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for i, word in enumerate(sequence):
        for other in sequence[i + 1 : i + 1 + WINDOW]:
            if other != word:
                near[word][other] += 1
                near[other][word] += 1
    rank = dict.fromkeys(near, 1.0)
    for _ in range(ROUNDS):
        rank = {
            word: 1 - DAMPING + DAMPING * sum(rank[o] * n / near[o].total() for o, n in near[word].items())
            for word in near
        }
    place = {word: sequence.index(word) for word in rank}
    return sorted(rank, key=lambda w: (-round(rank[w], 6), place[w]))
