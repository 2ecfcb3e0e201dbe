"""Real orders played again: the facts of a file as webhook deliveries, at any speed."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.money import decimal_text
from sales.demo import Delivery
from sales.event import WHOLE_ORDER, OrderEvent


def replay(
    events: Iterable[OrderEvent], *, start: int, speed: int = 1, shop: str = "replay"
) -> list[Delivery]:
    """Deliveries of the generic source, one per order and moment, by their time of arrival.

    The first fact happens at `start` (UTC epoch ms), the others `speed` times faster than they did. Order ids
    carry the start, so that a second replay sells again instead of repeating the first. Buyers stay tokens.

    Raises:
        ValueError: when `speed` is below 1.
    """
    if speed < 1:
        raise ValueError(f"speed must be 1 or more, not {speed}")
    told = sorted(events, key=lambda event: (event.occurred_at, event.order_id, event.line_id, event.key))
    if not told:
        return []
    first = told[0].occurred_at
    moments: dict[tuple[int, str], list[dict[str, object]]] = {}
    for event in told:
        at = start + (event.occurred_at - first) // speed
        moments.setdefault((at, event.order_id), []).append(_wire(event, at, start))
    return [
        Delivery(f"replay-{start}-{number}", at, {"shop": shop, "events": facts})
        for number, ((at, _), facts) in enumerate(moments.items(), start=1)
    ]


def _wire(event: OrderEvent, at: int, start: int) -> dict[str, object]:
    """The fact in the words of `docs/webhooks.md`."""
    wire: dict[str, object] = {
        "kind": event.kind,
        "order_id": f"{event.order_id}@{start}",
        "sku": event.sku,
        "qty": event.qty,
        "occurred_at": at,
        "buyer": event.buyer,
        "version": max(event.source_version, 0),
    }
    if event.line_id != WHOLE_ORDER:
        wire["line_id"] = event.line_id
    if event.currency:
        wire["currency"] = event.currency
        wire["amount"] = decimal_text(event.amount_minor, event.currency)
    if event.ref is not None:
        wire["refund_id"] = event.ref
    return {name: value for name, value in wire.items() if value is not None}
