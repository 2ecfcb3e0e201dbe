"""Hold, finish at a time, loops, rewritten lines, last boards and the overlay's layers."""

from __future__ import annotations

from catalog.bilingual import Bilingual
from live.clock import forecast, remaining
from live.decide import Refused
from live.fold import fold, to_json
from tests.live_shows import EIGHT, MINUTE, Desk, peach_show


def on_air(*steps: str) -> Desk:
    """The peach show, a minute between the steps."""
    return Desk(peach_show(), now=EIGHT - MINUTE).walk("start", *steps)


def refused(outcome: object) -> Refused:
    """The refusal an outcome has to be."""
    assert isinstance(outcome, Refused), outcome
    return outcome


def test_a_hold_keeps_the_show_where_it_is_and_says_who() -> None:
    """While it lasts nobody moves on, the clock goes on, and every refusal names who holds."""
    desk = on_air()
    desk.must("hold", role="host", by="Lin")
    before = remaining(desk.rundown, desk.state, desk.now)
    for verb, args in (("go", {}), ("back", {}), ("jump", {"cue": "l1"}), ("skip", {"segment": "open"})):
        outcome = refused(desk.do(verb, args, later=MINUTE // 4))
        assert (outcome.code, outcome.by) == ("illegal", "Lin"), verb
        assert "Lin" in outcome.what.best("en")
    assert remaining(desk.rundown, desk.state, desk.now) == (before or 0) - MINUTE
    assert refused(desk.do("hold")).code == "taken"
    desk.must("skip", {"segment": "close"})  # what is not on air may still be left out
    desk.must("release")
    desk.must("go")
    assert desk.state.cue == "o2"


def test_the_end_releases_a_hold() -> None:
    """A show that is over is held by nobody."""
    desk = on_air()
    desk.must("hold")
    desk.must("end", later=MINUTE)
    assert desk.state.hold is None


def test_an_item_finishes_at_a_time() -> None:
    """A fixed end ignores the planned length and pauses; added time moves it; without it both count again."""
    desk = on_air()
    end = desk.now + 9 * MINUTE
    desk.must("finish_at", {"at": end})
    assert remaining(desk.rundown, desk.state, desk.now) == 9 * MINUTE
    desk.must("pause", later=MINUTE)
    desk.must("resume", later=2 * MINUTE)
    assert remaining(desk.rundown, desk.state, desk.now) == 6 * MINUTE
    desk.must("add_time", {"ms": MINUTE})
    assert forecast(desk.rundown, desk.state, desk.now).rows[0].expected_end == end + MINUTE
    desk.must("finish_at")
    assert remaining(desk.rundown, desk.state, desk.now) == (5 + 1 + 2 - 3) * MINUTE
    desk.must("finish_at", {"at": desk.now + MINUTE})
    desk.walk("go", "go")
    assert desk.state.run is not None and desk.state.run.finish is None  # a fact of that run alone


def test_a_finish_time_lies_ahead() -> None:
    """The past and next week are slips, and there must be something to take away."""
    desk = on_air()
    for at in (desk.now, desk.now - 1, desk.now + 13 * 60 * MINUTE):
        assert refused(desk.do("finish_at", {"at": at})).code == "illegal"
    assert refused(desk.do("finish_at")).code == "illegal"
    assert refused(desk.do("finish_at", {"at": 1.5})).code == "bad"


def test_a_loop_repeats_segments_each_round_a_run_of_its_own() -> None:
    """GO at its end leads to its beginning; every round is a run; without it the show goes on."""
    desk = on_air("go")
    desk.must("loop", {"from": "peach", "to": "lesson"})
    desk.walk("go", "go", "go", "go", "go")
    assert desk.state.cue == "l2" and desk.state.next == "p1"
    desk.walk("go")
    assert [(run.segment, run.ordinal) for run in desk.state.runs] == [
        ("open", 1), ("peach", 1), ("lesson", 1), ("peach", 2)
    ]
    desk.walk("go", "go", "go", "go")
    desk.must("loop_off")
    desk.walk("go")
    assert desk.state.cue == "c1"


def test_one_segment_can_loop() -> None:
    """Back at its own beginning it is on air a second time; a loop of a single cue is refused."""
    desk = on_air("go")
    assert refused(desk.do("loop", {"from": "close", "to": "close"})).code == "illegal"
    assert refused(desk.do("loop", {"from": "lesson", "to": "peach"})).code == "illegal"
    desk.must("loop", {"from": "open", "to": "open"})
    desk.walk("go")
    assert (desk.state.cue, [run.ordinal for run in desk.state.runs]) == ("o1", [1, 2])
    desk.must("skip", {"segment": "open"}, later=MINUTE)
    assert desk.state.cue == "p1"


def test_rewritten_lines_lie_over_the_script() -> None:
    """The second of two editors learns who changed the lines; undo gives back the first text."""
    desk = on_air()
    was = {"zh": "o1", "en": "o1"}
    desk.must("edit", {"cue": "o1", "text": {"zh": "今晚只有 {stock} 箱"}, "was": was}, by="王")
    outcome = refused(desk.do("edit", {"cue": "o1", "text": {"zh": "别的"}, "was": was}, by="陈"))
    assert (outcome.code, outcome.by) == ("taken", "王")
    edit = desk.state.edit("o1")
    assert edit is not None and edit.text == Bilingual(zh="今晚只有 {stock} 箱")
    assert refused(desk.do("edit", {"cue": "o1", "text": {"zh": "今晚只有 {stock} 箱"}})).code == "illegal"
    desk.must("undo", {"seq": desk.state.undo[-1].seq})
    assert desk.state.edits == ()
    assert desk.rundown == peach_show()


def test_the_last_boards_are_kept() -> None:
    """Each board once, the newest last; a reveal is no new board; at most eight."""
    desk = on_air("go", "go", "go")
    desk.must("board_reveal")
    desk.must("board_hide")
    desk.must("board_show", {"cards": ["ripe"]})
    desk.must("board_show", {"cards": ["juicy", "fuzz"]})
    assert desk.state.boards == (("ripe",), ("juicy", "fuzz"))
    for n in range(9):
        desk.must("board_show", {"cards": [f"w{n}"]})
    assert len(desk.state.boards) == 8 and desk.state.boards[-1] == ("w8",)
    assert to_json(fold(desk.rundown, desk.events))["boards"] == [[f"w{n}"] for n in range(1, 9)]


def test_layers_of_the_overlay() -> None:
    """Only layers that the desk took over are in the state; `auto` gives them back to the cues."""
    desk = on_air()
    desk.must("overlay", {"layer": "price", "mode": "off"})
    desk.must("overlay", {"layer": "lower", "mode": "on"})
    assert desk.state.layers == (("lower", "on"), ("price", "off"))
    desk.must("overlay", {"layer": "price", "mode": "auto"})
    assert desk.state.layers == (("lower", "on"),)
    assert refused(desk.do("overlay", {"layer": "price", "mode": "auto"})).code == "illegal"
    assert refused(desk.do("overlay", {"layer": "ticker", "mode": "on"})).code == "bad"
