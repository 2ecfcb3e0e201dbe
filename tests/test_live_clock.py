"""Planned, expected and actual times, by the definitions of the show's clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from live.clock import Forecast, forecast, offset_words, remaining, span_text
from live.place import NotPlayable, epoch_ms
from tests.live_shows import EIGHT, MINUTE, Desk, cue, instant, peach_show, segment


def clock(desk: Desk, *, later: int = 0) -> Forecast:
    """The forecast `later` ms after the desk's now."""
    return forecast(desk.rundown, desk.state, desk.now + later)


def expected(desk: Desk, *, later: int = 0) -> list[float | None]:
    """Expected starts in minutes after eight."""
    return [
        None if row.expected_start is None else (row.expected_start - EIGHT) / MINUTE
        for row in clock(desk, later=later).rows
    ]


def test_before_the_show_the_plan_stands() -> None:
    """Before the planned start expected equals planned, and nothing is behind."""
    desk = Desk(peach_show(), now=EIGHT - 30 * MINUTE)
    assert expected(desk) == [0, 5, 15, 25]
    assert clock(desk).offset == 0
    assert (clock(desk).remaining, clock(desk).overtime) == (None, None)


def test_a_late_start_pushes_everything() -> None:
    """When the planned start passes without going on air, every expected start moves with the clock."""
    desk = Desk(peach_show(), now=EIGHT + 2 * MINUTE)
    assert expected(desk) == [2, 7, 17, 27]
    assert clock(desk).offset == 2 * MINUTE
    desk.must("start")
    assert clock(desk, later=MINUTE).offset == 2 * MINUTE
    assert clock(desk).pace == 0, "late, but no slower than planned"


def test_an_unset_start_stays_unknown_until_the_show_is_on() -> None:
    """Without a planned start nothing is invented; then the real start is the front wall."""
    desk = Desk(peach_show(start=None))
    before = clock(desk)
    assert [row.planned_start for row in before.rows] == [None] * 4
    assert expected(desk) == [None] * 4
    assert (before.offset, before.planned_end, before.expected_end, before.pace) == (None, None, None, None)
    desk.must("start")
    assert [row.planned_start for row in clock(desk).rows] == [
        EIGHT + minutes * MINUTE for minutes in (0, 5, 15, 25)
    ]
    assert clock(desk).offset == 0


def test_remaining_counts_down_into_overtime() -> None:
    """Remaining is what is left of the run and negative once it is over; overtime says how much."""
    desk = Desk(peach_show())
    assert remaining(desk.rundown, desk.state, desk.now) is None
    desk.must("start")
    assert remaining(desk.rundown, desk.state, EIGHT + MINUTE) == 4 * MINUTE
    assert remaining(desk.rundown, desk.state, EIGHT + 7 * MINUTE) == -2 * MINUTE
    late = clock(desk, later=7 * MINUTE)
    assert (late.remaining, late.overtime, late.offset) == (-2 * MINUTE, 2 * MINUTE, 2 * MINUTE)
    assert late.rows[0].expected_end == EIGHT + 7 * MINUTE, "what should have ended ends now, not in the past"


def test_a_pause_holds_the_countdown_and_pushes_the_rest() -> None:
    """In a pause remaining stands still while later starts move second by second."""
    desk = Desk(peach_show()).walk("start", later=0)
    desk.must("pause", later=MINUTE)
    for waited in (0, 1000, 90_000):
        assert clock(desk, later=waited).remaining == 4 * MINUTE
        assert clock(desk, later=waited).offset == waited
        assert clock(desk, later=waited).rows[1].expected_start == EIGHT + 5 * MINUTE + waited
    desk.must("resume", later=3 * MINUTE)
    assert clock(desk).remaining == 4 * MINUTE
    assert clock(desk, later=MINUTE).remaining == 3 * MINUTE
    assert clock(desk, later=MINUTE).offset == 3 * MINUTE


def test_a_pause_in_overtime_keeps_the_overtime() -> None:
    """Paused two minutes over, the run stays two minutes over however long the pause lasts."""
    desk = Desk(peach_show()).walk("start", later=0)
    desk.must("pause", later=7 * MINUTE)
    assert clock(desk, later=10 * MINUTE).overtime == 2 * MINUTE
    assert clock(desk, later=10 * MINUTE).offset == 12 * MINUTE


def test_added_time_is_not_a_pause() -> None:
    """Time given by the desk and time stopped are kept apart; both move what follows."""
    desk = Desk(peach_show()).walk("start", later=0)
    desk.must("add_time", {"ms": 2 * MINUTE}, later=MINUTE)
    desk.must("add_time", {"ms": -MINUTE})
    desk.must("pause")
    desk.must("resume", later=MINUTE)
    (run,) = desk.state.runs
    assert [ms for _, ms, _ in run.added] == [2 * MINUTE, -MINUTE]
    assert run.pauses == ((EIGHT + MINUTE, EIGHT + 2 * MINUTE),)
    assert clock(desk).remaining == 5 * MINUTE
    assert expected(desk) == [0, 7, 17, 27]


def test_a_hard_start_swallows_lateness_and_waits_for_its_time() -> None:
    """A hard start is kept while there is a gap before it, and is late only when the gap is used up."""
    show = peach_show(segments=(
        segment("a", 5, cue("a1")),
        segment("b", 5, cue("b1"), hard_start=instant(EIGHT + 12 * MINUTE)),
        segment("c", 5, cue("c1")),
    ))
    desk = Desk(show)
    planned = [row.planned_start for row in clock(desk).rows]
    assert planned == [EIGHT, EIGHT + 12 * MINUTE, EIGHT + 17 * MINUTE]
    desk.must("start", later=3 * MINUTE)
    assert expected(desk) == [3, 12, 17]
    assert clock(desk).offset == 0, "three minutes late, and the gap takes them"
    assert expected(desk, later=20 * MINUTE) == [3, 23, 28]
    assert clock(desk, later=20 * MINUTE).offset == 11 * MINUTE


def test_must_start_by_counts_back_from_the_next_hard_start() -> None:
    """Must-start-by is the next hard start minus what lies before it; nothing without a hard start."""
    show = peach_show(segments=(
        segment("a", 5, cue("a1")),
        segment("b", 5, cue("b1")),
        segment("x", 50, cue("x1"), skip=True),
        segment("c", 5, cue("c1"), hard_start=instant(EIGHT + 30 * MINUTE)),
        segment("d", 5, cue("d1")),
    ))
    desk = Desk(show)
    assert [row.must_start_by for row in clock(desk).rows] == [
        EIGHT + 20 * MINUTE, EIGHT + 25 * MINUTE, None, EIGHT + 30 * MINUTE, None
    ]
    desk.walk("start", "go")
    assert clock(desk).rows[0].must_start_by is None, "it is behind us"


def test_skipping_wins_time_and_the_plan_stays() -> None:
    """A skipped segment has no length in what is expected; the plan does not shrink, so skipping helps."""
    desk = Desk(peach_show()).walk("start", later=0)
    desk.must("skip", {"segment": "lesson"}, later=MINUTE)
    row = clock(desk).rows[2]
    assert row.stand == "skipped"
    assert row.expected_start == row.expected_end == EIGHT + 15 * MINUTE
    assert (row.planned_start, row.planned_end) == (EIGHT + 15 * MINUTE, EIGHT + 25 * MINUTE)
    assert clock(desk).offset == -10 * MINUTE


def test_a_segment_cut_short_keeps_its_facts() -> None:
    """Skipping the segment on air ends its run; its real times stay in the forecast."""
    desk = Desk(peach_show()).walk("start", later=0)
    desk.must("skip", {"segment": "open"}, later=2 * MINUTE)
    row = clock(desk).rows[0]
    assert (row.stand, row.expected_start, row.expected_end) == ("skipped", EIGHT, EIGHT + 2 * MINUTE)
    assert expected(desk) == [0, 2, 12, 22]


def test_jumping_over_a_segment_gives_it_no_length() -> None:
    """A segment passed over is past with zero length, and one jumped back to counts in full again."""
    desk = Desk(peach_show()).walk("start", later=0)
    desk.must("jump", {"cue": "l1"}, later=2 * MINUTE)
    row = clock(desk).rows[1]
    assert (row.stand, row.expected_start, row.expected_end, row.actual) == (
        "past", EIGHT + 2 * MINUTE, EIGHT + 2 * MINUTE, ()
    )
    desk.must("jump", {"cue": "p1"}, later=2 * MINUTE)
    assert [one.stand for one in clock(desk).rows] == ["past", "current", "future", "future"]
    assert expected(desk) == [0, 4, 14, 24]
    assert clock(desk).rows[2].actual == ((EIGHT + 2 * MINUTE, EIGHT + 4 * MINUTE),)


def test_after_the_end_the_clock_stands() -> None:
    """After the end the offset is the real end against the plan and no longer moves."""
    desk = Desk(peach_show()).walk("start", "go", "go", later=MINUTE)
    desk.must("end", later=MINUTE)
    for waited in (0, 90 * MINUTE):
        after = clock(desk, later=waited)
        assert (after.remaining, after.overtime) == (None, None)
        assert after.expected_end == EIGHT + 4 * MINUTE
        assert after.offset == -26 * MINUTE


@pytest.mark.parametrize(
    ("start", "zone", "rule"),
    [
        ((2026, 11, 11, 23, 55), "Asia/Shanghai", "over midnight"),
        ((2026, 11, 1, 0, 50), "America/New_York", "one o'clock comes twice"),
        ((2026, 3, 8, 1, 50), "America/New_York", "two o'clock never comes"),
        ((2026, 10, 25, 0, 45), "Europe/London", "one o'clock comes twice"),
        ((2026, 12, 31, 23, 50), "Pacific/Kiritimati", "over the year"),
    ],
)
def test_midnight_and_daylight_saving_do_not_exist(
    start: tuple[int, int, int, int, int], zone: str, rule: str
) -> None:
    """Thirty planned minutes last thirty real minutes in any night, pauses included."""
    local = datetime(*start, tzinfo=ZoneInfo(zone))
    show, begin = peach_show(start=local), epoch_ms(local)
    desk = Desk(show, now=begin).walk("start", later=0).walk("pause", "resume", later=10 * MINUTE)
    desk.walk("go", "go", later=5 * MINUTE)
    end = clock(desk)
    assert end.planned_end == begin + 30 * MINUTE, rule
    assert [row.planned_start for row in end.rows] == [begin + m * MINUTE for m in (0, 5, 15, 25)], rule
    assert desk.state.started == begin
    assert end.offset == 25 * MINUTE, rule


def test_an_instant_without_a_zone_is_refused() -> None:
    """A naive start would mean another moment on another machine: the show cannot go on air with it."""
    with pytest.raises(NotPlayable, match="without a zone"):
        Desk(peach_show(start=instant(EIGHT).replace(tzinfo=None)))


@pytest.mark.parametrize(
    ("ms", "zh", "en"),
    [
        (None, "—", "—"),
        (0, "准点", "on time"),
        (999, "准点", "on time"),
        (-999, "准点", "on time"),
        (1000, "晚 0:01", "0:01 behind"),
        (130_000, "晚 2:10", "2:10 behind"),
        (-5_000, "早 0:05", "0:05 ahead"),
        (-125_999, "早 2:05", "2:05 ahead"),
        (3_600_000, "晚 1:00:00", "1:00:00 behind"),
        (-45_296_000, "早 12:34:56", "12:34:56 ahead"),
    ],
)
def test_offset_is_said_in_words(ms: int | None, zh: str, en: str) -> None:
    """Behind and ahead are words, never a sign; less than a second is on time; unknown is a dash."""
    assert offset_words(ms, "zh") == zh
    assert offset_words(ms, "en") == en


def test_span_text_cuts_off_parts_of_a_second() -> None:
    """A span shows whole seconds that have passed."""
    assert [span_text(ms) for ms in (0, 999, 59_999, 60_000, 3_599_999, 36_000_000)] == [
        "0:00", "0:00", "0:59", "1:00", "59:59", "10:00:00"
    ]


def test_an_empty_rundown_has_an_empty_clock() -> None:
    """A plan without segments knows nothing and says so."""
    empty = forecast(peach_show(segments=()), Desk(peach_show(segments=())).state, EIGHT)
    assert (empty.rows, empty.offset, empty.planned_end, empty.expected_end) == ((), None, None, None)
