"""Stripe: `Stripe-Signature: t=…,v1=…`, hex HMAC-SHA256 over `t.body`, 300 s tolerance.

Source: docs.stripe.com, "Verify webhook signatures manually", and the PaymentIntent, Charge and Refund
objects. An order here is a payment intent with one line; its metadata may hold `sku` and `qty`.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from catalog.bilingual import Bilingual
from catalog.currency import EXPONENTS
from sales.event import OrderEvent
from sales.inbox.fields import Fields, collect, read_json
from sales.inbox.order import Line, Order
from sales.inbox.source import NO_HEADERS, Parsed, Source, Verdict, header, match_secret

SIGNATURE: Final = "Stripe-Signature"
TOLERANCE_MS: Final = 300_000
#: Currencies without decimals that Stripe still counts in hundredths (docs.stripe.com/currencies).
_HUNDREDTHS: Final = frozenset({"ISK", "UGX"})


def sign(body: bytes, secret: bytes, at: int) -> str:
    """The value of the signature header at `at` (UTC epoch ms)."""
    return f"t={at // 1000},v1={_digest(body, secret, str(at // 1000))}"


def _digest(body: bytes, secret: bytes, t: str) -> str:
    return hmac.new(secret, t.encode() + b"." + body, sha256).hexdigest()


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[bytes], now_ms: int) -> Verdict:
    """Whether a secret signed these bytes within 300 s of now; while it is rolled there are several `v1`."""
    given = header(headers, SIGNATURE)
    if given is None:
        return Verdict(False, "missing")
    pairs = [part.strip().partition("=") for part in given.split(",")]
    times = [value for name, _, value in pairs if name == "t" and value.isascii() and value.isdigit()]
    signatures = [value for name, _, value in pairs if name == "v1" and value]
    if len(times) != 1 or len(times[0]) > 12 or not signatures:
        return Verdict(False, "malformed")
    verdict = Verdict(False, "no_secret")
    expected = [_digest(body, secret, times[0]).encode() for secret in secrets if secret]
    for signature in signatures[:8]:
        found = match_secret(expected, signature.encode())
        verdict = found if not verdict.ok else verdict
    if verdict.ok and abs(now_ms - int(times[0]) * 1000) > TOLERANCE_MS:
        return Verdict(False, "stale")
    return verdict


def delivery_id(body: bytes, headers: Mapping[str, str]) -> str:
    """The event's id, the same for each attempt; the digest of the body when it has none."""
    document, _ = read_json(body, source="stripe")
    given = document.get("id") if isinstance(document, dict) else None
    return given if isinstance(given, str) and 0 < len(given) <= 200 else sha256(body).hexdigest()


def parse(body: bytes, *, source: str, headers: Mapping[str, str] = NO_HEADERS) -> Parsed:
    """(events, findings) of one Stripe event; types that tell nothing of an order give neither."""
    document, broken = read_json(body, source=source)
    if broken is not None:
        return (), (broken,)

    def read(item: object, row: int) -> list[OrderEvent]:
        event = Fields(item if isinstance(item, dict) else {}, source, row)
        kind = event.text("type", required=True) or ""
        made = event.required_time(event.seconds("created"), "created")
        shop = event.text("account", required=False) or "main"
        return _facts(event.child("data").child("object"), kind, made, shop)

    return collect([document], read)


def _facts(thing: Fields, kind: str, made: int, shop: str) -> list[OrderEvent]:
    name, _, step = kind.partition(".")
    if name == "payment_intent" and step in {"created", "succeeded", "canceled"}:
        order = _order(thing, "id", shop)
        line = _line(thing)
        placed = thing.required_time(thing.seconds("created"), "created")
        events = order.lines_fact("placed", placed, [line], _minor(thing, "amount", order.currency))
        if step == "succeeded":
            events += order.lines_fact("paid", made, [line], _minor(thing, "amount_received", order.currency))
        if step == "canceled":
            events.append(order.fact("cancelled", made))
        return events
    if kind == "charge.refunded":
        order = _order(thing, "payment_intent", shop)
        total = _minor(thing, "amount_refunded", order.currency)
        # Cumulative: an assertion, so that it never adds to the single refunds.
        return [replace(order, version=made // 1000).fact("refund_total", made, amount=total)]
    if name == "refund" and thing.text("status", required=False) == "succeeded":
        order = _order(thing, "payment_intent", shop)
        at = thing.required_time(thing.seconds("created"), "created")
        ref = thing.must(thing.id("id", required=True), "id")
        return [order.fact("refunded", at, amount=_minor(thing, "amount", order.currency), ref=ref)]
    return []


def _order(thing: Fields, id_field: str, shop: str) -> Order:
    currency = thing.must(thing.text("currency", required=True), "currency").upper()
    if currency not in EXPONENTS:
        thing.fail("sales.currency.unknown", "currency", value=currency)
    order_id = thing.must(thing.id(id_field, required=True), id_field)
    return Order(thing.source, shop, order_id, currency, thing.text("customer", required=False))


def _line(thing: Fields) -> Line:
    metadata = thing.child("metadata")
    qty = metadata.text("qty", required=False) or "1"
    if not (qty.isascii() and qty.isdigit() and len(qty) <= 6):
        metadata.fail("sales.qty.shape", "metadata.qty", value=qty)
    return Line(sku=metadata.text("sku", required=False), qty=int(qty), weight=1, line_id="1")


def _minor(thing: Fields, field: str, currency: str) -> int:
    """Stripe's smallest units as ISO 4217 minor units."""
    minor = thing.minor(field)
    if currency not in _HUNDREDTHS:
        return minor
    if minor % 100:
        thing.fail("sales.amount.decimals", field, value=minor, currency=currency)
    return minor // 100


SOURCE: Final = Source("stripe", Bilingual(en="Stripe", zh="Stripe"), verify, parse, delivery_id)
