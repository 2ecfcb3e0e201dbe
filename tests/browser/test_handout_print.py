"""The published word list printed by a browser: paper without buttons, every word whole, no card torn."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from catalog.bilingual import Bilingual
from catalog.read import read_catalog
from studio.sample_show import FOLDER, sample_cards
from vocab.decks.deck import Deck, sections_of
from vocab.decks.webpage import TEXTS, html_bytes

#: A4 with 16 mm at each side, in points.
WIDTH, HEIGHT, MARGIN = 595.3, 841.9, 45.4
PRODUCTS = 12


@pytest.fixture(scope="module")
def deck() -> Deck:
    """The words of the sample's first products: several pages, two columns each."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    reading = read_catalog(FOLDER / "catalogue.csv", name="catalogue.csv", now=now)
    products = {product.sku: product for product in reading.products[:PRODUCTS]}
    held: dict[Any, list[Any]] = {sku: [] for sku in products}
    seen = set()
    for card in sample_cards({product.sku: product for product in reading.products}):
        # each word once: where its lines stand is asked by its text
        if card.sku in held and card.headword not in seen:
            held[card.sku].append(card)
            seen.add(card.headword)
    return Deck(Bilingual(en="Tonight's words", zh="今晚的词"), sections_of(products, held))


@pytest.fixture(scope="module")
def printed(chromium: Any, deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The page as the browser prints it, opened from a file like any that is sent around."""
    folder = tmp_path_factory.mktemp("handout")
    page = chromium.new_page()
    (folder / "words.html").write_bytes(html_bytes(deck))
    page.goto((folder / "words.html").as_uri())
    page.pdf(path=str(folder / "words.pdf"), prefer_css_page_size=True, print_background=True)
    page.close()
    yield folder / "words.pdf"


def test_paper_has_every_word_and_no_button(printed: Path, deck: Deck) -> None:
    """Both scripts can be copied from it; what a hand presses on a screen stays there."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed (apt-get install poppler-utils)")
    told = subprocess.run(["pdftotext", "-raw", str(printed), "-"], capture_output=True, check=True)
    text = "".join(told.stdout.decode().split())
    for _, card in deck.pairs():
        assert "".join(card.headword.split()) in text
        # a reading stands between the characters: each of them is there, and so is each syllable
        assert all(sign in text for sign in card.gloss)
        assert all(syllable in text for syllable in card.pinyin)
    for key in ("switch", "print", "hide", "none"):
        for words in TEXTS[key]:
            assert "".join(words.split()) not in text, key
    assert "▷" not in text


def test_no_card_is_torn_and_nothing_leaves_the_paper(printed: Path, deck: Deck) -> None:
    """The lines of a card stand in one column of one page; every letter lies between the margins."""
    document = pypdfium2.PdfDocument(printed)
    assert 2 <= len(document) <= 8
    columns: dict[tuple[str, str], set[tuple[int, int]]] = {}
    for number, page in enumerate(document):
        assert page.get_size() == pytest.approx((WIDTH, HEIGHT), abs=1.5)
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            if right - left > 0.1:
                assert left > MARGIN - 3 and right < WIDTH - MARGIN + 3, number
                assert bottom > MARGIN - 3 and top < HEIGHT - MARGIN + 3, number
        for _, card in deck.pairs():
            for line in (card.headword, card.example.en, card.hooks[0].text.zh if card.hooks else None):
                # the first signs of each: enough to tell it, and never broken
                start = (line or "").split("\n")[0][:14]
                found = text.search(start, match_case=True) if len(start) > 8 else None
                while found is not None and (place := found.get_next()) is not None:
                    middle = text.get_charbox(place[0])[0] > WIDTH / 2
                    columns.setdefault((card.headword, start), set()).add((number, int(middle)))
    document.close()
    told = 0
    for _, card in deck.pairs():
        own = [places for (word, _), places in columns.items() if word == card.headword]
        if len(own) > 1:
            told += 1
            assert set.intersection(*own), card.headword
    assert told > 20
