"""抖店: MD5 of app key + body + app secret in `event-sign`; an array of tagged messages, amounts in 分.

Source: op.jinritemai.com, message push (reference 4.1). Tag 0 is a probe, 100 placed, 101 paid (also fired
when a merchant confirms cash on delivery: `pay_type` 0 moves no money), 106 cancelled, 200 refund asked
for, 201 agreed, 206 refunded, 207 closed. Messages name the order and its sub-orders but only the sum paid:
for several sub-orders it is shared equally until an export or an interface tells the real amounts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from catalog.bilingual import Bilingual
from catalog.finding import Finding, Where
from sales.event import OrderEvent, OrderKind, repeat_ref
from sales.inbox.app_key import md5_digest, verify_with
from sales.inbox.fields import BadEvent, Fields, read_json
from sales.inbox.order import ESTIMATE, Line, Order
from sales.inbox.source import NO_HEADERS, Parsed, Reply, Source, Verdict
from sales.problem import problem

SIGNATURE: Final = "event-sign"
PROBE: Final = "0"


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[bytes], now_ms: int) -> Verdict:
    """Whether one of the `app_key:app_secret` pairs signed these bytes."""
    return verify_with(md5_digest, SIGNATURE, body, headers, secrets)


def delivery_id(body: bytes, headers: Mapping[str, str]) -> str:
    """The digest of the body: one delivery holds several messages, whose facts have their own keys."""
    return sha256(body).hexdigest()


def probe(body: bytes) -> bool:
    """True when every message has tag 0."""
    document, _ = read_json(body, source="doudian")
    items = document if isinstance(document, list) else [document]
    return bool(items) and all(isinstance(item, dict) and str(item.get("tag")) == PROBE for item in items)


def parse(body: bytes, *, source: str, headers: Mapping[str, str] = NO_HEADERS) -> Parsed:
    """(events, findings) of an array of messages; of fifty with one bad, forty-nine are read."""
    document, broken = read_json(body, source=source)
    if broken is not None:
        return (), (broken,)
    if not isinstance(document, list):
        shape = "an array of messages is expected"
        return (), (problem("sales.body.shape", Where(file=source), detail=shape),)
    events: list[OrderEvent] = []
    findings: list[Finding] = []
    for row, item in enumerate(document, start=1):
        try:
            told = _message(item, source, row)
        except BadEvent as bad:
            findings.append(bad.finding)
            continue
        if told is None:
            findings.append(problem("sales.tag.unknown", Where(source, row, "tag"), value=item.get("tag")))
        else:
            events += told
    return tuple(events), tuple(findings)


def _message(item: Any, source: str, row: int) -> list[OrderEvent] | None:
    """The facts of one message; None when its tag is not ours to read."""
    message = Fields(item if isinstance(item, dict) else {}, source, row)
    tag = message.must(message.number_id("tag") or ("0" if message.item.get("tag") == 0 else None), "tag")
    if tag == PROBE:
        return []
    if tag not in _TAGS:
        return None
    data = message.nested("data", message.long_text("data"))
    order_id = data.must(data.number_id("p_id"), "p_id")
    order = Order(source, data.number_id("shop_id") or "main", order_id, "CNY", data.number_id("open_id"))
    return _facts(tag, data, order)


#: Tag → kind of fact, for the messages that speak of money.
_TAGS: Final[Mapping[str, OrderKind]] = {
    "100": "placed", "101": "paid", "106": "cancelled", "200": "refund_requested", "206": "refunded",
    "207": "refund_closed",
}  # fmt: skip
#: Where each tag keeps its time, in unix seconds; the first one present counts.
_TIMES: Final = (
    "pay_time", "create_time", "cancel_time", "success_time", "apply_time", "close_time", "update_time",
)


def _facts(tag: str, data: Fields, order: Order) -> list[OrderEvent]:
    kind = _TAGS[tag]
    at = data.required_time(next((ms for name in _TIMES if (ms := data.seconds(name))), None), _TIMES[0])
    if kind == "cancelled":
        return [order.fact(kind, at)]
    if kind in {"refund_requested", "refunded", "refund_closed"}:
        amount = data.minor("refund_amount") if kind != "refund_closed" else 0
        ref = data.number_id("aftersale_id") or repeat_ref(None, occurred_at=at, amount_minor=amount)
        line = data.number_id("s_id")
        return [order.fact(kind, at, line_id=line or "*", amount=amount, ref=ref)]
    if kind == "paid" and data.item.get("pay_type") in (0, "0"):
        kind = "cod_confirmed"
    field = "pay_amount" if data.item.get("pay_amount") is not None else "order_amount"
    lines = _sub_orders(data)
    exact = len(lines) == 1
    told = order if exact else replace(order, version=ESTIMATE)
    return told.lines_fact(kind, at, lines, data.minor(field))


def _sub_orders(data: Fields) -> list[Line]:
    ids = data.item.get("s_ids")
    if not isinstance(ids, list) or not ids:
        ids = [data.must(data.number_id("p_id"), "p_id")]
    names = [data_id.number_id("id") for data_id in (Fields({"id": i}, data.source, data.row) for i in ids)]
    return [Line(None, 1, 1, data.must(name, "s_ids")) for name in names]


SOURCE: Final = Source(
    "doudian", Bilingual(en="Doudian", zh="抖店"), verify, parse, delivery_id, probe,
    reply=Reply(body=b'{"code":0,"msg":"success"}'),
)  # fmt: skip
