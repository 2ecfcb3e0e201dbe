"""Where a claim comes from: the product's own fields and the cards on the board, else nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from catalog.bilingual import Bilingual, Lang
from catalog.product import Product, Sku
from lessons.facts.claims import Claim, find_claims
from lessons.facts.quantity import quantities
from lessons.rundown import CueId, Rundown, SegmentId
from lessons.text import Boards
from vocab.card import Card


@dataclass(frozen=True, slots=True)
class SourcedClaim:
    """A claim in a cue's line and its source: a field such as `description.zh`, `card fragrant`, or None."""

    segment: SegmentId
    cue: CueId
    lang: Lang
    claim: Claim
    source: str | None


def facts_card(
    rundown: Rundown, *, products: Mapping[Sku, Product], cards: Boards | None = None
) -> tuple[SourcedClaim, ...]:
    """Every claim of the script in show order, with where it is written down.

    A number has a source when one of the product's texts holds the same quantity, in either language and any
    unit of the same kind. Other claims have one when a text holds the same words. A claim without a source
    is not false; the host should know that nobody can show a paper for it.
    """
    found: list[SourcedClaim] = []
    for segment in rundown.segments:
        product = products.get(segment.sku) if segment.sku is not None else None
        board = [card for sku, row in (cards or {}).items() if sku == segment.sku for card in row]
        shown = {card_id for cue in segment.cues for card_id in cue.card_ids}
        texts = [*_product_texts(product), *_card_texts(card for card in board if card.id in shown)]
        for cue in segment.cues:
            for lang in ("zh", "en"):
                for claim in find_claims(cue.lines.get(lang) or "", lang):
                    found.append(SourcedClaim(segment.id, cue.id, lang, claim, _source(claim, texts)))
    return tuple(found)


def _product_texts(product: Product | None) -> Iterator[tuple[str, str]]:
    if product is None:
        return
    named: Sequence[tuple[str, Bilingual]] = (
        ("title", product.title), ("description", product.description), ("origin", product.origin),
    )  # fmt: skip
    for name, text in named:
        for lang in ("zh", "en"):
            if value := text.get(lang):
                yield f"{name}.{lang}", value
    yield from ((f"attributes.{name}", value) for name, value in product.attributes)
    if product.brand:
        yield "brand", product.brand


def _card_texts(cards: Iterator[Card]) -> Iterator[tuple[str, str]]:
    for card in cards:
        hooks = [hook.text for hook in card.hooks]
        for text in (*hooks, card.example, card.selling_line):
            for lang in ("zh", "en"):
                if value := text.get(lang):
                    yield f"card {card.headword}", value


def _source(claim: Claim, texts: Sequence[tuple[str, str]]) -> str | None:
    """The first text that holds the claim."""
    if claim.kind == "number":
        wanted = [quantity for _, _, quantity in quantities(claim.text)]
        for name, text in texts:
            held = [quantity for _, _, quantity in quantities(text)]
            if all(any(each.agrees(other) for other in held) for each in wanted):
                return name
        return None
    words = claim.text.strip("《》").casefold()
    return next((name for name, text in texts if words in text.casefold()), None)
