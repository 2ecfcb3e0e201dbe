"""Edits of a script: pure, and what stays keeps its id."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from lessons import edit
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from lessons.text import format_script, parse_script

TEXT = "# 夜 | Night\n" + "".join(
    f"\n## 第{n}段\n- kind: story\n- duration: {n}:00\n\n* say\n  zh: 一\n* quiz\n  zh: 二\n"
    for n in (1, 2, 3)
)
SHOW = parse_script(TEXT)[0]
S1, S2, S3 = (segment.id for segment in SHOW.segments)
C1, C2 = (cue.id for cue in SHOW.segments[0].cues)


def ids(rundown: Rundown) -> list[str]:
    """The segment ids in order."""
    return [segment.id for segment in rundown.segments]


def cue_ids(rundown: Rundown, index: int = 0) -> list[str]:
    """The cue ids of a segment in order."""
    return [cue.id for cue in rundown.segments[index].cues]


def test_moving_keeps_ids() -> None:
    """Segments change places, not names; a place beyond the end is the end."""
    assert ids(edit.move_segment(SHOW, S1, 1)) == [S2, S1, S3]
    assert ids(edit.move_segment(SHOW, S1, 99)) == [S2, S3, S1]
    assert ids(edit.move_segment(SHOW, S3, -5)) == [S3, S1, S2]


def test_fields_change_and_the_rest_stays() -> None:
    """An update touches the named fields of one record and leaves the given rundown as it was."""
    changed = edit.update_segment(SHOW, S2, duration_ms=1, title=Bilingual(zh="新"))
    assert (changed.segments[1].duration_ms, changed.segments[1].title.zh) == (1, "新")
    assert (changed.segments[0], changed.segments[1].cues) == (SHOW.segments[0], SHOW.segments[1].cues)
    assert SHOW.segments[1].duration_ms == 120_000
    changed = edit.update_cue(SHOW, C2, lines=Bilingual(zh="改"), note="记")
    assert changed.segments[0].cues[1] == Cue(C2, "quiz", Bilingual(zh="改"), (), "记")


def test_new_records_get_new_ids() -> None:
    """Added and copied segments and cues never take an id that is or was in use."""
    added, new = edit.add_segment(SHOW, Segment(SegmentId(""), "break", Bilingual(zh="歇"), 1, ()), at=1)
    assert (new, ids(added), cue_ids(added, 1)) == ("s04", [S1, "s04", S2, S3], ["s04c01"])
    copied, new = edit.duplicate_segment(SHOW, S1)
    assert (new, ids(copied), cue_ids(copied, 1)) == ("s04", [S1, "s04", S2, S3], ["s04c01", "s04c02"])
    assert copied.segments[1].cues[1].lines == SHOW.segments[0].cues[1].lines
    assert edit.new_segment_id(edit.remove_segment(SHOW, S3), taken=[S3]) == "s04"
    more, cue = edit.duplicate_cue(SHOW, C1)
    assert (cue, cue_ids(more)) == ("s01c03", [C1, "s01c03", C2])
    more, cue = edit.add_cue(SHOW, S1, Cue(CueId("x"), "prop"), at=0)
    assert (cue, cue_ids(more)) == ("s01c03", ["s01c03", C1, C2])


def test_removing() -> None:
    """What is removed is gone; the last cue of a segment is emptied instead, because GO needs it."""
    assert ids(edit.remove_segment(SHOW, S2)) == [S1, S3]
    once = edit.remove_cue(SHOW, C1)
    assert cue_ids(once) == [C2]
    assert edit.remove_cue(once, C2).segments[0].cues == (Cue(C2, "say"),)


def test_a_cue_moves_between_segments_with_its_id() -> None:
    """A cue keeps its id in another segment, and the segment it leaves keeps a cue."""
    assert cue_ids(edit.move_cue(SHOW, C1, 1)) == [C2, C1]
    moved = edit.move_cue(SHOW, C1, 1, segment=S2)
    assert (cue_ids(moved, 0), cue_ids(moved, 1)) == ([C2], ["s02c01", C1, "s02c02"])
    emptied = edit.move_cue(moved, C2, 0, segment=S3)
    assert (cue_ids(emptied, 0), cue_ids(emptied, 2)) == (["s01c03"], [C2, "s03c01", "s03c02"])


def test_misuse_is_named() -> None:
    """Unknown ids and fields are errors with the name in the message."""
    with pytest.raises(edit.UnknownSegmentError, match="'s99'"):
        edit.move_segment(SHOW, SegmentId("s99"), 0)
    with pytest.raises(edit.UnknownCueError, match="'c99'"):
        edit.update_cue(SHOW, CueId("c99"), note="x")
    with pytest.raises(edit.UnknownFieldError, match="no editable field id"):
        edit.update_segment(SHOW, S1, id="s02")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_series_of_edits_keeps_ids_unique_and_survives_the_text(data: st.DataObject) -> None:
    """After any edits ids are unique, every segment has a cue, and the text gives back the same rundown."""
    rundown = SHOW
    for _ in range(data.draw(st.integers(1, 8))):
        if not rundown.segments:
            break
        segment = data.draw(st.sampled_from(rundown.segments))
        cue = data.draw(st.sampled_from(segment.cues)).id
        to = data.draw(st.integers(0, 4))
        other = data.draw(st.sampled_from(rundown.segments)).id
        action = data.draw(st.sampled_from(["move", "copy", "drop", "cue", "copy cue", "drop cue"]))
        if action == "move":
            rundown = edit.move_segment(rundown, segment.id, to)
        elif action == "copy":
            rundown, _ = edit.duplicate_segment(rundown, segment.id)
        elif action == "drop":
            rundown = edit.remove_segment(rundown, segment.id)
        elif action == "cue":
            rundown = edit.move_cue(rundown, cue, to, segment=other)
        elif action == "copy cue":
            rundown, _ = edit.duplicate_cue(rundown, cue)
        else:
            rundown = edit.remove_cue(rundown, cue)
    cues = [each.id for segment in rundown.segments for each in segment.cues]
    assert len(set(cues)) == len(cues) and len(set(ids(rundown))) == len(rundown.segments)
    assert all(segment.cues for segment in rundown.segments)
    assert parse_script(format_script(rundown))[0] == rundown
