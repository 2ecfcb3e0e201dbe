"""The report's other sheets: factors, planned comparisons, compliance, what changed since revision 1."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from catalog.bilingual import Lang
from catalog.currency import EXPONENTS
from sales.metric import decimals
from sales.metrics import METRICS
from sales.report_record import Report
from sales.report_texts import say
from sales.spreadsheet import Cell, Rows


def more_rows(report: Report, lang: Lang) -> Rows:
    """A sheet each; only the header where a report has nothing to say."""
    return {
        "factors": _factors(report, lang),
        "experiments": _experiments(report, lang),
        "law": _law(report, lang),
        "changes": _changes(report, lang),
    }


def decimal_of(value: float | None) -> Decimal | None:
    """A ratio with four decimals; None stays None."""
    return None if value is None else Decimal(f"{value:.4f}")


def _factors(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    before = say("before", lang, title=report.compared_with.best(lang))
    rows: list[Sequence[Cell]] = [
        ["id", say("factor", lang), before, say("this_show", lang), say("change", lang)]
    ]
    for factor in report.factors or ():
        values = (decimals(value, 6).replace(",", "") for value in (factor.before, factor.now, factor.change))
        rows.append([factor.name, METRICS[factor.name].title.best(lang), *map(Decimal, values)])
    return rows


def _experiments(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    orders = say("orders", lang)
    rows: list[Sequence[Cell]] = [
        [
            "id", say("question", lang), "A", f"A {orders}", "A (s)", "B", f"B {orders}", "B (s)",
            say("verdict", lang), say("ratio", lang), "≥", "≤", "min",
        ]
    ]  # fmt: skip
    for result in report.results:
        low, high = result.interval or (None, None)
        rows.append(
            [
                result.plan.id, result.plan.question, result.a.name, result.a.orders, result.a.ms // 1000,
                result.b.name, result.b.orders, result.b.ms // 1000, say(result.outcome, lang),
                decimal_of(result.ratio), decimal_of(low), decimal_of(high), result.plan.min_orders,
            ]
        )  # fmt: skip
    return rows


def _law(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    reasons = dict(report.reviewed.reasons) if report.reviewed is not None else {}
    rows: list[Sequence[Cell]] = [
        [say("segment", lang), "cue", say("wording", lang), say("status", lang), say("article", lang),
         say("what", lang), say("reason", lang)]
    ]  # fmt: skip
    rows += [
        [each.segment, each.cue, each.finding.text, say(each.finding.severity, lang), each.finding.article,
         each.finding.explanation.best(lang), reasons.get(each.finding.text)]
        for each in report.law
    ]  # fmt: skip
    return rows


def _changes(report: Report, lang: Lang) -> list[Sequence[Cell]]:
    later, paid, refund = say(f"{report.ledger}_ledger", lang), say("paid", lang), say("refunded", lang)
    first = say("first_ledger", lang)
    rows: list[Sequence[Cell]] = [
        ["shop", say("order", lang), say("what", lang), say("currency", lang),
         f"{first} {paid}", f"{first} {refund}", f"{later} {paid}", f"{later} {refund}"]
    ]  # fmt: skip
    for each in report.changes.differences if report.changes is not None else ():
        amounts = (each.paid_minor, each.refund_minor, each.settled_paid_minor, each.settled_refund_minor)
        money = (Decimal(minor).scaleb(-EXPONENTS[each.currency]) for minor in amounts)
        rows.append([each.shop, each.order_id, say(each.case, lang), each.currency, *money])
    return rows
