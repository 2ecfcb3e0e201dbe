"""How well parts of speech are told in listing prose, on 2,000 words that a person tagged.

Run: `python -m bench.vocab_listing_tags [--show]`. `bench/listing_tokens.tsv` holds sentences of the products
in `bench/boards`, one word a line with its Universal Dependencies tag. The engine tagged them first and a
person corrected them word by word (measures such as kg are X, participles with nothing behind them ADJ), so
doubtful words lean towards the engine. The rules of `vocab.listing_verbs` were written with the first half
at hand; the second half is told apart.
"""

from __future__ import annotations

import argparse
import csv
from itertools import groupby
from pathlib import Path

from bench.goals import held
from vocab.english import English

DATA = Path(__file__).with_name("listing_tokens.tsv")
CONTENT = ("NOUN", "VERB", "ADJ", "ADV", "PROPN")


def sentences() -> list[tuple[str, list[tuple[str, str]]]]:
    """(sku, [(word, tag)]) of each sentence."""
    rows = csv.DictReader(
        DATA.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    grouped = groupby(rows, key=lambda row: (row["sku"], row["sentence"]))
    return [(sku, [(row["word"], row["pos"]) for row in words]) for (sku, _), words in grouped]


def products() -> dict[str, list[str]]:
    """The texts of the products by sku, titles first."""
    path = DATA.parent / "boards/products.csv"
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
    return {row["sku"]: [row["title_en"], row["description_en"]] for row in rows}


def tagged(english: English, skus: list[str]) -> list[list[tuple[str, str]]]:
    """The engine's sentences of products in order."""
    texts = [text for sku in dict.fromkeys(skus) for text in products()[sku]]
    found = english.analyse_many(texts)
    return [[(token.text, token.pos) for token in sentence] for one in found for sentence in one]


def accuracy(
    gold: list[list[tuple[str, str]]], found: list[list[tuple[str, str]]]
) -> tuple[int, float, float, list[str]]:
    """(words, share right, share of content words right, what is otherwise)."""
    pairs = [
        (word, want, got)
        for g, f in zip(gold, found, strict=True)
        for (word, want), (_, got) in zip(g, f, strict=True)
    ]
    content = [pair for pair in pairs if pair[1] in CONTENT]
    wrong = [f"{word} {got}, not {want}" for word, want, got in content if want != got]
    right = sum(want == got for _, want, got in pairs) / len(pairs)
    return len(pairs), right, 1 - len(wrong) / len(content), wrong


def main() -> None:
    """Prints the table; `--show` lists the content words of the first half that are otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    given = sentences()
    gold = [words for _, words in given]
    found = tagged(English(), [sku for sku, _ in given])
    half = len(gold) // 2
    print(f"{'half':10}{'words':>7}{'all':>8}{'content':>9}")
    for name, part in (("first", slice(0, half)), ("second", slice(half, None)), ("both", slice(None))):
        words, right, content, wrong = accuracy(gold[part], found[part])
        print(f"{name:10}{words:7}{right:8.3f}{content:9.3f}")
        if options.show and name == "first":
            print("   ", "; ".join(wrong))
    held("content words of listing prose, both halves", accuracy(gold, found)[2], "at least", 0.93)


if __name__ == "__main__":
    main()
