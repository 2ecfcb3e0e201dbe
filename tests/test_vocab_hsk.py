"""HSK bands of glosses: the user's list where it has the word, an estimate that says so elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from vocab.dictionary import Dictionary
from vocab.hsk import Hsk, NotAnHskListError, hsk_list


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.open()


def test_a_list_may_be_written_in_the_usual_ways(tmp_path: Path) -> None:
    """Commas or tabs, English or Chinese column names, traditional words, levels as 3, HSK3, 三级, 7-9."""
    path = tmp_path / "hsk.tsv"
    path.write_text("级别\t词语\n三级\t新鮮\n7-9\t醇厚\nHSK 1\t茶\n2\t茶\n\t空\n", encoding="utf-8-sig")
    assert hsk_list(path) == {"新鲜": 3, "醇厚": 7, "茶": 1}  # fresh, mellow, tea (the easier of its two)


def test_a_listed_word_has_the_lists_band(dictionary: Dictionary) -> None:
    """The list wins over any frequency."""
    level = Hsk(dictionary, {"新鲜": 5}).of("新鲜")  # fresh
    assert level is not None
    assert (level.band, level.source) == ("HSK 5", "HSK list")


def test_without_a_list_every_band_says_that_it_is_an_estimate(dictionary: Dictionary) -> None:
    """Rarer is harder; a word in no source has no band."""
    hsk = Hsk(dictionary, {})
    water, mellow = hsk.of("水"), hsk.of("醇厚")
    assert water is not None and mellow is not None
    assert water.value < mellow.value
    assert {water.source, mellow.source} == {"est."}
    assert hsk.of("𪚥𪚥") is None  # the rarest of characters


@pytest.mark.parametrize(("text", "missing"), [("foo,level\n茶,1\n", "word"), ("word,foo\n茶,1\n", "level")])
def test_a_file_that_is_no_list_says_which_column_it_lacks(text: str, missing: str, tmp_path: Path) -> None:
    """The error names the file, the column and what a list looks like."""
    path = tmp_path / "other.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotAnHskListError, match=f"other.csv.*“{missing}”"):
        hsk_list(path)
