"""Refunds that a source tells for a whole order: shared out over its paid lines.

Exports and some webhooks know what was returned of an order, not of which line. The money is real, so it
counts; which product it came from is not told, so it is shared by what each line has left to refund.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sales.event import WHOLE_ORDER, OrderEvent
from sales.line import Issue, IssueCode, LineState
from sales.share import share

#: Kinds that carry money also when they speak of the whole order.
ORDER_MONEY: Final = frozenset({"refunded", "refund_total"})


def with_order_refunds(lines: Sequence[LineState], events: Sequence[OrderEvent]) -> list[LineState]:
    """The lines of one order with its whole-order refunds (`events`, one per key) shared out.

    A total asserted for the order replaces its refunds up to that instant where it is higher, as for a line.
    """
    states = list(lines)
    currencies = {event.currency for event in events}
    paid = [n for n, line in enumerate(states) if line.is_paid and line.currency in currencies]
    wanted = _amounts([states[n] for n in paid], events)
    issues: list[tuple[IssueCode, tuple[tuple[str, str], ...]]] = []
    for at, amount in wanted:
        room = [max(states[n].paid_minor - states[n].refund_minor, 0) for n in paid]
        part = min(amount, sum(room))
        for n, piece in zip(paid, share(part, room), strict=True):
            if piece:
                states[n] = _refunded(states[n], at, piece)
        if paid and part < amount:
            issues.append(("refund_over_paid", (("refund", str(amount)), ("left", str(part)))))
    first = states[0]
    if not paid and wanted:
        total = sum(amount for _, amount in wanted)
        states[0] = first._replace(refund_waiting_minor=first.refund_waiting_minor + total)
        issues.append(("refund_before_paid", (("refunds", str(total)),)))
    if issues:
        told = tuple(Issue(code, first.shop, first.order_id, WHOLE_ORDER, detail) for code, detail in issues)
        states[0] = states[0]._replace(issues=states[0].issues + told)
    return states


def _amounts(lines: Sequence[LineState], events: Sequence[OrderEvent]) -> list[tuple[int, int]]:
    """(instant, amount) of the refunds that the lines do not know of, in time order."""
    single = [event for event in events if event.kind == "refunded"]
    extra = sorted((event.occurred_at, event.amount_minor) for event in single)
    known = [refund for line in lines for refund in line.refunds]
    for total in (event for event in events if event.kind == "refund_total"):
        before = sum(amount for at, amount in (*known, *extra) if at <= total.occurred_at)
        unexplained = total.amount_minor - before
        later = (amount for at, amount in (*known, *extra) if at > total.occurred_at)
        if unexplained > 0 and unexplained not in later:
            extra = sorted([*extra, (total.occurred_at, unexplained)])
    return extra


def _refunded(line: LineState, at: int, amount: int) -> LineState:
    refund = line.refund_minor + amount
    whole = refund >= line.paid_minor
    return line._replace(
        refund_minor=refund,
        refunds=tuple(sorted([*line.refunds, (at, amount)])),
        status="refunded" if whole else "part_refunded",
        restocked=line.qty if whole and line.cancelled_at is not None else line.restocked,
        last_at=max(line.last_at, at),
    )
