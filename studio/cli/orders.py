"""`studio orders`: order files in, as they come and as they are settled."""

from __future__ import annotations

from pathlib import Path

import click

from sales.files.reading import DEFAULT_SHOP
from studio.cli.output import db_option, emit, file_argument, json_option, leave, opened


@click.group()
def orders() -> None:
    """Order files. 订单表。"""


@orders.command("import")
@file_argument
@click.option("--shop", default=DEFAULT_SHOP, show_default=True, help="The name its webhooks come under.")
@json_option
@db_option
def orders_import(file: Path, shop: str, as_json: bool, db: str) -> None:
    """Count the orders of an export file; the same file twice counts once. 导入订单表。"""
    with opened(db) as studio:
        done = studio.orders.import_file(file, name=file.name, shop=shop)
    if as_json:
        emit(done.to_json())
    else:
        click.echo(f"{done.reading.orders} orders, {done.fresh} new facts, {done.known} known", err=True)
    leave(done.reading.findings, quiet=as_json)


@orders.command("settle")
@file_argument
@click.option("--shop", default=DEFAULT_SHOP, show_default=True, help="The name its orders came under.")
@click.option("--by", default="cli", show_default=True, help="Who brings it.")
@json_option
@db_option
def orders_settle(file: Path, shop: str, by: str, as_json: bool, db: str) -> None:
    """Keep a platform's final export as the settled ledger; reports get a further revision. 导入结算表。"""
    with opened(db) as studio:
        done = studio.settling.settle(file, name=file.name, shop=shop, by=by)
    if as_json:
        emit(done.to_json())
    else:
        words = "new 新" if done.is_new else "known already 已导入过"
        click.echo(f"settlement {done.n}: {done.reading.orders} orders, {words}", err=True)
    leave(done.reading.findings, quiet=as_json)
