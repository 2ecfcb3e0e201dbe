"""The answer to a command: accepted, or refused with a code, a reason in both languages and who was first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from live.state import ShowState
from live.verbs import VERBS

Code = Literal["taken", "forbidden", "late", "illegal", "bad"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command may be appended as the next event."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why not: a stable `code`, the reason in both languages, and for `taken` who was first and when (ms).

    `confirm` holds what is missing when the same command with `args.confirm = true` would be accepted.
    """

    code: Code
    what: Bilingual
    by: str | None = None
    at: int | None = None
    confirm: tuple[Finding, ...] = ()


def bad(zh: str, en: str) -> Refused:
    """Refused because the command itself is wrong."""
    return Refused("bad", Bilingual(zh=zh, en=en))


def illegal(zh: str, en: str) -> Refused:
    """Refused because the show does not stand where this is possible."""
    return Refused("illegal", Bilingual(zh=zh, en=en))


def forbidden(zh: str, en: str) -> Refused:
    """Refused because of who asks."""
    return Refused("forbidden", Bilingual(zh=zh, en=en))


def late() -> Refused:
    """Refused because its sender has given it up."""
    en = "It arrived too late and was not carried out: look at the screen, then press again"
    return Refused("late", Bilingual(zh="送达太迟，未执行；请看屏幕再按", en=en))


def taken(state: ShowState) -> Refused:
    """Refused because somebody was first; says who and what, when a move is on record."""
    last = state.last
    if last is None:
        return Refused("taken", Bilingual(zh="画面已变，请看当前提示", en="The show has moved; look again"))
    label = VERBS[last.verb].label
    return Refused(
        "taken",
        Bilingual(zh=f"{last.by} 已先按「{label.zh}」", en=f"Already taken by {last.by} ({label.en})"),
        by=last.by,
        at=last.at,
    )
