"""Every option of `studio cards` does what it says; a wrong file is a usage error that names it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from studio.cli.cards import cards

HEADER = "sku,title_en,title_zh,description_en,description_zh\n"
ROW = 'P1,Tender Steak,嫩牛排,"A tender steak with a mellow sauce.","嫩牛排配醇厚酱汁。"\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.csv"
    path.write_text(HEADER + ROW, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cards, [str(a) for a in arguments])


def found(result: Result) -> dict[str, dict[str, Any]]:
    [line] = [json.loads(line) for line in result.stdout.splitlines()]
    return {card["lemma"]: card for card in line["cards"]}


def test_the_users_files_are_used(catalogue: Path, tmp_path: Path) -> None:
    """Glossary, exam list, HSK list and taught words each show on the card; two runs give the same bytes."""
    files = {
        "glossary": "en,zh,pos,domain\nmellow sauce,醇酱,NOUN,condiments\n",
        "ecdict": "word,tag\nsteak,cet4 cet6\ntender,gk\n",
        "hsk": "词语,级别\n牛排,5\n",
        "taught": '{"tender": "2026-11-20"}',
    }
    arguments: list[object] = [catalogue, "--audience", "四级", "--today", "2026-11-25"]
    for name, text in files.items():
        path = tmp_path / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        arguments += [f"--{name}", path]
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    board = found(result)
    assert board["steak"]["tags"] == ["四级", "六级"]
    assert (board["steak"]["hsk"], board["steak"]["hsk_source"]) == ("HSK 5", "HSK list")
    assert board["mellow sauce"]["evidence"] == "merchant"
    assert board["mellow sauce"]["gloss"] == "醇酱"
    if "tender" in board:
        assert board["tender"]["taught"] == "2026-11-20"
    assert run(*arguments).stdout == result.stdout


def test_without_lists_no_exam_is_named_and_bands_are_estimates(catalogue: Path) -> None:
    """No tag without a list; every HSK band says est."""
    for audience in ("cet4", "hsk4"):
        board = found(run(catalogue, "--audience", audience))
        assert board
        assert all(card["tags"] == [] for card in board.values())
        assert {card["hsk_source"] for card in board.values()} <= {"est.", None}


def test_a_bad_row_of_a_glossary_is_a_finding(catalogue: Path, tmp_path: Path) -> None:
    """The rest of the glossary is used, the exit code tells of the row."""
    path = tmp_path / "glossary.csv"
    path.write_text("en,zh\n,空\nsteak,肉排\n", encoding="utf-8")
    result = run(catalogue, "--glossary", path)
    assert result.exit_code == 1
    assert found(result)["steak"]["gloss"] in ("肉排", "牛排")


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [
        ("--ecdict", "a,b\n1,2\n", "Not an exam list"),
        ("--ecdict", "word,tag\nsteak,cet9\n", "names no exam"),
        ("--hsk", "a,b\n1,2\n", "Not an HSK list"),
        ("--hsk", "word,level\n牛排,\n", "has no level"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(
    catalogue: Path, tmp_path: Path, option: str, text: str, says: str
) -> None:
    """The words are picked all the same, stderr says what is wrong, in both languages."""
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    result = run(catalogue, option, path)
    assert result.exit_code == (0 if "cet9" in text else 1)
    assert says in result.stderr
    assert found(result)


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [
        ("--taught", '["crisp"]', "JSON object"),
        ("--taught", '{"crisp": "yesterday"}', "taught"),
    ],
)
def test_a_file_of_another_kind_is_misuse(
    catalogue: Path, tmp_path: Path, option: str, text: str, says: str
) -> None:
    """Exit code 2 and a sentence that says what the file should be."""
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    result = run(catalogue, option, path)
    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--audience", "klingon"), "Unknown audience"),
        (("--pipeline", "no_such_pipeline"), "No spaCy pipeline"),
        (("--jobs", "0"), "--jobs"),
    ],
)
def test_misuse_is_named(catalogue: Path, arguments: tuple[str, str], says: str) -> None:
    """Exit code 2, no traceback."""
    result = run(catalogue, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_source_that_is_not_there_is_misuse(tmp_path: Path) -> None:
    """The path is named."""
    result = run(tmp_path / "none.csv")
    assert result.exit_code == 2
    assert "none.csv" in result.stderr
