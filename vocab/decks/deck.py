"""The Deck record: cards by product, and the small texts that every kind of file shows alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from catalog.bilingual import Bilingual, Lang
from catalog.product import Product, Sku
from vocab.card import Card, Face
from vocab.faces import gap

#: Told how far a writer is: steps done, steps in all. It may raise to stop the writer.
Progress = Callable[[int, int], None]

#: Glosses and readings lean on CC-CEDICT, whose licence asks to be named wherever they go (NOTICE).
LICENCE = Bilingual(
    en="Glosses and readings draw on CC-CEDICT (mdbg.net), CC BY-SA 4.0.",
    zh="释义与拼音参考 CC-CEDICT（mdbg.net），CC BY-SA 4.0。",
)

#: Dictionary abbreviations, the same in both languages: learners know them from every dictionary.
POS_SIGNS = {"NOUN": "n.", "VERB": "v.", "ADJ": "adj.", "ADV": "adv.", "PHRASE": "phr."}

#: Controls that a text keeps: tab and line break become a space.
_BLANKS = {"\t": " ", "\n": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\u2028": " ", "\u2029": " "}


def unheard(_done: int, _total: int) -> None:
    """The progress of somebody who does not ask."""


@dataclass(frozen=True, slots=True)
class Section:
    """One product and its cards in board order."""

    product: Product
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """What goes out: products with their cards, a title, the language of labels and hooks.

    `url` is where viewers find the handout; None means that no QR code is made.
    """

    title: Bilingual
    sections: tuple[Section, ...]
    lang: Lang = "zh"
    url: str | None = None

    def pairs(self) -> Iterator[tuple[Product, Card]]:
        """Every card with its product, in order."""
        for section in self.sections:
            for card in section.cards:
                yield section.product, card

    def count(self) -> int:
        """How many cards the deck holds, the same sense under two products counted twice."""
        return sum(len(section.cards) for section in self.sections)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to learn: a card, and every product that teaches it. The first product's card speaks."""

    card: Card
    products: tuple[Product, ...]


def sections_of(products: Mapping[Sku, Product], cards: Mapping[Sku, Iterable[Card]]) -> tuple[Section, ...]:
    """Products with their cards, in the products' order; a product without a card is left out."""
    held = ((product, tuple(cards.get(sku, ()))) for sku, product in products.items())
    return tuple(Section(product, found) for product, found in held if found)


def notes(deck: Deck) -> tuple[Note, ...]:
    """Each sense once: cards of the same id under several products make one note.

    >>> notes(Deck(Bilingual(en="x"), ()))
    ()
    """
    first: dict[str, Card] = {}
    taught: dict[str, list[Product]] = {}
    for product, card in deck.pairs():
        first.setdefault(card.id, card)
        held = taught.setdefault(card.id, [])
        if product.sku not in {item.sku for item in held}:
            held.append(product)
    return tuple(Note(card, tuple(taught[key])) for key, card in first.items())


def tidy(text: str | None) -> str:
    """The text in one line, composed (NFC), without characters that nobody sees; empty for None.

    Zero-width spaces and joiners, direction marks and soft hyphens come with texts pasted from shop pages:
    they break search and make two equal words differ.

    >>> tidy("honey\\u200b  peach\\n")
    'honey peach'
    """
    if not text:
        return ""
    plain = "".join(_BLANKS.get(sign, sign) for sign in unicodedata.normalize("NFC", text))
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Cc", "Cs", "Co", "Cn"))
    return " ".join(seen.split())


def pos_sign(card: Card) -> str:
    """The part of speech as dictionaries print it: `n.`, `adj.`."""
    return POS_SIGNS[card.pos]


def level_text(card: Card, lang: Lang) -> str:
    """The level with its honesty: `B2`, or `B2 估` / `B2 est.` when it is an estimate; empty when unknown."""
    if not card.level:
        return ""
    if card.level_source == "est.":
        return f"{card.level} {'估' if lang == 'zh' else 'est.'}"
    return card.level


def ipa_texts(card: Card, lang: Lang) -> tuple[str, ...]:
    """Readings between slashes, each with its accent where it is not the same for both."""
    us, gb = ("美", "英") if lang == "zh" else ("US", "UK")
    american, british = tidy(card.ipa).strip("/"), tidy(card.ipa_gb).strip("/")
    if american and british and american != british:
        return f"{us} /{american}/", f"{gb} /{british}/"
    if american:
        return (f"/{american}/",)
    return (f"{gb} /{british}/",) if british else ()


def pinyin_text(card: Card) -> str:
    """The reading of the gloss as one line of syllables."""
    return " ".join(syllable for syllable in map(tidy, card.pinyin) if syllable)


def hook_text(card: Card, lang: Lang) -> str:
    """What to say about the word: its face, else the first hook in `lang` where it is there; else empty."""
    if card.face is not None and (told := face_text(card, card.face, lang)):
        return told
    return tidy(card.hooks[0].text.best(lang)) if card.hooks else ""


def face_text(card: Card, face: Face, lang: Lang) -> str:
    """A face in one line: the sound-alike, the relatives, the sentence with its gap."""
    if face.kind == "blank":
        cut = gap(face, card.headword)
        return "" if cut is None else tidy(f"{cut[0]}______{cut[2]}")
    words = [tidy(f"{one.text} {one.gloss}") for one in face.items]
    if face.kind == "pair":
        return f"{tidy(card.headword)} ≠ {words[0]}" if words else ""
    return " → ".join((tidy(card.headword), " · ".join(words))) if words else ""


def file_stem(deck: Deck) -> str:
    """A file name for the deck that every system takes: letters, digits, Han, `-`; at most 60 characters."""
    text = tidy(deck.title.best(deck.lang))
    kept = "".join(sign if sign.isalnum() else "-" for sign in text)
    return "-".join(piece for piece in kept.split("-") if piece)[:60] or "deck"
