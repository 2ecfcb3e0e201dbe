"""What stands against opening a price, looked up only for the product that a command would open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.engine import Connection

from catalog.finding import Finding
from catalog.money import Money
from catalog.product import Sku
from lessons.rundown import Rundown
from live.fold import ShowState
from live.gate import price_gate
from live.journal import Command
from store import products
from studio.offers import instant
from studio.orders import Orders


class PriceGate(Mapping[str, Sequence[Finding]]):
    """The gate of `live.decide` by SKU. A GO that opens no price costs no query."""

    def __init__(
        self,
        connection: Connection,
        ledger: Orders,
        rundown: Rundown,
        state: ShowState,
        command: Command,
        *,
        now: int,
    ) -> None:
        self._connection = connection
        self._ledger = ledger
        self._skus = tuple(dict.fromkeys(segment.sku for segment in rundown.segments if segment.sku))
        self._state = state
        self._command = command
        self._now = now

    def __getitem__(self, sku: str) -> Sequence[Finding]:
        held = products.get(self._connection, sku)
        known = {} if held is None else {held.sku: held}
        left = self._ledger.stock_left(self._connection, self._command.show, state=self._state, held=known)
        return price_gate(
            held,
            sku=Sku(sku),
            at=instant(self._now),
            price=self._price(sku),
            stock_left=left.get(Sku(sku)),
        )

    def _price(self, sku: str) -> Money | None:
        """The price that is about to be set, else the one set on air, else None: the catalogue's."""
        args = self._command.args
        if self._command.verb == "price" and args.get("sku") == sku:
            return Money(int(str(args["minor"])), str(args["currency"]))
        tag = self._state.price(sku)
        return None if tag is None else tag.price

    def __iter__(self) -> Iterator[str]:
        return iter(self._skus)

    def __len__(self) -> int:
        return len(self._skus)
