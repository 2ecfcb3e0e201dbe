"""`studio cards`: words of each product, no store needed."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from studio.cli.output import emit, told

if TYPE_CHECKING:
    from studio.cluster import Crew
    from studio.extraction import Extraction

_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("source", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--audience", default="cet4", show_default=True, help="Whom the words are for: cet4, ielts, hsk3 …"
)
@click.option(
    "--max", "limit", default=5, show_default=True, type=click.IntRange(1, 12), help="Cards a product."
)
@click.option("--glossary", type=_file, help="Your own glossary (CSV): it goes before ours.")
@click.option("--ecdict", type=_file, help="Your exam list (CSV: word, tag), such as ECDICT.")
@click.option("--hsk", type=_file, help="Your own HSK list (CSV or TSV: word, level).")
@click.option(
    "--rules", type=_file, help="Pinned glosses and known words, as the review desk writes them (JSON)."
)
@click.option("--taught", type=_file, help="Words of recent shows with their days (JSON): demoted.")
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The show's day, from which --taught counts. [today]"
)
@click.option("--pipeline", help="An installed spaCy pipeline instead of the built-in one.")
@click.option(
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that share the work: a Dask cluster on this machine.",
)
@click.option("--memory", default="1GiB", show_default=True, help="What each of them may use.")
@click.option("--scheduler", help="Do the work on the Dask cluster at this address (tcp://…); needs --out.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write Parquet partitions into this folder instead of lines; started again it goes on.",
)
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
    hsk: Path | None,
    rules: Path | None,
    taught: Path | None,
    today: datetime | None,
    pipeline: str | None,
    jobs: int,
    memory: str,
    scheduler: str | None,
    out: Path | None,
    records: bool,
    shape: str,
) -> None:
    """Pick the words of each product and print one JSON line a product. 从商品里挑词。

    SOURCE is a catalogue file, `-` for standard input, or a folder of files that are one catalogue.
    """
    from studio.cluster import ClusterMissing, ClusterSilent, Crew
    from studio.extraction import Catalogue, NotATaughtFileError, Sources, extraction
    from studio.partitions import OtherExtraction
    from vocab.english import PipelineNotFound, PipelineWithoutTags
    from vocab.levels import UnknownAudience

    if scheduler and out is None:
        raise click.UsageError("--scheduler needs --out: a folder that this machine and all workers see.")
    name = "-" if str(source) == "-" else source.name
    try:
        catalogue = (
            Catalogue(name, folder=source, records=records)
            if source.is_dir()
            else Catalogue(name, _bytes(source), records=records)
        )
    except OSError as error:
        raise click.UsageError(f"“{source}” cannot be read: {error.strerror}.") from error
    try:
        asked = extraction(
            catalogue,
            audience=audience,
            limit=limit,
            sources=Sources(glossary, ecdict, hsk, rules, taught, pipeline),
            today=(today or datetime.now(UTC).astimezone()).date(),
        )
        crew = Crew(jobs, memory, scheduler)
        worst = into_folder(out, asked, crew) if out else as_lines(asked, crew)
    except (
        UnknownAudience, NotATaughtFileError, PipelineNotFound, PipelineWithoutTags, OtherExtraction,
        ClusterMissing, ClusterSilent,
    ) as error:  # fmt: skip
        raise click.UsageError(str(error)) from error
    sys.exit(worst)


def _bytes(source: Path) -> bytes:
    return sys.stdin.buffer.read() if str(source) == "-" else source.read_bytes()


def as_lines(asked: Extraction, crew: Crew) -> int:
    """Print each product's line in order, its findings beside it; returns the exit code."""
    worst = 0
    for line, findings in asked.lines(crew):
        if line is not None:
            click.echo(json.dumps(line, ensure_ascii=False))
            sys.stdout.flush()
        worst = max(worst, told(findings))
    return worst


def into_folder(out: Path, asked: Extraction, crew: Crew) -> int:
    """Fill a folder with partitions, tell how far it is; prints what came of it, returns the exit code."""
    from studio.partitions import Folder

    folder = Folder(out)
    ready = asked.into(folder)
    worst = told(folder.findings())
    rows, before = folder.rows(), sum(piece.size for piece in folder.done())
    done, began = before, time.monotonic()
    click.echo(f"{before:,} / {rows:,} products: done before 此前已完成", err=True)
    for piece in crew.run(folder, ready, asked.options):
        done += piece.size
        rate = (done - before) / max(time.monotonic() - began, 0.001)
        left = f"{(rows - done) / rate:,.0f}"
        click.echo(f"{done:,} / {rows:,} products, {rate:,.0f}/s, {left} s left 剩余 {left} 秒", err=True)
    for piece in folder.done():
        for _, findings in folder.lines(piece):
            worst = max(worst, told(findings))
    emit({"products": rows, "before": before, "folder": str(out)})
    return worst
