"""A QR code that leads to the handout."""

from __future__ import annotations

from urllib.parse import urlsplit

import segno

from vocab.decks.paper import Box, Paper

#: Modules of white around a code that a reader needs (ISO/IEC 18004).
QUIET = 4


def is_web_address(url: str) -> bool:
    """Whether a phone that scanned this would open a page: http or https, and a host; no blanks.

    >>> is_web_address("https://example.com/words"), is_web_address("example.com"), is_web_address("a b")
    (True, False, False)
    """
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(map(str.isspace, url))
    except ValueError:
        return False


def matrix(url: str) -> tuple[tuple[bool, ...], ...]:
    """The code's modules without the quiet zone, dark is True; error correction M or better."""
    code = segno.make(url, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def draw(paper: Paper, url: str, *, x: float, y: float, size: float) -> None:
    """Draw the code in a square with its quiet zone, black on white: what every phone reads.

    Dark modules side by side are one box, so that no hairline shows between them.
    """
    modules = matrix(url)
    step = size / (len(modules) + 2 * QUIET)
    paper.box(Box(x, y, size, size, fill="#ffffff", radius=step * 2))
    for number, row in enumerate(modules):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end]:
                end += 1
            if end > start:
                left, top = x + (QUIET + start) * step, y + (QUIET + number) * step
                paper.box(Box(left, top, (end - start) * step, step * 1.02, fill="#000000"))
            start = end + 1
