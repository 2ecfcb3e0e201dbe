"""After the show: planned against actual, sales per product and per segment."""

from __future__ import annotations

import streamlit as st

from screens import frame, time_text
from screens.frame import t

frame.header("nav.report", "report.hint")
shows = {show.id: show for show in frame.studio().rooms.listing() if show.started_at is not None}
if not shows:
    st.info(t("report.not_started"), icon=":material/lightbulb:")
else:
    held = st.session_state.get("show")
    ids = list(shows)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            t("report.choose"),
            ids,
            index=ids.index(held) if held in ids else 0,
            format_func=lambda show: (
                f"{frame.both(shows[show].title)} · {time_text.day(shows[show].started_at or 0)}"
            ),
            key="report-show",
        )
        page = frame.studio().reports.html(chosen, lang=frame.lang())
        st.download_button(
            t("report.download"),
            page,
            file_name=f"report-{chosen}.html",
            mime="text/html",
            icon=":material/download:",
        )
    if shows[chosen].ended_at is None:
        st.caption(t("report.running"))
    st.iframe(page, height="content")
