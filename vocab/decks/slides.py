"""One card per page: a PDF for a screen (16:9), phone (9:16) or post (1:1), and its pages as pictures."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import pypdfium2  # type: ignore[import-untyped]

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from vocab.decks import qr
from vocab.decks.deck import LICENCE, Deck, Progress, tidy, unheard
from vocab.decks.fonts import Fonts, Role
from vocab.decks.look import THEMES, Theme, ThemeName
from vocab.decks.paper import Box, Paper
from vocab.decks.printed import Printed, PrintedSection, print_deck
from vocab.decks.typeset import Setter

Shape = Literal["16:9", "9:16", "1:1"]

#: A page in points; at two pixels a point they are the sizes of a stream: 1920×1080, 1080×1920 and 1080×1080.
PIXELS_PER_POINT = 2
SCAN = Bilingual(en="Scan for the word list", zh="扫码领词表")


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's size, its edges, and the largest sizes of what stands on it, in points.

    The tall page keeps 12 % at the head and 18 % at the foot free: the phone app lays its own signs there.
    """

    width: float
    height: float
    side: float
    top: float
    bottom: float
    word: float
    gloss: float
    text: float


FRAMES: dict[Shape, Frame] = {
    "16:9": Frame(960, 540, side=64, top=76, bottom=506, word=96, gloss=66, text=22),
    "9:16": Frame(540, 960, side=40, top=160, bottom=787, word=88, gloss=84, text=26),
    "1:1": Frame(540, 540, side=40, top=72, bottom=512, word=80, gloss=60, text=20),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a card: its height, the free space above it, and how it is drawn from its top."""

    above: float
    height: float
    draw: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class SlideFile:
    """A PDF with one card per page, the word of each of these pages, and what had to be left out."""

    pdf: bytes
    words: tuple[str, ...]
    findings: tuple[Finding, ...]


def slide_file(
    deck: Deck,
    fonts: Fonts,
    *,
    shape: Shape = "16:9",
    theme: ThemeName = "chalk",
    progress: Progress = unheard,
) -> SlideFile:
    """One card per page; a deck with an address ends with a page for its QR code."""
    look = THEMES[theme]
    slides = Slides(deck, Setter(fonts.in_hand() if look.hand else fonts), FRAMES[shape], look)
    return SlideFile(slides.make(progress), slides.words, slides.findings)


def pictures(pdf: bytes, *, progress: Progress = unheard) -> Iterator[bytes]:
    """Each page of a PDF as PNG, at `PIXELS_PER_POINT`; one page is held at a time."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        total = len(document)
        for number in range(total):
            page = document[number]
            image = page.render(scale=PIXELS_PER_POINT, rev_byteorder=True).to_pil()
            page.close()
            buffer = io.BytesIO()
            image.convert("RGB").save(buffer, "PNG", compress_level=3)
            yield buffer.getvalue()
            progress(number + 1, total)
    finally:
        document.close()


class Slides:
    """Lays each card out on a page of its own."""

    def __init__(self, deck: Deck, setter: Setter, frame: Frame, theme: Theme) -> None:
        self._deck = deck
        self._setter = setter
        self._frame = frame
        self._theme = theme
        self._paper = Paper(frame.width, frame.height, setter)
        self._sections, self.findings = print_deck(deck, setter)
        #: The word of each page, in order; the page of the QR code, when there is one, comes after them.
        self.words = tuple(card.headword for section in self._sections for card in section.cards)

    def make(self, progress: Progress = unheard) -> bytes:
        """The document."""
        total, number = len(self.words), 0
        for section in self._sections:
            for card in section.cards:
                number += 1
                self._page(section, card, f"{number} / {total}")
        if self._deck.url:
            self._end(self._deck.url)
        title = tidy(self._deck.title.best(self._deck.lang))
        lang = "zh-CN" if self._deck.lang == "zh" else "en"
        return self._paper.pdf(title=title, subject=LICENCE.best("en"), lang=lang, progress=progress)

    def _ground(self) -> None:
        self._paper.page()
        self._paper.box(Box(0, 0, self._frame.width, self._frame.height, fill=self._theme.ground))

    def _page(self, section: PrintedSection, card: Printed, count: str) -> None:
        frame, paper, theme = self._frame, self._paper, self._theme
        self._ground()
        size = 13.5
        head = frame.top - 30
        counted = paper.text(frame.width - frame.side, head, count, "sans", size, theme.quiet, anchor="end")
        room = frame.width - 2 * frame.side - counted - 24
        lines = self._setter.lines(section.title, "sans", size, room)
        for number, line in enumerate(reversed(lines)):
            paper.text(frame.side, head - number * size * 1.35, line, "sans", size, theme.quiet)
        scale = 1.0
        parts = self._parts(card, scale)
        while (taken := _height(parts)) > frame.bottom - frame.top and scale > 0.4:
            scale *= 0.93
            parts = self._parts(card, scale)
        # A little above the middle, where the eye expects the middle.
        y = frame.top + max(0.0, frame.bottom - frame.top - taken) * 0.46
        for place, part in enumerate(parts):
            y += part.above if place else 0
            part.draw(y)
            y += part.height

    def _parts(self, card: Printed, scale: float) -> list[Part]:
        frame, theme = self._frame, self._theme
        width = frame.width - 2 * frame.side
        word = self._largest(card.headword, "bold", frame.word * scale, width)
        parts = [self._lines(card.headword, "bold", word, width, theme.word, leading=1.14, above=0)]
        if facts := self._facts(card, frame.text * 1.1 * scale, width):
            parts.append(facts)
        parts.append(self._gloss(card, frame.gloss * scale, width))
        small = frame.text * scale
        if card.hook or card.example_en or card.example_zh:
            parts.append(self._rule(scale))
        if card.hook:
            parts.append(self._lines(card.hook, "kai", small, width, theme.quiet, above=small * 0.9))
        if card.example_en:
            parts.append(self._lines(card.example_en, "serif", small, width, theme.word, above=small * 0.7))
        if card.example_zh:
            parts.append(self._lines(card.example_zh, "kai", small, width, theme.word, above=small * 0.15))
        return parts

    def _largest(self, text: str, role: Role, size: float, width: float) -> float:
        """The largest size at which no word is broken and a phrase takes two lines at most."""
        longest = max(text.split() or [text], key=lambda word: self._setter.width(word, role, 1))
        size = self._setter.fit(longest, role, size=size, width=width, least=8)
        one = self._setter.fit(text, role, size=size, width=width, least=8)
        # One line as long as that costs less than 30 % (docs/design.md, rules of setting).
        if one >= 0.7 * size:
            return one
        while size > 12 and len(self._setter.lines(text, role, size, width)) > 2:
            size *= 0.94
        return size

    def _lines(
        self,
        text: str,
        role: Role,
        size: float,
        width: float,
        colour: str,
        *,
        leading: float = 1.42,
        above: float,
    ) -> Part:
        lines = self._setter.lines(text, role, size, width)
        step = size * leading

        def draw(y: float) -> None:
            for number, line in enumerate(lines):
                base = y + number * step + step * 0.5 + size * 0.34
                self._paper.text(self._frame.width / 2, base, line, role, size, colour, anchor="middle")

        return Part(above, len(lines) * step, draw)

    def _facts(self, card: Printed, size: float, width: float) -> Part | None:
        texts: list[tuple[str, Role, str]] = [(text, "ipa", self._theme.reading) for text in card.ipa]
        texts.insert(0, (card.pos, "serif", self._theme.quiet))
        if card.level:
            texts.append((card.level, "sans", self._theme.quiet))
        gap = size * 0.6
        taken = sum(self._setter.width(text, role, size) for text, role, _ in texts) + gap * (len(texts) - 1)
        fitted = size * min(1.0, width / taken)

        def draw(y: float) -> None:
            x = (self._frame.width - taken * fitted / size) / 2
            for text, role, colour in texts:
                x += self._paper.text(x, y + fitted, text, role, fitted, colour) + gap * fitted / size

        return Part(size * 0.35, size * 1.3, draw)

    def _gloss(self, card: Printed, size: float, width: float) -> Part:
        paper, theme = self._paper, self._theme
        taken = paper.ruby_width(card.signs, size=size, small=size * 0.34)
        size = max(18.0, size * min(1.0, width / taken))
        small = size * 0.34
        rows: list[list[tuple[str, str]]] = [[]]
        for pair in card.signs:
            if rows[-1] and paper.ruby_width([*rows[-1], pair], size=size, small=small) > width + 0.01:
                rows.append([])
            rows[-1].append(pair)
        reading = self._setter.lines(card.reading, "sans", small, width)
        step = size * 1.62

        def draw(y: float) -> None:
            for line in reading:
                y += small * 1.4
                middle = self._frame.width / 2
                paper.text(middle, y - small * 0.3, line, "sans", small, theme.pinyin, anchor="middle")
            for number, row in enumerate(rows):
                x = (self._frame.width - paper.ruby_width(row, size=size, small=small)) / 2
                base = y + (number + 1) * step - size * 0.18
                paper.ruby(x, base, row, size=size, small=small, colour=theme.word, accent=theme.pinyin)

        return Part(size * 0.3, len(rows) * step + len(reading) * small * 1.4, draw)

    def _rule(self, scale: float) -> Part:
        def draw(y: float) -> None:
            middle = self._frame.width / 2
            self._paper.box(Box(middle - 36, y, 72, 1.6, fill=self._theme.rule))

        return Part(20 * scale, 1.6, draw)

    def _end(self, url: str) -> None:
        frame, paper, theme, setter = self._frame, self._paper, self._theme, self._setter
        self._ground()
        main, other = SCAN.best(self._deck.lang), SCAN.best("en" if self._deck.lang == "zh" else "zh")
        middle = frame.width / 2
        side = 270.0 if frame.height < 600 else 360.0
        texts: list[tuple[str, Role, float, str]] = [
            (main, "kai", 40, theme.word),
            (other, "serif", 20, theme.reading),
        ]
        address = setter.lines(setter.plain(url, "sans"), "sans", 15, frame.width - 2 * frame.side)
        room = 40 * 1.3 + 20 * 1.6 + 18 + side + 26 + 20 * len(address)
        y = frame.top - 30 + (frame.bottom - frame.top + 30 - room) / 2
        for text, role, size, colour in texts:
            y += size * 1.35
            paper.text(middle, y - size * 0.2, text, role, size, colour, anchor="middle")
        y += 18
        qr.draw(paper, url, x=middle - side / 2, y=y, size=side)
        y += side + 26
        for line in address:
            paper.text(middle, y, line, "sans", 15, theme.quiet, anchor="middle")
            y += 20
        paper.text(
            middle, frame.height - 14, LICENCE.best(self._deck.lang), "sans", 8, theme.quiet, anchor="middle"
        )


def _height(parts: list[Part]) -> float:
    return sum(part.height for part in parts) + sum(part.above for part in parts[1:])
