"""What platforms tell of an order, as facts: the part that all their adapters share.

Most webhooks send the order as it stands, not what changed. So an adapter reads the state and tells every
fact it proves; facts told before have the same keys and change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sales.buyer import buyer_token
from sales.event import WHOLE_ORDER, OrderEvent, OrderKind, event_key
from sales.share import share

#: Version of amounts that were shared out because the source tells only the order's sum: any amount that a
#: source tells of the line itself replaces them.
ESTIMATE: Final = -1


@dataclass(frozen=True, slots=True)
class Line:
    """One line as its order states it: `weight` is what it would cost alone, for sharing the order's sum."""

    sku: str | None
    qty: int
    weight: int
    line_id: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """The head of an order: where its facts belong, and when they happened (UTC epoch ms)."""

    source: str
    shop: str
    order_id: str
    currency: str
    buyer: str | None = None
    version: int = 0

    def fact(
        self,
        kind: OrderKind,
        at: int,
        *,
        line_id: str = WHOLE_ORDER,
        amount: int = 0,
        sku: str | None = None,
        qty: int = 0,
        ref: str | None = None,
    ) -> OrderEvent:
        """One fact of this order; without a line it speaks of the whole order."""
        return OrderEvent(
            key=event_key(shop=self.shop, order_id=self.order_id, line_id=line_id, kind=kind, n=ref or ""),
            source=self.source,
            shop=self.shop,
            order_id=self.order_id,
            line_id=line_id,
            sku=sku,
            kind=kind,
            occurred_at=at,
            amount_minor=amount,
            currency=self.currency,
            qty=qty,
            buyer=buyer_token(self.buyer, shop=self.shop),
            source_version=self.version,
            ref=ref,
        )

    def lines_fact(
        self, kind: OrderKind, at: int, lines: Sequence[Line], total: int, *, user_paid: int | None = None
    ) -> list[OrderEvent]:
        """The same fact for each line, the order's sum shared by weight."""
        weights = [max(line.weight, 0) for line in lines]
        parts = share(total, weights)
        paid = share(user_paid, weights) if user_paid is not None else [None] * len(lines)
        return [
            self.fact(kind, at, line_id=name, amount=amount, sku=line.sku, qty=line.qty)._replace(
                user_paid_minor=own
            )
            for line, name, amount, own in zip(lines, line_names(lines, parts), parts, paid, strict=True)
        ]


def line_names(lines: Sequence[Line], amounts: Sequence[int]) -> list[str]:
    """The source's line ids, else SKU and ordinal among the order's lines of that SKU, by amount and pieces.

    Files name their lines in the same way (`sales.files`), so that both channels speak of the same line.
    """
    names = [line.line_id or "" for line in lines]
    ordinals: dict[str, int] = {}
    for at in sorted(range(len(lines)), key=lambda i: (amounts[i], lines[i].qty, i)):
        if not names[at]:
            sku = lines[at].sku or ""
            ordinals[sku] = ordinals.get(sku, 0) + 1
            names[at] = f"{sku}#{ordinals[sku]}"
    return names
