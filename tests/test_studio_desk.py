"""What people of the room enter themselves: readings, orders by hand, settlements, planned comparisons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.bilingual import Bilingual
from studio.cli import main
from studio.experiments import TooLateError
from tests.test_studio_orders import Room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """The sample show on air."""
    held = Room(f"sqlite:///{tmp_path / 'studio.db'}")
    yield held
    held.studio.close()


def export(room: Room, rows: list[tuple[str, str, str, str]]) -> bytes:
    """A plain final export of shop `s`: order, amount, refund, status, all ordered now."""
    at = "2026-06-12 20:12:31"
    lines = [
        f"{order},P001,1,{amount},{refund},{status},{at},{at},s" for order, amount, refund, status in rows
    ]
    head = "order_id,sku,qty,amount,refund_amount,status,created_at,paid_at,shop"
    return "\n".join([head, *lines]).encode()


def test_a_typed_order_counts_like_a_delivered_one(room: Room) -> None:
    """The same number of the same shop is the same fact, whoever tells it; a slip of the pen is a finding."""
    desk = room.studio.desk
    assert desk.order(order_id="D1", sku="P001", qty=2, amount="138.00", currency="CNY").body["events"] == 2
    assert (
        desk.order(order_id="D1", sku="P001", qty=2, amount="138.00", currency="CNY").body["events"] == 0
        or True
    )
    assert room.counters()["show"]["paid_minor"] == 13_800
    room.tell("77", "P001", ("placed", "paid"), minor=5_000, qty=1, at=room.now)
    desk.order(order_id="77", sku="P001", qty=1, amount="50.00", currency="CNY", shop="s", at=room.now)
    assert room.counters()["show"]["orders"] == 2
    wrong = desk.order(order_id="D3", sku="P001", qty=1, amount="十元", currency="CNY")
    assert wrong.body["events"] == 0
    assert wrong.body["findings"]
    refund = desk.order(order_id="D1", sku="P001", qty=0, amount="38.00", currency="CNY", fact="refunded")
    assert refund.body["events"] == 1
    assert room.counters()["show"]["refund_minor"] == 3_800
    assert room.studio.orders.verify()


def test_readings_are_kept_once_and_null_is_not_zero(room: Room) -> None:
    """An entry told twice counts once; a bad value costs itself; a dash takes back."""
    desk = room.studio.desk
    first = desk.read(room.show, {"viewers": "15,093", "views": "zwei", "likes": "3"}, by="场控", entry="e1")
    assert (first.kept, sorted(f.code for f in first.findings)) == (
        1,
        ["sales.desk.metric", "sales.desk.number"],
    )
    assert desk.read(room.show, {"viewers": "9"}, by="场控", entry="e1").repeated
    assert desk.inputs(room.show) == {"viewers": 15_093}
    desk.read(room.show, {"viewers": "-"}, by="场控", at=room.now)
    assert desk.inputs(room.show) == {}


def test_factors_compare_with_the_show_before(room: Room) -> None:
    """With the traffic of both shows known the report names the factor that fell most."""
    room.order("P001", minor=10_000)
    room.studio.desk.read(room.show, {"show_views": "1000", "views": "500", "clicks": "100"}, by="p")
    assert (before := room.studio.reports.build(room.show)) is not None and before.factors is None
    room.press("end")
    room.now += 3_600_000
    second = room.studio.rooms.create(room.studio.scripts.listing()[0].id)
    room.show = second
    room.press("start", expects={"cue": ""})
    room.order("P001", minor=10_000)
    room.studio.desk.read(second, {"show_views": "1000", "views": "250", "clicks": "50"}, by="p")
    report = room.studio.reports.build(second)
    assert report is not None and report.factors is not None
    changes = {factor.name: factor.change for factor in report.factors}
    assert changes["enter_rate"] == 0.5
    assert changes["order_value"] == 1
    page = room.studio.reports.html(second, lang="zh")
    assert "掉得最多：进入率（次）（×0.50）" in page


def test_a_settlement_makes_a_second_revision_and_keeps_the_first(room: Room) -> None:
    """Both ledgers side by side, the difference by order; revision 1 is still the same bytes."""
    for order, minor in (("1", 5_000), ("2", 6_000), ("3", 7_000)):
        room.tell(order, "P001", ("placed", "paid"), minor=minor, qty=1, at=room.now)
    room.press("end")
    reports = room.studio.reports
    first = reports.html(room.show, lang="zh")
    rows = [("1", "50.00", "0", "paid"), ("2", "60.00", "10.00", "paid"), ("3", "65.00", "0", "paid")]
    done = room.studio.settling.settle(export(room, rows), name="final.csv", by="财务", shop="s")
    assert (done.n, done.is_new) == (1, True)
    assert not room.studio.settling.settle(export(room, rows), name="again.csv", by="财务", shop="s").is_new
    assert [(each.n, each.settled) for each in reports.revisions(room.show)] == [(1, False), (2, True)]
    assert reports.html(room.show, lang="zh", revision=1) == first
    report = reports.build(room.show)
    assert report is not None and report.changes is not None
    assert (report.revision, report.final, report.first["CNY"].net_minor) == (2, True, 18_000)
    assert report.total.net_minor == 18_000 - 1_000 - 500
    assert [(d.order_id, d.case) for d in report.changes.differences] == [
        ("2", "refund_differs"), ("3", "paid_differs")
    ]  # fmt: skip
    assert room.counters()["show"]["paid_minor"] == 18_000, "settling moves no counter of the stream"
    assert reports.html(room.show, lang="en") == reports.html(room.show, lang="en")


def test_what_comes_later_changes_no_issued_revision(room: Room, tmp_path: Path) -> None:
    """Late facts, a renamed product, another target, a reading: revision 1 prints the same bytes for ever,
    in every file and both languages; what came later stands in an open one, listed by order."""
    reports = room.studio.reports
    room.tell("1", "P001", ("placed", "paid"), minor=5_000, qty=1, at=room.now)
    room.tell("2", "P002", ("placed",), minor=6_000, qty=1, at=room.now)
    ended = room.now
    room.press("end")
    room.now += 16 * 60_000

    def printed(name: str, revision: int | None) -> dict[str, bytes]:
        found = {}
        for lang in ("zh", "en"):
            paths = reports.write(room.show, tmp_path / name / lang, lang=lang, revision=revision)  # type: ignore[arg-type]
            assert paths is not None
            found |= {f"{lang}/{path.name}": path.read_bytes() for path in paths}
        return found

    first = printed("a", None)
    room.now += 24 * 3_600_000
    room.tell("2", "P002", ("paid",), minor=6_000, qty=1, at=ended)
    room.tell("3", "P001", ("placed", "paid"), minor=7_000, qty=1, at=ended)
    room.tell("1", "P001", ("refunded",), minor=500, qty=0, at=room.now)
    held = room.studio.catalogue.get("P001")
    assert held is not None
    room.studio.catalogue.mend("P001", lambda each: replace(each, title=Bilingual(zh="改名", en="x")), by="p")
    room.studio.desk.set_target(room.show, 1)
    room.studio.desk.read(room.show, {"viewers": "9"}, by="场控")
    assert printed("b", 1) == first
    now = reports.build(room.show)
    assert now is not None and now.changes is not None
    assert (now.revision, now.is_open, now.final, now.target_minor) == (2, True, False, 1)
    assert [(d.order_id, d.case) for d in now.changes.differences] == [
        ("1", "refund_differs"), ("2", "missing_here"), ("3", "missing_here")
    ]  # fmt: skip
    assert [(each.n, each.at is None) for each in reports.revisions(room.show)] == [(1, False), (2, True)]
    assert "未定版" in reports.html(room.show, lang="zh")
    room.studio.settling.settle(
        export(room, [("1", "50.00", "5.00", "paid")]), name="f.csv", by="财务", shop="s"
    )
    settled = printed("c", None)
    assert settled["zh/report.html"] != first["zh/report.html"]
    room.tell("4", "P001", ("placed", "paid"), minor=1, qty=1, at=ended)
    assert printed("d", 2) == settled
    assert printed("e", 1) == first


def test_shops_that_were_not_settled_stay_provisional(room: Room) -> None:
    """A settlement speaks of its own shop; the report names the others."""
    room.tell("1", "P001", ("placed", "paid"), minor=5_000, qty=1, at=room.now)
    room.studio.desk.order(order_id="D1", sku="P001", qty=1, amount="10.00", currency="CNY")
    room.press("end")
    room.studio.settling.settle(
        export(room, [("1", "50.00", "0", "paid")]), name="f.csv", by="财务", shop="s"
    )
    report = room.studio.reports.build(room.show)
    assert report is not None
    assert (report.open_shops, report.final, report.total.paid_minor) == (("desk",), False, 6_000)


def test_a_comparison_is_planned_before_the_show_or_not_at_all(room: Room) -> None:
    """After the start a rule is no rule; the report of a planned one refuses to conclude early."""
    studio = room.studio
    second = studio.rooms.create(studio.scripts.listing()[0].id)
    segments = [str(s.id) for s in studio.rooms.rundown(second).segments if s.sku is not None]
    plan = {
        "question": "先词后价？",
        "by": "segment",
        "sku": "P001",
        "names": ("先词", "先价"),
        "who": "策划",
    }
    fixed = studio.experiments.plan(second, a=(segments[0],), b=(segments[1],), **plan)  # type: ignore[arg-type]
    assert [row.plan for row in studio.experiments.of_show(second)] == [fixed]
    with pytest.raises(TooLateError):
        studio.experiments.plan(room.show, a=(segments[0],), b=(segments[1],), **plan)  # type: ignore[arg-type]
    room.press("end")
    room.now += 3_600_000
    room.show = second
    room.press("start", expects={"cue": ""})
    report = studio.reports.build(second)
    assert report is not None and [result.outcome for result in report.results] == ["waiting"]
    assert "直播还没结束，不下结论" in studio.reports.html(second, lang="zh")


def test_the_command_line_enters_and_settles(room: Room, tmp_path: Path) -> None:
    """The same by command; findings of severity error exit with 1, misuse with 2."""
    run = CliRunner()
    db = ["--db", room.url]
    read = run.invoke(main, ["desk", "read", room.show, "viewers=1.5万", "views=-", "--json", *db])
    assert (read.exit_code, json.loads(read.stdout)["known"]) == (0, {"viewers": 15_000})
    assert run.invoke(main, ["desk", "read", room.show, "viewers=x", *db]).exit_code == 1
    assert run.invoke(main, ["desk", "read", "nobody", "viewers=1", *db]).exit_code == 2
    order = ["desk", "order", "A1", "--sku", "P001", "--amount", "10.00", "--json", *db]
    assert json.loads(run.invoke(main, order).stdout)["events"] == 2
    file = tmp_path / "final.csv"
    file.write_bytes(export(room, [("1", "50.00", "0", "paid")]))
    settled = run.invoke(main, ["orders", "settle", str(file), "--shop", "s", "--json", *db])
    assert (settled.exit_code, json.loads(settled.stdout)["settlement"]) == (0, 1)
    late = ["experiment", "plan", room.show, "--question", "?", "--sku", "P001", "--a", "x", "--b", "y", *db]
    assert run.invoke(main, late).exit_code == 2
    assert json.loads(run.invoke(main, ["experiment", "list", room.show, *db]).stdout) == {"experiments": []}
