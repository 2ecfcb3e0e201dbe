"""The variants of the chosen product: its sisters under one parent, what tells them apart, and a new one."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from catalog.cells import CellError, read_id
from catalog.price import effective_price
from catalog.product import Product, Sku
from screens import frame, product_form, product_view
from screens.frame import t
from studio.offers import instant
from studio.undoing import ProductExists

#: Variants in the list; a parent with more has them on the page itself, by search.
LISTED = 100


def variants(product: Product) -> None:
    """The list, the parent and the options of this one, and the small form for another."""
    found = frame.studio().catalogue.variants(product)
    if len(found) > 1:
        listing(found, product)
    with st.form(f"variant-{product.sku}", border=False):
        hint = t("variant.spu_help")
        spu = st.text_input(t("variant.spu"), product.spu or "", max_chars=128, help=hint)
        typed: dict[str, object] = {"spu": spu}
        typed["options"] = product_form.pairs(product, "options")
        pressed = st.form_submit_button(t("catalogue.save"), type="primary", icon=":material/lock:")
    if pressed:
        product_form.save(product, typed)
    another(product)


def listing(found: tuple[Product, ...], product: Product) -> None:
    """The sisters with their options, price and stock."""
    lang, at = frame.lang(), instant(frame.studio().clock())
    stock = frame.studio().catalogue.stock()
    st.dataframe(
        [
            {
                "SKU": f"▸ {item.sku}" if item.sku == product.sku else item.sku,
                t("facts.options"): " · ".join(value for _, value in item.options) or "—",
                t("catalogue.price"): product_view.price(effective_price(item, at), lang),
                t("catalogue.stock"): stock.of(item).shown,
            }
            for item in found[:LISTED]
        ],
        hide_index=True,
        width="stretch",
        placeholder="—",
    )


def another(product: Product) -> None:
    """Make a variant out of this product: same texts and pictures, an SKU and an option of its own."""
    with st.popover(t("variant.add"), icon=":material/add:", key=f"variant-new-{product.sku}"):
        with st.form(f"variant-form-{product.sku}", border=False, clear_on_submit=False):
            sku = st.text_input("SKU", max_chars=128)
            cells = st.columns(2, gap="small")
            name = cells[0].text_input(t("facts.name"), product.options[0][0] if product.options else "")
            value = cells[1].text_input(t("facts.value"))
            if not st.form_submit_button(t("variant.add_do"), type="primary"):
                return
        if not (sku.strip() and name.strip() and value.strip()):
            st.error(t("variant.incomplete"))
            return
        spu = product.spu or product.sku
        others = tuple((key, held) for key, held in product.options if key != name.strip())
        try:
            made = replace(
                product,
                sku=Sku(read_id(sku.strip())),
                spu=spu,
                options=((name.strip(), value.strip()), *others),
                stock=None,
                link_no=None,
            )
            frame.studio().catalogue.create(made, by=frame.actor())
        except CellError:
            st.error(t("new.bad_sku"))
        except ProductExists:
            st.error(t("new.exists", sku=sku.strip()))
        else:
            if product.spu is None:
                frame.studio().catalogue.edit(product.sku, spu=spu, by=frame.actor())
            st.session_state["told"] = t("new.done", sku=made.sku)
            st.rerun()
