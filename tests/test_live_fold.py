"""What each event does to the state of a show."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from lessons.rundown import Cue, CueId
from live.boards import opening
from live.clock import forecast
from live.decide import Refused
from live.fold import BrokenJournal, fold, initial, to_json
from live.journal import Command, Event, ShowId
from live.place import NotPlayable
from live.state import Board
from live.state_wire import WIRE_ACKED
from tests.live_shows import EIGHT, MINUTE, Desk, cue, peach_show, segment
from vocab.card import CardId


def at(desk: Desk) -> tuple[str, str]:
    """The segment and cue on air."""
    return desk.state.segment, desk.state.cue


def test_start_puts_the_first_cue_on_air() -> None:
    """Start opens run 1 of the first segment that is not skipped."""
    show = peach_show()
    desk = Desk(replace(show, segments=(replace(show.segments[0], skip=True), *show.segments[1:])))
    assert desk.state.skipped == ("open",)
    desk.must("start")
    assert at(desk) == ("peach", "p1")
    (run,) = desk.state.runs
    assert (run.ordinal, run.segment, run.kickoff, run.end) == (1, "peach", EIGHT, None)


def test_go_walks_every_cue_in_order() -> None:
    """GO moves cue by cue; at a segment's end the next run begins at the instant the old one ends."""
    desk = Desk(peach_show()).walk("start")
    walked = [desk.state.cue]
    for _ in range(7):
        desk.walk("go")
        walked.append(desk.state.cue)
    assert walked == ["o1", "o2", "p1", "p2", "p3", "l1", "l2", "c1"]
    runs = desk.state.runs
    assert [run.segment for run in runs] == ["open", "peach", "lesson", "close"]
    assert all(run.end == following.kickoff for run, following in pairwise(runs))
    assert runs[-1].end is None


def test_back_into_a_segment_is_a_new_run() -> None:
    """Back goes to the last cue of the segment before, as run 2; the facts of run 1 do not change."""
    desk = Desk(peach_show()).walk("start", "go", "go")
    first = desk.state.runs[0]
    desk.walk("back")
    assert at(desk) == ("open", "o2")
    assert desk.state.runs[0] == first
    assert [(run.segment, run.ordinal) for run in desk.state.runs] == [("open", 1), ("peach", 1), ("open", 2)]


def test_an_item_on_air_twice_keeps_both_runs() -> None:
    """返场: jumping to a segment again is run 2 with its own times."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "go", "go")
    desk.must("jump", {"cue": "p1"}, later=MINUTE)
    desk.must("jump", {"cue": "c1"}, later=MINUTE)
    peach = [run for run in desk.state.runs if run.segment == "peach"]
    assert [run.ordinal for run in peach] == [1, 2]
    assert peach[0].kickoff != peach[1].kickoff and peach[0].end != peach[1].end


def test_skip_passes_over_a_coming_segment() -> None:
    """GO and BACK pass over a skipped segment; unskip brings it back."""
    desk = Desk(peach_show()).walk("start", "go")
    desk.must("skip", {"segment": "peach"})
    assert at(desk) == ("open", "o2")
    desk.walk("go")
    assert at(desk) == ("lesson", "l1")
    desk.walk("back")
    assert at(desk) == ("open", "o2")
    desk.must("unskip", {"segment": "peach"})
    desk.walk("go")
    assert at(desk) == ("peach", "p1")


def test_skipping_the_segment_on_air_moves_on() -> None:
    """Skipping what is on air ends its run and starts the next segment."""
    desk = Desk(peach_show()).walk("start")
    desk.must("skip", {"segment": "open"}, later=MINUTE)
    assert at(desk) == ("peach", "p1")
    assert desk.state.runs[0].end == desk.now
    assert desk.state.skipped == ("open",)


def test_jumping_to_a_skipped_segment_brings_it_back() -> None:
    """What is on air is not skipped."""
    desk = Desk(peach_show()).walk("start")
    desk.must("skip", {"segment": "lesson"})
    desk.must("jump", {"cue": "l2"})
    assert at(desk) == ("lesson", "l2")
    assert desk.state.skipped == ()


def test_landing_on_a_card_cue_opens_its_board() -> None:
    """A card cue begins with its first word, a quiz cue with the Chinese; leaving closes, a next replaces."""
    desk = Desk(peach_show()).walk("start", "go", "go")
    assert desk.state.board is None
    desk.walk("go")
    assert desk.state.board == Board(("juicy", "fuzz"), 1, desk.now, step=0)
    desk.must("board_reveal", later=1000)
    assert desk.state.board == Board(("juicy", "fuzz"), 2, desk.now - 1000)
    desk.walk("go")
    assert desk.state.board is None
    desk.walk("go")
    assert desk.state.board == Board(("crate", "orchard"), 0, desk.now, step=0)
    desk.walk("go")
    assert desk.state.board == Board(("ripe",), 1, desk.now, step=0)
    desk.walk("board_hide")
    assert desk.state.board is None


def test_a_reveal_cue_opens_every_word() -> None:
    """After a quiz the same words stand whole: landing on a reveal cue is the answer."""
    quiz = Cue(CueId("q"), "quiz", card_ids=(CardId("ripe"), CardId("rip")))
    answer = replace(quiz, id=CueId("a"), kind="reveal")
    assert opening(quiz, 1) == Board(("ripe", "rip"), 0, 1, step=0)
    assert opening(answer, 2) == Board(("ripe", "rip"), 2, 2)
    assert opening(replace(answer, card_ids=()), 3) is None


def test_a_card_that_asks_opens_step_by_step() -> None:
    """A reveal opens a card at a step or whole; undo gives the step back; a board by number stands whole."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go")
    opened = desk.now
    desk.must("board_reveal", {"to": 1, "step": 1}, later=1000)
    desk.must("board_reveal", {"to": 1, "step": 2}, later=1000)
    assert desk.state.board == Board(("juicy", "fuzz"), 1, opened, step=2)
    desk.must("undo", {"seq": desk.state.undo[-1].seq})
    assert desk.state.board == Board(("juicy", "fuzz"), 1, opened, step=1)
    desk.must("board_reveal", {"to": 1})
    assert desk.state.board == Board(("juicy", "fuzz"), 1, opened)
    desk.must("board_reveal", {"to": 2, "step": 1})
    assert desk.state.board == Board(("juicy", "fuzz"), 2, opened, step=1)
    desk.must("board_show", {"cards": ["juicy"], "revealed": 1})
    assert desk.state.board == Board(("juicy",), 1, desk.now)


def test_a_board_by_hand() -> None:
    """Any words can go up at any cue, also ones found on the spot; the next move clears them."""
    desk = Desk(peach_show()).walk("start")
    desk.must("board_show", {"cards": ["found-1", "found-2"], "revealed": 0})
    assert desk.state.board == Board(("found-1", "found-2"), 0, desk.now)
    desk.walk("go")
    assert desk.state.board is None


def test_a_price_cue_opens_the_price() -> None:
    """Landing on a price cue marks the segment's product open, and the first opening counts."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go")
    assert desk.state.open == ()
    desk.walk("go")
    opened = desk.now
    assert desk.state.open == (("P-1", opened),)
    desk.walk("back", "go")
    assert desk.state.open == (("P-1", opened),)


def test_a_pause_goes_on_across_segments() -> None:
    """The clock stays stopped when the desk moves on; the old run's pause ends with it."""
    desk = Desk(peach_show()).walk("start", "go", "pause", "go")
    stopped = desk.now - MINUTE
    old, new = desk.state.runs
    assert old.pauses == ((stopped, desk.now),)
    assert new.pauses == ((desk.now, None),)
    assert desk.state.paused == stopped
    desk.walk("resume")
    assert desk.state.paused is None
    assert desk.state.runs[-1].pauses == ((desk.now - MINUTE, desk.now),)


def test_two_messages_in_a_blink_both_arrive() -> None:
    """Messages are added, never replaced; receipts say when and by whom."""
    desk = Desk(peach_show())
    desk.must("message", {"text": {"zh": "慢一点"}, "target": "host"}, id="a")
    desk.must("message", {"text": {"en": "look up", "zh": ""}, "target": "host"}, id="b")
    assert [message.id for message in desk.state.messages] == ["a", "b"]
    assert desk.state.messages[1].text.zh is None
    desk.must("shown", {"message": "a"}, role="host", later=40)
    desk.must("acked", {"message": "a"}, role="host", by="Lin", later=900)
    held = desk.state.message("a")
    assert held is not None
    assert (held.shown, held.acked, held.acked_by) == (EIGHT + 40, EIGHT + 940, "Lin")
    desk.must("acked", {"message": "b"}, role="host")
    confirmed = desk.state.message("b")
    assert confirmed is not None and confirmed.shown == desk.now, "who confirms has seen it"


def test_end_closes_everything() -> None:
    """The end closes the run, its pause and the board; nothing is on air."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "pause", "end")
    state = desk.state
    assert (state.phase, state.cue, state.segment, state.board, state.paused) == ("ended", "", "", None, None)
    assert state.ended == desk.now
    assert state.runs[-1].end == desk.now
    assert state.runs[-1].pauses == ((desk.now - MINUTE, desk.now),)


def test_undo_gives_back_the_run_and_its_time() -> None:
    """A GO pressed by mistake and taken back leaves no trace in the runs: the old one goes on."""
    desk = Desk(peach_show()).walk("start", "go")
    before = desk.state
    mistake = desk.must("go", later=MINUTE)
    desk.must("message", {"text": {"zh": "按错了"}, "target": "all"})
    desk.must("undo", {"seq": mistake.seq}, later=5000)
    assert (desk.state.cue, desk.state.runs, desk.state.board) == (before.cue, before.runs, before.board)
    assert len(desk.state.messages) == 1, "what was said stays said"
    assert desk.state.last is not None and desk.state.last.verb == "undo"


def test_undo_goes_back_step_by_step() -> None:
    """Undo after undo takes back what came before."""
    desk = Desk(peach_show()).walk("start")
    one = desk.must("skip", {"segment": "peach"})
    two = desk.must("add_time", {"ms": 1000})
    desk.must("undo", {"seq": two.seq})
    desk.must("undo", {"seq": one.seq})
    assert desk.state.skipped == ()
    assert desk.state.runs[0].added == ()
    assert desk.state.undo == ()


def test_the_last_move_is_not_the_last_message() -> None:
    """`last` names who moved the show, so that the loser of a race hears the right name."""
    desk = Desk(peach_show()).walk("start")
    desk.must("message", {"text": {"zh": "好"}, "target": "all"}, by="陈")
    desk.must("pause", by="陈")
    assert desk.state.last is not None
    assert (desk.state.last.verb, desk.state.last.by, desk.state.last.cue) == ("start", "王", "o1")


def test_a_restart_at_any_moment_gives_the_same_state() -> None:
    """Folding the journal again, from any point, is the state."""
    desk = Desk(peach_show()).walk("start", "go", "pause", "go", "resume", "go", "back")
    desk.must("message", {"text": {"zh": "好"}, "target": "all"})
    desk.must("jump", {"cue": "l1"})
    assert fold(desk.rundown, desk.events) == desk.state
    assert json.dumps(to_json(fold(desk.rundown, desk.events))) == json.dumps(to_json(desk.state))


def test_the_wire_form_is_the_protocol() -> None:
    """Field names and shapes are those of docs/live-protocol.md."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "go")
    desk.must("add_time", {"ms": -15_000})
    desk.must("message", {"text": {"zh": "慢一点", "en": "slower"}, "target": "host"}, id="m", by="陈")
    desk.must("pause")
    body = json.loads(json.dumps(to_json(desk.state)))
    now = desk.now
    assert body == {
        "phase": "on_air",
        "cue": "p3",
        "segment": "peach",
        "started": EIGHT + MINUTE,
        "ended": None,
        "runs": [
            {
                "ordinal": 1,
                "segment": "open",
                "kickoff": EIGHT + MINUTE,
                "end": EIGHT + 3 * MINUTE,
                "pauses": [],
                "added": [],
                "finish": None,
            },
            {
                "ordinal": 1,
                "segment": "peach",
                "kickoff": EIGHT + 3 * MINUTE,
                "end": None,
                "pauses": [[now, None]],
                "added": [[now, -15_000, "王"]],
                "finish": None,
            },
        ],
        "paused": now,
        "skipped": [],
        "board": None,
        "messages": [
            {
                "id": "m",
                "at": now,
                "by": "陈",
                "target": "host",
                "text": {"zh": "慢一点", "en": "slower"},
                "shown": None,
                "acked": None,
                "acked_by": None,
            }
        ],
        "open": {"P-1": now},
        "products": {"P-1": {"stage": "open", "at": now, "by": "王"}},
        "prices": {},
        "stocks": {},
        "emergency": None,
        "hosts": [],
        "hold": None,
        "loop": None,
        "edits": {},
        "boards": [["juicy", "fuzz"]],
        "layers": {},
        "visit": None,
        "next": "l1",
        "beats": [],
        "checks": {},
        "last": {"verb": "go", "by": "王", "at": now, "cue": "p3"},
        "undo": {"seq": 8, "verb": "pause", "by": "王", "at": now},
    }
    before = to_json(initial(desk.rundown))
    assert (before["phase"], before["cue"], before["board"], before["last"]) == ("preshow", "", None, None)


def test_the_wire_form_stays_small_and_loses_no_open_message() -> None:
    """After hours of messages the wire holds the open ones and the newest confirmed, the fold holds all."""
    desk = Desk(peach_show())
    desk.must("message", {"text": {"zh": "没人看到"}, "target": "host"}, id="open")
    for n in range(100):
        desk.must("message", {"text": {"zh": "好"}, "target": "host"}, id=f"m{n}")
        desk.must("acked", {"message": f"m{n}"}, role="host")
    sent = to_json(desk.state)["messages"]
    assert isinstance(sent, list)
    assert [message["id"] for message in sent] == ["open"] + [f"m{n}" for n in range(100 - WIRE_ACKED, 100)]
    assert len(desk.state.messages) == 101


@pytest.mark.parametrize(
    ("segments", "why"),
    [
        ((segment("a", 5, cue("c")), segment("a", 5, cue("d"))), "Segment id used twice"),
        ((segment("a", 5, cue("c")), segment("b", 5, cue("c"))), "Cue id empty or used twice"),
        ((segment("a", 5, cue("")),), "Cue id empty"),
        ((segment("a", -1, cue("c")),), "Negative duration"),
    ],
)
def test_an_ambiguous_rundown_does_not_go_on_air(segments: tuple[object, ...], why: str) -> None:
    """An id that names two places would send GO to the wrong one: refused before the show."""
    with pytest.raises(NotPlayable, match=why):
        initial(peach_show(segments=segments))


def test_a_journal_that_does_not_fit_is_not_passed_over() -> None:
    """An event that no accepted command can have left raises, naming it."""
    desk = Desk(peach_show()).walk("start")
    for verb, args in (
        ("jump", {"cue": "gone"}),
        ("skip", {"segment": "gone"}),
        ("board_reveal", {}),
        ("sing", {}),
        ("undo", {"seq": 9}),
    ):
        event = Event(2, desk.now, Command("x", ShowId("s"), "王", "producer", verb, {}, args))
        with pytest.raises(BrokenJournal, match=f"Event 2 \\({verb}\\)"):
            fold(desk.rundown, [*desk.events, event])


def test_a_visit_returns_to_where_the_show_stood() -> None:
    """返场: after the visited segment GO goes on where the show would have gone, not through it all again."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "go", "go", "go")
    assert (at(desk), desk.state.next) == (("lesson", "l2"), "c1")
    desk.must("jump", {"cue": "p3", "visit": True}, later=MINUTE)
    assert (at(desk), desk.state.next) == (("peach", "p3"), "c1")
    assert desk.state.runs[-1].ordinal == 2
    desk.walk("go")
    assert at(desk) == ("close", "c1")
    assert desk.state.visit is None


def test_a_visit_is_not_the_past_shown_again() -> None:
    """During a visit what lies between is past; only the visited segment and the rest are expected."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "go", "go", "go")
    desk.must("jump", {"cue": "o1", "visit": True}, later=MINUTE)
    clock = forecast(desk.rundown, desk.state, desk.now)
    assert [row.stand for row in clock.rows] == ["current", "past", "past", "future"]
    assert clock.expected_end == desk.now + 10 * MINUTE, "five minutes of visit and five of closing"


def test_inside_a_visit() -> None:
    """Back stays inside a visit, skip leaves it unmarked, a second visit returns to the first's place, a jump
    elsewhere forgets it."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "go", "go", "go")
    desk.must("jump", {"cue": "p2", "visit": True}, later=MINUTE)
    desk.walk("back")
    assert desk.state.cue == "p1"
    stuck = desk.do("back", later=MINUTE)
    assert isinstance(stuck, Refused) and "返场" in (stuck.what.zh or "")
    desk.must("jump", {"cue": "o2", "visit": True}, later=MINUTE)
    assert desk.state.next == "c1"
    desk.must("skip", {"segment": "open"}, later=MINUTE)
    assert (desk.state.cue, desk.state.skipped) == ("c1", ())
    desk.must("jump", {"cue": "o2", "visit": True}, later=MINUTE)
    assert desk.state.next == "c1", "from the very last cue a visit returns to it"
    desk.must("jump", {"cue": "p1"}, later=MINUTE)
    assert (desk.state.visit, desk.state.next) == (None, "p2")
    ahead = desk.do("jump", {"cue": "l1", "visit": True}, later=MINUTE)
    assert isinstance(ahead, Refused) and ahead.code == "illegal"


def test_next_is_what_go_does() -> None:
    """`next` names the cue that start or GO puts on air, over skipped segments, and nothing at the end."""
    desk = Desk(peach_show())
    assert desk.state.next == "o1"
    desk.must("skip", {"segment": "open"})
    assert desk.state.next == "p1"
    desk.must("start")
    while desk.state.next:
        foretold = desk.state.next
        desk.walk("go")
        assert desk.state.cue == foretold
    assert desk.state.cue == "c1"
    desk.walk("end")
    assert desk.state.next == ""
