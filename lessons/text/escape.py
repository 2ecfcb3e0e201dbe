"""Backslash escapes of the script text, so that every text survives writing and reading unchanged.

`\\n` and `\\r` stand for the line ends, `\\s` and `\\t` for a space or tab at either end of a text;
a backslash before any other mark gives the mark itself. A backslash before a letter that is none of these
is left as it is, so that a path or an emoticon typed by hand does no harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LETTERS = {"n": "\n", "r": "\r", "s": " ", "t": "\t"}
_ENDS = {"\n": "\\n", "\r": "\\r"}
_EDGE = {" ": "\\s", "\t": "\\t"}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def escape(text: str, marks: str = "") -> str:
    """`text` on one line, with backslash, line ends, outer blanks and every character of `marks` escaped."""
    out = ["\\" + char if char == "\\" or char in marks else _ENDS.get(char, char) for char in text]
    for index in _edges(text):
        out[index] = _EDGE[text[index]]
    return "".join(out)


def _edges(text: str) -> Iterator[int]:
    """The positions of the blanks that a reader would strip from the ends of `text`."""
    left = len(text) - len(text.lstrip(" \t"))
    right = len(text.rstrip(" \t"))
    yield from range(left)
    yield from range(max(right, left), len(text))


def unescape(text: str) -> str:
    """The text that `escape` was given."""

    def mark(match: re.Match[str]) -> str:
        char = match[1]
        if char in _LETTERS:
            return _LETTERS[char]
        return match[0] if char.isalnum() else char

    return _ESCAPED.sub(mark, text)


def split(text: str, marks: str) -> list[str]:
    """`text` cut at every unescaped character of `marks`; the pieces are stripped but still escaped."""
    pieces, start, index = [], 0, 0
    while index < len(text):
        if text[index] == "\\":
            index += 2
            continue
        if text[index] in marks:
            pieces.append(text[start:index])
            start = index + 1
        index += 1
    pieces.append(text[start:])
    return [piece.strip(" \t") for piece in pieces]


def escape_block(text: str, indent: str) -> str:
    """`text` for a field that may run over several lines: the further lines are indented by `indent`.

    An empty further line is written as a lone backslash, because a blank line would be dropped.
    """
    first, *more = text.split("\n")
    lines = [escape(first), *(indent + (escape(line) or "\\") for line in more)]
    return "\n".join(lines)
