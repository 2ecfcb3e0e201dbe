"""The plan as the live screens get it: rundown, products at this instant's price, cards, filled lines."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.bilingual import Bilingual
from catalog.money import format_money
from catalog.product import Sku
from lessons.overlay import direction
from lessons.rundown import Cue, Rundown, Segment
from lessons.variables import fill
from studio.board_card import board_json
from studio.offers import Offer
from vocab.card import Card, CardId

Json = dict[str, object]


def plan_json(rundown: Rundown, offered: Mapping[Sku, Offer], cards: Mapping[CardId, Card]) -> Json:
    """The `plan` of docs/live-protocol.md."""
    start = rundown.start
    return {
        "title": text_json(rundown.title),
        "start": None if start is None else int(start.timestamp() * 1000),
        "zone": rundown.zone,
        "hosts": list(rundown.hosts),
        "segments": [
            _segment(segment, _variables(offered.get(segment.sku) if segment.sku else None))
            for segment in rundown.segments
        ],
        "products": {sku: _product(offer) for sku, offer in offered.items()},
        "cards": {card_id: board_json(card) for card_id, card in cards.items()},
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
    lines = fill(cue.lines, values)[0]
    # Who edits a line edits what was written, not the price of this minute.
    written = {} if lines == cue.lines else {"written": text_json(cue.lines)}
    layers = direction(cue.note).layers
    return {
        "id": cue.id,
        "kind": cue.kind,
        "lines": text_json(lines),
        **written,
        **({"layers": layers} if layers else {}),
        "cards": list(cue.card_ids),
        "note": cue.note,
    }


def _product(offer: Offer) -> Json:
    product = offer.product
    known = product.list_price or offer.price
    return {
        "title": text_json(product.title),
        "list_minor": product.list_price.minor if product.list_price else None,
        "price_minor": offer.price.minor if offer.price else None,
        "currency": known.currency if known else None,
        "stock": offer.left,
        "link_no": product.link_no,
        "image": product.images[0] if product.images else None,
    }


def _variables(offer: Offer | None) -> Mapping[str, Bilingual]:
    if offer is None:
        return {}
    values = {"product.title": offer.product.title}
    for name, money in (("price", offer.price), ("list_price", offer.product.list_price)):
        if money is not None:
            values[name] = Bilingual(en=format_money(money, lang="en"), zh=format_money(money, lang="zh"))
    if offer.left is not None:
        values["stock"] = Bilingual(en=str(offer.left), zh=str(offer.left))
    return values
