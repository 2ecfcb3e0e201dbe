"""The state of one order line, and the issues its facts raise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

IssueCode = Literal[
    "conflict", "currency", "refund_over_paid", "refund_before_paid", "refund_total_differs",
    "amount_after_paid", "paid_parts_differ", "placed_missing", "negative_amount",
]
Status = Literal[
    "created", "cod", "deposit", "paid", "part_refunded", "refunded", "cancelled", "credited",
    "refund_waiting",
]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something in the facts that a person should look at; the number stays defined all the same.

    `detail` holds (name, value) pairs of plain text, in a fixed order, so that equal sets give equal issues.
    """

    code: IssueCode
    shop: str
    order_id: str
    line_id: str
    detail: tuple[tuple[str, str], ...] = ()


class LineState(NamedTuple):
    """One order line now. Amounts are minor units of `currency`, instants UTC epoch milliseconds.

    `created_at` is the decision moment: the time of `placed`, else of the earliest payment or confirmation
    (`created_known` is False then, until a late `placed` fills it), else None. `created_minor` is the amount
    ordered, `paid_minor` the gross amount paid (refunds and cancellations do not reduce it), `refund_minor`
    what was refunded of it, never above `paid_minor` except for credit notes. `refund_waiting_minor` are
    refunds whose payment is not known yet. `deposit_minor` and `cod_minor` stand apart until paid.
    `refunds` are (instant, amount) pairs in time order that sum to `refund_minor`.
    `user_paid_minor` is None when no source told it. `qty` counts pieces, `restocked` pieces that came back.
    A tuple for the same reason as `OrderEvent`.
    """

    shop: str
    order_id: str
    line_id: str
    sku: str | None
    currency: str
    buyer: str | None
    qty: int
    status: Status
    created_at: int | None
    created_known: bool
    created_minor: int
    paid_at: int | None
    paid_minor: int
    user_paid_minor: int | None
    deposit_minor: int
    cod_minor: int
    refund_minor: int
    refund_waiting_minor: int
    refund_requested_minor: int
    refunds: tuple[tuple[int, int], ...]
    cancelled_at: int | None
    restocked: int
    last_at: int
    issues: tuple[Issue, ...] = ()

    @property
    def is_paid(self) -> bool:
        """True when the line was paid in full (COD and deposits are not yet)."""
        return self.paid_at is not None

    @property
    def net_minor(self) -> int:
        """Paid less refunded."""
        return self.paid_minor - self.refund_minor
