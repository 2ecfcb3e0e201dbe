"""The word list as one page: whole by itself, both languages, nothing of a shop's text runs."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from catalog.bilingual import Bilingual
from tests.deck_facts import DECK, HARVEST
from vocab.card import Face, FaceItem
from vocab.decks.deck import Deck
from vocab.decks.webpage import TEXTS, html_bytes


class Reader(HTMLParser):
    """Collects tags with their attributes and the text of the body."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the tag; style and script hold no text."""
        self._code = tag in ("style", "script")
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Text again behind style and script."""
        self._code = False

    def handle_data(self, data: str) -> None:
        """Notes text."""
        if not self._code:
            self.text.append(data)


def read(deck: Deck) -> Reader:
    """The page, parsed."""
    reader = Reader()
    reader.feed(html_bytes(deck).decode())
    return reader


def test_the_page_needs_nothing_from_elsewhere() -> None:
    """No address, no import, no font: it can be sent as a file and opened without a network."""
    page = html_bytes(DECK).decode()
    assert not re.search(r"https?://(?!www\.w3\.org)", page.replace("mdbg.net", ""))
    assert "@import" not in page
    assert not [tag for tag, attrs in read(DECK).tags if "src" in attrs or "href" in attrs]


def test_every_word_is_there_in_both_scripts_with_its_reading() -> None:
    """Headword, gloss, pinyin over each character, sound."""
    told = "".join(read(DECK).text)
    for _, card in DECK.pairs():
        assert card.headword in told
        assert all(sign in told for sign in card.gloss)
        assert all(syllable in told for syllable in card.pinyin)


def test_a_shop_s_text_is_text() -> None:
    """Tags in titles and words are shown, not run."""
    reader = read(DECK)
    assert set(HARVEST.gloss) <= set("".join(reader.text))
    shown = ["p", "h1", "h2", "ol", "li", "div", "b", "span", "ruby", "rt", "small", "button"]
    frame = ["html", "head", "meta", "title", "style", "script", "body", "header", "nav", "main", "section"]
    used = {tag for tag, _ in reader.tags}
    assert used <= {*shown, *frame, "footer"}
    assert sum(tag == "b" for tag, _ in reader.tags) == DECK.count()


def test_both_languages_are_in_the_page() -> None:
    """Its own words too: a button shows the other side."""
    told = "".join(read(DECK).text)
    for key in ("switch", "print", "hide", "none"):
        zh, en = TEXTS[key]
        assert zh in told
        assert en in told


def test_faces_are_told() -> None:
    """A pair names the other word, a gap leaves the word out."""
    section = DECK.sections[0]
    pair = replace(section.cards[0], face=Face("pair", (FaceItem("flying", "ˈflaɪɪŋ", "飞"),)))
    blank = replace(section.cards[1], face=Face("blank", line=Bilingual(en="A fragrant tea.")))
    page = html_bytes(replace(DECK, sections=(replace(section, cards=(pair, blank)),))).decode()
    assert "flying" in page
    assert 'A <span class="gap"></span> tea.' in page


def test_equal_decks_give_equal_pages() -> None:
    """No clock and no chance in it."""
    assert html_bytes(DECK) == html_bytes(DECK)
