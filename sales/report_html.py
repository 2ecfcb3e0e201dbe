"""The report as one HTML page: self-contained, made for paper and screen alike."""

from __future__ import annotations

from html import escape
from typing import Final

from catalog.bilingual import Lang
from sales.metrics import METRICS
from sales.report_chart import timeline
from sales.report_format import clock, day, money, span, zone_of
from sales.report_more import experiments, factors, incidents, issues, law, ledgers, refunds, traffic
from sales.report_notes import book, number, plain
from sales.report_parts import heads, section, text
from sales.report_record import Report
from sales.report_sections import hosts, products, segments, words
from sales.report_style import CSS
from sales.report_texts import say

#: The figures at the head of the page; with a target also how much of it was reached.
HEAD_FIGURES: Final = ("gmv_paid", "orders", "units", "buyers", "aov", "refund", "net", "gmv_created")
TARGET_FIGURES: Final = ("target", "target_done", "expected", "pace")


def render_html(report: Report, lang: Lang) -> str:
    """The whole page in one language, figures with their formulas. Equal reports give equal bytes."""
    sections = (
        _head(report, lang),
        _figures(report, lang),
        ledgers(report, lang),
        _timeline(report, lang),
        segments(report, lang),
        products(report, lang),
        words(report, lang),
        experiments(report, lang),
        hosts(report, lang),
        traffic(report, lang),
        factors(report, lang),
        refunds(report, lang),
        incidents(report, lang),
        law(report, lang),
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
        + f"\n<footer>{text('version', lang, n=report.version)}</footer></main>{book(report, lang)}"
        + "</body></html>\n"
    )


def _head(report: Report, lang: Lang) -> str:
    zone = zone_of(report.zone)
    other = report.title.get("en" if lang == "zh" else "zh")
    small = f"<small>{escape(other)}</small>" if other and other != report.title.best(lang) else ""
    if report.started is None:
        when = text("never", lang)
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
    said = "revision_open" if report.is_open and report.revision > 1 else "revision"
    listed = "".join(f"<div><dt>{escape(name)}</dt><dd>{text}</dd></div>" for name, text in facts)
    return (
        f'<header><p class="kicker">{text("report", lang)}</p>'
        f"<h1>{escape(report.title.best(lang))}{small}</h1>"
        f'<dl>{listed}</dl><p><span class="badge">{_state(report, lang)}</span> '
        f"{text('as_of', lang, at=as_of)} · {text(said, lang, n=report.revision)}</p>"
        f"{_overlap(report, lang)}</header>"
    )


def _overlap(report: Report, lang: Lang) -> str:
    """Shows on air at the same time cannot tell their orders apart: somebody must know."""
    if not report.overlapping:
        return ""
    titles = ", ".join(title.best(lang) for title in report.overlapping)
    return f'<p class="alarm">{text("overlapping", lang, titles=titles)}</p>'


def _state(report: Report, lang: Lang) -> str:
    if not report.settled:
        return text("provisional", lang)
    if report.open_shops:
        return text("part_settled", lang, shops=", ".join(report.open_shops))
    return text("settled", lang)


def _figures(report: Report, lang: Lang) -> str:
    inputs = report.inputs
    names = (*HEAD_FIGURES, *(TARGET_FIGURES if report.target_minor is not None else ()))
    cells: list[str] = []
    for name in names:
        metric = METRICS[name]
        first = " first" if not cells else ""
        cells.append(
            f'<div class="figure{first}"><span>{escape(metric.title.best(lang))}</span>'
            f"{number(report, name, inputs, lang, tag='b')}<em>{escape(metric.formula.best(lang))}</em></div>"
        )
    others = {c: counters for c, counters in report.totals.items() if c != report.currency}
    note = ""
    if others:
        told = "；".join(
            f"{currency}: {plain('other_money', paid, tag='span', kind='')}"
            for currency, counters in others.items()
            for paid in (money(counters.paid_minor, currency, lang),)
        )
        note = f'<p class="note">{text("other_money", lang)}: {told}</p>'
    return (
        f'<section><h2>{text("figures", lang)}</h2><div class="figures">{"".join(cells)}</div>{note}'
        "</section>"
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
        peak = plain("peak", say("peak", lang, amount=amount, at=at), tag="span", kind="")
    return (
        f'<section><h2>{text("timeline", lang)}{peak}</h2><div class="wide">{drawn}</div>'
        f'<p class="note">{text("timeline_note", lang)}</p></section>'
    )


def _definitions(report: Report, lang: Lang) -> str:
    """Every metric of the registry that this report knows a value of, and those it lacks."""
    inputs = report.inputs
    rows = [
        f"<tr><td>{escape(metric.title.best(lang))}</td><td>{escape(metric.formula.best(lang))}</td>"
        f"{number(report, name, inputs, lang)}</tr>"
        for name, metric in METRICS.items()
        if name not in _OF_PARTS
    ]
    head = heads(("", say("metric", lang)), ("", say("formula", lang)), ("n", say("value", lang)))
    return section(say("definitions", lang), head, rows)


#: Metrics of a product or a segment: the whole show has none.
_OF_PARTS: Final = frozenset({"stock_left", "sold_out", "sell_through", "on_air", "paid_per_minute", "share"})
