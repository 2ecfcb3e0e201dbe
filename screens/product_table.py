"""The catalogue's table, to look at and choose from, or to type into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from catalog.bilingual import Lang
from catalog.product import Product, Sku
from catalog.typed import AMOUNT, take_typed
from screens import frame, product_view
from screens.frame import t
from store.product_search import Page
from studio.offers import instant

#: Heights in CSS pixels: a row tall enough for its picture, and the table's most.
ROW, HEAD, TALLEST = 40, 38, 620
#: The name in the reader's language stands first, the other one last.
NAMES: Mapping[Lang, tuple[str, str]] = {"zh": ("zh", "en"), "en": ("en", "zh")}
MIDDLE = ("price", "stock", "notes", "list", "tags", "category")
#: Columns of the sheet, in the order of typing.
CELLS = ("live_price", "floor_price", "list_price", "stock", "link_no", "tags", "category", "brand")


def listing(page: Page, key: str) -> tuple[Product | None, tuple[Sku, ...]]:
    """The table of one page; returns the product whose line was clicked, and the SKUs that are ticked."""
    column = st.column_config
    event = st.dataframe(
        product_view.rows(
            page, instant(frame.studio().clock()), frame.lang(), frame.studio().catalogue.stock()
        ),
        hide_index=True,
        width="stretch",
        height=min(HEAD + ROW * len(page.products), TALLEST),
        row_height=ROW,
        on_select="rerun",
        selection_mode=["multi-row", "single-cell"],
        key=f"products-{key}",
        column_order=("image", "sku", *NAMES[frame.lang()][:1], *MIDDLE, *NAMES[frame.lang()][1:]),
        placeholder="—",
        alt=t("catalogue.table_alt"),
        column_config={
            "image": column.ImageColumn("", width=44),
            "sku": column.TextColumn("SKU", width=80),
            "zh": column.TextColumn(t("catalogue.title_zh"), width=190),
            "en": column.TextColumn(t("catalogue.title_en"), width=255),
            "category": column.TextColumn(t("catalogue.category"), width=170),
            "list": column.TextColumn(t("catalogue.list_price"), width=76, alignment="right"),
            "price": column.TextColumn(t("catalogue.price"), width=76, alignment="right"),
            "stock": column.NumberColumn(t("catalogue.to_sell"), width=70, format="localized"),
            "tags": column.ListColumn(t("catalogue.tags"), width=125),
            "notes": column.NumberColumn(t("catalogue.notes"), width=52),
        },
    )
    products = page.products
    cells = event.selection.cells
    clicked = products[cells[0][0]] if cells and cells[0][0] < len(products) else None
    ticked = tuple(products[row].sku for row in event.selection.rows if row < len(products))
    return clicked, ticked


def sheet(page: Page, key: str) -> None:
    """The table to type into: each cell is saved as it is left, one that is malformed is not taken.

    The rows handed to the editor stay those it began with, or it would forget the cell somebody is in.
    """
    held = st.session_state
    if held.get("sheet-of") != key:
        held["sheet-of"], held["sheet-rows"] = key, product_view.sheet(page.products)
    column = st.column_config
    st.caption(t("catalogue.sheet_hint"))
    first, last = (f"title_{lang}" for lang in NAMES[frame.lang()])
    money = {
        name: column.TextColumn(label, width=84, validate=AMOUNT, alignment="right")
        for name, label in (
            ("list_price", t("catalogue.list_price")),
            ("live_price", t("catalogue.live_price")),
            ("floor_price", t("catalogue.floor")),
        )
    }
    st.data_editor(
        held["sheet-rows"],
        key=f"sheet-{key}",
        hide_index=True,
        width="stretch",
        height=min(HEAD + ROW * len(held["sheet-rows"]), TALLEST),
        row_height=ROW,
        disabled=["sku"],
        placeholder="—",
        column_order=("sku", first, last, *CELLS),
        on_change=keep,
        args=(f"sheet-{key}",),
        column_config={
            **money,
            "sku": column.TextColumn("SKU", width=110, pinned=True),
            "title_zh": column.TextColumn(t("catalogue.title_zh"), width=190, max_chars=300),
            "title_en": column.TextColumn(t("catalogue.title_en"), width=230, max_chars=300),
            "stock": column.NumberColumn(t("catalogue.stock"), width=70, min_value=0, step=1),
            "link_no": column.TextColumn(t("catalogue.link_no"), width=70, max_chars=40),
            "tags": column.ListColumn(t("catalogue.tags"), width=130),
            "category": column.TextColumn(t("catalogue.category"), width=150),
            "brand": column.TextColumn(t("field.brand"), width=110),
        },
    )
    for words in held.pop("sheet-refused", ()):
        st.error(words)


def keep(key: str) -> None:
    """Save what was typed since the last time; cells that hold what the store holds cost nothing."""
    held = st.session_state
    edited: Mapping[int, Mapping[str, Any]] = held[key]["edited_rows"]
    refused: list[str] = []
    seen: dict[str, Any] = held.setdefault(f"{key}-seen", {})
    for row, cells in edited.items():
        sku = Sku(held["sheet-rows"][int(row)]["sku"])
        fresh = {name: value for name, value in cells.items() if seen.get(f"{sku}/{name}", ...) != value}
        if not fresh:
            continue
        seen.update({f"{sku}/{name}": value for name, value in fresh.items()})
        product = frame.studio().catalogue.get(sku)
        if product is None:
            continue
        _, found = take_typed(product, fresh)
        refused += [f"{sku}: {frame.both(one.what)} {frame.both(one.fix)}" for one in found]

        def change(now: Product, fresh: Mapping[str, Any] = fresh) -> Product:
            return take_typed(now, fresh)[0]

        if frame.studio().catalogue.mend(sku, change, by=frame.actor()) != product:
            held["told"] = t("catalogue.cell_saved", sku=sku)
    held["sheet-refused"] = refused
