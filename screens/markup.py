"""Small pieces of what the planner's pages draw; every text of a user is escaped, or sent as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from catalog.bilingual import Lang
from catalog.product import Product
from vocab.card import Card, Span

#: A passage of a product's text: its kind (title, description) and its pieces, each marked or not.
Passage = tuple[str, tuple[tuple[str, bool], ...]]
#: Where the server hands out the pictures that a catalogue names without an address.
IMAGES = "/live/images/"


def passages(product: Product, cards: Sequence[Card], lang: Lang) -> tuple[Passage, ...]:
    """Title and description with picked words (en) and quoted glosses (zh) marked."""
    spans = [
        span
        for card in cards
        for span in (card.source_span, card.evidence_span)
        if span is not None and span.field.endswith(f".{lang}")
    ]
    found: list[Passage] = []
    for name, value in (("title", product.title), ("description", product.description)):
        body = value.get(lang)
        if body:
            held = [span for span in spans if span.field == f"{name}.{lang}"]
            found.append((name, _pieces(body, held)))
    return tuple(found)


def _pieces(body: str, spans: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    """The text cut at the spans; a span that overlaps an earlier one, or no longer fits, is passed over."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if span.start < at or body[span.start : span.end] != span.text:
            continue
        pieces += [(body[at : span.start], False), (span.text, True)]
        at = span.end
    pieces.append((body[at:], False))
    return tuple((text, hit) for text, hit in pieces if text)


def image_url(product: Product) -> str | None:
    """The address of a product's first picture on this server or elsewhere; None without one."""
    for image in product.images:
        if image.startswith(("https://", "http://")):
            return image
        if "/" not in image and "\\" not in image and ":" not in image:
            return IMAGES + image
    return None


def bar(parts: Sequence[tuple[str, int]], label: str) -> str:
    """Shares of a whole as one bar; each part is (class, count), and `label` says it in words."""
    if not any(count for _, count in parts):
        return ""
    cells = "".join(
        f'<i class="cc-b-{name}" style="flex-grow:{count}"></i>' for name, count in parts if count
    )
    return f'<div class="cc-bar" role="img" aria-label="{escape(label)}">{cells}</div>'


def figures(items: Mapping[str, str]) -> str:
    """Named figures in one line."""
    cells = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in items.items()
    )
    return f'<dl class="cc-figures">{cells}</dl>'
