"""Shopify: base64 HMAC-SHA256 over the raw body; orders and refunds as they stand.

Source: shopify.dev, "Verify webhook deliveries" and the Order and Refund resources. Topics orders/create,
paid, updated, cancelled all send the order; refunds/create sends a refund. Deliveries may be a day late and
unordered.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from catalog.bilingual import Bilingual
from catalog.currency import EXPONENTS
from sales.event import OrderEvent
from sales.inbox.fields import Fields, collect, read_json
from sales.inbox.order import Line, Order
from sales.inbox.source import NO_HEADERS, Parsed, Source, Verdict, header, match_secret

SIGNATURE: Final = "X-Shopify-Hmac-SHA256"
#: States in which the customer's money was taken.
_PAID: Final = frozenset({"paid", "partially_refunded", "refunded"})


def sign(body: bytes, secret: bytes) -> str:
    """The value of the signature header."""
    return b64encode(hmac.new(secret, body, sha256).digest()).decode()


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[bytes], now_ms: int) -> Verdict:
    """Whether one of the client secrets signed these bytes; both hold for an hour while they are rotated."""
    given = header(headers, SIGNATURE)
    if given is None:
        return Verdict(False, "missing")
    return match_secret([sign(body, secret).encode() for secret in secrets if secret], given.strip().encode())


def delivery_id(body: bytes, headers: Mapping[str, str]) -> str:
    """`X-Shopify-Webhook-Id`, the same for each attempt of a delivery."""
    given = (header(headers, "X-Shopify-Webhook-Id") or "").strip()
    return given if 0 < len(given) <= 200 else sha256(body).hexdigest()


def parse(body: bytes, *, source: str, headers: Mapping[str, str] = NO_HEADERS) -> Parsed:
    """(events, findings) of an order or a refund; the shop is the domain that the headers name."""
    document, broken = read_json(body, source=source)
    if broken is not None:
        return (), (broken,)
    shop = header(headers, "X-Shopify-Shop-Domain") or "main"

    def read(item: object, row: int) -> list[OrderEvent]:
        fields = Fields(item if isinstance(item, dict) else {}, source, row)
        return _refund_alone(fields, shop) if "refund_line_items" in fields.item else _order(fields, shop)

    return collect([document], read)


def _order(fields: Fields, shop: str) -> list[OrderEvent]:
    currency = _currency(fields)
    buyer = fields.child("customer").number_id("id") or fields.text("email", required=False)
    order = Order(fields.source, shop, fields.must(fields.number_id("id"), "id"), currency, buyer)
    lines = [
        Line(
            sku=item.text("sku", required=False) or item.number_id("variant_id"),
            qty=(qty := item.whole("quantity", "sales.qty.shape", default=None, limit=10_000_000)),
            weight=item.money("price", currency) * qty,
        )
        for item in fields.children("line_items")
    ]
    total = fields.money("total_price", currency)
    created = fields.required_time(fields.iso("created_at"), "created_at")
    events = order.lines_fact("placed", created, lines, total)
    if fields.text("financial_status", required=False) in _PAID:
        events += order.lines_fact("paid", fields.iso("processed_at") or created, lines, total)
    cancelled = fields.iso("cancelled_at")
    if cancelled is not None:
        events.append(order.fact("cancelled", cancelled))
    for refund in fields.children("refunds"):
        events += _refund(refund, order)
    return events


def _refund_alone(fields: Fields, shop: str) -> list[OrderEvent]:
    """A refunds/create document: it names its order by id."""
    money = [item.text("currency", required=False) for item in fields.children("transactions")]
    currency = next((text.upper() for text in money if text), "")
    if not currency:
        return []
    order = Order(fields.source, shop, fields.must(fields.number_id("order_id"), "order_id"), currency)
    return _refund(fields, order)


def _refund(fields: Fields, order: Order) -> list[OrderEvent]:
    """The money of a refund, told for the whole order: its transactions do not name lines."""
    amount = sum(
        item.money("amount", order.currency)
        for item in fields.children("transactions")
        if item.text("kind", required=False) == "refund" and item.text("status", required=False) == "success"
    )
    at = fields.required_time(fields.iso("created_at"), "created_at")
    ref = fields.must(fields.number_id("id"), "id")
    return [order.fact("refunded", at, amount=amount, ref=ref)] if amount else []


def _currency(fields: Fields) -> str:
    currency = fields.must(fields.text("currency", required=True), "currency").upper()
    if currency not in EXPONENTS:
        fields.fail("sales.currency.unknown", "currency", value=currency)
    return currency


SOURCE: Final = Source("shopify", Bilingual(en="Shopify", zh="Shopify"), verify, parse, delivery_id)
