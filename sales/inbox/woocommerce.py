"""WooCommerce: base64 HMAC-SHA256 over the raw body; orders as they stand.

Source: WooCommerce developer docs, "Webhooks", and the REST order resource. The first delivery of a new
webhook is a form-encoded ping. Times without an offset are the shop's: the `_gmt` ones are read. The plugin
sends before its own commit, and drops a webhook after repeated failures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from catalog.bilingual import Bilingual
from catalog.currency import EXPONENTS
from sales.event import OrderEvent
from sales.inbox.fields import Fields, collect, read_json
from sales.inbox.order import Line, Order
from sales.inbox.shopify import sign
from sales.inbox.source import NO_HEADERS, Parsed, Source, Verdict, header, match_secret

SIGNATURE: Final = "X-WC-Webhook-Signature"


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[bytes], now_ms: int) -> Verdict:
    """Whether one of the webhook secrets signed these bytes; the scheme is the one of Shopify."""
    given = header(headers, SIGNATURE)
    if given is None:
        return Verdict(False, "missing")
    return match_secret([sign(body, secret).encode() for secret in secrets if secret], given.strip().encode())


def delivery_id(body: bytes, headers: Mapping[str, str]) -> str:
    """`X-WC-Webhook-Delivery-ID` with the webhook's id, else the digest of the body."""
    given = (header(headers, "X-WC-Webhook-Delivery-ID") or "").strip()
    hook = (header(headers, "X-WC-Webhook-ID") or "").strip()
    return f"{hook}:{given}" if 0 < len(given) <= 100 and len(hook) <= 50 else sha256(body).hexdigest()


def probe(body: bytes) -> bool:
    """True for the ping of a new webhook: `webhook_id=12`."""
    return re.fullmatch(rb"webhook_id=\d+", body) is not None


def parse(body: bytes, *, source: str, headers: Mapping[str, str] = NO_HEADERS) -> Parsed:
    """(events, findings) of an order; the shop is the address that the headers name."""
    document, broken = read_json(body, source=source)
    if broken is not None:
        return (), (broken,)
    address = header(headers, "X-WC-Webhook-Source") or ""
    shop = re.sub(r"^https?://|/+$", "", address) or "main"
    return collect([document], lambda item, row: _order(item, shop, source, row))


def _order(item: object, shop: str, source: str, row: int) -> list[OrderEvent]:
    fields = Fields(item if isinstance(item, dict) else {}, source, row)
    currency = fields.must(fields.text("currency", required=True), "currency").upper()
    if currency not in EXPONENTS:
        fields.fail("sales.currency.unknown", "currency", value=currency)
    buyer = fields.number_id("customer_id") or fields.child("billing").text("email", required=False)
    order = Order(source, shop, fields.must(fields.number_id("id"), "id"), currency, buyer)
    lines = [
        Line(
            sku=line.text("sku", required=False) or line.number_id("product_id"),
            qty=line.whole("quantity", "sales.qty.shape", default=None, limit=10_000_000),
            weight=line.money("total", currency) + (line.amount("total_tax", currency) or 0),
        )
        for line in fields.children("line_items")
    ]
    total = fields.money("total", currency)
    created = fields.required_time(fields.iso("date_created_gmt", utc=True), "date_created_gmt")
    events = order.lines_fact("placed", created, lines, total)
    paid = fields.iso("date_paid_gmt", utc=True)
    if paid is not None:
        events += order.lines_fact("paid", paid, lines, total)
    changed = fields.iso("date_modified_gmt", utc=True) or created
    status = fields.text("status", required=False)
    if status in {"cancelled", "failed"}:
        events.append(order.fact("cancelled", changed))
    if status == "completed":
        events.append(order.fact("completed", fields.iso("date_completed_gmt", utc=True) or changed))
    for refund in fields.children("refunds"):
        text = fields.must(refund.text("total", required=True), "total").removeprefix("-")
        amount = Fields({"total": text}, source, row).money("total", currency)
        ref = refund.must(refund.number_id("id"), "refunds.id")
        events.append(order.fact("refunded", changed, amount=amount, ref=ref))
    return events


SOURCE: Final = Source(
    "woocommerce", Bilingual(en="WooCommerce", zh="WooCommerce"), verify, parse, delivery_id, probe
)
