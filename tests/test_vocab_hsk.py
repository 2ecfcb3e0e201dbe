"""HSK bands of glosses: the user's list where it has the word, an estimate that says so elsewhere."""

from __future__ import annotations

import pytest

from vocab.dictionary import Dictionary
from vocab.hsk import Hsk, read_hsk_list


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.open()


def test_a_list_may_be_written_in_the_usual_ways() -> None:
    """Commas or tabs, English or Chinese column names, traditional words, levels as 3, HSK3, 三级, 7-9."""
    text = "级别\t词语\n三级\t新鮮\n7-9\t醇厚\nHSK 1\t茶\n2\t茶\n"
    bands, findings = read_hsk_list(text.encode("utf-8-sig"), file="hsk.tsv")
    assert bands == {"新鲜": 3, "醇厚": 7, "茶": 1}  # fresh, mellow, tea (the easier of its two)
    assert findings == ()


def test_a_bad_row_of_a_list_costs_that_row() -> None:
    """A word without a level and a level without a Chinese word are told with their rows."""
    bands, findings = read_hsk_list("word,level\n空,\ntea,2\n\n茶,2\n".encode(), file="hsk.csv")
    assert bands == {"茶": 2}  # tea
    assert [(f.code, f.where.row) for f in findings] == [("vocab.hsk.level", 2), ("vocab.hsk.word", 3)]


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
def test_a_file_that_is_no_list_says_which_column_it_lacks(text: str, missing: str) -> None:
    """The finding names the file, the column and what a list looks like."""
    bands, [finding] = read_hsk_list(text.encode(), file="other.csv")
    assert bands == {}
    assert (finding.severity, finding.where.file) == ("error", "other.csv")
    assert f"“{missing}”" in str(finding.what.en)
