"""What a figure is held against: one line a figure with its goal, and whether it is met."""

from __future__ import annotations

from typing import Literal

Sense = Literal["at least", "at most"]


def held(name: str, value: float | None, sense: Sense, goal: float, *, told: str = "") -> bool:
    """Prints a figure beside its goal; True when it is met. None could not be measured, `told` says more."""
    if value is None:
        print(f"  {name:58}{'—':>9}  {sense} {goal:g}: not measured  {told}".rstrip())
        return False
    met = value >= goal if sense == "at least" else value <= goal
    print(f"  {name:58}{value:9.3f}  {sense} {goal:g}: {'ok' if met else 'MISSED'}  {told}".rstrip())
    return met
