"""TikTok Shop: hex HMAC-SHA256 of app key + body in `Authorization`; a notification tells a state, no amount.

Source: TikTok Shop Partner Center, "Webhooks overview" and "Get Order Detail". The order's details, fetched
by whoever holds the token, may be posted here in the shape of that interface (`{"orders": […]}`): they hold
lines and amounts. Deliveries come at least once, for up to 72 hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, cast

from catalog.bilingual import Bilingual
from catalog.currency import EXPONENTS
from catalog.finding import Finding, Where
from sales.event import OrderEvent
from sales.inbox.app_key import hmac_digest, verify_with
from sales.inbox.fields import Fields, collect, read_json
from sales.inbox.order import Line, Order
from sales.inbox.source import NO_HEADERS, Parsed, Source, Verdict
from sales.problem import problem

SIGNATURE: Final = "Authorization"


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[bytes], now_ms: int) -> Verdict:
    """Whether one of the `app_key:app_secret` pairs signed these bytes."""
    return verify_with(hmac_digest, SIGNATURE, body, headers, secrets)


def delivery_id(body: bytes, headers: Mapping[str, str]) -> str:
    """The notification's own id, else the digest of the body."""
    document, _ = read_json(body, source="tiktok")
    given = document.get("tts_notification_id") if isinstance(document, dict) else None
    return given if isinstance(given, str) and 0 < len(given) <= 200 else sha256(body).hexdigest()


def parse(body: bytes, *, source: str, headers: Mapping[str, str] = NO_HEADERS) -> Parsed:
    """(events, findings). A state without amounts that proves nothing gives the finding what to fetch."""
    document, broken = read_json(body, source=source)
    if broken is not None:
        return (), (broken,)
    if not isinstance(document, dict):
        return (), (problem("sales.body.shape", Where(file=source), detail="an object is expected"),)
    given = cast("dict[str, Any]", document)
    if isinstance(given.get("orders"), list):
        shop = given.get("shop_id")
        name = str(shop) if isinstance(shop, str | int) else "main"
        return collect(given["orders"], lambda item, row: _details(item, name, source, row))
    events, findings = collect([given], lambda item, row: _state(item, source, row))
    return events, findings if events or findings else _due(given, source)


def _state(item: dict[str, Any], source: str, row: int) -> list[OrderEvent]:
    """What a notification proves without amounts: that the order was cancelled, sent or completed."""
    fields = Fields(item, source, row)
    data = fields.child("data")
    order_id = data.number_id("order_id")
    if order_id is None:
        return []
    order = Order(source, fields.number_id("shop_id") or "main", order_id, "")
    at = fields.required_time(data.seconds("update_time") or fields.seconds("timestamp"), "timestamp")
    match data.text("order_status", required=False):
        case "CANCELLED" | "CANCEL":
            return [order.fact("cancelled", at)]
        case "IN_TRANSIT":
            return [order.fact("shipped", at)]
        case "COMPLETED":
            return [order.fact("completed", at)]
    return []


def _due(item: dict[str, Any], source: str) -> tuple[Finding, ...]:
    data = item.get("data")
    order_id = data.get("order_id") if isinstance(data, dict) else None
    if order_id is None:
        tag = item.get("type")
        return (problem("sales.tag.unknown", Where(file=source), value=tag),)
    return (problem("sales.order.details", Where(file=source), source="TikTok Shop", value=order_id),)


def _details(item: object, shop: str, source: str, row: int) -> list[OrderEvent]:
    """An order as the order interface shows it: each line item is one piece."""
    fields = Fields(item if isinstance(item, dict) else {}, source, row)
    items = fields.children("line_items")
    currency = next((text for line in items if (text := line.text("currency", required=False))), None)
    currency = (currency or fields.child("payment").text("currency", required=False) or "").upper()
    if currency not in EXPONENTS:
        fields.fail("sales.currency.unknown", "currency", value=currency)
    buyer = fields.number_id("user_id") or fields.text("buyer_email", required=False)
    order = Order(source, shop, fields.must(fields.number_id("id"), "id"), currency, buyer)
    lines, paid_by_buyer = [], 0
    for line in items:
        sku = line.text("seller_sku", required=False) or line.number_id("sku_id")
        own = line.money("sale_price", currency)
        paid_by_buyer += own
        # The platform's own discount is a subsidy: GMV counts the price before it.
        weight = own + (line.amount("platform_discount", currency) or 0)
        lines.append(Line(sku, 1, weight, line.must(line.number_id("id"), "line_items.id")))
    total = sum(line.weight for line in lines)
    created = fields.required_time(fields.seconds("create_time"), "create_time")
    events = order.lines_fact("placed", created, lines, total)
    paid, cod = fields.seconds("paid_time"), fields.item.get("is_cod") is True
    if paid is not None:
        events += order.lines_fact("paid", paid, lines, total, user_paid=paid_by_buyer)
    elif cod:
        events += order.lines_fact("cod_confirmed", created, lines, total)
    cancelled = fields.seconds("cancel_time")
    if cancelled is not None:
        events.append(order.fact("cancelled", cancelled))
    return events


SOURCE: Final = Source("tiktok", Bilingual(en="TikTok Shop", zh="TikTok Shop"), verify, parse, delivery_id)
