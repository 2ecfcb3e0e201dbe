"""A PDF to draw on: pages in points from the top left, text by role, fonts cut and embedded on the way out.

Drawing is recorded first and written when all signs are known, so that each font is cut once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF
from fpdf.fonts import TTFFont

from vocab.decks.deck import Progress, unheard
from vocab.decks.fonts import Role
from vocab.decks.typeset import Run, Setter

#: The date the file says it was made on: it must not depend on the clock.
MADE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text at its baseline. `spoken` is what a reader copies when it is not what is drawn."""

    x: float
    y: float
    runs: tuple[Run, ...]
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that are read as one word: `text` is what a search finds and a reader copies."""

    text: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A filled or outlined rectangle, its corners rounded by `radius`."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    edge: str | None = None
    line: float = 1.0
    radius: float = 0.0


Mark = Words | Group | Box


@dataclass(slots=True)
class Paper:
    """Pages of one size, in points."""

    width: float
    height: float
    setter: Setter
    pages: list[list[Mark]] = field(default_factory=list)

    def page(self) -> None:
        """Begin a new page."""
        self.pages.append([])

    def box(self, box: Box) -> None:
        """Draw a rectangle on the current page."""
        self.pages[-1].append(box)

    def text(
        self, x: float, y: float, text: str, role: Role, size: float, colour: str, *, anchor: str = "start"
    ) -> float:
        """Set a line with its baseline at `y`; returns its width. `anchor`: start, middle or end at `x`."""
        words, width = self._words(x, y, text, role, size, colour, anchor)
        self.pages[-1].append(words)
        return width

    def ruby(
        self,
        x: float,
        y: float,
        signs: Sequence[tuple[str, str]],
        *,
        size: float,
        small: float,
        colour: str,
        accent: str,
        lift: float = 1.02,
    ) -> None:
        """Set characters with their readings above, beginning at `x`; each reading over its own character.

        The gloss and its reading are read as two whole texts, whatever the spaces between the characters.
        """
        glyphs: list[Words] = []
        readings: list[Words] = []
        at = x
        for sign, syllable in signs:
            cell = self.cell(sign, syllable, size=size, small=small)
            middle = at + cell / 2
            glyphs.append(self._words(middle, y, sign, "kai", size, colour, "middle")[0])
            if syllable:
                above = y - size * lift
                readings.append(self._words(middle, above, syllable, "sans", small, accent, "middle")[0])
            at += cell
        if readings:
            spoken = " ".join(syllable for _, syllable in signs if syllable)
            self.pages[-1].append(Group(spoken, tuple(readings)))
        self.pages[-1].append(Group("".join(sign for sign, _ in signs), tuple(glyphs)))

    def cell(self, sign: str, syllable: str, *, size: float, small: float) -> float:
        """The width that a character with its reading takes."""
        held = self.setter.width(sign, "kai", size)
        return max(held, self.setter.width(syllable, "sans", small) + small * 0.45) if syllable else held

    def ruby_width(self, signs: Sequence[tuple[str, str]], *, size: float, small: float) -> float:
        """The width that `ruby` takes."""
        return sum(self.cell(sign, syllable, size=size, small=small) for sign, syllable in signs)

    def _words(
        self, x: float, y: float, text: str, role: Role, size: float, colour: str, anchor: str
    ) -> tuple[Words, float]:
        width = self.setter.width(text, role, size)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        return Words(left, y, self.setter.runs(text, role), size, colour), width

    def pdf(self, *, title: str, subject: str, lang: str, progress: Progress = unheard) -> bytes:
        """The document: text selectable and searchable, every font embedded as a subset."""
        with TemporaryDirectory() as folder:
            document = FPDF(unit="pt", format=(self.width, self.height))
            document.set_auto_page_break(False)
            document.set_margin(0)
            document.set_creation_date(MADE)
            document.set_title(title)
            document.set_subject(subject)
            document.set_creator("Chalk & Cart")
            document.set_producer("Chalk & Cart")
            document.set_lang(lang)
            for key, (face, signs) in sorted(self.setter.used.items()):
                path = Path(folder) / f"{len(document.fonts)}.otf"
                path.write_bytes(face.cut(sorted(signs | {" "})))
                document.add_font(key, "", path)
                # The boxes of the uncut font serve as well; finding new ones takes two thirds of all time.
                font = document.fonts[key]
                if isinstance(font, TTFFont):
                    font.ttfont.recalcBBoxes = False
            for number, marks in enumerate(self.pages, 1):
                document.add_page()
                for mark in marks:
                    _draw(document, mark)
                progress(number, len(self.pages))
            return bytes(document.output())


def _draw(document: FPDF, mark: Mark) -> None:
    if isinstance(mark, Box):
        _draw_box(document, mark)
    elif isinstance(mark, Words):
        _draw_words(document, mark)
    else:
        # A reader that knows nothing of ActualText sees the same signs, spaced.
        spoken = ("\ufeff" + mark.text).encode("utf-16-be").hex().upper()
        document._out(f"/Span <</ActualText <{spoken}>>> BDC")
        for words in mark.words:
            _draw_words(document, words)
        document._out("EMC")


def _draw_words(document: FPDF, words: Words) -> None:
    document.set_text_color(words.colour)
    at = words.x
    for face, text in words.runs:
        document.set_font(face.key, size=words.size)
        document.text(at, words.y, text)
        at += words.size * sum(face.advance(sign) for sign in text)


def _draw_box(document: FPDF, box: Box) -> None:
    if box.fill:
        document.set_fill_color(box.fill)
    if box.edge:
        document.set_draw_color(box.edge)
        document.set_line_width(box.line)
    style = ("F" if box.fill else "") + ("D" if box.edge else "")
    document.rect(
        box.x,
        box.y,
        box.width,
        box.height,
        style=style,
        round_corners=box.radius > 0,
        corner_radius=box.radius,
    )
