"""`studio script` and `studio lint`: scripts drafted, checked, converted; the law held against a text."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from lessons.compliance.lint import lint as lint_text
from lessons.rundown import Rundown
from lessons.sheet.writer import write_sheet
from studio.cli.output import db_option, emit, file_argument, json_option, leave, opened
from studio.studio import Studio

SHEETS = (".xlsx", ".csv")


@click.group()
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


@script.command("draft")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--sku", "skus", multiple=True, help="A product, in show order; all products without it.")
@click.option(
    "--template",
    default="classic_wave",
    show_default=True,
    help="A name of `script templates`, or a template's text file (.md).",
)
@click.option("--minutes", default=60, show_default=True, type=click.IntRange(1, 24 * 60))
@click.option("--start", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="Local start, 2026-06-12T20:00.")
@click.option("--zone", default="Asia/Shanghai", show_default=True)
@click.option("--host", "hosts", multiple=True)
@click.option("--title-zh")
@click.option("--title-en")
@db_option
def script_draft(
    out: Path,
    skus: tuple[str, ...],
    template: str,
    minutes: int,
    start: datetime | None,
    zone: str,
    hosts: tuple[str, ...],
    title_zh: str | None,
    title_en: str | None,
    db: str,
) -> None:
    """Draft a script from products and their approved cards (.md, .xlsx or .csv). 起草脚本。"""
    with opened(db) as studio:
        chosen = skus or tuple(studio.catalogue.products())
        named = template_of(studio, template)
        rundown, findings = studio.scripts.draft(
            chosen,
            template=named,
            total_ms=minutes * 60_000,
            start=None if start is None else start.replace(tzinfo=ZoneInfo(zone)),
            zone=zone,
            hosts=hosts,
            remembered=[one.card for one in studio.memory.due(chosen)],
            title=Bilingual(en=title_en, zh=title_zh) if title_en or title_zh else None,
        )
        write_script(studio, rundown, out)
    leave(findings)


@script.command("templates")
@click.argument("out", required=False, type=click.Path(file_okay=False, path_type=Path))
@json_option
@db_option
def script_templates(out: Path | None, as_json: bool, db: str) -> None:
    """List the draft templates; with OUT, copy their text files there to edit. 草稿模板。"""
    with opened(db) as studio:
        templates = studio.scripts.templates
        rows = templates.listing()
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            for row in rows:
                (out / f"{row.name}.md").write_text(templates.text(row.name), encoding="utf-8")
    if as_json:
        emit(
            {
                "folder": str(templates.folder),
                "templates": [
                    {"name": row.name, "title": {"zh": row.title.zh, "en": row.title.en}, "own": row.own}
                    for row in rows
                ],
            }
        )
        return
    for row in rows:
        click.echo(f"{row.name}\t{row.title.best('zh')}\t{'own' if row.own else 'shipped'}")


@script.command("facts")
@file_argument
@json_option
@db_option
def script_facts(file: Path, as_json: bool, db: str) -> None:
    """List what a script claims (numbers, places, papers, dates, names) with its source. 事实卡。"""
    with opened(db) as studio:
        rundown, _ = read_script(studio, file, None)
        claims = studio.scripts.facts(rundown)
    if as_json:
        emit(
            {
                "claims": [
                    {
                        "segment": one.segment,
                        "cue": one.cue,
                        "lang": one.lang,
                        "kind": one.claim.kind,
                        "text": one.claim.text,
                        "source": one.source,
                    }
                    for one in claims
                ]
            }
        )
        return
    for one in claims:
        click.echo(f"{one.segment}\t{one.claim.kind}\t{one.claim.text}\t{one.source or 'no source 无出处'}")


@script.command("convert")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--day", type=click.DateTime(["%Y-%m-%d"]), help="The show's day, for sheets with times of day."
)
@db_option
def script_convert(source: Path, out: Path, day: datetime | None, db: str) -> None:
    """Convert a script between text (.md) and sheet (.xlsx, .csv). 转换脚本格式。"""
    with opened(db) as studio:
        date_of = None if day is None else day.date()
        if source.suffix.casefold() in SHEETS and out.suffix.casefold() in SHEETS:
            # a sheet that stays a sheet keeps its own columns and every cell that means the same
            reading = studio.scripts.read_sheet(source, day=date_of)
            rundown, findings = reading.rundown, reading.findings
            write_sheet(rundown, out, cards=studio.scripts.cards_of(rundown), layout=reading.layout)
        else:
            rundown, findings = read_script(studio, source, date_of)
            write_script(studio, rundown, out)
    leave(findings)


@click.command()
@click.argument("source", type=click.Path(path_type=Path, allow_dash=True))
@json_option
def lint(source: Path, as_json: bool) -> None:
    """Hold a text against the advertising rules; exit 1 when something must not be said. 查违规词。"""
    raw = sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()
    found = lint_text(raw.decode("utf-8-sig", errors="replace"))
    if as_json:
        emit({"findings": [each.to_json() for each in found]})
    else:
        for each in found:
            click.echo(
                f"{each.line}:{each.start}-{each.end} {each.severity} {each.category} "
                f"「{each.text}」 {each.article} → {each.suggestion}",
                err=True,
            )
    sys.exit(int(any(each.severity == "block" for each in found)))


def template_of(studio: Studio, given: str) -> str:
    """The name of a template that the store knows; a file's text is checked and drafted from as it is."""
    if given.endswith(".md"):
        path = Path(given)
        if not path.is_file():
            raise click.UsageError(f"There is no template file {given}. 没有这个模板文件。")
        return path.read_text(encoding="utf-8-sig")
    names = [row.name for row in studio.scripts.templates.listing()]
    if given not in names:
        raise click.UsageError(f"There is no template {given}; there are {', '.join(names)}. 没有这个模板。")
    return given


def read_script(studio: Studio, source: Path, day: date | None) -> tuple[Rundown, tuple[Finding, ...]]:
    """A script from text or sheet, by the file's ending."""
    if source.suffix.casefold() in SHEETS:
        reading = studio.scripts.read_sheet(source, day=day)
        return reading.rundown, reading.findings
    return studio.scripts.parse(source.read_text(encoding="utf-8-sig"), name=source.name)


def write_script(studio: Studio, rundown: Rundown, out: Path) -> None:
    """A script to text or sheet, by the file's ending."""
    if out.suffix.casefold() in SHEETS:
        write_sheet(rundown, out, cards=studio.scripts.cards_of(rundown))
    else:
        out.write_text(studio.scripts.text(rundown), encoding="utf-8")
