"""What every command shares: the store's option, one JSON document on stdout, findings and exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from catalog.finding import Finding
from store.engine import DEFAULT_URL, StoreError
from studio.studio import Studio

db_option = click.option(
    "--db", default=DEFAULT_URL, envvar="STUDIO_DATABASE_URL", show_default=True, help="The store's URL."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on stdout.")
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@contextmanager
def opened(url: str) -> Iterator[Studio]:
    """A studio for one command."""
    try:
        studio = Studio(url)
    except StoreError as error:
        raise click.UsageError(str(error)) from error
    try:
        yield studio
    finally:
        studio.close()


def emit(document: dict[str, object]) -> None:
    """Print the one document of `--json`."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def told(findings: Sequence[Finding], *, quiet: bool = False) -> int:
    """Print findings to stderr; returns 1 when one of them is an error."""
    for finding in () if quiet else findings:
        where = finding.where
        place = ":".join(str(item) for item in (where.file, where.row, where.column) if item is not None)
        click.echo(
            f"{place} {finding.severity} {finding.code}: {finding.what.zh} / {finding.what.en}", err=True
        )
        click.echo(f"    → {finding.fix.zh} / {finding.fix.en}", err=True)
    return int(any(finding.severity == "error" for finding in findings))


def leave(findings: Sequence[Finding], *, quiet: bool = False) -> NoReturn:
    """End a command with the exit code its findings ask for."""
    sys.exit(told(findings, quiet=quiet))
