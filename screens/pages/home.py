"""Tonight: the newcomer's two choices, or where each show stands."""

from __future__ import annotations

import streamlit as st

from screens import frame, time_text
from screens.frame import t
from store.shows import ShowRow
from studio.sample_show import open_sample


def newcomer() -> None:
    """The first screen of a fresh store."""
    with st.container(key="welcome"):
        st.markdown(f"## {t('home.welcome')}")
        st.markdown(t("home.what"))
        with st.container(horizontal=True, key="welcome-choices"):
            if st.button(t("home.sample"), type="primary", icon=":material/play_circle:", key="open-sample"):
                with st.spinner(t("home.opening")):
                    open_sample(frame.studio())
                st.rerun()
            if st.button(t("home.own"), icon=":material/upload_file:", key="own-catalogue"):
                st.switch_page("pages/catalogue.py")
        st.caption(t("home.sample_hint"))


def steps() -> None:
    """The way from file to air with its numbers: what is done and what waits."""
    held = frame.studio()
    health = held.health()
    tally = held.boards.tally()
    rows = (
        ("catalogue", health["products"], "home.products"),
        ("cards", tally.get("approved", 0), "home.approved"),
        ("script", health["scripts"], "home.scripts"),
        ("report", sum(1 for show in held.rooms.listing() if show.ended_at), "home.shows"),
    )
    for column, (name, count, label) in zip(st.columns(4), rows, strict=True):
        with column, st.container(border=True, key=f"step-{name}"):
            st.metric(t(label), f"{count:,}")
            st.page_link(f"pages/{name}.py", label=t(f"home.go_{name}"), icon=":material/arrow_forward:")


def show_row(show: ShowRow) -> None:
    """One show: its name, where it stands, and the doors to it."""
    held = frame.studio()
    with st.container(border=True, key=f"show-{show.id}", horizontal=True, vertical_alignment="center"):
        with st.container():
            st.markdown(f"**{frame.both(show.title)}**")
            st.caption(time_text.show_state(show, frame.lang()))
        if show.started_at is None and st.button(
            t("home.go_live"), type="primary", key=f"live-{show.id}", icon=":material/sensors:"
        ):
            ack = held.rooms.press(
                show.id, "start", actor=frame.actor(), role="producer", expects={"cue": ""}
            )
            if ack["ok"]:
                st.session_state["show"] = show.id
                st.switch_page("pages/host.py")
            st.error(frame.both_json(ack["what"]))
        if show.ended_at is None:
            for page in ("host", "producer"):
                if st.button(t(f"nav.{page}"), key=f"{page}-{show.id}"):
                    st.session_state["show"] = show.id
                    st.switch_page(f"pages/{page}.py")
        elif st.button(t("nav.report"), key=f"report-{show.id}", icon=":material/monitoring:"):
            st.session_state["show"] = show.id
            st.switch_page("pages/report.py")


frame.header("home.title", "home.hint")
if frame.studio().is_empty():
    newcomer()
else:
    listing = frame.studio().rooms.listing()
    st.subheader(t("home.shows_title"), anchor=False)
    for row in listing[:8]:
        show_row(row)
    if not listing:
        st.info(t("home.no_show"), icon=":material/lightbulb:")
    st.subheader(t("home.way"), anchor=False)
    steps()
