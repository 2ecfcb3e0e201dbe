"""Pace against the target: where the money should be by now, where it will end, and what slipped.

The plan spreads the target over the segments that sell, by planned minutes. Progress is counted in
segments, not on the wall clock: a show that runs ten minutes late is late, it has not lost sales.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from lessons.rundown import Rundown, Segment
from live.place import out_of_plan
from live.state import ShowState
from sales.metric import Inputs, round_half_up

#: With fewer paid orders, or less of the plan behind us, a projection is noise and is not shown.
MIN_ORDERS: Final = 20
MIN_SHARE: Final = Fraction(1, 20)


@dataclass(frozen=True, slots=True)
class Slip:
    """A product behind its plan: what it should have sold by now and what it sold, minor units."""

    sku: str
    planned_minor: int
    paid_minor: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Amounts are minor units. None means that it cannot be said yet, never 0.

    `expected_minor` is the target times the share of the plan behind us; `ratio` is paid ÷ expected;
    `projected_minor` is paid + remaining plan × ratio; `needed_minor` is what each remaining planned minute
    must bring, 0 when the target is reached, None when no selling time is left. `slipped` is the product
    furthest behind its own share among those whose segments are over. `curve` is how `share` came about: (ms
    since the start, share) at each bend so far.
    """

    target_minor: int
    paid_minor: int
    share: Fraction
    expected_minor: int
    ratio: Fraction | None
    projected_minor: int | None
    needed_minor: int | None
    slipped: Slip | None
    curve: tuple[tuple[int, Fraction], ...] = ()


def selling_ms(segment: Segment) -> int:
    """Planned selling time of a segment: its length when it features a product, else 0."""
    return 0 if segment.sku is None or out_of_plan(segment) else segment.duration_ms


def pace(
    rundown: Rundown,
    state: ShowState,
    *,
    now: int,
    target_minor: int | None,
    paid_minor: int,
    orders: int,
    paid_by_sku: Mapping[str, int] | None = None,
) -> Pace | None:
    """The pace of a show on air or over.

    None without a target, before the start, or when the plan sells nothing.
    """
    plan = [(segment, selling_ms(segment)) for segment in rundown.segments]
    whole = sum(ms for _, ms in plan)
    if target_minor is None or target_minor <= 0 or state.started is None or not whole:
        return None
    behind = _behind(plan, state, now)
    done = sum(behind.values())
    share = Fraction(done, whole)
    expected = target_minor * share
    sure = orders >= MIN_ORDERS and share >= MIN_SHARE
    ratio = Fraction(paid_minor) / expected if sure else None
    left_minutes = Fraction(whole - done, 60_000)
    short = max(target_minor - paid_minor, 0)
    return Pace(
        target_minor=target_minor,
        paid_minor=paid_minor,
        share=share,
        expected_minor=round_half_up(expected),
        ratio=ratio,
        projected_minor=None
        if ratio is None
        else round_half_up(paid_minor + (target_minor - expected) * ratio),
        needed_minor=round_half_up(short / left_minutes) if left_minutes else None,
        slipped=_slipped(plan, behind, target_minor, whole, paid_by_sku or {}) if sure else None,
        curve=_curve(plan, state, now, whole),
    )


_Plan = Sequence[tuple[Segment, int]]


def _behind(plan: _Plan, state: ShowState, at: int) -> dict[str, int]:
    """Planned selling milliseconds of each segment that were behind us at `at`: all once it was over, skipped
    or passed; of the one on air the time of its runs, never more than planned."""
    runs = [run for run in state.runs if run.kickoff <= at]
    on = runs[-1].segment if runs else ""
    here = next((n for n, (segment, _) in enumerate(plan) if segment.id == on), 0)
    ended = state.ended is not None and state.ended <= at
    found: dict[str, int] = {}
    for n, (segment, planned) in enumerate(plan):
        name = str(segment.id)
        mine = [run for run in runs if run.segment == name]
        over = bool(mine) and all(run.end is not None and run.end <= at for run in mine)
        aired = sum((at if run.end is None else min(run.end, at)) - run.kickoff for run in mine)
        if planned:
            all_of_it = ended or over or n < here or name in state.skipped
            found[name] = planned if all_of_it else min(planned, aired)
    return found


def _curve(plan: _Plan, state: ShowState, now: int, whole: int) -> tuple[tuple[int, Fraction], ...]:
    """The share of the plan behind us where it bent so far: (milliseconds since the start, share)."""
    started = state.started or 0
    planned = {str(segment.id): ms for segment, ms in plan}
    bends = {started}
    for run in state.runs:
        full = run.kickoff + planned.get(run.segment, 0)
        bends |= {run.kickoff, *([] if run.end is None else [run.end]), *([full] if full < now else [])}
    shares = ((at - started, Fraction(sum(_behind(plan, state, at).values()), whole)) for at in sorted(bends))
    return tuple(shares)


def _slipped(
    plan: _Plan,
    behind: Mapping[str, int],
    target_minor: int,
    whole: int,
    paid: Mapping[str, int],
) -> Slip | None:
    """The product whose segments are over and that is furthest behind its share of the target."""
    planned: dict[str, int] = {}
    unfinished = {segment.sku for segment, ms in plan if ms and behind[str(segment.id)] < ms}
    for segment, ms in plan:
        if ms and segment.sku is not None and segment.sku not in unfinished:
            planned[segment.sku] = planned.get(segment.sku, 0) + ms
    slips = [
        Slip(sku, round_half_up(Fraction(target_minor * ms, whole)), paid.get(sku, 0))
        for sku, ms in planned.items()
    ]
    slips = [slip for slip in slips if slip.paid_minor < slip.planned_minor]
    return max(slips, key=lambda slip: (slip.planned_minor - slip.paid_minor, slip.sku), default=None)


@dataclass(frozen=True, slots=True)
class Factor:
    """One of the five factors of GMV, before and now, and how it moved (1 = unchanged)."""

    name: str
    before: Fraction
    now: Fraction

    @property
    def change(self) -> Fraction:
        """now ÷ before."""
        return self.now / self.before


#: The chain whose steps are the factors: each is an input of `sales.metrics`.
CHAIN: Final = ("show_views", "views", "clicks", "orders", "paid_minor")
#: Names of the factors: the first input, then the quotient of each input and the one before it.
FACTORS: Final = ("show_views", "enter_rate", "view_click", "click_order", "order_value")


def five_factors(now: Inputs, before: Inputs) -> tuple[Factor, ...] | None:
    """GMV as room views × enter rate × click rate × conversion × order value, before and now.

    The product of the five is the paid GMV exactly. None when an input of either is unknown or 0.
    """
    left, right = _factors(before), _factors(now)
    if left is None or right is None:
        return None
    return tuple(Factor(name, was, become) for name, was, become in zip(FACTORS, left, right, strict=True))


def slipping(factors: Sequence[Factor]) -> Factor | None:
    """The factor that fell most, None when none fell."""
    worst = min(factors, key=lambda factor: factor.change, default=None)
    return worst if worst is not None and worst.change < 1 else None


def _factors(inputs: Inputs) -> list[Fraction] | None:
    values = [inputs.get(name) for name in CHAIN]
    known = [Fraction(value) for value in values if value]
    if len(known) < len(CHAIN):
        return None
    return [known[0], *(known[i + 1] / known[i] for i in range(len(known) - 1))]
