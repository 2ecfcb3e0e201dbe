"""The command line is a contract: exit codes, one JSON document on stdout, everything else on stderr."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "studio" / "sample"


def run(folder: Path, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """`python -m studio …` in a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "studio", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PATH": "", "HOME": str(Path.home())},
        timeout=300,
    )


def document(done: subprocess.CompletedProcess[bytes]) -> dict[str, object]:
    """The one JSON document on stdout."""
    return dict(json.loads(done.stdout.decode()))


def test_catalog_import_dry_run_writes_nothing(tmp_path: Path) -> None:
    """A dry run counts what an import then does; a second import changes nothing."""
    file = str(SAMPLE / "catalogue.csv")
    dry = run(tmp_path, "catalog", "import", file, "--dry-run", "--json")
    assert dry.returncode == 0, dry.stderr.decode()
    counts = document(dry)
    assert (counts["create"], counts["update"], counts["unchanged"], counts["error"]) == (40, 0, 0, 0)
    assert set(counts) == {
        "create",
        "update",
        "unchanged",
        "error",
        "warnings",
        "dialect",
        "encoding",
        "findings",
    }
    assert document(run(tmp_path, "catalog", "import", file, "--json"))["create"] == 40
    again = document(run(tmp_path, "catalog", "import", file, "--json"))
    assert (again["create"], again["update"], again["unchanged"]) == (0, 0, 40)


def test_export_and_import_is_zero_changes(tmp_path: Path) -> None:
    """What was exported imports as unchanged."""
    run(tmp_path, "catalog", "import", str(SAMPLE / "catalogue.csv"))
    out = tmp_path / "out.csv"
    assert run(tmp_path, "catalog", "export", str(out)).returncode == 0
    again = document(run(tmp_path, "catalog", "import", str(out), "--dry-run", "--json"))
    assert (again["create"], again["update"], again["unchanged"]) == (0, 0, 40)


def test_an_error_finding_is_exit_one(tmp_path: Path) -> None:
    """A row that was refused shows in the exit code; the rest was imported."""
    file = tmp_path / "bad.csv"
    file.write_text("sku,title_zh,list_price\nA1,桃,19.90\nA2,梨,abc\n", encoding="utf-8")
    done = run(tmp_path, "catalog", "import", str(file), "--json")
    counts = document(done)
    assert done.returncode == (1 if counts["error"] else 0)
    assert counts["findings"]
    assert counts["create"]


def test_misuse_is_exit_two(tmp_path: Path) -> None:
    """An unknown command or a missing file is misuse."""
    assert run(tmp_path, "nonsense").returncode == 2
    assert run(tmp_path, "catalog", "import", "missing.csv").returncode == 2


def test_cards_need_no_store(tmp_path: Path) -> None:
    """`cards -` reads a catalogue from stdin and prints one line a product in rank order."""
    text = (
        "sku,title_en,title_zh,description_en,description_zh\n"
        "00123,Yangshan Honey Peach,阳山水蜜桃,Sweet and juicy honey peaches.,香甜多汁的水蜜桃。\n"
    )
    done = run(tmp_path, "cards", "-", "--format", "jsonl", stdin=text.encode())
    assert done.returncode == 0, done.stderr.decode()
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [line["sku"] for line in lines] == ["00123"]
    cards = lines[0]["cards"]
    words = {card["headword"]: card for card in cards}
    assert words["honey peach"]["gloss"] == "水蜜桃"
    assert words["honey peach"]["evidence"] == "bilingual"
    assert cards == sorted(cards, key=lambda card: -card["score"]) or len(cards) > 1
    needed = {"id", "headword", "lemma", "pos", "gloss", "pinyin", "ipa", "level", "level_source", "evidence"}
    needed |= {"evidence_span", "check", "score", "hooks", "example", "selling_line"}
    assert needed <= set(cards[0])
    assert not (tmp_path / "data").exists()


def test_orders_import_counts_once(tmp_path: Path) -> None:
    """The same order file twice: the second time everything is a duplicate."""
    file = str(SAMPLE / "orders.csv")
    first = document(run(tmp_path, "orders", "import", file, "--json"))
    second = document(run(tmp_path, "orders", "import", file, "--json"))
    assert set(first) == {"orders", "totals", "duplicates", "dialect", "findings"}
    assert first["orders"] == second["orders"] == 114
    assert first["totals"] == second["totals"]
    totals = first["totals"]
    assert isinstance(totals, dict)
    cny = totals["CNY"]
    assert cny["net_minor"] == cny["paid_minor"] - cny["refund_minor"]
    assert isinstance(second["duplicates"], int)
    assert second["duplicates"] > 0


def test_lint_finds_what_must_not_be_said(tmp_path: Path) -> None:
    """A forbidden wording is a block with its place, and exit 1; an innocent text is exit 0."""
    done = run(tmp_path, "lint", "-", "--json", stdin="第一步先洗手。\n全网最低价！".encode())
    assert done.returncode == 1
    findings = document(done)["findings"]
    assert isinstance(findings, list)
    first = findings[0]
    needed = {"line", "start", "end", "text", "category", "severity", "article", "exemption", "suggestion"}
    assert needed <= set(first)
    blocked = [each for each in findings if each["severity"] == "block"]
    assert [(each["line"], each["text"][:4]) for each in blocked] == [(2, "全网最低")]
    assert run(tmp_path, "lint", "-", stdin="桃子香甜多汁。".encode()).returncode == 0


def test_a_script_goes_to_a_sheet_and_back(tmp_path: Path) -> None:
    """Draft, convert to a spreadsheet, convert back: the same text."""
    run(tmp_path, "catalog", "import", str(SAMPLE / "catalogue.csv"))
    assert run(tmp_path, "script", "draft", "a.md", "--sku", "P001", "--minutes", "20").returncode == 0
    assert run(tmp_path, "script", "convert", "a.md", "a.xlsx").returncode == 0
    assert run(tmp_path, "script", "convert", "a.xlsx", "b.md").returncode == 0
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == (tmp_path / "b.md").read_text(encoding="utf-8")


def test_rebuild_verify_of_a_fresh_store(tmp_path: Path) -> None:
    """An empty store verifies; the command says so in both languages."""
    done = run(tmp_path, "rebuild", "--verify")
    assert done.returncode == 0
    assert "一致" in done.stderr.decode()


@pytest.mark.parametrize(
    "command", ["catalog", "cards", "script", "lint", "orders", "rebuild", "replay", "report", "serve"]
)
def test_every_command_has_help(tmp_path: Path, command: str) -> None:
    """`--help` of each command says what it does."""
    done = run(tmp_path, command, "--help")
    assert done.returncode == 0
    assert len(done.stdout.decode()) > 60
