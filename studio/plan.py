"""The plan as the live screens get it: rundown, products at this instant's price, cards, filled lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from catalog.bilingual import Bilingual
from catalog.money import format_money
from catalog.price import effective_price
from catalog.product import Product, Sku
from lessons.rundown import Cue, Rundown, Segment
from lessons.variables import fill
from vocab.card import Card, CardId

Json = dict[str, object]


def instant(ms: int) -> datetime:
    """The aware UTC instant of an epoch millisecond."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC)


def plan_json(
    rundown: Rundown,
    products: Mapping[Sku, Product],
    cards: Mapping[CardId, Card],
    *,
    now: int,
    left: Mapping[Sku, int | None] | None = None,
) -> Json:
    """The `plan` of docs/live-protocol.md. `left` is the stock left per SKU where the ledger knows it."""
    left = left or {}
    start = rundown.start
    return {
        "title": text_json(rundown.title),
        "start": None if start is None else int(start.timestamp() * 1000),
        "zone": rundown.zone,
        "hosts": list(rundown.hosts),
        "segments": [
            _segment(segment, _variables(products.get(segment.sku) if segment.sku else None, now, left))
            for segment in rundown.segments
        ],
        "products": {
            sku: _product(products[sku], now, left)
            for sku in {segment.sku for segment in rundown.segments if segment.sku}
            if sku in products
        },
        "cards": {
            card_id: _card(cards[card_id])
            for segment in rundown.segments
            for cue in segment.cues
            for card_id in cue.card_ids
            if card_id in cards
        },
    }


def text_json(text: Bilingual) -> Json:
    """`{"zh","en"}`."""
    return {"zh": text.zh, "en": text.en}


def _segment(segment: Segment, values: Mapping[str, Bilingual]) -> Json:
    return {
        "id": segment.id,
        "kind": segment.kind,
        "title": text_json(segment.title),
        "duration_ms": segment.duration_ms,
        "hard_start": None if segment.hard_start is None else int(segment.hard_start.timestamp() * 1000),
        "skip": segment.skip,
        "sku": segment.sku,
        "columns": dict(segment.columns),
        "note": segment.note,
        "cues": [_cue(cue, values) for cue in segment.cues],
    }


def _cue(cue: Cue, values: Mapping[str, Bilingual]) -> Json:
    return {
        "id": cue.id,
        "kind": cue.kind,
        "lines": text_json(fill(cue.lines, values)[0]),
        "cards": list(cue.card_ids),
        "note": cue.note,
    }


def _product(product: Product, now: int, left: Mapping[Sku, int | None]) -> Json:
    price = effective_price(product, instant(now))
    known = product.list_price or price
    return {
        "title": text_json(product.title),
        "list_minor": product.list_price.minor if product.list_price else None,
        "price_minor": price.minor if price else None,
        "currency": known.currency if known else None,
        "stock": left.get(product.sku, product.stock),
        "link_no": product.link_no,
        "image": product.images[0] if product.images else None,
    }


def _variables(product: Product | None, now: int, left: Mapping[Sku, int | None]) -> Mapping[str, Bilingual]:
    if product is None:
        return {}
    values = {"product.title": product.title}
    price = effective_price(product, instant(now))
    if price is not None:
        values["price"] = Bilingual(en=format_money(price, lang="en"), zh=format_money(price, lang="zh"))
    if product.list_price is not None:
        shown = product.list_price
        values["list_price"] = Bilingual(en=format_money(shown, lang="en"), zh=format_money(shown, lang="zh"))
    stock = left.get(product.sku, product.stock)
    if stock is not None:
        values["stock"] = Bilingual(en=str(stock), zh=str(stock))
    return values


def _card(card: Card) -> Json:
    hook = card.hooks[0].text if card.hooks else None
    return {
        "id": card.id,
        "sku": card.sku,
        "headword": card.headword,
        "gloss": card.gloss,
        "pinyin": list(card.pinyin),
        "ipa": card.ipa_gb or card.ipa,
        "level": card.level,
        "level_source": card.level_source,
        "pos": card.pos,
        "hook": None if hook is None else text_json(hook),
        "example": text_json(card.example),
        "selling_line": text_json(card.selling_line),
        "evidence": card.evidence,
        "quote": card.evidence_span.text if card.evidence_span else None,
    }
