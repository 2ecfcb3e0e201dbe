"""有赞: MD5 of client id + body + client secret in `Event-Sign`; `msg` is URL-encoded JSON.

Source: doc.youzanyun.com, message push (reference 4.1); fields of `full_order_info` as its order interface
has them. Amounts are 元 as text, times local to Beijing; `version` grows with each change of the order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final
from urllib.parse import unquote_plus

from catalog.bilingual import Bilingual
from catalog.cells import CHINA
from catalog.finding import Where
from sales.event import OrderEvent, repeat_ref
from sales.inbox.app_key import md5_digest, verify_with
from sales.inbox.fields import Fields, collect, read_json
from sales.inbox.order import Line, Order
from sales.inbox.source import NO_HEADERS, Parsed, Reply, Source, Verdict
from sales.instant import TimeShapeError, local_instant
from sales.problem import problem

SIGNATURE: Final = "Event-Sign"


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[bytes], now_ms: int) -> Verdict:
    """Whether one of the `client_id:client_secret` pairs signed these bytes."""
    return verify_with(md5_digest, SIGNATURE, body, headers, secrets)


def delivery_id(body: bytes, headers: Mapping[str, str]) -> str:
    """The message's `msg_id`, else the digest of the body."""
    document, _ = read_json(body, source="youzan")
    given = document.get("msg_id") if isinstance(document, dict) else None
    return given if isinstance(given, str) and 0 < len(given) <= 200 else sha256(body).hexdigest()


def probe(body: bytes) -> bool:
    """True for the test push, which carries `"test": true`."""
    document, _ = read_json(body, source="youzan")
    return isinstance(document, dict) and document.get("test") is True


def parse(body: bytes, *, source: str, headers: Mapping[str, str] = NO_HEADERS) -> Parsed:
    """(events, findings) of one push."""
    document, broken = read_json(body, source=source)
    if broken is not None:
        return (), (broken,)
    push = document if isinstance(document, dict) else {}
    if str(push.get("type")) not in _READ:
        return (), (problem("sales.tag.unknown", Where(file=source, column="type"), value=push.get("type")),)
    return collect([push], lambda item, row: _push(Fields(item, source, row)))


_READ: Final = frozenset(
    {
        "trade_TradeCreate", "trade_TradePaid", "trade_TradeSuccess", "trade_TradeClose",
        "trade_TradeBuyerShip", "trade_refund_RefundSuccess",
    }
)  # fmt: skip


def _push(push: Fields) -> list[OrderEvent]:
    message = push.nested("msg", unquote_plus(push.long_text("msg")))
    shop = push.number_id("kdt_id") or "main"
    kind = push.text("type", required=True)
    if kind == "trade_refund_RefundSuccess":
        return _refund(message, shop)
    info = message.child("full_order_info")
    if not info.item:
        return _bare(message, push, shop, kind or "")
    return _order(info, push, shop)


def _order(info: Fields, push: Fields, shop: str) -> list[OrderEvent]:
    head = info.child("order_info")
    buyer = info.child("buyer_info").number_id("yz_open_id") or info.child("buyer_info").number_id("buyer_id")
    version = push.whole("version", "sales.qty.shape", default=0, limit=2**31 - 1)
    order_id = head.must(head.number_id("tid"), "tid")
    order = Order(push.source, shop, order_id, "CNY", buyer, version)
    lines = [
        Line(
            sku=line.text("outer_sku_id", required=False) or line.text("outer_item_id", required=False),
            qty=line.whole("num", "sales.qty.shape", default=None, limit=10_000_000),
            weight=line.money("payment", "CNY"),
            line_id=line.must(line.number_id("oid"), "oid"),
        )
        for line in info.children("orders")
    ]
    paid = info.child("pay_info").amount("payment", "CNY")
    total = sum(line.weight for line in lines) if paid is None else paid
    created = head.required_time(_beijing(head, "created"), "created")
    events = order.lines_fact("placed", created, lines, total)
    pay_time = _beijing(head, "pay_time")
    if pay_time is not None:
        events += order.lines_fact("paid", pay_time, lines, total)
    status = head.text("status", required=False)
    changed = _beijing(head, "update_time") or pay_time or created
    if status == "TRADE_CLOSED":
        events.append(order.fact("cancelled", changed))
    if status == "TRADE_SUCCESS":
        events.append(order.fact("completed", _beijing(head, "success_time") or changed))
    return events


def _bare(message: Fields, push: Fields, shop: str, kind: str) -> list[OrderEvent]:
    """Closed and completed pushes may carry the order number alone."""
    order_id = message.number_id("tid") or push.number_id("id")
    order = Order(push.source, shop, push.must(order_id, "tid"), "")
    at = push.required_time(_beijing(message, "update_time"), "update_time")
    return [order.fact("cancelled" if kind == "trade_TradeClose" else "completed", at)]


def _refund(message: Fields, shop: str) -> list[OrderEvent]:
    order = Order(message.source, shop, message.must(message.number_id("tid"), "tid"), "CNY")
    amount = message.money("refunded_fee", "CNY")
    at = message.required_time(_beijing(message, "update_time"), "update_time")
    ref = message.number_id("refund_id") or repeat_ref(None, occurred_at=at, amount_minor=amount)
    oids = message.number_id("oids") or message.number_id("oid")
    return [order.fact("refunded", at, line_id=oids or "*", amount=amount, ref=ref)]


def _beijing(fields: Fields, name: str) -> int | None:
    """Epoch milliseconds of a Beijing time such as `2026-11-11 20:00:06`; None when absent."""
    text = fields.text(name, required=False)
    if text is None:
        return None
    try:
        return local_instant(text, CHINA).ms
    except TimeShapeError as error:
        fields.fail(error.code, name, value=text)


SOURCE: Final = Source(
    "youzan", Bilingual(en="Youzan", zh="有赞"), verify, parse, delivery_id, probe,
    reply=Reply(body=b'{"code":0,"msg":"success"}'),
)  # fmt: skip
