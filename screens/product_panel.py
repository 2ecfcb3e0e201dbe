"""The chosen product beside the table: findings and fixes, both languages, prices over time, history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import streamlit as st

from catalog.fields import changed_fields
from catalog.finding import Finding
from catalog.money import MoneyError, parse_money
from catalog.product import ALWAYS_END, ALWAYS_START, PriceKind, PriceWindow, Product
from catalog.standing import fixes, product_findings
from catalog.typed import amount_text, currency_of, take_typed
from screens import frame, price_picture, product_view, time_text
from screens.frame import t
from store.overrides import Override
from studio.offers import instant
from studio.undoing import WindowsOverlap

KINDS: tuple[PriceKind, ...] = ("live", "flash", "coupon")
BEIJING = ZoneInfo(time_text.ZONE)
#: How long a finding is let pass when nobody says: the show of tonight.
USUAL_DAYS = 1


def panel(product: Product) -> None:
    """One product; what is changed here is locked against re-imports."""
    catalogue, lang = frame.studio().catalogue, frame.lang()
    now = frame.studio().clock()
    allowed = catalogue.overrides(product.sku)
    with st.container(key="product-detail"):
        st.html(product_view.head(product, instant(now), lang))
        st.html(product_view.stock_bar(catalogue.stock().of(product), lang))
        findings(product, allowed, now)
        texts, prices, past = st.tabs(
            [t("detail.texts"), t("detail.price"), t("detail.history")],
            key=f"tabs-{product.sku}",
            on_change="rerun",
        )
        if texts.open:
            with texts:
                form(product)
        if prices.open:
            with prices:
                st.html(price_picture.picture(product, instant(now), lang))
                windows(product)
        if past.open:
            with past:
                st.html(product_view.history(catalogue.history(product.sku), allowed, lang))


def findings(product: Product, allowed: tuple[Override, ...], now: int) -> None:
    """Each finding with the buttons that mend it; price findings can be let pass with a reason."""
    for place, finding in enumerate(frame.studio().catalogue.findings(product)):
        key = f"{product.sku}-{place}-{finding.code.rpartition('.')[2]}"
        what = finding.what.zh or ""
        held = next((one for one in allowed if one.covers(finding.code, what, now)), None)
        with st.container(horizontal=True, vertical_alignment="center", key=f"finding-{key}"):
            kind = "info" if held else finding.severity
            words = escape(f"{frame.both(finding.what)} {'' if held else frame.both(finding.fix)}")
            if held is not None:
                until = time_text.day(held.until)
                words += "<br>" + escape(t("detail.allowed", by=held.by, until=until, reason=held.reason))
            st.html(f'<p class="cc-note cc-note-{kind}">{words}</p>', width="stretch")
            if held is not None:
                st.button(t("detail.withdraw"), key=f"withdraw-{key}", on_click=withdraw, args=(held.n,))
                continue
            for fix in fixes(product, finding):
                st.button(
                    frame.both(fix.words),
                    key=f"fix-{key}-{fix.name}",
                    icon=":material/auto_fix_high:",
                    on_click=mend,
                    args=(product, finding.code, fix.name),
                )
            if finding.code.startswith("catalog.price.") and finding.severity == "error":
                allow(product, finding, key)


def mend(product: Product, code: str, name: str) -> None:
    """Apply a fix to the product as it is now; when its finding is gone already, nothing happens."""

    def change(held: Product) -> Product:
        for finding in product_findings(held):
            if finding.code == code:
                for fix in fixes(held, finding):
                    if fix.name == name:
                        return fix.product
        return held

    frame.studio().catalogue.mend(product.sku, change, by=frame.actor())
    st.session_state["told"] = t("detail.fixed")


def allow(product: Product, finding: Finding, key: str) -> None:
    """The small form that lets a price finding pass: a reason, a last day."""
    with st.popover(t("detail.allow"), icon=":material/gavel:", key=f"allow-{key}"):
        st.caption(t("detail.allow_hint"))
        with st.form(f"allow-form-{key}", border=False):
            reason = st.text_input(t("detail.allow_why"), max_chars=200)
            today = datetime.fromtimestamp(frame.studio().clock() / 1000, tz=BEIJING).date()
            last = st.date_input(
                t("detail.allow_until"),
                today + timedelta(days=USUAL_DAYS),
                min_value=today,
                format="YYYY-MM-DD",
            )
            if st.form_submit_button(t("detail.allow_do"), type="primary"):
                if not reason.strip():
                    st.error(t("detail.allow_empty"))
                elif isinstance(last, date):
                    end = datetime.combine(last + timedelta(days=1), time(), BEIJING)
                    frame.studio().catalogue.allow(
                        product.sku,
                        code=finding.code,
                        what=finding.what.zh or "",
                        reason=reason,
                        until=int(end.timestamp() * 1000),
                        by=frame.actor(),
                    )
                    st.rerun()


def withdraw(number: int) -> None:
    """End a permission now."""
    frame.studio().catalogue.withdraw(number, by=frame.actor())


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
        typed["category"] = more[0].text_input(t("catalogue.category"), product.category or "")
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


def save(product: Product, typed: dict[str, object]) -> None:
    """Write what changed and say so; a cell that cannot be meant is named and costs itself."""
    changed, found = take_typed(product, typed)
    for finding in found:
        st.error(f"{frame.both(finding.what)} {frame.both(finding.fix)}")
    names = changed_fields(product, changed)
    if names:
        # Only the cells that differ from what was shown: what a colleague changed meanwhile stays.
        own = {column: typed[column] for column in typed if _cell_changed(product, changed, column)}
        frame.studio().catalogue.mend(product.sku, lambda held: take_typed(held, own)[0], by=frame.actor())
        st.session_state["told"] = t("catalogue.saved", n=len(names))
        if not found:
            st.rerun()


def _cell_changed(before: Product, after: Product, column: str) -> bool:
    base, _, lang = column.partition("_")
    if base in ("title", "description"):
        return bool(getattr(getattr(before, base), lang) != getattr(getattr(after, base), lang))
    return bool(getattr(before, column) != getattr(after, column))


def windows(product: Product) -> None:
    """The price windows as rows to type in."""
    kinds = {t(f"price.{kind}"): kind for kind in KINDS}
    words = {kind: name for name, kind in kinds.items()}
    column = st.column_config
    start, end, kind, amount = (t(f"detail.{name}") for name in ("from", "until", "kind", "amount"))
    with st.form(f"windows-{product.sku}", border=False):
        st.caption(t("detail.windows"))
        held: list[dict[str, Any]] = [
            {
                kind: words[window.kind],
                amount: amount_text(window.price),
                start: None if window.start == ALWAYS_START else _local(window.start),
                end: None if window.end == ALWAYS_END else _local(window.end),
            }
            for window in product.price_windows
        ]
        table = st.data_editor(
            {name: [row[name] for row in held] for name in (kind, amount, start, end)},
            key=f"window-rows-{product.sku}-{hash(product.price_windows)}",
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            column_config={
                kind: column.SelectboxColumn(kind, options=list(kinds), required=True, width=90),
                amount: column.TextColumn(amount, width=80),
                start: column.DatetimeColumn(start, format="YYYY-MM-DD HH:mm", step=60),
                end: column.DatetimeColumn(end, format="YYYY-MM-DD HH:mm", step=60),
            },
        )
        pressed = st.form_submit_button(t("detail.save_windows"), type="primary", icon=":material/lock:")
    if not pressed:
        return
    try:
        made = [
            _window(place, values, kinds, currency_of(product))
            for place, values in enumerate(
                zip(*(table[name] for name in (kind, amount, start, end)), strict=True), 1
            )
        ]
        frame.studio().catalogue.mend(
            product.sku, lambda now: replace(now, price_windows=tuple(made)), by=frame.actor()
        )
    except BadWindow as error:
        st.error(t("detail.bad_window", n=error.line))
    except MoneyError as error:
        st.error(t("catalogue.not_money", text=error.text))
    except WindowsOverlap as error:
        st.error(t("detail.overlap", first=error.first, second=error.second))
    else:
        st.session_state["told"] = t("catalogue.saved", n=1)
        st.rerun()


class BadWindow(ValueError):
    """A line of the windows' table that says too little; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} of the price windows is incomplete")
        self.line = line


def _window(line: int, values: tuple[Any, ...], kinds: dict[str, PriceKind], currency: str) -> PriceWindow:
    name, amount, start, end = values
    begin = ALWAYS_START if _blank(start) else _instant(start)
    until = ALWAYS_END if _blank(end) else _instant(end)
    if name not in kinds or _blank(amount) or begin >= until:
        raise BadWindow(line)
    return PriceWindow(begin, until, parse_money(str(amount).strip(), currency=currency), kinds[name])


def _blank(value: object) -> bool:
    return value is None or value != value or not str(value).strip() or str(value) == "NaT"


def _local(at: datetime) -> datetime:
    return at.astimezone(BEIJING).replace(tzinfo=None)


def _instant(value: Any) -> datetime:
    held = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return held.replace(tzinfo=BEIJING).astimezone(UTC)
