"""A second opinion on a show: the slowest honest way, one tick after the other.

It knows nothing of `live`: the rundown becomes a flat list of cues, a countdown loses one per tick, the
future is found by letting the show run on tick by tick, a "must start by" by trying earlier and earlier
starts, and `undo` by replaying the show as if the command had never been given. All times are ticks counted
from `base`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from lessons.rundown import Rundown

STAGES = {"w": "waiting", "e": "explaining", "h": "price_hidden", "o": "open", "s": "sold_out", "x": "off"}
#: From each stage (by its letter) to which others.
WAYS = {"w": "ehox", "e": "whox", "h": "eox", "o": "hsx", "s": "ox", "x": "w"}
MOVES = {(STAGES[here], STAGES[to]) for here, there in WAYS.items() for to in there}
ZERO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Shot:
    """A segment on air once."""

    part: int
    kick: int
    end: int | None = None
    still: int = 0
    extra: int = 0


@dataclass
class World:
    """Everything about the show at one tick."""

    on_air: bool = False
    over: bool = False
    spot: int = -1
    began: int | None = None
    ended: int | None = None
    frozen: bool = False
    left: int = 0
    out: set[int] = field(default_factory=set)
    shots: list[Shot] = field(default_factory=list)
    words: list[str] | None = None
    known: int = 0
    prices: dict[str, int] = field(default_factory=dict)
    notes: dict[str, dict[str, object]] = field(default_factory=dict)
    stage: dict[str, str] = field(default_factory=dict)
    alarm: str | None = None
    home: int | None = None
    table: list[str] = field(default_factory=list)
    goal: bool = False
    kept: bool = False
    ring: tuple[int, int] | None = None


class Simulator:
    """Keeps what was said at which tick and plays it from the beginning whenever asked."""

    def __init__(self, rundown: Rundown, tick: int, base: int) -> None:
        def ticks(moment: datetime) -> int:
            ms = round((moment - ZERO).total_seconds() * 1000) - base
            assert ms % tick == 0
            return ms // tick

        self.tick, self.base = tick, base
        self.parts = list(rundown.segments)
        self.long = [part.duration_ms // tick for part in self.parts]
        self.wall = [None if part.hard_start is None else ticks(part.hard_start) for part in self.parts]
        self.plan = None if rundown.start is None else ticks(rundown.start)
        self.flat = [(p, cue) for p, part in enumerate(self.parts) for cue in part.cues]
        self.out = {p for p, part in enumerate(self.parts) if part.skip or not part.cues}
        self.said: list[tuple[int, int, str, Mapping[str, object], str]] = []
        self.moved: int | None = None
        self.hosts = list(rundown.hosts)

    # What happened

    def world(self, until: int) -> World:
        """The show at tick `until`, played from the first command on."""
        world = World(out=set(self.out), table=list(self.hosts))
        if not self.said:
            return world
        for t in range(self.said[0][0], until + 1):
            for when, _, verb, args, name in self.said:
                if when == t:
                    self._play(world, t, verb, args, name)
            if t == until or not world.on_air:
                continue
            if world.frozen:
                world.shots[-1].still += 1
            if world.goal or not world.frozen:
                world.left -= 1
        return world

    def say(self, t: int, seq: int, verb: str, args: Mapping[str, object], name: str) -> None:
        """An accepted command."""
        if verb in ("start", "go", "back", "jump", "end", "undo"):
            self.moved = t
        if verb == "skip":
            before = self.world(t)
            if before.on_air and self._part(args["segment"]) == self.flat[before.spot][0]:
                self.moved = t
        if verb == "undo":
            self.said = [entry for entry in self.said if entry[1] != args["seq"]]
        else:
            self.said.append((t, seq, verb, args, name))

    def opinion(self, t: int, verb: str, args: Mapping[str, object]) -> str | None:
        """The refusal code a producer (a host, for receipts) should get, None when the command is fine."""
        world = self.world(t)
        wrong_phase = {
            "start": world.on_air or world.over,
            "undo": False,
            "shown": False,
            "acked": False,
        }.get(verb, world.over if verb in (
            "skip", "unskip", "message", "board_show", "board_reveal", "board_hide", "product", "hosts",
            "loop", "loop_off", "edit", "overlay",
        ) else not world.on_air)
        if verb in ("shown", "acked"):
            note = world.notes.get(str(args["message"]))
            if note is None:
                return "bad"
            if note["target"] == "assistant":
                return "forbidden"
            return "taken" if note[verb] else None
        if verb == "jump" and all(cue.id != args["cue"] for _, cue in self.flat):
            return "bad"
        sku = str(args.get("sku"))
        if verb == "product" and all(part.sku != sku for part in self.parts):
            return "bad"
        if wrong_phase:
            return "illegal"
        if verb == "product":
            here = world.stage.get(sku, "waiting")
            if here == args["to"] and sku in world.stage:
                return "taken"
            return None if (here, args["to"]) in MOVES else "illegal"
        if verb == "hold":
            return "taken" if world.kept else None
        if verb == "release":
            return None if world.kept else "illegal"
        if verb == "finish_at":
            if "at" in args:
                return None if self._tick(args) > t else "illegal"
            return None if world.goal else "illegal"
        if verb == "loop":
            a, b = self._part(args["from"]), self._part(args["to"])
            if a > b or sum(a <= p <= b for p, _ in self.flat) < 2:
                return "illegal"
            return "taken" if world.ring == (a, b) else None
        if verb == "loop_off":
            return "illegal" if world.ring is None else None
        if verb == "emergency":
            return "taken" if world.alarm == args["kind"] else None
        if verb == "hosts":
            return "illegal" if world.table == args["hosts"] else None
        if verb == "start":
            return None if any(p not in world.out for p, _ in self.flat) else "illegal"
        if verb in ("go", "back"):
            if self.moved is not None and (t - self.moved) * self.tick < 300:
                return "taken"
            if world.kept:
                return "illegal"
            return None if self._step(world, 1 if verb == "go" else -1) is not None else "illegal"
        if verb == "jump":
            if world.kept or self.flat[world.spot][1].id == args["cue"]:
                return "illegal"
            wanted = next(p for p, cue in self.flat if cue.id == args["cue"])
            return "illegal" if "visit" in args and wanted >= self.flat[self._home(world)][0] else None
        if verb in ("skip", "unskip"):
            p = self._part(args["segment"])
            if not self.parts[p].cues or (p in world.out) != (verb == "unskip"):
                return "illegal"
            if verb == "skip" and world.on_air and p == self.flat[world.spot][0]:
                if world.kept:
                    return "illegal"
                return None if self._leave(world, dropped=True) is not None else "illegal"
            return None
        if verb == "pause":
            return "illegal" if world.frozen else None
        if verb == "resume":
            return None if world.frozen else "illegal"
        if verb == "board_hide":
            return None if world.words is not None else "illegal"
        if verb == "board_reveal":
            return None if world.words is not None and world.known < len(world.words) else "illegal"
        if verb == "undo":
            receipts = ("message", "shown", "acked")
            newest = next((entry for entry in reversed(self.said) if entry[2] not in receipts), None)
            if newest is None or newest[2] == "start":
                return "illegal"
            if newest[1] != args["seq"]:
                return "taken"
            return "illegal" if (t - newest[0]) * self.tick > 60_000 and newest[2] != "end" else None
        return None

    def _play(self, world: World, t: int, verb: str, args: Mapping[str, object], name: str) -> None:
        if verb == "start":
            world.on_air, world.began = True, t
            self._light(world, t, next(i for i, (p, _) in enumerate(self.flat) if p not in world.out))
        elif verb in ("go", "back"):
            spot = self._step(world, 1 if verb == "go" else -1)
            assert spot is not None
            self._light(world, t, spot, anew=verb == "go" and spot <= world.spot)
        elif verb == "jump":
            home = self._home(world) if "visit" in args else None
            self._light(world, t, next(i for i, (_, cue) in enumerate(self.flat) if cue.id == args["cue"]))
            world.home = home if home is not None else world.home
        elif verb == "skip":
            p = self._part(args["segment"])
            if world.on_air and p == self.flat[world.spot][0]:
                spot, visited = self._leave(world, dropped=True), world.home is not None
                assert spot is not None
                self._light(world, t, spot)
                if visited:
                    return
            world.out.add(p)
        elif verb == "unskip":
            world.out.discard(self._part(args["segment"]))
        elif verb in ("pause", "resume"):
            world.frozen = verb == "pause"
            world.alarm = None if verb == "resume" else world.alarm
        elif verb == "emergency":
            world.frozen, world.alarm = True, str(args["kind"])
        elif verb == "hosts":
            world.table = list(map(str, args["hosts"]))  # type: ignore[call-overload]
        elif verb == "product":
            self._shelve(world, t, str(args["sku"]), str(args["to"]))
        elif verb == "add_time":
            ticks = int(str(args["ms"])) // self.tick
            world.left += ticks
            world.shots[-1].extra += ticks
        elif verb == "finish_at":
            world.goal = "at" in args
            shot = world.shots[-1]
            world.left = (
                self._tick(args) - t if world.goal
                else self.long[shot.part] + shot.extra + shot.still - (t - shot.kick)
            )
        elif verb in ("hold", "release"):
            world.kept = verb == "hold"
        elif verb == "loop":
            world.ring = (self._part(args["from"]), self._part(args["to"]))
        elif verb == "loop_off":
            world.ring = None
        elif verb == "end":
            world.kept = False
            world.on_air, world.over, world.frozen, world.ended, world.words = False, True, False, t, None
            world.alarm = world.home = None
            world.shots[-1].end = t
        elif verb == "board_show":
            world.words, world.known = list(map(str, args["cards"])), 1  # type: ignore[call-overload]
        elif verb == "board_reveal":
            world.known += 1
        elif verb == "board_hide":
            world.words = None
        elif verb == "message":
            world.notes[name] = {"target": args["target"], "shown": False, "acked": False}
        elif verb in ("shown", "acked"):
            world.notes[str(args["message"])].update({verb: True, "shown": True})

    def _tick(self, args: Mapping[str, object]) -> int:
        return (int(str(args["at"])) - self.base) // self.tick

    def _light(self, world: World, t: int, spot: int, *, anew: bool = False) -> None:
        p, cue = self.flat[spot]
        if anew or not world.shots or world.shots[-1].part != p:
            world.goal = False
            world.home = None
            if world.shots:
                world.shots[-1].end = t
            world.shots.append(Shot(p, t))
            world.left = self.long[p]
        world.spot = spot
        world.out.discard(p)
        sku = self.parts[p].sku
        if sku:
            here = world.stage.get(str(sku), "waiting")
            if cue.kind == "price" and here not in ("open", "sold_out", "off"):
                self._shelve(world, t, str(sku), "open")
            elif here == "waiting":
                self._shelve(world, t, str(sku), "explaining")
        opens = cue.kind in ("card", "quiz") and len(cue.card_ids) > 0
        world.words = [str(card) for card in cue.card_ids] if opens else None
        world.known = 1 if cue.kind == "card" else 0

    def _shelve(self, world: World, t: int, sku: str, to: str) -> None:
        world.stage[sku] = to
        if to == "open":
            world.prices.setdefault(sku, t)

    def _step(self, world: World, way: int) -> int | None:
        spot = world.spot + way
        inside = 0 <= spot < len(self.flat) and self.flat[spot][0] == self.flat[world.spot][0]
        if inside:
            return spot
        if way > 0:
            return self._leave(world)
        while spot >= 0 and world.home is None:
            if self.flat[spot][0] not in world.out:
                return spot
            spot -= 1
        return None

    def onward(self, t: int) -> str | None:
        """The cue that GO would put on air at tick `t`."""
        spot = self._step(self.world(t), 1)
        return None if spot is None else self.flat[spot][1].id

    def _leave(self, world: World, *, dropped: bool = False) -> int | None:
        """Where the show goes when it leaves the part on air: home from a visit, else onward."""
        here = self.flat[world.spot][0]
        if world.home is not None:
            if self.flat[world.home][0] not in world.out:
                return world.home
            here = self.flat[world.home][0]
        elif world.ring is not None and world.ring[0] <= here <= world.ring[1]:
            a, b = world.ring
            out = world.out | {here} if dropped else world.out
            onward = [i for i, (p, _) in enumerate(self.flat) if here < p <= b and p not in world.out]
            round_again = [i for i, (p, _) in enumerate(self.flat) if a <= p <= b and p not in out]
            if not onward and round_again and round_again[0] != world.spot:
                return round_again[0]
        return next((i for i, (p, _) in enumerate(self.flat) if p > here and p not in world.out), None)

    def _home(self, world: World) -> int:
        """Where a visit that began now would come back to."""
        if world.home is not None:
            return world.home
        onward = self._step(world, 1)
        return world.spot if onward is None else onward

    def _part(self, name: object) -> int:
        return [str(part.id) for part in self.parts].index(str(name))

    # What is planned and what will be

    def planned(self, now: int) -> list[tuple[int | None, int | None]]:
        """The plan walked tick by tick, from its start or the real one."""
        t = self.plan if self.plan is not None else self.world(now).began
        spans: list[tuple[int | None, int | None]] = []
        for p in range(len(self.parts)):
            first = t
            if p not in self.out:
                t, first = self._run_through(p, t)
            spans.append((first, t))
        return spans

    def future(self, now: int) -> list[tuple[int | None, int | None] | None]:
        """Start and end of the segment on air and those after it, by letting the show run on.

        None for a segment behind us.
        """
        world = self.world(now)
        spans: list[tuple[int | None, int | None] | None] = []
        if world.over:
            return [None] * len(self.parts)
        here = self.flat[world.spot][0] if world.on_air else -1
        edge = here if world.home is None else self.flat[world.home][0]
        t: int | None = now if world.on_air or (self.plan is not None and self.plan < now) else self.plan
        for p in range(len(self.parts)):
            if p < edge and p != here:
                spans.append(None)
            elif p == here:
                assert t is not None
                left = world.left
                while left > 0:
                    t, left = t + 1, left - 1
                spans.append((world.shots[-1].kick, t))
            elif p in world.out:
                spans.append((t, t))
            else:
                wall = self.wall[p]
                if t is None and wall is not None and wall < now:
                    t = now
                t, first = self._run_through(p, t)
                spans.append((first, t))
        return spans

    def _run_through(self, p: int, t: int | None) -> tuple[int | None, int | None]:
        """The end and the start of a whole segment when the one before ends at `t`."""
        wall = self.wall[p]
        if t is None and wall is None:
            return None, None
        if t is None:
            t = wall
        assert t is not None
        while wall is not None and t < wall:
            t += 1
        first = t
        for _ in range(self.long[p]):
            t += 1
        return t, first

    def latest(self, now: int) -> list[int | None]:
        """The latest start of each segment on air or to come that keeps the next wall, by trying."""
        world = self.world(now)
        here = self.flat[world.spot][0] if world.on_air else -1
        edge = here if world.home is None else self.flat[world.home][0]
        found: list[int | None] = []
        for p in range(len(self.parts)):
            if world.over or (p < edge and p != here) or p in world.out:
                found.append(None)
                continue
            ahead = [
                q for q in range(p, len(self.parts))
                if q not in world.out and (q >= edge or q == here)
            ]
            walled = [q for q in ahead if self.wall[q] is not None]
            if not walled:
                found.append(None)
                continue
            wall = self.wall[walled[0]]
            assert wall is not None
            start = wall
            while start + sum(self.long[q] for q in ahead if q < walled[0]) > wall:
                start -= 1
            found.append(start)
        return found
