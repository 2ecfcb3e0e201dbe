"""The tables of the report's page: segments, products, words, what happened, what to check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from catalog.bilingual import NO_TEXT, Lang
from sales.attribution import SEGMENT_GRACE_MS
from sales.counters import Counters
from sales.report import ProductRow, Report, SegmentRow
from sales.report_format import clock, drift, money, share_of, span, zone_of
from sales.report_texts import ISSUES, say
from sales.words import MIN_ORDERS, WordRow

#: Moves that every GO would drown; they stay in the tables.
_QUIET: Final = frozenset({"go", "back", "shown", "acked", "board_show", "board_reveal", "board_hide"})
#: Rows of the issue list on the page; the tables hold all.
_MOST_ISSUES: Final = 40
#: Sales of a segment without a product: nothing can be credited to it, which is not 0.
_NOTHING: Final = "<td class=n>—</td>" * 4


def segments(report: Report, lang: Lang) -> str:
    zone = zone_of(report.zone)
    most = max([row.counters.paid_minor for row in report.segments], default=0)
    rows = []
    for number, row in enumerate(report.segments, start=1):
        off = "" if row.fate == "aired" else ' class="off"'
        if row.fate == "aired":
            actual = clock(row.kickoff, zone)
            length = span(row.actual_ms)
            if row.runs > 1:
                length += f" · {say('runs', lang, n=row.runs)}"
        else:
            actual, length = say(row.fate, lang), "—"
        late = ' class="n over"' if (row.difference_ms or 0) >= 500 else ' class="n"'
        rows.append(
            f"<tr{off}><td class=n>{number}</td><td>{escape(row.title.best(lang))}{_sub(row, lang)}</td>"
            f"<td class=n>{clock(row.planned_start, zone)}<small>{span(row.planned_ms)}</small></td>"
            f"<td class=n>{escape(actual)}<small>{escape(length)}</small></td>"
            f"<td{late}>{escape(drift(row.difference_ms, lang))}</td>"
            f"{_sales(row.counters, report, lang, most) if row.sku is not None else _NOTHING}</tr>"
        )
    head = heads(
        ("n", "#"), ("", say("segment", lang)), ("n", say("planned", lang)), ("n", say("actual", lang)),
        ("n", say("difference", lang)), *_sales_head(lang),
    )  # fmt: skip
    foot = (
        f"<tr><td></td><td colspan=4>{_t('unattributed', lang)}</td>"
        f"{_sales(report.unattributed, report, lang, most)}</tr>"
        f"<tr><td></td><td colspan=4>{_t('total', lang)}</td>{_sales(report.total, report, lang, 0)}</tr>"
    )
    note = say("credit_note", lang, grace=SEGMENT_GRACE_MS // 1000)
    return section(say("segments", lang), head, rows, foot, note)


def _sub(row: SegmentRow, lang: Lang) -> str:
    other = row.title.get("en" if lang == "zh" else "zh")
    return f"<small>{escape(other)}</small>" if other and other != row.title.best(lang) else ""


def _sales_head(lang: Lang) -> tuple[tuple[str, str], ...]:
    names = ("orders", "units", "paid", "refunded")
    return tuple(("n", say(name, lang)) for name in names)


def _sales(counters: Counters, report: Report, lang: Lang, most: int) -> str:
    """Cells of orders, units, paid with its bar, refunded."""
    paid = money(counters.paid_minor, report.currency, lang)
    bar = ""
    if most > 0:
        per_mille = max(counters.paid_minor, 0) * 1000 // most
        bar = f'<span class="meter"><i style="width:{per_mille // 10}.{per_mille % 10}%"></i></span>'
    return (
        f"<td class=n>{counters.orders:,}</td><td class=n>{counters.units:,}</td>"
        f"<td class=n>{escape(paid)}{bar}</td>"
        f"<td class=n>{_m(counters.refund_minor, report.currency, lang)}</td>"
    )


def products(report: Report, lang: Lang) -> str:
    if not report.products:
        return ""
    most = max(row.counters.paid_minor for row in report.products)
    rows = [
        f"<tr><td>{_product_name(row, lang)}</td><td class=n>{span(row.on_air_ms)}</td>"
        f"{_sales(row.counters, report, lang, most)}"
        f"<td class=n>{escape(_per_minute(row, report, lang))}</td>"
        f"<td class=n>{escape(share_of(row.counters.paid_minor, report.total.paid_minor))}</td>"
        f"<td class=n>{_stock(row, lang)}</td></tr>"
        for row in report.products
    ]
    head = heads(
        ("", say("product", lang)), ("n", say("talked", lang)), *_sales_head(lang),
        ("n", say("per_minute", lang)), ("n", "%"), ("n", say("stock", lang)),
    )  # fmt: skip
    whole = _sales(report.total, report, lang, 0)
    foot = f"<tr><td colspan=2>{_t('total', lang)}</td>{whole}<td colspan=3></td></tr>"
    return section(say("products", lang), head, rows, foot)


def _product_name(row: ProductRow, lang: Lang) -> str:
    title = row.title.best(lang) or say("unknown_product", lang)
    return f"{escape(title)}<small>{escape(row.sku)}</small>"


def _per_minute(row: ProductRow, report: Report, lang: Lang) -> str:
    if row.on_air_ms < 1000:
        return "—"
    return money(row.counters.paid_minor * 60_000 // row.on_air_ms, report.currency, lang)


def _stock(row: ProductRow, lang: Lang) -> str:
    if row.opening is None or row.left is None:
        return "—"
    if row.left < 0:
        return f'{row.opening:,} → 0 <span class="alarm">{_t("oversold", lang, n=-row.left)}</span>'
    return f"{row.opening:,} → {row.left:,}"


def hosts(report: Report, lang: Lang) -> str:
    """Sales by who was on; nothing when one group hosted it all, or nobody was named."""
    if len(report.hosts_sold) < 2:
        return ""
    most = max(row.counters.paid_minor for row in report.hosts_sold)
    comma = "、" if lang == "zh" else ", "
    rows = [
        f"<tr><td>{escape(comma.join(row.hosts)) if row.hosts else _t('nobody', lang)}</td>"
        f"<td class=n>{span(row.on_air_ms) if row.on_air_ms else '—'}</td>"
        f"{_sales(row.counters, report, lang, most)}</tr>"
        for row in report.hosts_sold
    ]
    head = heads(("", say("hosts", lang)), ("n", say("talked", lang)), *_sales_head(lang))
    whole = _sales(report.total, report, lang, 0)
    foot = f"<tr><td colspan=2>{_t('total', lang)}</td>{whole}</tr>"
    return section(say("hosts_sold", lang), head, rows, foot, say("hosts_note", lang))


def words(report: Report, lang: Lang) -> str:
    told = [row for row in report.words if row.headword is not None and row.shown_ms >= 1000]
    if not told:
        return ""
    titles = {row.sku: row.title for row in report.products}
    rows = []
    for row in told:
        product = titles.get(row.sku or "", NO_TEXT).best(lang)
        rows.append(
            f'<tr><td><span class="word">{escape(row.headword or "")}</span> {escape(row.gloss or "")}'
            f"<small>{escape(product)}</small></td><td class=n>{span(row.shown_ms)}</td>"
            f"<td class=n>{escape(_pace(row.orders, row.selling_ms, lang))}</td>"
            f"<td class=n>{escape(_pace(row.base_orders, row.base_ms, lang))}</td>"
            f"<td class=n>{escape(_ratio(row))}</td>"
            f"<td class=n>{_m(row.paid_minor, report.currency, lang) if row.selling_ms else '—'}</td></tr>"
        )
    head = heads(("", say("word", lang)), ("n", say("shown", lang)), ("n", say("while_shown", lang)),
        ("n", say("else_shown", lang)), ("n", say("ratio", lang)), ("n", say("paid", lang)),
    )  # fmt: skip
    return section(say("words", lang), head, rows, "", say("words_note", lang, n=MIN_ORDERS))


def _pace(orders: int, ms: int, lang: Lang) -> str:
    return "—" if ms < 1000 else say("word_orders", lang, n=orders, span=span(ms))


def _ratio(row: WordRow) -> str:
    ratio, interval = row.ratio, row.interval
    if ratio is None or interval is None:
        return "—"
    return f"×{ratio:.1f}（{interval[0]:.1f}–{interval[1]:.1f}）"


def incidents(report: Report, lang: Lang) -> str:
    zone = zone_of(report.zone)
    rows = [
        f"<tr><td class=t>{clock(deed.at, zone)}</td><td>{escape(deed.actor)}</td>"
        f"<td>{escape(deed.label.best(lang))}{' · ' + escape(deed.detail) if deed.detail else ''}"
        f"{' <em>(' + _t('undone', lang) + ')</em>' if deed.undone else ''}</td></tr>"
        for deed in report.deeds
        if deed.verb not in _QUIET
    ]
    if not rows:
        return ""
    head = heads(("", say("time", lang)), ("", say("who", lang)), ("", say("what", lang)))
    return section(say("incidents", lang), head, rows, "")


def issues(report: Report, lang: Lang) -> str:
    if not report.issues:
        return ""
    rows = [
        f"<tr><td class=t>{escape(issue.order_id)}<small>{escape(issue.line_id)}</small></td>"
        f"<td>{escape(ISSUES[issue.code].best(lang))}</td>"
        f"<td><small>{escape('; '.join(f'{key}: {told}' for key, told in issue.detail))}</small></td></tr>"
        for issue in report.issues[:_MOST_ISSUES]
    ]
    more = len(report.issues) - _MOST_ISSUES
    if more > 0:
        rows.append(f"<tr><td colspan=3>+ {more:,}</td></tr>")
    head = heads(("", say("order", lang)), ("", say("what", lang)), ("", ""))
    return section(f"{say('issues', lang)} ({len(report.issues):,})", head, rows, "")


def _t(key: str, lang: Lang, **values: object) -> str:
    """A text of the report, escaped."""
    return escape(say(key, lang, **values))


def _m(minor: int, currency: str, lang: Lang) -> str:
    """An amount, escaped."""
    return escape(money(minor, currency, lang))


def heads(*cells: tuple[str, str]) -> str:
    """Header cells of (class, text)."""
    return "".join(f'<th class="{kind}">{escape(text)}</th>' for kind, text in cells)


def section(title: str, head: str, rows: Iterable[str], foot: str, note: str = "") -> str:
    """A titled table with an optional foot and remark."""
    body: Sequence[str] = tuple(rows)
    ending = f"<tfoot>{foot}</tfoot>" if foot else ""
    remark = f'<p class="note">{escape(note)}</p>' if note else ""
    return (
        f'<section><h2>{escape(title)}</h2><div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody>{ending}</table></div>{remark}</section>"
    )
