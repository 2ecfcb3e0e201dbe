"""A planner's own lists: read with findings, kept in the store, handed to each extraction."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.store import Store
from studio.word_lists import ListKind, WordLists

NOW = 1_780_000_000_000
FILES: dict[ListKind, str] = {
    "glossary": "en,zh,pos,domain\nmellow sauce,醇酱,NOUN,condiments\n,空,,\n",
    "exams": "word,tag\nsteak,cet4 ky\ntender,\nripe,cet9\n",
    "hsk": "词语,级别\n牛排,5\n嫩,\n",
}


@pytest.fixture
def lists(store: Store) -> WordLists:
    return WordLists(store, lambda: NOW)


@pytest.mark.parametrize("kind", list(FILES))
def test_a_list_is_kept_without_its_bad_rows(lists: WordLists, kind: ListKind) -> None:
    """What is wrong is told once, at the load; what is kept is clean and says who loaded it when."""
    findings = lists.load(kind, FILES[kind].encode(), name="my.csv", by="Lin")
    assert len(findings) == 1
    kept = lists.held()[kind]
    assert (kept.name, kept.words, kept.by, kept.at) == ("my.csv", 1, "Lin", NOW)
    assert lists.load(kind, kept.text.encode(), name="again.csv", by="Lin") == ()
    assert lists.held()[kind].text == kept.text


@pytest.mark.parametrize("kind", list(FILES))
def test_a_file_without_a_good_row_leaves_the_old_list(lists: WordLists, kind: ListKind) -> None:
    """A wrong file chosen by mistake costs nothing but a finding."""
    lists.load(kind, FILES[kind].encode(), name="my.csv", by="Lin")
    for data in (b"a,b\n1,2\n", b"", b"\xff\xfe\x00", FILES[kind].split("\n")[0].encode()):
        assert {f.severity for f in lists.load(kind, data, name="other.csv", by="Lin")} == {"error"}
    assert lists.held()[kind].name == "my.csv"


def test_an_extraction_is_given_the_lists(lists: WordLists, tmp_path: Path) -> None:
    """Each list is a file and an option of `studio cards`; a list let go is given no more."""
    for kind, text in FILES.items():
        lists.load(kind, text.encode(), name="my.csv", by="Lin")
    given = lists.arguments(tmp_path)
    assert given[::2] == ["--glossary", "--ecdict", "--hsk"]
    assert all(Path(path).read_text(encoding="utf-8") for path in given[1::2])
    lists.remove("exams")
    assert lists.arguments(tmp_path)[::2] == ["--glossary", "--hsk"]
    assert set(lists.held()) == {"glossary", "hsk"}
