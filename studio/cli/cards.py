"""`studio cards`: words of each product, no store needed."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from studio.cli.output import told

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
@click.option("--ecdict", type=_file, help="Your own copy of ECDICT (CSV), the source of exam tags.")
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
    "--jobs", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes that share the work."
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
    records: bool,
    shape: str,
) -> None:
    """Pick the words of each product and print one JSON line a product. 从商品里挑词。"""
    from studio.extraction import NotATaughtFileError, Sources, extract_lines
    from vocab.ecdict import NotAnEcdictError
    from vocab.english import PipelineNotFound, PipelineWithoutTags
    from vocab.hsk import NotAnHskListError
    from vocab.levels import UnknownAudience

    name = "-" if str(source) == "-" else source.name
    try:
        data = sys.stdin.buffer.read() if name == "-" else source.read_bytes()
    except OSError as error:
        raise click.UsageError(f"“{source}” cannot be read: {error.strerror}.") from error
    worst = 0
    lines = extract_lines(
        data,
        name=name,
        audience=audience,
        limit=limit,
        sources=Sources(glossary, ecdict, hsk, rules, taught, pipeline),
        today=(today or datetime.now(UTC).astimezone()).date(),
        jobs=jobs,
        records=records,
    )
    try:
        for line, findings in lines:
            if line is not None:
                click.echo(json.dumps(line, ensure_ascii=False))
                sys.stdout.flush()
            worst = max(worst, told(findings))
    except (
        UnknownAudience, NotAnEcdictError, NotAnHskListError, NotATaughtFileError, PipelineNotFound,
        PipelineWithoutTags,
    ) as error:  # fmt: skip
        raise click.UsageError(str(error)) from error
    sys.exit(worst)
