"""Shows for the tests of `live`: a small one to reason about, random ones, and a journal in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from catalog.bilingual import Bilingual
from catalog.product import Sku
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from live.decide import Accepted, Refused, decide
from live.fold import ShowState, apply, initial
from live.journal import Command, Event, Role, ShowId
from live.verbs import EMERGENCIES, STAGES
from vocab.card import CardId

#: 2026-11-11 20:00 in Shanghai.
EIGHT = int(datetime(2026, 11, 11, 12, tzinfo=UTC).timestamp()) * 1000
MINUTE = 60_000


def instant(ms: int, zone: str = "UTC") -> datetime:
    """The aware instant of epoch milliseconds, written in a zone."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)).astimezone(ZoneInfo(zone))


def cue(name: str, kind: str = "say", *cards: str) -> Cue:
    """A cue named by its id."""
    return Cue(CueId(name), kind, Bilingual(en=name, zh=name), tuple(CardId(card) for card in cards))


def segment(name: str, minutes: int, *cues: Cue, **more: Any) -> Segment:
    """A segment named by its id, planned for whole minutes."""
    kind, title = more.pop("kind", "product"), Bilingual(en=name, zh=name)
    return Segment(SegmentId(name), kind, title, minutes * MINUTE, cues, **more)


def peach_show(**more: Any) -> Rundown:
    """Four segments of 5, 10, 10 and 5 minutes, eight cues, two boards, a price; planned for `EIGHT`."""
    return Rundown(
        Bilingual(en="Peaches", zh="水蜜桃专场"),
        more.pop("start", instant(EIGHT)),
        "Asia/Shanghai",
        more.pop("segments", (
            segment("open", 5, cue("o1"), cue("o2")),
            segment("peach", 10, cue("p1"), cue("p2", "card", "juicy", "fuzz"), cue("p3", "price"),
                    sku=Sku("P-1")),
            segment("lesson", 10, cue("l1", "quiz", "crate", "orchard"), cue("l2", "card", "ripe"),
                    kind="lesson"),
            segment("close", 5, cue("c1"), kind="closing"),
        )),
    )


@dataclass
class Desk:
    """A journal in memory that does as the store does: same id → first receipt, else decide and append."""

    rundown: Rundown
    now: int = EIGHT
    events: list[Event] = field(default_factory=list)
    state: ShowState = field(init=False)
    ids: count[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.state = initial(self.rundown)

    def send(self, command: Command) -> Event | Refused:
        """Decide a command; time never runs backwards in a journal."""
        for event in self.events:
            if event.command.id == command.id:
                return event
        at = max(self.now, self.events[-1].at if self.events else self.now)
        verdict = decide(self.rundown, self.state, command, at)
        if isinstance(verdict, Refused):
            return verdict
        assert isinstance(verdict, Accepted)
        event = Event(len(self.events) + 1, at, command)
        self.events.append(event)
        self.state = apply(self.rundown, self.state, event)
        return event

    def do(
        self, verb: str, args: Mapping[str, object] | None = None, *, role: Role = "producer", by: str = "王",
        expects: str | None = None, id: str | None = None, later: int = 0,
    ) -> Event | Refused:
        """Send a command `later` ms from now, expecting the cue on air unless told otherwise."""
        self.now += later
        return self.send(Command(
            id=id or f"k{next(self.ids)}", show=ShowId("s"), actor=by, role=role, verb=verb,
            expects={"cue": self.state.cue if expects is None else expects}, args=args or {},
        ))

    def must(self, verb: str, args: Mapping[str, object] | None = None, **more: Any) -> Event:
        """Send a command that has to be accepted."""
        outcome = self.do(verb, args, **more)
        assert isinstance(outcome, Event), outcome
        return outcome

    def walk(self, *steps: str, later: int = MINUTE) -> Desk:
        """Several argument-free commands, each `later` ms after the one before."""
        for step in steps:
            self.must(step, later=later)
        return self


def plan_json(rundown: Rundown) -> dict[str, Any]:
    """The parts of the wire plan that the clock reads."""
    return {
        "start": None if rundown.start is None else round(rundown.start.timestamp() * 1000),
        "segments": [
            {
                "id": one.id, "duration_ms": one.duration_ms, "skip": one.skip,
                "hard_start": None if one.hard_start is None else round(one.hard_start.timestamp() * 1000),
                "cues": [{"id": cue.id} for cue in one.cues],
            }
            for one in rundown.segments
        ],
    }


#: Nights in which a clock on the wall is wrong: midnight in Shanghai, the end and the beginning of daylight
#: saving in New York, and the hour that London had twice.
_NIGHTS = (
    (datetime(2026, 11, 11, 15, 58, tzinfo=UTC), "Asia/Shanghai"),
    (datetime(2026, 11, 1, 5, 50, tzinfo=UTC), "America/New_York"),
    (datetime(2026, 3, 8, 6, 55, tzinfo=UTC), "America/New_York"),
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/London"),
)


def random_show(rng: Random) -> tuple[Rundown, int, int]:
    """A random rundown, the ms of one tick and the instant of tick 0; every time in it lies on a tick."""
    tick = rng.choice((1, 40, 1000, 7001, 60_000))
    night, zone = rng.choice(_NIGHTS)
    base = round(night.timestamp() * 1000)
    segments = []
    clock = rng.randrange(0, 6)
    start = None if rng.random() < 0.2 else clock
    for at in range(rng.randrange(1, 7)):
        length = rng.randrange(0, 15)
        hard = None
        if rng.random() < 0.25:
            hard = instant(base + max(0, clock + rng.randrange(-4, 9)) * tick, zone)
        names = [f"s{at}c{n}" for n in range(0 if rng.random() < 0.05 else rng.randrange(1, 4))]
        kinds = ("say", "say", "card", "quiz", "price")
        cues = tuple(cue(name, rng.choice(kinds), *rng.sample("abcd", rng.randrange(0, 4))) for name in names)
        segments.append(Segment(
            SegmentId(f"s{at}"), "product", Bilingual(en=f"s{at}"), length * tick, cues,
            sku=Sku(f"K{at % 3}") if rng.random() < 0.7 else None, hard_start=hard, skip=rng.random() < 0.12,
        ))
        clock += length
    planned = None if start is None else instant(base + start * tick, zone)
    return Rundown(Bilingual(en="random"), planned, zone, tuple(segments)), tick, base


def random_wish(rng: Random, desk: Desk, tick: int) -> tuple[str, dict[str, object]]:
    """A verb with arguments, more often sensible than not."""
    rundown, state = desk.rundown, desk.state
    if state.phase == "preshow" and rng.random() < 0.5:
        return "start", {}
    segments = [str(one.id) for one in rundown.segments]
    cues = [str(one.id) for part in rundown.segments for one in part.cues] or ["none"]
    messages = [message.id for message in state.messages] or ["none"]
    verb = rng.choices(
        ("go", "back", "skip", "unskip", "jump", "pause", "resume", "add_time", "end", "board_show",
         "board_reveal", "board_hide", "message", "shown", "acked", "undo", "start", "emergency", "product",
         "hosts", "hold", "release", "finish_at", "loop", "loop_off"),
        (30, 5, 7, 4, 7, 6, 9, 7, 1, 2, 4, 2, 3, 2, 2, 7, 1, 2, 7, 2, 2, 4, 5, 4, 2),
    )[0]
    fitting: dict[str, dict[str, object]] = {
        "skip": {"segment": rng.choice(segments)},
        "unskip": {"segment": rng.choice(segments)},
        "jump": {"cue": rng.choice(cues), **({"visit": True} if rng.random() < 0.5 else {})},
        "emergency": {"kind": rng.choice(EMERGENCIES)},
        "product": {"sku": f"K{rng.randrange(3)}", "to": rng.choice(STAGES)},
        "finish_at": {} if rng.random() < 0.3 else {"at": desk.now + rng.randrange(-2, 12) * tick},
        "loop": {"from": rng.choice(segments), "to": rng.choice(segments)},
        "hosts": {"hosts": rng.choice((["Lin"], ["Lin", "梅"]))},
        "add_time": {"ms": rng.choice((-6, -2, 1, 4, 9)) * tick},
        "board_show": {"cards": rng.sample("abcdef", rng.randrange(1, 4))},
        "message": {"text": {"zh": "慢一点"}, "target": rng.choice(("host", "assistant", "all"))},
        "shown": {"message": rng.choice(messages)},
        "acked": {"message": rng.choice(messages)},
        "undo": {"seq": state.undo[-1].seq if state.undo and rng.random() < 0.9 else 1},
    }
    return verb, fitting.get(verb, {})
