"""Versions of a script: what changed, and two people's edits in one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from lessons import edit
from lessons.diff import Change, diff, moves
from lessons.groups import new_group
from lessons.merge import Conflict, merge
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from tests.test_lessons_edit import C1, C2, S1, S2, S3, SHOW, cue_ids, ids


def said(rundown: Rundown, cue: CueId, zh: str) -> Rundown:
    """The rundown with another Chinese line in a cue."""
    return edit.update_cue(rundown, cue, lines=Bilingual(zh=zh))


def test_nothing_changed_is_no_change() -> None:
    """A version compared with itself differs in nothing."""
    assert diff(SHOW, SHOW) == ()


def test_changes_are_named_by_id_and_field() -> None:
    """An edited line, a moved segment, an added and a removed one: four changes, no more."""
    new = edit.move_segment(said(SHOW, C1, "改"), S1, 2)
    new = edit.remove_segment(new, S2)
    new, added = edit.add_segment(new, Segment(SegmentId(""), "break", Bilingual(zh="歇"), 1, ()))
    changes = diff(SHOW, new)
    assert [(each.kind, each.segment, each.cue, each.field) for each in changes] == [
        ("moved", "s03", "", ""),
        ("changed", "s01", "s01c01", "lines"),
        ("added", added, "", ""),
        ("added", added, f"{added}c01", ""),
        ("removed", "s02", "", ""),
        ("removed", "s02", "s02c01", ""),
        ("removed", "s02", "s02c02", ""),
    ]
    assert changes[1].before == Bilingual(zh="一") and changes[1].after == Bilingual(zh="改")


def test_a_cue_that_changed_its_segment_moved() -> None:
    """The change tells from where to where."""
    assert diff(SHOW, edit.move_cue(SHOW, C1, 0, segment=S2)) == (
        Change("moved", "s02", "s01c01", before="s01", after="s02"),
    )


def test_the_fewest_moves_explain_an_order() -> None:
    """One item taken from the front to the end is one move, not a move of all the others."""
    assert moves("abcde", "bcdea") == {"a"}
    assert moves("abc", "abc") == set()
    assert moves("abc", "cba") in ({"a", "b"}, {"b", "c"}, {"a", "c"})


def test_edits_in_different_places_come_together() -> None:
    """My line, their duration, my new segment and their move: all in one, no conflict."""
    mine, _ = edit.duplicate_segment(said(SHOW, C1, "我的"), S1)
    theirs = edit.move_segment(edit.update_segment(SHOW, S1, duration_ms=7), S3, 0)
    merged = merge(SHOW, mine, theirs)
    assert merged.conflicts == ()
    assert ids(merged.rundown) == [S3, S1, "s04", S2]
    first = merged.rundown.segments[1]
    assert (first.duration_ms, first.cues[0].lines.zh) == (7, "我的")


def test_two_texts_in_one_cell_are_a_conflict() -> None:
    """The saved text stays in place, mine is kept beside it: never last-wins."""
    merged = merge(SHOW, said(SHOW, C2, "我的"), said(SHOW, C2, "你的"))
    assert merged.rundown.segments[0].cues[1].lines.zh == "你的"
    assert merged.conflicts == (Conflict("s01", "s01c02", "lines.zh", "二", "我的", "你的"),)


def test_two_languages_and_two_columns_of_one_segment_come_together() -> None:
    """One writes Chinese, the other English; one the desk's column, the other the camera's: no conflict."""
    mine = edit.update_segment(SHOW, S1, columns=(("desk", "上架"),))
    mine = edit.update_cue(mine, C1, lines=Bilingual(zh="我的"))
    theirs = edit.update_segment(SHOW, S1, columns=(("camera", "特写"),))
    theirs = edit.update_cue(theirs, C1, lines=replace(SHOW.segments[0].cues[0].lines, en="theirs"))
    merged = merge(SHOW, mine, theirs)
    assert merged.conflicts == ()
    assert dict(merged.rundown.segments[0].columns) == {"desk": "上架", "camera": "特写"}
    assert merged.rundown.segments[0].cues[0].lines == Bilingual(zh="我的", en="theirs")


def test_two_new_groups_stay_two() -> None:
    """Both made a group at once: both are there, though both called theirs g01."""
    mine, _ = new_group(SHOW, [S1], Bilingual(zh="第一波"), target_ms=60_000)
    theirs, _ = new_group(SHOW, [S2], Bilingual(zh="第二波"))
    merged = merge(SHOW, mine, theirs)
    assert merged.conflicts == ()
    titles = {group.id: group.title.zh for group in merged.rundown.groups}
    assert [titles.get(each.group or "") for each in merged.rundown.segments[:2]] == ["第一波", "第二波"]


def test_what_one_removes_and_the_other_changes_is_kept_and_shown() -> None:
    """A removal does not swallow somebody's edit."""
    merged = merge(SHOW, edit.remove_segment(SHOW, S2), edit.update_segment(SHOW, S2, note="新"))
    assert S2 in ids(merged.rundown)
    assert ("s02", "removed") in {(each.segment, each.field) for each in merged.conflicts}
    merged = merge(SHOW, edit.remove_cue(SHOW, C1), said(SHOW, C1, "改"))
    assert cue_ids(merged.rundown) == [C1, C2]


def test_both_removing_is_agreement() -> None:
    """The same removal twice is no conflict."""
    gone = edit.remove_segment(SHOW, S2)
    assert merge(SHOW, gone, gone) == merge(SHOW, gone, SHOW)
    assert merge(SHOW, gone, gone).conflicts == ()


def test_new_things_under_one_id_are_two_things() -> None:
    """Both added an s04: both are there, mine under a new id."""
    mine, _ = edit.add_segment(SHOW, Segment(SegmentId(""), "break", Bilingual(zh="我"), 1, ()))
    theirs, _ = edit.add_segment(SHOW, Segment(SegmentId(""), "break", Bilingual(zh="你"), 1, ()))
    merged = merge(SHOW, mine, theirs)
    assert sorted(segment.title.zh or "" for segment in merged.rundown.segments)[:2] == ["你", "我"]
    assert len(set(ids(merged.rundown))) == 5
    mine, _ = edit.add_cue(SHOW, S1, Cue(CueId(""), "say", Bilingual(zh="我")))
    theirs, _ = edit.add_cue(SHOW, S1, Cue(CueId(""), "say", Bilingual(zh="你")))
    assert [cue.lines.zh for cue in merge(SHOW, mine, theirs).rundown.segments[0].cues] == [
        "一",
        "二",
        "我",
        "你",
    ]


def test_two_orders_are_a_conflict() -> None:
    """Both reordered differently: theirs stands, mine is shown."""
    merged = merge(SHOW, edit.move_segment(SHOW, S1, 2), edit.move_segment(SHOW, S3, 0))
    assert ids(merged.rundown) == [S3, S1, S2]
    assert [each.field for each in merged.conflicts] == ["order"]


@st.composite
def edited(draw: st.DrawFn, rundown: Rundown = SHOW) -> Rundown:
    """The show after a few edits."""
    for number in range(draw(st.integers(0, 4))):
        if not rundown.segments:
            break
        segment = draw(st.sampled_from(rundown.segments))
        cue = draw(st.sampled_from(segment.cues)).id
        action = draw(
            st.sampled_from(["move", "copy", "drop", "say", "move cue", "drop cue", "add cue", "time"])
        )
        if action == "move":
            rundown = edit.move_segment(rundown, segment.id, draw(st.integers(0, 3)))
        elif action == "copy":
            rundown, _ = edit.duplicate_segment(rundown, segment.id)
        elif action == "drop":
            rundown = edit.remove_segment(rundown, segment.id)
        elif action == "say":
            rundown = said(rundown, cue, draw(st.sampled_from("甲乙")))
        elif action == "move cue":
            other = draw(st.sampled_from(rundown.segments)).id
            rundown = edit.move_cue(rundown, cue, draw(st.integers(0, 2)), segment=other)
        elif action == "drop cue":
            rundown = edit.remove_cue(rundown, cue)
        elif action == "add cue":
            rundown, _ = edit.add_cue(rundown, segment.id, Cue(CueId(""), "say", Bilingual(zh=str(number))))
        else:
            rundown = edit.update_segment(rundown, segment.id, duration_ms=draw(st.integers(1, 3)))
    return rundown


@given(edited())
@settings(max_examples=80, deadline=None)
def test_one_side_only_is_that_side(rundown: Rundown) -> None:
    """A merge with an untouched side, or with the same edits, is the edited side, without conflicts."""
    for merged in (merge(SHOW, rundown, SHOW), merge(SHOW, SHOW, rundown), merge(SHOW, rundown, rundown)):
        assert merged.rundown == rundown
        assert merged.conflicts == ()


@given(edited(), edited())
@settings(max_examples=150, deadline=None)
def test_any_two_edits_merge_into_a_sound_script(mine: Rundown, theirs: Rundown) -> None:
    """Ids stay unique, every segment has a cue, and no line that either side wrote is lost unseen."""
    merged = merge(SHOW, mine, theirs)
    segments, cues = ids(merged.rundown), [c.id for s in merged.rundown.segments for c in s.cues]
    assert len(set(segments)) == len(segments) and len(set(cues)) == len(cues)
    assert all(segment.cues for segment in merged.rundown.segments)
    told = {each.cue for each in merged.conflicts} | {each.segment for each in merged.conflicts}
    spoken = {cue.lines for segment in merged.rundown.segments for cue in segment.cues}
    before = {cue.id: cue.lines for segment in SHOW.segments for cue in segment.cues}
    for side in (mine, theirs):
        for segment in side.segments:
            for cue in segment.cues:
                if cue.lines != before.get(cue.id) and cue.lines:
                    assert cue.lines in spoken or {cue.id, segment.id} & told


@given(edited(), edited())
@settings(max_examples=60, deadline=None)
def test_a_difference_is_seen(old: Rundown, new: Rundown) -> None:
    """Versions differ exactly when there is a change to show."""
    assert bool(diff(old, new)) == (old != new)


def test_the_show_s_own_fields_merge() -> None:
    """Title and hosts are fields like any other."""
    mine, theirs = replace(SHOW, hosts=("小禾",)), replace(SHOW, title=Bilingual(zh="新"))
    merged = merge(SHOW, mine, theirs).rundown
    assert (merged.hosts, merged.title.zh) == (("小禾",), "新")


@pytest.mark.parametrize("field", ["hosts", "zone"])
def test_the_show_s_own_fields_clash(field: str) -> None:
    """Two hosts lists or zones are a conflict of the show."""
    values = {"hosts": (("a",), ("b",)), "zone": ("UTC", "Europe/London")}[field]
    merged = merge(SHOW, replace(SHOW, **{field: values[0]}), replace(SHOW, **{field: values[1]}))  # type: ignore[arg-type]
    assert [(each.segment, each.field, each.mine) for each in merged.conflicts] == [("", field, values[0])]
