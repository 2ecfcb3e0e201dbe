"""Who may do what when: every verb × role × phase, the guard of GO, and every reason to refuse."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from live.decide import Accepted, Refused, decide
from live.journal import Command, Event, Role, ShowId
from live.verbs import MESSAGE_LIMIT, MIN_SPAN_MS, PHASES, ROLES, UNDO_WINDOW_MS, VERBS, allowed
from tests.live_shows import EIGHT, MINUTE, Desk, cue, peach_show, segment

MATRIX = {
    "start": ("producer", "preshow"),
    "go": ("producer host", "on_air"),
    "back": ("producer host", "on_air"),
    "skip": ("producer", "preshow on_air"),
    "unskip": ("producer", "preshow on_air"),
    "jump": ("producer", "on_air"),
    "pause": ("producer host", "on_air"),
    "resume": ("producer host", "on_air"),
    "add_time": ("producer", "on_air"),
    "hold": ("producer host", "on_air"),
    "release": ("producer host", "on_air"),
    "finish_at": ("producer", "on_air"),
    "loop": ("producer", "preshow on_air"),
    "loop_off": ("producer", "preshow on_air"),
    "edit": ("producer", "preshow on_air"),
    "overlay": ("producer", "preshow on_air"),
    "emergency": ("producer host", "on_air"),
    "product": ("producer", "preshow on_air"),
    "hosts": ("producer host", "preshow on_air"),
    "price": ("producer", "preshow on_air"),
    "stock": ("producer", "preshow on_air"),
    "end": ("producer", "on_air"),
    "board_show": ("producer host", "preshow on_air"),
    "board_reveal": ("producer host", "preshow on_air"),
    "board_hide": ("producer host", "preshow on_air"),
    "message": ("producer assistant", "preshow on_air"),
    "shown": ("host assistant", "preshow on_air ended"),
    "acked": ("host assistant", "preshow on_air ended"),
    "undo": ("producer host", "preshow on_air ended"),
    "beat_set": ("producer", "preshow on_air"),
    "beat_done": ("producer assistant", "on_air"),
    "beat_snooze": ("producer assistant", "on_air"),
    "beat_off": ("producer", "preshow on_air"),
    "check": ("producer assistant", "preshow"),
}


def desk_in(phase: str, verb: str) -> Desk:
    """A show in a phase, prepared so that nothing but role and phase can stand against the verb."""
    desk = Desk(peach_show(segments=(
        segment("x", 5, cue("x1"), skip=True), *peach_show().segments,
    )), now=EIGHT)
    desk.must("message", {"text": {"zh": "慢一点"}, "target": "all"}, id="note")
    desk.must("beat_set", {"beat": "bag", "label": {"zh": "福袋"}, "every_ms": 60_000})
    if phase != "preshow":
        desk.walk("start", "go", "go")
    if phase == "on_air" and verb == "resume":
        desk.walk("pause")
    if phase == "on_air" and verb == "release":
        desk.must("hold")
    if verb == "loop_off" and phase != "ended":
        desk.must("loop", {"from": "open", "to": "peach"})
    if phase != "ended":
        desk.must("board_show", {"cards": ["juicy", "fuzz"]})
    else:
        desk.walk("end")
    desk.now += MINUTE // 2
    return desk


def arguments(desk: Desk, verb: str) -> dict[str, object]:
    """Arguments that fit."""
    fits: dict[str, dict[str, object]] = {
        "skip": {"segment": "close"}, "unskip": {"segment": "x"}, "jump": {"cue": "l1"},
        "add_time": {"ms": -15_000}, "board_show": {"cards": ["ripe"]},
        "message": {"text": {"en": "slower"}, "target": "host"}, "emergency": {"kind": "network"},
        "product": {"sku": "P-1", "to": "off"}, "hosts": {"hosts": ["Lin", "梅"]},
        "shown": {"message": "note"}, "acked": {"message": "note"},
        "beat_set": {"beat": "time", "label": {"zh": "报时", "en": "time"}, "every_ms": 1_800_000},
        "price": {"sku": "P-1", "minor": 4900, "currency": "CNY"}, "stock": {"sku": "P-1", "left": 0},
        "finish_at": {"at": desk.now + MINUTE}, "loop": {"from": "peach", "to": "lesson"},
        "edit": {"cue": "p1", "text": {"zh": "改"}}, "overlay": {"layer": "price", "mode": "off"},
        "beat_done": {"beat": "bag"}, "beat_snooze": {"beat": "bag", "ms": 60_000},
        "beat_off": {"beat": "bag"}, "check": {"item": "links", "mark": "ok"},
        "undo": {"seq": desk.state.undo[-1].seq if desk.state.undo else 1},
    }
    return fits.get(verb, {})


def test_the_table_is_the_matrix() -> None:
    """Every verb of the table is in this matrix and the other way round."""
    assert set(VERBS) == set(MATRIX)
    assert {verb for verb, rule in VERBS.items() if rule.guarded} == {"go", "back", "skip", "jump"}
    assert all(rule.label.zh and rule.label.en for rule in VERBS.values())


@pytest.mark.parametrize(("verb", "role", "phase"), list(product(MATRIX, ROLES, PHASES)))
def test_verb_by_role_by_phase(verb: str, role: Role, phase: str) -> None:
    """A role that may not is forbidden in every phase, a phase that does not fit is illegal, else accepted.

    After the end only `end` itself can be undone, and that is the producer's.
    """
    desk = desk_in(phase, verb)
    before = desk.state
    outcome = desk.do(verb, arguments(desk, verb), role=role)
    roles, phases = MATRIX[verb]
    assert allowed(role, verb) == (role in roles.split())
    if role not in roles.split() or (verb, role, phase) == ("undo", "host", "ended"):
        assert isinstance(outcome, Refused) and outcome.code == "forbidden"
    elif phase not in phases.split():
        assert isinstance(outcome, Refused) and outcome.code == "illegal"
    else:
        assert isinstance(outcome, Event)
    if isinstance(outcome, Refused):
        assert desk.state is before
        assert outcome.what.zh and outcome.what.en


def test_two_people_press_go_together() -> None:
    """Fifty times two GO for the same cue: exactly one step each time, the other learns who was first."""
    cues = [cue(f"c{n}") for n in range(60)]
    desk = Desk(peach_show(segments=(segment("a", 60, *cues),)))
    desk.must("start")
    for n in range(50):
        seen = desk.state.cue
        desk.must("go", later=1000, by="王", role="producer", expects=seen)
        lost = desk.do("go", later=7, by="Lin", role="host", expects=seen)
        assert isinstance(lost, Refused)
        assert (lost.code, lost.by, lost.at) == ("taken", "王", desk.now - 7)
        assert "王" in (lost.what.zh or "") and "王" in (lost.what.en or "")
        assert desk.state.cue == f"c{n + 1}"


@pytest.mark.parametrize(("gap", "moves"), [(0, 1), (MIN_SPAN_MS - 1, 1), (MIN_SPAN_MS, 2)])
def test_a_double_press_with_the_right_expectation(gap: int, moves: int) -> None:
    """Within the minimum span a second GO is the same press, even when the screen was already up to date."""
    desk = Desk(peach_show()).walk("start")
    first = desk.must("go", later=MINUTE)
    desk.do("go", later=gap)
    assert desk.state.cue == ("o2", "p1")[moves - 1]
    assert first.at == desk.now - gap


def test_the_span_counts_from_any_move() -> None:
    """Pressing twice at the start does not lose the first cue; a message in between changes nothing."""
    desk = Desk(peach_show()).walk("start")
    desk.must("message", {"text": {"zh": "好"}, "target": "all"}, later=50)
    outcome = desk.do("go", later=50)
    assert isinstance(outcome, Refused) and outcome.code == "taken"
    assert desk.state.cue == "o1"


def test_a_clock_set_back_does_not_block_the_show() -> None:
    """When the machine's clock jumps back an hour GO still works; the expectation alone guards it."""
    desk = Desk(peach_show()).walk("start", "go")
    command = Command("k", ShowId("s"), "王", "producer", "go", {"cue": desk.state.cue})
    assert decide(desk.rundown, desk.state, command, desk.now - 60 * MINUTE) == Accepted()


def test_the_same_command_three_times_moves_once() -> None:
    """A command id is good for one event; repeating it gives the first receipt."""
    desk = Desk(peach_show()).walk("start")
    desk.now += MINUTE
    command = Command("same", ShowId("s"), "王", "producer", "go", {"cue": "o1"})
    receipts = [desk.send(command) for _ in range(3)]
    assert receipts[0] == receipts[1] == receipts[2]
    assert len(desk.events) == 2
    assert desk.state.cue == "o2"


@pytest.mark.parametrize(("after", "code"), [(-1000, None), (0, None), (1, "late"), (600_000, "late")])
def test_a_press_that_its_screen_gave_up_never_acts(after: int, code: str | None) -> None:
    """A network may deliver late; what arrives after `until` is refused, to the millisecond."""
    desk = Desk(peach_show()).walk("start")
    at = desk.now + MINUTE
    command = Command("late", ShowId("s"), "王", "producer", "go", {"cue": "o1"}, {}, until=at)
    verdict = decide(desk.rundown, desk.state, command, at + after)
    assert (verdict.code if isinstance(verdict, Refused) else None) == code


def test_a_role_without_the_right_hears_that_first() -> None:
    """Whoever may not press is not told that it was too late."""
    desk = Desk(peach_show()).walk("start")
    command = Command("late", ShowId("s"), "王", "viewer", "go", {"cue": "o1"}, {}, until=desk.now - 1)
    verdict = decide(desk.rundown, desk.state, command, desk.now)
    assert isinstance(verdict, Refused)
    assert verdict.code == "forbidden"


def test_go_at_the_very_last_cue_never_wraps() -> None:
    """At the end GO is refused and says what to do instead."""
    desk = Desk(peach_show()).walk("start")
    desk.must("jump", {"cue": "c1"})
    outcome = desk.do("go", later=MINUTE)
    assert isinstance(outcome, Refused) and outcome.code == "illegal"
    assert "下播" in (outcome.what.zh or "")
    assert desk.state.cue == "c1"


def test_back_at_the_first_cue_is_refused() -> None:
    """There is nothing before the first cue."""
    desk = Desk(peach_show()).walk("start")
    outcome = desk.do("back", later=MINUTE)
    assert isinstance(outcome, Refused) and outcome.code == "illegal"


def test_go_after_the_end_says_who_ended_it() -> None:
    """Whoever presses GO while another ends the show learns that, instead of a bare refusal."""
    desk = Desk(peach_show()).walk("start")
    desk.must("end", later=MINUTE, by="陈")
    outcome = desk.do("go", expects="o1", later=100)
    assert isinstance(outcome, Refused)
    assert (outcome.code, outcome.by) == ("taken", "陈")
    assert "下播" in (outcome.what.zh or "")


def test_two_people_start_the_show() -> None:
    """The second start is told who started."""
    desk = Desk(peach_show())
    desk.must("start", by="王")
    outcome = desk.do("start", by="陈", expects="")
    assert isinstance(outcome, Refused) and (outcome.code, outcome.by) == ("taken", "王")


def test_a_move_without_expectation_is_bad() -> None:
    """GO, back, skip and jump must say what their sender saw."""
    desk = Desk(peach_show()).walk("start")
    for verb, args in (("go", {}), ("back", {}), ("skip", {"segment": "peach"}), ("jump", {"cue": "p1"})):
        command = Command("x", ShowId("s"), "王", "producer", verb, {}, args)
        outcome = decide(desk.rundown, desk.state, command, desk.now + MINUTE)
        assert isinstance(outcome, Refused) and outcome.code == "bad", verb


def test_any_command_may_say_what_it_saw() -> None:
    """A reveal meant for the last board must not give away a word of the next one."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go")
    seen = desk.state.cue
    desk.must("jump", {"cue": "l1"}, later=MINUTE)
    outcome = desk.do("board_reveal", expects=seen)
    assert isinstance(outcome, Refused) and outcome.code == "taken"
    bare = Command("x", ShowId("s"), "王", "producer", "board_reveal")
    assert decide(desk.rundown, desk.state, bare, desk.now) == Accepted()


@pytest.mark.parametrize(
    ("verb", "args"),
    [
        ("jump", {"cue": "nowhere"}),
        ("jump", {}),
        ("jump", {"cue": 5}),
        ("jump", {"cue": "p1", "more": 1}),
        ("skip", {"segment": "nowhere"}),
        ("skip", {"segment": ["peach"]}),
        ("unskip", {"segment": None}),
        ("add_time", {"ms": 0}),
        ("add_time", {"ms": True}),
        ("add_time", {"ms": "60000"}),
        ("add_time", {"ms": 60_000.0}),
        ("add_time", {"ms": 3_600_001}),
        ("add_time", {"ms": -3_600_001}),
        ("board_show", {"cards": []}),
        ("board_show", {"cards": "juicy"}),
        ("board_show", {"cards": [1]}),
        ("board_show", {"cards": [""]}),
        ("board_show", {"cards": ["a"] * 13}),
        ("board_reveal", {"to": 0}),
        ("board_reveal", {"to": 1, "step": 0}),
        ("board_reveal", {"to": 1, "step": 25}),
        ("message", {"text": {"zh": "好"}, "target": "viewer"}),
        ("message", {"text": {"zh": "好"}}),
        ("message", {"text": "好", "target": "all"}),
        ("message", {"text": {"zh": " ", "en": None}, "target": "all"}),
        ("message", {"text": {}, "target": "all"}),
        ("message", {"text": {"fr": "oui"}, "target": "all"}),
        ("message", {"text": {"zh": "好" * (MESSAGE_LIMIT + 1)}, "target": "all"}),
        ("message", {"text": {"zh": 5}, "target": "all"}),
        ("board_show", {"cards": ["a", "a"]}),
        ("board_show", {"cards": ["a" * 65]}),
        ("emergency", {"kind": "fire"}),
        ("emergency", {}),
        ("product", {"sku": "nothing", "to": "open"}),
        ("product", {"sku": "P-1", "to": "free"}),
        ("hosts", {"hosts": []}),
        ("hosts", {"hosts": ["Lin", " "]}),
        ("hosts", {"hosts": ["Lin", "Lin"]}),
        ("go", {"confirm": False}),
        ("price", {"sku": "P-1", "minor": 0, "currency": "CNY"}),
        ("price", {"sku": "P-1", "minor": 49.0, "currency": "CNY"}),
        ("price", {"sku": "P-1", "minor": 4900, "currency": "元"}),
        ("stock", {"sku": "P-1", "left": -1}),
        ("stock", {"sku": "P-2", "left": 1}),
        ("beat_done", {"beat": "nothing"}),
        ("beat_set", {"beat": "", "label": {"zh": "福袋"}, "every_ms": 60_000}),
        ("beat_set", {"beat": "a", "label": {"zh": "福袋"}, "every_ms": 1000}),
        ("check", {"item": "weather", "mark": "ok"}),
        ("check", {"item": "links", "mark": "maybe"}),
        ("start", {"reason": " "}),
        ("undo", {"seq": 0}),
        ("undo", {}),
        ("go", {"cue": "p1"}),
        ("shout", {}),
    ],
)
def test_wrong_arguments_are_bad(verb: str, args: dict[str, Any]) -> None:
    """Missing, unknown and ill-typed arguments and unknown ids are refused as bad, with the reason."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go")
    outcome = desk.do(verb, args, later=MINUTE)
    assert isinstance(outcome, Refused) and outcome.code == "bad"
    assert outcome.what.zh and outcome.what.en


@pytest.mark.parametrize(
    ("before", "verb", "args"),
    [
        ((), "resume", {}),
        (("pause",), "pause", {}),
        ((), "jump", {"cue": "o1"}),
        ((), "unskip", {"segment": "peach"}),
        ((), "board_reveal", {}),
        ((), "board_hide", {}),
    ],
)
def test_what_changes_nothing_is_illegal(before: tuple[str, ...], verb: str, args: dict[str, Any]) -> None:
    """A command without an effect is refused, so that the log holds only what happened."""
    desk = Desk(peach_show()).walk("start", *before)
    outcome = desk.do(verb, args, later=MINUTE)
    assert isinstance(outcome, Refused) and outcome.code == "illegal"


def test_skipping_twice_and_skipping_the_last() -> None:
    """A skipped segment cannot be skipped again, and the last one on air is ended, not skipped."""
    desk = Desk(peach_show()).walk("start")
    desk.must("skip", {"segment": "close"})
    again = desk.do("skip", {"segment": "close"})
    assert isinstance(again, Refused) and again.code == "illegal"
    desk.must("jump", {"cue": "l1"})
    last = desk.do("skip", {"segment": "lesson"})
    assert isinstance(last, Refused) and last.code == "illegal" and "下播" in (last.what.zh or "")


def test_a_show_of_skipped_segments_cannot_start() -> None:
    """Nothing to put on air is said before the show, not found out on air."""
    desk = Desk(peach_show(segments=(segment("a", 5, cue("a1"), skip=True), segment("empty", 5))))
    outcome = desk.do("start")
    assert isinstance(outcome, Refused) and outcome.code == "illegal"
    empty = desk.do("unskip", {"segment": "empty"})
    assert isinstance(empty, Refused) and empty.code == "illegal", "a segment without cues cannot go on air"


def test_revealing_to_a_word_that_is_shown_is_taken() -> None:
    """Two people reveal the second word at once: the third stays hidden."""
    desk = Desk(peach_show()).walk("start")
    desk.must("board_show", {"cards": ["a", "b", "c"]})
    desk.must("board_reveal", {"to": 2})
    outcome = desk.do("board_reveal", {"to": 2})
    assert isinstance(outcome, Refused) and outcome.code == "taken"
    assert desk.state.board is not None and desk.state.board.revealed == 2
    beyond = desk.do("board_reveal", {"to": 4})
    assert isinstance(beyond, Refused) and beyond.code == "illegal"


def test_a_step_of_a_card_is_opened_once() -> None:
    """Two people open the same step at once: one acts, the other learns it; nothing is closed again."""
    desk = Desk(peach_show()).walk("start")
    desk.must("board_show", {"cards": ["a", "b"]})
    desk.must("board_reveal", {"to": 1, "step": 2})
    for args in ({"to": 1, "step": 2}, {"to": 1, "step": 1}):
        outcome = desk.do("board_reveal", args)
        assert isinstance(outcome, Refused) and outcome.code == "taken"
    desk.must("board_reveal", {"to": 1})
    whole = desk.do("board_reveal", {"to": 1, "step": 3})
    assert isinstance(whole, Refused) and whole.code == "taken"
    desk.must("board_reveal", {"to": 2, "step": 1})
    assert desk.state.board is not None and (desk.state.board.revealed, desk.state.board.step) == (2, 1)


def test_only_the_addressee_confirms_a_message() -> None:
    """A message for the host is not confirmed by the assistant, and only once."""
    desk = Desk(peach_show())
    desk.must("message", {"text": {"zh": "看镜头"}, "target": "host"}, id="m")
    other = desk.do("acked", {"message": "m"}, role="assistant")
    assert isinstance(other, Refused) and other.code == "forbidden"
    desk.must("acked", {"message": "m"}, role="host", by="Lin", later=5)
    again = desk.do("acked", {"message": "m"}, role="host", by="Mei", later=5)
    assert isinstance(again, Refused)
    assert (again.code, again.by, again.at) == ("taken", "Lin", EIGHT + 5)


def test_undo_has_a_window_and_a_target() -> None:
    """Undo names the event it saw, works for a minute, and two people undoing at once take back one thing."""
    desk = Desk(peach_show()).walk("start")
    assert isinstance(desk.do("undo", {"seq": 1}), Refused), "a start is not taken back"
    first, second = desk.must("go", later=MINUTE), desk.must("go", later=MINUTE)
    outcome = desk.do("undo", {"seq": first.seq})
    assert isinstance(outcome, Refused) and outcome.code == "taken", "the newest first"
    desk.must("undo", {"seq": second.seq}, by="王")
    again = desk.do("undo", {"seq": second.seq}, by="陈", expects="p1")
    assert isinstance(again, Refused) and (again.code, again.by) == ("taken", "王")
    late = desk.do("undo", {"seq": first.seq}, later=UNDO_WINDOW_MS)
    assert isinstance(late, Refused) and late.code == "illegal"


def test_a_host_takes_back_only_what_a_host_may_do() -> None:
    """Undo gives nobody a right that the verb itself does not give."""
    desk = Desk(peach_show()).walk("start")
    skipped = desk.must("skip", {"segment": "peach"})
    outcome = desk.do("undo", {"seq": skipped.seq}, role="host")
    assert isinstance(outcome, Refused) and outcome.code == "forbidden"
    desk.must("undo", {"seq": skipped.seq})


def test_a_show_ended_by_mistake_reopens() -> None:
    """An end can be taken back at any time: the run goes on as if it had never stopped."""
    desk = Desk(peach_show()).walk("start", "go")
    before = desk.state
    ended = desk.must("end", later=MINUTE)
    assert desk.state.phase == "ended"
    desk.must("undo", {"seq": ended.seq}, later=10 * UNDO_WINDOW_MS)
    assert (desk.state.phase, desk.state.cue, desk.state.runs) == ("on_air", before.cue, before.runs)
    desk.must("go", later=MINUTE)


def test_the_protocol_page_says_what_the_table_says() -> None:
    """Every verb in docs/live-protocol.md exists, with the roles and arguments written there."""
    page = (Path(__file__).parents[1] / "docs" / "live-protocol.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:4] for line in page.split("## Verbs")[1].splitlines() if line.startswith("| `")]
    listed = {verb: (args, who) for verbs, args, who in rows for verb in re.findall(r"`(\w+)`", verbs)}
    assert set(listed) <= set(VERBS) and len(listed) >= 16
    for verb, (args, who) in listed.items():
        assert frozenset(who.replace(" ", "").split(",")) == VERBS[verb].roles, verb
        written = set(re.findall(r'"(\w+)"', re.sub(r":\{[^}]*\}", "", args)))
        assert written <= {arg.name for arg in VERBS[verb].args}, verb
        assert {arg.name for arg in VERBS[verb].args if arg.required} <= written, verb
