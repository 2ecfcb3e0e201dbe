"""The producer's desk: GO, time, messages; Streamlit around it for what is not second-critical."""

from __future__ import annotations

from screens.live_component import live_view
from screens.show_choice import chosen_show

if (show := chosen_show()) is not None:
    live_view("producer", show)
