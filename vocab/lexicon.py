"""What a merchant calls things: translation probabilities learnt from their own bilingual catalogue.

IBM model 1, expectation maximisation over (English, Chinese) text pairs. Small by design: a catalogue has
thousands of pairs, not millions; five rounds settle it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

#: Rounds of expectation maximisation; the ranking no longer changes after five.
ROUNDS = 5
#: Pairs learnt from at most: enough for any catalogue, bounded for memory.
MAX_PAIRS = 20_000
#: Cells below this probability are dropped after learning.
FLOOR = 0.05


@dataclass(frozen=True, slots=True)
class Lexicon:
    """P(Chinese word | English key) with expected counts. Picklable and immutable once learnt."""

    table: Mapping[str, tuple[tuple[str, float, float], ...]]
    pairs: int

    def best(self, key: str) -> tuple[tuple[str, float, float], ...]:
        """(Chinese, probability, expected count) for an English key, likeliest first."""
        return self.table.get(key, ())

    def translations(self, key: str) -> dict[str, float]:
        """P(zh | key) for every kept translation of an English key."""
        return {zh: probability for zh, probability, _ in self.table.get(key, ())}


def learn(pairs: Iterable[tuple[Sequence[str], Sequence[str]]]) -> Lexicon:
    """A lexicon from pairs of (English keys, Chinese words). The same pairs give the same lexicon.

    English keys unseen beside a word in at least two pairs carry no probability that can be trusted, so
    their expected count stays below 2 and callers can tell.
    """
    kept: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for en, zh in pairs:
        if en and zh:
            kept.append((("", *dict.fromkeys(en)), tuple(dict.fromkeys(zh))))
        if len(kept) >= MAX_PAIRS:
            break
    together: dict[str, dict[str, float]] = defaultdict(dict)
    for en_words, zh_words in kept:
        for e in en_words:
            for z in zh_words:
                together[e][z] = 0.0
    prob = {e: dict.fromkeys(row, 1.0 / len(row)) for e, row in together.items()}
    counts: dict[str, dict[str, float]] = {}
    for _ in range(ROUNDS):
        counts = {e: dict.fromkeys(row, 0.0) for e, row in together.items()}
        for en_words, zh_words in kept:
            for z in zh_words:
                total = sum(prob[e][z] for e in en_words)
                for e in en_words:
                    counts[e][z] += prob[e][z] / total
        for e, row in counts.items():
            whole = sum(row.values())
            prob[e] = {z: c / whole for z, c in row.items()} if whole else prob[e]
    table = {
        e: tuple(
            (z, round(p, 4), round(counts[e][z], 3))
            for z, p in sorted(row.items(), key=lambda item: (-item[1], item[0]))[:8]
            if p >= FLOOR
        )
        for e, row in sorted(prob.items())
        if e
    }
    return Lexicon(table, len(kept))
