"""Beside the report: its revisions, the import of a settlement, comparisons to plan before a show."""

from __future__ import annotations

import streamlit as st

from catalog.product import Sku
from sales.experiment import LEAST_ORDERS, BadPlanError, By
from sales.files.reading import DEFAULT_SHOP
from screens import frame, time_text
from screens.frame import t
from store.shows import ShowRow
from studio.experiments import TooLateError
from studio.reports import Issued


def pick_revision(show: str) -> int | None:
    """The revision to read: the newest unless another was chosen; no choice where there is but one."""
    given = frame.studio().reports.revisions(show)
    if len(given) < 2:
        return None
    labels = {each.n: _label(each) for each in reversed(given)}
    return int(
        st.selectbox(
            t("report.revision"),
            list(labels),
            format_func=labels.__getitem__,
            key=f"revision-{show}",
            label_visibility="collapsed",
            width=280,
        )
    )


def _label(each: Issued) -> str:
    if each.at is None:
        return t("report.revision_open", n=each.n)
    name = "report.revision_settled" if each.settled else "report.revision_n"
    return t(name, n=each.n, at=time_text.day(each.at))


def settle() -> None:
    """A platform's final export, kept beside the stream's ledger."""
    st.caption(t("report.settle_hint"))
    shop = st.text_input(t("report.settle_shop"), value=DEFAULT_SHOP, key="settle-shop")
    file = st.file_uploader(
        t("report.settle"), type=["csv", "tsv", "xlsx"], key="settle-file", label_visibility="collapsed"
    )
    if file is None:
        return
    if st.session_state.get("settle-done") != (file.file_id, shop):
        with st.spinner(t("import.reading")):
            done = frame.studio().settling.settle(
                file.getvalue(), name=file.name, by=frame.actor(), shop=shop.strip() or DEFAULT_SHOP
            )
        st.session_state["settle-done"] = (file.file_id, shop)
        st.session_state["settle-result"] = done
    if (kept := st.session_state.get("settle-result")) is not None:
        if kept.n is not None:
            words = "report.settled" if kept.is_new else "report.settled_before"
            st.success(t(words, n=kept.n, orders=kept.reading.orders))
        frame.findings(kept.reading.findings)


def plan(waiting: list[ShowRow]) -> None:
    """A comparison of a show that has not begun: its question, its arms, its rule."""
    st.caption(t("plan.hint"))
    if not waiting:
        st.caption(t("plan.none"))
        return
    studio = frame.studio()
    shows = {row.id: frame.both(row.title) for row in waiting}
    show = st.selectbox(t("report.choose"), list(shows), format_func=shows.__getitem__, key="plan-show")
    rundown = studio.rooms.rundown(show)
    skus = list(dict.fromkeys(str(s.sku) for s in rundown.segments if s.sku is not None))
    held = studio.catalogue.products(tuple(Sku(sku) for sku in skus))
    titles = {str(sku): frame.both(product.title) for sku, product in held.items()}
    left, right = st.columns(2)
    sku = left.selectbox(
        t("numbers.sku"), skus, key="plan-sku", format_func=lambda name: f"{name} {titles.get(name, '')}"
    )
    kinds: dict[By, str] = {"segment": t("plan.segment"), "card": t("plan.card")}
    by: By = right.segmented_control(
        t("plan.by"), list(kinds), default="segment", format_func=kinds.__getitem__, key="plan-by"
    ) or "segment"  # fmt: skip
    if by == "segment":
        members = {str(s.id): frame.both(s.title) for s in rundown.segments if s.sku == sku}
    else:
        words = studio.boards.of_product(sku) if sku else ()
        members = {str(card.id): f"{card.headword} {card.gloss}" for card in words}
    left, right = st.columns(2)
    arms = [
        side.multiselect(
            t(f"plan.arm_{arm}"),
            list(members),
            format_func=members.__getitem__,
            placeholder=t("plan.pick"),
            key=f"plan-{arm}",
        )
        for side, arm in ((left, "a"), (right, "b"))
    ]
    first, second = arms
    left, right = st.columns(2)
    question = left.text_input(t("plan.question"), placeholder=t("plan.question_sample"), key="plan-question")
    least = right.number_input(t("plan.min_orders"), min_value=LEAST_ORDERS, value=30, key="plan-min")
    if st.button(t("plan.keep"), type="primary", icon=":material/lock:", key="plan-keep") and question:
        names = tuple(" + ".join(members[each] for each in arm) for arm in (first, second))
        try:
            studio.experiments.plan(
                show,
                question=question,
                by=by,
                sku=sku or "",
                a=tuple(first),
                b=tuple(second),
                names=(names[0], names[1]),
                who=frame.actor(),
                min_orders=int(least),
            )
        except (BadPlanError, TooLateError) as error:
            st.error(str(error))
        else:
            st.success(t("plan.kept"))
    for row in studio.experiments.of_show(show):
        each = row.plan
        words_held = {"question": each.question, "a": each.a_name, "b": each.b_name, "n": each.min_orders}
        st.caption(t("plan.held", **words_held))
