"""Text as the rules read it, with every character's place in the original.

People who know the lists write around them: full-width letters, zero-width characters, marks between the
characters, look-alikes, traditional forms, digits as words. Each view undoes some of that; a finding is
always reported at its place in the text as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from vocab.chinese import simplified

_HAN = "\u3400-\u9fff"
#: Marks people put between Chinese characters; commas and stops are left, they part sentences.
_BETWEEN = re.compile(rf"(?<=[{_HAN}%0-9])[ \u00b7\u2022\u2027.\-_*|/~^#+=]{{1,3}}(?=[{_HAN}])")
_APART = (
    re.compile(r"(?<![a-z0-9])(?:[a-z0-9][.\-_*|]{1,3}){2,}[a-z0-9](?![a-z0-9])"),
    re.compile(r"(?<![a-z0-9])(?:[a-z0-9] ){2,}[a-z0-9](?![a-z0-9])"),
    # a mark inside a word (be-st); parts of three letters and more are compounds (dry-cured)
    re.compile(
        r"(?<![a-z0-9.\-])(?=[a-z.\-_*|]*(?<![a-z])[a-z]{1,2}(?![a-z]))(?:[a-z]+[.\-_*|])+[a-z]+(?![a-z0-9])"
    ),
    re.compile(r"(?<=[a-z] ) +(?=[a-z])"),
)
_LEET_WORD = re.compile(
    r"(?<![a-z0-9@$!])(?=[a-z0-9@$!]*[a-z])(?=[a-z0-9@$!]*[0134578@$!])[a-z0-9@$!]{3,}(?<!!)"
)
#: 1 is read as l and as i, one view each.
_LEETS = (str.maketrans("01345@$!", "oleasasi"), str.maketrans("01345@$!", "oieasasi"))
_NUMERALS = str.maketrans("零〇洞一幺么二两三四五六七八九拐", "00011122" + "3456789" + "7")
_NUMERAL_RUN = re.compile(r"(?:[零〇洞一幺么二两三四五六七八九拐0-9][ \-.,、]?){7,}")
#: Written for 最 and 第 on purpose (seen in live rooms).
_LOOKALIKES = {"蕞": "最", "朂": "最", "冣": "最", "苐": "第", "荃": "全", "囯": "国", "價": "价"}


@dataclass(frozen=True, slots=True)
class View:
    """Normalised `text` and where each of its characters stands in the original.

    It is kept in runs, for findings are few: from character `starts[i]` on, the characters are those of the
    source from `sources[i]` on, one by one; in a run of `single` all of them stand for one source character.
    The source is the view `before`, else the original.
    """

    text: str
    starts: Sequence[int] = (0,)
    sources: Sequence[int] = (0,)
    single: Set[int] = frozenset()
    before: View | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The original span of the view's [start, end)."""
        first, last = self._source(start), self._source(end - 1) + 1
        return (first, last) if self.before is None else self.before.place(first, last)

    def _source(self, at: int) -> int:
        run = bisect_right(self.starts, at) - 1
        return self.sources[run] + (0 if run in self.single else at - self.starts[run])


class _Plain(dict[str, str]):
    """Characters half-width, lower case, simplified, without accents; empty for what cannot be seen."""

    def __missing__(self, char: str) -> str:
        self[char] = plain = self._made(char)
        return plain

    @staticmethod
    def _made(char: str) -> str:
        if char == "\n":
            return char
        if unicodedata.category(char) in ("Cf", "Mn", "Me", "Cc", "Cs"):
            return " " if char in "\t\r" else ""
        parts = unicodedata.normalize("NFKD", char).lower()
        bare = "".join(_LOOKALIKES.get(each, each) for each in parts if unicodedata.category(each) != "Mn")
        return simplified(bare)


#: Grows by each character met, at most to the size of Unicode.
_PLAIN = _Plain()


def base_view(text: str) -> View:
    """The text without disguise of single characters."""
    plain = {char: _PLAIN[char] for char in set(text)}
    body = text.translate({ord(char): part for char, part in plain.items()})
    odd = "".join(char for char, part in plain.items() if len(part) != 1)
    starts, sources, single = [0], [0], set()
    grown = 0
    for match in re.finditer(f"[{re.escape(odd)}]", text) if odd else ():
        at, length = match.start(), len(plain[match[0]])
        begin = at + grown
        if length:
            single.add(len(starts))
            starts.append(begin)
            sources.append(at)
        starts.append(begin + length)
        sources.append(at + 1)
        grown += length - 1
    return View(body, starts, sources, single)


def views(text: str) -> Iterator[View]:
    """The plain view of the text, then those that undo more, each holding only the lines that differ."""
    base = base_view(text)
    yield base
    tight = _without(base, _BETWEEN)
    if tight is not None:
        yield _changed_lines(tight, base)
    letters = _joined(tight or base)
    if letters is not None:
        yield _changed_lines(letters, tight or base)
    for table in _LEETS:
        leet = _replaced(letters or base, _LEET_WORD, table)
        if leet is not None:
            yield _changed_lines(leet, letters or base)
    numbers = _replaced(base, _NUMERAL_RUN, _NUMERALS)
    if numbers is not None:
        yield _changed_lines(numbers, base)


def _changed_lines(view: View, before: View) -> View:
    """The lines of `view` that read differently in `before`; both have the same number of lines."""
    kept: list[tuple[int, int]] = []
    at = 0
    for line, old in zip(view.text.split("\n"), before.text.split("\n"), strict=True):
        end = min(at + len(line) + 1, len(view.text))
        if line != old:
            kept.append((at, end))
        at = end
    return _pieces(view, kept)


def _pieces(view: View, kept: Sequence[tuple[int, int]]) -> View:
    """The view that holds these spans of another, in order."""
    starts: list[int] = []
    length = 0
    for start, end in kept:
        starts.append(length)
        length += end - start
    text = "".join(view.text[start:end] for start, end in kept)
    return View(text, starts, [start for start, _ in kept], before=view)


def _without(view: View, pattern: re.Pattern[str]) -> View | None:
    """The view without what `pattern` finds, None when it finds nothing."""
    return _cut(view, [match.span() for match in pattern.finditer(view.text)])


def _joined(view: View) -> View | None:
    """Letters drawn apart (`b e s t`, `c.u.r.e`, `be-st`) put together; None when there are none."""
    cuts: list[tuple[int, int]] = []
    for pattern in _APART:
        for match in pattern.finditer(view.text):
            cuts.extend(
                (match.start() + index, match.start() + index + 1)
                for index, char in enumerate(match[0])
                if not char.isalnum()
            )
    return _cut(view, sorted(set(cuts)))


def _cut(view: View, cuts: Sequence[tuple[int, int]]) -> View | None:
    """The view without these spans, None when there are none."""
    if not cuts:
        return None
    begins = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(view.text)]
    return _pieces(view, [(begin, end) for begin, end in zip(begins, ends, strict=True) if begin < end])


def _replaced(view: View, pattern: re.Pattern[str], table: dict[int, int]) -> View | None:
    """The view with what `pattern` finds translated one by one; None when nothing changes."""
    text = pattern.sub(lambda match: match[0].translate(table), view.text)
    return View(text, before=view) if text != view.text else None
