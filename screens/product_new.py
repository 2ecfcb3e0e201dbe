"""A product out of somebody's head: its code and its names; the rest is typed beside the table."""

from __future__ import annotations

import streamlit as st

from catalog.bilingual import Bilingual
from catalog.cells import CellError, read_id
from catalog.product import Product, Sku
from screens import frame
from screens.frame import t
from studio.undoing import ProductExists


def button() -> None:
    """The small form; once entered, the product is what the table is searched for."""
    with st.popover(t("new.title"), icon=":material/add:", key="new-product"):
        with st.form("new-product-form", border=False):
            st.text_input("SKU", max_chars=128, placeholder=t("new.sku_hint"), key="new-sku")
            st.text_input("中文", max_chars=300, key="new-zh")
            st.text_input("English", max_chars=300, key="new-en")
            st.form_submit_button(t("new.do"), type="primary", on_click=enter)
        if (refused := st.session_state.pop("new-refused", None)) is not None:
            st.error(refused)


def enter() -> None:
    """Write it, or keep what to say about it; what was typed stays until it is written."""
    held = st.session_state
    sku, zh, en = (str(held.get(f"new-{name}") or "").strip() for name in ("sku", "zh", "en"))
    if not sku or not (zh or en):
        held["new-refused"] = t("new.incomplete")
        return
    try:
        made = Product(Sku(read_id(sku)), Bilingual(zh=zh or None, en=en or None))
        frame.studio().catalogue.create(made, by=frame.actor())
    except CellError:
        held["new-refused"] = t("new.bad_sku")
    except ProductExists:
        held["new-refused"] = t("new.exists", sku=sku)
    else:
        held["told"], held["search"] = t("new.done", sku=sku), sku
        for name in ("sku", "zh", "en"):
            held[f"new-{name}"] = ""
