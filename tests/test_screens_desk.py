"""Edits that come from the desk's components: counted once, undone, and never worse than what was there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from screens.script_desk import Desk
from screens.script_edits import apply_edit
from studio.studio import Studio


def segment(name: str) -> Segment:
    """A segment of one minute with one line."""
    cue = Cue(CueId(f"{name}c01"), "say", Bilingual(zh="你好", en="Hello"))
    return Segment(SegmentId(name), "product", Bilingual(zh=name, en=None), 60_000, (cue,))


PLAN = Rundown(Bilingual(zh="今晚"), None, "Asia/Shanghai", tuple(segment(f"s0{n}") for n in range(1, 5)))


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One store for the script's desk."""
    held = Studio(f"sqlite:///{tmp_path_factory.mktemp('desk') / 'studio.db'}")
    yield held
    held.close()


def opened(studio: Studio, client: str = "here") -> Desk:
    """A new script on a desk."""
    return Desk(studio.scripts.new(PLAN), 1, PLAN, client=client)


def order(desk: Desk) -> list[str]:
    """The segments in their order."""
    return [str(one.id) for one in desk.rundown.segments]


def test_an_edit_that_is_sent_twice_counts_once(studio: Studio) -> None:
    """The browser sends every edit until it has been counted: a repeated one changes nothing more."""
    editing = studio.scripts.editing
    edits = [
        {"n": 1, "op": "step", "segments": ["s01"], "by": 1},
        {"n": 2, "op": "skip", "segments": ["s02"], "value": True},
    ]
    once = opened(studio).take(editing, "tab", edits[:1], by="Tao")
    assert order(once) == ["s02", "s01", "s03", "s04"]
    twice = once.take(editing, "tab", edits, by="Tao")
    assert order(twice) == order(once)
    assert twice.rundown.segments[0].skip
    assert (twice.version, editing.steps(twice.script, "here")) == (3, (2, 0))


def test_another_tab_begins_its_own_numbers(studio: Studio) -> None:
    """A reloaded page is a new tab: its first edit is not taken for an old one."""
    editing = studio.scripts.editing
    desk = opened(studio).take(editing, "one", [{"n": 7, "op": "remove", "segments": ["s01"]}], by=None)
    desk = desk.take(editing, "two", [{"n": 1, "op": "remove", "segments": ["s02"]}], by=None)
    assert order(desk) == ["s03", "s04"]


def typed(cue: str, value: str, was: str, n: int = 1) -> list[dict[str, object]]:
    """A Chinese line typed over another."""
    return [{"n": n, "op": "line", "cue": cue, "lang": "zh", "value": value, "was": was}]


def test_a_text_typed_over_an_older_one_is_a_clash(studio: Studio) -> None:
    """The page has moved on under a hand that still types: its text does not overwrite the newer one."""
    editing = studio.scripts.editing
    mine = opened(studio, "mine")
    theirs = replace(mine, client="theirs").take(editing, "b", typed("s01c01", "她的", "你好"), by="Amy")
    mine = mine.moved(theirs.rundown, theirs.version)
    mine = mine.take(editing, "a", typed("s01c01", "我的", "你好"), by="Tao")
    assert mine.rundown.segments[0].cues[0].lines.zh == "她的"
    (note,) = editing.notes(mine.script)
    assert (note.text, note.by, note.field) == ("我的", "Tao", "lines.zh")
    mine = mine.take(editing, "a", [{"n": 2, "op": "take_mine", "note": note.id}], by="Amy")
    assert mine.rundown.segments[0].cues[0].lines.zh == "我的"
    assert editing.notes(mine.script) == ()


def test_undo_is_an_edit_like_others(studio: Studio) -> None:
    """Typed, undone and redone in one go: the numbers count, the store holds each step."""
    editing = studio.scripts.editing
    edits = [*typed("s01c01", "甲", "你好"), {"n": 2, "op": "undo"}]
    desk = opened(studio).take(editing, "tab", edits, by="Tao")
    assert desk.rundown == PLAN
    desk = desk.take(editing, "tab", [{"n": 3, "op": "redo"}], by="Tao")
    assert desk.rundown.segments[0].cues[0].lines.zh == "甲"


def test_an_edit_of_what_is_gone_is_passed_over() -> None:
    """A line of a removed cue, a length that is none: the rundown stays as it was."""
    for edit in (
        {"op": "line", "cue": "gone", "lang": "zh", "value": "x"},
        {"op": "skip", "segments": ["gone"], "value": True},
        {"op": "length", "segment": "s01", "value": "soon"},
        {"op": "start", "segment": "s01", "value": "晚上"},
        {"op": "show_start", "value": "later"},
    ):
        assert apply_edit(PLAN, edit) == (PLAN, "")


def test_a_bare_number_is_minutes() -> None:
    """In the column of lengths `5` means five minutes, `1:30` a minute and a half."""
    for said, length in (("5", 300_000), ("1:30", 90_000), ("90s", 90_000)):
        rundown, _ = apply_edit(PLAN, {"op": "length", "segment": "s01", "value": said})
        assert rundown.segments[0].duration_ms == length


def test_an_emptied_line_is_missing_not_empty() -> None:
    """Text that was deleted is None, the other language stays."""
    rundown, _ = apply_edit(PLAN, {"op": "line", "cue": "s01c01", "lang": "zh", "value": "  "})
    assert rundown.segments[0].cues[0].lines == Bilingual(zh=None, en="Hello")


def test_several_segments_move_together() -> None:
    """Chosen ones keep their order, in front of the one they are dropped on; at the edge they stay."""
    rundown, _ = apply_edit(PLAN, {"op": "move", "segments": ["s03", "s01"], "before": "s02"})
    assert [one.id for one in rundown.segments] == ["s01", "s03", "s02", "s04"]
    rundown, _ = apply_edit(PLAN, {"op": "step", "segments": ["s01", "s02"], "by": -1})
    assert rundown == PLAN
    rundown, _ = apply_edit(PLAN, {"op": "step", "segments": ["s01", "s02"], "by": 1})
    assert [one.id for one in rundown.segments] == ["s03", "s01", "s02", "s04"]


def test_groups_roles_marks_and_starts_are_edited() -> None:
    """A group with a target, a role's column, a mark, a fixed start, a return: all by edits of the page."""
    rundown, _ = apply_edit(PLAN, {"op": "show_start", "value": "2026-06-12 20:00"})
    for edit in (
        {"op": "group", "segments": ["s01", "s02"], "zh": "第一波"},
        {"op": "group_target", "group": "g01", "value": "30"},
        {"op": "column", "segment": "s01", "name": "camera", "value": "特写"},
        {"op": "milestone", "segment": "s02", "value": "过千单 | 1,000 orders"},
        {"op": "start", "segment": "s03", "value": "20：30"},
        {"op": "bring_back", "segments": ["s01"]},
    ):
        rundown, made = apply_edit(rundown, edit)
    group = rundown.groups[0]
    assert (group.title.zh, group.target_ms) == ("第一波", 30 * 60_000)
    first, second, third, _, back = rundown.segments
    assert first.columns == (("camera", "特写"),)
    assert second.milestone == Bilingual(zh="过千单", en="1,000 orders")
    assert third.hard_start is not None and rundown.start is not None
    assert (third.hard_start - rundown.start).seconds == 1800
    assert (back.id, back.again, back.kind) == (made, "s01", "encore")
    assert (
        apply_edit(rundown, {"op": "start", "segment": "s03", "value": ""})[0].segments[2].hard_start is None
    )


def test_a_replacement_waits_for_the_words_it_was_made_for() -> None:
    """A finding's words are exchanged where they stand; moved meanwhile, nothing is touched."""
    edit = {"op": "replace", "segment": "s01", "cue": "s01c01", "lang": "zh", "start": 0, "end": 2}
    rundown, _ = apply_edit(PLAN, {**edit, "found": "你好", "value": "晚上好"})
    assert rundown.segments[0].cues[0].lines.zh == "晚上好"
    assert apply_edit(PLAN, {**edit, "found": "您好", "value": "晚上好"}) == (PLAN, "")


def test_the_speed_of_the_hosts_is_set_for_the_show() -> None:
    """Typed beside title and start; nothing typed takes the default again, nonsense changes nothing."""
    edit = {"op": "show_rate", "lang": "zh", "value": "260"}
    rundown, _ = apply_edit(PLAN, edit)
    assert rundown.details == (("zh_rate", "260"),)
    assert apply_edit(rundown, {**edit, "value": "soon"}) == (rundown, "")
    assert apply_edit(rundown, {**edit, "value": ""}) == (PLAN, "")


EDITS = st.one_of(
    st.fixed_dictionaries(
        {
            "op": st.just("move"),
            "segments": st.lists(st.sampled_from(["s01", "s02", "s03", "gone"]), min_size=1, max_size=3),
            "before": st.sampled_from(["s01", "s04", ""]),
        }
    ),
    st.fixed_dictionaries(
        {
            "op": st.sampled_from(["remove", "duplicate", "bring_back", "ungroup"]),
            "segments": st.sampled_from([["s01"], ["s04"], ["s02", "s03"]]),
        }
    ),
    st.fixed_dictionaries({"op": st.just("group"), "segments": st.just(["s02", "s03"]), "zh": st.just("组")}),
    st.fixed_dictionaries(
        {
            "op": st.just("line"),
            "cue": st.just("s02c01"),
            "lang": st.sampled_from(["zh", "en"]),
            "value": st.text(),
        }
    ),
)


@given(st.lists(EDITS, max_size=8))
@settings(max_examples=8, deadline=None)
def test_undo_goes_all_the_way_back_and_redo_forth(studio: Studio, edits: list[dict[str, object]]) -> None:
    """After any edits, undoing all gives the script as it was opened, redoing all the edited one."""
    editing = studio.scripts.editing
    desk = opened(studio)
    for number, edit in enumerate(edits, start=1):
        desk = desk.take(editing, "tab", [{"n": number, **edit}], by="Tao")
    edited, steps = desk.rundown, editing.steps(desk.script, "here")[0]
    number = len(edits)
    for op, wanted in (("undo", PLAN), ("redo", edited)):
        for _ in range(steps):
            number += 1
            desk = desk.take(editing, "tab", [{"n": number, "op": op}], by="Tao")
        assert desk.rundown == wanted
