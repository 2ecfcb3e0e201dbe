"""Who was hosting when it was ordered: sales by host, summing to the total exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from live.air import AirSpan, air_at
from sales.counters import Counters
from sales.line import LineState
from sales.tally import totals


@dataclass(frozen=True, slots=True)
class HostRow:
    """Sales while these hosts were on, together. Empty `hosts`: nobody was named, or the show was over.

    Two people on air are a row of two: what each of them earned is not known, so it is not invented.
    """

    hosts: tuple[str, ...]
    on_air_ms: int
    counters: Counters


def host_rows(
    spans: Sequence[AirSpan], lines: Sequence[LineState], *, close: int, currency: str
) -> tuple[HostRow, ...]:
    """A row per group of hosts in order of first appearance, then one for the rest; they sum to the total.

    Lines count by the time of ordering; orders after the end (in the show's grace) belong to nobody.
    """
    on_air: dict[tuple[str, ...], int] = {}
    for span in spans:
        end = close if span.end is None else span.end
        on_air[span.hosts] = on_air.get(span.hosts, 0) + end - span.start
    made: dict[tuple[str, ...], list[LineState]] = {}
    for line in lines:
        span_then = None if line.created_at is None else air_at(spans, line.created_at)
        made.setdefault(span_then.hosts if span_then else (), []).append(line)
    groups = [hosts for hosts in on_air if hosts]
    if () in made or () in on_air:
        groups.append(())
    return tuple(
        HostRow(hosts, on_air.get(hosts, 0), totals(made.get(hosts, ())).get(currency, Counters()))
        for hosts in groups
    )
