"""Backups: made while others write, proven, refused where they would harm, the same after a restore."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from sales.inbox.generic import DELIVERY, SIGNATURE, sign
from store import settings
from store.snapshot import ChainBroken
from store.store import Store
from studio.backup import BackupExists, NoStore, StoreNotEmpty, back_up, prune, restore
from studio.backup_file import DATABASE, MANIFEST, BadBackup, read_manifest
from studio.backup_schedule import HOUR_MS, BackupPlan, Backups
from studio.cli import main
from studio.holding import StoreBusy
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.event_loop import run

START = 1_781_265_000_000


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> int:
        return self.now


def played(url: str, *, serve: bool = False) -> tuple[Studio, str]:
    """A store whose sample show was on air and sold: journal, orders, counters."""
    clock = Clock()
    studio = Studio(url, serve=serve, clock=clock)
    show = open_sample(studio)
    assert studio.rooms.press(show, "start", actor="小王", role="producer")["ok"]
    for n in range(6):
        clock.now += 20_000
        _, state = studio.rooms.state(show)
        ack = studio.rooms.press(show, "go", actor="小王", role="producer", expects={"cue": state.cue})
        assert ack["ok"], ack
        deliver(studio, n, clock.now)
    clock.now += 20_000
    assert studio.rooms.press(show, "end", actor="小王", role="producer")["ok"]
    return studio, show


def deliver(studio: Studio, n: int, at: int) -> None:
    """One signed paid order."""
    event = {"kind": "paid", "order_id": f"O{n}", "line_id": "1", "sku": "P001", "qty": 1, "amount": "69.00"}
    event |= {"currency": "CNY", "occurred_at": at, "buyer": f"b{n}"}
    body = json.dumps({"shop": "s", "events": [event]}).encode()
    headers = {SIGNATURE: sign(body, studio.orders.secrets("generic")[0]), DELIVERY: f"d{n}"}
    reply = studio.orders.receive("generic", headers, body)
    assert reply.body["events"] == 1, reply


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A store that held a show, closed."""
    held = f"sqlite:///{tmp_path / 'a' / 'studio.db'}"
    studio, _ = played(held)
    studio.close()
    return held


def reported(url: str, out: Path) -> dict[str, bytes]:
    """The bytes of every report file of the last show."""
    clock = Clock()
    clock.now += 10**7
    studio = Studio(url, clock=clock)
    try:
        written = studio.reports.write("last", out, lang="zh")
        assert written
        assert studio.orders.verify()
        return {path.name: path.read_bytes() for path in written}
    finally:
        studio.close()


def test_a_restored_store_is_the_same_store(tmp_path: Path, url: str) -> None:
    """On a fresh machine: rebuild --verify holds, every file of the report has the same bytes, links too."""
    before = reported(url, tmp_path / "before")
    picture = tmp_path / "a" / "images" / f"{'0a' * 10}.jpg"
    picture.parent.mkdir()
    picture.write_bytes(b"a picture")
    path, made = back_up(url, tmp_path / "out.zip", now=START)
    fresh = f"sqlite:///{tmp_path / 'fresh' / 'studio.db'}"
    assert restore(path, fresh) == made == read_manifest(path)
    after = reported(fresh, tmp_path / "after")
    assert before.keys() == after.keys()
    assert [name for name in before if before[name] != after[name]] == []
    assert made.rows["journal"] == 8
    assert (tmp_path / "fresh" / "images" / picture.name).read_bytes() == b"a picture"
    for one in (url, fresh):
        store = Store(one)
        with store.read() as connection:
            assert settings.get(connection, "link_secret")
        store.close()


def test_a_backup_is_made_while_the_store_serves(tmp_path: Path) -> None:
    """Online: orders go on arriving, and the copy is of one instant (its counters equal its events)."""
    url = f"sqlite:///{tmp_path / 'studio.db'}"
    studio, _ = played(url, serve=True)
    stop = threading.Event()

    def orders() -> None:
        n = 100
        while not stop.is_set():
            deliver(studio, n, START + n)
            n += 1

    writing = threading.Thread(target=orders)
    writing.start()
    try:
        for n in range(3):
            _, manifest = back_up(url, tmp_path / f"{n}.zip", now=START)
            assert manifest.counters
    finally:
        stop.set()
        writing.join()
        studio.close()


def test_nothing_is_overwritten(tmp_path: Path, url: str) -> None:
    """Neither a backup nor a store, nor a WAL that would be played into the restored file."""
    path, _ = back_up(url, tmp_path / "out.zip", now=START)
    with pytest.raises(BackupExists, match=r"already: nothing was written.*未写入"):
        back_up(url, path, now=START)
    with pytest.raises(StoreNotEmpty, match=r"move it away.*请先移走"):
        restore(path, url)
    left = tmp_path / "left" / "studio.db"
    left.parent.mkdir()
    left.with_name("studio.db-wal").write_bytes(b"old")
    with pytest.raises(StoreNotEmpty):
        restore(path, f"sqlite:///{left}")
    with pytest.raises(NoStore):
        back_up(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "n.zip", now=START)


def test_no_restore_under_a_running_server(tmp_path: Path, url: str) -> None:
    """While a process serves the folder, even an empty place in it is refused."""
    path, _ = back_up(url, tmp_path / "out.zip", now=START)
    other = f"sqlite:///{tmp_path / 'b' / 'studio.db'}"
    studio = Studio(other, serve=True)
    try:
        with pytest.raises(StoreBusy):
            restore(path, other)
    finally:
        studio.close()


def test_a_damaged_backup_is_refused_and_leaves_nothing(tmp_path: Path, url: str) -> None:
    """Cut short, another file, another database, a bomb: named, and no store appears."""
    path, _ = back_up(url, tmp_path / "out.zip", now=START)
    target = tmp_path / "c" / "studio.db"
    whole = path.read_bytes()
    bad = tmp_path / "bad.zip"
    for body in (b"", b"PK", whole[:-100], whole[: len(whole) // 2]):
        bad.write_bytes(body)
        with pytest.raises(BadBackup):
            restore(bad, f"sqlite:///{target}")
    with zipfile.ZipFile(path) as archive:
        manifest, database = json.loads(archive.read(MANIFEST)), archive.read(DATABASE)
    swapped = bytearray(database)
    swapped[-50] ^= 1
    for member, said in (
        (bytes(swapped), manifest),
        (database + b"\0" * 10_000_000, manifest),  # more than announced
        (database, {**manifest, "counters": "0" * 64}),
        (database, {**manifest, "format": 9}),
        (database, {**manifest, "pictures": {"../../evil.jpg": "0"}}),
        (database, {"format": 1}),
    ):
        with zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(DATABASE, member)
            archive.writestr(MANIFEST, json.dumps(said))
        with pytest.raises(BadBackup, match="cannot be used"):
            restore(bad, f"sqlite:///{target}")
    assert [file.name for file in target.parent.iterdir() if file.suffix not in (".serving", ".live")] == []


def test_a_tampered_store_is_not_backed_up_as_good(tmp_path: Path, url: str) -> None:
    """Counters that no event explains or a changed journal: no file with the name of a backup appears."""
    store = Store(url)
    store.write(lambda connection: connection.execute(text("update counter set value = value + 1")))
    with pytest.raises(BadBackup, match="rebuild"):
        back_up(url, tmp_path / "x.zip", now=START)
    store.write(lambda connection: connection.execute(text("update counter set value = value - 1")))
    store.write(lambda connection: connection.execute(text("update journal set actor = '谁' where seq = 3")))
    store.close()
    with pytest.raises(ChainBroken, match=r"event 3 was changed.*第 3 条被改动"):
        back_up(url, tmp_path / "x.zip", now=START)
    assert not (tmp_path / "x.zip").exists()
    assert not list(tmp_path.glob(".backup-*"))


def test_a_folder_keeps_its_newest(tmp_path: Path) -> None:
    """Of scheduled backups the oldest go; other files stay."""
    for n in (9, 10, 11):
        (tmp_path / f"studio-{n}.zip").touch()
    (tmp_path / "mine.zip").touch()
    assert [path.name for path in prune(tmp_path, keep=2)] == ["studio-9.zip"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.zip", "studio-10.zip", "studio-11.zip"]


def test_the_commands(tmp_path: Path, url: str) -> None:
    """`backup OUT`, `restore FILE`: one document with --json, exit 2 when refused."""
    run = CliRunner()
    done = run.invoke(main, ["backup", str(tmp_path / "out.zip"), "--db", url, "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert (said["engine"], said["format"]) == ("sqlite", 1)
    assert run.invoke(main, ["backup", str(tmp_path / "out.zip"), "--db", url]).exit_code == 2
    fresh = f"sqlite:///{tmp_path / 'd' / 'studio.db'}"
    assert run.invoke(main, ["restore", said["file"], "--db", fresh]).exit_code == 0
    again = run.invoke(main, ["restore", said["file"], "--db", fresh])
    assert again.exit_code == 2
    assert "请先移走" in again.output


@pytest.fixture
def database(postgres_url: str) -> Iterator[str]:
    """An empty database of its own on the test server."""
    from sqlalchemy import create_engine

    admin = create_engine(
        postgres_url.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS moved WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE moved"))
    yield postgres_url.rsplit("/", 1)[0] + "/moved"
    admin.dispose()


@pytest.mark.postgres
def test_a_store_moves_to_postgresql_and_back(tmp_path: Path, url: str, database: str) -> None:
    """When one machine is outgrown the same file goes into PostgreSQL, and a backup of that comes back."""
    before = reported(url, tmp_path / "before")
    path, _ = back_up(url, tmp_path / "out.zip", now=START)
    restore(path, database)
    assert reported(database, tmp_path / "there") == before
    with pytest.raises(StoreNotEmpty):
        restore(path, database)
    again, manifest = back_up(database, tmp_path / "again.zip", now=START)
    assert manifest.engine == "postgresql"
    back = f"sqlite:///{tmp_path / 'back' / 'studio.db'}"
    restore(again, back)
    assert reported(back, tmp_path / "back-report") == before
    studio = Studio(database)
    try:  # numbers handed out by the engine go on after the copied ones
        deliver(studio, 900, START + 5)
    finally:
        studio.close()


def test_a_planned_backup_is_made_once(
    tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is due is claimed once, by whoever comes first, and again only when its time has come."""
    monkeypatch.delenv("STUDIO_BACKUP_FOLDER", raising=False)
    clock = Clock()
    store = Store(url)
    one, other = Backups(store, clock), Backups(store, clock)
    assert one.plan() is None
    one.set_plan(BackupPlan(str(tmp_path / "backups"), every_h=1, keep=2))
    plan = other.plan()
    assert plan is not None
    assert [each.claim(plan) for each in (one, other)] == [True, False]
    clock.now += HOUR_MS
    assert [each.claim(plan) for each in (other, one)] == [True, False]
    made = run(one.make(plan))
    assert made.ok, made
    assert read_manifest(Path(made.what)).rows["journal"] == 8
    assert other.last() == made
    bad = run(one.make(BackupPlan(str(tmp_path / "a" / "studio.db"))))
    assert not bad.ok
    assert other.last() == bad
    one.set_plan(None)
    assert other.plan() is None
    monkeypatch.setenv("STUDIO_BACKUP_FOLDER", "/srv/b")
    assert one.plan() == BackupPlan("/srv/b", 24, 14)
    store.close()
