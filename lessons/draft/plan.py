"""The plan of a draft: which blocks in which order for how long; the words are `compose`'s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from catalog.product import Product
from lessons.draft.allot import Wish, allot
from lessons.draft.compose import Content, compose
from lessons.draft.facts import product_facts, short_title, show_facts
from lessons.draft.order import has_role, show_order
from lessons.draft.template import Block, Template, load_template, read_template
from lessons.duration import SECOND, format_duration
from lessons.gather import Findings
from lessons.rundown import Rundown, Segment, SegmentId
from lessons.speech.rates import SpeechRates, estimate_segment, rates_of
from lessons.text import Boards
from vocab.card import Card

#: A lesson holds 3–5 words; fewer approved cards than this are reported.
LESSON_WORDS = 3
#: How many words a review asks for: one board.
REVIEW_WORDS = 5
#: How many of them at least are words of earlier shows while some are due; more when this show taught few.
REMEMBERED_WORDS = 2
#: A draft stops here: no show of the record has more rows (439 products in 12 h 26 min).
MAX_ROWS = 2_000


class DraftError(ValueError):
    """A draft was asked for that cannot exist."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One planned segment: its block and the product it is for."""

    block: Block
    product: Product | None = None


def draft(
    products: Sequence[Product],
    cards: Boards,
    *,
    template: str = "classic_wave",
    total_ms: int,
    start: datetime | None = None,
    zone: str = "Asia/Shanghai",
    hosts: Sequence[str] = (),
    title: Bilingual | None = None,
    unapproved: bool = False,
    remembered: Sequence[Card] = (),
    rates: SpeechRates | None = None,
) -> tuple[Rundown, tuple[Finding, ...]]:
    """A first rundown of exactly `total_ms`, and what the planner should know about it.

    `template` is the name of a shipped template, or a template's text (it then holds a line end). `cards`
    (sku → cards, best first) give the boards: approved ones only, unless `unapproved`. `remembered` are cards
    of earlier shows that are due again, the most urgent first: each review slot asks for some of them beside
    the words of this show. Every line is cut from the catalogue, the cards and the template; prices and stock
    stay variables that are filled on air. `rates` are the template's unless others are given.

    Raises DraftError when `total_ms` is not positive or `start` is naive, UnknownTemplateError for a name no
    template has.
    """
    if total_ms <= 0:
        raise DraftError(f"A show takes time: total_ms is {total_ms}, give milliseconds above 0.")
    if start is not None and start.tzinfo is None:
        raise DraftError("The start of a show is an instant: give a datetime with a time zone.")
    found = Findings()
    if "\n" in template:
        plan, findings = read_template(template)
    else:
        plan, findings = load_template(template), ()
    show_title = title or plan.title
    empty = Rundown(show_title, start.astimezone(UTC) if start else None, zone, (), tuple(hosts), plan.rates)
    spoken = rates or rates_of(empty)
    waves = max(1, round(total_ms / plan.wave_ms)) if plan.wave_ms else 1
    order = show_order(products, plan.roles, waves)
    boards: dict[str, Sequence[Card]] = {
        product.sku: _board(cards.get(product.sku, ()), unapproved) for product in products
    }
    _report_products(order.products, order.unroled, boards, found)
    rows = _rows(plan, order.products, boards, total_ms, found, reviews=bool(remembered))
    durations = allot(total_ms, [_wish(row.block) for row in rows])
    context = show_facts(title, hosts, order.products, _finale(order.products))

    def composed(lengths: Sequence[int]) -> tuple[Segment, ...]:
        return tuple(_composed(rows, lengths, boards, context, hosts, spoken, remembered))

    segments = composed(durations)
    if any(estimate_segment(each, spoken) > each.duration_ms for each in segments):
        # time is short: each row gets what its shortest form needs, if all of them together fit
        shortest = [estimate_segment(each, spoken) for each in composed([0] * len(rows))]
        needs = [-(-each // SECOND) * SECOND for each in shortest]
        if sum(needs) <= total_ms:
            durations = allot(
                total_ms, [_needing(_wish(row.block), need) for row, need in zip(rows, needs, strict=True)]
            )
            segments = composed(durations)
    _report_time(segments, spoken, found)
    return replace(empty, segments=segments), (*findings, *found.all)


def _board(cards: Sequence[Card], unapproved: bool) -> tuple[Card, ...]:
    """The cards a board may show, each headword once, best first."""
    seen: set[str] = set()
    board = []
    for card in cards:
        usable = card.status == "approved" or (unapproved and card.status == "draft")
        if usable and card.headword.casefold() not in seen:
            seen.add(card.headword.casefold())
            board.append(card)
    return tuple(board)


def _finale(products: Sequence[Product]) -> Product | None:
    """The product worth announcing: the last 压轴 one, None when there is none or it would be the first."""
    finales = [product for product in products if has_role(product, "压轴")]
    return finales[-1] if finales and len(products) > 1 else None


def _rows(
    plan: Template,
    products: Sequence[Product],
    boards: Mapping[str, Sequence[Card]],
    total_ms: int,
    found: Findings,
    *,
    reviews: bool,
) -> list[_Row]:
    """The rows of the show in order, as many as its time can hold and fill; with `reviews` there is something
    to review even before this show has taught a word."""
    body = [block for block in plan.blocks if block.use == "products"]
    at = plan.blocks.index(body[0]) if body else len(plan.blocks)
    once = [block for block in plan.blocks if block.use == "once" and block.every_ms is None]
    head = [_Row(block) for block in once if plan.blocks.index(block) < at]
    tail = [_Row(block) for block in once if plan.blocks.index(block) >= at]
    encore = next((block for block in plan.blocks if block.use == "encore"), None)
    taught = reviews or any(boards.values())
    beats = [
        block for block in plan.blocks
        if block.every_ms is not None and (block.use != "review" or taught)
    ]  # fmt: skip
    review = [_Row(block) for block in plan.blocks if block.use == "review" and not block.every_ms and taught]
    groups = [[_Row(block, product) for block in body] for product in products]
    extra: list[list[_Row]] = []
    if encore is not None:
        named = [product for product in products if has_role(product, "返场")]
        again = named or [product for product in products if has_role(product, "压轴")]
        extra = [[_Row(encore, product)] for product in again[: encore.limit]]

    def all_rows() -> list[_Row]:
        middle = _with_beats(head, [*groups, *extra], beats, tail, total_ms)
        return [*head, *middle, *review, *tail]

    rows = all_rows()
    # too long for the time: drop what a short show can do without, then whatever still presses is scaled
    for drop in (extra, beats, review):
        if drop and sum(row.block.min_ms for row in rows) > total_ms:
            drop.clear()
            rows = all_rows()
    needed = sum(row.block.min_ms for row in rows)
    if needed > total_ms:
        found.add("lessons.draft.too_short", needed=format_duration(needed), total=format_duration(total_ms))
    # too short for the time: the products come round again (返场) until it is filled
    again_blocks = [encore] if encore is not None else body
    while products and again_blocks and sum(row.block.max_ms for row in rows) < total_ms:
        if len(rows) >= MAX_ROWS:
            break
        extra.extend([_Row(block, product) for block in again_blocks] for product in products)
        rows = all_rows()
    if not products:
        found.add("lessons.draft.no_products")
    return rows


def _with_beats(
    head: Sequence[_Row],
    groups: Sequence[Sequence[_Row]],
    beats: Sequence[Block],
    tail: Sequence[_Row],
    total_ms: int,
) -> list[_Row]:
    """The product groups with the beats between them, each as near to its rhythm as a group's end allows."""
    if not groups:
        return []
    count = {id(beat): (total_ms - 1) // (beat.every_ms or total_ms) for beat in beats}
    fixed = sum(row.block.ideal_ms for row in (*head, *tail)) + sum(
        count[id(beat)] * beat.ideal_ms for beat in beats
    )
    weight = sum(row.block.ideal_ms for group in groups for row in group) or 1
    room = max(total_ms - fixed, total_ms // 2)
    clock = sum(row.block.ideal_ms for row in head)
    done = dict.fromkeys(count, 0)
    rows: list[_Row] = []
    for index, group in enumerate(groups):
        rows.extend(group)
        clock += room * sum(row.block.ideal_ms for row in group) // weight
        if index == len(groups) - 1:
            break
        for beat in beats:
            due = (done[id(beat)] + 1) * (beat.every_ms or total_ms)
            if clock >= due:
                rows.append(_Row(beat))
                clock += beat.ideal_ms
                # a group longer than the rhythm owes one beat, not several in a row
                done[id(beat)] = clock // (beat.every_ms or total_ms)
    return rows


def _wish(block: Block) -> Wish:
    return Wish(min(max(block.ideal_ms, block.min_ms), block.max_ms), block.min_ms, block.max_ms)


def _needing(wish: Wish, need: int) -> Wish:
    """The wish of a row that cannot be said in less than `need`."""
    return Wish(max(wish.ideal, need), need, max(wish.most, need))


def _composed(
    rows: Sequence[_Row],
    durations: Sequence[int],
    boards: Mapping[str, Sequence[Card]],
    context: Mapping[str, Bilingual],
    hosts: Sequence[str],
    rates: SpeechRates,
    remembered: Sequence[Card],
) -> Iterator[Segment]:
    """The segments; remembers the words taught since the last review and who leads since the last break."""
    recent: list[Card] = []
    waiting = list(remembered)
    first: dict[str, SegmentId] = {}
    lead = 0
    breaks = len(hosts) > 1 and any(row.block.segment.kind == "break" for row in rows)
    upcoming = [row.product for row in rows]
    for position, (row, duration) in enumerate(zip(rows, durations, strict=True), start=1):
        facts = dict(context)
        following = next(
            (each for each in upcoming[position:] if each is not None and each != row.product), None
        )
        if following is not None:
            facts["next"] = short_title(following)
        if row.product is not None:
            facts.update(product_facts(row.product))
        again = first.get(row.product.sku) if row.product is not None else None
        asked: Sequence[Card] = ()
        if row.block.use == "review":
            fresh = recent[-REVIEW_WORDS:]
            due = waiting[: max(REMEMBERED_WORDS, REVIEW_WORDS - len(fresh))]
            del waiting[: len(due)]
            asked = (*fresh[-(REVIEW_WORDS - len(due)) :], *due)
        elif row.product is None:
            asked = tuple(recent[-REVIEW_WORDS:])
        content = Content(
            facts=facts,
            product=row.product,
            cards=boards.get(row.product.sku, ()) if row.product is not None else (),
            recent=asked,
            lead=hosts[lead % len(hosts)] if breaks and row.product is not None else None,
        )
        segment, shown = compose(row.block, content, position=position, duration_ms=duration, rates=rates)
        if row.product is not None:
            first.setdefault(row.product.sku, segment.id)
        yield replace(segment, again=again) if row.block.use == "encore" else segment
        if row.block.use == "review":
            recent.clear()
        recent.extend(card for card in shown[:2] if card not in recent)
        lead += row.block.segment.kind == "break"


def _report_products(
    products: Sequence[Product],
    unroled: Sequence[Product],
    boards: Mapping[str, Sequence[Card]],
    found: Findings,
) -> None:
    """What the draft could not know or teach, one finding a product at most, roles summed up in one."""
    if unroled:
        found.add("lessons.draft.roles", count=len(unroled), skus=", ".join(each.sku for each in unroled[:5]))
    for product in products:
        cards = len(boards.get(product.sku, ()))
        if cards < LESSON_WORDS:
            found.add("lessons.draft.few_cards", column=product.sku, sku=product.sku, count=cards)
        if not product.list_price and not product.price_windows:
            found.add("lessons.draft.no_price", column=product.sku, sku=product.sku)


def _report_time(segments: Sequence[Segment], rates: SpeechRates, found: Findings) -> None:
    over = [segment for segment in segments if estimate_segment(segment, rates) > segment.duration_ms]
    if over:
        found.add("lessons.draft.tight", count=len(over), title=over[0].title.best("zh") or over[0].id)
