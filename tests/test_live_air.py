"""Who and what was on air at any instant; emergencies, hosts and waiting messages."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

from live.air import air_at, air_spans
from live.clock import remaining
from live.decide import Refused
from live.emergency import EMERGENCY_CARDS
from live.fold import fold, surviving
from live.messages import ESCALATE_MS, waiting
from live.verbs import EMERGENCIES
from tests.live_shows import EIGHT, MINUTE, Desk, peach_show, random_show, random_wish


def test_hosts_words_and_cues_of_an_instant() -> None:
    """For each instant the log says which cue, which hosts and which words were on air."""
    desk = Desk(replace(peach_show(), hosts=("Lin",)))
    desk.walk("start", "go", "go", "go", later=MINUTE)
    desk.must("board_reveal", later=1000)
    desk.must("hosts", {"hosts": ["Lin", "梅"]}, later=1000)
    desk.must("end", later=1000)
    spans = air_spans(desk.rundown, desk.events)
    board = EIGHT + 4 * MINUTE
    assert air_at(spans, EIGHT) is None
    first = air_at(spans, EIGHT + MINUTE)
    assert first is not None
    assert (first.cue, first.segment, first.ordinal) == ("o1", "open", 1)
    assert (first.hosts, first.cards) == (("Lin",), ())
    words = [air_at(spans, board + ms) for ms in (0, 999, 1000, 2000)]
    assert [span.cards if span else None for span in words] == [
        ("juicy",), ("juicy",), ("juicy", "fuzz"), ("juicy", "fuzz")
    ]
    assert [span.hosts if span else None for span in words][-2:] == [("Lin",), ("Lin", "梅")]
    assert air_at(spans, board + 3000) is None, "the end is excluded"


def test_spans_touch_and_agree_with_the_runs() -> None:
    """On any show the spans cover it without gap or overlap and name the run that the state names."""
    for seed in range(150):
        rng = Random(f"air {seed}")
        rundown, tick, base = random_show(rng)
        desk = Desk(rundown, now=base)
        for _ in range(25):
            verb, args = random_wish(rng, desk, tick)
            desk.do(verb, args, later=rng.randrange(0, 6) * tick)
        spans = air_spans(rundown, desk.events)
        state = desk.state
        if state.started is None:
            assert spans == ()
            continue
        if not spans:
            assert state.started == state.ended
            continue
        assert (spans[0].start, spans[-1].end) == (state.started, state.ended), seed
        assert all(span.end == following.start for span, following in pairwise(spans)), seed
        for span in spans:
            run = next(r for r in state.runs if (r.segment, r.ordinal) == (span.segment, span.ordinal))
            assert run.kickoff <= span.start and (run.end is None or span.start < run.end), seed


def test_what_was_taken_back_leaves_the_same_show() -> None:
    """Folding the journal without undone commands gives the same show."""
    desk = Desk(peach_show()).walk("start", "go")
    mistake = desk.must("go", later=MINUTE)
    desk.must("undo", {"seq": mistake.seq}, later=1000)
    alive = fold(desk.rundown, surviving(desk.events))
    assert (alive.runs, alive.cue, alive.board) == (desk.state.runs, desk.state.cue, desk.state.board)


def test_an_emergency_keeps_the_time_of_the_item() -> None:
    """An emergency stops the clock in one command; resume returns to the same cue with the same time left."""
    desk = Desk(peach_show()).walk("start", "go")
    left = remaining(desk.rundown, desk.state, desk.now)
    desk.must("emergency", {"kind": "network"}, role="host", by="Lin")
    held = desk.state.emergency
    assert held is not None and (held.kind, held.since, held.by) == ("network", desk.now, "Lin")
    second = desk.do("emergency", {"kind": "network"}, later=500)
    assert isinstance(second, Refused) and (second.code, second.by) == ("taken", "Lin")
    desk.must("emergency", {"kind": "black_screen"}, later=MINUTE)
    desk.must("resume", later=5 * MINUTE)
    assert desk.state.emergency is None and desk.state.cue == "o2"
    assert remaining(desk.rundown, desk.state, desk.now) == left
    (pause,) = desk.state.runs[-1].pauses
    assert pause[1] is not None and pause[1] - pause[0] == 6 * MINUTE + 500


def test_every_emergency_says_what_to_say_and_do() -> None:
    """Each kind of the verb table has a card with a line for the host and steps, in both languages."""
    assert tuple(EMERGENCY_CARDS) == EMERGENCIES
    for card in EMERGENCY_CARDS.values():
        for text in (card.label, card.line, *card.steps):
            assert text.zh and text.en
        assert len(card.steps) >= 2


def test_an_unanswered_message_grows_urgent() -> None:
    """Until somebody acknowledges, a message waits; after ten seconds it is urgent, shown or not."""
    desk = Desk(peach_show())
    desk.must("message", {"text": {"zh": "看镜头"}, "target": "host"}, id="a")
    desk.must("message", {"text": {"zh": "补货"}, "target": "assistant"}, id="b", later=1000)
    desk.must("shown", {"message": "a"}, role="host")
    at = EIGHT + ESCALATE_MS
    assert [(one.message.id, one.ms, one.urgent) for one in waiting(desk.state, at)] == [
        ("a", ESCALATE_MS, True), ("b", ESCALATE_MS - 1000, False)
    ]
    assert [one.message.id for one in waiting(desk.state, at, role="assistant")] == ["b"]
    desk.must("acked", {"message": "a"}, role="host")
    assert [one.message.id for one in waiting(desk.state, at)] == ["b"]
