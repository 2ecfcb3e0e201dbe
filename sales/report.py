"""The report of a show: planned against actual, what sold, when and during what.

Everything is computed from the plan, the journal and the order lines, so the same facts give the same report.
`sales.report_html` draws it, `sales.report_table` writes it as rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from catalog.bilingual import NO_TEXT
from catalog.product import Product, Sku
from lessons.compliance.script import lint_rundown
from lessons.rundown import Rundown
from live.air import air_spans
from live.asrun import AsRunRow, as_run, deeds
from live.fold import fold
from live.journal import Event, ShowId
from live.place import epoch_ms
from live.state import ShowState
from sales.attribution import Credit, airings, credit_lines
from sales.counters import Counters, stock_left
from sales.experiment import judge
from sales.hosts import host_rows
from sales.line import LineState
from sales.pace import five_factors, pace
from sales.report_record import MINUTE_MS, REPORT_VERSION, Band, Beside, ProductRow, Report, SegmentRow
from sales.selling import open_spans, selling_spans
from sales.settle import settle, settled_lines
from sales.tally import totals
from sales.window import SHOW_GRACE_MS, ShowWindow, show_at
from sales.words import board_spans, word_rows
from vocab.card import Card


def build_report(
    rundown: Rundown,
    events: Sequence[Event],
    order_lines: Iterable[LineState],
    products: Mapping[Sku, Product],
    *,
    now: int,
    cards: Mapping[str, Card] | None = None,
    currency: str | None = None,
    beside: Beside | None = None,
) -> Report:
    """The report of the show whose whole journal is `events`.

    Lines created outside the show (start to end + 15 minutes) are left out. `now` ends the spans of a show
    still on air and does not matter after its end. `currency` defaults to the one most lines have.
    """
    beside = beside or Beside()
    state = fold(rundown, events)
    on_air = state.ended is None and state.started is not None
    stream = _lines_of_show(order_lines, state.started, state.ended)
    lines = stream
    if beside.shops:
        dated = settled_lines(stream, beside.settled)
        settled = _lines_of_show(dated, state.started, state.ended)
        kept = tuple(line for line in stream if line.shop not in beside.shops)
        lines = (*kept, *settled)
    first = None
    if beside.first is not None:
        first = _lines_of_show(beside.first, state.started, state.ended)
    currency = currency or _main_currency(lines, products)
    rows = as_run(rundown, events, now=now if on_air else None)
    shown = airings(rundown, state.runs)
    credited = credit_lines(lines, shown)
    newest = [event.at for event in events[-1:]] + [line.last_at for line in lines]
    as_of = max(newest, default=None)
    close = state.ended if state.ended is not None else now
    bands = _bands(rows, close)
    on_stage = air_spans(rundown, events)
    boards = board_spans(rundown, on_stage, close=close)
    selling = selling_spans(shown, open_spans(rundown, events, close=close), close=close)
    planned = sum(segment.duration_ms for segment in rundown.segments if not segment.skip)
    money = totals(lines)
    total = money.get(currency, Counters())
    report = Report(
        version=REPORT_VERSION,
        title=rundown.title,
        zone=rundown.zone,
        hosts=rundown.hosts,
        planned_start=None if rundown.start is None else epoch_ms(rundown.start),
        planned_ms=planned,
        started=state.started,
        ended=state.ended,
        as_of=as_of,
        currency=currency,
        totals=money,
        segments=_segments(rundown, rows, credited, currency),
        products=_products(rundown, bands, state, lines, products, currency),
        words=word_rows(boards, selling, lines, currency=currency, cards=cards),
        hosts_sold=host_rows(on_stage, lines, close=close, currency=currency),
        unattributed=_sum((line for line, given in credited if given.airing is None), currency),
        credits=tuple(sorted(Counter(given.basis for _, given in credited).items())),
        bands=bands,
        minutes=_minutes(lines, state.started, close, currency),
        deeds=deeds(events),
        issues=tuple(issue for line in lines for issue in line.issues),
        lines=lines,
        boards=boards,
        connected=beside.connected,
        target_minor=beside.target_minor,
        pace=pace(
            rundown,
            state,
            now=close,
            target_minor=beside.target_minor,
            paid_minor=total.paid_minor,
            orders=total.orders,
        ),
        desk=beside.desk,
        compared_with=beside.before_title,
        results=tuple(
            judge(plan, lines, shown=shown, boards=boards, selling=selling, close=close, ended=not on_air)
            for plan in beside.plans
        ),
        law=lint_rundown(rundown, products=products),
        reviewed=beside.reviewed,
        revision=beside.revision,
        overlapping=beside.overlapping,
        is_open=beside.is_open,
        changes=None if first is None else settle(first, lines),
        first={} if first is None else totals(first),
        settled=beside.shops,
        open_shops=tuple(sorted({line.shop for line in stream} - beside.shops)) if beside.shops else (),
    )
    if beside.before is None:
        return report
    return replace(report, factors=five_factors(report.inputs, beside.before))


def _bands(rows: Sequence[AsRunRow], close: int) -> tuple[Band, ...]:
    return tuple(
        Band(
            row.segment,
            row.ordinal,
            row.kind,
            row.title,
            row.kickoff,
            row.end if row.end is not None else close,
        )
        for row in rows
        if row.kickoff is not None
    )


def _lines_of_show(
    order_lines: Iterable[LineState], started: int | None, ended: int | None
) -> tuple[LineState, ...]:
    if started is None:
        return ()
    window = (ShowWindow(ShowId("this"), started, ended),)
    found = [line for line in order_lines if show_at(line.created_at, window, grace_ms=SHOW_GRACE_MS)]
    return tuple(sorted(found, key=lambda line: (line.shop, line.order_id, line.line_id)))


def _main_currency(lines: Sequence[LineState], products: Mapping[Sku, Product]) -> str:
    told = Counter(line.currency for line in lines if line.currency)
    if not told:
        told = Counter(p.list_price.currency for p in products.values() if p.list_price is not None)
    return min(told, key=lambda c: (-told[c], c)) if told else "CNY"


def _sum(lines: Iterable[LineState], currency: str) -> Counters:
    return totals(lines).get(currency, Counters())


def _segments(
    rundown: Rundown,
    rows: Sequence[AsRunRow],
    credited: Sequence[tuple[LineState, Credit]],
    currency: str,
) -> tuple[SegmentRow, ...]:
    """Segments in rundown order."""
    of_segment: dict[str, list[AsRunRow]] = {}
    for row in rows:
        of_segment.setdefault(row.segment, []).append(row)
    sold: dict[str, list[LineState]] = {}
    for line, given in credited:
        if given.airing is not None:
            sold.setdefault(given.airing.segment, []).append(line)
    found = []
    for segment in rundown.segments:
        runs = [row for row in of_segment.get(segment.id, ()) if row.kickoff is not None]
        first = of_segment[segment.id][0]
        kickoff = runs[0].kickoff if runs else None
        planned = first.planned_start
        found.append(
            SegmentRow(
                segment=segment.id,
                kind=segment.kind,
                title=segment.title,
                sku=segment.sku,
                fate=first.fate,
                runs=len(runs),
                planned_start=planned,
                planned_ms=first.planned_ms,
                kickoff=kickoff,
                actual_ms=sum(row.actual_ms or 0 for row in runs) if runs else None,
                offset_ms=None if planned is None or kickoff is None else kickoff - planned,
                counters=_sum(sold.get(segment.id, ()), currency),
            )
        )
    return tuple(found)


def _products(
    rundown: Rundown,
    bands: Sequence[Band],
    state: ShowState,
    lines: Sequence[LineState],
    products: Mapping[Sku, Product],
    currency: str,
) -> tuple[ProductRow, ...]:
    """Planned and sold products, best paid first, then in rundown order."""
    skus = {str(s.id): s.sku for s in rundown.segments}
    by_sku: dict[str, list[LineState]] = {s.sku: [] for s in rundown.segments if s.sku is not None}
    for line in lines:
        if line.sku is not None:
            by_sku.setdefault(line.sku, []).append(line)
    found = []
    for sku, sold in by_sku.items():
        product = products.get(Sku(sku))
        opening = product.stock if product is not None else None
        count = state.stock(sku)
        since = sold if count is None else [line for line in sold if (line.created_at or 0) >= count.at]
        found.append(
            ProductRow(
                sku=sku,
                title=product.title if product is not None else NO_TEXT,
                counters=_sum(sold, currency),
                opening=opening,
                left=stock_left(opening if count is None else count.left, totals(since).values()),
                on_air_ms=sum(band.end - band.start for band in bands if skus.get(band.segment) == sku),
                opened_at=dict(state.open).get(sku),
                known=product is not None,
                sold_out_ms=_sold_out(sku, sold, opening, state, bands, skus),
            )
        )
    return tuple(sorted(found, key=lambda row: -row.counters.paid_minor))


def _sold_out(
    sku: str,
    lines: Sequence[LineState],
    opening: int | None,
    state: ShowState,
    bands: Sequence[Band],
    skus: Mapping[str, str | None],
) -> int | None:
    """How long after its price opened (else after it first went on air) the opening stock was paid for."""
    first = [band.start for band in bands if skus.get(band.segment) == sku]
    since = dict(state.open).get(sku, min(first, default=None))
    if opening is None or since is None:
        return None
    left = opening
    for at, qty in sorted((line.paid_at, line.qty) for line in lines if line.paid_at is not None):
        left -= qty
        if left <= 0:
            return max(at - since, 0)
    return None


def _minutes(lines: Sequence[LineState], started: int | None, close: int, currency: str) -> tuple[int, ...]:
    """Paid minor units by the minute the order was created; the last minute holds the newest order."""
    if started is None:
        return ()
    paid = [
        ((line.created_at - started) // MINUTE_MS, line.paid_minor)
        for line in lines
        if line.created_at is not None and line.currency == currency
    ]
    length = max([(close - started - 1) // MINUTE_MS, *(minute for minute, _ in paid)]) + 1
    sums = [0] * max(length, 1)
    for minute, amount in paid:
        sums[minute] += amount
    return tuple(sums)
