"""The command line: a contract that scripts depend on (design.md, section 6).

Exit 0 when fine, 1 when findings of severity error exist, 2 for misuse. `--json` prints one document on
stdout; everything else goes to stderr.
"""

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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """双语直播台 Chalk & Cart: catalogue, cards, script, orders and the live room."""


@main.group()
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


@main.command()
@click.argument("source", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--audience", default="cet4", show_default=True, help="Whom the words are for.")
@click.option(
    "--max", "limit", default=5, show_default=True, type=click.IntRange(1, 12), help="Cards a product."
)
@click.option("--glossary", type=click.Path(exists=True, path_type=Path), help="Your own glossary (CSV).")
@click.option("--ecdict", type=click.Path(exists=True, path_type=Path), help="Your own copy of ECDICT (CSV).")
@click.option(
    "--records", is_flag=True, help="SOURCE holds product records as JSON lines, not a catalogue file."
)
@click.option("--format", "shape", type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
def cards(
    source: Path,
    audience: str,
    limit: int,
    glossary: Path | None,
    ecdict: Path | None,
    records: bool,
    shape: str,
) -> None:
    """Pick the words of each product and print one JSON line a product. 从商品里挑词。"""
    from studio.extraction import extract_lines

    name = "-" if str(source) == "-" else source.name
    data = sys.stdin.buffer.read() if name == "-" else source.read_bytes()
    worst = 0
    lines = extract_lines(
        data, name=name, audience=audience, limit=limit, glossary=glossary, ecdict=ecdict, records=records
    )
    for line, findings in lines:
        if line is not None:
            click.echo(json.dumps(line, ensure_ascii=False))
            sys.stdout.flush()
        worst = max(worst, told(findings))
    sys.exit(worst)


@main.group()
def script() -> None:
    """Show scripts. 直播脚本。"""


@script.command("check")
@file_argument
@json_option
@db_option
def script_check(file: Path, as_json: bool, db: str) -> None:
    """Read a script and list what is wrong or too long in it. 检查脚本。"""
    with opened(db) as studio:
        rundown, read = studio.scripts.parse(file.read_text(encoding="utf-8-sig"), name=file.name)
        findings = (*read, *studio.scripts.check(rundown))
    if as_json:
        emit({"segments": len(rundown.segments), "findings": [finding.to_json() for finding in findings]})
    leave(findings, quiet=as_json)


@main.group()
def orders() -> None:
    """Order files. 订单表。"""


@orders.command("import")
@file_argument
@json_option
@db_option
def orders_import(file: Path, as_json: bool, db: str) -> None:
    """Count the orders of an export file; the same file twice counts once. 导入订单表。"""
    with opened(db) as studio:
        done = studio.orders.import_file(file, name=file.name)
    if as_json:
        emit(done.to_json())
    else:
        click.echo(f"{done.reading.orders} orders, {done.fresh} new facts, {done.known} known", err=True)
    leave(done.reading.findings, quiet=as_json)


@main.command()
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


@main.command()
@click.argument("show")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@db_option
def report(show: str, out: Path, lang: str, db: str) -> None:
    """Write the report of a show (its id, or `last`). 写复盘。"""
    with opened(db) as studio:
        written = studio.reports.write(show, out, lang="en" if lang == "en" else "zh")
    if written is None:
        raise click.UsageError(f"no show {show} 没有这场直播")
    for path in written:
        click.echo(str(path), err=True)


@main.command()
@click.option("--port", default=8501, show_default=True)
@click.option("--host", "address", default="127.0.0.1", show_default=True)
def serve(port: int, address: str) -> NoReturn:
    """Start dashboard, live pages and webhooks, as `streamlit run streamlit_app.py` does. 启动。"""
    import os

    app = Path(__file__).parents[1] / "streamlit_app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    command += ["--server.port", str(port), "--server.address", address]
    if sys.platform == "win32":
        import subprocess

        sys.exit(subprocess.call(command))
    os.execv(sys.executable, command)


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
