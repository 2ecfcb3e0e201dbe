"""Sharing an amount out in whole parts: nothing is lost to rounding."""

from __future__ import annotations

from collections.abc import Sequence


def share(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts proportional to `weights`, summing to it exactly; ties go to the earlier part.

    Equal parts when all weights are 0. With `total` ≤ Σ weights no part exceeds its weight.

    >>> share(100, [1, 1, 1])
    [34, 33, 33]
    """
    if not weights:
        return []
    base = sum(weights)
    if base == 0:
        weights, base = [1] * len(weights), len(weights)
    parts = [total * weight // base for weight in weights]
    rest = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % base), i))
    for at in rest[: total - sum(parts)]:
        parts[at] += 1
    return parts
