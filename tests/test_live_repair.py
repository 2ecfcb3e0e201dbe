"""Repairs of a late show, and rehearsals that write nothing."""

from __future__ import annotations

from random import Random

import pytest

from live.clock import forecast
from live.decide import Accepted, Refused, decide
from live.journal import Command, Event, ShowId
from live.rehearsal import FASTEST, BadSpeed, rehearse
from live.repair import SHORTEST_MS, preview, repairs
from live.verbs import MIN_SPAN_MS
from tests.live_shows import EIGHT, MINUTE, Desk, cue, instant, peach_show, random_show, random_wish, segment


def late_desk() -> Desk:
    """The peach show six minutes late, in the peach segment."""
    desk = Desk(peach_show(), now=EIGHT + 6 * MINUTE).walk("start", later=0)
    return desk.walk("go", "go", later=2 * MINUTE + 30_000)


def test_three_repairs_of_a_show_six_minutes_late() -> None:
    """Lesson, shortening and skipping are offered with what they win; applied they do exactly that."""
    desk = late_desk()
    assert forecast(desk.rundown, desk.state, desk.now).offset == 6 * MINUTE
    lesson, shorten, skip = repairs(desk.rundown, desk.state, desk.now)
    assert (lesson.verb, lesson.args, lesson.gain, lesson.enough) == (
        "skip", {"segment": "lesson"}, 10 * MINUTE, True
    )
    assert (shorten.verb, shorten.args, shorten.offset, shorten.enough) == (
        "add_time", {"ms": -6 * MINUTE}, 0, True
    )
    assert (skip.verb, skip.enough) == (None, False), "only the closing is left, and that stays"
    assert "早 4:00" in (lesson.what.zh or "") and "4:00 ahead" in (lesson.what.en or "")
    for repair in (lesson, shorten):
        assert repair.verb is not None
        event = desk.must(repair.verb, dict(repair.args))
        assert forecast(desk.rundown, desk.state, desk.now).offset == repair.offset
        desk.must("undo", {"seq": event.seq})
        assert forecast(desk.rundown, desk.state, desk.now).offset == 6 * MINUTE


def test_the_smallest_skip_that_is_enough() -> None:
    """Of several items the shortest that wins enough is proposed; none enough, the one that wins most."""
    show = peach_show(segments=(
        segment("a", 5, cue("a1")), segment("b", 10, cue("b1")), segment("c", 7, cue("c1")),
        segment("d", 7, cue("d1")), segment("e", 3, cue("e1")),
    ))
    desk = Desk(show, now=EIGHT + 6 * MINUTE).walk("start", later=0)
    assert repairs(show, desk.state, desk.now)[2].args == {"segment": "d"}
    very_late = Desk(show, now=EIGHT + 30 * MINUTE).walk("start", later=0)
    worst = repairs(show, very_late.state, very_late.now)[2]
    assert (worst.args, worst.enough, worst.offset) == ({"segment": "b"}, False, 20 * MINUTE)


def test_what_a_hard_start_swallows_is_not_won() -> None:
    """Skipping before a hard start that waits anyway wins nothing and is not proposed."""
    show = peach_show(segments=(
        segment("a", 5, cue("a1")), segment("b", 5, cue("b1")),
        segment("c", 5, cue("c1"), hard_start=instant(EIGHT + 30 * MINUTE)), segment("d", 5, cue("d1")),
    ))
    desk = Desk(show, now=EIGHT).walk("start", later=0)
    assert repairs(show, desk.state, desk.now) == (), "the gap takes the lateness: nothing to repair"
    desk.must("jump", {"cue": "c1"}, later=33 * MINUTE)
    lesson, shorten, skip = repairs(show, desk.state, desk.now)
    assert lesson.verb is None and "没有" in (lesson.what.zh or "")
    assert shorten.args == {"ms": -3 * MINUTE} and skip.args == {"segment": "d"}


def test_shortening_leaves_a_minute() -> None:
    """An item keeps a minute to end well; with less left the repair says why not."""
    desk = Desk(peach_show(), now=EIGHT + 6 * MINUTE).walk("start", later=0)
    desk.now += 3 * MINUTE
    shorten = repairs(desk.rundown, desk.state, desk.now)[1]
    assert shorten.args == {"ms": -(2 * MINUTE - SHORTEST_MS)} and not shorten.enough
    desk.now += MINUTE
    shorten = repairs(desk.rundown, desk.state, desk.now)[1]
    assert shorten.verb is None and shorten.what.zh and shorten.what.en


def test_nothing_to_repair() -> None:
    """On time, early, off air or without a plan to be late against there is no repair."""
    desk = Desk(peach_show(), now=EIGHT)
    assert repairs(desk.rundown, desk.state, EIGHT + 20 * MINUTE) == ()
    desk.must("start")
    assert repairs(desk.rundown, desk.state, desk.now) == ()


def test_every_repair_is_legal_and_keeps_its_promise() -> None:
    """On any late show each repair is accepted, and the offset then is the one that was shown."""
    seen = 0
    for seed in range(400):
        rng = Random(f"repair {seed}")
        rundown, tick, base = random_show(rng)
        desk = Desk(rundown, now=base + rng.randrange(0, 20) * tick)
        for _ in range(rng.randrange(1, 10)):
            verb, args = random_wish(rng, desk, tick)
            desk.do(verb, args, later=rng.randrange(0, 6) * tick)
        before = desk.state
        for repair in repairs(rundown, before, desk.now):
            if repair.verb is None:
                continue
            seen += 1
            expects = {"cue": before.cue}
            wish = Command("r", ShowId("s"), "王", "producer", repair.verb, expects, repair.args)
            assert decide(rundown, before, wish, desk.now) == Accepted(), seed
            after = forecast(rundown, preview(rundown, before, repair.verb, repair.args, desk.now), desk.now)
            assert after.offset == repair.offset and repair.gain > 0, seed
            assert repair.enough == (after.offset is not None and after.offset <= 0), seed
        assert desk.state is before, "a preview changes nothing"
    assert seen > 100


def command(n: int, verb: str, cue_id: str) -> Command:
    """A rehearsed command."""
    return Command(f"k{n}", ShowId("s"), "王", "producer", verb, {"cue": cue_id})


def test_a_rehearsal_runs_fast_and_writes_nothing() -> None:
    """At ten times the speed six seconds are a minute; the events live in the rehearsal alone."""
    wall = EIGHT - 60 * MINUTE
    first = rehearse(peach_show(), wall=wall, show_time=EIGHT, speed=10)
    second, event = first.take(command(1, "start", ""), wall)
    assert isinstance(event, Event) and event.at == EIGHT
    assert (first.events, first.state.phase) == ((), "preshow"), "a rehearsal is a value"
    third, event = second.take(command(2, "go", "o1"), wall + 6000)
    assert isinstance(event, Event) and event.at == EIGHT + MINUTE
    again, event = third.take(command(2, "go", "o1"), wall + 9000)
    assert again is third and isinstance(event, Event) and event.seq == 2
    faster = third.at_speed(FASTEST, wall + 6000)
    assert faster.now(wall + 6000) == EIGHT + MINUTE
    assert faster.now(wall + 9000) == EIGHT + 2 * MINUTE


def test_the_hand_is_not_faster_in_a_rehearsal() -> None:
    """The minimum span between two GO counts in real time at any speed."""
    wall = EIGHT
    held, _ = rehearse(peach_show(), wall=wall, show_time=EIGHT, speed=20).take(command(1, "start", ""), wall)
    held, early = held.take(command(2, "go", "o1"), wall + MIN_SPAN_MS - 1)
    assert isinstance(early, Refused) and early.code == "taken"
    held, fine = held.take(command(3, "go", "o1"), wall + MIN_SPAN_MS)
    assert isinstance(fine, Event)


@pytest.mark.parametrize("speed", [0, -1, FASTEST + 1])
def test_an_impossible_speed_is_refused(speed: int) -> None:
    """Speeds are 1 to 20."""
    with pytest.raises(BadSpeed, match=str(speed)):
        rehearse(peach_show(), wall=EIGHT, show_time=EIGHT, speed=speed)
