"""`studio backup` and `restore`: the whole store in one proven file."""

from __future__ import annotations

from pathlib import Path

import click

from store.engine import StoreError
from studio.backup import back_up, prune, restore
from studio.backup_file import Manifest
from studio.cli.output import db_option, emit, file_argument, json_option
from studio.studio import system_clock


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--keep", type=click.IntRange(1, 100_000), help="OUT is a folder: keep its newest N only.")
@json_option
@db_option
def backup(out: Path, keep: int | None, as_json: bool, db: str) -> None:
    """Copy the store into the new file OUT (or the folder OUT) while it serves, and prove it. 备份。"""
    if keep is not None and not out.is_dir():
        raise click.UsageError(f"--keep needs a folder: {out} 不是文件夹")
    try:
        path, manifest = back_up(db, out, now=system_clock())
    except StoreError as error:
        raise click.UsageError(str(error)) from error
    for old in prune(out, keep=keep) if keep is not None else ():
        click.echo(f"- {old}", err=True)
    _say(path, manifest, as_json=as_json)


@click.command("restore")
@file_argument
@json_option
@db_option
def restore_command(file: Path, as_json: bool, db: str) -> None:
    """Put a backup into an empty store; refused while a server runs on it or data is there. 从备份恢复。"""
    try:
        manifest = restore(file, db)
    except StoreError as error:
        raise click.UsageError(str(error)) from error
    _say(file, manifest, as_json=as_json)


def _say(path: Path, manifest: Manifest, *, as_json: bool) -> None:
    if as_json:
        emit({"file": str(path), **manifest.to_json()})
    else:
        facts = sum(manifest.rows.values())
        click.echo(f"{path}: {facts} rows, {len(manifest.chains)} shows, proven 已核验", err=True)
