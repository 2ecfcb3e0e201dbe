"""The shadow of a text that the tagger reads, and where its sentences begin and end.

Markup, emoji and Chinese are blanked (`vocab.mask`), ALL CAPS put in lower case. The shadow has the length of
the text, so every offset slices the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from vocab.mask import MAX_CHARS, english_view, mask
from vocab.word_forms import is_ordinary, word_set

#: Longest sentence given to the tagger, in characters; longer runs without a stop are cut at a blank.
MAX_SENTENCE = 1_000
_BULLETS = frozenset("•·‣⁃∙●○◦▪■□◆◇★☆✓✔►▶|¦※❖➤➢→")
_SIGNS = frozenset("®™©℠°℃℉№")  # symbols that stand inside a sentence
_STOPS = frozenset("!?;。！？；")
#: Words whose full stop is not the end: measures, titles, shop shorthand.
_SHORT = word_set(
    "approx dr mr mrs ms st no vs etc inc ltd co fig max min oz lb lbs pcs pc ft sq vol est dept qty pkg"
)
_BLOCK_TAG = re.compile(r"</?(?:br|p|li|ul|ol|div|t[drh]|d[dt]|h[1-6]|table)\b[^<>]{0,400}>", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*", re.UNICODE)


def shadow_of(text: str) -> str:
    """The text as the tagger sees it, of the same length; sentences are still in their own case."""
    pieces = (text[i : i + MAX_CHARS] for i in range(0, len(text), MAX_CHARS))
    return "".join(english_view(mask(piece)) for piece in pieces)


@lru_cache(maxsize=4096)
def _breaks(char: str) -> bool:
    if char in "\n\r\v\f\u2028\u2029" or char in _BULLETS or char in _STOPS:
        return True
    return char not in _SIGNS and unicodedata.category(char) == "So"  # emoji stand where bullets do


def sentence_spans(text: str, shadow: str) -> Iterator[tuple[int, int]]:
    """Offsets of sentences with at least one letter or digit; a closing mark stays with its sentence."""
    start = last_blank = 0
    size = len(shadow)
    blocks = {m.end() - 1 for m in _BLOCK_TAG.finditer(text)} if "<" in text else ()
    for i, char in enumerate(text):
        if char == " ":
            last_blank = i
        if char == ".":
            ends = _is_full_stop(shadow, i)
        elif char == ";":
            ends = shadow[i] == ";"  # not the end of &amp;
        else:
            ends = _breaks(char) or i in blocks
        if not ends and i + 1 - start >= MAX_SENTENCE:
            cut = last_blank + 1 if last_blank > start else i + 1
            yield from _trimmed(shadow, start, cut)
            start = cut
        elif ends:
            keep = i + 1 if char in _STOPS or char == "." else i
            yield from _trimmed(shadow, start, keep)
            start = i + 1
    yield from _trimmed(shadow, start, size)


def _is_full_stop(shadow: str, i: int) -> bool:
    if i + 1 < len(shadow) and not shadow[i + 1].isspace() and shadow[i + 1] not in "\"')":
        return False
    before = shadow[max(0, i - 12) : i].rsplit(None, 1)
    word = before[-1].lower() if before and shadow[i - 1 : i].strip() else ""
    after = shadow[i + 1 : i + 40].lstrip()
    if word in _SHORT or (len(word) == 1 and word.isalpha()):
        measured = len(before) > 1 and before[0][-1:].isdigit()
        return not after or (after[0].isupper() and (measured or word in ("oz", "pcs", "lb", "lbs", "etc")))
    return True


def _trimmed(shadow: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = shadow[start:end]
    left = start + len(piece) - len(piece.lstrip(" \t-*>#_"))
    right = start + len(piece.rstrip())
    if any(c.isalnum() for c in shadow[left:right]):
        yield left, right


def _lower(text: str) -> str:
    # İ has a lower case of two characters: offsets come before typography.
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def truecase(sentence: str) -> str:
    """The sentence with shouted words in lower case: all in a shouted title, else the ordinary ones."""
    words = [m for m in _WORD.finditer(sentence) if len(m.group()) > 1]
    loud = [m for m in words if m.group().isupper()]
    if not loud:
        return sentence
    if len(loud) >= 2 and len(loud) >= 0.6 * len(words) and any(len(m.group()) > 3 for m in loud):
        return _lower(sentence)
    chars = list(sentence)
    for match in loud:
        if len(match.group()) > 3 and is_ordinary(match.group().lower()):
            chars[match.start() : match.end()] = _lower(match.group())
    return "".join(chars)
