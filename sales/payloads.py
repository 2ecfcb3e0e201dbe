"""Several payloads of one fact: which of them counts, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sales.event import OrderEvent

#: Two sources that tell the same fact may round its time to the second or the minute; more apart than that
#: is a conflict.
SAME_TIME_MS: Final = 60_000


def rank(event: OrderEvent) -> tuple[object, ...]:
    """Sorts the payloads of one key, winner first: newest version, then the fullest, then a fixed order."""
    known = (event.sku is not None) + (event.buyer is not None) + (event.user_paid_minor is not None)
    return (
        -event.source_version, -known, event.occurred_at, event.source, event.amount_minor, event.currency,
        event.qty, event.sku or "", event.buyer or "", event.ref or "", event.user_paid_minor or 0,
    )


def _conflict(winner: OrderEvent, other: OrderEvent) -> tuple[tuple[str, str], ...]:
    """The fields in which two payloads of one fact contradict each other; unknown contradicts nothing."""
    found = []
    for name in ("amount_minor", "currency", "qty", "sku"):
        ours, theirs = getattr(winner, name), getattr(other, name)
        if ours != theirs and ours is not None and theirs is not None:
            found.append((name, f"{ours} ({winner.source}) / {theirs} ({other.source})"))
    # Files tell when an order was placed and paid; the times of their other facts are the file's own.
    told = winner.kind in {"placed", "paid"}
    if told and abs(winner.occurred_at - other.occurred_at) >= SAME_TIME_MS:
        times = f"{winner.occurred_at} ({winner.source}) / {other.occurred_at} ({other.source})"
        found.append(("occurred_at", times))
    return tuple(found)


def winners_of(events: Sequence[OrderEvent]) -> tuple[list[OrderEvent], list[tuple[tuple[str, str], ...]]]:
    """One event per key and the contradictions between payloads of equal version."""
    by_key: dict[str, OrderEvent | list[OrderEvent]] = {}
    for event in events:
        known = by_key.get(event.key)
        if known is None:
            by_key[event.key] = event
        elif isinstance(known, list):
            known.append(event)
        elif known != event:
            by_key[event.key] = [known, event]
    winners: list[OrderEvent] = []
    conflicts: set[tuple[tuple[str, str], ...]] = set()
    for entry in by_key.values():
        if isinstance(entry, OrderEvent):
            winners.append(entry)
            continue
        ranked = sorted(set(entry), key=rank)
        winner = ranked[0]
        for other in ranked[1:]:
            if other.source_version == winner.source_version and (found := _conflict(winner, other)):
                conflicts.add((("kind", winner.kind), *found))
        winners.append(_filled(winner, ranked[1:]))
    return winners, sorted(conflicts)


def _filled(winner: OrderEvent, others: Sequence[OrderEvent]) -> OrderEvent:
    """The winner with its unknown SKU, buyer and out-of-pocket amount filled from the other payloads."""
    for other in others:
        if winner.sku is None and other.sku is not None:
            winner = winner._replace(sku=other.sku)
        if winner.buyer is None and other.buyer is not None:
            winner = winner._replace(buyer=other.buyer)
        if winner.user_paid_minor is None and other.user_paid_minor is not None:
            winner = winner._replace(user_paid_minor=other.user_paid_minor)
    return winner
