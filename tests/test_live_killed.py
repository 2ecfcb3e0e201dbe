"""The power cord pulled in the middle of a show: what was acknowledged is there, the clock goes on."""

from __future__ import annotations

from tests.live_killed import Killed

#: Kills in one run; `python -m bench.live_killed` makes a hundred.
KILLS = 5


def test_killed_under_commands_and_edits_nothing_acknowledged_is_missing(store_url: str) -> None:
    """Four threads press, write, time and edit; killed at random points, each restart has all that was told.

    Journal without gaps, every acknowledged command under its number, states (message, timers, pause, board)
    as they were reported, edits of catalogue and script, remaining time from true instants, as-run log of the
    same events, and an acknowledged command sent again moves nothing.
    """
    killed = Killed(store_url, seed=20261125)
    for _ in range(KILLS):
        killed.kill()
        killed.check()
    assert sum(kind == "event" for kind, _, _ in killed.heard) > KILLS
