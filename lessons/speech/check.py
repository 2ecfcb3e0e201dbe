"""What is wrong with a script before air: time, products, boards, languages."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.finding import Finding
from catalog.money import exponent
from catalog.product import Product, Sku
from lessons.duration import format_duration
from lessons.facts.quantity import Quantity, quantities
from lessons.gather import Findings
from lessons.overlay import direction
from lessons.rundown import Cue, Rundown, Segment
from lessons.speech.groups import group_times
from lessons.speech.rates import RATE_LINES, SpeechRates, rates_of, read_rate
from lessons.speech.timeline import timeline
from lessons.text.board import WORD, Boards
from lessons.variables import AIR_VARIABLES, names
from vocab.card import Card, CardId

#: Cue kinds that are nothing without words or a board.
_SPOKEN = frozenset({"say", "card", "reveal", "quiz", "message"})


def check_rundown(
    rundown: Rundown,
    *,
    products: Mapping[Sku, Product] | None = None,
    cards: Boards | None = None,
    rates: SpeechRates | None = None,
    name: str | None = None,
) -> tuple[Finding, ...]:
    """Findings in show order; `where.row` is the segment's number from 1, `where.column` the field.

    `products` (by sku) and `cards` (sku → cards of every status) are looked into when given; None means
    "not known here" and leaves those checks out. Skipped segments are not checked. `rates` are the script's
    own unless others are given.
    """
    found = Findings(name)
    rates = rates or rates_of(rundown)
    for line, value in rundown.details:
        if line in RATE_LINES and read_rate(value, RATE_LINES[line]) is None:
            found.add("lessons.check.rate", column=line, value=value, line=line)
    by_id = _by_id(cards)
    for row, (segment, slot) in enumerate(
        zip(rundown.segments, timeline(rundown, rates=rates), strict=True), 1
    ):
        if segment.skip:
            continue
        title = segment.title.best("zh") or segment.id
        if slot.late_ms:
            found.add("lessons.time.impossible", row=row, column="start", title=title,
                      late=format_duration(slot.late_ms))  # fmt: skip
        if slot.gap_ms:
            found.add(
                "lessons.time.gap", row=row, column="start", title=title, gap=format_duration(slot.gap_ms)
            )
        if segment.duration_ms == 0:
            found.add("lessons.time.none", row=row, column="duration", title=title)
        elif slot.estimate_ms > segment.duration_ms:
            found.add("lessons.time.over", row=row, column="duration", title=title,
                      estimate=format_duration(-(-slot.estimate_ms // 1000) * 1000),
                      plan=format_duration(segment.duration_ms))  # fmt: skip
        product = _product(segment, row, title, products, found)
        for number, cue in enumerate(segment.cues, start=1):
            _check_cue(cue, segment, row, title, number, product, by_id, found)
    ids = {segment.id for segment in rundown.segments}
    for row, segment in enumerate(rundown.segments, 1):
        if segment.again is not None and segment.again not in ids:
            found.add("lessons.check.again", row=row, column="again", again=segment.again,
                      title=segment.title.best("zh") or segment.id)  # fmt: skip
    for time in group_times(rundown, rates=rates):
        if time.segments and time.over_ms is not None and time.over_ms > 0:
            row = next(n for n, each in enumerate(rundown.segments, 1) if each.id == time.segments[0])
            found.add("lessons.time.group", row=row, column="group",
                      title=time.group.title.best("zh") or time.group.id,
                      planned=format_duration(time.planned_ms),
                      target=format_duration(time.group.target_ms or 0))  # fmt: skip
    return found.all


def _by_id(cards: Boards | None) -> dict[tuple[str | None, CardId], Card] | None:
    """Cards by (sku, id), and by (None, id) for segments of no product: an approved one before the others."""
    if cards is None:
        return None
    by_id: dict[tuple[str | None, CardId], Card] = {}
    for sku, row in cards.items():
        for card in row:
            by_id[sku, card.id] = card
            anywhere = by_id.get((None, card.id))
            if anywhere is None or anywhere.status != "approved":
                by_id[None, card.id] = card
    return by_id


def _product(
    segment: Segment, row: int, title: str, products: Mapping[Sku, Product] | None, found: Findings
) -> Product | None:
    if products is None or segment.sku is None:
        return None
    product = products.get(segment.sku)
    if product is None:
        found.add("lessons.check.sku", row=row, column="sku", title=title, sku=segment.sku)
    return product


def _check_amounts(
    text: str, lang: str, product: Product, row: int, place: Mapping[str, object], found: Findings
) -> None:
    """An amount written out is right only as long as the product has that price."""
    for start, end, quantity in quantities(text):
        if quantity.dimension == "money" and not _is_price(quantity, product):
            amount = text[start:end]
            found.add("lessons.check.amount", row=row, column=lang, amount=amount, sku=product.sku, **place)


def _is_price(quantity: Quantity, product: Product) -> bool:
    """Whether the amount is one of the product's: its list price, or that of a price window."""
    known = [window.price for window in product.price_windows]
    known += [product.list_price] if product.list_price is not None else []
    return any(quantity.value * 10 ** exponent(money.currency) == money.minor for money in known)


def _check_cue(
    cue: Cue,
    segment: Segment,
    row: int,
    title: str,
    number: int,
    product: Product | None,
    by_id: Mapping[tuple[str | None, CardId], Card] | None,
    found: Findings,
) -> None:
    place = {"title": title, "number": number}
    if cue.kind in _SPOKEN and not cue.lines and not cue.card_ids:
        found.add("lessons.check.empty_cue", row=row, column="cue", **place)
    if cue.lines and not (cue.lines.zh and cue.lines.en):
        missing = "en" if cue.lines.zh else "zh"
        found.add("lessons.check.no_" + missing, row=row, column=missing, **place)
    for part in direction(cue.note).unknown:
        found.add("lessons.check.overlay", row=row, column="note", part=part, **place)
    if product is not None and cue.kind == "price" and not product.list_price and not product.price_windows:
        found.add("lessons.check.no_price", row=row, column="price", sku=product.sku, **place)
    if product is not None and cue.kind == "link" and not product.link_no:
        found.add("lessons.check.no_link", row=row, column="link", sku=product.sku, **place)
    for lang, text in (("zh", cue.lines.zh), ("en", cue.lines.en)):
        for name in names(text or ""):
            known = name.removesuffix(".zh").removesuffix(".en")
            if known not in AIR_VARIABLES or segment.sku is None:
                found.add("lessons.check.variable", row=row, column=lang, name="{" + name + "}", **place)
        if product is not None:
            _check_amounts(text or "", lang, product, row, place, found)
    for card_id in cue.card_ids:
        if card_id.startswith(WORD):
            found.add("lessons.check.word", row=row, column="card", word=card_id.removeprefix(WORD), **place)
        elif by_id is not None:
            card = by_id.get((segment.sku, card_id)) or by_id.get((None, card_id))
            if card is None:
                found.add("lessons.check.card_gone", row=row, column="card", card=card_id, **place)
            elif card.status == "rejected":
                found.add("lessons.check.card_rejected", row=row, column="card", word=card.headword, **place)
            elif card.status != "approved":
                found.add("lessons.check.card_draft", row=row, column="card", word=card.headword, **place)
