"""The prices of the chosen product: the picture over time, the last price, and the windows to type into."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from catalog.bilingual import Lang
from catalog.money import MoneyError, format_money, parse_money
from catalog.price import usual_price
from catalog.product import ALWAYS_END, ALWAYS_START, PriceKind, PriceWindow, Product
from catalog.typed import amount_text, currency_of
from screens import frame, price_picture, time_text
from screens.frame import t
from studio.undoing import WindowsOverlap

KINDS: tuple[PriceKind, ...] = ("live", "flash", "coupon")
BEIJING = ZoneInfo(time_text.ZONE)


def prices(product: Product, now: datetime) -> None:
    """The price over time, what it was before, and its windows."""
    lang = frame.lang()
    st.html(price_picture.picture(product, now, lang))
    st.html(f'<p class="cc-small">{escape(last(product, lang))}</p>')
    windows(product)


def last(product: Product, lang: Lang) -> str:
    """The last price and what counts as a jump against it, in words."""
    catalogue = frame.studio().catalogue
    before, usual = catalogue.last_price(product.sku), usual_price(product)
    said = "—" if before is None else format_money(before, lang=lang)
    if before is not None and before == usual:
        said = t("price.settled", price=said)
    return t("price.last", price=said, factor=frame.studio().guard.jump())


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
        rows = pd.DataFrame(held, columns=[kind, amount, start, end])  # empty columns have a kind, too
        table: Any = st.data_editor(
            rows.astype({kind: "string", amount: "string", start: "datetime64[us]", end: "datetime64[us]"}),
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


def _blank(value: Any) -> bool:
    return bool(pd.isna(value)) or not str(value).strip()


def _local(at: datetime) -> datetime:
    return at.astimezone(BEIJING).replace(tzinfo=None)


def _instant(value: Any) -> datetime:
    held = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return held.replace(tzinfo=BEIJING).astimezone(UTC)
