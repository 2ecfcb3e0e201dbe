"""What a report takes from beside the orders: readings, settlements, the review, the show before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy.engine import Connection

from catalog.bilingual import NO_TEXT, Bilingual
from lessons.rundown import Rundown
from live.journal import Event
from sales.counters import CounterKey, read_counters
from sales.desk import desk_inputs
from sales.event import OrderEvent
from sales.fold import fold_lines
from sales.metric import order_inputs
from sales.pace import CHAIN
from sales.report_record import Beside, Review
from sales.window import SHOW_GRACE_MS, ShowWindow, overlaps
from store import (
    cards,
    cells,
    experiments,
    orders,
    products,
    readings,
    reviews,
    revisions,
    settlements,
    shows,
)
from store.shows import ShowRow
from studio.known import Known, known_from_json
from studio.reviews import covering
from vocab.card import CardId


class Told(NamedTuple):
    """All that was told of a show's orders by now: the stream's facts, and those of each final export."""

    facts: tuple[OrderEvent, ...]
    exports: Mapping[int, tuple[OrderEvent, ...]]


def told_of(connection: Connection, row: ShowRow, *, now: int) -> Told:
    """The facts of every order with one during the show or in the quarter of an hour after it."""
    start, end = row.started_at or 0, end_of(row, now)
    facts = orders.between(connection, start, end)
    mine = {(fact.shop, fact.order_id) for fact in facts}
    return Told(facts, settlements.between(connection, start, end, also=mine))


def end_of(row: ShowRow, now: int) -> int:
    """Until when facts are looked at for a show, excluded: now while it is on air."""
    return (now if row.ended_at is None else row.ended_at + SHOW_GRACE_MS) + 1


def facts_of(
    connection: Connection, row: ShowRow, known: Known, told: Told, *, now: int
) -> tuple[OrderEvent, ...]:
    """The stream's facts that were known then."""
    if known.facts >= orders.newest(connection):
        return told.facts
    return orders.between(connection, row.started_at or 0, end_of(row, now), until=known.facts)


def issued(connection: Connection, show: str) -> tuple[Known, ...]:
    """What was known at each issued revision of a show's report, the first one first."""
    return tuple(known_from_json(row.known) for row in revisions.of_show(connection, show))


def is_due(row: ShowRow, given: Sequence[Known], told: Told, *, now: int) -> bool:
    """Whether `issue` would issue one; the first is due once the show's quarter of an hour is over."""
    if row.ended_at is None or (not given and now < row.ended_at + SHOW_GRACE_MS):
        return False
    return len(told.exports) > len(given[-1].exports) if given else bool(told.facts or told.exports)


def issue(connection: Connection, row: ShowRow, *, now: int) -> None:
    """Issue the revisions of a show's report that wait: the first, and one for each final export.

    Nothing is issued of a show still on air, or before any order of it was told.
    """
    told = told_of(connection, row, now=now)
    if row.ended_at is None or not (told.facts or told.exports):
        return
    known = known_now(connection, row, told)
    given = issued(connection, row.id)
    have = len(given[-1].exports) if given else -1
    for count in range(have + 1, len(known.exports) + 1):
        last = replace(known, exports=known.exports[:count])
        revisions.add(connection, row.id, n=count + 1, at=now, known=last.to_json())


def known_now(connection: Connection, row: ShowRow, told: Told) -> Known:
    """Everything that is known of a show by now."""
    rundown = shows.Journals().rundown(connection, row.id)
    journal = shows.events(connection, row.id)
    every = (*told.facts, *(fact for facts in told.exports.values() for fact in facts))
    skus = {str(s.sku) for s in rundown.segments if s.sku} | {fact.sku for fact in every if fact.sku}
    before, title = _before(connection, row)
    return Known(
        facts=orders.newest(connection),
        seq=journal[-1].seq if journal else 0,
        exports=tuple(told.exports),
        connected=bool(told.exports) or orders.is_connected(connection),
        target_minor=row.target_minor,
        desk=desk_inputs(readings.of_show(connection, row.id)),
        products=tuple(products.many(connection, sorted(skus)).values()),
        cards=tuple(cards.by_id(connection, _cards(rundown, journal)).values()),
        before=before,
        before_title=title,
        overlapping=_overlapping(connection, row),
        reviewed=_review(connection, row, rundown),
    )


def beside(connection: Connection, row: ShowRow, known: Known, told: Told) -> Beside:
    """All that `build_report` takes from beside."""
    # Of an order told by two exports the later one counts.
    newest = {(e.shop, e.order_id): n for n in known.exports for e in told.exports[n]}
    facts = [e for n in known.exports for e in told.exports[n] if newest[e.shop, e.order_id] == n]
    return Beside(
        connected=known.connected,
        target_minor=known.target_minor,
        desk=known.desk,
        before=known.before,
        before_title=known.before_title,
        settled=fold_lines(facts),
        shops=frozenset(fact.shop for fact in facts),
        reviewed=known.reviewed,
        plans=[each.plan for each in experiments.of_show(connection, row.id)],
        overlapping=known.overlapping,
    )


def _cards(rundown: Rundown, journal: Sequence[Event]) -> set[CardId]:
    """The cards of the script, and those that a command put on the board: words found on the spot."""
    ids = {card_id for segment in rundown.segments for cue in segment.cues for card_id in cue.card_ids}
    for event in journal:
        shown = event.command.args.get("cards") if event.command.verb == "board_show" else None
        if isinstance(shown, list | tuple):
            ids |= {CardId(str(card)) for card in shown}
    return ids


def _overlapping(connection: Connection, row: ShowRow) -> tuple[Bilingual, ...]:
    """The titles of shows that were on air at the same time."""
    aired = {each.id: each for each in shows.listing(connection) if each.started_at is not None}
    windows = [ShowWindow(each.id, each.started_at or 0, each.ended_at) for each in aired.values()]
    pairs = [pair for pair in overlaps(windows) if row.id in pair]
    return tuple(aired[other].title for pair in pairs for other in pair if other != row.id)


def _before(connection: Connection, row: ShowRow) -> tuple[dict[str, int | None] | None, Bilingual]:
    """The inputs of the newest earlier show whose traffic is known whole, and its title."""
    earlier = [
        each
        for each in shows.listing(connection)
        if each.started_at is not None and each.started_at < (row.started_at or 0)
    ]
    for each in sorted(earlier, key=lambda each: -(each.started_at or 0)):
        desk = desk_inputs(readings.of_show(connection, each.id))
        counters = read_counters(cells.sums(connection, each.id, "show")).get(
            CounterKey(each.id, "show", "", row.currency)
        )
        if counters is None:
            continue
        inputs = order_inputs(counters, desk=desk)
        if all(inputs.get(name) for name in CHAIN):
            return inputs, each.title
    return None, NO_TEXT


def _review(connection: Connection, row: ShowRow, rundown: Rundown) -> Review | None:
    if row.script is None:
        return None
    signed = covering(reviews.of_script(connection, row.script), rundown)
    if signed is None:
        return None
    answers = signed.record["answers"]
    reasons = tuple((str(each["text"]), str(each["reason"])) for each in answers if each.get("reason"))
    return Review(signed.by, signed.at, reasons)
