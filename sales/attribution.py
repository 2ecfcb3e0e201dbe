"""Who earned it: each order line credited to the run of a segment that featured its product.

By the time the order was created, the moment of decision. Only the featured line is credited, and every line
is credited once or not at all: segments + unattributed = total, exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from lessons.rundown import Rundown
from live.state import Run
from sales.line import LineState

#: How long after a run's end an order still counts as made during it: basket and stream delay.
SEGMENT_GRACE_MS: Final = 60_000

Basis = Literal["on_air", "grace", "earlier", "none"]


@dataclass(frozen=True, slots=True)
class Airing:
    """One run of a segment that features a product: UTC epoch milliseconds, `end` None while on air."""

    segment: str
    ordinal: int
    sku: str
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Credit:
    """Where a line's sale belongs. `basis` says why; with `none` there is no airing.

    `on_air`: created while the product was on air; `grace`: within the grace after; `earlier`: later than
    that, credited to the nearest earlier run of the same product; `none`: the product had not been shown yet,
    or the line names no product.
    """

    airing: Airing | None
    basis: Basis


def airings(rundown: Rundown, runs: Iterable[Run]) -> tuple[Airing, ...]:
    """The runs that feature a product, in order of their start."""
    skus = {str(segment.id): segment.sku for segment in rundown.segments}
    found = [
        Airing(run.segment, run.ordinal, sku, run.kickoff, run.end)
        for run in runs
        if (sku := skus.get(run.segment)) is not None
    ]
    return tuple(sorted(found, key=lambda a: (a.start, a.ordinal)))


def credit(line: LineState, shown: Sequence[Airing], *, grace_ms: int = SEGMENT_GRACE_MS) -> Credit:
    """The airing that this line belongs to.

    On overlap the latest-started airing of the product wins; ties go to the later one in `shown`.
    """
    at = line.created_at
    if at is None or line.sku is None:
        return Credit(None, "none")
    during = earlier = None
    for airing in shown:
        if airing.sku != line.sku or airing.start > at:
            continue
        if earlier is None or airing.start >= earlier.start:
            earlier = airing
        inside = airing.end is None or at < airing.end + grace_ms
        if inside and (during is None or airing.start >= during.start):
            during = airing
    if during is not None:
        late = during.end is not None and at >= during.end
        return Credit(during, "grace" if late else "on_air")
    return Credit(earlier, "earlier") if earlier is not None else Credit(None, "none")


def credit_lines(
    lines: Iterable[LineState], shown: Sequence[Airing], *, grace_ms: int = SEGMENT_GRACE_MS
) -> tuple[tuple[LineState, Credit], ...]:
    """Each line with its credit, in the order of the lines."""
    by_sku: dict[str, list[Airing]] = {}
    for airing in shown:
        by_sku.setdefault(airing.sku, []).append(airing)
    return tuple((line, credit(line, by_sku.get(line.sku or "", ()), grace_ms=grace_ms)) for line in lines)
