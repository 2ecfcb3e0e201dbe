"""Recurring beats and the pre-show checklist."""

from __future__ import annotations

from live.beats import BEAT_PRESETS, due
from live.checklist import CHECKLIST, checklist, red
from live.decide import Refused
from live.fold import fold, to_json
from live.verbs import BEATS_LIMIT, CHECK_ITEMS
from tests.live_shows import EIGHT, MINUTE, Desk, peach_show

BAG = {"beat": "bag", "label": {"zh": "发福袋", "en": "Lucky bag"}, "every_ms": 20 * MINUTE}


def test_a_beat_set_before_the_show_counts_from_its_start() -> None:
    """Before the start a beat has no instant; it is first due one interval after going on air."""
    desk = Desk(peach_show(), now=EIGHT - 60 * MINUTE)
    desk.must("beat_set", BAG)
    assert desk.state.beats[0].due is None and due(desk.state, EIGHT) == ()
    desk.now = EIGHT
    desk.must("start")
    assert desk.state.beats[0].due == EIGHT + 20 * MINUTE
    assert due(desk.state, EIGHT + 20 * MINUTE - 1) == ()
    (alert,) = due(desk.state, EIGHT + 21 * MINUTE)
    assert (alert.beat.id, alert.late_ms) == ("bag", MINUTE)


def test_done_and_snoozed() -> None:
    """Done, a beat is due one interval later; snoozed, after that time; a pause does not stop it."""
    desk = Desk(peach_show()).walk("start", later=0)
    desk.must("beat_set", BAG)
    desk.must("pause")
    desk.must("beat_done", {"beat": "bag"}, role="assistant", later=22 * MINUTE)
    assert desk.state.beats[0].due == EIGHT + 42 * MINUTE
    desk.must("beat_snooze", {"beat": "bag", "ms": 2 * MINUTE}, later=20 * MINUTE)
    assert desk.state.beats[0].due == EIGHT + 44 * MINUTE
    desk.must("beat_set", {**BAG, "every_ms": 5 * MINUTE})
    assert (len(desk.state.beats), desk.state.beats[0].due) == (1, desk.now + 5 * MINUTE)
    desk.must("beat_off", {"beat": "bag"})
    assert desk.state.beats == ()


def test_beats_survive_a_restart_and_end_with_the_show() -> None:
    """Beats are part of the fold; after the end nothing is due any more."""
    desk = Desk(peach_show())
    for name, label, every in BEAT_PRESETS:
        assert label.zh and label.en
        desk.must("beat_set", {"beat": name, "label": {"zh": label.zh, "en": label.en}, "every_ms": every})
    desk.walk("start")
    assert fold(desk.rundown, desk.events) == desk.state
    assert [alert.beat.id for alert in due(desk.state, desk.now + 25 * MINUTE)] == ["review", "lucky_bag"]
    body = to_json(desk.state)["beats"]
    assert isinstance(body, list) and body[0]["due"] == desk.now + 20 * MINUTE
    desk.walk("end")
    assert due(desk.state, desk.now + 60 * MINUTE) == ()


def test_there_is_a_limit_to_beats() -> None:
    """More beats than a desk can watch are refused; changing a known one is not."""
    desk = Desk(peach_show())
    for n in range(BEATS_LIMIT):
        desk.must("beat_set", {**BAG, "beat": f"b{n}"})
    outcome = desk.do("beat_set", {**BAG, "beat": "more"})
    assert isinstance(outcome, Refused) and outcome.code == "illegal"
    desk.must("beat_set", {**BAG, "beat": "b0"})


def test_a_beat_between_does_not_block_undo() -> None:
    """Ticking a beat off is not what undo takes back: the desk's GO is."""
    desk = Desk(peach_show()).walk("start")
    desk.must("beat_set", BAG)
    mistake = desk.must("go", later=MINUTE)
    desk.must("beat_done", {"beat": "bag"}, role="assistant")
    desk.must("undo", {"seq": mistake.seq})
    assert desk.state.cue == "o1"
    assert desk.state.beats[0].due == desk.now + 20 * MINUTE


def test_the_checklist_says_what_is_due() -> None:
    """Items become due from four hours to thirty seconds before the start; marks name who and when."""
    assert tuple(CHECKLIST) == CHECK_ITEMS
    befores = [item.before_ms for item in CHECKLIST.values()]
    assert befores == sorted(befores, reverse=True)
    assert (befores[0], befores[-1]) == (240 * MINUTE, 30_000)
    assert all(item.label.zh and item.label.en for item in CHECKLIST.values())
    desk = Desk(peach_show(), now=EIGHT - 100 * MINUTE)
    desk.must("check", {"item": "links", "mark": "ok"}, role="assistant", by="陈")
    rows = checklist(desk.state, start=EIGHT, now=desk.now)
    assert [row.item.id for row in rows if row.due] == ["links", "coupons", "boards", "uplink", "devices"]
    assert (rows[0].mark, rows[0].by, rows[0].at) == ("ok", "陈", desk.now)
    assert rows[1].mark is None
    assert not any(row.due for row in checklist(desk.state, start=None, now=desk.now))


def test_going_live_with_a_problem_needs_a_reason() -> None:
    """A red item stops the start until it is mended or a reason is given, and the reason is on record."""
    desk = Desk(peach_show())
    desk.must("check", {"item": "uplink", "mark": "problem"}, role="assistant")
    assert [item.id for item in red(desk.state)] == ["uplink"]
    outcome = desk.do("start")
    assert isinstance(outcome, Refused) and outcome.code == "illegal"
    assert "带宽" in (outcome.what.zh or "") and "Uplink" in (outcome.what.en or "")
    event = desk.must("start", {"reason": "用手机热点顶上"})
    assert event.command.args["reason"] == "用手机热点顶上"
    mended = Desk(peach_show())
    mended.must("check", {"item": "uplink", "mark": "problem"})
    mended.must("check", {"item": "uplink", "mark": "ok"})
    mended.must("start")
