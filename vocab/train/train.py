"""Train the English pipeline: python vocab/train/train.py PATH_TO_UD_ENGLISH_EWT

Reads train.conllu and dev.conllu, writes vocab/pipeline/ (about 8 MB). One thread, fixed seed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

# More threads do not help at this size, and they take the machine away from everybody else.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import augment  # noqa: E402, F401  registers the augmenter; the thread settings come first
import conllu  # noqa: E402
import listings  # noqa: E402
import spacy  # noqa: E402
from spacy.cli.train import train  # noqa: E402
from spacy.tokens import DocBin  # noqa: E402
from spacy.util import load_config  # noqa: E402

#: The 160 listing lines are seen this often for each time the treebank is seen once: 160 of 12,544 sentences
#: would drown, more would teach the tagger that there are no verbs.
LISTING_REPEATS = 4


def corpus(path: Path, out: Path, *, dev: bool) -> None:
    """Write `path` as spaCy docs: as cut by UD, plus the sentences with hyphenates in one piece.

    The dev set is scored as written and in lower case, because ALL CAPS titles reach the tagger lower-cased.
    """
    vocab = spacy.blank("en").vocab
    docs = DocBin(attrs=["TAG", "POS", "SPACY"])
    for words in conllu.read_sentences(path):
        docs.add(conllu.to_doc(vocab, words))
        joined = conllu.join_hyphenates(words)
        if len(joined) != len(words):
            docs.add(conllu.to_doc(vocab, joined))
        if dev:
            docs.add(conllu.to_doc(vocab, conllu.recased(words, "lower")))
    if not dev:
        for words in list(listings.read_listings()) * LISTING_REPEATS:
            docs.add(conllu.to_doc(vocab, words))
    docs.to_disk(out)


def ship(trained: Path, out: Path) -> None:
    """Copy what loading needs: no training section (it names the augmenter and paths), no lookup tables."""
    config = load_config(trained / "config.cfg")
    for section in ("training", "corpora", "pretraining", "paths", "system", "initialize"):
        config.pop(section, None)
    nlp = spacy.load(trained)
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)
    shutil.rmtree(out / "vocab" / "lookups", ignore_errors=True)
    (out / "vocab" / "lookups.bin").unlink(missing_ok=True)
    config.to_disk(out / "config.cfg")
    meta_path = out / "meta.json"
    meta = json.loads(meta_path.read_text(encoding="utf-8"))
    meta |= {
        "name": "listing_prose",
        "version": "1.0.0",
        "spacy_version": ">=3.8.0,<3.9.0",
        "description": "Parts of speech for English shop listings",
        "author": "Chalk & Cart",
        "license": "CC BY-SA 4.0",
        "sources": [
            {
                "name": "UD_English-EWT 2.16 (Universal Dependencies)",
                "url": "https://github.com/UniversalDependencies/UD_English-EWT",
                "license": "CC BY-SA 4.0",
            }
        ],
    }
    meta_path.write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train.conllu and dev.conllu")
    parser.add_argument("--out", type=Path, default=HERE.parent / "pipeline")
    parser.add_argument("--work", type=Path, help="keep the intermediate files here")
    parser.add_argument("--steps", type=int, help="override training.max_steps")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = args.work or Path(folder)
        work.mkdir(parents=True, exist_ok=True)
        corpus(args.data / "train.conllu", work / "train.spacy", dev=False)
        corpus(args.data / "dev.conllu", work / "dev.spacy", dev=True)
        overrides: dict[str, object] = {
            "paths.train": str(work / "train.spacy"),
            "paths.dev": str(work / "dev.spacy"),
        }
        if args.steps:
            overrides["training.max_steps"] = args.steps
        train(HERE / "config.cfg", work / "model", overrides=overrides)
        ship(work / "model" / "model-best", args.out)


if __name__ == "__main__":
    main()
