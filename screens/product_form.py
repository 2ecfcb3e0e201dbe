"""The chosen product to type into: texts and figures, and everything else a show may be asked about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from catalog.fields import changed_fields, get_field
from catalog.product import Product
from catalog.typed import amount_text, field_of, take_typed
from screens import frame, product_view
from screens.frame import t


def form(product: Product) -> None:
    """Both languages side by side, and the figures."""
    locked = frame.studio().catalogue.locked(product.sku)
    with st.form(f"edit-{product.sku}", border=False):
        left, right = st.columns(2, gap="small")
        typed: dict[str, object] = {}
        for column, lang, name in ((left, "zh", "中文"), (right, "en", "English")):
            title, body = product.title.get(lang) or "", product.description.get(lang) or ""  # type: ignore[arg-type]
            typed[f"title_{lang}"] = column.text_input(name, title, max_chars=300)
            typed[f"description_{lang}"] = column.text_area(
                f"{name} · {t('catalogue.description')}", body, height=190, label_visibility="collapsed"
            )
        cells = st.columns(4, gap="small")
        typed["list_price"] = cells[0].text_input(t("catalogue.list_price"), amount_text(product.list_price))
        typed["floor_price"] = cells[1].text_input(t("catalogue.floor"), amount_text(product.floor_price))
        stock = cells[2].number_input(t("catalogue.stock"), min_value=0, value=product.stock, step=1)
        typed["stock"] = "" if stock is None else str(int(stock))
        typed["link_no"] = cells[3].text_input(t("catalogue.link_no"), product.link_no or "", max_chars=40)
        more = st.columns([2, 1, 1], gap="small")
        known = sorted({*frame.studio().catalogue.categories(), *filter(None, [product.category])})
        typed["category"] = more[0].selectbox(
            t("catalogue.category"),
            known,
            index=None if product.category is None else known.index(product.category),
            accept_new_options=True,
            placeholder=t("bulk.category_hint"),
            key=f"form-category-{product.sku}-{product.category}",
        )
        typed["brand"] = more[1].text_input(t("field.brand"), product.brand or "")
        typed["cost"] = more[2].text_input(t("detail.cost"), amount_text(product.cost))
        pressed = st.form_submit_button(t("catalogue.save"), type="primary", icon=":material/lock:")
    if pressed:
        save(product, typed)
    if locked:
        names = "、".join(product_view.field(name, frame.lang()) for name in sorted(locked))
        with st.container(horizontal=True, vertical_alignment="center", key="locked-fields"):
            st.caption(f":material/lock: {t('detail.locked')}：{names}")
            st.button(
                t("detail.unlock"),
                key=f"unlock-{product.sku}",
                type="tertiary",
                on_click=frame.studio().catalogue.unlock,
                args=(product.sku, locked),
            )


def save(product: Product, typed: Mapping[str, object]) -> None:
    """Write what changed and say so; a cell that cannot be meant is named and costs itself."""
    changed, found = take_typed(product, typed)
    for finding in found:
        st.error(f"{frame.both(finding.what)} {frame.both(finding.fix)}")
    names = changed_fields(product, changed)
    if names:
        # Only the cells that differ from what was shown: what a colleague changed meanwhile stays.
        own = {
            column: value
            for column, value in typed.items()
            if get_field(product, field_of(column)) != get_field(changed, field_of(column))
        }
        frame.studio().catalogue.mend(product.sku, lambda held: take_typed(held, own)[0], by=frame.actor())
        st.session_state["told"] = t("catalogue.saved", n=len(names))
        if not found:
            st.rerun()


def facts(product: Product) -> None:
    """Where it comes from, what is in it, what proves it, and what the files said besides."""
    with st.form(f"facts-{product.sku}", border=False):
        typed: dict[str, object] = {}
        for name in ("origin", "ingredients"):
            cells = st.columns(2, gap="small")
            for cell, lang, words in zip(cells, ("zh", "en"), ("中文", "English"), strict=True):
                held = getattr(product, name).get(lang) or ""
                label = f"{t(f'facts.{name}')} · {words}"
                if name == "origin":
                    typed[f"{name}_{lang}"] = cell.text_input(label, held, max_chars=300)
                else:
                    typed[f"{name}_{lang}"] = cell.text_area(label, held, height=90)
        for name in ("certificates", "documents"):
            typed[name] = st.text_area(
                t(f"facts.{name}"),
                "\n".join(getattr(product, name)),
                height=80,
                help=t(f"facts.{name}_help"),
                placeholder=t("facts.per_line"),
            )
        tags = st.multiselect(
            t("catalogue.tags"),
            sorted({*frame.studio().catalogue.tags(), *product.tags}),
            list(product.tags),
            accept_new_options=True,
            key=f"facts-tags-{product.sku}-{hash(product.tags)}",
        )
        typed["tags"] = tags
        typed["attributes"] = pairs(product, "attributes")
        pressed = st.form_submit_button(t("catalogue.save"), type="primary", icon=":material/lock:")
    if pressed:
        save(product, typed)


def pairs(product: Product, name: str) -> list[tuple[object, object]]:
    """Names and values as rows to type into."""
    held: tuple[tuple[str, str], ...] = getattr(product, name)
    left, right = t("facts.name"), t("facts.value")
    st.caption(t(f"facts.{name}"))
    rows = {left: [key for key, _ in held], right: [value for _, value in held]}
    table: Any = st.data_editor(
        pd.DataFrame(rows, dtype=object).astype("string"),  # an empty column has no kind of its own
        key=f"{name}-{product.sku}-{hash(held)}",
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        column_config={
            left: st.column_config.TextColumn(left, width=120),
            right: st.column_config.TextColumn(right),
        },
    )
    return [(_cell(a), _cell(b)) for a, b in zip(table[left], table[right], strict=True)]


def _cell(value: Any) -> object:
    return None if pd.isna(value) else value
