"""Edits that come from the desk's components: counted once, undone, and never worse than what was there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalog.bilingual import Bilingual
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from screens.script_desk import Desk, apply_edit


def segment(name: str) -> Segment:
    """A segment of one minute with one line."""
    cue = Cue(CueId(f"{name}c01"), "say", Bilingual(zh="你好", en="Hello"))
    return Segment(SegmentId(name), "product", Bilingual(zh=name, en=None), 60_000, (cue,))


PLAN = Rundown(Bilingual(zh="今晚"), None, "Asia/Shanghai", tuple(segment(f"s0{n}") for n in range(1, 5)))
DESK = Desk("script", 1, PLAN, PLAN)


def order(desk: Desk) -> list[str]:
    """The segments in their order."""
    return [str(one.id) for one in desk.rundown.segments]


def test_an_edit_that_is_sent_twice_counts_once() -> None:
    """The browser sends every edit until it has been counted: a repeated one changes nothing more."""
    edits = [
        {"n": 1, "op": "move", "segment": "s01", "to": 1},
        {"n": 2, "op": "skip", "segment": "s02", "value": True},
    ]
    once = DESK.take("tab", edits[:1])
    assert order(once) == ["s02", "s01", "s03", "s04"]
    twice = once.take("tab", edits)
    assert order(twice) == order(once)
    assert twice.rundown.segments[0].skip
    assert len(twice.past) == 2


def test_another_tab_begins_its_own_numbers() -> None:
    """A reloaded page is a new client: its first edit is not taken for an old one."""
    desk = DESK.take("one", [{"n": 7, "op": "remove", "segment": "s01"}])
    desk = desk.take("two", [{"n": 1, "op": "remove", "segment": "s02"}])
    assert order(desk) == ["s03", "s04"]


def test_an_edit_of_what_is_gone_is_passed_over() -> None:
    """A line of a removed cue, a length that is none: the rundown stays as it was."""
    for edit in (
        {"op": "line", "cue": "gone", "lang": "zh", "value": "x"},
        {"op": "move", "segment": "gone", "to": 0},
        {"op": "length", "segment": "s01", "value": "soon"},
    ):
        assert apply_edit(PLAN, edit) == (PLAN, "")


def test_a_bare_number_is_minutes() -> None:
    """In the column of lengths `5` means five minutes, `1:30` a minute and a half."""
    for typed, length in (("5", 300_000), ("1:30", 90_000), ("90s", 90_000)):
        rundown, _ = apply_edit(PLAN, {"op": "length", "segment": "s01", "value": typed})
        assert rundown.segments[0].duration_ms == length


def test_an_emptied_line_is_missing_not_empty() -> None:
    """Text that was deleted is None, the other language stays."""
    rundown, _ = apply_edit(PLAN, {"op": "line", "cue": "s01c01", "lang": "zh", "value": "  "})
    assert rundown.segments[0].cues[0].lines == Bilingual(zh=None, en="Hello")


EDITS = st.one_of(
    st.fixed_dictionaries(
        {
            "op": st.just("move"),
            "segment": st.sampled_from(["s01", "s02", "s03", "gone"]),
            "to": st.integers(-2, 9),
        }
    ),
    st.fixed_dictionaries(
        {"op": st.sampled_from(["remove", "duplicate"]), "segment": st.sampled_from(["s01", "s04"])}
    ),
    st.fixed_dictionaries(
        {
            "op": st.just("line"),
            "cue": st.just("s02c01"),
            "lang": st.sampled_from(["zh", "en"]),
            "value": st.text(),
        }
    ),
)


@given(st.lists(EDITS, max_size=12))
def test_undo_goes_all_the_way_back_and_redo_forth(edits: list[dict[str, object]]) -> None:
    """After any edits, undoing all gives the script as it was opened, redoing all the edited one."""
    desk = DESK.take("tab", [{"n": n, **edit} for n, edit in enumerate(edits, start=1)])
    edited, steps = desk.rundown, len(desk.past)
    for _ in range(steps):
        desk = desk.undo()
    assert desk.rundown == PLAN
    assert not desk.unsaved
    for _ in range(steps):
        desk = desk.redo()
    assert desk.rundown == edited
