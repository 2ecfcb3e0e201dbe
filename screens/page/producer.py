"""The producer's desk: GO, time and messages in the live view; a strip of slower things above it."""

from __future__ import annotations

import streamlit as st

from screens import air_view, desk_numbers, frame
from screens.frame import t
from screens.live_component import live_view
from screens.show_choice import chosen_show
from screens.texts import text

#: Calls about the host rather than the show; those about the show are on keys 1–8 of the live view.
CALLS = ("water", "camera", "louder", "smile")
STRIP = "3.25rem"


def call(show: str, name: str) -> None:
    """Send a ready-made message to the host."""
    zh, en = (text(f"call.{name}", "zh"), text(f"call.{name}", "en"))
    ack = frame.studio().rooms.press(
        show,
        "message",
        actor=frame.actor(),
        role="producer",
        args={"text": {"zh": zh, "en": en}, "target": "host"},
    )
    if not ack["ok"]:
        st.toast(frame.both_json(ack["what"]), icon=":material/error:")


def strip(show: str) -> None:
    """Ready-made calls, entries by hand, the demonstration feed."""
    feed = frame.studio().demo
    with st.container(horizontal=True, vertical_alignment="center", key="desk-strip"):
        for name in CALLS:
            st.button(
                t(f"call.{name}"), key=f"call-{name}", on_click=call, args=(show, name), width="content"
            )
        desk_numbers.popovers(show)
        with st.popover(t("air.room"), icon=":material/keyboard:", width="content"), st.container(width=640):
            air_view.room_form()
        with st.popover(t("air.asrun"), icon=":material/history:", width="content"), st.container(width=420):
            air_view.as_run(show)
        st.space("stretch")
        on = st.toggle(
            t("connect.demo"), value=feed.running() == show, key="demo-on", help=t("connect.demo_hint")
        )
        if on and feed.running() != show:
            feed.start(show)
        elif not on and feed.running() == show:
            feed.stop()


frame.styles()
if (show_id := chosen_show()) is not None:
    strip(show_id)
    live_view("producer", show_id, top=f"calc(3.75rem + {STRIP})")
