"""What the desk enters beside the live view: readings, orders by hand, which numbers stand on the screens."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from catalog.finding import Finding
from catalog.money import MoneyError, decimal_text, parse_money
from catalog.product import Sku
from sales.desk import READABLE
from sales.figures import PRODUCT_FIGURES, SHOW_FIGURES
from sales.metrics import METRICS
from screens import frame
from screens.earned_view import earned
from screens.frame import t
from studio.desk import DESK_SHOP, OrderFact

#: Asked first; the others are behind a fold.
FIRST = ("online", "views", "viewers", "clicks", "show_views", "new_followers")
FACTS: tuple[OrderFact, ...] = ("paid", "placed", "refunded", "cancelled")


def say(findings: tuple[Finding, ...]) -> None:
    """Each finding as one line where the entry was made."""
    for finding in findings:
        kind = st.error if finding.severity == "error" else st.warning
        kind(f"{frame.both(finding.what)} {frame.both(finding.fix)}")


def _label(name: str) -> str:
    told = frame.both(READABLE[name])
    return t("numbers.minutes", name=told) if name == "watch_ms" else told


def readings(show: str) -> None:
    """A form of the platform's figures; what is left empty is not entered."""
    st.caption(t("numbers.readings_hint"))
    known = frame.studio().desk.inputs(show)
    with st.form(f"readings-{show}", border=False, clear_on_submit=True):
        values: dict[str, str] = {}
        names = (*FIRST, *(name for name in READABLE if name not in FIRST))
        columns = st.columns(3)
        for place, name in enumerate(names):
            held = known.get(name)
            shown = "—" if held is None else f"{held // 60_000 if name == 'watch_ms' else held:,}"
            values[name] = columns[place % 3].text_input(_label(name), placeholder=shown, key=f"read-{name}")
        if st.form_submit_button(t("numbers.keep"), type="primary", icon=":material/check:"):
            given = {name: text for name, text in values.items() if text.strip()}
            done = frame.studio().desk.read(show, given, by=frame.actor())
            st.success(t("numbers.kept", n=done.kept))
            say(done.findings)


def order(show: str) -> None:
    """An order, or what became of one, of a platform without an interface."""
    st.caption(t("numbers.order_hint"))
    studio = frame.studio()
    skus = [str(s.sku) for s in studio.rooms.rundown(show).segments if s.sku is not None]
    held = studio.catalogue.products(tuple(dict.fromkeys(Sku(sku) for sku in skus)))
    titles = {str(sku): frame.both(product.title) for sku, product in held.items()}
    currency = next(row.currency for row in studio.rooms.listing() if row.id == show)
    with st.form(f"order-{show}", border=False, clear_on_submit=True):
        left, right = st.columns(2)
        number = left.text_input(t("numbers.order_id"), key="hand-id")
        sku = right.selectbox(
            t("numbers.sku"), list(dict.fromkeys(skus)), key="hand-sku",
            format_func=lambda name: f"{name} {titles.get(name, '')}",
        )  # fmt: skip
        qty = left.number_input(t("numbers.qty"), min_value=0, value=1, step=1, key="hand-qty")
        amount = right.text_input(f"{t('numbers.amount')} ({currency})", key="hand-amount")
        labels = {name: t(f"fact.{name}") for name in FACTS}
        fact = left.selectbox(t("numbers.fact"), list(FACTS), format_func=labels.__getitem__, key="hand-fact")
        shop = right.text_input(t("numbers.shop"), value=DESK_SHOP, key="hand-shop")
        if st.form_submit_button(t("numbers.keep"), type="primary", icon=":material/check:"):
            reply = studio.desk.order(
                order_id=number.strip(), sku=sku or "", qty=int(qty), amount=amount.strip(),
                currency=currency, fact=fact, shop=shop.strip() or DESK_SHOP,
            )  # fmt: skip
            told = reply.body.get("findings")
            for finding in told if isinstance(told, list) else ():
                st.error(f"{frame.both_json(finding['what'])} {frame.both_json(finding['fix'])}")
            if reply.body.get("events"):
                st.success(t("numbers.order_kept", id=number))
            elif not told:
                st.info(t("numbers.order_known", id=number))


def room(show: str) -> None:
    """Which numbers stand on the live screens, who sees money, and the target of the show."""
    rooms = frame.studio().rooms
    held = rooms.settings()
    row = next(row for row in rooms.listing() if row.id == show)
    with st.form(f"room-{show}", border=False):
        names = {name: frame.both(METRICS[metric].title) for name, metric in PRODUCT_FIGURES.items()}
        product = st.multiselect(
            t("numbers.product_figures"), list(names), format_func=names.__getitem__, max_selections=3,
            default=list(held.product_figures or ("paid", "units", "stock")), key="pick-product",
            placeholder=t("plan.pick"),
        )  # fmt: skip
        titles = {name: frame.both(METRICS[metric].title) for name, metric in SHOW_FIGURES.items()}
        whole = st.multiselect(
            t("numbers.show_figures"), list(titles), format_func=titles.__getitem__, max_selections=3,
            default=list(held.show_figures or ("gmv", "orders", "units")), key="pick-show",
            placeholder=t("plan.pick"),
        )  # fmt: skip
        hide = st.toggle(t("numbers.hide_money"), value=held.hide_money, key="pick-hide")
        cheer = st.toggle(t("numbers.celebrate"), value=held.celebrate, key="pick-cheer")
        aim = st.text_input(
            f"{t('numbers.target')} ({row.currency})", key="pick-target",
            value="" if row.target_minor is None else decimal_text(row.target_minor, row.currency),
        )  # fmt: skip
        if st.form_submit_button(t("numbers.keep"), type="primary", icon=":material/check:"):
            target: int | None = None
            if aim.strip():
                try:
                    target = parse_money(aim, currency=row.currency).minor
                except MoneyError:
                    st.error(t("numbers.target_bad", value=aim))
                    return
            frame.studio().desk.set_target(show, target)
            rooms.set_settings(
                replace(
                    held, product_figures=tuple(product), show_figures=tuple(whole), hide_money=hide,
                    celebrate=cheer,
                )
            )  # fmt: skip
            st.success(t("numbers.saved"))


def popovers(show: str) -> None:
    """The entries, and what was sold by whom, as buttons of the desk's strip."""
    for name, icon, view in (
        ("readings", ":material/visibility:", readings),
        ("order", ":material/receipt_long:", order),
        ("earned", ":material/leaderboard:", earned),
        ("room", ":material/monitoring:", room),
    ):
        with st.popover(t(f"numbers.{name}"), icon=icon, width="content"), st.container(width=560):
            view(show)
