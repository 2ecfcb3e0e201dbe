"""`studio replay`: a show's log or an order file, played again."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from store.engine import StoreError
from studio.cli.output import db_option, emit, json_option, leave, opened
from studio.replay import Hand, Played, ServerRefused, play_into, play_to, read_source
from studio.showlog import ShowLog
from studio.studio import Studio, system_clock


@click.command()
@click.argument("show_log", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--speed", default=1, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option("--url", help="A running server: its inbox gets the orders, its desk runs the show.")
@json_option
@db_option
def replay(show_log: Path, speed: int, url: str | None, as_json: bool, db: str) -> None:
    """Play a show's log (show.jsonl of a report) or an order file again. 重放一场直播或订单表。

    Without --url it becomes a new show of the store that ends now. With --url the orders are signed with
    STUDIO_SECRET_GENERIC, else with the secret in the store.
    """
    log, findings = read_source(show_log, now=system_clock())
    if log is None:
        leave(findings)
    played = _store(log, db, speed) if url is None else _server(log, db, url, speed)
    if as_json:
        emit({**played.to_json(), "findings": [finding.to_json() for finding in findings]})
    else:
        click.echo(
            f"{played.commands} commands, {played.refused} refused, {played.deliveries} deliveries, "
            f"{played.facts} new facts" + (f", show {played.show}" if played.show else ""),
            err=True,
        )
    leave(findings, quiet=as_json)


def _store(log: ShowLog, db: str, speed: int) -> Played:
    hand = Hand(system_clock())
    try:
        studio = Studio(db, serve=True, clock=hand)
    except StoreError as error:
        raise click.UsageError(f"{error} (--url)") from error
    try:
        return play_into(studio, hand, log, until=hand.now, speed=speed, sleep=time.sleep)
    finally:
        studio.close()


def _server(log: ShowLog, db: str, url: str, speed: int) -> Played:
    secret = os.environ.get("STUDIO_SECRET_GENERIC", "").split(",")[0].strip().encode()
    if not secret:
        with opened(db) as studio:
            secret = studio.orders.secrets("generic")[0]
    try:
        return play_to(log, url=url, secret=secret, now=system_clock, speed=speed, sleep=time.sleep)
    except (OSError, ServerRefused) as error:
        raise click.UsageError(str(error)) from error
