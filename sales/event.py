"""OrderEvent: one fact about one line of one order, as any source tells it."""

from __future__ import annotations

from hashlib import sha256
from typing import Final, Literal, NamedTuple, get_args

OrderKind = Literal[
    "placed", "paid", "cod_confirmed", "deposit_paid", "balance_paid", "amount_changed", "cancelled",
    "refund_requested", "refunded", "refund_closed", "returned", "shipped", "completed",
    "refund_total", "credited",
]
KINDS: Final[tuple[str, ...]] = get_args(OrderKind)

#: Kinds that happen once per line, so that their key needs no reference of the source.
SINGLE_KINDS: Final = frozenset(
    {"placed", "paid", "cod_confirmed", "balance_paid", "cancelled", "shipped", "completed", "refund_total"}
)
#: The line id of a fact that speaks of the whole order (a cancellation, a shipment).
WHOLE_ORDER: Final = "*"


class OrderEvent(NamedTuple):
    """One fact. Ids are text. `occurred_at` is UTC epoch milliseconds, `amount_minor` the line's amount in
    minor units of `currency` (the refunded amount for `refunded`), `qty` pieces.

    `key` makes it idempotent: the same fact by webhook, poll and file has the same key (see `event_key`).
    Where two payloads share a key the higher `source_version` wins.

    Two kinds are not steps of an order. `refund_total` is an assertion: "the refunds of this line came to
    this much as of `occurred_at`", which is all that many export files tell; it is never added to single
    refunds. `credited` is a refund on a document of its own that names no order to hold it against.

    `ref` is the source's own id of a repeatable fact (the refund id), None for facts that happen once.
    `user_paid_minor` is what the buyer paid out of pocket where a source tells it apart from the paid amount
    (the difference is subsidy); None means the source does not say.

    A tuple, not a dataclass: a rebuild makes millions, and a frozen dataclass of so many fields takes seven
    times as long to make (`bench/inbox.py`).
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
    ref: str | None = None
    user_paid_minor: int | None = None


def event_key(*, shop: str, order_id: str, line_id: str, kind: str, n: str = "") -> str:
    """The identity of a fact: SHA-256 over shop, order, line, kind and `n`.

    `n` is empty for facts that happen once (placed, paid, cancelled, completed); for repeatable ones
    (refunds, part payments) it is the source's own id of that refund or payment.
    """
    return sha256("\x1f".join((shop, order_id, line_id, kind, n)).encode()).hexdigest()


def repeat_ref(ref: str | None, *, occurred_at: int, amount_minor: int) -> str:
    """`n` for a repeatable fact: the source's id, else its second and amount (reference 4.2, rule 2)."""
    return ref if ref else f"{occurred_at // 1000}:{amount_minor}"
