"""`studio orders`: order files in."""

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
