"""What an order source is: how its deliveries are proved, named, read and answered."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from sales.event import OrderEvent
from sales.instant import FUTURE_MS, iso_text
from sales.problem import problem

#: Larger bodies are refused unread; the largest honest delivery seen is far below (50 messages of 4 KB).
MAX_BODY: Final = 1_048_576

NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})

Reason = Literal["ok", "no_secret", "missing", "malformed", "mismatch", "stale"]
Parsed = tuple[tuple[OrderEvent, ...], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a delivery proved where it comes from. `secret` is the index of the secret that fitted."""

    ok: bool
    reason: Reason
    secret: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sender wants to hear after a commit."""

    status: int = 200
    content_type: str = "application/json"
    body: bytes = b'{"ok":true}'


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of sender. All functions are pure; `headers` may be in any case.

    `verify(body, headers, secrets, now_ms)` looks at the raw bytes. `parse(body, source=…, headers=…)` never
    raises for bad data: one bad event costs itself; `headers` tell the shop where the body does not.
    `delivery_id(body, headers)` is the same for a repeated delivery.
    `probe(body)` is True for a connection test that carries no order.
    """

    name: str
    title: Bilingual
    verify: Callable[[bytes, Mapping[str, str], Sequence[bytes], int], Verdict]
    parse: Callable[..., Parsed]
    delivery_id: Callable[[bytes, Mapping[str, str]], str]
    probe: Callable[[bytes], bool] = lambda body: False
    reply: Reply = Reply()


def header(headers: Mapping[str, str], name: str) -> str | None:
    """The value of a header whatever its case, or None."""
    wanted = name.lower()
    return next((value for key, value in headers.items() if key.lower() == wanted), None)


def match_secret(expected: Sequence[bytes], given: bytes) -> Verdict:
    """Compares `given` with the signature of each valid secret in constant time, without an early exit."""
    if not expected:
        return Verdict(False, "no_secret")
    found = None
    for index, signature in enumerate(expected):
        if hmac.compare_digest(signature, given):
            found = index
    return Verdict(True, "ok", found) if found is not None else Verdict(False, "mismatch")


def check_clock(events: Sequence[OrderEvent], *, now_ms: int, source: str) -> tuple[Finding, ...]:
    """A finding for each event that claims to have happened more than 5 minutes after it was received."""
    return tuple(
        problem("sales.time.future", Where(source, row, "occurred_at"), value=iso_text(event.occurred_at))
        for row, event in enumerate(events, start=1)
        if event.occurred_at > now_ms + FUTURE_MS
    )
