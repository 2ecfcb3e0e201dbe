"""The facts a draft may speak of: pieces of the product's own text and of its cards, cut, never composed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from catalog.bilingual import Bilingual, Lang
from catalog.product import Product
from vocab.card import Card

#: A cue word is read at a glance: about a line of a prompter (our choice).
ZH_POINT = 20
EN_POINT = 12
_ZH_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
_EN_SENTENCE = re.compile(r"(?:[^.!?\n]|(?<=\d)\.(?=\d))+[.!?]?")
_BREAKS: Mapping[Lang, tuple[re.Pattern[str], ...]] = {
    "zh": (re.compile(r"[；;：]"), re.compile(r"[，,]")),
    "en": (re.compile(r"[;:] "), re.compile(r", ")),
}


def short_title(product: Product) -> Bilingual:
    """The title up to its first break: 阳山水蜜桃 8枚装 2公斤 → 阳山水蜜桃."""
    zh, en = product.title.zh, product.title.en
    if zh is not None:
        first = re.split(r"[\s,，|/（(]+", zh.strip(), maxsplit=1)[0]
        zh = first if len(first) > 1 else zh
    if en is not None:
        first = re.split(r"\s*[,|(/]\s*|\s+[-–]\s+", en.strip(), maxsplit=1)[0]
        en = first if len(first) > 1 else en
    return Bilingual(en=en or None, zh=zh or None)


def points(product: Product, limit: int = 3) -> tuple[Bilingual, ...]:
    """Up to `limit` statements of the description, each short enough for a cue.

    Questions and sentences without a short beginning are left out. Sentences of both languages are paired
    by position when their numbers agree, so that a pair says one thing; otherwise the languages run on
    their own.
    """
    zh, en = _sentences(product.description.zh, "zh"), _sentences(product.description.en, "en")
    if zh and en and len(zh) == len(en):
        pairs = [Bilingual(en=right, zh=left) for left, right in zip(zh, en, strict=True) if left and right]
    else:
        left = [each for each in zh if each]
        right = [each for each in en if each]
        pairs = [
            Bilingual(en=right[n] if n < len(right) else None, zh=left[n] if n < len(left) else None)
            for n in range(max(len(left), len(right)))
        ]
    return tuple(pairs[:limit])


def _sentences(text: str | None, lang: Lang) -> list[str | None]:
    """The sentences of a description as cue words, None for one that does not make any."""
    pattern = _ZH_SENTENCE if lang == "zh" else _EN_SENTENCE
    return [_short(match[0].strip(), lang) for match in pattern.finditer(text or "") if match[0].strip()]


def _short(sentence: str, lang: Lang) -> str | None:
    """The whole sentence if it is short, else its longest short beginning; a semicolon beats a comma."""
    if sentence[-1] in "?？":
        return None
    body = sentence.rstrip("。！.!")
    if _fits(body, lang):
        return body
    for breaks in _BREAKS[lang]:
        starts = [body[: match.start()] for match in breaks.finditer(body)]
        if fitting := [start for start in starts if start and _fits(start, lang)]:
            return fitting[-1]
    return None


def _fits(text: str, lang: Lang) -> bool:
    return len(text) <= ZH_POINT if lang == "zh" else len(text.split()) <= EN_POINT


def product_facts(product: Product) -> dict[str, Bilingual]:
    """Variables about a product that a draft fills; a missing language stays missing."""
    facts = {"product": short_title(product), "title": product.title, "origin": product.origin}
    if product.brand:
        zh = re.match(r"[^A-Za-z]*[\u3400-\u9fff]+", product.brand)
        en = re.search(r"[A-Za-z][A-Za-z' &-]*$", product.brand)
        facts["brand"] = Bilingual(
            en=en[0].strip() if en else product.brand, zh=zh[0].strip() if zh else product.brand
        )
    if product.link_no:
        facts["link"] = Bilingual(en=product.link_no, zh=product.link_no)
    for number, point in enumerate(points(product), start=1):
        facts[f"point{number}"] = point
    return {name: fact for name, fact in facts.items() if fact}


def card_facts(cards: Sequence[Card]) -> dict[str, Bilingual]:
    """Variables about the words of one board."""
    if not cards:
        return {}
    facts = {
        "words": Bilingual(
            en=", ".join(card.headword for card in cards),
            zh="、".join(f"{card.headword} {card.gloss}" for card in cards),
        ),
        "word": Bilingual(en=cards[0].headword, zh=cards[0].headword),
        "gloss": Bilingual(en=cards[0].gloss, zh=cards[0].gloss),
    }
    hook = next((hook.text for card in cards for hook in card.hooks if hook.text), None)
    line = next((card.selling_line for card in cards if card.selling_line), None)
    example = next((card.example for card in cards if card.example), None)
    for name, text in (("hook", hook), ("selling_line", line), ("example", example)):
        if text is not None:
            facts[name] = text
    return facts


def show_facts(
    title: Bilingual | None, hosts: Sequence[str], products: Sequence[Product], finale: Product | None
) -> Mapping[str, Bilingual]:
    """Variables about the whole show."""
    facts = {"count": Bilingual(en=str(len(products)), zh=str(len(products)))}
    if title is not None:
        facts["show"] = title
    if hosts:
        facts["hosts"] = Bilingual(en=" and ".join(hosts), zh="、".join(hosts))
    if finale is not None:
        facts["finale"] = short_title(finale)
    if products:
        facts["first"] = short_title(products[0])
    return {name: fact for name, fact in facts.items() if fact}
