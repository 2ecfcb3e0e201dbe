"""`studio decks`: approved cards as a file to print, show or learn from."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import cast

import click

from catalog.bilingual import Bilingual, Lang
from studio.cli.output import db_option, emit, json_option, leave, opened

#: The format that a file's ending asks for when `--format` is not given.
BY_ENDING = {
    ".pdf": "pdf",
    ".pptx": "pptx",
    ".apkg": "anki",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".json": "json",
    ".tsv": "tsv",
    ".txt": "tsv",
    ".zip": "png",
    ".html": "html",
}
FORMATS = ["pdf", "slides", "pptx", "html", "anki", "csv", "xlsx", "json", "tsv", "png"]


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--format", "shape_of_file", type=click.Choice(FORMATS), help="Else the ending of OUT says it.")
@click.option("--sku", "skus", multiple=True, help="Only this product; may be given again.")
@click.option("--show", help="The words that this show (its id) taught, instead of every approved card.")
@click.option("--title", help="The deck's name; in Anki, decks of one name are one deck.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
@click.option("--url", help="Where the handout is online: adds a QR code.")
@click.option(
    "--shape",
    type=click.Choice(["16:9", "9:16", "1:1"]),
    default="16:9",
    show_default=True,
    help="Of slides, pptx, png.",
)
@click.option(
    "--theme",
    type=click.Choice(["chalk", "paper", "chalk-hand", "paper-hand"]),
    default="chalk",
    show_default=True,
    help="Dark or light, in print or by hand; of slides, pptx, png.",
)
@click.option("--progress", "counted", is_flag=True, help="Count the steps on stderr, as `done/total`.")
@json_option
@db_option
def decks(
    out: Path,
    shape_of_file: str | None,
    skus: tuple[str, ...],
    show: str | None,
    title: str | None,
    lang: str,
    url: str | None,
    shape: str,
    theme: str,
    counted: bool,
    as_json: bool,
    db: str,
) -> None:
    """Write approved cards as PDF, slides, web page, Anki deck, table or pictures. 把通过的词做成词卡。

    OUT is a file, or a folder that gets the file; `--format png` fills a folder with pictures.
    """
    from studio.decks import TITLE, Wish, make_deck
    from vocab.decks.look import ThemeName
    from vocab.decks.make import Format
    from vocab.decks.slides import Shape

    chosen = shape_of_file or BY_ENDING.get(out.suffix.casefold())
    if chosen is None:
        raise click.UsageError(
            "Say --format, or give OUT an ending such as .pdf or .apkg. 请用 --format 说明格式。"
        )
    wish = Wish(
        format=cast(Format, chosen),
        skus=skus,
        lang=cast(Lang, lang),
        title=Bilingual(en=title, zh=title) if title else TITLE,
        url=url,
        shape=cast(Shape, shape),
        theme=cast(ThemeName, theme),
        show=show,
    )
    with opened(db) as studio:
        made = make_deck(studio, wish, progress=_count if counted else _quiet)
    written = [] if made.data is None else _write(made.data, made.name, out, pictures=chosen == "png")
    if as_json:
        emit(
            {
                "products": made.products,
                "cards": made.cards,
                "files": [str(path) for path in written],
                "findings": [finding.to_json() for finding in made.findings],
            }
        )
    else:
        for path in written:
            click.echo(str(path), err=True)
    leave(made.findings, quiet=as_json)


def _quiet(_done: int, _total: int) -> None:
    """Nobody asked."""


def _count(done: int, total: int) -> None:
    click.echo(f"{done}/{total}", err=True)


def _write(data: bytes, name: str, out: Path, *, pictures: bool) -> list[Path]:
    """Write whole files only: beside their place first, then moved into it."""
    if pictures and out.suffix.casefold() != ".zip":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [_put(archive.read(item), out / Path(item).name) for item in archive.namelist()]
    return [_put(data, out / name if out.is_dir() else out)]


def _put(data: bytes, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(data)
    beside.replace(path)
    return path
