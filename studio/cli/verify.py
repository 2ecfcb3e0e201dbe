"""`studio verify`: whether the journals are the ones that were written."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from store import journal_chain
from store.snapshot import ChainBroken
from studio.cli.output import db_option, emit, json_option, opened
from studio.evidence import chains_of


@click.command()
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An older backup or file of records: its chains must be the beginnings of today's.",
)
@json_option
@db_option
def verify(against: Path | None, as_json: bool, db: str) -> None:
    """Walk the hash chain of every journal and name the first link that does not hold. 核对日志链。"""
    try:
        older = {} if against is None else chains_of(against)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    with opened(db) as studio, studio.store.read() as connection:
        walked = list(journal_chain.chains(connection))
        rewritten = [
            (show, events)
            for show, (events, head) in older.items()
            if journal_chain.hash_at(connection, show, events) != head
        ]
    broken = [chain.broken for chain in walked if chain.broken is not None]
    for each in broken:
        click.echo(str(ChainBroken(each)), err=True)
    for show, events in rewritten:
        click.echo(
            f"The journal of show {show} is not the one of {against}: its first {events} events "
            "differ or are gone. "
            f"场次 {show} 的前 {events} 条日志与 {against} 不一致或缺失。",
            err=True,
        )
    if as_json:
        emit(
            {
                "shows": {chain.show: {"events": chain.events, "head": chain.head} for chain in walked},
                "broken": [{"show": each.show, "seq": each.seq, "kind": each.kind} for each in broken],
                "rewritten": [{"show": show, "events": events} for show, events in rewritten],
            }
        )
    else:
        events = sum(chain.events for chain in walked)
        click.echo(f"{len(walked)} journals, {events} events 条", err=True)
    sys.exit(1 if broken or rewritten else 0)
