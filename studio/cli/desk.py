"""`studio desk`: what the desk reads off a platform's screen, orders that no interface tells."""

from __future__ import annotations

import sys
from typing import cast

import click

from sales.instant import TimeShapeError, wire_instant
from store.shows import UnknownShow
from studio.cli.output import db_option, emit, json_option, leave, opened
from studio.desk import DESK_SHOP, OrderFact


def _instant(text: str | None) -> int | None:
    """An instant with its offset as UTC epoch milliseconds."""
    if text is None:
        return None
    try:
        return wire_instant(int(text) if text.isdigit() else text)
    except TimeShapeError as error:
        raise click.BadParameter("ISO 8601 with an offset, or epoch ms 需带时区的时间") from error


at_option = click.option("--at", help="When it was so: ISO 8601 with an offset; now without it.")


@click.group()
def desk() -> None:
    """Entries by hand. 手工录入。"""


@desk.command("read")
@click.argument("show")
@click.argument("values", nargs=-1, required=True)
@at_option
@click.option("--by", default="cli", show_default=True, help="Who read it.")
@json_option
@db_option
def desk_read(show: str, values: tuple[str, ...], at: str | None, by: str, as_json: bool, db: str) -> None:
    """Enter readings of a SHOW as NAME=VALUE: viewers=15,093 clicks=1.2万; `-` is unknown. 录入平台读数。"""
    pairs = dict(value.partition("=")[::2] for value in values)
    with opened(db) as studio:
        try:
            done = studio.desk.read(show, pairs, by=by, at=_instant(at))
        except UnknownShow as error:
            raise click.UsageError(str(error)) from error
        known = studio.desk.inputs(show)
    if as_json:
        emit({"kept": done.kept, "known": known, "findings": [f.to_json() for f in done.findings]})
    else:
        click.echo(f"{done.kept} kept 已录入", err=True)
    leave(done.findings, quiet=as_json)


@desk.command("order")
@click.argument("order_id")
@click.option("--sku", default="")
@click.option("--qty", default=1, show_default=True, type=click.IntRange(0))
@click.option("--amount", default="0", help="Decimal text: 138.00.")
@click.option("--currency", default="CNY", show_default=True)
@click.option("--shop", default=DESK_SHOP, show_default=True)
@click.option("--line", default="1", show_default=True, help="The line of the order.")
@click.option("--fact", type=click.Choice(["placed", "paid", "refunded", "cancelled"]), default="paid")
@at_option
@json_option
@db_option
def desk_order(
    order_id: str,
    sku: str,
    qty: int,
    amount: str,
    currency: str,
    shop: str,
    line: str,
    fact: str,
    at: str | None,
    as_json: bool,
    db: str,
) -> None:
    """Enter an order of a platform without an interface; the same number counts once. 手工录入订单。"""
    with opened(db) as studio:
        reply = studio.desk.order(
            order_id=order_id,
            sku=sku,
            qty=qty,
            amount=amount,
            currency=currency,
            shop=shop,
            line_id=line,
            fact=cast(OrderFact, fact),
            at=_instant(at),
        )
    findings = cast("list[dict[str, dict[str, str]]]", reply.body.get("findings", []))
    if as_json:
        emit(dict(reply.body))
    else:
        for finding in findings:
            click.echo(f"{finding['what']['zh']} / {finding['what']['en']}", err=True)
        click.echo(f"{reply.body['events']} new facts 新事实, {reply.body['known']} known 已有", err=True)
    sys.exit(1 if findings else 0)
