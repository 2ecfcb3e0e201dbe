"""A measured value beside its goal, as the tables of the benches print it."""

from __future__ import annotations


def verdict(value: float, limit: float) -> str:
    """`≤ 15 ok` or `≤ 15 MISSED`."""
    return f"≤ {limit:g} {'ok' if value <= limit else 'MISSED'}"


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 … 1) of the values do not exceed, by the nearest rank."""
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))]
