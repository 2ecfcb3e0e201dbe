"""What a report says, as records: the show, its segments, products, words, hosts and what to check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.product import Sku
from lessons.compliance.script import ScriptFinding
from live.asrun import Deed
from sales.attribution import Basis
from sales.counters import Counters
from sales.experiment import Plan, Result
from sales.hosts import HostRow
from sales.line import Issue, LineState
from sales.metric import order_inputs
from sales.pace import Factor, Pace
from sales.settle import Settlement
from sales.words import BoardSpan, WordRow

#: Raised when a figure of the report changes its meaning, so that two printouts can be told apart.
REPORT_VERSION: Final = 2
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
    never. `left` starts from the stock counted on air where somebody did, else from `opening`. `sold_out_ms`
    is from the price opening (else the first run) until the pieces paid reached the opening stock.
    """

    sku: str
    title: Bilingual
    counters: Counters
    opening: int | None
    left: int | None
    on_air_ms: int
    opened_at: int | None
    known: bool
    sold_out_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The sign-off before air of exactly this script: by whom, when (UTC epoch ms), and the reasons given, as
    (wording, reason)."""

    by: str
    at: int
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """What a report takes from beside the plan, the journal and the stream's orders.

    `desk` are inputs the desk entered, `before` those of the show it is compared with (`before_title`).
    `settled` are the lines of the final exports of the `shops` that were settled. `revision` counts from 1;
    `first` are the lines that revision 1 knew, None for revision 1 itself; one that `is_open` is not issued:
    what comes still changes it. `reviewed` is the sign-off, `plans` the comparisons fixed before the show,
    `overlapping` the titles of shows that were on air at the same time. `connected` is False where no source
    of orders ever spoke.
    """

    connected: bool = True
    target_minor: int | None = None
    desk: Mapping[str, int | None] = field(default_factory=dict)
    before: Mapping[str, int | None] | None = None
    before_title: Bilingual = NO_TEXT
    settled: Sequence[LineState] = ()
    shops: frozenset[str] = frozenset()
    first: Sequence[LineState] | None = None
    revision: int = 1
    is_open: bool = False
    reviewed: Review | None = None
    plans: Sequence[Plan] = ()
    overlapping: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the report says. Amounts are minor units of `currency`; others stand in `totals` alone.

    `revision` 1 is made of the stream's ledger alone, as it was known when it was issued; a later one takes
    the orders of settled shops from their final exports. `changes` then lists by order what is otherwise than
    in revision 1, whose totals are `first`. `settled` shops have a final export, `open_shops` none yet. A
    report that `is_open` holds what came after the revision before it and may still change.

    `as_of` is the newest fact known. `minutes` holds paid GMV by the minute of ordering, counted from
    `started`. `credits` counts lines by how they were credited. `lines` are the lines of the show. Unless
    `connected`, no source of orders ever spoke: what the orders would say is unknown, not 0.
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
    boards: tuple[BoardSpan, ...] = ()
    target_minor: int | None = None
    pace: Pace | None = None
    desk: Mapping[str, int | None] = field(default_factory=dict)
    factors: tuple[Factor, ...] | None = None
    compared_with: Bilingual = NO_TEXT
    results: tuple[Result, ...] = ()
    law: tuple[ScriptFinding, ...] = ()
    reviewed: Review | None = None
    revision: int = 1
    is_open: bool = False
    changes: Settlement | None = None
    first: Mapping[str, Counters] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()
    open_shops: tuple[str, ...] = ()
    overlapping: tuple[Bilingual, ...] = ()
    connected: bool = True

    @property
    def final(self) -> bool:
        """True when every shop of the show was settled."""
        return bool(self.settled) and not self.open_shops

    @property
    def ledger(self) -> Literal["settled", "later"]:
        """How this revision's ledger is called beside that of revision 1."""
        return "settled" if self.settled else "later"

    @property
    def total(self) -> Counters:
        """The counters of the whole show in its own currency."""
        return self.totals.get(self.currency, Counters())

    @property
    def duration_ms(self) -> int | None:
        """Time on air, up to the newest fact while the show runs."""
        until = self.ended if self.ended is not None else self.as_of
        return None if self.started is None or until is None else until - self.started

    @property
    def inputs(self) -> dict[str, int | None]:
        """The inputs of `sales.metrics` for the whole show."""
        return {**self.figures(self.total), **self.desk}

    def figures(
        self,
        counters: Counters,
        *,
        on_air_ms: int | None = None,
        opening: int | None = None,
        left: int | None = None,
        sold_out_ms: int | None = None,
    ) -> dict[str, int | None]:
        """The inputs of `sales.metrics` for a part of the show."""
        pace = self.pace
        told = order_inputs(counters, duration_ms=self.duration_ms, opening=opening, stock_left=left)
        told["show_paid_minor"] = self.total.paid_minor
        if not self.connected:
            known = {"duration_ms": self.duration_ms, "opening": opening}
            told = {**dict.fromkeys(told), **{name: known[name] for name in told if name in known}}
            pace = None
        return {
            **told,
            "on_air_ms": on_air_ms,
            "sold_out_ms": sold_out_ms,
            "target_minor": self.target_minor,
            "expected_minor": None if pace is None else pace.expected_minor,
            "projected_minor": None if pace is None else pace.projected_minor,
            "needed_minor": None if pace is None else pace.needed_minor,
        }
