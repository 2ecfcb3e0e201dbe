"""`studio asrun`: what was really on air, as files."""

from __future__ import annotations

from pathlib import Path

import click

from studio.asrun import FORMATS
from studio.cli.output import db_option, opened


@click.command()
@click.argument("show")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option(
    "--format", "formats", type=click.Choice(FORMATS), multiple=True, help="Several are allowed; default all."
)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@db_option
def asrun(show: str, out: Path, formats: tuple[str, ...], lang: str, db: str) -> None:
    """Write the as-run log of a show (its id, or `last`). 导出实播记录。"""
    chosen = tuple(one for one in FORMATS if one in formats or not formats)
    with opened(db) as studio:
        written = studio.asruns.write(show, out, lang="en" if lang == "en" else "zh", formats=chosen)
    if written is None:
        raise click.UsageError(f"no show {show} 没有这场直播")
    for path in written:
        click.echo(str(path), err=True)
