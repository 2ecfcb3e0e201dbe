"""The side of the review desk: which products and which of their cards, by what waits, level and flag."""

from __future__ import annotations

import streamlit as st

from screens import frame
from screens.frame import t
from store.review import FLAGS, Asked, Standing, View

VIEWS: tuple[View, ...] = ("all", "draft", "check", "none", "approved")
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "")
#: Products offered by name; a search narrows a large catalogue down.
OFFERED = 100


def asked(standing: Standing) -> Asked:
    """What the planner asks to see."""
    counts = {"draft": standing.drafts, "check": standing.checks, "none": standing.without}
    labels = {
        name: t(f"cards.view_{name}") + (f" {counts[name]}" if name in counts else "") for name in VIEWS
    }
    with st.container(key="cards-side"):
        search = st.text_input(
            t("catalogue.search"),
            placeholder=t("catalogue.search_hint"),
            key="cards-search",
            icon=":material/search:",
            live=True,
            label_visibility="collapsed",
        )
        view = st.radio(
            t("cards.view"),
            VIEWS,
            format_func=labels.__getitem__,
            key="view",
            persist_state="session",
        )
        found = frame.studio().catalogue.page(search=search, limit=OFFERED).products
        names = {"": t("cards.product_all")}
        names.update({str(item.sku): frame.both(item.title) or str(item.sku) for item in found})
        sku = st.selectbox(t("cards.product"), list(names), format_func=names.__getitem__, key="cards-sku")
        levels = st.pills(
            t("cards.level"),
            LEVELS,
            selection_mode="multi",
            format_func=lambda level: level or t("cards.level_none"),
            wrap=True,
            key="cards-levels",
        )
        flags = st.pills(
            t("cards.flag"),
            FLAGS,
            selection_mode="multi",
            format_func=lambda flag: t(f"cards.flag_{flag}"),
            wrap=True,
            key="cards-flags",
        )
    return Asked(
        view=view or "all",
        search=search,
        sku=sku or None,
        levels=tuple(levels),
        flags=tuple(flags),
    )
