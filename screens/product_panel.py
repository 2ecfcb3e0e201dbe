"""The chosen product beside the table: its head, its stock, what stands against it, and its pages."""

from __future__ import annotations

import streamlit as st

from catalog.product import Product
from catalog.stock import stock_findings
from screens import (
    frame,
    product_findings,
    product_form,
    product_pictures,
    product_variants,
    product_view,
    product_windows,
)
from screens.frame import t
from studio.offers import instant

PAGES = ("texts", "price", "facts", "variants", "pictures", "history")


def panel(product: Product) -> None:
    """One product; what is changed here is locked against re-imports."""
    catalogue, lang = frame.studio().catalogue, frame.lang()
    now = frame.studio().clock()
    allowed = frame.studio().guard.overrides(product.sku)
    ledger = catalogue.stock().of(product)
    with st.container(key="product-detail"):
        st.html(product_view.head(product, instant(now), lang))
        st.html(product_view.stock_bar(ledger, lang))
        found = (*stock_findings(product.sku, ledger), *catalogue.findings(product))
        product_findings.listing(product, found, allowed, now)
        tabs = st.tabs(
            [t(f"detail.{name}") for name in PAGES], key=f"tabs-{product.sku}", on_change="rerun"
        )
        for name, tab in zip(PAGES, tabs, strict=True):
            if tab.open:
                with tab:
                    page(name, product)


def page(name: str, product: Product) -> None:
    """The page of that name."""
    catalogue, now = frame.studio().catalogue, instant(frame.studio().clock())
    if name == "texts":
        product_form.form(product)
    elif name == "price":
        product_windows.prices(product, now)
    elif name == "facts":
        product_form.facts(product)
    elif name == "variants":
        product_variants.variants(product)
    elif name == "pictures":
        product_pictures.pictures(product)
    else:
        history = catalogue.history(product.sku), frame.studio().guard.overrides(product.sku)
        st.html(product_view.history(*history, frame.lang()))
