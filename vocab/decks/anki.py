"""An Anki package that can be imported again and again: notes keep their ids, an edit updates them."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

import genanki

from catalog.product import Product
from vocab.card import Card
from vocab.decks.archive import rezipped
from vocab.decks.deck import (
    LICENCE,
    Deck,
    Note,
    hook_text,
    ipa_texts,
    level_text,
    notes,
    pinyin_text,
    pos_sign,
    tidy,
)

#: The note type's id. It must never change: Anki ties a learner's notes to it. A number of our own choice.
MODEL_ID = 1_702_615_839
#: Fields in order; a new one goes to the end, and `Id` stays where it is.
FIELDS = (
    "English",
    "Chinese",
    "Pinyin",
    "Ruby",
    "IPA",
    "Pos",
    "Level",
    "Hook",
    "ExampleEnglish",
    "ExampleChinese",
    "Product",
    "Source",
    "Id",
)

CSS = """
.card { font-family: "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; font-size: 18px;
  text-align: center; color: #1c2823; background: #fbf8f1; padding: 6vh 5vw; line-height: 1.5; }
.word { font: 600 2.6em/1.2 "Iowan Old Style", Palatino, "Noto Serif", Georgia, serif; }
.read { color: #2f5143; font-family: "Charis SIL", "Noto Sans", "Segoe UI", sans-serif; }
.read i { font-family: Georgia, serif; color: #465049; margin-right: .5em; }
.level { border: 1.5px solid #cdbfa6; border-radius: 99px; padding: 0 .5em; font-size: .8em; }
.gloss { font-family: "LXGW WenKai", "Kaiti SC", KaiTi, "Noto Serif CJK SC", "Songti SC", serif;
  font-size: 2.1em; line-height: 1.9; }
.gloss rt { font: .42em/1.3 "Noto Sans", "Segoe UI", sans-serif; color: #84300f; }
.hook, .product, .source, .level { color: #465049; }
.example { margin: 1em auto; max-width: 34em; }
.example .en { font-family: Georgia, "Noto Serif", serif; }
.product { font-size: .85em; } .source { font-size: .7em; margin-top: 2em; }
hr { border: 0; border-top: 1px solid #cdbfa6; margin: 1.2em auto; width: 60%; }
.nightMode.card, .night_mode .card { color: #f7f3e8; background: #1d2b26; }
.nightMode .read, .night_mode .read { color: #cfe3d6; }
.nightMode .gloss rt, .night_mode .gloss rt { color: #ffc3a3; }
.nightMode :is(.hook, .product, .source, .level, .read i),
.night_mode :is(.hook, .product, .source, .level, .read i) { color: #b3bfb7; }
.nightMode :is(hr, .level), .night_mode :is(hr, .level) { border-color: #52685e; }
"""

_WORD = """<div class="word" lang="en">{{English}}</div>"""
_READ = """<div class="read">{{#Pos}}<i>{{Pos}}</i>{{/Pos}}{{IPA}}
{{#Level}}<span class="level">{{Level}}</span>{{/Level}}</div>"""
_GLOSS = """<div class="gloss" lang="zh-CN">{{Ruby}}</div>"""
_MORE = """{{#Hook}}<div class="hook">{{Hook}}</div>{{/Hook}}
<div class="example"><div class="en" lang="en">{{ExampleEnglish}}</div>
<div class="zh" lang="zh-CN">{{ExampleChinese}}</div></div>
<div class="product">{{Product}}</div><div class="source">{{Source}}</div>"""

MODEL = genanki.Model(
    MODEL_ID,
    "双语直播台 Chalk & Cart",
    fields=[{"name": name} for name in FIELDS],
    templates=[
        {
            "name": "English → 中文",
            "qfmt": f"{_WORD}\n{_READ}",
            "afmt": f"{{{{FrontSide}}}}\n<hr id=answer>\n{_GLOSS}\n{_MORE}",
        },
        {
            "name": "中文 → English",
            "qfmt": _GLOSS,
            "afmt": f"{{{{FrontSide}}}}\n<hr id=answer>\n{_WORD}\n{_READ}\n{_MORE}",
        },
    ],
    css=CSS.strip(),
    sort_field_index=0,
)


def anki_bytes(deck: Deck, *, now: int, guids: Mapping[str, str] | None = None) -> bytes:
    """The deck as an `.apkg`: one note per sense, two cards per note.

    `now` (UTC epoch milliseconds) becomes the notes' time of change: Anki updates a note it knows when the
    incoming one is newer. A note's guid is the card's id, or what `guids` says for it (`vocab.decks.guids`).
    Equal arguments give equal bytes.
    """
    title = tidy(deck.title.best(deck.lang))
    package_deck = genanki.Deck(deck_id(title), title, description=escape(LICENCE.best(deck.lang)))
    known = guids or {}
    for note in notes(deck):
        package_deck.add_note(
            genanki.Note(
                model=MODEL,
                fields=_fields(note, deck),
                guid=known.get(note.card.id, note.card.id),
                tags=[_tag(product) for product in note.products],
            )
        )
    with TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        genanki.Package(package_deck).write_to_file(str(path), timestamp=now / 1000)
        return rezipped(path.read_bytes())


def deck_id(title: str) -> int:
    """Anki's number for the deck of that name: the same name is the same deck. 31 bits, above 2**30."""
    return (1 << 30) + int.from_bytes(sha256(title.encode()).digest()[:4], "big") % (1 << 30)


def ruby(card: Card) -> str:
    """The gloss with its reading over each character, as HTML; escaped."""
    gloss = tidy(card.gloss)
    if len(card.pinyin) != len(gloss):
        reading = escape(pinyin_text(card))
        return f"<ruby>{escape(gloss)}<rt>{reading}</rt></ruby>" if reading else escape(gloss)
    return "".join(
        f"<ruby>{escape(sign)}<rt>{escape(tidy(syllable))}</rt></ruby>"
        if syllable and syllable != sign
        else escape(sign)
        for sign, syllable in zip(gloss, card.pinyin, strict=True)
    )


def _fields(note: Note, deck: Deck) -> list[str]:
    card, lang = note.card, deck.lang
    plain = {
        "English": tidy(card.headword),
        "Chinese": tidy(card.gloss),
        "Pinyin": pinyin_text(card),
        "IPA": "  ".join(ipa_texts(card, lang)),
        "Pos": pos_sign(card),
        "Level": level_text(card, lang),
        "Hook": hook_text(card, lang),
        "ExampleEnglish": tidy(card.example.en),
        "ExampleChinese": tidy(card.example.zh),
        "Product": " · ".join(tidy(product.title.best(lang)) for product in note.products),
        "Source": LICENCE.best(lang),
        "Id": card.id,
    }
    held = {name: escape(text) for name, text in plain.items()} | {"Ruby": ruby(card)}
    return [held[name] for name in FIELDS]


def _tag(product: Product) -> str:
    """A tag without the blanks that would make it two."""
    return "chalk-and-cart::" + "_".join(tidy(product.sku).split())
