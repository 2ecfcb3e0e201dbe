"""The as-run log as files: the same facts in every format, and the command that writes them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from studio.asrun import file_of, to_tables
from studio.cli import main
from studio.sample_show import open_sample
from studio.studio import Studio

START = 1_781_265_600_000


class Clock:
    """Time that moves when told."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        """UTC epoch ms."""
        return self.now


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Studio, str, str]]:
    """A show of four minutes: a board for a minute, a message, a price, a stock, a move taken back."""
    url = f"sqlite:///{tmp_path_factory.mktemp('asrun') / 'studio.db'}"
    clock = Clock()
    studio = Studio(url, clock=clock)
    open_sample(studio)
    show = str(studio.rooms.listing()[0].id)
    rundown = studio.rooms.rundown(show)
    sku = next(str(segment.sku) for segment in rundown.segments if segment.sku)
    card = next(str(one) for part in rundown.segments for cue in part.cues for one in cue.card_ids)

    def press(verb: str, later: int = 0, **args: object) -> dict[str, object]:
        clock.now += later
        _, state = studio.rooms.state(show)
        ack = studio.rooms.press(
            show, verb, actor="小王", role="host" if verb == "acked" else "producer",
            expects={"cue": state.cue}, args=args,
        )
        assert ack["ok"], ack
        return ack

    press("start", reason="彩排过了")
    press("board_show", cards=[card])
    said = press("message", 60_000, text={"zh": "=加快", "en": "Speed up"}, target="host")
    press("board_hide")
    press("acked", 3_000, message=said["id"])
    press("price", sku=sku, minor=4900, currency="CNY", confirm=True, reason="老客专场")
    press("stock", sku=sku, left=7)
    went = press("go", 60_000)
    press("undo", 1_000, seq=went["seq"])
    press("end", 120_000)
    yield studio, show, url
    studio.close()


def test_every_format_says_the_same(show: tuple[Studio, str, str]) -> None:
    """Tables, workbook and document agree on runs, messages, changes, words and deeds."""
    studio, key, _ = show
    log = studio.asruns.read(key)
    assert log is not None
    tables = to_tables(log, "zh")
    first = tables["runs"][1]
    assert first[2] == "播过" and first[10] == 244 and first[12] == 0  # 秒: on air for 244 s, never paused
    assert [row[2] for row in tables["runs"][2:]].count("没播到") == len(log.rundown.segments) - 1
    (message,) = tables["messages"][1:]
    assert (message[3], message[4], message[8]) == ("=加快", "Speed up", 3)
    assert [row[4] for row in tables["changes"][1:]][:2] == ["¥49.00", "7"]
    (word,) = tables["words"][1:]
    assert word[5] == 60
    taken_back = [row[4] for row in tables["deeds"][1:] if row[6] == "是"]
    assert taken_back == ["下一条"]
    book = load_workbook(io.BytesIO(file_of(log, "xlsx", "en")))
    assert book.sheetnames == list(tables)
    assert [cell.value for cell in book["words"][2]][2] == word[2]
    document = json.loads(file_of(log, "json", "zh"))
    assert document["runs"][0]["actual_ms"] == 244_000 and len(document["events"]) == len(log.events)
    assert document["runs"][0]["words"][0]["ms"] == 60_000
    with zipfile.ZipFile(io.BytesIO(file_of(log, "csv", "zh"))) as archive:
        text = archive.read("as-run-messages.csv").decode("utf-8-sig")
    # A spreadsheet must not run what a person typed.
    assert list(csv.reader(text.splitlines()))[1][3] == "'=加快"


def test_the_command_writes_the_files(show: tuple[Studio, str, str], tmp_path: Path) -> None:
    """`asrun last` writes all formats, or the chosen ones; an unknown show is misuse."""
    _, key, url = show
    done = CliRunner().invoke(main, ["asrun", "last", "--out", str(tmp_path / "all"), "--db", url])
    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "all").iterdir()}
    assert {"as-run.xlsx", "as-run.json", "as-run-runs.csv", "as-run-deeds.csv"} <= names
    args = ["asrun", key, "--out", str(tmp_path / "one"), "--format", "json", "--db", url]
    assert CliRunner().invoke(main, args).exit_code == 0
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["as-run.json"]
    assert CliRunner().invoke(main, ["asrun", "none", "--out", str(tmp_path), "--db", url]).exit_code == 2
