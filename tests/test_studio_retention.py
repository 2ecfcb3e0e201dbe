"""Chains, terms, records: what was changed is named, what is past its time goes, a regulator can read."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from store import journal_chain
from store.journal_chain import chains, link
from store.tables import inbox
from studio.backup import back_up
from studio.cli import main
from studio.evidence import EvidenceFor
from studio.retention import DAY_MS, YEAR_MS, Retention, TooShort
from studio.sample_show import open_sample
from studio.studio import Studio

START = 1_781_265_000_000


class Clock:
    """A clock that is set by hand."""

    now = START

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock of the studio below."""
    return Clock()


@pytest.fixture
def studio(tmp_path: Path, clock: Clock) -> Iterator[Studio]:
    """A show of five events, and a delivery with a buyer's phone."""
    held = Studio(f"sqlite:///{tmp_path / 'studio.db'}", clock=clock)
    show = open_sample(held)
    assert held.rooms.press(show, "start", actor="=小王", role="producer")["ok"]
    for _ in range(3):
        clock.now += 20_000
        _, state = held.rooms.state(show)
        assert held.rooms.press(show, "go", actor="小王", role="producer", expects={"cue": state.cue})["ok"]
    clock.now += 20_000
    assert held.rooms.press(show, "end", actor="小王", role="producer")["ok"]
    row = inbox.insert().values(**DELIVERY, received_at=clock.now)
    held.store.write(lambda connection: connection.execute(row))
    yield held
    held.close()


BODY = b'{"phone":"13812345678"}'
DELIVERY = {"source": "generic", "delivery": "d1", "signed": True, "outcome": "counted", "body": BODY}


def run(studio: Studio, *arguments: str) -> tuple[int, dict[str, object], str]:
    """A command on the studio's store: exit code, document, words."""
    done = CliRunner().invoke(main, [*arguments, "--db", studio.store.url, "--json"])
    return done.exit_code, json.loads(done.stdout or "{}"), done.stderr


def alter(studio: Studio, statement: str) -> None:
    """What somebody with the database file could do."""
    studio.store.write(lambda connection: connection.execute(text(statement)))


@pytest.mark.parametrize(
    ("statement", "seq", "kind"),
    [
        ("update journal set actor = '别人' where seq = 3", 3, "changed"),
        ("update journal set at = at - 1 where seq = 1", 1, "changed"),
        ("delete from journal where seq = 2", 2, "missing"),
        ("update journal set hash = 'x' where seq = 5", 5, "changed"),
        ("update show set plan = replace(plan, '20', '21')", 1, "changed"),
        ("delete from show", 1, "missing"),
    ],
)
def test_verify_names_the_first_broken_link(studio: Studio, statement: str, seq: int, kind: str) -> None:
    """A changed or missing event, a changed plan, a journal without its show: exit 1, show and number."""
    assert run(studio, "verify")[0] == 0
    alter(studio, statement)
    code, said, words = run(studio, "verify")
    assert code == 1
    broken = said["broken"]
    assert isinstance(broken, list)
    assert [(each["seq"], each["kind"]) for each in broken] == [(seq, kind)]
    assert f"第 {seq} 条" in words


def test_a_rewritten_or_shortened_journal_is_seen_against_a_backup(studio: Studio, tmp_path: Path) -> None:
    """The end cut off, or the whole chain computed anew: only something older can tell, and it does."""
    path, _ = back_up(studio.store.url, tmp_path / "b.zip", now=START)
    assert run(studio, "verify", "--against", str(path))[0] == 0
    alter(studio, "delete from journal where seq = 5")
    assert run(studio, "verify")[0] == 0
    code, said, words = run(studio, "verify", "--against", str(path))
    assert code == 1
    assert said["rewritten"]
    assert "不一致" in words


@given(st.lists(st.text(max_size=5), min_size=9, max_size=9), st.integers(0, 8), st.text(max_size=5))
def test_every_field_is_covered(values: list[str], at: int, other: str) -> None:
    """Two rows that differ in any field have different hashes, equal ones the same."""
    row = dict(zip(journal_chain.COVERED, values, strict=True))
    changed = {**row, journal_chain.COVERED[at]: other}
    assert (link("h", row) == link("h", changed)) == (row == changed)
    assert link("g", row) != link("h", row)


def test_personal_data_is_masked_and_facts_stay(studio: Studio, clock: Clock) -> None:
    """After thirty days a delivery's body is its hash; masking again changes nothing."""
    rules = Retention(studio.store, clock)
    assert rules.due().mask == 0
    clock.now += 31 * DAY_MS
    assert rules.apply().mask == 1
    assert rules.due().mask == 0
    with studio.store.read() as connection:
        body = bytes(connection.scalar(text("select body from inbox")))
    assert body == b"sha256:" + sha256(BODY).hexdigest().encode()


def test_records_stay_three_years_and_go_afterwards(studio: Studio, clock: Clock) -> None:
    """A day before the term nothing goes; after it show, journal and script; counters stay true."""
    rules = Retention(studio.store, clock)
    clock.now = START + 3 * YEAR_MS - DAY_MS
    due = rules.apply()
    assert (due.shows, due.scripts) == ((), ())
    clock.now = START + 3 * YEAR_MS + DAY_MS
    assert len(rules.due().shows) == 1
    due = rules.apply()
    assert (len(due.shows), len(due.scripts)) == (1, 1)
    with studio.store.read() as connection:
        for table in ("journal", "show", "script"):
            assert connection.scalar(text(f"select count(*) from {table}")) == 0
        assert list(chains(connection)) == []
    assert studio.orders.verify()


def test_less_than_the_law_asks_is_refused(studio: Studio) -> None:
    """Two years: a named error, and exit 2 on the command line."""
    with pytest.raises(TooShort, match=r"too few.*太短"):
        Retention(studio.store, studio.clock).due(years=2)
    assert run(studio, "retention", "--years", "2")[0] == 2


def test_the_records_of_a_show_can_be_read_and_proven(studio: Studio, tmp_path: Path) -> None:
    """Every file's hash is in the manifest, the chain computes from the lines, no cell runs as a formula."""
    path = EvidenceFor(studio.store).write("last", tmp_path / "e.zip")
    assert path is not None
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    assert {name: sha256(body).hexdigest() for name, body in files.items()} == manifest["files"]
    rows = [json.loads(line) for line in files["journal.jsonl"].decode().splitlines()]
    show = rows[0]["show"]
    head = journal_chain.seed(show, files["plan.json"].decode())
    for row in rows:
        head = link(head, row)
        assert head == row["hash"]
    assert manifest["chains"] == {show: [5, head]}
    table = list(csv.reader(io.StringIO(files["journal.csv"].decode("utf-8-sig"))))
    assert len(table) == 6
    assert table[1][2] == "'=小王"
    assert table[1][1].endswith("+08:00")
    assert files["scripts/v0001.md"].decode().startswith("# ")
    assert "signoffs.jsonl" in files
    assert EvidenceFor(studio.store).write("nobody", tmp_path / "x.zip") is None
    assert run(studio, "verify", "--against", str(path))[0] == 0
