"""The desk's own entries: figures read off a platform's screen, orders of a platform without an interface."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.engine import Connection

from catalog.finding import Finding
from sales.desk import Reading, check_readings, desk_inputs, read_entry
from store import readings, shows
from store.store import Store
from studio.orders import Orders, Reply

#: The shop of orders that are typed in, unless they are given the name of a shop that also sends its own.
DESK_SHOP = "desk"
OrderFact = Literal["paid", "placed", "refunded", "cancelled"]


@dataclass(frozen=True, slots=True)
class Entered:
    """What an entry of readings brought: how many were kept, and what was wrong with the others."""

    kept: int
    findings: tuple[Finding, ...]
    repeated: bool = False


class Desk:
    """Entries of the desk, kept like any other fact: each counts once, a correction is a new one."""

    def __init__(self, store: Store, ledger: Orders, clock: Callable[[], int]) -> None:
        self._store = store
        self._ledger = ledger
        self._clock = clock

    def read(
        self,
        show: str,
        values: Mapping[str, str],
        *,
        by: str,
        at: int | None = None,
        entry: str | None = None,
    ) -> Entered:
        """Keep readings of a show as they stood at `at` (now without it).

        A text of "-" or nothing takes back what was entered for that instant. A bad value costs itself.

        Raises:
            UnknownShow: when there is no such show.
        """
        now = self._clock()
        good, bad = read_entry(values)

        def work(connection: Connection) -> tuple[bool, tuple[Reading, ...]]:
            if shows.get(connection, show) is None:
                raise shows.UnknownShow(show)
            fresh = readings.add(
                connection,
                show,
                entry or uuid.uuid4().hex,
                good,
                at=now if at is None else at,
                by=by,
                entered_at=now,
            )
            return fresh, readings.of_show(connection, show)

        fresh, held = self._store.write(work)
        return Entered(len(good) if fresh else 0, (*bad, *check_readings(held)), repeated=not fresh)

    def set_target(self, show: str, target_minor: int | None) -> None:
        """Set what a show aims at, paid GMV in minor units of its currency; the pace follows at once."""
        self._store.write(lambda connection: shows.set_target(connection, show, target_minor))
        self._ledger.tell_moved()

    def readings(self, show: str) -> tuple[Reading, ...]:
        """Every entry of a show, in the order they came."""
        with self._store.read() as connection:
            return readings.of_show(connection, show)

    def inputs(self, show: str) -> dict[str, int | None]:
        """What is known of a show's traffic by now."""
        return desk_inputs(self.readings(show))

    def order(
        self,
        *,
        order_id: str,
        sku: str,
        qty: int,
        amount: str,
        currency: str,
        fact: OrderFact = "paid",
        shop: str = DESK_SHOP,
        at: int | None = None,
        line_id: str = "1",
    ) -> Reply:
        """Enter an order (or what became of it) that no interface tells; counted like a signed delivery.

        Under the name and number of a shop that also sends its orders it is the same fact and counts once.
        """
        line: dict[str, object] = {
            "order_id": order_id,
            "occurred_at": self._clock() if at is None else at,
            "currency": currency,
            "line_id": line_id,
        }
        if fact != "cancelled":
            line |= {"sku": sku or None, "qty": qty, "amount": amount}
        kinds = ("placed", "paid") if fact == "paid" else (fact,)
        document = {"shop": shop, "events": [{**line, "kind": kind} for kind in kinds]}
        return self._ledger.enter(json.dumps(document, ensure_ascii=False).encode())
