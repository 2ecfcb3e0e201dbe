"""OrderEvent: one fact about one line of one order, as any source tells it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

OrderKind = Literal[
    "placed", "paid", "cod_confirmed", "deposit_paid", "balance_paid", "amount_changed", "cancelled",
    "refund_requested", "refunded", "refund_closed", "returned", "shipped", "completed",
]


@dataclass(frozen=True, slots=True)
class OrderEvent:
    """One fact. Ids are text. `occurred_at` is UTC epoch milliseconds, `amount_minor` the line's amount in
    minor units of `currency` (the refunded amount for `refunded`), `qty` pieces.

    `key` makes it idempotent: the same fact by webhook, poll and file has the same key (see `event_key`).
    Where two payloads share a key the higher `source_version` wins.
    """

    key: str
    source: str
    shop: str
    order_id: str
    line_id: str
    sku: str | None
    kind: OrderKind
    occurred_at: int
    amount_minor: int
    currency: str
    qty: int
    buyer: str | None = None
    source_version: int = 0


def event_key(*, shop: str, order_id: str, line_id: str, kind: str, n: str = "") -> str:
    """The identity of a fact: SHA-256 over shop, order, line, kind and `n`.

    `n` is empty for facts that happen once (placed, paid, cancelled, completed); for repeatable ones
    (refunds, part payments) it is the source's own id of that refund or payment.
    """
    return sha256("\x1f".join((shop, order_id, line_id, kind, n)).encode()).hexdigest()
