"""Cards as rows: CSV, XLSX, JSON, and the two-column list that Quizlet and its like import."""

from __future__ import annotations

import csv
import io
import json

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from catalog.bilingual import Bilingual
from catalog.cells import protect
from catalog.product import Product
from vocab.card import Card
from vocab.decks.archive import rezipped
from vocab.decks.deck import LICENCE, Deck, notes, pinyin_text, tidy
from vocab.wire import card_to_json

#: Columns of the CSV and XLSX files, in order, with their width in the sheet (characters).
COLUMNS = {
    "id": 18,
    "sku": 12,
    "product_zh": 28,
    "product_en": 34,
    "headword": 22,
    "pos": 9,
    "gloss": 16,
    "pinyin": 20,
    "ipa": 20,
    "ipa_gb": 20,
    "level": 7,
    "level_source": 10,
    "hook_zh": 44,
    "hook_en": 44,
    "example_zh": 36,
    "example_en": 44,
    "selling_line_zh": 30,
    "selling_line_en": 36,
}


def rows(deck: Deck) -> list[list[str]]:
    """One row per card and product, in the order of `COLUMNS`; unknown is the empty cell."""
    return [_row(product, card) for product, card in deck.pairs()]


def csv_bytes(deck: Deck) -> bytes:
    """CSV for spreadsheets: UTF-8 with the mark that Excel wants, no cell that runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([protect(cell) for cell in row] for row in rows(deck))
    return text.getvalue().encode("utf-8-sig")


def tsv_bytes(deck: Deck) -> bytes:
    """Term, tab, meaning with its reading: what flashcard sites paste in. Each sense once, no header."""
    lines = (f"{tidy(note.card.headword)}\t{_meaning(note.card)}\n" for note in notes(deck))
    return "".join(lines).encode()


def json_bytes(deck: Deck) -> bytes:
    """Everything the deck holds, cards in their wire form, grouped by product."""
    document = {
        "title": _both(deck.title),
        "url": deck.url,
        "licence": _both(LICENCE),
        "products": [
            {
                "sku": str(section.product.sku),
                "title": _both(section.product.title),
                "cards": [card_to_json(card) for card in section.cards],
            }
            for section in deck.sections
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def xlsx_bytes(deck: Deck) -> bytes:
    """A sheet to work in: text cells, frozen head, filter, wrapped texts; the licence has its own sheet."""
    book = Workbook()
    book.properties.creator = "Chalk & Cart"
    book.properties.title = tidy(deck.title.best(deck.lang))
    sheet = book.worksheets[0]
    sheet.title = "词表 Words" if deck.lang == "zh" else "Words 词表"
    sheet.append(list(COLUMNS))
    held = rows(deck)
    for number, row in enumerate(held, 2):
        for column, text in enumerate(row, 1):
            if text:
                cell = sheet.cell(number, column, text)
                cell.data_type = "s"  # a word that begins with "=" is a word
                cell.number_format = "@"
    _dress(book, len(held))
    about = book.create_sheet("来源 Sources")
    for line in (LICENCE.zh, LICENCE.en, deck.url):
        about.append([line])
    about.column_dimensions["A"].width = 80
    buffer = io.BytesIO()
    book.save(buffer)
    return rezipped(buffer.getvalue())


def _dress(book: Workbook, count: int) -> None:
    sheet = book.worksheets[0]
    for column, (name, width) in enumerate(COLUMNS.items(), 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = width
        head = sheet[f"{letter}1"]
        head.font = Font(bold=True, color="F4EFE4")
        head.fill = PatternFill("solid", fgColor="1D2B26")
        for row in range(2, count + 2):
            cell = sheet.cell(row, column)
            cell.alignment = Alignment(vertical="top", wrap_text=width > 20)
            if name in ("headword", "gloss"):
                cell.font = Font(bold=True)
    sheet.freeze_panes = "F2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{count + 1}"


def _row(product: Product, card: Card) -> list[str]:
    cells: dict[str, str | None] = {
        "id": card.id,
        "sku": product.sku,
        "product_zh": product.title.zh,
        "product_en": product.title.en,
        "headword": card.headword,
        "pos": card.pos,
        "gloss": card.gloss,
        "pinyin": pinyin_text(card),
        "ipa": card.ipa,
        "ipa_gb": card.ipa_gb,
        "level": card.level,
        "level_source": card.level_source,
        "hook_zh": card.hooks[0].text.zh if card.hooks else None,
        "hook_en": card.hooks[0].text.en if card.hooks else None,
        "example_zh": card.example.zh,
        "example_en": card.example.en,
        "selling_line_zh": card.selling_line.zh,
        "selling_line_en": card.selling_line.en,
    }
    return [tidy(cells[name]) for name in COLUMNS]


def _meaning(card: Card) -> str:
    reading = pinyin_text(card)
    return f"{tidy(card.gloss)} {reading}".rstrip()


def _both(text: Bilingual) -> dict[str, str | None]:
    return {"zh": text.zh, "en": text.en}
