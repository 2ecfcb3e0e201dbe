"""Decks as the planner uses them: approved cards of a store, by product, as a file to hand out."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from catalog.bilingual import Bilingual, Lang
from catalog.finding import Finding
from catalog.product import Product, Sku
from store import cards
from studio.studio import Studio
from vocab.card import Card
from vocab.decks import guids, problems
from vocab.decks.deck import Deck, Progress, file_stem, sections_of, unheard
from vocab.decks.fonts import FontError, Fonts, find_fonts, has_chinese, places
from vocab.decks.look import ThemeName
from vocab.decks.make import ENDINGS, TYPESET, Format, Order, make
from vocab.decks.slides import Shape

#: What a deck is called until somebody names it.
TITLE = Bilingual(en="Words of the show", zh="今晚的词")
#: The setting that remembers which Anki note a card went out as.
GUIDS = "deck_guids"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a planner asks for. No `skus` means every product with an approved card; with `show` the deck is
    what that show taught, product by product in the order of the evening."""

    format: Format
    skus: tuple[str, ...] = ()
    lang: Lang = "zh"
    title: Bilingual = TITLE
    url: str | None = None
    shape: Shape = "16:9"
    theme: ThemeName = "chalk"
    show: str | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The file with a name for it (None when there is nothing to make), its size in cards, and findings."""

    name: str
    data: bytes | None
    products: int
    cards: int
    findings: tuple[Finding, ...]


def gather(studio: Studio, wish: Wish) -> tuple[Deck, tuple[Finding, ...]]:
    """The approved cards of the products asked for, in the order asked for, else in the catalogue's."""
    if wish.show is not None:
        return _of_show(studio, wish, wish.show)
    asked = tuple(dict.fromkeys(wish.skus))
    held = studio.catalogue.products(asked or None)
    ordered = {Sku(sku): held[Sku(sku)] for sku in asked if sku in held} if asked else held
    told = [problems.unknown_sku(sku) for sku in asked if sku not in held]
    approved = studio.boards.by_product(asked or None, status="approved")
    deck = Deck(wish.title, sections_of(ordered, approved), lang=wish.lang, url=wish.url or None)
    if not deck.sections:
        told.append(problems.no_cards(asked))
    return deck, tuple(told)


def _of_show(studio: Studio, wish: Wish, show: str) -> tuple[Deck, tuple[Finding, ...]]:
    """The words of a show, each under the product it was first taught with."""
    taught = studio.memory.show(show)
    words = () if taught is None else taught.words
    with studio.store.read() as connection:
        held = cards.by_id(connection, {word.card for word in words})
    told = [problems.unknown_show(show)] if not words else []
    missing = [word.card for word in words if word.card not in held or held[word.card].status != "approved"]
    if missing:
        named = [held[card].headword for card in missing if card in held]
        told.append(problems.left_out(len(missing), ", ".join(named[:5]) or "—"))
    by_sku: dict[Sku, list[Card]] = {}
    for word in words:
        if word.card not in missing:
            card = held[word.card]
            by_sku.setdefault(word.sku or card.sku, []).append(card)
    found = studio.catalogue.products(tuple(by_sku))
    ordered = {sku: found[sku] for sku in by_sku if sku in found}
    title = wish.title if wish.title != TITLE or taught is None else taught.title
    return Deck(title, sections_of(ordered, by_sku), lang=wish.lang, url=wish.url or None), tuple(told)


def choices(studio: Studio) -> tuple[tuple[Product, int], ...]:
    """Products with at least one approved card, and how many each has, in the catalogue's order."""
    approved = studio.boards.by_product(status="approved")
    held = studio.catalogue.products(tuple(approved)) if approved else {}
    return tuple((product, len(approved[sku])) for sku, product in held.items() if approved.get(sku))


def fonts_here() -> tuple[Fonts | None, tuple[Finding, ...]]:
    """The fonts of this machine, STUDIO_FONT first; None and a finding when no Chinese can be set."""
    chosen = os.environ.get("STUDIO_FONT")
    folders = places(platform=sys.platform, home=_home(), environ=os.environ)
    try:
        fonts = find_fonts(folders, chosen=Path(chosen) if chosen else None)
    except FontError as error:
        return None, (problems.bad_font(error.path.name, error.reason),)
    return (fonts, ()) if has_chinese(fonts) else (None, (problems.no_font(),))


def make_deck(studio: Studio, wish: Wish, *, progress: Progress = unheard) -> Made:
    """The deck as a file in memory. An Anki deck remembers its notes, so that the next one updates them."""
    deck, told = gather(studio, wish)
    name = file_stem(deck) + ENDINGS[wish.format]
    if not deck.sections:
        return Made(name, None, 0, 0, told)
    fonts = None
    if wish.format in TYPESET:
        fonts, missing = fonts_here()
        if fonts is None:
            return Made(name, None, len(deck.sections), deck.count(), (*told, *missing))
    known = _notes(studio, deck) if wish.format == "anki" else {}
    order = Order(
        wish.format,
        now=studio.clock(),
        shape=wish.shape,
        theme=wish.theme,
        guids={key: guid for key, (guid, _, _) in known.items()},
    )
    data, findings = make(deck, order, fonts=fonts, progress=progress)
    if data is not None and known:
        studio.set_setting(GUIDS, json.dumps(known, ensure_ascii=False))
    return Made(name, data, len(deck.sections), deck.count(), (*told, *findings))


def _notes(studio: Studio, deck: Deck) -> dict[str, guids.Note]:
    held = json.loads(studio.setting(GUIDS) or "{}")
    issued = {str(key): (str(guid), str(lemma), str(pos)) for key, (guid, lemma, pos) in held.items()}
    everything = [card.id for held in studio.boards.by_product().values() for card in held]
    return guids.assign(issued, [card for _, card in deck.pairs()], held=everything)


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None
