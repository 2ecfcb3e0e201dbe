"""Real time that a test moves on, so that nobody has to wait."""

from __future__ import annotations

from studio.studio import system_clock


class Clock:
    """Real time and as much more as was set."""

    ahead = 0

    def __call__(self) -> int:
        """UTC epoch ms."""
        return system_clock() + self.ahead
