"""`studio rebuild` and `report`: what a room runs when the show is over."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from studio.cli.output import db_option, opened


@click.command()
@click.option("--verify", is_flag=True, help="Only compare; exit 1 on any difference.")
@db_option
def rebuild(verify: bool, db: str) -> None:
    """Compute the counters anew from the order events. 由订单事件重算计数。"""
    with opened(db) as studio:
        equal = studio.orders.verify()
        if not verify:
            studio.orders.rebuild()
    click.echo("equal 一致" if equal else "different 不一致", err=True)
    sys.exit(1 if verify and not equal else 0)


@click.command()
@click.argument("show")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--revision", type=click.IntRange(1), help="1 is before any settlement; the newest without.")
@db_option
def report(show: str, out: Path, lang: str, revision: int | None, db: str) -> None:
    """Write the report of a show (its id, or `last`). 写复盘。"""
    with opened(db) as studio:
        written = studio.reports.write(show, out, lang="en" if lang == "en" else "zh", revision=revision)
    if written is None:
        raise click.UsageError(f"no show {show} 没有这场直播")
    for path in written:
        click.echo(str(path), err=True)
