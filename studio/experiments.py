"""Planned comparisons: fixed before the show, judged by the report after it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from sqlalchemy.engine import Connection

from sales.experiment import LEAST_ORDERS, By, Plan, check_plan
from store import experiments, shows
from store.experiments import PlanRow
from store.store import Store


class TooLateError(ValueError):
    """A rule that is written after the first numbers were seen is no rule."""

    def __init__(self) -> None:
        super().__init__(
            "The show has begun: a comparison must be planned before it. 已经开播，对比要在开播前计划好。"
        )


class Experiments:
    """The planned comparisons of a store."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def plan(
        self,
        show: str,
        *,
        question: str,
        by: By,
        sku: str,
        a: tuple[str, ...],
        b: tuple[str, ...],
        names: tuple[str, str],
        who: str,
        min_orders: int = LEAST_ORDERS,
    ) -> Plan:
        """Fix a comparison of a show that has not begun.

        Raises:
            UnknownShow: when there is no such show.
            TooLateError: when the show has begun.
            BadPlanError: when the arms cannot be told apart.
        """
        plan = Plan(
            uuid4().hex[:12], question.strip(), by, sku, a, b, names[0], names[1], min_orders=min_orders
        )
        check_plan(plan)

        def work(connection: Connection) -> None:
            row = shows.get(connection, show)
            if row is None:
                raise shows.UnknownShow(show)
            if row.started_at is not None:
                raise TooLateError
            experiments.add(connection, show, plan, at=self._clock(), by=who)

        self._store.write(work)
        return plan

    def of_show(self, show: str) -> tuple[PlanRow, ...]:
        """The plans of a show, oldest first."""
        with self._store.read() as connection:
            return experiments.of_show(connection, show)
