"""Which show a page is about: the one chosen in this session, else the one on air, else the newest."""

from __future__ import annotations

import streamlit as st

from screens import frame
from screens.frame import t


def chosen_show() -> str | None:
    """The show of this page; without any, a word on how to get one."""
    listing = frame.studio().rooms.listing()
    ids = [show.id for show in listing]
    held = st.session_state.get("show")
    if held in ids:
        return str(held)
    on_air = [show.id for show in listing if show.started_at and not show.ended_at]
    waiting = [show.id for show in listing if not show.started_at]
    for found in (*on_air, *waiting, *ids):
        return found
    st.info(t("home.no_show"), icon=":material/lightbulb:")
    st.page_link("pages/script.py", label=t("nav.script"), icon=":material/arrow_forward:")
    return None
