"""CC-CEDICT both ways, word frequencies, forms, levels and pronunciations, looked up in one cache file.

A warm start costs a file open (`vocab.dictionary_build` says what is in the file and how it comes to be).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vocab.dictionary_build import cache_file


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
        self.knows = lru_cache(maxsize=100_000)(self._knows)
        self.flag = lru_cache(maxsize=100_000)(self._flag)
        self.lemmas = lru_cache(maxsize=50_000)(self._lemmas)
        self.levels = lru_cache(maxsize=20_000)(self._levels)
        self.said = lru_cache(maxsize=20_000)(self._said)
        self.sounds = lru_cache(maxsize=20_000)(self._sounds)

    @classmethod
    def open(cls, folder: Path | None = None) -> Dictionary:
        """The dictionary from the cache in `folder` (the user's cache folder by default), built when missing.

        Raises:
            DictionaryBuildError: no folder could be written.
        """
        return cls(cache_file(folder))

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

    def cuts(self, pair: str) -> Mapping[str, int]:
        """jieba's words that begin with two characters, and their beginnings: → frequency (0 for the latter).

        With "" its words of one character.
        """
        row = self._one("SELECT v FROM cut WHERE k = ?", pair)
        found: dict[str, int] = json.loads(row[0]) if row else {}
        return found

    def cut_total(self) -> int:
        """The sum of all of jieba's frequencies."""
        row = self._one("SELECT v FROM cut WHERE k = ?", "total")
        return int(row[0]) if row else 0

    def _flag(self, simp: str) -> str:
        """jieba's part of speech of a Chinese word (n, v, a, nr …), "" when it does not list the word."""
        row = self._one("SELECT v FROM flag WHERE k = ?", simp)
        return row[0] if row else ""

    def _lemmas(self, form: str) -> Mapping[str, tuple[str, ...]]:
        """lemminflect's lemmas of a lower-case English form by part of speech; {} when not listed."""
        row = self._one("SELECT v FROM lemma WHERE k = ?", form)
        return {pos: tuple(found) for pos, found in json.loads(row[0]).items()} if row else {}

    def is_past_participle(self, form: str) -> bool:
        """True when the form is the past participle of another verb form (dried, frozen; not cut, set)."""
        return self._one("SELECT v FROM past WHERE k = ?", form) is not None

    def _levels(self, word: str) -> Mapping[str, float]:
        """cefrpy's levels (A1 = 1 … C2 = 6) by Penn tag of a word that has a whole one; else {}."""
        row = self._one("SELECT v FROM level WHERE k = ?", word)
        found: dict[str, float] = json.loads(row[0]) if row else {}
        return found

    def _said(self, zh: str) -> tuple[str, ...] | None:
        """pypinyin's tone-marked syllables of a character or listed phrase; None when it has none."""
        row = self._one("SELECT v FROM said WHERE k = ?", zh)
        return tuple(row[0].split(" ")) if row else None

    def _sounds(self, word: str) -> tuple[dict[str, str], dict[str, str]]:
        """(American, British) pronunciations in misaki's alphabet by part of speech; {} when unknown."""
        row = self._one("SELECT us, gb FROM sound WHERE k = ?", word)
        return (json.loads(row[0]), json.loads(row[1])) if row else ({}, {})

    def common_sounds(self) -> Mapping[str, tuple[str, ...]]:
        """American pronunciations of common words → the words, commonest first."""
        row = self._one("SELECT v FROM common WHERE k = ?", "sound")
        return {said: tuple(words) for said, words in json.loads(row[0]).items()} if row else {}

    def _knows(self, simp: str) -> bool:
        """True when CC-CEDICT has this simplified Chinese word."""
        return self._one("SELECT 1 FROM fwd WHERE k = ?", simp) is not None
