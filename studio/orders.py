"""Orders as they arrive: signed deliveries, export files, the counters they move."""

from __future__ import annotations

import json
import logging
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import Connection

from catalog.product import Product, Sku
from live.journal import ShowId
from sales.counters import Counters, counters_json, read_counters, stock_left, totals
from sales.files import OrderReading, read_orders
from sales.files.reading import DEFAULT_SHOP
from sales.fold import fold_lines
from sales.inbox import SOURCES
from sales.inbox.source import MAX_BODY, Source, check_clock
from store import orders, settings, shows
from store.store import Store

log = logging.getLogger("studio.orders")
#: Badly signed deliveries are kept a day, long enough to find a wrong secret.
QUARANTINE_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sender of a delivery gets back."""

    status: int
    body: dict[str, object]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an order file brought: `events` new facts, `known` that were here already."""

    reading: OrderReading
    fresh: int
    known: int

    def to_json(self) -> dict[str, object]:
        """The document of `python -m studio orders import --json` (design.md, section 6)."""
        sums = totals(fold_lines(self.reading.events))
        return {
            "orders": self.reading.orders,
            "totals": {currency: _totals(value) for currency, value in sums.items()},
            "duplicates": self.known,
            "dialect": self.reading.dialect,
            "findings": [finding.to_json() for finding in self.reading.findings],
        }


class Orders:
    """Order events of a store."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._tell: list[Callable[[], None]] = []

    def on_change(self, tell: Callable[[], None]) -> None:
        """Call `tell()` after a commit that may have moved counters; it must return at once."""
        self._tell.append(tell)

    # -- deliveries ----------------------------------------------------------------------------------------

    def receive(self, source: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Take one delivery: check its signature, keep it, count it; answers after the commit."""
        adapter = SOURCES.get(source)
        if adapter is None:
            return Reply(404, {"error": f"no source named {source}", "sources": sorted(SOURCES)})
        if len(body) > MAX_BODY:
            return Reply(413, {"error": f"a delivery may have {MAX_BODY} bytes"})
        now = self._clock()
        if adapter.probe(body):
            # A connection test carries no order, and some senders do not sign it.
            return Reply(200, _said(adapter, {"ok": True, "probe": True}))
        verdict = adapter.verify(body, headers, self.secrets(source), now)
        delivery = adapter.delivery_id(body, headers)
        if not verdict.ok:
            self._store.write(lambda connection: self._quarantine(connection, source, delivery, body, now))
            return Reply(401, {"error": verdict.reason})
        events, read = adapter.parse(body, source=source, headers=headers)
        findings = (*read, *check_clock(events, now_ms=now, source=source))

        def work(connection: Connection) -> Reply:
            fresh = orders.keep_delivery(
                connection,
                source=source,
                delivery=delivery,
                body=body,
                signed=True,
                outcome="counted" if events else "empty",
                findings=[finding.to_json() for finding in findings],
                now=now,
            )
            # Facts are keyed, so counting a repeated delivery changes nothing; a sender that used one id
            # for two bodies loses nothing either.
            stored = orders.add(connection, events)
            reply: dict[str, object] = {"ok": True, "events": stored.fresh, "known": stored.known}
            if not fresh:
                reply["repeated"] = True
            if findings:
                reply["findings"] = [finding.to_json() for finding in findings]
            return Reply(200, _said(adapter, reply))

        return self._store.write(work, after=lambda reply: self._moved())

    def _quarantine(self, connection: Connection, source: str, delivery: str, body: bytes, now: int) -> None:
        orders.drop_quarantine(connection, before=now - QUARANTINE_MS)
        # Its id is not to be trusted: it must not take the place of a good delivery.
        orders.keep_delivery(
            connection,
            source=source,
            delivery=f"unsigned:{now}:{delivery}",
            body=body[:65536],
            signed=False,
            outcome="bad_signature",
            now=now,
        )

    def secrets(self, source: str) -> tuple[bytes, ...]:
        """The secrets that may sign a source's deliveries: the environment's, else the store's.

        `STUDIO_SECRET_GENERIC` (`…_SHOPIFY`, …) holds one or, while it is being changed, several separated by
        commas. The generic source gets a secret of its own at the first question; a platform's is the one the
        platform shows, and until it is entered nothing of that platform is believed.
        """
        given = os.environ.get(f"STUDIO_SECRET_{source.upper()}")
        if given is None and source == "generic":
            given = self.own_secret()
        if given is None:
            with self._store.read() as connection:
                given = settings.get(connection, f"secret_{source}")
        return tuple(item.strip().encode() for item in (given or "").split(",") if item.strip())

    def set_secret(self, source: str, secret: str) -> None:
        """Enter a platform's secret (several, separated by commas, while it is being changed)."""
        self._store.write(lambda connection: settings.put(connection, f"secret_{source}", secret.strip()))

    def own_secret(self) -> str:
        """The secret of the generic source, made at the first question."""
        key = "secret_generic"
        with self._store.read() as connection:
            held = settings.get(connection, key)
        if held is not None:
            return held

        def work(connection: Connection) -> str:
            fresh = settings.get(connection, key) or secrets.token_hex(24)
            settings.put(connection, key, fresh)
            return fresh

        return self._store.write(work)

    def deliveries(self, *, limit: int = 20) -> tuple[dict[str, object], ...]:
        """The last deliveries, newest first."""
        with self._store.read() as connection:
            return orders.deliveries(connection, limit=limit)

    # -- files ---------------------------------------------------------------------------------------------

    def import_file(self, source: Path | bytes, *, name: str, shop: str = DEFAULT_SHOP) -> Imported:
        """Read an order export and count what is new in it; the same file twice counts once.

        `shop` must be the name under which the shop's webhooks come, or its orders would count twice.
        """
        reading = read_orders(source, name=name, now=self._clock(), shop=shop)
        stored = self._store.write(
            lambda connection: orders.add(connection, reading.events), after=lambda _: self._moved()
        )
        return Imported(reading, fresh=stored.fresh, known=stored.known)

    # -- counters ------------------------------------------------------------------------------------------

    def counters(
        self, connection: Connection, show: str, *, opening: Mapping[Sku, int | None]
    ) -> dict[str, object]:
        """The counters of docs/live-protocol.md for one show; `opening` is the stock of its products."""
        row = shows.get(connection, show)
        if row is None:
            raise shows.UnknownShow(show)
        started = row.started_at
        return counters_json(
            read_counters(orders.cells(connection, show)),
            show=ShowId(show),
            currency=row.currency,
            connected=started is not None and orders.is_connected(connection),
            as_of=self._clock(),
            last_order=None if started is None else orders.last_at(connection, since=started),
            target_minor=row.target_minor,
            opening={str(sku): count for sku, count in opening.items()},
        )

    def stock_left(
        self, connection: Connection, show: str, held: Mapping[Sku, Product]
    ) -> dict[Sku, int | None]:
        """What is left of each product: opening stock less what the show sold and kept."""
        sold: dict[str, list[Counters]] = {}
        for key, value in read_counters(orders.cells(connection, show)).items():
            if key.scope == "product":
                sold.setdefault(key.key, []).append(value)
        return {sku: stock_left(product.stock, sold.get(sku, ())) for sku, product in held.items()}

    def verify(self) -> bool:
        """True when the counters' table equals what the events say."""
        with self._store.read() as connection:
            return orders.cells(connection) == orders.rebuilt(connection)

    def rebuild(self) -> None:
        """Write the counters' table anew from the events."""
        self._store.write(orders.rebuild, after=lambda _: self._moved())

    def _moved(self) -> None:
        for tell in self._tell:
            tell()


def _said(adapter: Source, ours: dict[str, object]) -> dict[str, object]:
    """What the sender wants to hear: a platform's own words, our counts for the generic source."""
    if adapter.name == "generic":
        return ours
    said: dict[str, object] = json.loads(adapter.reply.body)
    return said


def _totals(counters: Counters) -> dict[str, int]:
    return {
        "created_minor": counters.created_minor,
        "paid_minor": counters.paid_minor,
        "refund_minor": counters.refund_minor,
        "net_minor": counters.net_minor,
    }
