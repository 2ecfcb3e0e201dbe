"""`studio catalog`: product files in and out."""

from __future__ import annotations

import json
from pathlib import Path

import click

from studio.cli.output import db_option, emit, file_argument, json_option, leave, opened


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
    columns = None if mapping is None else json.loads(mapping.read_text(encoding="utf-8"))
    with opened(db) as studio:
        plan = studio.catalogue.dry_run(file, name=file.name, mapping=columns)
        if not dry_run:
            studio.catalogue.apply(plan)
        counts = plan.to_json()
    if as_json:
        emit(counts)
    else:
        names = ("create", "update", "unchanged", "error", "warnings")
        click.echo(", ".join(f"{counts[name]} {name}" for name in names), err=True)
    leave(plan.findings, quiet=as_json)


@catalog.command("export")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--dialect", default="own", show_default=True)
@db_option
def catalog_export(out: Path, dialect: str, db: str) -> None:
    """Write every product to a file that imports back unchanged. 导出商品表。"""
    from catalog.write import write_catalog

    with opened(db) as studio:
        products = tuple(studio.catalogue.products().values())
    write_catalog(products, out, dialect=dialect)
    click.echo(f"{len(products)} products → {out}", err=True)
