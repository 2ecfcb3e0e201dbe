"""The catalogue as a file to take away: our own formats, which come back unchanged, and two shops' own."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from screens import frame
from screens.frame import t
from studio.importing import export_apart

#: Name of a choice → the dialect and the ending of the file.
CHOICES = {
    "own.xlsx": ("own", ".xlsx"),
    "own.csv": ("own", ".csv"),
    "own.jsonl": ("own", ".jsonl"),
    "own.parquet": ("own", ".parquet"),
    "shopify": ("shopify", ".csv"),
    "woocommerce": ("woocommerce", ".csv"),
}


def button() -> None:
    """Choose a format; the file is made by a process of its own when it is asked for."""
    with st.popover(t("export.title"), icon=":material/download:", key="export"):
        names = {name: t(f"export.{name}") for name in CHOICES}
        name = st.radio(
            t("export.title"),
            list(names),
            format_func=names.__getitem__,
            key="export-format",
            label_visibility="collapsed",
        )
        dialect, ending = CHOICES[name]
        studio = frame.studio()
        day = datetime.fromtimestamp(studio.clock() / 1000, tz=UTC)
        st.caption(t("export.hint_own" if dialect == "own" else "export.hint_shop"))
        st.download_button(
            t("export.do"),
            lambda: export_apart(studio.store.url, dialect=dialect, ending=ending),
            file_name=f"catalogue-{dialect}-{day:%Y%m%d}{ending}",
            type="primary",
            on_click="ignore",
            key="export-do",
        )
