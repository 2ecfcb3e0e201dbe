"""Levels are honest: from the list or marked as an estimate."""

from __future__ import annotations

from pathlib import Path

import pytest

from vocab.dictionary import Dictionary
from vocab.ecdict import read_exam_list
from vocab.levels import AUDIENCES, Levels, UnknownAudience, audience_of, level_from_zipf

ECDICT = Path(__file__).parents[1].parent / "shared/data/ecdict.mini.csv"


@pytest.fixture(scope="module")
def levels() -> Levels:
    return Levels(Dictionary.open())


@pytest.mark.parametrize("word", ["figment", "tenacious", "artisan", "copious"])
def test_rare_words_are_never_called_easy(levels: Levels, word: str) -> None:
    """cefrpy calls them A1."""
    level = levels.of(word, "NOUN")
    assert level is not None
    assert level.band not in ("A1", "A2")
    assert level.source == "est."


@pytest.mark.parametrize(
    ("word", "pos", "band"),
    [
        ("delicious", "ADJ", "A1"),
        ("cotton", "NOUN", "B1"),
        ("delicate", "ADJ", "B1"),
        ("copper", "NOUN", "B2"),
    ],
)
def test_listed_words_have_the_bands_of_the_list(levels: Levels, word: str, pos: str, band: str) -> None:
    """These stand in CEFR-J 1.5 with these bands."""
    level = levels.of(word, pos)
    assert level is not None
    assert (level.band, level.source) == (band, "CEFR-J")


def test_a_compound_is_an_estimate_above_its_words(levels: Levels) -> None:
    """The list names words, not this phrase."""
    level, part = levels.of("power bank", "NOUN"), levels.of("power", "NOUN")
    assert level is not None and part is not None
    assert level.source == "est."
    assert level.value > part.value


def test_an_unknown_word_has_no_level(levels: Levels) -> None:
    """Unknown stays unknown."""
    assert levels.of("xyzzyq", "NOUN") is None


def test_rarer_is_never_easier() -> None:
    """The estimate falls with frequency."""
    values = [level_from_zipf(z / 10) for z in range(0, 80)]
    assert values == sorted(values, reverse=True)
    assert min(values) >= 1 and max(values) <= 6


@pytest.mark.parametrize(
    ("name", "same"), [("四级", "cet4"), ("CET-4", "cet4"), ("雅思", "ielts"), ("初中", "chuzhong")]
)
def test_audiences_have_chinese_and_english_names(name: str, same: str) -> None:
    """A planner writes either."""
    assert audience_of(name).target == AUDIENCES[same]


def test_an_unknown_audience_lists_the_known_ones() -> None:
    """The message says what to write instead."""
    with pytest.raises(UnknownAudience, match=r"cet6.*雅思"):
        audience_of("PhD")


@pytest.mark.skipif(not ECDICT.exists(), reason="the ECDICT sample is not beside this checkout")
def test_exam_tags_are_those_of_the_file() -> None:
    """Nothing is added to the list and nothing lost; its one row that is cut in two is told."""
    tags, findings = read_exam_list(ECDICT.read_bytes(), file=ECDICT.name)
    assert [f.where.row for f in findings] == [44]
    assert all(tags.values())
    assert set().union(*tags.values()) <= {"中考", "高考", "四级", "六级", "考研", "托福", "雅思", "GRE"}


def test_a_csv_of_another_kind_is_a_finding() -> None:
    """It says which column is missing, in both languages."""
    tags, [finding] = read_exam_list("word,meaning\ncrisp,脆\n".encode(), file="words.csv")
    assert tags == {}
    assert (finding.code, finding.where.file) == ("vocab.exams.header", "words.csv")
    assert "“tag”" in str(finding.what.en) and "考试" in str(finding.what.zh)


def test_exam_tags_are_read_as_people_write_them() -> None:
    """ECDICT's letters and the exams' own names, several in a cell, a word on two rows; UTF-8 or GB18030."""
    text = "word,tag\nCrisp,cet6 gk\nplain,\nCrisp,四级/CET-6\n"
    for data in (text.encode("utf-8-sig"), text.encode("gb18030")):
        tags, findings = read_exam_list(data, file="e.csv")
        assert tags == {"crisp": ("高考", "四级", "六级")}
        assert findings == ()


def test_a_bad_row_of_an_exam_list_costs_that_row() -> None:
    """Each row says what is wrong with it; the rest is read."""
    tags, findings = read_exam_list(b"word,tag\n,cet4\njuicy,cet9 gk\nripe,ky\n", file="e.csv")
    assert tags == {"juicy": ("高考",), "ripe": ("考研",)}
    assert [(f.code, f.where.row) for f in findings] == [("vocab.exams.word", 2), ("vocab.exams.tag", 3)]
