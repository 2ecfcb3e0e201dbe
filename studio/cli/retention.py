"""`studio retention` and `evidence`: what is past its time, and a show's records for a regulator."""

from __future__ import annotations

from pathlib import Path

import click

from store.engine import StoreError
from studio.cli.output import db_option, emit, json_option, opened
from studio.evidence import EvidenceFor
from studio.retention import LEAST_YEARS, MASK_DAYS, Retention, TooShort


@click.command()
@click.option("--apply", "do", is_flag=True, help="Do it; without, it is only counted.")
@click.option("--years", default=LEAST_YEARS, show_default=True, help="Records of shows are kept this long.")
@click.option("--mask-days", default=MASK_DAYS, show_default=True, type=click.IntRange(1))
@json_option
@db_option
def retention(do: bool, years: int, mask_days: int, as_json: bool, db: str) -> None:
    """Mask personal data and forget records that are past their time. 到期清理。"""
    with opened(db) as studio:
        rules = Retention(studio.store, studio.clock)
        try:
            due = (rules.apply if do else rules.due)(years=years, mask_days=mask_days)
        except TooShort as error:
            raise click.UsageError(str(error)) from error
    if as_json:
        emit({**due.to_json(), "applied": do})
    else:
        click.echo(
            f"{due.mask} deliveries to mask 条推送待脱敏, {due.quarantined} in quarantine 条隔离待删, "
            f"{len(due.shows)} shows 场, {len(due.scripts)} scripts 份脚本" + (" ✓" if do else " (--apply)"),
            err=True,
        )


@click.command()
@click.argument("show")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@db_option
def evidence(show: str, out: Path, db: str) -> None:
    """Write a show's records (its id, or `last`) into the new zip OUT, for a regulator. 导出留存资料。"""
    try:
        with opened(db) as studio:
            written = EvidenceFor(studio.store).write(show, out)
    except StoreError as error:
        raise click.UsageError(str(error)) from error
    if written is None:
        raise click.UsageError(f"no show {show} 没有这场直播")
    click.echo(str(written), err=True)
