"""What was sold so far while these people were on air and these words stood on the board."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from catalog.bilingual import Lang
from sales.counters import CounterKey, Counters, Scope
from sales.metric import compute, format_value, order_inputs
from sales.metrics import METRICS
from screens import frame
from screens.frame import t
from screens.number_note import STYLE, noted

SCOPES: tuple[Scope, ...] = ("host", "card")
#: The figures of a row; scopes this small know no buyers.
FIGURES = ("orders", "units", "gmv_paid")
LOOK = (
    "<style>.cc-earned{inline-size:100%;border-collapse:collapse}.cc-earned :is(th,td){padding:6px 8px;"
    "text-align:end;border-block-end:1px solid #e4dccb;font-variant-numeric:tabular-nums;white-space:nowrap}"
    ".cc-earned :is(th,td):first-child{text-align:start;white-space:normal}"
    ".cc-earned th{font-size:14px;font-weight:400;color:#55605a}</style>"
)


def earned(show: str) -> None:
    """Two tables of a show; numbers say what they are when asked."""
    studio = frame.studio()
    row = next(row for row in studio.rooms.listing() if row.id == show)
    by_host, by_card = (_mine(studio.orders.sums(show, scope), row.currency) for scope in SCOPES)
    if not by_host and not by_card:
        st.caption(t("numbers.earned_none"))
        return
    words = studio.boards.by_id(by_card)
    hosts = {key: " · ".join(key.split("\n")) if key else t("numbers.nobody") for key in by_host}
    # A word that was thrown away since has sold nonetheless: it stands by its id.
    cards = {key: key for key in by_card}
    cards |= {str(card.id): f"{card.headword} {card.gloss or ''}" for card in words.values()}
    st.html(_table(t("numbers.by_hosts"), hosts, by_host, row.currency, studio.clock()))
    st.html(_table(t("numbers.by_words"), cards, by_card, row.currency, studio.clock()))
    st.caption(t("numbers.earned_hint"))


def _mine(found: Mapping[CounterKey, Counters], currency: str) -> dict[str, Counters]:
    return {key.key: value for key, value in found.items() if key.currency == currency}


def _table(
    title: str, names: Mapping[str, str], sold: Mapping[str, Counters], currency: str, as_of: int
) -> str:
    lang: Lang = frame.lang()
    heads = "".join(f"<th>{escape(METRICS[name].title.best(lang))}</th>" for name in FIGURES)
    rows = []
    for key, name in sorted(names.items(), key=lambda each: (-sold[each[0]].orders, each[1])):
        inputs = order_inputs(sold[key])
        cells = "".join(
            f"<td>{noted(shown, figure, inputs, currency=currency, as_of=as_of, lang=lang)}</td>"
            for figure in FIGURES
            if (shown := _shown(figure, inputs, currency, lang))
        )
        rows.append(f"<tr><td>{escape(name)}</td>{cells}</tr>")
    body = "".join(rows)
    return f"{STYLE}{LOOK}<table class=cc-earned><tr><th>{escape(title)}</th>{heads}</tr>{body}</table>"


def _shown(figure: str, inputs: Mapping[str, int | None], currency: str, lang: Lang) -> str:
    metric = METRICS[figure]
    return format_value(metric, compute(metric, inputs), currency=currency, lang=lang)
