"""What a report takes from beside the orders: readings, settlements, the review, the show before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.engine import Connection

from catalog.bilingual import NO_TEXT, Bilingual
from lessons.rundown import Rundown
from sales.counters import CounterKey, read_counters
from sales.desk import desk_inputs
from sales.fold import fold_lines
from sales.line import LineState
from sales.metric import order_inputs
from sales.pace import CHAIN
from sales.report_record import Beside, Review
from sales.window import ShowWindow, overlaps
from store import experiments, orders, readings, reviews, settlements, shows
from store.shows import ShowRow
from studio.reviews import covering


def revisions(connection: Connection, row: ShowRow, stream: Sequence[LineState], *, end: int) -> list[int]:
    """The final exports that tell of a show, oldest first: its second revision is made with the first."""
    assert row.started_at is not None
    mine = {(line.shop, line.order_id) for line in stream}
    return list(settlements.between(connection, row.started_at, end, also=mine))


def beside(
    connection: Connection,
    row: ShowRow,
    rundown: Rundown,
    stream: Sequence[LineState],
    *,
    end: int,
    revision: int | None,
) -> Beside:
    """Everything of it; `revision` None takes the newest, one beyond the last is the last."""
    assert row.started_at is not None
    mine = {(line.shop, line.order_id) for line in stream}
    exports = settlements.between(connection, row.started_at, end, also=mine)
    taken = list(exports)[: None if revision is None else max(revision - 1, 0)]
    # Of an order told by two exports the later one counts.
    newest = {(e.shop, e.order_id): n for n in taken for e in exports[n]}
    facts = [e for n in taken for e in exports[n] if newest[e.shop, e.order_id] == n]
    before, title = _before(connection, row)
    return Beside(
        connected=bool(facts) or orders.is_connected(connection),
        target_minor=row.target_minor,
        desk=desk_inputs(readings.of_show(connection, row.id)),
        before=before,
        before_title=title,
        settled=fold_lines(facts),
        shops=frozenset(fact.shop for fact in facts),
        revision=1 + len(taken),
        reviewed=_review(connection, row, rundown),
        plans=[each.plan for each in experiments.of_show(connection, row.id)],
        overlapping=_overlapping(connection, row),
    )


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
        counters = read_counters(orders.sums(connection, each.id, "show")).get(
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
