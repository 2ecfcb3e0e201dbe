"""Orders as they arrive: signed deliveries, export files, the counters they move."""

from __future__ import annotations

import json
import logging
import os
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.engine import Connection

from catalog.product import Product, Sku
from lessons.rundown import Rundown
from live.state import ShowState
from sales.counters import CounterKey, Counters, Scope, read_counters
from sales.event import OrderEvent
from sales.files import OrderReading, read_orders
from sales.files.reading import DEFAULT_SHOP
from sales.fold import fold_lines
from sales.inbox import SOURCES
from sales.inbox.limit import BAD_RATE, RATE, Bucket
from sales.inbox.signing import SIGNING
from sales.inbox.source import MAX_BODY, Source, check_clock
from sales.tally import totals
from store import cells, deliveries, orders
from store.deliveries import Delivery
from store.store import Store
from studio.counting import Counting
from studio.source_secrets import SourceSecrets

log = logging.getLogger("studio.orders")
#: Badly signed deliveries are kept a day, long enough to find a wrong secret.
QUARANTINE_MS = 24 * 3600 * 1000
#: The source of what people of the room typed in.
DESK = "desk"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the sender of a delivery gets back."""

    status: int
    body: dict[str, object]


class _Told(NamedTuple):
    """A delivery and what it tells."""

    delivery: Delivery
    events: Sequence[OrderEvent]


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
        self._counting = Counting()
        self._tell: list[Callable[[], None]] = []
        self.keys = SourceSecrets(store, clock)
        self._limits = {name: Bucket(rate_of(name)) for name in SOURCES}
        self._bad = {name: Bucket(BAD_RATE) for name in SOURCES}

    def on_change(self, tell: Callable[[], None]) -> None:
        """Call `tell()` after a commit that may have moved counters; it must return at once."""
        self._tell.append(tell)

    # -- deliveries ----------------------------------------------------------------------------------------

    def receive(self, source: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Take one delivery: check its signature, keep it, count it; answers after the commit."""
        return self.submit(source, headers, body).result()

    def submit(self, source: str, headers: Mapping[str, str], body: bytes) -> Future[Reply]:
        """`receive` for a caller that does not want to wait in a thread: resolves after the commit."""
        adapter = SOURCES.get(source)
        if adapter is None:
            return _said(Reply(404, {"error": f"no source named {source}", "sources": sorted(SOURCES)}))
        if len(body) > MAX_BODY:
            return _said(Reply(413, {"error": f"a delivery may have {MAX_BODY} bytes"}))
        now = self._clock()
        if not self._limits[source].take(now):
            return _said(Reply(429, {"error": "too many deliveries at once, send again", "retry_after_s": 1}))
        if adapter.probe(body):
            # A connection test carries no order, and some senders do not sign it.
            return _said(Reply(200, _words(adapter, {"ok": True, "probe": True})))
        verdict = adapter.verify(body, headers, self.secrets(source), now)
        name = adapter.delivery_id(body, headers)
        if not verdict.ok:
            refused = Reply(401, {"error": verdict.reason})
            if not self._bad[source].take(now):
                return _said(refused)  # a flood of bad signatures fills no disk
            kept = Delivery(
                # Its id is not to be trusted: it must not take the place of a good delivery.
                source, f"unsigned:{now}:{name}", body[:65536], now, signed=False, outcome="bad_signature"
            )  # fmt: skip
            return self._store.writer.submit(lambda connection: _quarantine(connection, kept, refused))
        events, read = adapter.parse(body, source=source, headers=headers)
        findings = [finding.to_json() for finding in (*read, *check_clock(events, now_ms=now, source=source))]
        outcome = "counted" if events else "empty"
        kept = Delivery(source, name, body, now, signed=True, outcome=outcome, findings=findings)
        return self._store.writer.submit_together(_count, _Told(kept, events), after=lambda _: self._moved())

    def enter(self, body: bytes) -> Reply:
        """Count a document of the generic format that a person of this room typed: it needs no signature."""
        now = self._clock()
        events, findings = SOURCES["generic"].parse(body, source=DESK)
        outcome = "counted" if events else "empty"
        told = [finding.to_json() for finding in findings]
        name = uuid.uuid4().hex
        kept = Delivery(DESK, name, body, now, signed=True, outcome=outcome, findings=told)
        counted = self._store.writer.submit_together(
            _count, _Told(kept, events), after=lambda _: self._moved()
        )
        return counted.result()

    def secrets(self, source: str) -> tuple[bytes, ...]:
        """The secrets that may sign a source's deliveries; see `studio.source_secrets`."""
        return self.keys.of(source)

    def own_secret(self) -> str:
        """The secret of the generic source, made at the first question."""
        return self.keys.own()

    def set_secret(self, source: str, secret: str) -> None:
        """Keep a platform's secret (several, separated by commas, while it is being changed)."""
        self.keys.enter(source, secret)

    def test(self, source: str) -> Reply:
        """Sign an empty document as the source would and take it in: secret and store are proven.

        It stands among the last deliveries and tells no order.
        """
        held = self.keys.of(source)
        if not held:
            return Reply(401, {"error": "no_secret"})
        now = self._clock()
        body = json.dumps({"shop": "test", "events": [], "at": now}).encode()
        name, sign = SIGNING[source]
        verdict = SOURCES[source].verify(body, {name: sign(body, held[0], now)}, held, now)
        if not verdict.ok:
            return Reply(401, {"error": verdict.reason})
        kept = Delivery(source, f"test:{now}", body, now, signed=True, outcome="test")
        self._store.write(lambda connection: deliveries.keep(connection, [kept]))
        return Reply(200, {"ok": True, "test": True})

    def deliveries(self, *, limit: int = 20, source: str | None = None) -> tuple[dict[str, object], ...]:
        """The last deliveries, of one source or of all, newest first."""
        with self._store.read() as connection:
            return deliveries.newest(connection, limit=limit, source=source)

    # -- files ---------------------------------------------------------------------------------------------

    def import_file(self, source: Path | bytes, *, name: str, shop: str = DEFAULT_SHOP) -> Imported:
        """Read an order export and count what is new in it; the same file twice counts once.

        `shop` must be the name under which the shop's webhooks come, or its orders would count twice.
        """
        now = self._clock()
        reading = read_orders(source, name=name, now=now, shop=shop)
        stored = self._store.write(
            lambda connection: orders.add(connection, reading.events, received_at=now),
            after=lambda _: self._moved(),
        )
        return Imported(reading, fresh=stored.fresh, known=stored.known)

    # -- counters ------------------------------------------------------------------------------------------

    def counters(
        self,
        connection: Connection,
        show: str,
        *,
        rundown: Rundown,
        state: ShowState,
        held: Mapping[Sku, Product],
    ) -> dict[str, object]:
        """The counters of docs/live-protocol.md for one show; `held` are the products of its plan."""
        return self._counting.message(
            connection, show, rundown=rundown, state=state, held=held, now=self._clock()
        )

    def stock_left(
        self, connection: Connection, show: str, *, state: ShowState, held: Mapping[Sku, Product]
    ) -> dict[Sku, int | None]:
        """What is left of each product: the opening stock, or a count on air, less what was sold and kept."""
        return self._counting.left(connection, show, state=state, held=held)

    def sums(self, show: str, scope: Scope) -> dict[CounterKey, Counters]:
        """The counters of one scope of a show, by key and currency."""
        with self._store.read() as connection:
            return read_counters(cells.sums(connection, show, scope))

    def verify(self) -> bool:
        """True when the counters' table equals what the events say."""
        with self._store.read() as connection:
            return cells.held(connection) == orders.rebuilt(connection)

    def rebuild(self) -> None:
        """Write the counters' table anew from the events."""
        self._store.write(orders.rebuild, after=lambda _: self._moved())

    def tell_moved(self) -> None:
        """Have the screens' counters made anew: something beside the orders changed."""
        self._moved()

    def _moved(self) -> None:
        for tell in self._tell:
            tell()


def _count(connection: Connection, told: list[_Told]) -> list[Reply]:
    """Keep and count deliveries, neighbours of the queue at once.

    Facts are keyed, so counting a repeated delivery changes nothing; a sender that used one id for two
    bodies loses nothing either.
    """
    fresh = deliveries.keep(connection, [each.delivery for each in told])
    stored = orders.add_all(
        connection, [orders.Batch(each.events, each.delivery.received_at) for each in told]
    )
    replies = []
    for each, first, counts in zip(told, fresh, stored, strict=True):
        said: dict[str, object] = {"ok": True, "events": counts.fresh, "known": counts.known}
        if not first:
            said["repeated"] = True
        if each.delivery.findings:
            said["findings"] = list(each.delivery.findings)
        replies.append(Reply(200, _words(SOURCES.get(each.delivery.source), said)))
    return replies


def _quarantine(connection: Connection, kept: Delivery, refused: Reply) -> Reply:
    deliveries.drop_quarantine(connection, before=kept.received_at - QUARANTINE_MS)
    deliveries.keep(connection, [kept])
    return refused


def _said(reply: Reply) -> Future[Reply]:
    future: Future[Reply] = Future()
    future.set_result(reply)
    return future


def _words(adapter: Source | None, ours: dict[str, object]) -> dict[str, object]:
    """What the sender wants to hear: a platform's own words, our counts for all others."""
    if adapter is None or adapter.name == "generic":
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


def rate_of(source: str) -> int:
    """Deliveries a second that a source may send: `STUDIO_RATE_SHOPIFY` and the like, else `RATE`."""
    given = os.environ.get(f"STUDIO_RATE_{source.upper()}", "")
    return int(given) if given.isdigit() and int(given) else RATE
