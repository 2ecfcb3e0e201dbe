"""Extraction for the command line and the background: a catalogue in, a JSON line a product out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from catalog.finding import Finding
from catalog.product import Product
from catalog.read import read_catalog
from catalog.wire import product_from_json
from studio.studio import system_clock
from vocab.extract import Extractor, Options
from vocab.glossary import read_glossary_file
from vocab.parallel import extract_parallel
from vocab.wire import card_to_json

Line = tuple[dict[str, object] | None, Sequence[Finding]]


@dataclass(frozen=True, slots=True)
class Sources:
    """What a user hands to an extraction beside the products; every file may be left out.

    `rules` holds what people laid down for words (`store.word_rules`): pinned glosses win over every source,
    known words are passed over. `taught` maps lemmas to the ISO days on which shows taught them. `pipeline`
    names an installed spaCy pipeline.
    """

    glossary: Path | None = None
    ecdict: Path | None = None
    hsk: Path | None = None
    rules: Path | None = None
    taught: Path | None = None
    pipeline: str | None = None


class NotATaughtFileError(ValueError):
    """The file of taught words is not a JSON object from words to days."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"“{path.name}” does not hold taught words: {reason}. "
            f'Write a JSON object such as {{"crisp": "2026-11-20"}}.'
        )


def extract_lines(
    data: bytes,
    *,
    name: str,
    audience: str,
    limit: int,
    sources: Sources,
    today: date,
    jobs: int = 1,
    records: bool = False,
) -> Iterator[Line]:
    """Per product `{"sku", "cards"}` in rank order with its findings; those of the files come first.

    With `jobs` above 1 as many processes share the work; the lines are the same.

    Raises:
        NotATaughtFileError: the file of taught words has another shape.
    """
    products, findings = _read(data, name, records)
    if findings:
        yield None, findings
    own, problems = read_glossary_file(sources.glossary) if sources.glossary else ((), ())
    if problems:
        yield None, problems
    laid = json.loads(sources.rules.read_text(encoding="utf-8")) if sources.rules else ()
    pins = {(rule["lemma"], rule["pos"]): rule["zh"] for rule in laid if rule["kind"] == "pin"}
    options: Options = {
        "audience": audience,
        "limit": limit,
        "known": frozenset(rule["lemma"] for rule in laid if rule["kind"] == "known"),
        "taught": taught_words(sources.taught) if sources.taught else {},
        "today": today,
    }
    extractor = Extractor(
        glossary=own, ecdict=sources.ecdict, hsk=sources.hsk, overrides=pins, pipeline=sources.pipeline
    )
    found = (
        extractor.extract(products, **options)
        if jobs == 1
        else extract_parallel(extractor, products, jobs=jobs, **options)
    )
    for sku, cards, told in found:
        yield {"sku": sku, "cards": [card_to_json(card) for card in cards]}, told


def taught_words(path: Path) -> dict[str, date]:
    """Lemma → the day it was last taught, from a JSON object.

    Raises:
        NotATaughtFileError: it is no such object.
    """
    try:
        held = json.loads(path.read_text(encoding="utf-8-sig"))
        return {str(lemma): date.fromisoformat(day) for lemma, day in held.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise NotATaughtFileError(path, str(error)) from error


def _read(data: bytes, name: str, records: bool) -> tuple[Sequence[Product], Sequence[Finding]]:
    if records:
        return [product_from_json(json.loads(line)) for line in data.decode().splitlines() if line], ()
    now = datetime.fromtimestamp(system_clock() / 1000, tz=UTC)
    reading = read_catalog(data, name="catalogue.csv" if name == "-" else name, now=now)
    return reading.products, reading.findings
