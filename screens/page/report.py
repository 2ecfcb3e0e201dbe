"""After the show: planned against actual, sales per product and per segment."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import streamlit as st

from catalog.bilingual import Lang
from live.journal import ShowId
from screens import frame, report_tools, time_text
from screens.frame import t
from store.shows import ShowRow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def files(show: str, lang: Lang, revision: int | None) -> dict[str, bytes]:
    """Every file of the report by name, written afresh when somebody asks for one."""
    with tempfile.TemporaryDirectory() as folder:
        written = frame.studio().reports.write(show, Path(folder), lang=lang, revision=revision) or ()
        return {path.name: path.read_bytes() for path in written}


def tables(show: str, lang: Lang, revision: int | None) -> bytes:
    """The report's tables as CSV files in one archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files(show, lang, revision).items():
            if name.endswith(".csv"):
                archive.writestr(name, body)
    return out.getvalue()


def choose(shows: dict[ShowId, ShowRow]) -> ShowId:
    """The show to read about: the one in hand, else the newest that was on air."""
    held = st.session_state.get("show")
    ids = list(shows)
    names = {
        show.id: f"{frame.both(show.title)} · {time_text.show_state(show, frame.lang())}"
        for show in shows.values()
    }
    found: ShowId = st.selectbox(
        t("report.choose"),
        ids,
        index=ids.index(held) if held in shows else 0,
        format_func=names.__getitem__,
        key="report-show",
        label_visibility="collapsed",
    )
    return found


def downloads(show: str, page: str, revision: int | None) -> None:
    """The page, the workbook, the tables; the last two are written when they are asked for."""
    lang = frame.lang()
    name = f"report-{show}"
    save = st.download_button
    save("HTML", page, file_name=f"{name}.html", mime="text/html", key="get-html", on_click="ignore",
         icon=":material/download:", help=t("report.download"))  # fmt: skip
    save("Excel", lambda: files(show, lang, revision).get("report.xlsx", b""), file_name=f"{name}.xlsx",
         mime=XLSX, key="get-xlsx", on_click="ignore", icon=":material/table:",
         help=t("report.excel"))  # fmt: skip
    save("CSV", lambda: tables(show, lang, revision), file_name=f"{name}.zip", mime="application/zip",
         key="get-csv", on_click="ignore", icon=":material/folder_zip:", help=t("report.csv"))  # fmt: skip


frame.header("nav.report", "report.hint")
listing = frame.studio().rooms.listing()
started = {show.id: show for show in listing if show.started_at is not None}
if not started:
    st.info(t("report.none"), icon=":material/lightbulb:")
    st.page_link("page/home.py", label=t("nav.home"), icon=":material/arrow_forward:")
else:
    with st.container(horizontal=True, vertical_alignment="center", key="report-bar"):
        chosen = choose(started)
        revision = report_tools.pick_revision(chosen)
        html = frame.studio().reports.html(chosen, lang=frame.lang(), revision=revision)
        downloads(chosen, html, revision)
        if started[chosen].ended_at is None:
            st.button(t("report.refresh"), icon=":material/refresh:", key="refresh")
    if started[chosen].ended_at is None:
        st.caption(t("report.running"))
    with st.container(key="report-sheet"):
        st.iframe(html, height="content", alt=t("nav.report"))
with st.expander(t("report.settle"), icon=":material/fact_check:"):
    report_tools.settle()
with st.expander(t("plan.title"), icon=":material/science:"):
    report_tools.plan([show for show in listing if show.started_at is None])
