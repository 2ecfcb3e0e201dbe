"""The layers of the stream's overlay: switched by the cues, unless the desk takes one over.

A cue may name a layer in its note (`lessons.overlay`). What `auto` means is drawn where it is shown
(`screens/live/js/layers.js`): the board while one is up, the
lower third at the first cue of a segment, the price while it is open, the countdown before the start and in
segments against the clock (flash sale, lucky bag, break).
"""

from __future__ import annotations

from dataclasses import replace

from lessons.rundown import Rundown
from live.journal import Event
from live.state import ShowState
from live.verbs import LAYERS


def switch(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after overlay: one layer on, off, or left to the cues again."""
    modes = {**dict(state.layers), str(event.command.args["layer"]): str(event.command.args["mode"])}
    return replace(
        state, layers=tuple((layer, modes[layer]) for layer in LAYERS if modes.get(layer, "auto") != "auto")
    )
