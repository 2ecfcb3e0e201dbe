"""The catalogue: a file goes in by a dry run first; then search, look, and mend by hand."""

from __future__ import annotations

import streamlit as st

from catalog.bilingual import Bilingual, Lang
from catalog.money import Money, MoneyError, decimal_text, parse_money
from catalog.product import Product
from screens import frame, import_view, product_view
from screens.frame import t
from studio.plan import instant

PAGE = 50
#: Stands for every category in the list of them; no category is empty.
EVERY = ""
#: Heights in CSS pixels: a row tall enough for its picture, and the table's most.
ROW, HEAD, TALLEST = 40, 38, 620
#: The name in the reader's language stands first, the other one last.
NAMES: dict[Lang, tuple[str, str]] = {"zh": ("zh", "en"), "en": ("en", "zh")}
MIDDLE = ("price", "stock", "notes", "list", "tags", "category")


def filters() -> tuple[str, str | None]:
    """Search and category."""
    everything = t("catalogue.every_category")
    with st.container(horizontal=True, vertical_alignment="center", key="catalogue-filter"):
        search = st.text_input(
            t("catalogue.search"),
            placeholder=t("catalogue.search_hint"),
            key="search",
            icon=":material/search:",
            live=True,
            label_visibility="collapsed",
        )
        category = st.selectbox(
            t("catalogue.category"),
            [EVERY, *frame.studio().catalogue.categories()],
            key="category",
            format_func=lambda name: everything if name == EVERY else name,
            label_visibility="collapsed",
            width=300,
        )
    return search, None if category == EVERY else category


def table() -> None:
    """The products, searched and paged in the store, with the chosen one beside them."""
    search, category = filters()
    held = frame.studio().catalogue
    slot = f"page-{search}-{category}"
    offset = (int(st.session_state.get(slot, 1)) - 1) * PAGE
    page = held.page(search=search, category=category, offset=offset, limit=PAGE)
    if not page.products:
        st.info(
            t("catalogue.nothing" if search or category else "catalogue.empty"), icon=":material/inventory_2:"
        )
        return
    with st.container(key="catalogue-split"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            chosen = listing(page.products, f"{slot}-{offset}")
        with right:
            if chosen is not None:
                detail(chosen)
    with st.container(horizontal=True, vertical_alignment="center", key="catalogue-foot"):
        st.caption(t("catalogue.found", n=page.total))
        if page.total > PAGE:
            st.pagination(-(-page.total // PAGE), key=slot)


def listing(products: tuple[Product, ...], key: str) -> Product | None:
    """The table of one page; returns the product whose line was clicked."""
    column = st.column_config
    event = st.dataframe(
        product_view.rows(products, instant(frame.studio().clock()), frame.lang()),
        hide_index=True,
        width="stretch",
        height=min(HEAD + ROW * len(products), TALLEST),
        row_height=ROW,
        on_select="rerun",
        selection_mode="single-cell",
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
            "stock": column.NumberColumn(t("catalogue.stock"), width=70, format="localized"),
            "tags": column.ListColumn(t("catalogue.tags"), width=125),
            "notes": column.NumberColumn(t("catalogue.notes"), width=52),
        },
    )
    cells = event.selection.cells
    return products[cells[0][0]] if cells and cells[0][0] < len(products) else None


def detail(product: Product) -> None:
    """One product, both languages side by side; what is changed here is locked against re-imports."""
    with st.container(key="product-detail"):
        st.html(product_view.detail(product, instant(frame.studio().clock()), frame.lang()))
        with st.form(f"edit-{product.sku}", border=False):
            left, right = st.columns(2, gap="small")
            texts = {}
            for column, lang, name in ((left, "zh", "中文"), (right, "en", "English")):
                title, body = product.title.get(lang) or "", product.description.get(lang) or ""  # type: ignore[arg-type]
                texts[f"title_{lang}"] = column.text_input(name, title, max_chars=300)
                texts[f"description_{lang}"] = column.text_area(
                    f"{name} · {t('catalogue.description')}", body, height=190, label_visibility="collapsed"
                )
            columns = st.columns(4, gap="small")
            listed = columns[0].text_input(t("catalogue.list_price"), amount(product.list_price))
            floor = columns[1].text_input(t("catalogue.floor"), amount(product.floor_price))
            stock = columns[2].number_input(t("catalogue.stock"), min_value=0, value=product.stock, step=1)
            link = columns[3].text_input(t("catalogue.link_no"), product.link_no or "", max_chars=40)
            if st.form_submit_button(t("catalogue.save"), type="primary", icon=":material/lock:"):
                try:
                    changes = changed(product, texts, listed, floor, stock, link)
                except MoneyError as error:
                    st.error(t("catalogue.not_money", text=error.text))
                else:
                    save(product, changes)


def amount(money: Money | None) -> str:
    """An amount as it is typed; empty when unknown."""
    return "" if money is None else decimal_text(money.minor, money.currency)


def changed(
    product: Product, texts: dict[str, str], listed: str, floor: str, stock: int | float | None, link: str
) -> dict[str, object]:
    """The fields that a person changed. Raises MoneyError for a price that is none."""
    held = product.list_price or product.floor_price
    currency = held.currency if held else "CNY"

    def money(typed: str) -> Money | None:
        return parse_money(typed, currency=currency) if typed.strip() else None

    wanted: dict[str, object] = {
        "title": Bilingual(en=texts["title_en"].strip() or None, zh=texts["title_zh"].strip() or None),
        "description": Bilingual(en=texts["description_en"] or None, zh=texts["description_zh"] or None),
        "list_price": money(listed),
        "floor_price": money(floor),
        "stock": None if stock is None else int(stock),
        "link_no": link.strip() or None,
    }
    return {name: value for name, value in wanted.items() if value != getattr(product, name)}


def save(product: Product, changes: dict[str, object]) -> None:
    """Write what changed and say so."""
    if changes:
        frame.studio().catalogue.edit(product.sku, **changes)
        st.toast(t("catalogue.saved", n=len(changes)), icon=":material/lock:")
        st.rerun()


frame.header("nav.catalogue", "catalogue.hint")
if not import_view.importer():
    table()
