"""Draft templates on the screen: read one, change its text, keep it as one's own file."""

from __future__ import annotations

import streamlit as st

from screens import frame
from screens.frame import t


def panel() -> None:
    """Choose a template and edit its text; a saved one stands in front of the shipped one of its name."""
    templates = frame.studio().scripts.templates
    st.caption(t("templates.hint", folder=templates.folder.resolve()))
    rows = {row.name: row for row in templates.listing()}
    names = {
        name: " · ".join(
            (frame.both(row.title), t("templates.own") if row.own else t("templates.shipped"), f"{name}.md")
        )
        for name, row in rows.items()
    }
    chosen = st.selectbox(
        t("script.template"), list(rows), format_func=lambda name: names.get(name, name), key="template-name"
    )
    text = st.text_area(
        t("templates.text"),
        templates.text(chosen),
        height=420,
        key=f"template-text-{chosen}-{rows[chosen].own}",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(t("templates.name"), chosen, key=f"template-as-{chosen}", max_chars=60)
        if st.button(t("templates.save"), type="primary", icon=":material/save:", key="template-save"):
            saved, found = templates.save(name, text)
            if saved in {row.name for row in templates.listing() if row.own}:
                st.session_state["template-said"] = t("templates.saved", name=saved)
            else:
                st.error(t("templates.bad"))
            st.session_state["template-findings"] = found
        if rows[chosen].own and st.button(t("templates.drop"), icon=":material/delete:", key="template-drop"):
            templates.drop(chosen)
            st.rerun()
    if (said := st.session_state.pop("template-said", None)) is not None:
        st.success(said)
    frame.findings(st.session_state.pop("template-findings", ()))
