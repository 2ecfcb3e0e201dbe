"""The report as one HTML page: self-contained, no script, made for paper and screen alike."""

from __future__ import annotations

from html import escape
from typing import Final

from catalog.bilingual import Lang
from sales.metric import compute, format_value, order_inputs
from sales.metrics import METRICS
from sales.report import Report
from sales.report_chart import timeline
from sales.report_format import clock, day, money, span, zone_of
from sales.report_sections import heads, hosts, incidents, issues, products, section, segments, words
from sales.report_style import CSS
from sales.report_texts import say

#: The figures at the head of the page, and those listed with their formulas at its foot.
HEAD_FIGURES: Final = ("gmv_paid", "orders", "units", "buyers", "aov", "refund", "net", "gmv_created")
DEFINED: Final = (
    *HEAD_FIGURES, "user_paid", "net_1h", "created_orders", "pay_rate", "order_value", "unit_price",
    "refund_rate", "refund_rate_1h", "opm", "paid_per_hour"
)  # fmt: skip


def render_html(report: Report, lang: Lang) -> str:
    """The whole page in one language, figures with their formulas. Equal reports give equal bytes."""
    sections = (
        _head(report, lang),
        _figures(report, lang),
        _timeline(report, lang),
        segments(report, lang),
        products(report, lang),
        hosts(report, lang),
        words(report, lang),
        incidents(report, lang),
        issues(report, lang),
        _definitions(report, lang),
    )
    title = escape(f"{report.title.best(lang)} · {say('report', lang)}")
    html_lang = "zh-CN" if lang == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{html_lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{title}</title><style>{CSS}</style></head><body><main>\n"
        + "\n".join(section for section in sections if section)
        + f"\n<footer>{_t('version', lang, n=report.version)}</footer></main></body></html>\n"
    )


def _head(report: Report, lang: Lang) -> str:
    zone = zone_of(report.zone)
    other = report.title.get("en" if lang == "zh" else "zh")
    small = f"<small>{escape(other)}</small>" if other and other != report.title.best(lang) else ""
    if report.started is None:
        when = _t("never", lang)
    else:
        end = say("still", lang) if report.ended is None else clock(report.ended, zone)
        times = say(
            "on_air", lang, start=clock(report.started, zone), end=end, length=span(report.duration_ms)
        )
        when = f"{day(report.started, zone)} {escape(times)} <small>{escape(report.zone)}</small>"
    as_of = f"{day(report.as_of, zone)} {clock(report.as_of, zone)}"
    plan = f"{clock(report.planned_start, zone)} · {span(report.planned_ms)}"
    facts = [(say("actual", lang), when), (say("planned", lang), escape(plan))]
    if report.hosts:
        facts.append(
            (say("hosts", lang), escape("、".join(report.hosts) if lang == "zh" else ", ".join(report.hosts)))
        )
    listed = "".join(f"<div><dt>{escape(name)}</dt><dd>{text}</dd></div>" for name, text in facts)
    return (
        f'<header><p class="kicker">{_t("report", lang)}</p><h1>{escape(report.title.best(lang))}{small}</h1>'
        f'<dl>{listed}</dl><p><span class="badge">{_t("provisional", lang)}</span> '
        f"{_t('as_of', lang, at=as_of)}</p></header>"
    )


def _figures(report: Report, lang: Lang) -> str:
    inputs = order_inputs(report.total, duration_ms=report.duration_ms)
    cells = []
    for at, name in enumerate(HEAD_FIGURES):
        metric = METRICS[name]
        value = format_value(metric, compute(metric, inputs), currency=report.currency, lang=lang)
        first = " first" if at == 0 else ""
        cells.append(
            f'<div class="figure{first}"><span>{escape(metric.title.best(lang))}</span><b>{escape(value)}</b>'
            f"<em>{escape(metric.formula.best(lang))}</em></div>"
        )
    others = {c: counters for c, counters in report.totals.items() if c != report.currency}
    note = ""
    if others:
        told = "；".join(
            f"{currency}: {money(counters.paid_minor, currency, lang)}"
            for currency, counters in others.items()
        )
        note = f'<p class="note">{_t("other_money", lang)}: {escape(told)}</p>'
    return (
        f'<section><h2>{_t("figures", lang)}</h2><div class="figures">{"".join(cells)}</div>{note}</section>'
    )


def _timeline(report: Report, lang: Lang) -> str:
    drawn = timeline(report, lang)
    if not drawn:
        return ""
    peak = ""
    if report.started is not None and any(report.minutes):
        best = max(range(len(report.minutes)), key=lambda minute: (report.minutes[minute], -minute))
        at = clock(report.started + best * 60_000, zone_of(report.zone), seconds=False)
        amount = money(report.minutes[best], report.currency, lang)
        peak = f"<span>{_t('peak', lang, amount=amount, at=at)}</span>"
    return (
        f'<section><h2>{_t("timeline", lang)}{peak}</h2><div class="wide">{drawn}</div>'
        f'<p class="note">{_t("timeline_note", lang)}</p></section>'
    )


def _definitions(report: Report, lang: Lang) -> str:
    inputs = order_inputs(report.total, duration_ms=report.duration_ms)
    rows = []
    for name in DEFINED:
        metric = METRICS[name]
        value = format_value(metric, compute(metric, inputs), currency=report.currency, lang=lang)
        rows.append(
            f"<tr><td>{escape(metric.title.best(lang))}</td><td>{escape(metric.formula.best(lang))}</td>"
            f"<td class=n>{escape(value)}</td></tr>"
        )
    head = heads(("", say("metric", lang)), ("", say("formula", lang)), ("n", say("value", lang)))
    return section(say("definitions", lang), head, rows, "")


def _t(key: str, lang: Lang, **values: object) -> str:
    """A text of the report, escaped."""
    return escape(say(key, lang, **values))
