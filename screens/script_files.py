"""A script from a file, and a script to take away: text, sheets, pages for the printer."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import streamlit as st

from screens import frame, time_text
from screens.frame import t
from screens.script_desk import Desk
from screens.script_print import print_url


def import_panel() -> str | None:
    """Read a script from a file; what is wrong with it is shown before it becomes a script."""
    scripts = frame.studio().scripts
    with st.container(border=True, key="import-panel"):
        left, right = st.columns([3, 1])
        file = left.file_uploader(t("desk.import_hint"), type=["md", "txt", "xlsx", "csv"], key="script-file")
        today = datetime.fromtimestamp(frame.studio().clock() / 1000, tz=ZoneInfo(time_text.ZONE)).date()
        day = right.date_input(t("desk.import_day"), today, key="script-day")
        if file is None:
            return None
        sheet = file.name.casefold().endswith((".xlsx", ".csv"))
        if sheet:
            reading = scripts.read_sheet(file.getvalue(), name=file.name, day=day)
            rundown, found = reading.rundown, reading.findings
        else:
            text = file.getvalue().decode("utf-8-sig", errors="replace")
            rundown, found = scripts.parse(text, name=file.name)
        frame.findings(found)
        if not rundown.segments:
            st.warning(t("desk.import_none"))
            return None
        label = t("desk.import_do", n=len(rundown.segments))
        if st.button(label, type="primary", key="import-do", icon=":material/check:"):
            if sheet:
                return scripts.take_in(reading, name=file.name, by=frame.actor())
            return scripts.new(rundown, by=frame.actor())
    return None


def panel(desk: Desk) -> None:
    """Pages for the printer, and files."""
    scripts = frame.studio().scripts
    st.caption(t("print.hint"))
    with st.container(horizontal=True):
        for kind, icon in (
            ("table", ":material/table:"),
            ("cards", ":material/badge:"),
            ("facts", ":material/fact_check:"),
        ):
            st.link_button(
                t(f"print.{kind}"),
                print_url(frame.studio().scripts, desk.script, kind, frame.lang()),
                icon=icon,
                width="content",
            )
    st.markdown(f"**{t('print.files')}**")
    with st.container(horizontal=True):
        st.download_button(
            t("print.md"),
            lambda: scripts.text(desk.rundown),
            file_name="show.md",
            key="file-md",
            on_click="ignore",
            icon=":material/description:",
        )
        for suffix in ("xlsx", "csv"):
            st.download_button(
                t(f"print.{suffix}"),
                partial(scripts.sheet, desk.script, desk.rundown, suffix=f".{suffix}"),
                file_name=f"show.{suffix}",
                key=f"file-{suffix}",
                on_click="ignore",
                icon=":material/table:",
            )
