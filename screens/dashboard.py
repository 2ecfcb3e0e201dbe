"""The dashboard's script: navigation in the session's language, then the page."""

from __future__ import annotations

import streamlit as st

from screens import entrance, frame

st.set_page_config(page_title="双语直播台 Chalk & Cart", page_icon="🍑", layout="wide")
frame.styles()

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
    ("access", ":material/admin_panel_settings:"),
)
#: Reached from beside the name, not from the bar: an owner needs it once a month.
ASIDE = "access"

mine = entrance.pages(name for name, _ in PAGES)
if not mine:
    frame.corner()
    entrance.door()
    st.stop()
page = st.navigation(
    [
        st.Page(
            f"page/{name}.py",
            title=frame.t(f"nav.{name}"),
            icon=icon,
            url_path=name,
            default=name == "home",
            visibility="hidden" if name == ASIDE else "visible",
        )
        for name, icon in PAGES
        if name in mine
    ],
    position="top",
)
frame.corner(entrance.corner)
entrance.remember()
page.run()
