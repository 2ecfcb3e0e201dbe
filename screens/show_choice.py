"""Which show a page is about: the one chosen in this session, else the one on air, else the newest."""

from __future__ import annotations

import streamlit as st

from live.journal import ShowId
from screens import frame, time_text
from screens.frame import t
from store.shows import ShowRow


def _usual(listing: tuple[ShowRow, ...]) -> ShowId | None:
    """The show meant when nobody chose: on air, else waiting, else the newest."""
    ids = [show.id for show in listing]
    held = st.session_state.get("show")
    if held in ids:
        return ShowId(held)
    on_air = [show.id for show in listing if show.started_at and not show.ended_at]
    waiting = [show.id for show in listing if not show.started_at]
    return next(iter((*on_air, *waiting, *ids)), None)


def chosen_show() -> str | None:
    """The show of this page; without any, a word on how to get one."""
    found = _usual(frame.studio().rooms.listing())
    if found is None:
        st.info(t("home.no_show"), icon=":material/lightbulb:")
        st.page_link("page/script.py", label=t("nav.script"), icon=":material/arrow_forward:")
    return found


def pick_show() -> str | None:
    """The show of this page with a list to choose another; the choice holds for the other pages too."""
    listing = frame.studio().rooms.listing()
    found = _usual(listing)
    if found is None or len(listing) == 1:
        return chosen_show()
    names = {
        show.id: f"{frame.both(show.title)} · {time_text.show_state(show, frame.lang())}" for show in listing
    }
    ids = list(names)
    chosen: ShowId = st.selectbox(
        t("report.choose"),
        ids,
        index=ids.index(found),
        format_func=lambda show: names.get(show, show),
        label_visibility="collapsed",
    )
    st.session_state["show"] = chosen
    return chosen
