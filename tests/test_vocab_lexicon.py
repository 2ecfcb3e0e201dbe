"""A merchant's words are learnt from their own titles."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from vocab.lexicon import learn

PAIRS = [
    (["green tea", "box"], ["绿茶", "礼盒"]),
    (["green tea", "bag"], ["绿茶", "袋装"]),
    (["black tea", "box"], ["红茶", "礼盒"]),
    (["black tea", "tin"], ["红茶", "罐装"]),
]


def test_words_that_go_together_find_each_other() -> None:
    """Model 1 tells tea from box by the titles that have only one of them."""
    lexicon = learn(PAIRS)
    assert lexicon.best("green tea")[0][0] == "绿茶"
    assert lexicon.best("black tea")[0][0] == "红茶"
    assert lexicon.best("box")[0][0] == "礼盒"
    assert lexicon.pairs == 4


def test_an_unseen_word_has_no_translation() -> None:
    """Nothing is guessed."""
    assert learn(PAIRS).best("coffee") == ()


WORDS = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4)


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=12))
def test_probabilities_are_probabilities(pairs: list[tuple[list[str], list[str]]]) -> None:
    """Kept cells of one word sum to at most 1; the same pairs give the same lexicon."""
    lexicon = learn(pairs)
    for row in lexicon.table.values():
        assert sum(p for _, p, _ in row) <= 1.001
        assert all(0 < p <= 1.0001 for _, p, _ in row)
    assert learn(pairs) == lexicon
