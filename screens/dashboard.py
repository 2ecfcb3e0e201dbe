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
    # Every address leads to the door, and behind it to what was asked for.
    title = frame.t("entrance.title")
    doors = [st.Page(entrance.door, title=title, url_path=name, default=name == "home") for name, _ in PAGES]
    st.navigation(doors, position="hidden").run()
    st.stop()
page = st.navigation(
    [
        st.Page(
            f"page/{name}.py",
            title=frame.t(f"nav.{name}"),
            icon=icon,
            url_path=name,
            default=name == "home",
            visibility="visible" if name in mine and name != ASIDE else "hidden",
        )
        for name, icon in PAGES
    ],
    position="top",
)
frame.corner(entrance.corner)
entrance.remember()
if page.url_path in ("", *mine):
    page.run()
else:
    # Registered all the same, as links of other pages name it; decided here, before anything of it runs.
    entrance.not_yours()
