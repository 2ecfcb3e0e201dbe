"""A PowerPoint file: one card per slide, every text in a box of its own that a person can edit.

The reader's machine sets the type, so nothing here measures with this machine's fonts: widths are estimated,
generously, and each text box names a Latin and a Chinese typeface that office programs replace when missing.
"""

from __future__ import annotations

import io
import unicodedata
from typing import Any

import segno
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from vocab.card import Card
from vocab.decks.archive import rezipped
from vocab.decks.deck import (
    LICENCE,
    Deck,
    Progress,
    hook_text,
    ipa_texts,
    level_text,
    pinyin_text,
    pos_sign,
    tidy,
    unheard,
)
from vocab.decks.look import THEMES, Theme, ThemeName
from vocab.decks.slides import FRAMES, SCAN, Frame, Shape

#: Typefaces by role: Latin, Chinese. All come with Windows and Office; others replace them.
FACES = {
    "serif": ("Georgia", "KaiTi"),
    "sans": ("Segoe UI", "Microsoft YaHei"),
    "hand": ("Segoe Print", "KaiTi"),
}
#: Widths in ems, rounded up from Georgia Bold: capitals and wide letters, other letters, narrow ones.
_WIDE, _LETTER, _NARROW = 0.86, 0.62, 0.36
#: The layout with a title: a screen reader and the outline name each slide by its word.
TITLE_ONLY = 5


def pptx_bytes(
    deck: Deck, *, shape: Shape = "16:9", theme: ThemeName = "chalk", progress: Progress = unheard
) -> bytes:
    """The deck as `.pptx`; equal arguments give equal bytes."""
    return rezipped(_Show(deck, FRAMES[shape], THEMES[theme]).make(progress))


class _Show:
    def __init__(self, deck: Deck, frame: Frame, theme: Theme) -> None:
        self._deck = deck
        self._frame = frame
        self._theme = theme
        self._serif = "hand" if theme.hand else "serif"
        self._file = Presentation()
        self._file.slide_width, self._file.slide_height = Pt(frame.width), Pt(frame.height)
        about = self._file.core_properties
        about.title = tidy(deck.title.best(deck.lang))
        about.author = about.last_modified_by = "Chalk & Cart"
        about.subject = LICENCE.best("en")

    def make(self, progress: Progress) -> bytes:
        total = self._deck.count()
        for number, (product, card) in enumerate(self._deck.pairs(), 1):
            self._card(card, tidy(product.title.best(self._deck.lang)), f"{number} / {total}")
            progress(number, total)
        if self._deck.url:
            self._end(self._deck.url)
        buffer = io.BytesIO()
        self._file.save(buffer)
        return buffer.getvalue()

    def _slide(self, title: str, *, top: float, height: float, size: float) -> Any:
        slide = self._file.slides.add_slide(self._file.slide_layouts[TITLE_ONLY])
        fill = slide.background.fill
        fill.solid()
        fill.fore_color.rgb = _colour(self._theme.ground)
        held = slide.shapes.title
        frame = self._frame
        held.left, held.top = Pt(frame.side), Pt(top)
        held.width, held.height = Pt(frame.width - 2 * frame.side), Pt(height)
        self._write(held.text_frame, title, size, self._theme.word, self._serif, bold=not self._theme.hand)
        return slide

    def _card(self, card: Card, product: str, count: str) -> None:
        frame, theme, lang = self._frame, self._theme, self._deck.lang
        # A written letter is wider than a printed one: Segoe Print against Georgia, a seventh.
        room = (frame.width - 2 * frame.side) / (1.15 if theme.hand else 1.0)
        high = frame.bottom - frame.top
        word, gloss = tidy(card.headword), tidy(card.gloss)
        size = _fitted(word, frame.word * 0.9, room, lines=2 if " " in word else 1)
        slide = self._slide(word, top=frame.top, height=high * 0.3, size=size)
        facts = "   ".join((pos_sign(card), *ipa_texts(card, lang), level_text(card, lang))).strip()
        rows = (
            (facts, 0.30, 0.10, frame.text * 1.05, theme.reading, "sans"),
            (pinyin_text(card), 0.42, 0.08, frame.gloss * 0.34, theme.pinyin, "sans"),
            (gloss, 0.49, 0.19, frame.gloss * 0.92, theme.word, self._serif),
            (hook_text(card, lang), 0.70, 0.13, frame.text * 0.92, theme.quiet, self._serif),
            (tidy(card.example.en), 0.83, 0.09, frame.text * 0.92, theme.word, self._serif),
            (tidy(card.example.zh), 0.92, 0.08, frame.text * 0.92, theme.word, self._serif),
        )
        for text, top, height, wanted, colour, face in rows:
            if text:
                fitted = _fitted(text, wanted, room, lines=2 if height > 0.12 else 1)
                self._box(slide, text, frame.top + high * top, high * height, fitted, colour, face)
        self._box(slide, product, frame.top - 48, 24, 13, theme.quiet, "sans", align=PP_ALIGN.LEFT, room=0.8)
        self._box(slide, count, frame.top - 48, 24, 13, theme.quiet, "sans", align=PP_ALIGN.RIGHT)

    def _end(self, url: str) -> None:
        frame, theme, lang = self._frame, self._theme, self._deck.lang
        side = 260.0 if frame.height < 600 else 340.0
        top = frame.top - 40
        slide = self._slide(SCAN.best(lang), top=top, height=60, size=36)
        other = SCAN.best("en" if lang == "zh" else "zh")
        self._box(slide, other, top + 58, 32, 18, theme.reading, self._serif)
        picture = io.BytesIO()
        segno.make(url, error="m", micro=False).save(picture, kind="png", scale=12, border=4)
        picture.seek(0)
        held = slide.shapes.add_picture(
            picture, Pt((frame.width - side) / 2), Pt(top + 100), Pt(side), Pt(side)
        )
        held._element.nvPicPr.cNvPr.set("descr", url)
        self._box(slide, url, top + 108 + side, 40, 14, theme.quiet, "sans")
        self._box(slide, LICENCE.best(lang), frame.height - 26, 20, 8, theme.quiet, "sans")

    def _box(
        self,
        slide: Any,
        text: str,
        top: float,
        height: float,
        size: float,
        colour: str,
        face: str,
        *,
        align: Any = PP_ALIGN.CENTER,
        room: float = 1.0,
    ) -> None:
        frame = self._frame
        width = (frame.width - 2 * frame.side) * room
        box = slide.shapes.add_textbox(Pt(frame.side), Pt(top), Pt(width), Pt(height))
        self._write(box.text_frame, text, size, colour, face, align=align)

    def _write(
        self,
        body: Any,
        text: str,
        size: float,
        colour: str,
        face: str,
        *,
        align: Any = PP_ALIGN.CENTER,
        bold: bool = False,
    ) -> None:
        body.word_wrap = True
        body.auto_size = MSO_AUTO_SIZE.NONE
        body.vertical_anchor = MSO_ANCHOR.MIDDLE
        body.margin_left = body.margin_right = body.margin_top = body.margin_bottom = 0
        paragraph = body.paragraphs[0]
        paragraph.alignment = align
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold = Pt(round(size * 2) / 2), bold
        run.font.color.rgb = _colour(colour)
        # Where the hand is missing, slanted letters still look written; Chinese is never slanted.
        run.font.italic = face == "hand" and text.isascii()
        latin, chinese = FACES[face]
        run.font.name = latin
        properties = run._r.get_or_add_rPr()
        east = properties.makeelement(qn("a:ea"), {"typeface": chinese})
        properties.find(qn("a:latin")).addnext(east)


def _fitted(text: str, size: float, width: float, *, lines: int) -> float:
    """The largest size up to `size` at which the text should take `lines` lines of `width`; at least 9."""
    longest = max((_ems(word) for word in text.split()), default=0.0)
    ems = max(longest, _ems(text) / lines * (1.0 if lines == 1 else 1.12), 0.1)
    return max(9.0, min(size, width / ems))


def _ems(text: str) -> float:
    return sum(_sign_ems(sign) for sign in text)


def _sign_ems(sign: str) -> float:
    if unicodedata.east_asian_width(sign) in ("W", "F"):
        return 1.0
    if sign in "iIjlt.,;:'!| ˈˌː":
        return _NARROW
    return _WIDE if sign.isupper() or sign in "mwMW→—&" else _LETTER


def _colour(text: str) -> RGBColor:
    red, green, blue = bytes.fromhex(text.lstrip("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]
