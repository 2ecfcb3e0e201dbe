"""The catalogue: a file goes in by a dry run first; then search, look, and mend by hand, one or many."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from catalog.categories import CategoryNode, counted_tree
from catalog.checks import FIELDS
from screens import (
    batches_view,
    frame,
    import_view,
    product_bulk,
    product_export,
    product_new,
    product_panel,
    product_standing,
    product_table,
)
from screens.frame import t
from store.product_search import Sort

PAGE = 50
#: Stands for every category or tag in the list of them; none is empty.
EVERY = ""
SORTS: tuple[Sort, ...] = ("file", "findings", "zh", "en", "list", "stock", "changed")
CSS = Path(__file__).parents[1] / "catalogue.css"


def tree() -> dict[tuple[str, ...], str]:
    """Category paths with the words of their choice: indented, with the number of products below."""
    found: dict[tuple[str, ...], str] = {}

    def walk(nodes: tuple[CategoryNode, ...]) -> None:
        for node in nodes:
            found[node.path] = f"{'　' * (len(node.path) - 1)}{node.name}（{node.count:,}）"
            walk(node.children)

    walk(counted_tree(frame.studio().catalogue.category_counts()))
    return found


def filters() -> dict[str, object]:
    """Search, category with what is below it, tag, one more narrowing; what the store is asked for."""
    with st.container(horizontal=True, vertical_alignment="center", key="catalogue-filter"):
        search = st.text_input(
            t("catalogue.search"),
            placeholder=t("catalogue.search_pinyin"),
            key="search",
            icon=":material/search:",
            live=True,
            label_visibility="collapsed",
            width="stretch",
        )
        nodes, every = tree(), t("catalogue.every_category")
        category = st.selectbox(
            t("catalogue.category"),
            [(), *nodes],
            key="category",
            format_func=lambda path: nodes.get(path, every),
            label_visibility="collapsed",
            width=220,
        )
        every_tag = t("catalogue.every_tag")
        tag = st.selectbox(
            t("catalogue.tags"),
            [EVERY, *frame.studio().catalogue.tags()],
            key="tag",
            format_func=lambda name: name or every_tag,
            label_visibility="collapsed",
            width=130,
        )
        choices = {only: product_standing.name(only) for only in product_standing.ONLY}
        only = st.selectbox(
            t("only.title"),
            product_standing.ONLY,
            key="only",
            format_func=choices.__getitem__,
            label_visibility="collapsed",
            width=150,
        )
    return {
        "search": search,
        "category": category or None,
        "tag": tag or None,
        "findings": only == product_standing.FINDINGS,
        "low": only == product_standing.LOW,
        "lacks": only if only in FIELDS else None,
    }


def view() -> tuple[Sort, bool]:
    """The order, and whether the table is there to type into."""
    sorts = {name: t(f"sort.{name}") for name in SORTS}  # fixed now: the language may change under a widget
    modes = {name: t(f"catalogue.{name}") for name in ("look", "sheet")}
    sort = st.selectbox(
        t("catalogue.sort"),
        SORTS,
        key="sort",
        format_func=sorts.__getitem__,
        label_visibility="collapsed",
        width=170,
    )
    mode = st.segmented_control(
        t("catalogue.mode"),
        list(modes),
        key="catalogue-mode",
        default="look",
        required=True,
        format_func=modes.__getitem__,
        label_visibility="collapsed",
    )
    return sort, mode == "sheet"


def table() -> None:
    """The products, searched, ordered and paged in the store, with the chosen one beside them."""
    held = frame.studio().catalogue
    wanted = filters()
    foot = st.container(key="catalogue-view", horizontal=True, vertical_alignment="center")
    with foot:
        sort, typing = view()
    narrowed = any(wanted.values())
    slot = f"page-{'-'.join(map(str, wanted.values()))}-{sort}"
    number = int(st.session_state.get(slot, 1))
    page = held.page(**wanted, sort=sort, offset=(number - 1) * PAGE, limit=PAGE)  # type: ignore[arg-type]
    if not page.products:
        key = "catalogue.nothing" if narrowed else "catalogue.empty"
        st.info(t(key), icon=":material/inventory_2:")
        if not narrowed:
            product_new.button()
        return
    with foot:
        st.caption(t("catalogue.found", n=f"{page.total:,}"))
        if page.total > PAGE:
            st.pagination(-(-page.total // PAGE), key=slot)
        if not typing:
            st.caption(t("catalogue.choose_hint"))
        product_new.button()
        product_export.button()
    round_ = st.session_state.get("bulk-round", 0)
    key = f"{slot}-{number}-{frame.lang()}-{round_}"
    if typing:
        product_table.sheet(page, key)
        return
    st.session_state.pop("sheet-of", None)
    bulk = st.container(key="bulk")
    with st.container(key="catalogue-split"):
        left, right = st.columns([3, 2], gap="medium")
        with left:
            clicked, ticked = product_table.listing(page, key)
        with right:
            if clicked is not None:
                product_panel.panel(clicked)
    with bulk:
        if ticked:
            product_bulk.bar(ticked, lambda: held.skus(**wanted), page.total, key)  # type: ignore[arg-type]


st.html(CSS)
frame.header("nav.catalogue", "catalogue.hint")
product_standing.strip()
if (told := st.session_state.pop("told", None)) is not None:
    st.toast(told, icon=":material/check:")
if not import_view.importer():
    table()
    batches_view.batches()
