"""The one door to the writers: a format's name in, files out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from catalog.finding import Finding
from vocab.decks import problems, tables
from vocab.decks.anki import anki_bytes
from vocab.decks.archive import zipped
from vocab.decks.deck import LICENCE, Deck, Progress, file_stem, unheard
from vocab.decks.fonts import Fonts, has_chinese
from vocab.decks.handout import handout_bytes
from vocab.decks.look import ThemeName
from vocab.decks.powerpoint import pptx_bytes
from vocab.decks.qr import is_web_address
from vocab.decks.slides import Shape, SlideFile, pictures, slide_file
from vocab.decks.webpage import html_bytes

Format = Literal["pdf", "slides", "pptx", "html", "anki", "csv", "xlsx", "json", "tsv", "png"]
FORMATS: tuple[Format, ...] = get_args(Format)
#: The ending of each format's file; pictures come in a zip.
ENDINGS: dict[Format, str] = {
    "pdf": ".pdf",
    "slides": ".pdf",
    "pptx": ".pptx",
    "html": ".html",
    "anki": ".apkg",
    "csv": ".csv",
    "xlsx": ".xlsx",
    "json": ".json",
    "tsv": ".tsv",
    "png": ".zip",
}
#: Formats that set type and so need a font on this machine.
TYPESET: frozenset[Format] = frozenset({"pdf", "slides", "png"})


@dataclass(frozen=True, slots=True)
class Order:
    """What a deck is made as. `now`: UTC epoch milliseconds, for Anki alone; `guids`: see `guids.assign`."""

    format: Format
    now: int
    shape: Shape = "16:9"
    theme: ThemeName = "chalk"
    guids: Mapping[str, str] | None = None


def make(
    deck: Deck, order: Order, *, fonts: Fonts | None, progress: Progress = unheard
) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The file, and what to tell the planner; no file when a finding is an error that leaves nothing to make.

    A deck whose `url` is no web address is made without its QR code, and the finding says so.
    """
    told: list[Finding] = []
    if not deck.count():
        return None, (problems.no_cards([]),)
    if deck.url is not None and not is_web_address(deck.url):
        told.append(problems.bad_url(deck.url))
        deck = replace(deck, url=None)
    if order.format in TYPESET:
        if fonts is None or not has_chinese(fonts):
            return None, (*told, problems.no_font())
        data, more = _typeset(deck, order, fonts, progress)
        return data, (*told, *more)
    progress(0, 1)
    if order.format == "pptx":
        data = pptx_bytes(deck, shape=order.shape, theme=order.theme, progress=progress)
    elif order.format == "anki":
        data = anki_bytes(deck, now=order.now, guids=order.guids)
    else:
        data = _TABLES[order.format](deck)
    progress(1, 1)
    return data, tuple(told)


def _typeset(deck: Deck, order: Order, fonts: Fonts, progress: Progress) -> tuple[bytes, tuple[Finding, ...]]:
    if order.format == "pdf":
        return handout_bytes(deck, fonts, progress=progress)
    quiet = unheard if order.format == "png" else progress
    slides = slide_file(deck, fonts, shape=order.shape, theme=order.theme, progress=quiet)
    if order.format == "slides":
        return slides.pdf, slides.findings
    # Pictures are compressed already; the zip only holds them together.
    return zipped(_pictures(deck, slides, progress), compress=False), slides.findings


def _pictures(deck: Deck, slides: SlideFile, progress: Progress) -> Iterator[tuple[str, bytes]]:
    stem = file_stem(deck)
    for number, data in enumerate(pictures(slides.pdf, progress=progress)):
        word = slides.words[number] if number < len(slides.words) else "qr"
        name = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in word)
        yield f"{stem}/{number + 1:03}-{name}.png", data
    yield f"{stem}/licence.txt", f"{LICENCE.zh}\n{LICENCE.en}\n".encode()


_TABLES = {
    "csv": tables.csv_bytes,
    "xlsx": tables.xlsx_bytes,
    "json": tables.json_bytes,
    "tsv": tables.tsv_bytes,
    "html": html_bytes,
}
