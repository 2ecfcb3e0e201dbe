"""Settlements: final exports of the platforms imported beside the stream's ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy.engine import Connection

from sales.files import OrderReading, read_orders
from sales.files.reading import DEFAULT_SHOP
from store import settlements, shows
from store.settlements import SettlementRow
from store.shows import ShowRow
from store.store import Store
from studio.beside import end_of, issue


@dataclass(frozen=True, slots=True)
class Settled:
    """What a final export brought: its number; `is_new` is False for bytes that were imported before."""

    reading: OrderReading
    n: int | None
    is_new: bool

    def to_json(self) -> dict[str, object]:
        """The document of `python -m studio orders settle --json`."""
        return {
            "settlement": self.n,
            "new": self.is_new,
            "orders": self.reading.orders,
            "dialect": self.reading.dialect,
            "findings": [finding.to_json() for finding in self.reading.findings],
        }


class Settling:
    """Final exports of a store. They move no counter: the report shows both ledgers and what differs."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def settle(self, source: Path | bytes, *, name: str, by: str, shop: str = DEFAULT_SHOP) -> Settled:
        """Import a final export; `shop` must be the name under which the shop's orders came on air."""
        raw = source.read_bytes() if isinstance(source, Path) else source
        now = self._clock()
        reading = read_orders(raw, name=name, now=now, shop=shop)
        if not reading.events:
            return Settled(reading, None, is_new=False)
        moments = [event.occurred_at for event in reading.events]
        first, last = min(moments), max(moments)

        def work(connection: Connection) -> tuple[int, bool]:
            told = [row for row in shows.listing(connection) if _meets(row, first, last)]
            for row in told:
                issue(connection, row, now=now)  # what was known before stands as its own revision
            digest = sha256(raw).hexdigest()
            added = settlements.add(
                connection, reading.events, file=name, digest=digest, shop=shop, at=now, by=by
            )
            for row in told:
                issue(connection, row, now=now)
            return added

        number, fresh = self._store.write(work)
        return Settled(reading, number, is_new=fresh)

    def listing(self) -> tuple[SettlementRow, ...]:
        """Every export, oldest first."""
        with self._store.read() as connection:
            return settlements.listing(connection)


def _meets(row: ShowRow, first: int, last: int) -> bool:
    """Whether an export with facts from `first` to `last` can tell of a show."""
    return row.started_at is not None and row.started_at <= last and first < end_of(row, last + 1)
