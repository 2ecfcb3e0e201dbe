"""Small pieces of HTML for the planner's desk; every text of a user is escaped here."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from catalog.bilingual import Bilingual, Lang
from catalog.product import Product
from screens.texts import text
from vocab.card import Card, Span


def marked(product: Product, cards: Sequence[Card], lang: Lang) -> str:
    """Title and description of a product with picked words (en) and quoted glosses (zh) marked."""
    spans = [
        span
        for card in cards
        for span in (card.source_span, card.evidence_span)
        if span is not None and span.field.endswith(f".{lang}")
    ]
    pieces = []
    for name, value in (("title", product.title), ("description", product.description)):
        body = value.get(lang)
        if body:
            held = [span for span in spans if span.field == f"{name}.{lang}"]
            pieces.append(f'<p class="cc-{name}">{_mark(body, held)}</p>')
    return f'<div class="cc-source" lang="{"zh-CN" if lang == "zh" else "en"}">{"".join(pieces)}</div>'


def _mark(body: str, spans: Sequence[Span]) -> str:
    pieces, at = [], 0
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if span.start < at:
            continue
        pieces.append(escape(body[at : span.start]))
        pieces.append(f"<mark>{escape(body[span.start : span.end])}</mark>")
        at = span.end
    pieces.append(escape(body[at:]))
    return "".join(pieces)


def card(item: Card, lang: Lang) -> str:
    """A card as one line of the review desk: the board's words, then the evidence behind them."""
    level = f"{item.level} {item.level_source or ''}".strip() if item.level else ""
    why = " · ".join(f"{name} {value:.2f}" for name, value in item.components)
    chips = [
        _chip(level, "level") if level else "",
        _chip(text(f"evidence.{item.evidence}", lang), f"ev-{item.evidence}", title=why),
        _chip(text("cards.check", lang), "check") if item.check and item.status == "draft" else "",
        _chip(text("cards.is_approved", lang), "ok") if item.status == "approved" else "",
    ]
    quote = f'<span class="cc-quote">“{escape(item.evidence_span.text)}”</span>' if item.evidence_span else ""
    ipa = f'<span class="cc-ipa">/{escape(item.ipa)}/</span>' if item.ipa else ""
    return (
        f'<div class="cc-card"><div class="cc-words"><b lang="en">{escape(item.headword)}</b>{ipa}'
        f'<span class="cc-gloss" lang="zh-CN">{escape(item.gloss)}</span>'
        f'<span class="cc-pinyin">{escape(" ".join(item.pinyin))}</span></div>'
        f'<div class="cc-chips">{"".join(chips)}{quote}</div>{_hook(item, lang)}</div>'
    )


def _hook(item: Card, lang: Lang) -> str:
    if not item.hooks:
        return ""
    held: Bilingual = item.hooks[0].text
    return f'<div class="cc-hook">{escape(held.best(lang))}</div>'


def _chip(label: str, kind: str, *, title: str = "") -> str:
    hover = f' title="{escape(title)}"' if title else ""
    return f'<span class="cc-chip cc-{kind}"{hover}>{escape(label)}</span>'
