"""What is printed of a card: every text whole, or left out and said so."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.bilingual import Lang
from catalog.finding import Finding
from vocab.card import Card
from vocab.decks import problems
from vocab.decks.deck import Deck, hook_text, ipa_texts, level_text, pinyin_text, pos_sign, tidy
from vocab.decks.fonts import Role
from vocab.decks.typeset import Setter


@dataclass(frozen=True, slots=True)
class Printed:
    """The texts of a card that the fonts at hand can set.

    `signs` pairs each character of the gloss with its syllable; where readings and characters do not pair,
    the syllables are empty and `reading` holds the line of pinyin.
    """

    card: Card
    headword: str
    signs: tuple[tuple[str, str], ...]
    reading: str
    ipa: tuple[str, ...]
    pos: str
    level: str
    hook: str
    example_en: str
    example_zh: str


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A product's titles, its main language first, with its printed cards."""

    sku: str
    title: str
    other: str
    cards: tuple[Printed, ...]


def print_deck(deck: Deck, setter: Setter) -> tuple[tuple[PrintedSection, ...], tuple[Finding, ...]]:
    """The deck as it will stand on paper, and a finding for each text that had to stay away.

    A card whose headword or gloss cannot be set is left out whole: half a word would be a wrong word.
    """
    findings: list[Finding] = []
    sections = []
    for section in deck.sections:
        product = section.product
        cards = [printed(card, deck.lang, setter, findings) for card in section.cards]
        main, other = tidy(product.title.best(deck.lang)), tidy(product.title.best(_other(deck.lang)))
        sections.append(
            PrintedSection(
                sku=_line(setter, product.sku, "sans", f"{product.sku} SKU", findings),
                title=_line(setter, main, "kai", product.sku, findings),
                other="" if other == main else _line(setter, other, "serif", product.sku, findings),
                cards=tuple(card for card in cards if card is not None),
            )
        )
    return tuple(sections), tuple(findings)


def printed(card: Card, lang: Lang, setter: Setter, findings: list[Finding]) -> Printed | None:
    """One card as it can be printed; None when its headword or gloss cannot. Adds to `findings`."""
    headword, gloss = tidy(card.headword), tidy(card.gloss)
    name = f"{card.sku} {headword} {gloss}"
    shown: tuple[tuple[str, Role], ...] = ((headword, "bold"), (gloss, "kai"))
    for text, role in shown:
        if not setter.settable(text, role):
            findings.append(problems.unset(name, _missing(setter, text, role)))
            return None
    paired = len(card.pinyin) == len(gloss)
    syllables = [tidy(item) for item in card.pinyin] if paired else [""] * len(gloss)
    readings = _line(setter, pinyin_text(card), "sans", name, findings)
    if not readings:
        syllables = [""] * len(gloss)
    ipa = (_line(setter, text, "ipa", name, findings) for text in ipa_texts(card, lang))
    return Printed(
        card=card,
        headword=headword,
        signs=tuple(
            (sign, "" if syllable == sign else syllable)
            for sign, syllable in zip(gloss, syllables, strict=True)
        ),
        reading="" if paired else readings,
        ipa=tuple(text for text in ipa if text),
        pos=pos_sign(card),
        level=level_text(card, lang),
        hook=_line(setter, hook_text(card, lang), "sans", name, findings),
        example_en=_line(setter, tidy(card.example.en), "serif", name, findings),
        example_zh=_line(setter, tidy(card.example.zh), "sans", name, findings),
    )


def _line(setter: Setter, text: str, role: Role, where: str, findings: list[Finding]) -> str:
    plain = setter.plain(text, role)
    if setter.settable(plain, role):
        return plain
    findings.append(problems.unset(where, _missing(setter, plain, role)))
    return ""


def _missing(setter: Setter, text: str, role: Role) -> str:
    return "".join(sign for sign in text if not setter.settable(sign, role))


def _other(lang: Lang) -> Lang:
    return "en" if lang == "zh" else "zh"
