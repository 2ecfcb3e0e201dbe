"""Shows in the store: a command becomes one event or is refused, and nothing is decided twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.engine import Connection

from catalog.bilingual import Bilingual
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from live.decide import Refused
from live.fold import fold
from live.journal import Command, ShowId
from store import shows
from store.store import Store

SHOW = ShowId("s")


def rundown(length: int = 3) -> Rundown:
    """`length` segments of two cues."""
    segments = tuple(
        Segment(
            id=SegmentId(f"s{n}"),
            kind="product",
            title=Bilingual(zh=f"第{n}段", en=f"Segment {n}"),
            duration_ms=60_000,
            cues=tuple(Cue(id=CueId(f"s{n}c{m}"), kind="say") for m in (1, 2)),
        )
        for n in range(1, length + 1)
    )
    return Rundown(Bilingual(zh="夜", en="Night"), start=None, zone="Asia/Shanghai", segments=segments)


def press(
    verb: str, *, ident: str, cue: str | None = None, actor: str = "小王", show: ShowId = SHOW
) -> Command:
    """A producer's command."""
    expects = {} if cue is None else {"cue": cue}
    return Command(id=ident, show=show, actor=actor, role="producer", verb=verb, expects=expects)


@pytest.fixture
def room(store: Store) -> shows.Journals:
    """A store with one show, ready to start."""
    add(store, SHOW)
    return shows.Journals()


def add(store: Store, show: ShowId, *, length: int = 3) -> None:
    """Create a show."""
    store.write(
        lambda connection: shows.create(
            connection,
            show_id=show,
            rundown=rundown(length),
            script=None,
            version=None,
            currency="CNY",
            now=0,
        )
    )


def take(store: Store, room: shows.Journals, command: Command, now: int) -> shows.Taken | Refused:
    """Send one command through the writer."""
    return store.write(lambda connection: room.take(connection, command, now=now))


def test_fifty_double_gos_move_one_step_each(store: Store) -> None:
    """Two people press GO at once, again and again: one step each time, the loser learns who was first."""
    add(store, SHOW, length=26)
    room = shows.Journals()
    take(store, room, press("start", ident="start", cue=""), 1_000)
    cues = [cue.id for segment in rundown(26).segments for cue in segment.cues]
    with ThreadPoolExecutor(2) as pool:
        for at, cue in enumerate(cues[:-1]):
            now = 10_000 * (at + 1)
            both = [
                pool.submit(take, store, room, press("go", ident=f"{who}{at}", cue=cue, actor=who), now)
                for who in ("小王", "小李")
            ]
            results = [future.result(5) for future in both]
            taken = [result for result in results if isinstance(result, shows.Taken)]
            refused = [result for result in results if isinstance(result, Refused)]
            assert len(taken) == 1
            assert [(r.code, r.by) for r in refused] == [("taken", taken[0].event.command.actor)]
            assert taken[0].state.cue == cues[at + 1]
    assert len(cues) > 50


def test_the_same_command_id_moves_once(store: Store, room: shows.Journals) -> None:
    """A command sent three times by a nervous network is one event with one receipt."""
    take(store, room, press("start", ident="start", cue=""), 1_000)
    go = press("go", ident="go-1", cue="s1c1")
    receipts = [take(store, room, go, 2_000 + n) for n in range(3)]
    assert all(isinstance(receipt, shows.Taken) for receipt in receipts)
    assert len({receipt.event.seq for receipt in receipts if isinstance(receipt, shows.Taken)}) == 1
    with store.read() as connection:
        assert len(shows.events(connection, SHOW)) == 2


def test_a_journal_never_runs_backwards(store: Store, room: shows.Journals) -> None:
    """A clock that jumps back neither stops the show nor puts an event before the one it follows."""
    take(store, room, press("start", ident="start", cue=""), 50_000)
    go = take(store, room, press("go", ident="go", cue="s1c1"), 10_000)
    assert isinstance(go, shows.Taken)
    assert go.event.at == 50_000


def test_a_fresh_fold_is_the_held_state(store: Store, room: shows.Journals) -> None:
    """What a running process holds equals what a restarted one folds from the journal."""
    take(store, room, press("start", ident="start", cue=""), 1_000)
    for at, cue in enumerate(("s1c1", "s1c2", "s2c1")):
        take(store, room, press("go", ident=f"g{at}", cue=cue), 5_000 * (at + 1))
    with store.read() as connection:
        _, held = room.state(connection, SHOW)
        _, fresh = shows.Journals().state(connection, SHOW)
        assert held == fresh == fold(rundown(), shows.events(connection, SHOW))


def test_one_show_on_air_at_a_time(store: Store, room: shows.Journals) -> None:
    """A second show is refused while one is on air: its orders could not be told apart."""
    add(store, ShowId("other"))
    take(store, room, press("start", ident="a", cue=""), 1_000)
    second = take(store, room, press("start", ident="b", cue="", show=ShowId("other")), 2_000)
    assert isinstance(second, Refused)
    assert second.code == "illegal"
    assert "夜" in (second.what.zh or "")


def test_an_unknown_show_has_a_name(store: Store) -> None:
    """Asking for a show that is not there says so in both languages."""
    with store.read() as connection, pytest.raises(shows.UnknownShow, match=r"no show x.*没有这场直播"):
        shows.Journals().state(connection, "x")


def test_an_event_of_another_process_in_the_place_of_one_rolled_back(
    store: Store, room: shows.Journals
) -> None:
    """What was folded inside a transaction that failed is not believed when the number is another's."""

    class Broken(Exception):
        """The disk was full."""

    def failing(connection: Connection) -> None:
        room.take(connection, press("start", ident="lost", actor="小王"), now=1)
        assert room.state(connection, SHOW)[0] == 1
        raise Broken

    with pytest.raises(Broken):
        store.write(failing)
    take(store, shows.Journals(), press("start", ident="kept", actor="小李"), 2)
    with store.read() as connection:
        seq, state = room.state(connection, SHOW)
    assert state.last is not None
    assert (seq, state.last.by, state.started) == (1, "小李", 2)
