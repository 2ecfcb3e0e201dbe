"""Chinese analysis: words with offsets, simplified forms and parts of speech. The only importer of jieba.

Traditional text is matched through its simplified form, character by character, so that offsets stay those
of the text as given. jieba's own words are merged where a chain of them is one dictionary or glossary term
(measured: only 66 % of product terms are a single jieba token).
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from vocab.dictionary import Dictionary

#: A merged chain spans at most this many jieba words and characters.
MAX_CHAIN = 4
MAX_CHAIN_CHARS = 8
_HAN_WORD = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0002ffff]+$")
#: Parts of speech that never begin or end a merged term: particles, pronouns, numerals, punctuation.
_LOOSE = ("u", "r", "m", "x", "p", "c", "w")


@dataclass(frozen=True, slots=True)
class Word:
    """One Chinese word: `text` as given at [start, end), `simp` its simplified form, jieba's `flag`."""

    text: str
    start: int
    end: int
    simp: str
    flag: str
    han: bool


@lru_cache(maxsize=1)
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


@lru_cache(maxsize=16384)
def _simple_char(char: str) -> str:
    out = _converter()(char)
    return out if len(out) == 1 else char


def simplified(text: str) -> str:
    """`text` in simplified characters, the same length; characters without a simpler form stay.

    >>> simplified("純芝麻醬")
    '纯芝麻酱'
    """
    return "".join(c if c < "㐀" else _simple_char(c) for c in text)


def _import_jieba() -> Any:
    held = sys.modules.get("pkg_resources")
    if held is None:
        # jieba only wants pkg_resources to find its own file; without it, it opens the file (0.4 s faster,
        # and no deprecation warning on stderr).
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba
    finally:
        if held is None:
            del sys.modules["pkg_resources"]
    jieba.setLogLevel(logging.WARNING)
    return jieba


class _Cutter:
    """A jieba tokenizer of our own whose dictionary comes in as texts need it (a second faster to start).

    jieba asks only for the words, and beginnings of words, that a text contains: those that start with two
    neighbours of the text are all it can want.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._tokenizer = _import_jieba().Tokenizer()
        self._tokenizer.FREQ = dict(dictionary.cuts(""))
        self._tokenizer.total = dictionary.cut_total()
        self._tokenizer.initialized = True
        self._seen: set[str] = set()

    def cut(self, simp: str) -> Iterator[tuple[str, str]]:
        """The words of a simplified text in order with their part of speech, "" when jieba lists none."""
        for pair in sorted({simp[i : i + 2] for i in range(len(simp) - 1)} - self._seen):
            self._seen.add(pair)
            self._tokenizer.FREQ.update(self._dictionary.cuts(pair))
        for word in self._tokenizer.cut(simp):
            yield word, self._dictionary.flag(word)


class Chinese:
    """One jieba tokenizer, built once; `terms` are the glossary's Chinese, the dictionary's are words too."""

    def __init__(self, terms: Iterable[str], dictionary: Dictionary) -> None:
        self._terms = frozenset(t for t in terms if _HAN_WORD.match(t) and len(t) > 1)
        self._known = dictionary.knows
        self._cutter = _Cutter(dictionary)

    def is_term(self, simp: str) -> bool:
        """True when the simplified string is a glossary term or a dictionary word."""
        return simp in self._terms or self._known(simp)

    def words(self, masked: str) -> tuple[Word, ...]:
        """The words of a masked text in order, Latin runs and numbers included, punctuation left out."""
        simp = simplified(masked)
        raw: list[tuple[int, int, str]] = []
        at = 0
        for word, listed in self._cutter.cut(simp):
            # jieba's own tagger is ten times slower and guesses the unknown words; its table suffices.
            flag = listed or ("n" if len(word) > 1 and _HAN_WORD.match(word) else "x")
            raw.append((at, at + len(word), flag))
            at += len(word)
        out: list[Word] = []
        i = 0
        while i < len(raw):
            j, flag = self._chain(simp, raw, i)
            start, end = raw[i][0], raw[j][1]
            piece = simp[start:end]
            if any(c.isalnum() for c in piece):
                han = bool(_HAN_WORD.match(piece))
                out.append(Word(masked[start:end], start, end, piece, flag, han))
            i = j + 1
        return tuple(out)

    def _chain(self, simp: str, raw: list[tuple[int, int, str]], i: int) -> tuple[int, str]:
        """The last index of the longest known chain from `i` (or `i` itself) and its flag."""
        start, end, flag = raw[i]
        if not _HAN_WORD.match(simp[start:end]):
            return i, flag
        for j in range(min(i + MAX_CHAIN, len(raw)) - 1, i, -1):
            stop = raw[j][1]
            piece = simp[start:stop]
            if len(piece) > MAX_CHAIN_CHARS or not _HAN_WORD.match(piece):
                continue
            loose = flag[:1] in _LOOSE or raw[j][2][:1] in _LOOSE
            if piece in self._terms or (not loose and self._known(piece)):
                return j, raw[j][2] if raw[j][2][:1] not in _LOOSE else "n"
        return i, flag
