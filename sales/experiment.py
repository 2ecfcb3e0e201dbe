"""A planned comparison: this or that, with the rule fixed before the show begins.

Word × sales looks at whatever happened and finds associations. An experiment asks one question beforehand:
lesson before the price or after it, this word or that one. Who looks early and stops when it pleases finds
effects that are not there, so the rule is written down first, the result is looked at once, after the end,
and too few orders give no result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from sales.attribution import Airing
from sales.line import LineState
from sales.selling import Span, common, covers, length
from sales.words import BoardSpan, ratio_interval

#: Fewer paid orders than this in an arm never conclude, whatever the plan says.
LEAST_ORDERS: Final = 10
#: An arm must have been on sale for this long: a burst of seconds is the price, not the arm.
LEAST_MS: Final = 60_000

By = Literal["segment", "card"]
Outcome = Literal["waiting", "not_run", "too_few", "no_difference", "a", "b"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The question and its rule. An arm is a set of segments, or of cards, by their ids.

    Compared are paid orders per minute of selling time (on air, price open) of product `sku`, by the time of
    ordering. Each arm needs `min_orders`; then A or B is better when the exact 95 % interval of the ratio of
    their rates leaves out 1.
    """

    id: str
    question: str
    by: By
    sku: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    a_name: str
    b_name: str
    min_orders: int = LEAST_ORDERS

    def to_json(self) -> dict[str, object]:
        """The plan as JSON values, for the store."""
        return {
            "id": self.id, "question": self.question, "by": self.by, "sku": self.sku, "a": list(self.a),
            "b": list(self.b), "a_name": self.a_name, "b_name": self.b_name, "min_orders": self.min_orders,
        }  # fmt: skip


def plan_from_json(given: Mapping[str, Any]) -> Plan:
    """The plan that `Plan.to_json` wrote."""
    return Plan(**{**given, "a": tuple(given["a"]), "b": tuple(given["b"])})


class BadPlanError(ValueError):
    """An experiment that could answer nothing."""

    def __init__(self, why: str) -> None:
        super().__init__(f"This comparison cannot be made: {why}.")


def check_plan(plan: Plan) -> None:
    """Raises BadPlanError when an arm is empty, both share something, or the rule is below the least."""
    if not plan.a or not plan.b:
        raise BadPlanError("an arm is empty 有一组是空的")
    if set(plan.a) & set(plan.b):
        raise BadPlanError("both arms hold the same 两组有相同的项")
    if plan.min_orders < LEAST_ORDERS:
        raise BadPlanError(f"an arm needs at least {LEAST_ORDERS} orders 每组至少 {LEAST_ORDERS} 单")


@dataclass(frozen=True, slots=True)
class Arm:
    """What one arm came to: selling time in milliseconds and the paid orders made in it."""

    name: str
    ms: int
    orders: int


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a plan. `ratio` (A ÷ B) and its 95 % `interval` are None unless the rule was met."""

    plan: Plan
    outcome: Outcome
    a: Arm
    b: Arm
    ratio: float | None = None
    interval: tuple[float, float] | None = None


def judge(
    plan: Plan,
    lines: Sequence[LineState],
    *,
    shown: Sequence[Airing],
    boards: Sequence[BoardSpan],
    selling: Mapping[str, Sequence[Span]],
    close: int,
    ended: bool,
) -> Result:
    """What the plan's rule says. Before the end of the show it says nothing, whatever the numbers."""
    arms = []
    for name, members in ((plan.a_name, plan.a), (plan.b_name, plan.b)):
        spans = _spans(plan, members, shown, boards, close)
        market = common(_merged(spans), selling.get(plan.sku, ()))
        made = {
            (line.shop, line.order_id)
            for line in lines
            if line.sku == plan.sku and line.is_paid and covers(market, line.created_at)
        }
        arms.append(Arm(name, length(market), len(made)))
    a, b = arms
    if not ended:
        return Result(plan, "waiting", a, b)
    if min(a.ms, b.ms) < LEAST_MS:
        return Result(plan, "not_run", a, b)
    if min(a.orders, b.orders) < max(plan.min_orders, LEAST_ORDERS):
        return Result(plan, "too_few", a, b)
    ratio = (a.orders / a.ms) / (b.orders / b.ms)
    low, high = ratio_interval(a.orders, a.ms, b.orders, b.ms)
    outcome: Outcome = "a" if low > 1 else "b" if high < 1 else "no_difference"
    return Result(plan, outcome, a, b, ratio, (low, high))


def _spans(
    plan: Plan, members: Sequence[str], shown: Sequence[Airing], boards: Sequence[BoardSpan], close: int
) -> list[Span]:
    if plan.by == "segment":
        runs = [run for run in shown if run.segment in members]
        return [(run.start, close if run.end is None else run.end) for run in runs]
    return [(span.start, span.end) for span in boards if span.card in members and span.sku == plan.sku]


def _merged(spans: Sequence[Span]) -> list[Span]:
    """The same time as disjoint spans: two cards of an arm shown together are one stretch."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
