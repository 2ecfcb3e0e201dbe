"""The one open studio of a serving process.

Streamlit runs page scripts with nothing handed in, so they need one place to ask. The lifespan puts the
studio here and takes it away again; everything else gets it as an argument.
"""

from __future__ import annotations

import sys

from studio.studio import Studio

#: How long a thread that computes may keep the others waiting. A press changes threads a dozen times; beside
#: a thread that computes it took 29 ms with Python's own 5 ms, 13 with 1 ms, 10 with this.
TURN_S = 0.0005


class NotRunning(RuntimeError):
    """A page asked for the studio before the lifespan opened it."""

    def __init__(self) -> None:
        super().__init__(
            "The studio is not open: start with `streamlit run streamlit_app.py`. 程序尚未启动。"
        )


_holder: list[Studio] = []


def enter(studio: Studio) -> None:
    """Make `studio` the current one, and let its threads take turns quickly."""
    sys.setswitchinterval(TURN_S)
    _holder[:] = [studio]


def leave() -> None:
    """There is no current studio any more."""
    _holder.clear()


def current() -> Studio:
    """The open studio; raises `NotRunning`."""
    if not _holder:
        raise NotRunning
    return _holder[0]
