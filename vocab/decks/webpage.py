"""The word list as one web page to publish: everything in one file, both languages, clean on paper."""

from __future__ import annotations

from html import escape
from pathlib import Path

from catalog.bilingual import Bilingual, Lang
from vocab.card import Card
from vocab.decks.deck import LICENCE, Deck, Section, ipa_texts, level_text, pos_sign, tidy
from vocab.faces import gap

LANGS: tuple[Lang, ...] = ("zh", "en")
HERE = Path(__file__)
TEXTS: dict[str, tuple[str, str]] = {
    "count": ("{products} 件商品，{cards} 个词", "{products} products, {cards} words"),
    "switch": ("English", "中文"),
    "print": ("打印", "Print"),
    "hide": ("遮住中文，自己考自己", "Hide the Chinese and test yourself"),
    "none": ("这个浏览器没有英语语音。", "This browser has no English voice."),
    "not": ("别和它弄混", "Not to be mixed up with"),
    "family": ("同族词", "Family"),
    "blank": ("填一填", "Fill in"),
}


def html_bytes(deck: Deck) -> bytes:
    """The page as UTF-8: no address outside it, no font fetched, every text of the deck escaped.

    It opens in the deck's language; a button changes to the other one.
    """
    title = tidy(deck.title.best(deck.lang))
    style = HERE.with_suffix(".css").read_text(encoding="utf-8")
    script = HERE.with_suffix(".js").read_text(encoding="utf-8")
    count = {"products": len(deck.sections), "cards": deck.count()}
    body = "".join(_section(section) for section in deck.sections)
    page = (
        f'<!doctype html>\n<html lang="{"zh-CN" if deck.lang == "zh" else "en"}" data-lang="{deck.lang}">\n'
        '<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<header>\n"
        f"<h1>{_sides(deck.title)}</h1>\n<p>{_told('count', **count)}</p>\n<nav>"
        f'<button type="button" data-act="lang">{_told("switch")}</button>'
        f'<button type="button" data-act="hide" aria-pressed="false">{_told("hide")}</button>'
        f'<button type="button" data-act="print">{_told("print")}</button></nav>\n'
        f'<p id="quiet" role="status" hidden>{_told("none")}</p>\n</header>\n<main>\n{body}</main>\n'
        f"<footer>{_sides(LICENCE)}</footer>\n<script>{script}</script>\n</body>\n</html>\n"
    )
    return page.encode()


def _section(section: Section) -> str:
    cards = "".join(_card(card) for card in section.cards)
    return f"<section>\n<h2>{_sides(section.product.title)}</h2>\n<ol>\n{cards}</ol>\n</section>\n"


def _card(card: Card) -> str:
    word = escape(tidy(card.headword))
    facts = [f'<span class="pos">{pos_sign(card)}</span>']
    for lang in LANGS:
        facts += [
            f'<span class="ipa" data-l="{lang}">{escape(text)}</span>' for text in ipa_texts(card, lang)
        ]
        if level := level_text(card, lang):
            facts.append(f'<span class="level" data-l="{lang}">{escape(level)}</span>')
    lines = [
        f'<div class="en"><b lang="en">{word}</b><button type="button" class="say" data-say="{word}" '
        f'aria-label="{word}">▷</button>{" ".join(facts)}</div>',
        f'<div class="gloss" lang="zh-CN">{_ruby(card)}</div>',
    ]
    if card.hooks:
        lines.append(f'<p class="hook">{_sides(card.hooks[0].text)}</p>')
    lines += _face(card)
    if card.example.en:
        lines.append(f'<p class="example" lang="en">{escape(tidy(card.example.en))}</p>')
    if card.example.zh:
        lines.append(f'<p class="example zh" lang="zh-CN">{escape(tidy(card.example.zh))}</p>')
    return "<li>" + "".join(lines) + "</li>\n"


def _ruby(card: Card) -> str:
    signs = list(tidy(card.gloss))
    if len(signs) != len(card.pinyin):
        return f"{escape(tidy(card.gloss))} <small>{escape(' '.join(card.pinyin))}</small>"
    pairs = zip(signs, card.pinyin, strict=True)
    return "".join(f"<ruby>{escape(sign)}<rt>{escape(said)}</rt></ruby>" for sign, said in pairs)


def _face(card: Card) -> list[str]:
    """The lines that a card's face adds: its sound-alike, its relatives, its sentence with a gap."""
    face = card.face
    if face is None:
        return []
    if face.kind == "blank":
        cut = gap(face, card.headword)
        if cut is None:
            return []
        before, _, after = (escape(tidy(part)) for part in cut)
        line = f'<span lang="en">{before} <span class="gap"></span> {after}</span>'
        return [f'<p class="face">{_told("blank")}: {line}</p>']
    words = (
        f'<span lang="en">{escape(one.text)}</span>'
        + (f' <span class="ipa">/{escape(one.ipa)}/</span>' if one.ipa else "")
        + (f' <span lang="zh-CN">{escape(one.gloss)}</span>' if one.gloss else "")
        for one in face.items
    )
    return [f'<p class="face">{_told("not" if face.kind == "pair" else "family")}: {" · ".join(words)}</p>']


def _sides(text: Bilingual) -> str:
    """A text in both languages, one of them shown; where one is missing the other stands for it."""
    spans = []
    for lang in LANGS:
        spoken = "zh-CN" if (text.zh if lang == "zh" else not text.en) else "en"
        spans.append(f'<span data-l="{lang}" lang="{spoken}">{escape(tidy(text.best(lang)))}</span>')
    return "".join(spans)


def _told(key: str, **values: object) -> str:
    zh, en = TEXTS[key]
    return _sides(Bilingual(zh=zh.format(**values), en=en.format(**values)))
