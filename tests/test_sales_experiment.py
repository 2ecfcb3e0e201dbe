"""Planned comparisons: one question, a rule fixed beforehand, one look after the end."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sales.attribution import Airing
from sales.experiment import BadPlanError, Plan, Result, check_plan, judge, plan_from_json
from sales.fold import fold_lines
from sales.line import LineState
from sales.words import BoardSpan
from tests.sales_facts import EIGHT, MINUTE, SECOND, bought

PLAN = Plan("x", "先讲词还是先开价？", "segment", "P-1", ("peach",), ("encore",), "先讲", "先开", 20)
RUNS = (
    Airing("peach", 1, "P-1", EIGHT, EIGHT + 10 * MINUTE),
    Airing("encore", 1, "P-1", EIGHT + 10 * MINUTE, EIGHT + 20 * MINUTE),
)
END = EIGHT + 30 * MINUTE


def lines(first: int, second: int, *, sku: str = "P-1") -> tuple[LineState, ...]:
    """So many orders in the first and in the second ten minutes."""
    told = [bought(f"a{n}", at=EIGHT + n * SECOND, sku=sku) for n in range(first)]
    told += [bought(f"b{n}", at=EIGHT + 10 * MINUTE + n * SECOND, sku=sku) for n in range(second)]
    return fold_lines(fact for facts in told for fact in facts)


def result(first: int, second: int, *, ended: bool = True, plan: Plan = PLAN, sku: str = "P-1") -> Result:
    """The result of the plan with these orders."""
    spans = {"P-1": [(EIGHT, END)]}
    return judge(
        plan, lines(first, second, sku=sku), shown=RUNS, boards=(), selling=spans, close=END, ended=ended
    )


def test_no_verdict_before_the_end() -> None:
    """Whoever stops when it pleases finds effects that are not there: the show must be over."""
    early = result(200, 20, ended=False)
    assert (early.outcome, early.ratio, early.interval) == ("waiting", None, None)
    assert (early.a.orders, early.b.orders) == (200, 20)


@pytest.mark.parametrize(("first", "second"), [(19, 200), (200, 19), (0, 0)])
def test_too_few_orders_give_no_verdict(first: int, second: int) -> None:
    """Each arm needs what the plan said, however different they look."""
    assert result(first, second).outcome == "too_few"


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [(80, 30, "a"), (30, 80, "b"), (50, 50, "no_difference"), (50, 42, "no_difference")],
)
def test_the_interval_decides(first: int, second: int, outcome: str) -> None:
    """A difference only when the exact 95 % interval leaves out 1."""
    found = result(first, second)
    assert found.outcome == outcome
    assert found.interval is not None and found.ratio == pytest.approx(first / second)


def test_other_products_do_not_count() -> None:
    """Only the product of the plan is compared."""
    assert result(90, 90, sku="P-2").outcome == "too_few"


def test_an_arm_that_was_never_on_sale_is_not_run() -> None:
    """A segment that was skipped compares with nothing."""
    assert result(50, 50, plan=replace(PLAN, b=("rice",))).outcome == "not_run"


def test_words_are_compared_by_their_time_on_the_board() -> None:
    """With cards as arms, selling time with one card against that with the other."""
    plan = replace(PLAN, by="card", a=("juicy",), b=("fuzz",))
    boards = (
        BoardSpan("juicy", "P-1", EIGHT, EIGHT + 10 * MINUTE),
        BoardSpan("fuzz", "P-1", EIGHT + 10 * MINUTE, EIGHT + 20 * MINUTE),
    )
    found = judge(
        plan, lines(90, 30), shown=RUNS, boards=boards, selling={"P-1": [(EIGHT, END)]}, close=END, ended=True
    )
    assert (found.outcome, found.a.ms, found.b.orders) == ("a", 10 * MINUTE, 30)


@pytest.mark.parametrize(
    "plan",
    [replace(PLAN, a=()), replace(PLAN, b=("peach",)), replace(PLAN, min_orders=5)],
    ids=["empty", "same", "few"],
)
def test_plans_that_could_answer_nothing_are_refused(plan: Plan) -> None:
    """Misuse raises, with a message that says why."""
    with pytest.raises(BadPlanError, match="cannot be made"):
        check_plan(plan)


def test_a_plan_survives_the_store() -> None:
    """JSON and back."""
    assert plan_from_json(PLAN.to_json()) == PLAN
