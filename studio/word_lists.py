"""A planner's own lists of words: glossary, exam words, HSK; kept in the store, used by each extraction."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from store import settings
from store.store import Store
from vocab.ecdict import read_exam_list
from vocab.glossary import COLUMNS, read_glossary_file
from vocab.hsk import read_hsk_list

ListKind = Literal["glossary", "exams", "hsk"]
#: The kinds of list, and the option of `studio cards` that takes each.
OPTIONS: Mapping[ListKind, str] = {"glossary": "--glossary", "exams": "--ecdict", "hsk": "--hsk"}


@dataclass(frozen=True, slots=True)
class WordList:
    """A list as it is kept: what was understood of the file, as CSV. `at` is UTC epoch ms."""

    name: str
    words: int
    by: str
    at: int
    text: str


class WordLists:
    """The lists of a store, one of each kind; a new file takes the place of the old one."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def held(self) -> Mapping[ListKind, WordList]:
        """The lists that are kept."""
        with self._store.read() as connection:
            told = {kind: settings.get(connection, _key(kind)) for kind in OPTIONS}
        return {kind: WordList(**json.loads(text)) for kind, text in told.items() if text}

    def load(self, kind: ListKind, data: bytes, *, name: str, by: str) -> tuple[Finding, ...]:
        """Read a file and keep what is good of it; comes back with what is wrong.

        A file with no good row at all is not kept: the list that was there stays.
        """
        rows, findings = _READERS[kind](data, name)
        if len(rows) < 2:
            return findings or (_empty(name),)
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        kept = WordList(name, len(rows) - 1, by, self._clock(), out.getvalue())
        self._put(kind, json.dumps(asdict(kept), ensure_ascii=False))
        return findings

    def remove(self, kind: ListKind) -> None:
        """Let a list go: without it no exam is named, bands are estimates, the retail glossary stands."""
        self._put(kind, "")

    def arguments(self, folder: Path) -> list[str]:
        """Write the lists into a folder; the options of `studio cards` that name them."""
        out: list[str] = []
        for kind, kept in self.held().items():
            path = folder / f"{kind}.csv"
            path.write_text(kept.text, encoding="utf-8")
            out += [OPTIONS[kind], str(path)]
        return out

    def _put(self, kind: ListKind, value: str) -> None:
        self._store.write(lambda connection: settings.put(connection, _key(kind), value))


Read = tuple[Sequence[Iterable[str]], tuple[Finding, ...]]


def _glossary(data: bytes, name: str) -> Read:
    rows, findings = read_glossary_file(data, file=name)
    return [COLUMNS, *((r.en, "|".join(r.zh), r.pos, r.domain, r.note) for r in rows)], findings


def _exams(data: bytes, name: str) -> Read:
    tags, findings = read_exam_list(data, file=name)
    return [("word", "tag"), *((word, " ".join(exams)) for word, exams in tags.items())], findings


def _hsk(data: bytes, name: str) -> Read:
    bands, findings = read_hsk_list(data, file=name)
    return [("word", "level"), *((word, str(band)) for word, band in bands.items())], findings


_READERS: Mapping[ListKind, Callable[[bytes, str], Read]] = {
    "glossary": _glossary, "exams": _exams, "hsk": _hsk,
}  # fmt: skip


def _key(kind: ListKind) -> str:
    return f"word_list.{kind}"


def _empty(name: str) -> Finding:
    what = Bilingual("No word of this file can be used.", "文件里没有可用的词。")
    fix = Bilingual("Look whether it is the right file.", "请确认文件是否选对。")
    return Finding(Where(name, None, None), what, fix, "error", "vocab.list.empty")
