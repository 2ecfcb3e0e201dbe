"""A rehearsal: the same verbs, fold and clock at one to twenty times the speed, and not a row in any journal.

It is a value: nothing here can reach a store, so nothing can be written to the real log by mistake.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lessons.rundown import Rundown
from live.decide import decide
from live.fold import ShowState, apply, initial
from live.journal import Command, Event
from live.verdict import Refused

#: The fastest rehearsal: an hour in three minutes, about as fast as a person can follow cues.
FASTEST = 20


class BadSpeed(Exception):
    """A speed outside 1 … `FASTEST`."""

    def __init__(self, speed: int) -> None:
        super().__init__(
            f"A rehearsal runs at 1 to {FASTEST} times, not {speed}. 彩排速度应为 1–{FASTEST} 倍。"
        )


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A show that is only practised.

    At wall time `began` (UTC epoch ms) the practised clock reads `show_time` and runs `speed` times as fast.
    """

    rundown: Rundown
    state: ShowState
    speed: int
    began: int
    show_time: int
    events: tuple[Event, ...] = ()

    def now(self, wall: int) -> int:
        """The practised instant at wall time `wall` (UTC epoch ms)."""
        return self.show_time + (wall - self.began) * self.speed

    def take(self, command: Command, wall: int) -> tuple[Rehearsal, Event | Refused]:
        """Decide a command as on air; returns the rehearsal after it and the event or the refusal.

        The same command id again gives the first event. Two GO must be `MIN_SPAN_MS` of *wall* time apart:
        the hand that presses is not faster in a rehearsal.
        """
        known = next((event for event in self.events if event.command.id == command.id), None)
        if known is not None:
            return self, known
        at = max(self.now(wall), self.events[-1].at if self.events else self.show_time)
        last = self.state.last
        hand = at if last is None else last.at + (at - last.at) // self.speed
        verdict = decide(self.rundown, self.state, command, hand if command.verb in ("go", "back") else at)
        if isinstance(verdict, Refused):
            return self, verdict
        event = Event(len(self.events) + 1, at, command)
        state = apply(self.rundown, self.state, event)
        return replace(self, state=state, events=(*self.events, event)), event

    def at_speed(self, speed: int, wall: int) -> Rehearsal:
        """The rehearsal going on at another speed from `wall` on.

        Raises:
            BadSpeed: outside 1 … `FASTEST`.
        """
        return replace(self, speed=_checked(speed), began=wall, show_time=self.now(wall))


def rehearse(rundown: Rundown, *, wall: int, show_time: int, speed: int = 1) -> Rehearsal:
    """A rehearsal that begins at wall time `wall` as if it were `show_time` (both UTC epoch ms).

    Raises:
        BadSpeed: outside 1 … `FASTEST`.
        NotPlayable: when the rundown cannot go on air.
    """
    return Rehearsal(rundown, initial(rundown), _checked(speed), wall, show_time)


def _checked(speed: int) -> int:
    if not 1 <= speed <= FASTEST:
        raise BadSpeed(speed)
    return speed
