"""Plain keyword picks to hold the board against: frequency, TF-IDF, TextRank, and blind chance.

Each runs twice: over plain words, as a keyword tool does, and over the engine's own candidates (`+`),
compounds included and dull words left out, so that the difference is the choice alone. YAKE is left out: its
package is under the GPL. TextRank is our own, as in Mihalcea and Tarau 2004: PageRank over words that stand
near each other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import log

from spacy.lang.en.stop_words import STOP_WORDS

from catalog.bilingual import Bilingual
from catalog.product import Product, Sku
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
