"""The dashboard's script: navigation in the session's language, then the page."""

from __future__ import annotations

import streamlit as st

from screens import frame

st.set_page_config(page_title="双语直播台 Chalk & Cart", page_icon="🍑", layout="wide")
frame.styles()
frame.corner()

PAGES = (
    ("home", ":material/home:"),
    ("catalogue", ":material/inventory_2:"),
    ("cards", ":material/style:"),
    ("decks", ":material/print:"),
    ("script", ":material/edit_note:"),
    ("host", ":material/mic:"),
    ("producer", ":material/tune:"),
    ("report", ":material/monitoring:"),
    ("connect", ":material/cable:"),
)
st.navigation(
    [
        st.Page(
            f"page/{name}.py", title=frame.t(f"nav.{name}"), icon=icon, url_path=name, default=name == "home"
        )
        for name, icon in PAGES
    ],
    position="top",
).run()
