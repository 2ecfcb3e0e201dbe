"""What stands against opening a price, looked up only for the product that a command would open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.engine import Connection

from catalog.finding import Finding
from catalog.money import Money
from catalog.price import effective_price
from catalog.product import Product, Sku
from lessons.rundown import Rundown
from live.fold import ShowState
from live.gate import price_gate
from live.journal import Command
from store import overrides, products
from studio.importing import jump_factor
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
        """What stands in the way, less what somebody with the right let pass with a reason."""
        allowed = overrides.of_product(self._connection, sku)
        return tuple(
            finding
            for finding in self._standing(sku)
            if not any(one.covers(finding.code, finding.what.zh or "", self._now) for one in allowed)
        )

    def _standing(self, sku: str) -> Sequence[Finding]:
        held = products.get(self._connection, sku)
        known = {} if held is None else {held.sku: held}
        left = self._ledger.stock_left(self._connection, self._command.show, state=self._state, held=known)
        return price_gate(
            held,
            sku=Sku(sku),
            at=instant(self._now),
            price=self._price(sku),
            stock_left=left.get(Sku(sku)),
            last=None if held is None else self._last(held),
            jump=jump_factor(self._connection),
        )

    def _last(self, held: Product) -> Money | None:
        """The price to measure a jump by: for one typed on air the price that holds there now, else the one
        before the catalogue's present price."""
        if self._command.verb == "price" and self._command.args.get("sku") == held.sku:
            tag = self._state.price(held.sku)
            return effective_price(held, instant(self._now)) if tag is None else tag.price
        return products.last_price(self._connection, held.sku) if self._price(held.sku) is None else None

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
