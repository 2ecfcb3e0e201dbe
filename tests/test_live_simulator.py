"""Fold, decisions and clock against a simulator written the slow way, on random shows."""

from __future__ import annotations

import os
from random import Random

import pytest

from live.clock import added_ms, forecast, paused_ms, remaining
from live.decide import Refused
from live.fold import ShowState, fold
from live.journal import Event
from tests.live_shows import Desk, random_show, random_wish
from tests.live_simulator import Simulator

#: Shows per test run; LIVE_SHOWS=10000 is the long form.
SHOWS = int(os.environ.get("LIVE_SHOWS", "2000"))
BLOCKS = 10


@pytest.mark.parametrize("block", range(BLOCKS))
def test_fold_and_clock_equal_the_simulator(block: int) -> None:
    """On any show, with any commands at any times, fold and clock say what a tick-by-tick simulator says."""
    for seed in range(block, SHOWS, BLOCKS):
        _one_show(seed)


def _one_show(seed: int) -> None:
    rng = Random(seed)
    rundown, tick, base = random_show(rng)
    desk = Desk(rundown)
    simulator = Simulator(rundown, tick, base)
    t = rng.randrange(0, 4)
    for _ in range(rng.randrange(2, 25)):
        t += rng.choice((0, 0, 1, 1, 2, 3, 5, 9))
        desk.now = base + t * tick
        verb, args = random_wish(rng, desk, tick)
        outcome = desk.do(verb, args, role="host" if verb in ("shown", "acked") else "producer")
        opinion = simulator.opinion(t, verb, args)
        code = outcome.code if isinstance(outcome, Refused) else None
        assert code == opinion, f"seed {seed}: {verb} {args} at {t}: {outcome}"
        if isinstance(outcome, Event):
            simulator.say(t, outcome.seq, verb, args, outcome.command.id)
        if rng.random() < 0.5:
            _compare(seed, desk, simulator, t + rng.choice((0, 1, 4, 20)), tick, base)
    _compare(seed, desk, simulator, t + 3, tick, base)
    assert fold(rundown, desk.events) == desk.state, f"seed {seed}: a restart changed the state"


def _compare(seed: int, desk: Desk, simulator: Simulator, t: int, tick: int, base: int) -> None:
    def ms(ticks: int | None) -> int | None:
        return None if ticks is None else base + ticks * tick

    state, world, now = desk.state, simulator.world(t), base + t * tick
    where = f"seed {seed} at {t}"
    parts = simulator.parts
    assert state.phase == ("ended" if world.over else "on_air" if world.on_air else "preshow"), where
    if world.on_air:
        part, cue = simulator.flat[world.spot]
        assert (state.cue, state.segment) == (cue.id, parts[part].id), where
        home = None if world.home is None else simulator.flat[world.home][1].id
        assert (state.visit.cue if state.visit else None) == home, where
        onward = simulator.onward(t)
        assert state.next == ("" if onward is None else onward), where
        assert remaining(desk.rundown, state, now) == world.left * tick, where
    else:
        assert (state.cue, state.segment, remaining(desk.rundown, state, now)) == ("", "", None), where
    assert (state.started, state.ended) == (ms(world.began), ms(world.ended)), where
    assert (state.paused is not None) == world.frozen, where
    assert set(state.skipped) == {parts[p].id for p in world.out}, where
    assert dict(state.open) == {sku: ms(when) for sku, when in world.prices.items()}, where
    assert _runs(state, now) == [
        (parts[shot.part].id, ms(shot.kick), ms(shot.end), shot.still * tick, shot.extra * tick)
        for shot in world.shots
    ], where
    assert {one.sku: one.stage for one in state.shelf} == world.stage, where
    assert (state.emergency.kind if state.emergency else None) == world.alarm, where
    assert list(state.hosts) == world.table, where
    assert (state.hold is not None) == world.kept, where
    ring = None if world.ring is None else tuple(parts[p].id for p in world.ring)
    assert (None if state.loop is None else (state.loop.first, state.loop.last)) == ring, where
    board = None if state.board is None else (list(state.board.cards), state.board.revealed)
    assert board == (None if world.words is None else (world.words, world.known)), where
    clock = forecast(desk.rundown, state, now)
    assert [(row.planned_start, row.planned_end) for row in clock.rows] == [
        (ms(start), ms(end)) for start, end in simulator.planned(t)
    ], where
    ahead = simulator.future(t)
    for row, span in zip(clock.rows, ahead, strict=True):
        if span is not None:
            assert (row.expected_start, row.expected_end) == (ms(span[0]), ms(span[1])), f"{where}: {row}"
    assert [row.must_start_by for row in clock.rows] == [ms(latest) for latest in simulator.latest(t)], where
    last, planned_end = ahead[-1], simulator.planned(t)[-1][1]
    end = world.ended if world.over else last[1] if last is not None else None
    behind = None if end is None or planned_end is None else (end - planned_end) * tick
    assert clock.offset == behind, where


def _runs(state: ShowState, now: int) -> list[tuple[str, int, int | None, int, int]]:
    return [
        (run.segment, run.kickoff, run.end, paused_ms(run, now), added_ms(run)) for run in state.runs
    ]
