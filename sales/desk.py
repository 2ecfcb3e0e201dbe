"""What the desk reads off a platform's screen: viewers, clicks, followers. Facts like any other.

A reading says "by this instant the platform showed this number". It is never changed: a later entry for the
same instant corrects it, an entry without a value takes it back. What is known is a fold over the set of
entries, so that they may be told twice, late and in any order. Not entered is unknown, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from catalog.bilingual import Bilingual
from catalog.cells import half_width
from catalog.finding import Finding, Where
from sales.metric import round_half_up
from sales.metrics import INPUT_NAMES
from sales.problem import problem

#: The number of viewers at one moment; every other reading counts from the start of the show.
ONLINE: Final = "online"
#: What can be entered, in the order it is asked for. Spans are entered in minutes and kept in milliseconds.
READABLE: Final[Mapping[str, Bilingual]] = MappingProxyType(
    {
        ONLINE: Bilingual(en="viewers at this moment", zh="此刻在线"),
        **{
            name: INPUT_NAMES[name]
            for name in (
                "show_views", "views", "viewers", "exposures", "exposure_people", "clicks", "click_people",
                "watch_ms", "interacting", "new_followers", "unfollowed", "pcu", "acu",
            )
        },
    }
)  # fmt: skip
#: The largest number taken; 12 digits are more than all visits a platform ever showed.
MOST: Final = 10**12
_UNKNOWN: Final = frozenset({"", "-", "—", "–", "--", "null", "暂无"})
_NUMBER: Final = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(万|亿|[wWkKmM])?")
_TIMES: Final = {"万": 10**4, "w": 10**4, "亿": 10**8, "k": 10**3, "m": 10**6}
#: People and the events they make: nobody clicks without a click.
_PEOPLE_OF: Final = (("viewers", "views"), ("exposure_people", "exposures"), ("click_people", "clicks"))


@dataclass(frozen=True, slots=True)
class Reading:
    """One entry: `metric` stood at `value` at the instant `at` (UTC epoch ms); None takes back what was
    entered for that instant. `n` numbers the entries of a show in the order they came."""

    id: str
    metric: str
    n: int
    at: int
    value: int | None
    by: str
    entered_at: int


def read_value(metric: str, text: str) -> int | None:
    """The number in a text as platforms print it (`15,093`, `1.5万`); None for `-` and nothing.

    Raises:
        ValueError: when it is no whole number, 0 or more.
    """
    shown = half_width(text).replace(" ", "").strip()
    if shown.casefold() in _UNKNOWN:
        return None
    found = _NUMBER.fullmatch(shown)
    if found is None:
        raise ValueError(text)
    value = Decimal(found[1].replace(",", "") + (found[2] or "")) * _TIMES.get((found[3] or "").lower(), 1)
    value *= 60_000 if metric == "watch_ms" else 1
    if value != int(value) or value > MOST:
        raise ValueError(text)
    return int(value)


def read_entry(values: Mapping[str, str]) -> tuple[dict[str, int | None], tuple[Finding, ...]]:
    """(values by metric, findings) of what somebody typed; a bad one costs itself."""
    good: dict[str, int | None] = {}
    bad: list[Finding] = []
    for metric, text in values.items():
        where = Where(column=metric)
        if metric not in READABLE:
            bad.append(problem("sales.desk.metric", where, value=metric, known=", ".join(READABLE)))
            continue
        try:
            good[metric] = read_value(metric, text)
        except ValueError:
            bad.append(problem("sales.desk.number", where, value=text))
    return good, tuple(bad)


def standing(readings: Iterable[Reading], *, until: int | None = None) -> dict[str, list[tuple[int, int]]]:
    """Per metric the (instant, value) pairs that stand, in time order; an instant's last entry counts."""
    last: dict[tuple[str, int], Reading] = {}
    for reading in readings:
        if until is not None and reading.at > until:
            continue
        key = (reading.metric, reading.at)
        held = last.get(key)
        if held is None or (reading.n, reading.id) > (held.n, held.id):
            last[key] = reading
    found: dict[str, list[tuple[int, int]]] = {}
    for (metric, at), reading in sorted(last.items()):
        if reading.value is not None:
            found.setdefault(metric, []).append((at, reading.value))
    return found


def desk_inputs(readings: Iterable[Reading], *, until: int | None = None) -> dict[str, int | None]:
    """Inputs of `sales.metrics` as they stood at `until` (now without it); what nobody entered is absent.

    Peak and mean of viewers come from the moments entered unless the platform's own were: the mean weighs
    each moment by the time until the next, so it takes two.
    """
    found = standing(readings, until=until)
    moments = found.pop(ONLINE, [])
    inputs: dict[str, int | None] = {metric: pairs[-1][1] for metric, pairs in found.items()}
    if moments:
        inputs.setdefault("pcu", max(value for _, value in moments))
    if len(moments) > 1:
        weighed = sum(
            value * (later - at) for (at, value), (later, _) in pairwise(moments)
        )
        inputs.setdefault("acu", round_half_up(Fraction(weighed, moments[-1][0] - moments[0][0])))
    return inputs


def check_readings(readings: Sequence[Reading]) -> tuple[Finding, ...]:
    """What cannot be right: a count that falls, more people than the events they made."""
    found = []
    stands = standing(readings)
    for metric, pairs in stands.items():
        if metric in (ONLINE, "pcu", "acu"):
            continue
        for (_, before), (_, after) in pairwise(pairs):
            if after < before:
                where = Where(column=metric)
                found.append(problem("sales.desk.falls", where, value=after, before=before))
    for people, events in _PEOPLE_OF:
        if people in stands and events in stands and stands[people][-1][1] > stands[events][-1][1]:
            values = {"value": stands[people][-1][1], "events": stands[events][-1][1]}
            found.append(problem("sales.desk.people", Where(column=people), **values))
    return tuple(found)
