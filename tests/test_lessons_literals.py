"""Many literals at once: every occurrence is found, and the leftmost longest of them stand."""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from lessons.compliance import load_rules
from lessons.compliance.literals import Literals, leftmost_longest

SMALL = st.text(alphabet="知产权国家", min_size=1, max_size=4)


def stand(words: Collection[str], text: str) -> list[tuple[int, int]]:
    """The leftmost longest occurrences, by the automaton."""
    found = [(start, end) for start, end, _ in Literals({word: word for word in words}).occurrences(text)]
    return leftmost_longest(found, span=lambda each: each, taken=bytearray(len(text)))


def by_hand(words: Collection[str], text: str) -> list[tuple[int, int]]:
    """The same by trying every word at every place, from the left."""
    spans, at = [], 0
    while at < len(text):
        longest = max((len(word) for word in words if text.startswith(word, at)), default=0)
        if longest:
            spans.append((at, at + longest))
        at += longest or 1
    return spans


@given(st.sets(SMALL, min_size=1, max_size=12), st.text(alphabet="知产权国家。", max_size=40))
def test_the_leftmost_longest_occurrences_stand(words: set[str], text: str) -> None:
    """For any words and text: the same spans as trying every word at every place from the left."""
    assert stand(words, text) == by_hand(words, text)


@given(st.sets(SMALL, min_size=1, max_size=12), st.text(alphabet="知产权国家。", max_size=40))
def test_every_occurrence_is_told(words: set[str], text: str) -> None:
    """Occurrences inside others and over others are told too, each with what was kept for its word."""
    literals = Literals({word: f"<{word}>" for word in words})
    told = sorted(literals.occurrences(text))
    assert told == sorted(
        (at, at + len(word), f"<{word}>")
        for word in words
        for at in range(len(text))
        if text.startswith(word, at)
    )


def test_a_word_whose_longer_brother_breaks_off_is_found() -> None:
    """国家知识产权局 begins and breaks off in 国家知识产权: 知识产权 inside it is still found."""
    assert stand({"知识产权", "国家知识产权局"}, "国家知识产权") == [(2, 6)]


def test_what_is_taken_is_not_given_twice() -> None:
    """A span over a character taken before does not stand; of two with one span the first found does."""
    taken = bytearray(b"\0\1\0\0")
    found = [(0, 2, "a"), (2, 4, "b"), (2, 4, "c")]
    assert leftmost_longest(found, span=lambda each: each[:2], taken=taken) == [(2, 4, "b")]
    assert taken == b"\0\1\1\1"


def test_literals_are_words_of_the_rules_not_patterns() -> None:
    """What a rule file lists as a pattern needs to be one: a plain word belongs to the words."""
    plain = [
        probe.pattern.pattern
        for rule in load_rules()
        for probe in rule.probes
        if probe.needles == frozenset((probe.pattern.pattern,))
    ]
    assert plain == []
