"""Rehearsals of shows: the live screens at one to twenty times the speed, in memory and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from lessons.rundown import Rundown
from live.fold import ShowState, to_json
from live.journal import Command
from live.place import epoch_ms
from live.rehearsal import Rehearsal, rehearse
from live.verdict import Refused
from studio.acks import refusal
from studio.board_card import board_json
from studio.hub import REHEARSAL, Hub
from studio.plan import Json
from vocab.card import Card

#: A rehearsal begins so long before the planned start: time to see the countdown run out.
BEFORE_MS = 60_000
ReadPlan = Callable[[str, Rundown, ShowState], Json]


@dataclass(slots=True)
class _Held:
    """A rehearsal, the number of its first event, and the words found in it.

    A new beginning must not count its events from 1 again.
    """

    rehearsal: Rehearsal
    base: int = 0
    words: dict[str, Card] = field(default_factory=dict)

    @property
    def seq(self) -> int:
        return self.base + len(self.rehearsal.events)


class Rehearsals:
    """The rehearsals of this process, one per show. Nothing here holds a store."""

    def __init__(
        self, hub: Hub, clock: Callable[[], int], *, rundown: Callable[[str], Rundown], plan: ReadPlan
    ) -> None:
        self._hub = hub
        self._clock = clock
        self._rundown = rundown
        self._plan = plan
        self._held: dict[str, _Held] = {}
        self._guard = threading.RLock()

    @staticmethod
    def key(show: str) -> str:
        """The name under which the hub knows the screens that rehearse a show."""
        return show + REHEARSAL

    def snapshot(self, show: str) -> Json:
        """What a rehearsing screen needs; begins the rehearsal where there is none.

        Raises:
            UnknownShow: when there is no such show.
        """
        with self._guard:
            held = self._of(show)
            return {
                "t": "snapshot",
                "now": self._clock(),
                "seq": held.seq,
                "show": show,
                "plan": self._plan_json(show, held),
                "state": to_json(held.rehearsal.state),
                "counters": None,
            }

    def command(self, command: Command) -> Json:
        """Decide a command as on air and tell the rehearsing screens; returns the ack."""
        with self._guard:
            held = self._of(command.show)
            # The sender's patience is wall time, the practised clock runs faster.
            rehearsal, outcome = held.rehearsal.take(replace(command, until=None), self._clock())
            if isinstance(outcome, Refused):
                return refusal(command.id, outcome.code, outcome.what, by=outcome.by, at=outcome.at)
            fresh = len(rehearsal.events) > len(held.rehearsal.events)
            held.rehearsal = rehearsal
            if fresh:
                self._tell(command.show, held)
            return {
                "t": "ack", "id": command.id, "ok": True, "seq": held.base + outcome.seq, "at": outcome.at
            }

    def standing(self, show: str) -> tuple[Rundown, ShowState, int]:
        """Plan, state and practised instant."""
        with self._guard:
            held = self._of(show).rehearsal
            return held.rundown, held.state, held.now(self._clock())

    def add_word(self, show: str, card: Card) -> None:
        """Give a word found while rehearsing to the rehearsing screens; it is gone with the rehearsal."""
        with self._guard:
            held = self._of(show)
            held.words[card.id] = card
            self._tell(show, held)

    def words(self, show: str) -> Mapping[str, Card]:
        """The words found while rehearsing a show."""
        with self._guard:
            return dict(self._of(show).words)

    def set_speed(self, show: str, speed: int) -> None:
        """Go on at another speed.

        Raises:
            BadSpeed: outside 1 … 20.
        """
        with self._guard:
            held = self._of(show)
            held.rehearsal = held.rehearsal.at_speed(speed, self._clock())
            self._tell(show, held)

    def restart(self, show: str) -> None:
        """Begin anew at the same speed."""
        with self._guard:
            held = self._of(show)
            self._held[show] = fresh = self._begin(show, held.rehearsal.speed, base=held.seq + 1)
            self._tell(show, fresh)

    def _of(self, show: str) -> _Held:
        if show not in self._held:
            self._held[show] = self._begin(show, 1, base=0)
        return self._held[show]

    def _begin(self, show: str, speed: int, *, base: int) -> _Held:
        rundown, wall = self._rundown(show), self._clock()
        start = wall if rundown.start is None else epoch_ms(rundown.start)
        return _Held(rehearse(rundown, wall=wall, show_time=start - BEFORE_MS, speed=speed), base)

    def _tell(self, show: str, held: _Held) -> None:
        now, key = self._clock(), self.key(show)
        state = to_json(held.rehearsal.state)
        self._hub.publish(key, {"t": "change", "now": now, "seq": held.seq, "state": state})
        self._hub.publish(key, {"t": "plan", "now": now, "plan": self._plan_json(show, held)})

    def _plan_json(self, show: str, held: _Held) -> Json:
        rehearsal = held.rehearsal
        clock = {"speed": rehearsal.speed, "began": rehearsal.began, "show_time": rehearsal.show_time}
        plan = self._plan(show, rehearsal.rundown, rehearsal.state)
        found = {name: board_json(card) for name, card in held.words.items()}
        return {**plan, "cards": {**cast(Json, plan["cards"]), **found}, "rehearsal": clock}
