"""How well and how fast the English tagger works on the EWT test set: python bench/vocab_tagger.py [FOLDER]

FOLDER holds test.conllu (default ../shared/data/ud_english_ewt beside the repository). Words are cut as the
treebank cuts them. The product reads a shouted line in lower case, so its row for CAPITALS is "lower"; the
row "UPPER" is what the bare tagger would give. Words per second: tagging alone, on one thread.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "vocab" / "train"))

import conllu  # noqa: E402
from spacy.tokens import Doc  # noqa: E402

from bench.goals import held  # noqa: E402
from vocab.english import English  # noqa: E402

CONTENT = ("NOUN", "VERB", "ADJ", "ADV", "PROPN")


def row(
    name: str, gold: list[list[conllu.Word]], shown: list[list[conllu.Word]], english: English
) -> float:
    """Prints a line of the table: accuracy of `shown` words against the tags of `gold`, and the rate.

    Comes back with the share of universal tags that are right.
    """
    nlp = english.nlp
    docs = [Doc(nlp.vocab, words=[w.form for w in words], spaces=[w.space for w in words]) for words in shown]
    start = time.perf_counter()
    tagged = list(nlp.pipe(docs, batch_size=256))
    seconds = time.perf_counter() - start
    pairs = [
        (word, token)
        for words, doc in zip(gold, tagged, strict=True)
        for word, token in zip(words, doc, strict=True)
    ]
    content = [(word, token) for word, token in pairs if word.pos in CONTENT]
    upos = sum(w.pos == t.pos_ for w, t in pairs) / len(pairs)
    inner = sum(w.pos == t.pos_ for w, t in content) / len(content)
    tag = sum(w.tag == t.tag_ for w, t in pairs) / len(pairs)
    print(f"| {name} | {upos:.4f} | {inner:.4f} | {tag:.4f} | {len(pairs):,} | {len(pairs) / seconds:,.0f} |")
    return upos


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT.parent / "shared/data/ud_english_ewt")
    parser.add_argument("--pipeline", help="another spaCy pipeline, by name or folder")
    args = parser.parse_args()
    test = args.folder / "test.conllu"
    if not test.exists():
        print(f"skipped: no {test.name} in {args.folder} (UD_English-EWT, see vocab/train/train.py)")
        return
    english = English(args.pipeline)
    gold = list(conllu.read_sentences(test))
    lower = [conllu.recased(words, "lower") for words in gold]
    upper = [conllu.recased(words, "upper") for words in gold]
    title = [conllu.recased(words, "title") for words in gold]
    print("| casing | UPOS | UPOS content | TAG | words | words/s |")
    print("|---|---|---|---|---|---|")
    written = row("as written", gold, gold, english)
    row("lower", gold, lower, english)
    row("Title Case", gold, title, english)
    row("UPPER", gold, upper, english)
    held("universal parts of speech, as written", written, "at least", 0.94)


if __name__ == "__main__":
    main()
