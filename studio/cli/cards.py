"""`studio cards`: words of each product, no store needed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from studio.cli.output import told


@click.command()
@click.argument("source", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--audience", default="cet4", show_default=True, help="Whom the words are for.")
@click.option(
    "--max", "limit", default=5, show_default=True, type=click.IntRange(1, 12), help="Cards a product."
)
@click.option("--glossary", type=click.Path(exists=True, path_type=Path), help="Your own glossary (CSV).")
@click.option("--ecdict", type=click.Path(exists=True, path_type=Path), help="Your own copy of ECDICT (CSV).")
@click.option(
    "--rules",
    type=click.Path(exists=True, path_type=Path),
    help="Pinned glosses and known words, as the review desk writes them (JSON).",
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
    rules: Path | None,
    records: bool,
    shape: str,
) -> None:
    """Pick the words of each product and print one JSON line a product. 从商品里挑词。"""
    from studio.extraction import extract_lines

    name = "-" if str(source) == "-" else source.name
    data = sys.stdin.buffer.read() if name == "-" else source.read_bytes()
    worst = 0
    lines = extract_lines(
        data,
        name=name,
        audience=audience,
        limit=limit,
        glossary=glossary,
        ecdict=ecdict,
        rules=rules,
        records=records,
    )
    for line, findings in lines:
        if line is not None:
            click.echo(json.dumps(line, ensure_ascii=False))
            sys.stdout.flush()
        worst = max(worst, told(findings))
    sys.exit(worst)
