"""The dictionary cache: built when missing, whole when two build it, right both ways."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from vocab.cedict import glosses_of
from vocab.dictionary import Dictionary
from vocab.dictionary_build import DictionaryBuildError


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return Dictionary.open()


def test_english_finds_chinese(dictionary: Dictionary) -> None:
    """The reverse index answers with simplified words, likeliest first."""
    assert dictionary.senses("fishing rod")[0].simp == "鱼竿"
    assert {"淋浴", "阵雨"} <= {s.simp for s in dictionary.senses("shower")}  # both senses are known
    assert dictionary.senses("xyzzyq") == ()


def test_chinese_finds_english(dictionary: Dictionary) -> None:
    """The forward index gives pinyin and glosses."""
    [reading] = dictionary.readings("鱼竿")
    assert reading.pinyin == "yu2 gan1"
    assert reading.glosses[0][0] == "fishing rod"
    assert not dictionary.knows("不是词啊")


def test_explanations_and_classifiers_are_no_glosses() -> None:
    """Only what could stand in a text becomes a key."""
    found = glosses_of(["to fry", "down (soft feathers)", "CL:個|个[ge4]", "surname Yu", "see 魚|鱼[yu2]"])
    assert [(g.key, g.verb) for g in found] == [("fry", True), ("down", False)]


def _open(folder: str) -> int:
    return len(Dictionary.open(Path(folder)).senses("shower"))


@pytest.mark.skipif(not os.environ.get("CI"), reason="builds the cache twice (20 s): runs in CI")
def test_two_processes_may_build_it_at_once(tmp_path: Path) -> None:
    """Both end with a whole file and nothing is left over."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        sizes = list(pool.map(_open, [str(tmp_path)] * 2))
    assert sizes[0] == sizes[1] > 3
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """The error says which folder and what to do."""
    blocker = tmp_path / "file"
    blocker.write_text("", encoding="utf-8")
    with pytest.raises(DictionaryBuildError, match="Give a writable folder"):
        Dictionary.open(blocker / "cache")
