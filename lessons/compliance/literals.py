"""Many literals looked for at once (Aho–Corasick), and which of overlapping hits stand.

The automaton tells every occurrence, one inside another included. Its own longest-match iterator is not
used: `iter_long` of pyahocorasick 2.3.1 misses matches (知识产权 in 国家知识产权, when 国家知识产权局 is
looked for as well).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick

T = TypeVar("T")


class Literals(Generic[T]):
    """A set of literals, each with what is to be known when it is met."""

    def __init__(self, held: Mapping[str, T]) -> None:
        """`held` must not be empty, nor hold the empty text."""
        self._automaton = ahocorasick.Automaton()
        for word, value in held.items():
            self._automaton.add_word(word, (len(word), value))
        self._automaton.make_automaton()

    def occurrences(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Every occurrence in `text` as (start, end excluded, value), by end, longer ones first."""
        for last, (length, value) in self._automaton.iter(text):
            yield last + 1 - length, last + 1, value


def leftmost_longest(
    found: Iterable[T], *, span: Callable[[T], tuple[int, int]], taken: bytearray
) -> list[T]:
    """Of `found` those that stand: the leftmost first, of several there the longest, none over another.

    `span` gives start and end (excluded) of one; `taken` marks the characters that are no longer free, and is
    marked further. Of two with one span the first found stands.
    """

    def place(each: T) -> tuple[int, int]:
        start, end = span(each)
        return start, -end

    chosen = []
    for each in sorted(found, key=place):
        start, end = span(each)
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            chosen.append(each)
    return chosen
