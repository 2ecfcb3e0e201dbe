"""The catalogue: a file goes in by a dry run first; then search, look, and mend by hand."""

from __future__ import annotations

import streamlit as st
from catalog.plan import ImportPlan, change_text

from catalog.money import MoneyError, format_money, parse_money
from catalog.price import effective_price
from catalog.product import Product
from screens import frame
from screens.frame import t
from studio.plan import instant

PAGE = 50


def money(product: Product, *, listed: bool) -> str:
    """A price of a product as text, "—" when unknown."""
    held = product.list_price if listed else effective_price(product, instant(frame.studio().clock()))
    return "—" if held is None else format_money(held, lang=frame.lang())


def dry_run(plan: ImportPlan) -> None:
    """What the file would change; nothing is written before the button."""
    counts = plan.to_json()
    for column, name in zip(
        st.columns(5), ("create", "update", "unchanged", "error", "warnings"), strict=True
    ):
        column.metric(t(f"import.{name}"), str(counts[name]))
    st.caption(t("import.read_as", dialect=plan.dialect, encoding=plan.encoding or "—"))
    if plan.update:
        with st.expander(t("import.changes", n=len(plan.update)), expanded=True):
            st.dataframe(
                [
                    {
                        t("import.sku"): change.sku,
                        t("import.field"): change.field,
                        t("import.old"): change_text(change.old),
                        t("import.new"): change_text(change.new),
                    }
                    for change in plan.update[:500]
                ],
                hide_index=True,
                width="stretch",
            )
    if plan.create:
        with st.expander(t("import.new_products", n=len(plan.create)), expanded=not plan.update):
            st.dataframe(
                [
                    {"SKU": item.sku, "中文": item.title.zh, "English": item.title.en}
                    for item in plan.create[:500]
                ],
                hide_index=True,
                width="stretch",
            )
    frame.findings(plan.findings)
    with st.container(horizontal=True):
        changed = len(plan.products)
        if st.button(t("import.apply", n=changed), type="primary", disabled=changed == 0, key="apply-import"):
            frame.studio().catalogue.apply(plan)
            st.session_state["imported"] = changed
            del st.session_state["plan"]
            st.rerun()
        if st.button(t("import.cancel"), key="cancel-import"):
            del st.session_state["plan"]
            st.session_state["upload-round"] = st.session_state.get("upload-round", 0) + 1
            st.rerun()


def importer() -> None:
    """The door for files."""
    round_ = st.session_state.setdefault("upload-round", 0)
    file = st.file_uploader(
        t("import.drop"), type=["csv", "tsv", "txt", "xlsx", "jsonl"], key=f"upload-{round_}"
    )
    if file is not None and st.session_state.get("plan-of") != file.file_id:
        with st.spinner(t("import.reading")):
            st.session_state["plan"] = frame.studio().catalogue.dry_run(file.getvalue(), name=file.name)
        st.session_state["plan-of"] = file.file_id
    if "plan" in st.session_state:
        dry_run(st.session_state["plan"])
    elif (done := st.session_state.pop("imported", None)) is not None:
        st.success(t("import.done", n=done), icon=":material/check_circle:")


def table() -> None:
    """The products, searched and paged in the store."""
    held = frame.studio().catalogue
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            t("catalogue.search"),
            placeholder=t("catalogue.search_hint"),
            key="search",
            icon=":material/search:",
        )
        everything = t("catalogue.all")
        chosen = st.selectbox(t("catalogue.category"), [everything, *held.categories()], key="category")
    category = None if chosen == everything else chosen
    total = held.page(search=search, category=category, limit=1).total
    pages = max(1, -(-total // PAGE))
    number = int(st.number_input(t("catalogue.page", n=pages), 1, pages, key="page")) if pages > 1 else 1
    page = held.page(search=search, category=category, offset=(number - 1) * PAGE, limit=PAGE)
    st.caption(t("catalogue.found", n=page.total))
    event = st.dataframe(
        [
            {
                "SKU": item.sku,
                t("catalogue.title_zh"): item.title.zh,
                t("catalogue.title_en"): item.title.en,
                t("catalogue.category"): item.category,
                t("catalogue.list_price"): money(item, listed=True),
                t("catalogue.price"): money(item, listed=False),
                t("catalogue.stock"): item.stock,
                t("catalogue.tags"): list(item.tags),
            }
            for item in page.products
        ],
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * max(1, len(page.products)), 560),
        on_select="rerun",
        selection_mode="single-row",
        key=f"products-{number}",
        column_config={"SKU": st.column_config.TextColumn(width=130)},
    )
    rows = event.selection.rows
    if rows and rows[0] < len(page.products):
        detail(page.products[rows[0]])


def detail(product: Product) -> None:
    """One product, both languages side by side; what is changed here is locked against re-imports."""
    with st.container(border=True, key="product-detail"):
        st.subheader(frame.both(product.title), anchor=False)
        left, right = st.columns(2)
        left.markdown(f"**中文** · {product.title.zh or '—'}")
        left.write(product.description.zh or "—")
        right.markdown(f"**English** · {product.title.en or '—'}")
        right.write(product.description.en or "—")
        with st.form(f"edit-{product.sku}", border=False):
            columns = st.columns(3)
            stock = columns[0].number_input(t("catalogue.stock"), min_value=0, value=product.stock, step=1)
            floor = columns[1].text_input(
                t("catalogue.floor"),
                value=format_money(product.floor_price, lang="en") if product.floor_price else "",
            )
            link = columns[2].text_input(t("catalogue.link_no"), value=product.link_no or "")
            if st.form_submit_button(t("catalogue.save")):
                save(product, stock=None if stock is None else int(stock), floor=floor, link=link)


def save(product: Product, *, stock: int | None, floor: str, link: str) -> None:
    """Write the fields that a person changed."""
    changes: dict[str, object] = {}
    if stock != product.stock:
        changes["stock"] = stock
    if (link or None) != product.link_no:
        changes["link_no"] = link or None
    try:
        price = parse_money(floor) if floor.strip() else None
    except MoneyError as error:
        st.error(str(error))
        return
    if price != product.floor_price:
        changes["floor_price"] = price
    if changes:
        frame.studio().catalogue.edit(product.sku, **changes)
        st.toast(t("catalogue.saved", n=len(changes)), icon=":material/lock:")


frame.header("nav.catalogue", "catalogue.hint")
importer()
if "plan" not in st.session_state:
    table()
