"""Extraction for the command line and the background: a catalogue in, a JSON line a product out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from catalog.finding import Finding
from catalog.product import Product
from catalog.read import read_catalog
from catalog.wire import product_from_json
from studio.studio import system_clock
from vocab.extract import Extractor
from vocab.glossary import read_glossary_file
from vocab.wire import card_to_json

Line = tuple[dict[str, object] | None, Sequence[Finding]]


def extract_lines(
    data: bytes,
    *,
    name: str,
    audience: str,
    limit: int,
    glossary: Path | None = None,
    ecdict: Path | None = None,
    rules: Path | None = None,
    records: bool = False,
) -> Iterator[Line]:
    """Per product `{"sku", "cards"}` in rank order with its findings; those of the file come first.

    `rules` holds what people laid down for words (`store.word_rules`): pinned glosses win over every source,
    known words are passed over.
    """
    products, findings = _read(data, name, records)
    if findings:
        yield None, findings
    own, problems = read_glossary_file(glossary) if glossary else ((), ())
    if problems:
        yield None, problems
    laid = json.loads(rules.read_text(encoding="utf-8")) if rules else ()
    pins = {(rule["lemma"], rule["pos"]): rule["zh"] for rule in laid if rule["kind"] == "pin"}
    known = frozenset(rule["lemma"] for rule in laid if rule["kind"] == "known")
    extractor = Extractor(glossary=own, ecdict=ecdict, overrides=pins)
    for sku, cards, found in extractor.extract(products, audience=audience, limit=limit, known=known):
        yield {"sku": sku, "cards": [card_to_json(card) for card in cards]}, found


def _read(data: bytes, name: str, records: bool) -> tuple[Sequence[Product], Sequence[Finding]]:
    if records:
        return [product_from_json(json.loads(line)) for line in data.decode().splitlines() if line], ()
    now = datetime.fromtimestamp(system_clock() / 1000, tz=UTC)
    reading = read_catalog(data, name="catalogue.csv" if name == "-" else name, now=now)
    return reading.products, reading.findings
