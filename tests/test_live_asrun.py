"""The as-run log: what was planned, what happened, what stood on the board, who did it."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from live.asrun import as_run, deeds
from tests.live_shows import EIGHT, MINUTE, Desk, peach_show, random_show, random_wish


def test_planned_against_actual_per_run() -> None:
    """Each run is a row with its own times; pauses and added time stand apart; the rest is listed too."""
    desk = Desk(peach_show()).walk("start", later=0)
    desk.must("pause", later=MINUTE)
    desk.must("resume", later=2 * MINUTE)
    desk.must("add_time", {"ms": 30_000})
    desk.walk("go", "go", later=2 * MINUTE)
    desk.must("skip", {"segment": "lesson"})
    desk.must("end", later=4 * MINUTE)
    first, second, lesson, close = as_run(desk.rundown, desk.events)
    assert (first.segment, first.ordinal, first.fate) == ("open", 1, "aired")
    assert (first.planned_start, first.planned_end) == (EIGHT, EIGHT + 5 * MINUTE)
    assert first.planned_ms == 5 * MINUTE
    assert (first.kickoff, first.end) == (EIGHT, EIGHT + 7 * MINUTE)
    assert (first.actual_ms, first.difference_ms) == (7 * MINUTE, 2 * MINUTE)
    assert (first.paused_ms, first.added_ms) == (2 * MINUTE, 30_000)
    assert (second.segment, second.actual_ms, second.difference_ms) == ("peach", 4 * MINUTE, -6 * MINUTE)
    assert (lesson.fate, lesson.ordinal, lesson.kickoff, lesson.actual_ms) == ("skipped", 0, None, None)
    assert (close.fate, close.kickoff, close.difference_ms) == ("not_reached", None, None)


def test_an_item_run_twice_is_two_rows() -> None:
    """返场 adds a row; the first one does not change."""
    desk = Desk(peach_show()).walk("start", "go", "go", "go", "go", "go")
    before = as_run(desk.rundown, desk.events)[:2]
    desk.must("jump", {"cue": "p1"}, later=MINUTE)
    desk.walk("end")
    rows = as_run(desk.rundown, desk.events)
    assert rows[:2] == before
    assert [(row.segment, row.ordinal) for row in rows[:4]] == [
        ("open", 1), ("peach", 1), ("lesson", 1), ("peach", 2)
    ]


def test_words_with_their_seconds_on_the_board() -> None:
    """A word counts from its reveal until it leaves the board; a hidden quiz word does not count."""
    desk = Desk(peach_show()).walk("start", "go", "go")
    desk.must("go", later=MINUTE)
    desk.must("board_reveal", later=10_000)
    desk.must("board_hide", later=20_000)
    desk.must("board_show", {"cards": ["juicy"]}, later=5_000)
    desk.must("go", later=7_000)
    desk.must("go", later=1_000)
    desk.must("board_reveal", later=3_000)
    desk.must("end", later=4_000)
    rows = {row.segment: row for row in as_run(desk.rundown, desk.events)}
    assert [(word.card, word.ms) for word in rows["peach"].words] == [("juicy", 37_000), ("fuzz", 20_000)]
    assert [(word.card, word.ms) for word in rows["lesson"].words] == [("crate", 4_000)]


def test_who_did_what() -> None:
    """Every accepted command is in the log with its person; what was taken back is marked."""
    desk = Desk(peach_show())
    said = {"text": {"zh": "准备", "en": "ready"}, "target": "all"}
    desk.must("message", said, by="陈", role="assistant", id="m")
    desk.must("acked", {"message": "m"}, role="host", by="Lin")
    desk.walk("start", "go")
    mistake = desk.must("go", later=MINUTE, by="Lin", role="host")
    desk.must("undo", {"seq": mistake.seq}, later=4000)
    desk.must("add_time", {"ms": -15_000})
    desk.walk("end")
    log = deeds(desk.events)
    assert [deed.seq for deed in log] == list(range(1, len(desk.events) + 1))
    assert (log[0].actor, log[0].detail, log[0].label.zh) == ("陈", "准备 / ready", "留言")
    assert (log[1].actor, log[1].detail) == ("Lin", "准备 / ready"), "a receipt names what it confirms"
    assert [deed.verb for deed in log if deed.undone] == ["go"]
    (row,) = (row for row in as_run(desk.rundown, desk.events) if row.fate == "aired")
    assert [(deed.verb, deed.actor) for deed in row.deeds] == [
        ("start", "王"), ("go", "王"), ("go", "Lin"), ("undo", "王"), ("add_time", "王"), ("end", "王")
    ]


def test_a_run_on_air_has_no_length_yet() -> None:
    """While on air the end is unknown; with `now` the length so far is known, the end still is not."""
    desk = Desk(peach_show()).walk("start", later=0)
    desk.must("pause", later=MINUTE)
    row = as_run(desk.rundown, desk.events)[0]
    assert (row.end, row.actual_ms, row.difference_ms, row.paused_ms) == (None, None, None, 0)
    row = as_run(desk.rundown, desk.events, now=desk.now + MINUTE)[0]
    assert (row.end, row.actual_ms, row.paused_ms) == (None, 2 * MINUTE, MINUTE)


def test_nothing_happened_nothing_aired() -> None:
    """Before the show every segment is listed as not reached."""
    assert {row.fate for row in as_run(peach_show(), [])} == {"not_reached"}


def test_the_log_adds_up() -> None:
    """On any show the runs lie end to end from start to end, no word is up longer than its run, every
    command after the start stands in exactly one row."""
    for seed in range(150):
        rng = Random(f"asrun {seed}")
        rundown, tick, base = random_show(rng)
        desk = Desk(rundown, now=base)
        for _ in range(30):
            verb, args = random_wish(rng, desk, tick)
            desk.do(verb, args, later=rng.randrange(0, 6) * tick)
        if desk.state.phase != "ended" and desk.state.started is None:
            continue
        if desk.state.phase == "on_air":
            desk.must("end", later=tick)
        rows = [row for row in as_run(rundown, desk.events) if row.fate == "aired"]
        assert (rows[0].kickoff, rows[-1].end) == (desk.state.started, desk.state.ended), seed
        assert all(row.end == following.kickoff for row, following in pairwise(rows)), seed
        for row in rows:
            assert row.actual_ms is not None and row.paused_ms <= row.actual_ms, seed
            assert all(0 <= word.ms <= row.actual_ms for word in row.words), (seed, row)
        listed = sorted(deed.seq for row in rows for deed in row.deeds)
        first = next(event.seq for event in desk.events if event.command.verb == "start")
        assert listed[-(len(desk.events) - first + 1):] == list(range(first, len(desk.events) + 1)), seed
