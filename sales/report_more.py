"""The other tables of the report's page: traffic, factors, refunds, comparisons, what happened, the law."""

from __future__ import annotations

from html import escape
from typing import Final

from catalog.bilingual import Lang
from catalog.money import Money, format_money
from lessons.compliance.rule import Severity
from sales.experiment import Result
from sales.metric import decimals
from sales.metrics import METRICS
from sales.pace import Factor, slipping
from sales.report_format import clock, day, span, zone_of
from sales.report_notes import number, plain
from sales.report_parts import heads, section, table, text
from sales.report_record import Report
from sales.report_sections import ratio_text
from sales.report_texts import ISSUES, say

#: Moves that every GO would drown; they stay in the tables.
_QUIET: Final = frozenset({"go", "back", "shown", "acked", "board_show", "board_reveal", "board_hide"})
#: Rows of a long list on the page; the tables hold all.
_MOST: Final = 40
#: What the desk can read off a platform, with the rates made of it.
TRAFFIC: Final = (
    "show_views", "views", "viewers", "pcu", "acu", "exposures", "exposure_people", "clicks", "click_people",
    "new_followers", "unfollowed", "interacting", "enter_rate", "exposure_click", "exposure_click_people",
    "view_click", "click_order", "click_order_people", "view_order", "view_order_people", "gpm", "uv_value",
    "watch_per_viewer", "watch_per_view", "interaction_rate", "follow_rate",
)  # fmt: skip
_RANK: Final[dict[Severity, int]] = {"block": 0, "warn": 1, "info": 2}


def traffic(report: Report, lang: Lang) -> str:
    """What the desk entered and the rates made of it; nothing when nobody entered anything."""
    if not report.desk:
        return ""
    inputs = report.inputs
    cells = [
        f'<div class="figure"><span>{escape(METRICS[name].title.best(lang))}</span>'
        f"{number(report, name, inputs, lang, tag='b')}</div>"
        for name in TRAFFIC
    ]
    lead = f'<div class="figures small">{"".join(cells)}</div>'
    return section(say("traffic", lang), "", (), note=say("traffic_note", lang), lead=lead)


def factors(report: Report, lang: Lang) -> str:
    """GMV as five factors beside those of the show before, and the one that fell most."""
    if report.factors is None:
        if not report.desk:
            return ""
        return section(say("factors", lang), "", (), note=say("factors_unknown", lang))
    rows = [
        f"<tr><td>{escape(METRICS[factor.name].title.best(lang))}</td>"
        f"{plain('factor', _factor(factor, lang, report.currency, now=False))}"
        f"{plain('factor', _factor(factor, lang, report.currency, now=True))}"
        f"{plain('factor', _change(factor), kind='n over' if factor.change < 1 else 'n')}</tr>"
        for factor in report.factors
    ]
    worst = slipping(report.factors)
    verdict = (
        say("none_slipped", lang)
        if worst is None
        else say("slipped", lang, name=METRICS[worst.name].title.best(lang), change=_change(worst))
    )
    head = heads(
        ("", say("factor", lang)), ("n", say("before", lang, title=report.compared_with.best(lang))),
        ("n", say("this_show", lang)), ("n", say("change", lang)),
    )  # fmt: skip
    lead = plain("factor", verdict, tag="p", kind="lead")
    return section(say("factors", lang), head, rows, note=say("factors_note", lang), lead=lead)


def _factor(factor: Factor, lang: Lang, currency: str, *, now: bool) -> str:
    value = factor.now if now else factor.before
    unit = METRICS[factor.name].unit
    if unit == "ratio":
        return f"{decimals(value * 100, 2)}%"
    if unit == "money":
        return format_money(Money(round(value), currency), lang=lang)
    return f"{int(value):,}"


def _change(factor: Factor) -> str:
    return f"×{decimals(factor.change, 2)}"


def refunds(report: Report, lang: Lang) -> str:
    """What came back, by product, and how much of it within the hour."""
    if not report.total.refund_minor:
        return section(say("refunds", lang), "", (), note=say("no_refunds", lang))
    names = ("refund", "refund_1h", "refund_rate", "refund_rate_1h", "net")
    rows = []
    for row in sorted(report.products, key=lambda row: (-row.counters.refund_minor, row.sku)):
        if row.counters.refund_minor:
            title = row.title.best(lang) or say("unknown_product", lang)
            inputs = report.figures(row.counters)
            cells = "".join(number(report, name, inputs, lang) for name in names)
            rows.append(f"<tr><td>{escape(title)}<small>{escape(row.sku)}</small></td>{cells}</tr>")
    head = heads(("", say("product", lang)), *(("n", METRICS[name].title.best(lang)) for name in names))
    whole = "".join(number(report, name, report.inputs, lang) for name in names)
    return section(say("refunds", lang), head, rows, f"<tr><td>{text('total', lang)}</td>{whole}</tr>")


def experiments(report: Report, lang: Lang) -> str:
    """Planned comparisons with their rule and what it says."""
    if not report.results:
        return ""
    rows = [
        f"<tr><td>{escape(result.plan.question)}"
        f"<small>{text('rule', lang, n=result.plan.min_orders)}</small></td>"
        f"{plain('arm', _arm(result, lang, first=True))}{plain('arm', _arm(result, lang, first=False))}"
        f"{plain('verdict', say(result.outcome, lang), kind='', after=_ratio(result))}</tr>"
        for result in report.results
    ]
    head = heads(("", say("question", lang)), ("n", "A 甲"), ("n", "B 乙"), ("", say("verdict", lang)))
    return section(say("experiments", lang), head, rows)


def _arm(result: Result, lang: Lang, *, first: bool) -> str:
    arm = result.a if first else result.b
    return say("arm", lang, name=arm.name, n=arm.orders, span=span(arm.ms))


def _ratio(result: Result) -> str:
    shown = ratio_text(result.ratio, result.interval)
    return "" if shown == "—" else f"<small>{escape(shown)}</small>"


def incidents(report: Report, lang: Lang) -> str:
    """What people did, without what every show has by the hundred."""
    zone = zone_of(report.zone)
    rows = [
        f"<tr>{plain('clock', clock(deed.at, zone), kind='t')}<td>{escape(deed.actor)}</td>"
        f"<td>{escape(deed.label.best(lang))}{' · ' + escape(deed.detail) if deed.detail else ''}"
        f"{' <em>(' + text('undone', lang) + ')</em>' if deed.undone else ''}</td></tr>"
        for deed in report.deeds
        if deed.verb not in _QUIET
    ]
    if not rows:
        return ""
    head = heads(("", say("time", lang)), ("", say("who", lang)), ("", say("what", lang)))
    return section(say("incidents", lang), head, rows)


def law(report: Report, lang: Lang) -> str:
    """The review before air, and what the rules say about what was said."""
    zone = zone_of(report.zone)
    review = report.reviewed
    if review is None:
        told = say("law_unsigned", lang)
    else:
        told = say("law_signed", lang, by=review.by, at=f"{day(review.at, zone)} {clock(review.at, zone)}")
    reasons = dict(review.reasons) if review is not None else {}
    found = sorted(report.law, key=lambda each: _RANK[each.finding.severity])
    rows = [
        f"<tr><td><b>{escape(each.finding.text)}</b><small>{escape(each.finding.explanation.best(lang))}</small>"
        f"</td><td>{text(each.finding.severity, lang)}</td><td>{escape(each.finding.article)}</td>"
        f"<td>{escape(reasons.get(each.finding.text) or '—')}</td></tr>"
        for each in found[:_MOST]
    ]
    if len(found) > _MOST:
        rows.append(f"<tr>{plain('count', f'+ {len(found) - _MOST:,}', kind='')}<td colspan=3></td></tr>")
    head = heads(
        ("", say("wording", lang)), ("", say("status", lang)), ("", say("article", lang)),
        ("", say("reason", lang)),
    )  # fmt: skip
    note = "" if found else say("law_clean", lang)
    return section(say("law", lang), head, rows, note=note, lead=plain("clock", told, tag="p", kind="lead"))


def ledgers(report: Report, lang: Lang) -> str:
    """Revision 1 and this one side by side, and the orders on which they do not agree."""
    changes = report.changes
    if changes is None:
        return ""
    currency = report.currency
    names = ("gmv_created", "gmv_paid", "refund", "net", "orders", "units")
    first = report.first.get(currency)
    rows = [
        f"<tr><td>{text(key, lang)}</td>"
        + "".join(number(report, name, {} if sums is None else report.figures(sums), lang) for name in names)
        + "</tr>"
        for key, sums in (("first_ledger", first), (f"{report.ledger}_ledger", report.total))
    ]
    head = heads(("", say("ledger", lang)), *(("n", METRICS[name].title.best(lang)) for name in names))
    shift = format_money(Money(changes.shift(currency), currency), lang=lang)
    agreed = say("shift", lang, amount=shift, n=f"{changes.agreed:,}")
    lead = plain("shift", agreed, tag="p", kind="lead")
    listed = [
        f"<tr><td class=t>{escape(each.order_id)}<small>{escape(each.shop)}</small></td>"
        f"<td>{text(each.case, lang)}</td>"
        + "".join(
            plain("settled", _moved(was, now, each.currency, lang))
            for was, now in (
                (each.paid_minor, each.settled_paid_minor), (each.refund_minor, each.settled_refund_minor)
            )
        )
        + "</tr>"
        for each in changes.differences[:_MOST]
    ]  # fmt: skip
    more = len(changes.differences) - _MOST
    if more > 0:
        listed.append(f"<tr>{plain('count', f'+ {more:,}', kind='')}<td colspan=3></td></tr>")
    heading = heads(
        ("", say("order", lang)), ("", say("differs", lang)), ("n", say("paid", lang)),
        ("n", say("refunded", lang)),
    )  # fmt: skip
    sums = table(head, rows)
    return section(say("ledgers", lang), heading, listed, lead=lead + sums)


def _moved(was: int, now: int, currency: str, lang: Lang) -> str:
    before, after = (format_money(Money(minor, currency), lang=lang) for minor in (was, now))
    return after if was == now else f"{before} → {after}"


def issues(report: Report, lang: Lang) -> str:
    """What in the facts a person should look at."""
    if not report.issues:
        return ""
    rows = [
        f"<tr><td class=t>{escape(issue.order_id)}<small>{escape(issue.line_id)}</small></td>"
        f"<td>{escape(ISSUES[issue.code].best(lang))}</td>"
        f"{plain('facts', '; '.join(f'{key}: {told}' for key, told in issue.detail), kind='')}</tr>"
        for issue in report.issues[:_MOST]
    ]
    more = len(report.issues) - _MOST
    if more > 0:
        rows.append(f"<tr>{plain('count', f'+ {more:,}', kind='')}<td colspan=2></td></tr>")
    head = heads(("", say("order", lang)), ("", say("differs", lang)), ("", ""))
    return section(f"{say('issues', lang)} ({len(report.issues):,})", head, rows)
