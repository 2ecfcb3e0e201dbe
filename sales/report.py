"""The report of a show: planned against actual, what sold, when and during what.

Everything is computed from the plan, the journal and the order lines, so the same facts give the same report.
`sales.report_html` draws it, `sales.report_table` writes it as rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.product import Product, Sku
from lessons.rundown import Rundown
from live.air import air_spans
from live.asrun import AsRunRow, Deed, as_run, deeds
from live.fold import fold
from live.journal import Event, ShowId
from live.place import epoch_ms
from live.state import ShowState
from sales.attribution import Basis, Credit, airings, credit_lines
from sales.counters import Counters, stock_left, totals
from sales.hosts import HostRow, host_rows
from sales.line import Issue, LineState
from sales.selling import open_spans, selling_spans
from sales.window import SHOW_GRACE_MS, ShowWindow, show_at
from sales.words import WordRow, board_spans, word_rows
from vocab.card import Card

#: Raised when a figure of the report changes its meaning, so that two printouts can be told apart.
REPORT_VERSION: Final = 1
MINUTE_MS: Final = 60_000

Fate = Literal["aired", "skipped", "not_reached"]


@dataclass(frozen=True, slots=True)
class Band:
    """One run of a segment on the timeline: UTC epoch milliseconds, end excluded."""

    segment: str
    ordinal: int
    kind: str
    title: Bilingual
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment as planned, as it ran, and what was sold by it.

    Spans are milliseconds. `actual_ms` sums its runs (`runs` of them), None when it never ran. `offset_ms` is
    the first kickoff − planned start (positive = late), None when either is unknown. `counters` are of the
    lines credited to it; with `sku` None nothing can be.
    """

    segment: str
    kind: str
    title: Bilingual
    sku: Sku | None
    fate: Fate
    runs: int
    planned_start: int | None
    planned_ms: int
    kickoff: int | None
    actual_ms: int | None
    offset_ms: int | None
    counters: Counters

    @property
    def difference_ms(self) -> int | None:
        """Actual − planned duration; None when it never ran."""
        return None if self.actual_ms is None else self.actual_ms - self.planned_ms


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product that was planned or sold. `title` is empty when the catalogue does not know the SKU.

    `on_air_ms` sums the runs that featured it. `opened_at` is when its price was first opened, None when
    never. `left` starts from the stock counted on air where somebody did, else from `opening`.
    """

    sku: str
    title: Bilingual
    counters: Counters
    opening: int | None
    left: int | None
    on_air_ms: int
    opened_at: int | None
    known: bool


@dataclass(frozen=True, slots=True)
class Report:
    """See the module. Amounts are minor units of `currency`; other currencies stand in `totals` alone.

    `as_of` is the newest fact known. `minutes` holds paid GMV by the minute of ordering, counted from
    `started`. `credits` counts lines by how they were credited. `lines` are the lines of the show.
    """

    version: int
    title: Bilingual
    zone: str
    hosts: tuple[str, ...]
    planned_start: int | None
    planned_ms: int
    started: int | None
    ended: int | None
    as_of: int | None
    currency: str
    totals: Mapping[str, Counters]
    segments: tuple[SegmentRow, ...]
    products: tuple[ProductRow, ...]
    words: tuple[WordRow, ...]
    hosts_sold: tuple[HostRow, ...]
    unattributed: Counters
    credits: tuple[tuple[Basis, int], ...]
    bands: tuple[Band, ...]
    minutes: tuple[int, ...]
    deeds: tuple[Deed, ...]
    issues: tuple[Issue, ...]
    lines: tuple[LineState, ...]

    @property
    def total(self) -> Counters:
        """The counters of the whole show in its own currency."""
        return self.totals.get(self.currency, Counters())

    @property
    def duration_ms(self) -> int | None:
        """Time on air, up to the newest fact while the show runs."""
        until = self.ended if self.ended is not None else self.as_of
        return None if self.started is None or until is None else until - self.started


def build_report(
    rundown: Rundown,
    events: Sequence[Event],
    order_lines: Iterable[LineState],
    products: Mapping[Sku, Product],
    *,
    now: int,
    cards: Mapping[str, Card] | None = None,
    currency: str | None = None,
) -> Report:
    """The report of the show whose whole journal is `events`.

    Lines created outside the show (start to end + 15 minutes) are left out. `now` ends the spans of a show
    still on air and does not matter after its end. `currency` defaults to the one most lines have.
    """
    state = fold(rundown, events)
    on_air = state.ended is None and state.started is not None
    lines = _lines_of_show(order_lines, state.started, state.ended)
    currency = currency or _main_currency(lines, products)
    rows = as_run(rundown, events, now=now if on_air else None)
    shown = airings(rundown, state.runs)
    credited = credit_lines(lines, shown)
    newest = [event.at for event in events[-1:]] + [line.last_at for line in lines]
    as_of = max(newest, default=None)
    close = state.ended if state.ended is not None else now
    bands = _bands(rows, close)
    on_stage = air_spans(rundown, events)
    opened = open_spans(rundown, events, close=close)
    planned = sum(segment.duration_ms for segment in rundown.segments if not segment.skip)
    return Report(
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
        totals=totals(lines),
        segments=_segments(rundown, rows, credited, currency),
        products=_products(rundown, bands, state, lines, products, currency),
        words=word_rows(
            board_spans(rundown, on_stage, close=close),
            selling_spans(shown, opened, close=close),
            lines,
            currency=currency,
            cards=cards,
        ),
        hosts_sold=host_rows(on_stage, lines, close=close, currency=currency),
        unattributed=_sum((line for line, given in credited if given.airing is None), currency),
        credits=tuple(sorted(Counter(given.basis for _, given in credited).items())),
        bands=bands,
        minutes=_minutes(lines, state.started, close, currency),
        deeds=deeds(events),
        issues=tuple(issue for line in lines for issue in line.issues),
        lines=lines,
    )


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
            )
        )
    return tuple(sorted(found, key=lambda row: -row.counters.paid_minor))


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
