"""Stock truth: opening + adjusted − sold + restocked = left, always, whatever the order of events.

The ledger is a fold over a set of events: an event that arrives twice counts once, and the order does not
matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from catalog.finding import Finding
from catalog.messages import say
from catalog.product import Sku

#: `adjust` may be negative (breakage, a recount); every other kind counts pieces of zero or more. `restock`
#: is goods coming back or in; `reserve` and `release` hold pieces for orders that are not paid yet and move
#: nothing.
StockKind = Literal["adjust", "sell", "restock", "reserve", "release"]

#: Pieces at which a host is told that little is left.
LOW_STOCK = 20


class StockEventError(ValueError):
    """An event that no stock can have: a negative count where none may be, or one key with two contents."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"stock event {key!r}: {reason}")
        self.key = key


@dataclass(frozen=True, slots=True)
class StockEvent:
    """Something that moved stock. `key` makes it count once; `pieces` is a whole number."""

    key: str
    kind: StockKind
    pieces: int


@dataclass(frozen=True, slots=True)
class StockLedger:
    """The stock of one product. `opening` None means that nobody knows it; then `left` is None, not zero."""

    opening: int | None
    adjusted: int = 0
    sold: int = 0
    restocked: int = 0
    reserved: int = 0
    released: int = 0
    seen: Mapping[str, StockEvent] = field(default_factory=dict)

    @property
    def left(self) -> int | None:
        """opening + adjusted − sold + restocked, in pieces; negative when oversold, None when unknown."""
        if self.opening is None:
            return None
        return self.opening + self.adjusted - self.sold + self.restocked

    @property
    def available(self) -> int | None:
        """What can still be sold: left less the reservations that are still held."""
        left = self.left
        return None if left is None else left - self.held

    @property
    def held(self) -> int:
        """Pieces reserved and neither released nor more than were reserved."""
        return max(0, self.reserved - self.released)

    @property
    def shown(self) -> int | None:
        """What a screen shows: `available`, never below zero; None is shown as "—"."""
        available = self.available
        return None if available is None else max(0, available)

    @property
    def oversold(self) -> int:
        """Pieces sold beyond the stock; 0 when there are none or the stock is unknown."""
        left = self.left
        return 0 if left is None else max(0, -left)

    def apply(self, event: StockEvent) -> StockLedger:
        """The ledger after one more event; the same one when its key was there before.

        Raises StockEventError for a negative count (except `adjust`) and for a known key with other content.
        """
        return self.fold((event,))

    def fold(self, events: Iterable[StockEvent]) -> StockLedger:
        """The ledger after several events; see `apply`."""
        seen = dict(self.seen)
        sums = {"adjust": 0, "sell": 0, "restock": 0, "reserve": 0, "release": 0}
        for event in events:
            known = seen.get(event.key)
            if known is not None:
                if known != event:
                    raise StockEventError(event.key, f"known as {known.kind} {known.pieces}")
                continue
            if event.pieces < 0 and event.kind != "adjust":
                raise StockEventError(event.key, f"{event.kind} of {event.pieces} pieces")
            seen[event.key] = event
            sums[event.kind] += event.pieces
        return replace(
            self,
            adjusted=self.adjusted + sums["adjust"],
            sold=self.sold + sums["sell"],
            restocked=self.restocked + sums["restock"],
            reserved=self.reserved + sums["reserve"],
            released=self.released + sums["release"],
            seen=seen,
        )


def stock_findings(sku: Sku, ledger: StockLedger, *, low: int = LOW_STOCK) -> tuple[Finding, ...]:
    """Oversold (error), sold out or low (warn) for one product; none when the stock is unknown or ample.

    `low` is the number of available pieces at and below which the host is told.
    """
    available = ledger.available
    if available is None:
        return ()
    if ledger.oversold:
        return (say("catalog.stock.oversold", sku=sku, count=ledger.oversold),)
    if available <= 0:
        return (say("catalog.stock.out", sku=sku),)
    if available <= low:
        return (say("catalog.stock.low", sku=sku, count=available),)
    return ()
