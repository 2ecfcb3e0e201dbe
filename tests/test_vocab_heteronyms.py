"""Words that sound otherwise as another part of speech are told apart by the sentence they stand in."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from vocab.dictionary import Dictionary
from vocab.english import English
from vocab.pronounce import Pronouncer

TABLE = Path(__file__).parents[1] / "bench/boards/heteronyms.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def said() -> list[str | None]:
    pronouncer = Pronouncer(Dictionary.open())
    out = []
    for row, sentences in zip(ROWS, English().analyse_many(r["sentence"] for r in ROWS), strict=True):
        token = next(t for one in sentences for t in one if t.text.lower() == row["word"])
        out.append(pronouncer.ipa(row["word"], token.pos))
    return out


def test_each_is_said_as_its_sentence_means_it(said: list[str | None]) -> None:
    """Live crabs, crabs that live; fresh produce, bees that produce; in one minute, minute scratches."""
    wrong = [
        (r["sentence"], one) for r, one in zip(ROWS, said, strict=True) if one not in r["ipa"].split("|")
    ]
    assert len(ROWS) >= 90
    assert wrong == []
