"""How often a source may call: a bucket that fills with time and empties by calls."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

#: Deliveries a second from one source: four times what the largest room's webhooks were measured at.
RATE: Final = 2000
#: Deliveries with a bad signature a second that are kept to look at; beyond that they are refused unkept.
BAD_RATE: Final = 20


@dataclass(slots=True)
class Bucket:
    """At most `rate` calls a second, `rate` of them at once. Time is UTC epoch milliseconds and may jump.

    It holds thousandths of a call, so that a millisecond fills it by a whole number.
    """

    rate: int
    _full: int = field(init=False)
    _at: int | None = None

    def __post_init__(self) -> None:
        if self.rate < 1:
            raise ValueError(f"a rate must be 1 or more, not {self.rate}")
        self._full = self.rate * 1000

    def take(self, now: int) -> bool:
        """Whether one more call may pass at `now`."""
        passed = 0 if self._at is None else max(now - self._at, 0)
        self._at = now
        self._full = min(self.rate * 1000, self._full + passed * self.rate)
        if self._full < 1000:
            return False
        self._full -= 1000
        return True
