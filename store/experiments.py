"""Planned comparisons of a show: entered before it begins, never changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.engine import Connection

from sales.experiment import Plan, plan_from_json
from store.tables import experiment as table
from store.text import dump, load


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan, who fixed it and when (UTC epoch ms)."""

    plan: Plan
    at: int
    by: str


def add(connection: Connection, show: str, plan: Plan, *, at: int, by: str) -> None:
    """Fix a plan."""
    row = {"show": show, "id": plan.id, "at": at, "by": by, "body": dump(plan.to_json())}
    connection.execute(table.insert(), [row])


def of_show(connection: Connection, show: str) -> tuple[PlanRow, ...]:
    """The plans of a show, oldest first."""
    query = select(table.c.body, table.c.at, table.c.by).where(table.c.show == show)
    rows = connection.execute(query.order_by(table.c.at, table.c.id))
    return tuple(PlanRow(plan_from_json(load(body)), at, by) for body, at, by in rows)
