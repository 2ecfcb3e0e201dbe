"""A show run by four threads in a child that tells what was acknowledged, until it is killed.

`Killed` starts such children one after another on one store, each on what the last one left, and holds the
store against everything that was acknowledged. `tests/test_live_killed.py` kills a few times,
`bench/live_killed.py` a hundred.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from catalog.bilingual import Bilingual
from live.asrun import as_run
from live.clock import remaining
from live.fold import fold, to_json
from live.journal import Command, Event, Role, ShowId
from store import shows
from studio.sample_show import open_sample
from studio.studio import Studio, system_clock

#: Kind, what it names, and what was said of it.
Told = tuple[str, str, Any]


def digest(state: Any) -> str:
    """A state's wire form as a hash: message, timers, pause and board are all in it."""
    return sha256(json.dumps(to_json(state), sort_keys=True).encode()).hexdigest()


def play(url: str, show: str, script: str, kill: int, told: Connection) -> None:
    """Run the show until killed. What is sent through `told` was acknowledged before."""
    studio = Studio(url, serve=True)
    rooms, numbers, guard = studio.rooms, count(), threading.Lock()

    def tell(*what: object) -> None:
        with guard:
            told.send(what)

    def press(verb: str, args: dict[str, object], *, role: Role = "producer", cue: str | None = None) -> bool:
        ident = f"{kill}-{next(numbers)}"
        expects = {} if cue is None else {"cue": cue}
        before = system_clock()
        ack = rooms.command(Command(ident, ShowId(show), f"k{kill}", role, verb, expects, args))
        if ack["ok"]:
            tell("event", ident, {"seq": ack["seq"], "verb": verb, "between": [before, system_clock()]})
        return bool(ack["ok"])

    def moves() -> None:
        while True:
            seq, state = rooms.state(show)
            tell("state", str(seq), digest(state))
            if not press("go", {"confirm": True}, cue=state.cue):
                press("back", {"confirm": True}, cue=state.cue)
            time.sleep(0.01)

    def words() -> None:
        for n in count():
            press("message", {"text": {"zh": f"{kill}-{n}"}, "target": "host"})
            waiting = [one for one in rooms.state(show)[1].messages if one.acked is None]
            press("acked", {"message": waiting[0].id}, role="host")

    def clocks() -> None:
        for n in count():
            press("pause" if n % 2 == 0 else "resume", {})
            press("add_time", {"ms": 1000 * (1 - 2 * (n % 2))})
            press("beat_set", {"beat": f"b{n % 3}", "label": {"zh": "福袋"}, "every_ms": 60_000 + n})

    def edits() -> None:
        for n in count():
            link = str(1 + (kill * 1000 + n) % 9000)
            studio.catalogue.edit("P001", link_no=link, by=f"k{kill}")
            tell("edit", link, kill * 1000 + n)
            rundown, version = studio.scripts.load(script) or (None, 0)
            assert rundown is not None
            title = Bilingual(zh=f"{kill}-{n}", en=None)
            saved = studio.scripts.save(script, replace(rundown, title=title), base=version, by=f"k{kill}")
            tell("script", str(saved), title.zh)

    press("start", {"reason": "killed"}, cue="")
    for work in (moves, words, clocks, edits):
        threading.Thread(target=work, daemon=True).start()
    threading.Event().wait()


@dataclass
class Killed:
    """A store on which shows are run and killed; `heard` is all that was ever acknowledged."""

    url: str
    seed: int = 0
    kills: int = 0
    heard: list[Told] = field(default_factory=list)
    #: Milliseconds from an event's instant to its acknowledgement: as far may the clock be off the wall.
    off: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        studio = Studio(self.url, serve=True)
        self.show = open_sample(studio)
        self.script = next(iter(studio.scripts.listing())).id
        studio.close()
        self._rng = Random(self.seed)
        # A server that has everything imported already: a child then starts in a moment.
        way = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
        self._context: Any = get_context(way)
        if way == "forkserver":
            self._context.set_forkserver_preload(["tests.live_killed"])

    def kill(self) -> None:
        """Start a child, wait for a random number of acknowledgements, kill it without goodbye."""
        here, there = self._context.Pipe(duplex=False)
        args = (self.url, self.show, self.script, self.kills, there)
        child = self._context.Process(target=play, args=args, daemon=True)
        child.start()
        there.close()
        after = self._rng.randrange(1, 80)
        try:
            for _ in range(after):
                self.heard.append(here.recv())
            time.sleep(self._rng.random() * 0.01)
            os.kill(child.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            while True:
                self.heard.append(here.recv())
        except (EOFError, OSError):
            pass  # the pipe broke with the child; a line cut in two was never told
        child.join()
        here.close()
        self.kills += 1

    def check(self) -> None:
        """Open the store as a server does and hold everything against it."""
        studio = Studio(self.url, serve=True)
        try:
            with studio.store.read() as connection:
                rundown = shows.Journals().rundown(connection, self.show)
                events = shows.events(connection, self.show)
            self._check_journal(events)
            self._check_states(lambda seq: digest(fold(rundown, events[:seq])))
            self._check_edits(studio)
            seq, state = studio.rooms.state(self.show)
            assert (seq, digest(state)) == (len(events), digest(fold(rundown, events)))
            rows = as_run(rundown, events, now=studio.clock())
            begun = [row.kickoff for row in rows if row.kickoff is not None]
            assert begun[-1:] == [run.kickoff for run in state.runs[-1:]]
            snapshot = studio.rooms.snapshot(self.show)
            assert snapshot["state"] == json.loads(json.dumps(to_json(state)))
            self._check_clock(rundown, state, events)
            self._repeat(studio, seq)
        finally:
            studio.close()

    def _check_journal(self, events: tuple[Event, ...]) -> None:
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        stored = {event.command.id: event for event in events}
        assert len(stored) == len(events)
        for kind, ident, what in self.heard:
            if kind == "event":
                event = stored[ident]
                assert (event.seq, event.command.verb) == (what["seq"], what["verb"])

    def _check_states(self, at: Callable[[int], str]) -> None:
        told = {int(seq): found for kind, seq, found in self.heard if kind == "state"}
        for seq in sorted(told)[-3:]:  # a fold from the start costs; the newest hold the oldest
            assert at(seq) == told[seq]

    def _check_edits(self, studio: Studio) -> None:
        """The newest acknowledged edit is there, or one that came after it."""
        links = [(what, link) for kind, link, what in self.heard if kind == "edit"]
        if links:
            found = studio.catalogue.products(["P001"])
            (product,) = found.values()
            newest = max(links)[0]
            # Written but not told: the one after it, or the first of a child killed before it could tell.
            later = [newest + 1, *(kill * 1000 for kill in range(newest // 1000 + 1, self.kills))]
            nexts = {str(1 + n % 9000) for n in (newest, *later)}
            assert product.link_no in nexts, (product.link_no, newest)
        for version, title in {int(v): t for kind, v, t in self.heard if kind == "script"}.items():
            loaded = studio.scripts.load(self.script, version)
            assert loaded is not None
            assert loaded[0].title.zh == title

    def _check_clock(self, rundown: Any, state: Any, events: tuple[Event, ...]) -> None:
        """The remaining time against the wall: by instants taken around the presses, not by the journal."""
        between = {ident: what["between"] for kind, ident, what in self.heard if kind == "event"}
        for event in events:
            if event.command.id in between:
                first, last = between[event.command.id]
                assert first <= event.at <= last
                self.off.append(last - event.at)
        now = system_clock()
        left = remaining(rundown, state, now)
        later = remaining(rundown, state, now + 60_000)
        assert left is not None
        assert later is not None
        assert left - later == (0 if state.paused is not None else 60_000)

    def _repeat(self, studio: Studio, seq: int) -> None:
        """A command that was acknowledged before the cut gets its first receipt and moves nothing."""
        told = [(ident, what) for kind, ident, what in self.heard if kind == "event"]
        if not told:
            return
        ident, what = told[-1]
        again = Command(ident, ShowId(self.show), "k", "producer", what["verb"], {"cue": ""}, {})
        ack = studio.rooms.command(again)
        assert (ack["ok"], ack["seq"]) == (True, what["seq"])
        assert studio.rooms.state(self.show)[0] == seq
