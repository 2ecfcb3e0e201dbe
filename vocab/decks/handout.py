"""The A4 handout: the word list by product, for printing and keeping."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from vocab.decks import qr
from vocab.decks.deck import LICENCE, Deck, Progress, tidy, unheard
from vocab.decks.fonts import Fonts
from vocab.decks.look import PRINT
from vocab.decks.paper import Box, Paper
from vocab.decks.printed import Printed, PrintedSection, print_deck
from vocab.decks.typeset import Setter

#: A4 in points, and the edges that every printer reaches.
WIDTH, HEIGHT = 595.28, 841.89
LEFT, RIGHT, TOP, BOTTOM = 50.0, 545.28, 54.0, 786.0
#: Columns: English, Chinese, what to say. Start and width.
WORD, GLOSS, SAY = (LEFT, 160.0), (224.0, 108.0), (346.0, 199.28)
GAP = 7.0

_COUNTS = Bilingual(en="{products} products · {cards} words", zh="{products} 件商品 · {cards} 个词")
_MORE = Bilingual(en="continued", zh="续")
_SCAN = Bilingual(en="Scan to open this list", zh="扫码打开这份词表")


@dataclass(frozen=True, slots=True)
class Block:
    """Something of a known height that draws itself with its top at `y` and is never broken."""

    height: float
    draw: Callable[[float], None]


def handout_bytes(
    deck: Deck, fonts: Fonts, *, progress: Progress = unheard
) -> tuple[bytes, tuple[Finding, ...]]:
    """The handout as PDF, and what had to be left out of it."""
    handout = Handout(deck, Setter(fonts))
    data = handout.make(progress)
    return data, handout.findings


class Handout:
    """Lays a deck out on A4 pages."""

    def __init__(self, deck: Deck, setter: Setter) -> None:
        self._deck = deck
        self._setter = setter
        self._paper = Paper(WIDTH, HEIGHT, setter)
        self._sections, self.findings = print_deck(deck, setter)
        self._y = TOP

    def make(self, progress: Progress = unheard) -> bytes:
        """The document."""
        self._paper.page()
        self._head()
        for section in self._sections:
            if section.cards:
                self._section(section)
        if self._deck.url:
            self._code_page(self._deck.url)
        self._feet()
        title = tidy(self._deck.title.best(self._deck.lang))
        lang = "zh-CN" if self._deck.lang == "zh" else "en"
        return self._paper.pdf(title=title, subject=LICENCE.best("en"), lang=lang, progress=progress)

    def _head(self) -> None:
        deck, paper = self._deck, self._paper
        main = self._setter.plain(tidy(deck.title.best(deck.lang)), "kai")
        other = self._setter.plain(tidy(deck.title.best("en" if deck.lang == "zh" else "zh")), "serif")
        if deck.url:
            qr.draw(paper, deck.url, x=RIGHT - 78, y=TOP - 14, size=78)
        room = RIGHT - LEFT - (92 if deck.url else 0)
        paper.text(LEFT, TOP, "双语直播台 Chalk & Cart", "sans", 8.5, PRINT.pinyin)
        y = TOP + 8.0
        for line in self._setter.lines(main, "kai", 26, room):
            y += 30
            paper.text(LEFT, y, line, "kai", 26, PRINT.word)
        if other and other != main:
            for line in self._setter.lines(other, "serif", 13, room):
                y += 19
                paper.text(LEFT, y, line, "serif", 13, PRINT.quiet)
        y += 20
        cards = sum(len(section.cards) for section in self._sections)
        products = sum(1 for section in self._sections if section.cards)
        counts = _COUNTS.best(deck.lang).format(products=products, cards=cards)
        paper.text(LEFT, y, counts, "sans", 9.5, PRINT.quiet)
        self._y = max(y + 12, TOP + 70 if deck.url else 0)

    def _section(self, section: PrintedSection) -> None:
        rows = [self._row(card) for card in section.cards]
        heading = self._heading(section)
        # A heading never stands alone at the foot of a page.
        if self._y + heading.height + rows[0].height > BOTTOM:
            self._turn()
        self._put(heading)
        for row in rows:
            if self._y + row.height > BOTTOM:
                self._turn()
                self._put(self._heading(section, again=True))
            self._put(row)

    def _heading(self, section: PrintedSection, *, again: bool = False) -> Block:
        setter, paper = self._setter, self._paper
        text = section.title + (f"（{_MORE.zh}）" if self._deck.lang == "zh" else f" ({_MORE.en})") * again
        size = 11.0 if again else 14.0
        room = RIGHT - LEFT - setter.width(section.sku, "sans", 8) - 12
        titles = setter.lines(text, "kai", size, room)
        others = [] if again else setter.lines(section.other, "serif", 9.5, RIGHT - LEFT)
        height = 20 + len(titles) * size * 1.25 + len(others) * 13 + 5

        def draw(y: float) -> None:
            at = y + 18
            for line in titles:
                at += size * 1.25
                paper.text(LEFT, at - size * 0.25, line, "kai", size, PRINT.word)
            paper.text(RIGHT, y + 18 + size, section.sku, "sans", 8, PRINT.quiet, anchor="end")
            for line in others:
                at += 13
                paper.text(LEFT, at - 3, line, "serif", 9.5, PRINT.quiet)
            paper.box(Box(LEFT, y + height - 2, RIGHT - LEFT, 1.2, fill=PRINT.pinyin))

        return Block(height, draw)

    def _row(self, card: Printed) -> Block:
        setter, paper = self._setter, self._paper
        words = setter.lines(card.headword, "bold", 14, WORD[1])
        facts = " · ".join(filter(None, (card.pos, card.level)))
        sounds = [line for text in card.ipa for line in setter.lines(text, "ipa", 9.5, WORD[1])]
        glosses = self._gloss_lines(card)
        readings = setter.lines(card.reading, "sans", 8, GLOSS[1])
        hooks = setter.lines(card.hook, "sans", 8.6, SAY[1])
        english = setter.lines(card.example_en, "serif", 9.6, SAY[1])
        chinese = setter.lines(card.example_zh, "sans", 8.8, SAY[1])
        height = 2 * GAP + max(
            len(words) * 17 + len(sounds) * 13 + (12 if facts else 0),
            len(glosses) * 29 + len(readings) * 11,
            len(hooks) * 12.5 + len(english) * 13 + len(chinese) * 13 + (4 if hooks and english else 0),
        )

        def draw(y: float) -> None:
            at = y + GAP
            for line in words:
                at += 17
                paper.text(WORD[0], at - 4, line, "bold", 14, PRINT.word)
            for line in sounds:
                at += 13
                paper.text(WORD[0], at - 3, line, "ipa", 9.5, PRINT.reading)
            if facts:
                paper.text(WORD[0], at + 9, facts, "serif", 8.6, PRINT.quiet)
            at = y + GAP
            for line in readings:
                at += 11
                paper.text(GLOSS[0], at - 2, line, "sans", 8, PRINT.pinyin)
            for signs in glosses:
                at += 29
                paper.ruby(
                    GLOSS[0], at - 6, signs, size=16, small=7.6, colour=PRINT.word, accent=PRINT.pinyin
                )
            at = y + GAP
            for line in hooks:
                at += 12.5
                paper.text(SAY[0], at - 3, line, "sans", 8.6, PRINT.quiet)
            at += 4 if hooks and english else 0
            for line in english:
                at += 13
                paper.text(SAY[0], at - 3, line, "serif", 9.6, PRINT.word)
            for line in chinese:
                at += 13
                paper.text(SAY[0], at - 3, line, "sans", 8.8, PRINT.word)
            paper.box(Box(LEFT, y + height - 0.4, RIGHT - LEFT, 0.5, fill=PRINT.rule))

        return Block(height, draw)

    def _gloss_lines(self, card: Printed) -> list[list[tuple[str, str]]]:
        lines: list[list[tuple[str, str]]] = [[]]
        for pair in card.signs:
            if lines[-1] and self._paper.ruby_width([*lines[-1], pair], size=16, small=7.6) > GLOSS[1]:
                lines.append([])
            lines[-1].append(pair)
        return lines

    def _code_page(self, url: str) -> None:
        self._turn()
        paper, setter, middle = self._paper, self._setter, WIDTH / 2
        qr.draw(paper, url, x=middle - 150, y=210, size=300)
        main, other = _SCAN.best(self._deck.lang), _SCAN.best("en" if self._deck.lang == "zh" else "zh")
        paper.text(middle, 170, main, "kai", 26, PRINT.word, anchor="middle")
        paper.text(middle, 196, other, "serif", 13, PRINT.quiet, anchor="middle")
        y = 530.0
        for line in setter.lines(setter.plain(url, "sans"), "sans", 11, RIGHT - LEFT):
            paper.text(middle, y, line, "sans", 11, PRINT.word, anchor="middle")
            y += 16

    def _feet(self) -> None:
        total = len(self._paper.pages)
        licence = LICENCE.best(self._deck.lang)
        last = list(self._paper.pages)
        for number, marks in enumerate(last, 1):
            self._paper.pages.append([])
            self._paper.text(LEFT, 814, licence, "sans", 7, PRINT.quiet)
            self._paper.text(RIGHT, 814, f"{number} / {total}", "sans", 8, PRINT.quiet, anchor="end")
            marks += self._paper.pages.pop()

    def _put(self, block: Block) -> None:
        block.draw(self._y)
        self._y += block.height

    def _turn(self) -> None:
        self._paper.page()
        self._y = TOP - 20
