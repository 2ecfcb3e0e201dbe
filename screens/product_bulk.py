"""What can be done to many products at once; each action is one batch that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from catalog.money import MoneyError, parse_money
from catalog.product import Product, Sku
from catalog.reprice import PriceName, Way, reprice
from screens import frame
from screens.frame import t
from studio.undoing import CatalogueMoved, WindowsOverlap

PRICES: tuple[PriceName, ...] = ("live_price", "list_price", "floor_price")
#: Products from which a change takes long enough to show the time.
SLOW = 500
WAYS: tuple[Way, ...] = ("percent", "add", "set")


def bar(chosen: Sequence[Sku], found: Callable[[], Sequence[Sku]], total: int, key: str) -> None:
    """The actions for the ticked products, or for everything the search finds."""
    with st.container(horizontal=True, vertical_alignment="center", key="bulk-bar"):
        st.html(f'<p class="cc-line"><b>{t("catalogue.chosen", n=len(chosen))}</b></p>')
        everything = total > len(chosen) and st.toggle(
            t("catalogue.choose_all", n=f"{total:,}"), key=f"bulk-all-{key}"
        )
        count = total if everything else len(chosen)

        def skus() -> Sequence[Sku]:
            return found() if everything else chosen

        tags(skus, count)
        category(skus, count)
        brand(skus, count)
        prices(skus, count)
        links(skus, count)
        delete(skus, count)


def tags(skus: Callable[[], Sequence[Sku]], count: int) -> None:
    """Put tags on, or take them off."""
    with st.popover(t("bulk.tags"), icon=":material/sell:", key="bulk-tags"):
        names = st.multiselect(
            t("bulk.tags"),
            frame.studio().catalogue.tags(),
            accept_new_options=True,
            key="bulk-tag-names",
            label_visibility="collapsed",
            placeholder=t("bulk.tags"),
        )
        ways = {name: t(f"bulk.{name}") for name in ("add", "remove")}
        on = st.segmented_control(
            t("bulk.tags"),
            list(ways),
            format_func=ways.__getitem__,
            default="add",
            required=True,
            key="bulk-tag-way",
            label_visibility="collapsed",
        )

        def change(_: int, product: Product) -> Product:
            kept = tuple(tag for tag in product.tags if tag not in names)
            if on == "remove":
                return replace(product, tags=kept)
            return replace(product, tags=tuple(dict.fromkeys((*product.tags, *names))))

        if st.button(t("bulk.do", n=count), type="primary", key="do-tags", disabled=not names):
            run(skus(), change, "tags", f"{ways[on]} {'、'.join(names)}")


def category(skus: Callable[[], Sequence[Sku]], count: int) -> None:
    """Put all of them into one category."""
    with st.popover(t("bulk.category"), icon=":material/account_tree:", key="bulk-category"):
        name = st.selectbox(
            t("bulk.category"),
            frame.studio().catalogue.categories(),
            index=None,
            accept_new_options=True,
            placeholder=t("bulk.category_hint"),
            key="bulk-category-name",
            label_visibility="collapsed",
        )
        if st.button(t("bulk.do", n=count), type="primary", key="do-category", disabled=not name):
            run(skus(), lambda _, product: replace(product, category=name), "category", name or "")


def brand(skus: Callable[[], Sequence[Sku]], count: int) -> None:
    """Give all of them one brand; the word picker passes over it from then on."""
    with st.popover(t("bulk.brand"), icon=":material/verified:", key="bulk-brand"):
        name = st.selectbox(
            t("bulk.brand"),
            frame.studio().catalogue.brands(),
            index=None,
            accept_new_options=True,
            placeholder=t("bulk.brand_hint"),
            key="bulk-brand-name",
            label_visibility="collapsed",
        )
        if st.button(t("bulk.do", n=count), type="primary", key="do-brand", disabled=not name):
            run(skus(), lambda _, product: replace(product, brand=name), "brand", name or "")


def prices(skus: Callable[[], Sequence[Sku]], count: int) -> None:
    """Change one price of all of them: to an amount, by an amount, or to a share of the list price."""
    with st.popover(t("bulk.price"), icon=":material/payments:", key="bulk-price"):
        names = {name: t(f"map.{name}") for name in PRICES}
        ways = {way: t(f"bulk.{way}") for way in WAYS}
        name = st.selectbox(
            t("bulk.which"), list(names), format_func=names.__getitem__, key="bulk-price-name"
        )
        way = st.segmented_control(
            t("bulk.how"),
            list(ways),
            format_func=ways.__getitem__,
            default="percent",
            required=True,
            key="bulk-price-way",
        )
        typed = st.text_input(t(f"bulk.{way}_hint"), key="bulk-price-value", placeholder="80").strip()
        value = _price_value(typed, way)
        if typed and value is None:
            st.error(t("catalogue.not_money", text=typed))
        if st.button(t("bulk.do", n=count), type="primary", key="do-price", disabled=value is None):
            title = f"{names[name]} {ways[way]} {typed}{'%' if way == 'percent' else ''}"
            run(skus(), lambda _, product: reprice(product, name, way, value or 0), "price", title)


def _price_value(typed: str, way: Way) -> int | None:
    """Whole per cent, or minor units of an amount with two decimals; None for anything else."""
    if way == "percent":
        return int(typed) if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= 300 else None
    minus, figures = typed.startswith("-") and way == "add", typed.removeprefix("-" if way == "add" else "")
    try:
        amount = parse_money(figures).minor
    except MoneyError:
        return None
    return (-amount if minus else amount) or None


def links(skus: Callable[[], Sequence[Sku]], count: int) -> None:
    """Number the links in the order of the catalogue."""
    with st.popover(t("bulk.link"), icon=":material/tag:", key="bulk-link"):
        first = int(st.number_input(t("bulk.first"), min_value=1, value=1, step=1, key="bulk-link-first"))
        if st.button(t("bulk.do", n=count), type="primary", key="do-link"):
            title = f"{first}–{first + count - 1}"
            run(
                skus(),
                lambda place, product: replace(product, link_no=str(first + place)),
                "link",
                title,
            )


def delete(skus: Callable[[], Sequence[Sku]], count: int) -> None:
    """Remove them, after a second look."""
    with st.popover(t("bulk.delete"), icon=":material/delete:", key="bulk-delete"):
        st.markdown(t("bulk.sure", n=count))
        if st.button(t("bulk.do_delete", n=count), type="primary", key="do-delete"):
            frame.studio().catalogue.delete(skus(), by=frame.actor())
            done(count)


def run(skus: Sequence[Sku], change: Callable[[int, Product], Product], kind: str, title: str) -> None:
    """Make the change and say how many it touched."""
    try:
        with st.spinner(t("bulk.working", n=f"{len(skus):,}"), show_time=len(skus) > SLOW):
            batch = frame.studio().catalogue.change_many(
                skus, change, kind=kind, title=title, by=frame.actor()
            )
    except (CatalogueMoved, WindowsOverlap) as error:
        st.error(str(error))
        return
    done(0 if batch is None else len(skus))


def done(count: int) -> None:
    """Say so on the next run of the page."""
    st.session_state["told"] = t("bulk.done", n=count) if count else t("bulk.same")
    st.session_state["bulk-round"] = int(st.session_state.get("bulk-round", 0)) + 1
    st.rerun()
