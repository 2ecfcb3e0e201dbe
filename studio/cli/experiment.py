"""`studio experiment`: comparisons planned before a show, judged by its report."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

import click

from sales.experiment import LEAST_ORDERS, BadPlanError, By
from store.shows import UnknownShow
from studio.cli.output import db_option, emit, opened
from studio.experiments import TooLateError


@click.group()
def experiment() -> None:
    """Comparisons with a rule fixed beforehand. 开播前计划的对比。"""


@experiment.command("plan")
@click.argument("show")
@click.option("--question", required=True)
@click.option("--sku", required=True, help="The product whose orders are compared.")
@click.option("--by", type=click.Choice(["segment", "card"]), default="segment", show_default=True)
@click.option("--a", "first", multiple=True, required=True, help="A segment or card of arm A; repeat it.")
@click.option("--b", "second", multiple=True, required=True, help="A segment or card of arm B; repeat it.")
@click.option("--names", nargs=2, default=("A", "B"), show_default=True)
@click.option("--min-orders", default=LEAST_ORDERS, show_default=True, type=click.IntRange(LEAST_ORDERS))
@click.option("--who", default="cli", show_default=True)
@db_option
def experiment_plan(
    show: str,
    question: str,
    sku: str,
    by: str,
    first: tuple[str, ...],
    second: tuple[str, ...],
    names: tuple[str, str],
    min_orders: int,
    who: str,
    db: str,
) -> None:
    """Fix a comparison of a SHOW that has not begun; its report says the result. 计划一个对比。"""
    with opened(db) as studio:
        try:
            plan = studio.experiments.plan(
                show,
                question=question,
                by=cast(By, by),
                sku=sku,
                a=first,
                b=second,
                names=names,
                who=who,
                min_orders=min_orders,
            )
        except (UnknownShow, TooLateError, BadPlanError) as error:
            raise click.UsageError(str(error)) from error
    click.echo(plan.id)


@experiment.command("list")
@click.argument("show")
@db_option
def experiment_list(show: str, db: str) -> None:
    """The comparisons of a SHOW as one JSON document. 列出对比。"""
    with opened(db) as studio:
        rows = studio.experiments.of_show(show)
    plans = [
        {**row.plan.to_json(), "at": datetime.fromtimestamp(row.at / 1000, UTC).isoformat(), "who": row.by}
        for row in rows
    ]
    emit({"experiments": plans})
