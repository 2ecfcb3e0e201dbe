"""`studio catalog`: product files in and out."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from catalog.read import MappingError
from studio.cli.output import db_option, emit, file_argument, json_option, leave, opened
from studio.undoing import CatalogueMoved

#: Who changed something from here, in the history of a product.
BY = "command line"


@click.group()
def catalog() -> None:
    """Product files in and out. 商品表导入导出。"""


@catalog.command("import")
@file_argument
@click.option("--dry-run", is_flag=True, help="Say what would change and write nothing.")
@click.option("--mapping", type=click.Path(exists=True, path_type=Path), help="JSON: column name → field.")
@json_option
@db_option
def catalog_import(file: Path, dry_run: bool, mapping: Path | None, as_json: bool, db: str) -> None:
    """Read a product file, list what is wrong in it, and write the rest. 导入商品表。"""
    columns = None if mapping is None else _mapping(mapping)
    with opened(db) as studio:
        try:
            plan = studio.catalogue.dry_run(file, name=file.name, mapping=columns)
            if not dry_run:
                studio.catalogue.apply(plan, by=BY, mapping=columns)
        except MappingError as error:
            raise click.BadParameter(str(error), param_hint="--mapping") from None
        except CatalogueMoved as error:
            raise click.ClickException(str(error)) from None
        counts = plan.to_json()
    if as_json:
        emit(counts)
    else:
        names = ("create", "update", "unchanged", "error", "warnings")
        click.echo(", ".join(f"{counts[name]} {name}" for name in names), err=True)
    leave(plan.findings, quiet=as_json)


def _mapping(path: Path) -> dict[str, str]:
    """Column name → field, from a JSON object of texts."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.BadParameter(f"{path.name}: {error}", param_hint="--mapping") from None
    if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
        hint = 'an object of texts such as {"货名": "title_zh", "进价": "cost"}'
        raise click.BadParameter(f"{path.name} must hold {hint}", param_hint="--mapping")
    return held


@catalog.command("imports")
@json_option
@db_option
def catalog_imports(as_json: bool, db: str) -> None:
    """List imports and bulk actions, newest first, with the number to undo them by. 导入记录。"""
    with opened(db) as studio:
        batches = studio.catalogue.batches(limit=50)
    if as_json:
        emit({"batches": [asdict(batch) for batch in batches]})
        return
    for batch in batches:
        counts = ", ".join(f"{count} {name}" for name, count in batch.counts.items() if count)
        at = datetime.fromtimestamp(batch.at / 1000, tz=UTC).isoformat(timespec="seconds")
        undone = " (undone)" if batch.undone_at is not None else ""
        click.echo(f"{batch.id:>5}  {at}  {batch.kind}  {batch.title}  {counts}  {batch.by}{undone}")


@catalog.command("undo")
@click.argument("batch", type=int)
@db_option
def catalog_undo(batch: int, db: str) -> None:
    """Take an import or a bulk action back as a whole. 整批撤销。"""
    with opened(db) as studio:
        try:
            undone = studio.catalogue.undo(batch, by=BY)
        except CatalogueMoved as error:
            raise click.ClickException(str(error)) from None
    if undone is None:
        raise click.BadParameter(f"there is no batch {batch} that could be undone", param_hint="BATCH")
    click.echo(f"{undone.restored} restored, {undone.removed} removed", err=True)
    if undone.kept:
        click.echo(f"changed since, later values stay: {', '.join(undone.kept[:20])}", err=True)


@catalog.command("export")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dialect", default="own", show_default=True)
@db_option
def catalog_export(out: Path, dialect: str, db: str) -> None:
    """Write every product to a file that imports back unchanged. 导出商品表。"""
    from catalog.write import WriteError, write_catalog

    with opened(db) as studio:
        products = tuple(studio.catalogue.products().values())
    try:
        write_catalog(products, out, dialect=dialect)
    except WriteError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{len(products)} products → {out}", err=True)
