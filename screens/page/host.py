"""The host's screen: script, board, clocks and counters, dark and large."""

from __future__ import annotations

from screens.live_component import live_view
from screens.show_choice import chosen_show

if (show := chosen_show()) is not None:
    live_view("host", show)
