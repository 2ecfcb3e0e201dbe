"""The tables of what was sold: by segment, product, host and word."""

from __future__ import annotations

from html import escape
from typing import Final

from catalog.bilingual import NO_TEXT, Lang
from sales.attribution import SEGMENT_GRACE_MS
from sales.counters import Counters
from sales.metric import Inputs
from sales.report_format import clock, drift, span, zone_of
from sales.report_notes import number, plain
from sales.report_parts import heads, section, text
from sales.report_record import ProductRow, Report, SegmentRow
from sales.report_texts import say
from sales.words import MIN_ORDERS

#: Sales of a segment without a product: nothing can be credited to it, which is not 0.
_NOTHING: Final = "<td class=n>—</td>" * 4


def segments(report: Report, lang: Lang) -> str:
    zone = zone_of(report.zone)
    most = max([row.counters.paid_minor for row in report.segments], default=0)
    rows = []
    for place, row in enumerate(report.segments, start=1):
        off = "" if row.fate == "aired" else ' class="off"'
        if row.fate == "aired":
            actual = clock(row.kickoff, zone)
            length = span(row.actual_ms)
            if row.runs > 1:
                length += f" · {say('runs', lang, n=row.runs)}"
        else:
            actual, length = say(row.fate, lang), "—"
        late = "n over" if (row.difference_ms or 0) >= 500 else "n"
        length_planned = f"<small>{span(row.planned_ms)}</small>"
        planned = plain("planned", clock(row.planned_start, zone), after=length_planned)
        inputs = report.figures(row.counters, on_air_ms=row.actual_ms)
        rows.append(
            f"<tr{off}>{plain('ordinal', str(place))}<td>{escape(row.title.best(lang))}{_sub(row, lang)}</td>"
            f"{planned}{plain('actual', actual, after=f'<small>{escape(length)}</small>')}"
            f"{plain('difference', drift(row.difference_ms, lang), kind=late)}"
            f"{_sales(row.counters, inputs, report, lang, most) if row.sku is not None else _NOTHING}</tr>"
        )
    head = heads(
        ("n", "#"), ("", say("segment", lang)), ("n", say("planned", lang)), ("n", say("actual", lang)),
        ("n", say("difference", lang)), *_sales_head(lang),
    )  # fmt: skip
    foot = (
        f"<tr><td></td><td colspan=4>{text('unattributed', lang)}</td>"
        f"{_whole(report.unattributed, report, lang)}</tr>"
        f"<tr><td></td><td colspan=4>{text('total', lang)}</td>{_whole(report.total, report, lang)}</tr>"
    )
    note = say("credit_note", lang, grace=SEGMENT_GRACE_MS // 1000)
    return section(say("segments", lang), head, rows, foot, note=note)


def _sub(row: SegmentRow, lang: Lang) -> str:
    other = row.title.get("en" if lang == "zh" else "zh")
    return f"<small>{escape(other)}</small>" if other and other != row.title.best(lang) else ""


def _sales_head(lang: Lang) -> tuple[tuple[str, str], ...]:
    names = ("orders", "units", "paid", "refunded")
    return tuple(("n", say(name, lang)) for name in names)


def _sales(counters: Counters, inputs: Inputs, report: Report, lang: Lang, most: int) -> str:
    """Cells of orders, units, paid with its bar, refunded."""
    bar = ""
    if most > 0:
        per_mille = max(counters.paid_minor, 0) * 1000 // most
        bar = f'<span class="meter"><i style="width:{per_mille // 10}.{per_mille % 10}%"></i></span>'
    return "".join(
        number(report, name, inputs, lang, after=bar if name == "gmv_paid" else "")
        for name in ("orders", "units", "gmv_paid", "refund")
    )


def _whole(counters: Counters, report: Report, lang: Lang) -> str:
    """The same without a bar, for sums."""
    return _sales(counters, report.figures(counters), report, lang, 0)


def products(report: Report, lang: Lang) -> str:
    if not report.products:
        return ""
    most = max(row.counters.paid_minor for row in report.products)
    rows = []
    for row in report.products:
        inputs = report.figures(
            row.counters, on_air_ms=row.on_air_ms or None, opening=row.opening, left=row.left,
            sold_out_ms=row.sold_out_ms,
        )  # fmt: skip
        more = (number(report, name, inputs, lang) for name in ("paid_per_minute", "share", "sell_through"))
        rows.append(
            f"<tr><td>{_product_name(row, lang)}</td>{number(report, 'on_air', inputs, lang)}"
            f"{_sales(row.counters, inputs, report, lang, most)}{''.join(more)}"
            f"{number(report, 'stock_left', inputs, lang, after=_oversold(row, lang))}"
            f"{number(report, 'sold_out', inputs, lang)}</tr>"
        )
    head = heads(
        ("", say("product", lang)), ("n", say("talked", lang)), *_sales_head(lang),
        ("n", say("per_minute", lang)), ("n", say("share", lang)), ("n", say("sell_through", lang)),
        ("n", say("stock_left", lang)), ("n", say("sold_out", lang)),
    )  # fmt: skip
    whole = _whole(report.total, report, lang)
    foot = f"<tr><td colspan=2>{text('total', lang)}</td>{whole}<td colspan=5></td></tr>"
    return section(say("products", lang), head, rows, foot)


def _product_name(row: ProductRow, lang: Lang) -> str:
    title = row.title.best(lang) or say("unknown_product", lang)
    return f"{escape(title)}<small>{escape(row.sku)}</small>"


def _oversold(row: ProductRow, lang: Lang) -> str:
    if row.left is None or row.left >= 0:
        return ""
    return f'<small class="alarm">{text("oversold", lang, n=-row.left)}</small>'


def hosts(report: Report, lang: Lang) -> str:
    """Sales by who was on; nothing when one group hosted it all, or nobody was named."""
    if len(report.hosts_sold) < 2:
        return ""
    most = max(row.counters.paid_minor for row in report.hosts_sold)
    comma = "、" if lang == "zh" else ", "
    rows = [
        f"<tr><td>{escape(comma.join(row.hosts)) if row.hosts else text('nobody', lang)}</td>"
        f"{number(report, 'on_air', inputs, lang)}{_sales(row.counters, inputs, report, lang, most)}</tr>"
        for row in report.hosts_sold
        for inputs in (report.figures(row.counters, on_air_ms=row.on_air_ms or None),)
    ]
    head = heads(("", say("hosts", lang)), ("n", say("talked", lang)), *_sales_head(lang))
    foot = f"<tr><td colspan=2>{text('total', lang)}</td>{_whole(report.total, report, lang)}</tr>"
    return section(say("hosts_sold", lang), head, rows, foot, note=say("hosts_note", lang))


def words(report: Report, lang: Lang) -> str:
    told = [row for row in report.words if row.headword is not None and row.shown_ms >= 1000]
    if not told:
        return ""
    titles = {row.sku: row.title for row in report.products}
    rows = []
    for row in told:
        product = titles.get(row.sku or "", NO_TEXT).best(lang)
        paid = row.paid_minor if row.selling_ms and report.connected else None
        rows.append(
            f'<tr><td><span class="word">{escape(row.headword or "")}</span> {escape(row.gloss or "")}'
            f"<small>{escape(product)}</small></td>{plain('shown', span(row.shown_ms))}"
            f"{plain('while_shown', _pace(report, row.orders, row.selling_ms, lang))}"
            f"{plain('else_shown', _pace(report, row.base_orders, row.base_ms, lang))}"
            f"{plain('ratio', ratio_text(row.ratio, row.interval))}"
            f"{number(report, 'gmv_paid', {'paid_minor': paid}, lang)}</tr>"
        )
    head = heads(("", say("word", lang)), ("n", say("shown", lang)), ("n", say("while_shown", lang)),
        ("n", say("else_shown", lang)), ("n", say("ratio", lang)), ("n", say("paid", lang)),
    )  # fmt: skip
    return section(say("words", lang), head, rows, note=say("words_note", lang, n=MIN_ORDERS))


def _pace(report: Report, orders: int, ms: int, lang: Lang) -> str:
    return "—" if ms < 1000 or not report.connected else say("word_orders", lang, n=orders, span=span(ms))


def ratio_text(ratio: float | None, interval: tuple[float, float] | None) -> str:
    """`×1.8（1.2–2.7）`, "—" when it cannot be said."""
    if ratio is None or interval is None:
        return "—"
    return f"×{ratio:.1f}（{interval[0]:.1f}–{interval[1]:.1f}）"
