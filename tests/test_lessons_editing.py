"""A script under several hands: saved at once, merged, taken back, restored, commented, signed."""

from __future__ import annotations

import csv
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from catalog.bilingual import Bilingual
from lessons import edit
from lessons.compliance.script import lint_rundown
from lessons.compliance.signoff import OpenFindingsError, finding_key
from lessons.rundown import Rundown
from lessons.text import parse_script
from live.journal import Role
from screens.script_desk import Desk
from store.scripts import WHOLE_EVERY, ScriptMoved
from store.store import Store
from studio.cli import main
from studio.editing import Sent, UnknownScript
from studio.rooms import Rooms
from studio.scripts import Scripts
from studio.studio import Studio
from tests.test_lessons_sheet import TABLE, as_csv, padded

SHOW, _ = parse_script(
    "# 夜 | Night\n- start: 2026-06-12T20:00:00+08:00\n\n## 甲 | A\n- kind: product\n- duration: 5:00\n\n"
    "* say\n  zh: 一\n  en: one\n* say\n  zh: 二\n\n"
    "## 乙 | B\n- kind: closing\n- duration: 5:00\n\n* say\n  zh: 三\n"
)
A, B = (segment.id for segment in SHOW.segments)
FIRST = SHOW.segments[0].cues[0].id
SECOND = SHOW.segments[0].cues[1].id


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1_780_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def studio(tmp_path: Path, clock: Clock) -> Iterator[Studio]:
    held = Studio(f"sqlite:///{tmp_path / 'studio.db'}", clock=clock)
    yield held
    held.close()


@pytest.fixture
def scripts(studio: Studio) -> Scripts:
    return studio.scripts


def said(rundown: Rundown, cue: str, zh: str) -> Rundown:
    """The rundown with another Chinese line."""
    return edit.update_cue(rundown, edit.CueId(cue), lines=Bilingual(zh=zh))


def line(rundown: Rundown, index: int = 0) -> str | None:
    """A Chinese line of the first segment."""
    return rundown.segments[0].cues[index].lines.zh


def test_an_edit_is_a_version_with_a_time(scripts: Scripts, clock: Clock) -> None:
    """What the store holds is acknowledged with version and time; the older version is still there."""
    script = scripts.new(SHOW, by="Tao")
    clock.now += 5_000
    saved = scripts.editing.edit(script, base=SHOW, mine=said(SHOW, FIRST, "新"), by="Tao", client="a")
    assert (saved.version, saved.at, saved.conflicts) == (2, clock.now, ())
    assert scripts.load(script) == (saved.rundown, 2)
    assert scripts.load(script, 1) == (SHOW, 1)
    with pytest.raises(UnknownScript):
        scripts.editing.load(script, 9)


def test_versions_read_back_whatever_was_edited(scripts: Scripts) -> None:
    """Versions are kept as differences: each of many random ones reads back as it was saved."""
    rng = random.Random(6)
    script = scripts.new(SHOW)
    kept = [SHOW]
    for number in range(2 * WHOLE_EVERY + 3):
        now = kept[-1]
        choice = rng.randrange(4)
        if choice == 0 or not now.segments:
            now, _ = edit.add_segment(now, SHOW.segments[0], at=rng.randrange(3))
        elif choice == 1 and len(now.segments) > 1:
            now = edit.remove_segment(now, rng.choice(now.segments).id)
        elif choice == 2:
            now = edit.move_segment(now, rng.choice(now.segments).id, 0)
        else:
            now = edit.update_segment(now, rng.choice(now.segments).id, note=str(number))
        if now == kept[-1]:
            now = edit.update_segment(now, now.segments[0].id, note=f"n{number}")
        saved = scripts.editing.edit(script, base=kept[-1], mine=now, by=None, client="a")
        assert saved.rundown == now
        kept.append(now)
    for version, rundown in enumerate(kept, start=1):
        assert scripts.load(script, version) == (rundown, version)


def test_two_in_different_cells_lose_nothing(scripts: Scripts) -> None:
    """Both began at the same version; both lines are in the script, no clash."""
    script = scripts.new(SHOW)
    scripts.editing.edit(script, base=SHOW, mine=said(SHOW, FIRST, "甲的"), by="A", client="a")
    saved = scripts.editing.edit(script, base=SHOW, mine=said(SHOW, SECOND, "乙的"), by="B", client="b")
    assert (line(saved.rundown, 0), line(saved.rundown, 1)) == ("甲的", "乙的")
    assert scripts.editing.notes(script) == ()


def test_two_in_one_cell_see_both_texts(scripts: Scripts) -> None:
    """The first text stays, the second waits beside it under its writer's name until somebody decides."""
    script = scripts.new(SHOW)
    scripts.editing.edit(script, base=SHOW, mine=said(SHOW, FIRST, "甲的"), by="A", client="a")
    before = scripts.editing.stamp(script)
    saved = scripts.editing.edit(script, base=SHOW, mine=said(SHOW, FIRST, "乙的"), by="B", client="b")
    assert line(saved.rundown) == "甲的"
    (note,) = scripts.editing.notes(script)
    assert (note.kind, note.cue, note.field, note.text, note.by) == (
        "conflict",
        FIRST,
        "lines.zh",
        "乙的",
        "B",
    )
    assert scripts.editing.stamp(script) != before
    scripts.editing.settle(note.id, by="A")
    assert scripts.editing.notes(script) == ()


def test_undo_takes_back_my_own_edit_only(scripts: Scripts) -> None:
    """Undo after somebody else's edit takes back mine and leaves theirs; redo brings it back."""
    script = scripts.new(SHOW)
    editing = scripts.editing
    one = editing.edit(script, base=SHOW, mine=said(SHOW, FIRST, "甲的"), by="A", client="a").rundown
    both = editing.edit(script, base=one, mine=said(one, SECOND, "乙的"), by="B", client="b").rundown
    assert (editing.steps(script, "a"), editing.steps(script, "b")) == ((1, 0), (1, 0))
    back = editing.undo(script, by="A", client="a")
    assert back is not None and not back.blocked
    assert (line(back.rundown, 0), line(back.rundown, 1)) == ("一", "乙的")
    assert editing.steps(script, "a") == (0, 1)
    again = editing.redo(script, by="A", client="a")
    assert again is not None and again.rundown == both
    assert editing.undo(script, by="C", client="c") is None


def test_undo_does_not_overwrite_what_came_later_in_the_same_cell(scripts: Scripts) -> None:
    """Somebody wrote over my text: taking mine back must not take theirs."""
    script = scripts.new(SHOW)
    one = scripts.editing.edit(script, base=SHOW, mine=said(SHOW, FIRST, "甲的"), by="A", client="a").rundown
    scripts.editing.edit(script, base=one, mine=said(one, FIRST, "乙的"), by="B", client="b")
    back = scripts.editing.undo(script, by="A", client="a")
    assert back is not None and back.blocked and line(back.rundown) == "乙的"
    assert scripts.editing.undo(script, by="A", client="a") is None


def test_undo_survives_a_restart_and_a_fresh_edit_ends_redo(tmp_path: Path) -> None:
    """Another process takes back the same edits in the same order; an edit after undo ends redo."""
    url = f"sqlite:///{tmp_path / 'studio.db'}"
    first = Studio(url)
    script = first.scripts.new(SHOW)
    now = SHOW
    for text in ("甲", "乙", "丙"):
        now = first.scripts.editing.edit(
            script, base=now, mine=said(now, FIRST, text), by="A", client="a"
        ).rundown
    first.close()
    second = Studio(url)
    editing = second.scripts.editing
    for text in ("乙", "甲"):
        step = editing.undo(script, by="A", client="a")
        assert step is not None and line(step.rundown) == text
    assert editing.steps(script, "a") == (1, 2)
    editing.edit(script, base=step.rundown, mine=said(step.rundown, SECOND, "丁"), by="A", client="a")
    assert editing.steps(script, "a") == (2, 0)
    second.close()


def test_the_history_shows_stretches_and_an_old_version_comes_back(scripts: Scripts, clock: Clock) -> None:
    """Ten saves in a row are one line of the history; restoring is a new version, nothing is gone."""
    script = scripts.new(SHOW, by="A")
    now = SHOW
    for number in range(4):
        clock.now += 1_000
        now = scripts.editing.edit(
            script, base=now, mine=said(now, FIRST, str(number)), by="A", client="a"
        ).rundown
    clock.now += 3_600_000
    scripts.editing.edit(script, base=now, mine=said(now, FIRST, "晚"), by="B", client="b")
    newest, older = scripts.editing.history(script)
    assert (newest.first, newest.last, newest.by) == (6, 6, "B")
    assert (older.first, older.last, older.by, older.acts) == (1, 5, "A", {"new", "edit"})
    restored = scripts.editing.restore(script, 1, by="A", client="a")
    assert (restored.rundown, restored.version) == (SHOW, 7)
    assert line(scripts.editing.load(script, 6)[0]) == "晚"
    back = scripts.editing.undo(script, by="A", client="a")
    assert back is not None and line(back.rundown) == "晚"


def test_comments_wait_until_they_are_settled(scripts: Scripts) -> None:
    """A comment names its place, its writer and its time, and goes when somebody has dealt with it."""
    script = scripts.new(SHOW)
    scripts.editing.comment(script, segment=A, cue=FIRST, text="这句太长", by="Amy")
    (note,) = scripts.editing.notes(script)
    assert (note.kind, note.segment, note.cue, note.text, note.by) == ("comment", A, FIRST, "这句太长", "Amy")
    scripts.editing.settle(note.id, by="Tao")
    scripts.editing.settle(note.id, by="Ben")
    assert scripts.editing.notes(script) == ()


# -- the review before air ----------------------------------------------------------------------------------


def checks(rooms: Rooms, show: str) -> dict[str, str]:
    """The marks of a show's checklist."""
    return {check.item: f"{check.mark} {check.by}" for check in rooms.state(show)[1].checks}


def test_a_signed_script_marks_the_checklist(studio: Studio) -> None:
    """A show of a signed text has the item done under the signer's name; after an edit it is a problem."""
    scripts = studio.scripts
    script = scripts.new(SHOW)
    assert checks(studio.rooms, studio.rooms.create(script)) == {}
    row = scripts.reviews.sign(script, version=1, by="Mei", reasons={})
    assert (row.keep_until - row.at) // 86_400_000 in (1095, 1096)
    signed = studio.rooms.create(script)
    assert checks(studio.rooms, signed) == {"review": "ok Mei"}
    scripts.editing.edit(script, base=SHOW, mine=said(SHOW, FIRST, "改了"), by="A", client="a")
    changed = studio.rooms.create(script)
    assert checks(studio.rooms, changed) == {"review": "problem Mei"}
    role: Role = "producer"
    ack = studio.rooms.press(changed, "start", actor="Tao", role=role, expects={"cue": ""})
    assert ack["ok"] is False
    ack = studio.rooms.press(
        changed, "start", actor="Tao", role=role, expects={"cue": ""}, args={"reason": "只改了错字"}
    )
    assert ack["ok"] is True


def test_a_review_answers_every_finding_and_keeps_them(scripts: Scripts) -> None:
    """No signature while a block has no reason; the record holds finding, reason, signer and version."""
    bad = said(SHOW, FIRST, "这是全国最好的桃子。")
    script = scripts.new(bad)
    with pytest.raises(OpenFindingsError):
        scripts.reviews.sign(script, version=1, by="Mei", reasons={})
    reasons = {finding_key(each): "有国家检测报告" for each in lint_rundown(bad)}
    with pytest.raises(ScriptMoved):
        scripts.reviews.sign(script, version=2, by="Mei", reasons=reasons)
    scripts.reviews.sign(script, version=1, by="Mei", reasons=reasons)
    (row,) = scripts.reviews.of_script(script)
    assert (row.version, row.by) == (1, "Mei")
    assert [each["reason"] for each in row.record["answers"]] == ["有国家检测报告"] * len(reasons)
    assert all(each["article"] and each["text"] for each in row.record["answers"])


def test_signatures_have_no_way_out(studio: Studio) -> None:
    """The house holds no function that changes or deletes a sign-off."""
    names = {name for holder in (studio.scripts.reviews, Store) for name in dir(holder)}
    assert not [name for name in names if any(word in name for word in ("delete", "drop_review", "prune"))]
    source = (Path(__file__).parents[1] / "store" / "reviews.py").read_text(encoding="utf-8")
    assert ".delete(" not in source and ".update(" not in source


# -- templates ----------------------------------------------------------------------------------------------


def test_templates_are_files_in_the_users_own_folder(studio: Studio, tmp_path: Path) -> None:
    """Six and more come with the tool; a saved one is a text file, stands in front, and goes again."""
    templates = studio.scripts.templates
    shipped = templates.listing()
    assert len(shipped) >= 6 and not any(row.own for row in shipped)
    text = templates.text("one_product_5min").replace("单品五分钟", "我家的五分钟")
    name, found = templates.save("one_product_5min", text)
    assert (name, found) == ("one_product_5min", ())
    assert (tmp_path / "templates" / "one_product_5min.md").read_text(encoding="utf-8") == text
    assert {row.title.zh for row in templates.listing() if row.own} == {"我家的五分钟"}
    assert studio.scripts.draft([], template=name, total_ms=600_000)[0].title.zh == "我家的五分钟"
    templates.drop(name)
    assert templates.text(name) != text
    assert templates.save("../空 的", "# 空\n")[0] == "空_的"
    assert not (tmp_path / "templates" / "空_的.md").exists()


# -- sheets and the command line ----------------------------------------------------------------------------


def test_a_sheet_of_21_columns_leaves_the_store_as_it_came(scripts: Scripts, tmp_path: Path) -> None:
    """Read on the page, edited, written again: every cell that nobody changed is as it was."""
    reading = scripts.read_sheet(as_csv(TABLE), name="整场.csv", day=date(2026, 6, 12))
    script = scripts.take_in(reading, name="整场.csv")
    rundown, _ = scripts.editing.load(script)
    target = tmp_path / "out.csv"
    target.write_bytes(scripts.sheet(script, rundown, suffix=".csv"))
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert padded(list(csv.reader(file))) == padded(TABLE)
    first = rundown.segments[0]
    edited = edit.update_segment(rundown, first.id, note="改过的备注")
    saved = scripts.editing.edit(script, base=rundown, mine=edited, by=None, client="a")
    target.write_bytes(scripts.sheet(script, saved.rundown, suffix=".csv"))
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = padded(list(csv.reader(file)))
    differing = [
        (left, right)
        for was, now in zip(padded(TABLE), rows, strict=True)
        for left, right in zip(was, now, strict=True)
        if left != right
    ]
    assert [right for _, right in differing] == ["改过的备注"]


def test_the_command_line_keeps_a_sheets_own_columns(tmp_path: Path) -> None:
    """`script convert a.csv b.csv` gives the same 21 columns; `templates` and `facts` answer as JSON."""
    source, out = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_bytes(as_csv(TABLE))
    db = ["--db", f"sqlite:///{tmp_path / 'studio.db'}"]
    done = CliRunner().invoke(main, ["script", "convert", str(source), str(out), "--day", "2026-06-12", *db])
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert padded(list(csv.reader(file))) == padded(TABLE)
    done = CliRunner().invoke(main, ["script", "templates", str(tmp_path / "mine"), "--json", *db])
    assert len(json.loads(done.stdout)["templates"]) >= 6
    mine = tmp_path / "mine" / "one_product_5min.md"
    assert mine.is_file()
    show = tmp_path / "show.md"
    done = CliRunner().invoke(main, ["script", "draft", str(show), "--template", str(mine), *db])
    assert show.is_file(), done.output
    show.write_text(
        "# 夜\n\n## 甲\n- kind: a\n- duration: 1:00\n\n* say\n  zh: 每颗250克\n", encoding="utf-8"
    )
    done = CliRunner().invoke(main, ["script", "facts", str(show), "--json", *db])
    (claim,) = json.loads(done.stdout)["claims"]
    assert (claim["text"], claim["kind"], claim["source"]) == ("250克", "number", None)


def test_who_goes_on_typing_into_a_clash_has_one_text_there(scripts: Scripts) -> None:
    """Two saves of one hand over somebody else's text leave one note, the last."""
    script = scripts.new(SHOW)
    scripts.editing.edit(script, base=SHOW, mine=said(SHOW, FIRST, "甲的"), by="A", client="a")
    for text in ("乙", "乙的"):
        scripts.editing.edit(script, base=SHOW, mine=said(SHOW, FIRST, text), by="B", client="b")
    assert [note.text for note in scripts.editing.notes(script)] == ["乙的"]


def test_a_print_pass_is_for_one_script_and_half_a_day(scripts: Scripts, clock: Clock) -> None:
    """A page for the printer opens with a pass of the script page only, and not the day after."""
    token = scripts.passes.make("abc")
    assert scripts.passes.read(token) == "abc"
    assert scripts.passes.read(token[:-2] + "xx") is None
    assert scripts.passes.read("abc") is None
    clock.now += 13 * 3_600_000
    assert scripts.passes.read(token) is None


# -- a server that dies -------------------------------------------------------------------------------------

DIES = """
import os, sys
from lessons.edit import duplicate_segment
from studio.editing import Sent
from studio.studio import Studio

studio = Studio(sys.argv[1])
editing = studio.scripts.editing
base, _ = editing.load(sys.argv[2])
held = editing._store.write
editing._store.write = lambda work: (held(work), os._exit(9))
editing.edit(
    sys.argv[2], base=base, mine=duplicate_segment(base, base.segments[0].id)[0],
    by="A", client="a", sent=Sent("tab", 1),
)
"""


def test_an_edit_sent_again_after_the_server_died_is_done_once(tmp_path: Path) -> None:
    """Killed between commit and answer: the browser sends its edits again, what was done stays done once."""
    url = f"sqlite:///{tmp_path / 'studio.db'}"
    first = Studio(url)
    script = first.scripts.new(SHOW)
    first.close()
    died = subprocess.run(
        [sys.executable, "-c", DIES, url, script], cwd=Path(__file__).parents[1], check=False
    )
    assert died.returncode == 9
    second = Studio(url)
    editing = second.scripts.editing
    rundown, version = editing.load(script)
    assert len(rundown.segments) == 3
    again = [
        {"n": 1, "op": "duplicate", "segments": [A]},
        {"n": 2, "op": "comment", "segment": A, "value": "再看一遍"},
    ]
    for _ in range(2):
        desk = Desk(script, version, rundown, client="a").take(editing, "tab", again, by="A")
        assert desk.rundown == rundown
    assert [note.text for note in editing.notes(script)] == ["再看一遍"]
    second.close()


def test_what_was_counted_before_changes_nothing(scripts: Scripts) -> None:
    """The count is kept with the change: an edit, undo or comment of a known number is passed over."""
    script = scripts.new(SHOW)
    editing = scripts.editing
    first = editing.edit(
        script, base=SHOW, mine=said(SHOW, FIRST, "甲"), by="A", client="a", sent=Sent("tab", 1)
    )
    again = editing.edit(
        script, base=SHOW, mine=said(SHOW, SECOND, "乙"), by="A", client="a", sent=Sent("tab", 1)
    )
    assert (again.rundown, again.version) == (first.rundown, first.version)
    assert editing.undo(script, by="A", client="a", sent=Sent("tab", 1)) is None
    editing.comment(script, segment=A, text="一", by="A", sent=Sent("tab", 1))
    assert editing.notes(script) == () and editing.counted(script, "tab") == 1
    assert editing.undo(script, by="A", client="a", sent=Sent("tab", 2)) is not None
