"""Extraction for the command line and the background: a catalogue in, a JSON line a product out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from heapq import heappop, heappush
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from catalog.product import Product
from catalog.read import read_catalog
from catalog.wire import product_from_json
from studio import poison
from studio.cluster import Crew
from studio.partitions import Folder, Line, Piece
from studio.studio import system_clock
from vocab.ecdict import read_exam_list
from vocab.extract import Extractor, Options
from vocab.glossary import read_glossary_file
from vocab.hsk import read_hsk_list
from vocab.wire import card_to_json


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


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Where the products come from: the bytes of one file, or a folder of files read in the order of names.

    A folder is how a catalogue has more rows than one file may (`catalog.read.MAX_ROWS`): a file at a time is
    in memory. With `records` every file holds product records as JSON lines.
    """

    name: str
    data: bytes | None = None
    folder: Path | None = None
    records: bool = False

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of each file."""
        if self.folder is None:
            yield self.name, self.data or b""
            return
        for path in sorted(self.folder.iterdir()):
            if path.is_file() and not path.name.startswith("."):
                yield path.name, path.read_bytes()

    def products(self, tell: Callable[[Sequence[Finding]], object]) -> Iterator[Product]:
        """The products, file by file; `tell` hears what was found in each file."""
        now = datetime.fromtimestamp(system_clock() / 1000, tz=UTC)
        for name, data in self.files():
            if self.records:
                yield from _records(data, name, tell)
                continue
            reading = read_catalog(data, name="catalogue.csv" if name == "-" else name, now=now)
            tell(reading.findings)
            yield from reading.products


@dataclass(frozen=True, slots=True)
class Extraction:
    """What is to be extracted: the products, the one who reads them, and how they are to be read."""

    catalogue: Catalogue
    extractor: Extractor
    options: Options
    findings: Sequence[Finding]
    sources: Sources

    def lines(self, crew: Crew) -> Iterator[Line]:
        """Per product `{"sku", "cards"}` in rank order with its findings; those of the files come first.

        The order is the catalogue's and the bytes are the same, however many do the work.
        """
        if not crew.is_one:
            yield from self._shared(crew)
            return
        if self.findings:
            yield None, self.findings
        told: list[Finding] = []
        products = list(self.catalogue.products(told.extend))
        if told:
            yield None, told
        ready = poison.prepared(self.extractor, lambda: products, self.options)
        for sku, cards, found in poison.extract_each(ready, products, **self.options):
            yield {"sku": sku, "cards": [card_to_json(card) for card in cards]}, found

    def into(self, folder: Folder) -> Extractor:
        """Cut the catalogue into the folder, unless it lies there already; the extractor for its pieces.

        Raises:
            OtherExtraction: the folder holds another one.
        """
        digest = self.digest()
        if not folder.is_cut(digest):
            told = list(self.findings)
            folder.cut(self.catalogue.products(told.extend), told, digest=digest)
        if not folder.open():
            return self.extractor  # nothing is left to read
        return poison.prepared(self.extractor, folder.products, self.options)

    def _shared(self, crew: Crew) -> Iterator[Line]:
        with TemporaryDirectory() as place:
            folder = Folder(Path(place))
            ready = self.into(folder)
            if folder.findings():
                yield None, folder.findings()
            waiting: list[Piece] = []
            row = 0
            for piece in crew.run(folder, ready, self.options):
                heappush(waiting, piece)
                while waiting and waiting[0].start == row:
                    first = heappop(waiting)
                    yield from folder.lines(first)
                    row = first.end

    def digest(self) -> str:
        """Names this extraction: another catalogue, file or option gives another name."""
        day = self.options["today"] if self.options["taught"] else None
        asked = (self.options["audience"], self.options["limit"], day, self.sources.pipeline)
        whole = sha256(f"{asked} {self.catalogue.records}".encode())
        for name, data in self.catalogue.files():
            whole.update(f"{name}\0{sha256(data).hexdigest()}\n".encode())
        held = self.sources
        for path in (held.glossary, held.ecdict, held.hsk, held.rules, held.taught):
            whole.update(f"{'' if path is None else sha256(path.read_bytes()).hexdigest()}\n".encode())
        return whole.hexdigest()


class NotATaughtFileError(ValueError):
    """The file of taught words is not a JSON object from words to days."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f"“{path.name}” does not hold taught words: {reason}. "
            f'Write a JSON object such as {{"crisp": "2026-11-20"}}.'
        )


def extraction(
    catalogue: Catalogue, *, audience: str, limit: int, sources: Sources, today: date
) -> Extraction:
    """An extraction with the user's files read; what is wrong with their rows is in its findings.

    Raises:
        NotATaughtFileError: the file of taught words has another shape.
    """
    path = sources.glossary
    own, in_glossary = read_glossary_file(path.read_bytes(), file=path.name) if path else ((), ())
    path = sources.ecdict
    exams, in_exams = read_exam_list(path.read_bytes(), file=path.name) if path else ({}, ())
    path = sources.hsk
    hsk, in_hsk = read_hsk_list(path.read_bytes(), file=path.name) if path else ({}, ())
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
        glossary=own, exams=exams, hsk=hsk, overrides=pins, pipeline=sources.pipeline
    )
    return Extraction(catalogue, extractor, options, (*in_glossary, *in_exams, *in_hsk), sources)


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


def _records(data: bytes, name: str, tell: Callable[[Sequence[Finding]], object]) -> Iterator[Product]:
    for row, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            yield product_from_json(json.loads(line))
        except (ValueError, AttributeError, KeyError, TypeError) as error:
            what = Bilingual(f"This line is no product record: {error}", f"这一行不是商品记录：{error}")
            fix = Bilingual(
                "Write it as `catalog export OUT.jsonl` does.", "请按 catalog export OUT.jsonl 的格式导出。"
            )
            tell((Finding(Where(name, row, None), what, fix, "error", "vocab.record.broken"),))
