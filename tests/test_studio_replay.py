"""A show's log and its replay: the same show again, through the real doors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from store import shows
from studio.replay import Hand, play_into, read_source, span
from studio.showlog import log_lines, read_log
from studio.studio import Studio
from tests.test_studio_orders import START, Room

ROOT = Path(__file__).parents[1]
UNTIL = START + 30 * 24 * 3_600_000


@pytest.fixture(scope="module")
def log_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of a small show: commands, an undo, sales, a refund; written by the report."""
    folder = tmp_path_factory.mktemp("show")
    room = Room(f"sqlite:///{folder / 'studio.db'}")
    _, sku = room.product_on_air()
    room.order(sku, minor=1_000)
    room.press("go")
    state = room.studio.rooms.state(room.show)[1]
    room.press("undo", seq=state.undo[-1].seq)
    _, other = room.product_on_air()
    order = room.order(other, minor=5_005, qty=2)
    room.now += 60_000
    room.tell(order, other, ("refunded",), minor=2_000, qty=0, at=room.now)
    room.order(sku, minor=300)
    room.press("end")
    assert room.studio.reports.write(room.show, folder / "out", lang="zh")
    (folder / "out" / "counters.json").write_text(json.dumps(room.counters()), encoding="utf-8")
    room.studio.close()
    return folder / "out" / "show.jsonl"


def figures(counters: Any) -> Any:
    """What must be the same in a replay: sums of show and segments."""
    return counters["show"], counters["segments"], counters["unattributed"]


def test_a_replayed_show_has_the_same_figures(log_file: Path, tmp_path: Path) -> None:
    """Into an empty store, at once: every command taken, every sum and segment as before, rebuild equal."""
    log, findings = read_source(log_file, now=UNTIL)
    assert log is not None
    assert findings == ()
    hand = Hand(UNTIL)
    studio = Studio(f"sqlite:///{tmp_path / 'studio.db'}", clock=hand)
    slept: list[float] = []
    played = play_into(studio, hand, log, until=UNTIL, speed=20, sleep=slept.append)
    assert (played.commands, played.refused) == (len(log.commands), 0)
    assert played.facts == len(log.facts) == 7
    assert played.show is not None
    before = json.loads(log_file.with_name("counters.json").read_text(encoding="utf-8"))
    assert figures(studio.rooms.snapshot(played.show)["counters"]) == figures(before)
    assert studio.orders.verify()
    first, last = span(log)
    assert sum(slept) == pytest.approx((last - first) / 1000 / 20)
    row = next(row for row in studio.rooms.listing() if row.id == played.show)
    assert row.started_at == UNTIL - (last - first)
    assert row.ended_at is not None
    again = play_into(studio, hand, log, until=UNTIL + 9_000_000, speed=1, sleep=lambda seconds: None)
    assert again.facts == 7
    studio.close()


def test_a_log_reads_back_to_the_same_bytes(log_file: Path) -> None:
    """Reading and writing a log changes nothing, and it holds no buyer's name."""
    text = log_file.read_text(encoding="utf-8")
    log, _ = read_log(text, name="show.jsonl")
    assert log is not None
    assert log.rundown is not None
    head = json.loads(text.splitlines()[0])
    row = shows.ShowRow(
        id=head["id"], title=log.rundown.title, script=None, version=None, currency=log.currency,
        target_minor=log.target_minor, created_at=0, started_at=head["started"], ended_at=head["ended"],
    )  # fmt: skip
    assert list(log_lines(row, log.rundown, log.commands, log.facts)) == text.splitlines()
    assert '"b1"' not in text


def test_a_damaged_line_costs_itself(log_file: Path) -> None:
    """A line cut in half, an unknown kind and a float amount are listed; the rest is read."""
    lines = log_file.read_text(encoding="utf-8").splitlines()
    fact = next(line for line in lines if '"t":"fact"' in line)
    bad = [fact[: len(fact) // 2], fact.replace('"placed"', '"guess"'), fact.replace('"qty":1', '"qty":1.5')]
    log, findings = read_log("\n".join([*lines, *bad]), name="show.jsonl")
    assert log is not None
    assert len(log.facts) == 7
    assert [(each.code, each.where.row) for each in findings] == [
        ("studio.showlog.unreadable", len(lines) + n) for n in (1, 2, 3)
    ]
    assert read_log("{}", name="x")[0] is None
    assert read_log("", name="x")[1][0].severity == "error"


def test_an_order_file_is_replayed_too(tmp_path: Path) -> None:
    """An export without commands: its facts count, no show is made."""
    file = tmp_path / "orders.csv"
    file.write_text(
        "order_id,sku,qty,amount,created_at,paid_at\n1,P1,2,10.00,2026-06-12 20:00:00,2026-06-12 20:00:09\n",
        encoding="utf-8",
    )
    log, findings = read_source(file, now=UNTIL)
    assert log is not None
    assert not [each for each in findings if each.severity == "error"]
    hand = Hand(UNTIL)
    studio = Studio(f"sqlite:///{tmp_path / 'studio.db'}", clock=hand)
    played = play_into(studio, hand, log, until=UNTIL, speed=1, sleep=lambda seconds: None)
    assert (played.show, played.commands, played.facts) == (None, 0, 2)
    studio.close()


def test_a_running_server_takes_the_orders(log_file: Path, tmp_path: Path) -> None:
    """`replay --url` posts signed deliveries to the inbox; a wrong secret is misuse and says so."""
    from bench.inbox import Server, database

    studio = Studio(database(tmp_path))
    secret = studio.orders.own_secret()
    studio.close()
    with Server(tmp_path) as server:
        command = [sys.executable, "-m", "studio", "replay", str(log_file), "--speed", "100000", "--json"]
        command += ["--url", f"http://127.0.0.1:{server.port}", "--db", "sqlite:///unused.db"]
        env = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "PATH": "", "HOME": str(tmp_path)}

        def run(key: str) -> subprocess.CompletedProcess[bytes]:
            given = {**env, "STUDIO_SECRET_GENERIC": key}
            return subprocess.run(command, cwd=tmp_path, capture_output=True, env=given, timeout=120)

        done = run(secret)
        assert done.returncode == 0, done.stderr.decode()
        said = json.loads(done.stdout)
        assert (said["facts"], said["show"]) == (7, None)
        wrong = run("wrong")
        assert wrong.returncode == 2
        assert "401" in wrong.stderr.decode()
    studio = Studio(database(tmp_path))
    assert studio.orders.verify()
    studio.close()
