"""Platform webhooks: six signature schemes, and what each platform's order says as facts."""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import md5, sha256
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales.event import OrderEvent
from sales.files import read_orders
from sales.fold import fold_lines
from sales.inbox import SOURCES
from sales.inbox.source import Parsed
from sales.line import LineState
from sales.tally import totals
from tests.sales_facts import EIGHT, HOUR, MINUTE

Sign = Callable[[bytes, bytes], dict[str, str]]
ISO = "2026-11-11T20:00:00+08:00"
UNIX = EIGHT // 1000


def _base64(name: str) -> Sign:
    def sign(body: bytes, secret: bytes) -> dict[str, str]:
        return {name: b64encode(hmac.new(secret, body, sha256).digest()).decode()}

    return sign


def _stripe(body: bytes, secret: bytes, at: int = UNIX) -> dict[str, str]:
    digest = hmac.new(secret, f"{at}.".encode() + body, sha256).hexdigest()
    return {"Stripe-Signature": f"t={at},v1={digest},v0=ignored"}


def _tiktok(body: bytes, secret: bytes) -> dict[str, str]:
    key, _, own = secret.partition(b":")
    return {"Authorization": hmac.new(own, key + body, sha256).hexdigest()}


def _md5(name: str) -> Sign:
    def sign(body: bytes, secret: bytes) -> dict[str, str]:
        key, _, own = secret.partition(b":")
        return {name: md5(key + body + own).hexdigest()}

    return sign


#: Source → how its platform signs, computed here on its own from the platform's description.
SCHEMES: dict[str, Sign] = {
    "shopify": _base64("X-Shopify-Hmac-SHA256"),
    "woocommerce": _base64("X-WC-Webhook-Signature"),
    "stripe": _stripe,
    "tiktok": _tiktok,
    "doudian": _md5("event-sign"),
    "youzan": _md5("Event-Sign"),
}
SECRET, OTHER = b"key:secret", b"key:other"
BODY = json.dumps({"id": 1, "text": "水蜜桃"}, ensure_ascii=False).encode()

schemes = pytest.mark.parametrize("name", SCHEMES)


@schemes
def test_good_signature(name: str) -> None:
    """The platform's signature over the raw body is accepted, whatever the case of the header's name."""
    headers = {key.lower(): value for key, value in SCHEMES[name](BODY, SECRET).items()}
    assert SOURCES[name].verify(BODY, headers, [SECRET], EIGHT).ok


@schemes
def test_bad_signature(name: str) -> None:
    """Signed with another secret, or not at all: refused with the reason."""
    verify = SOURCES[name].verify
    assert verify(BODY, SCHEMES[name](BODY, OTHER), [SECRET], EIGHT).reason == "mismatch"
    assert verify(BODY, {}, [SECRET], EIGHT).reason == "missing"
    assert not verify(BODY, SCHEMES[name](BODY, SECRET), [], EIGHT).ok


@schemes
@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, len(BODY) - 1), flip=st.integers(1, 255))
def test_one_byte_changed(name: str, at: int, flip: int) -> None:
    """Any changed byte breaks it."""
    changed = BODY[:at] + bytes([BODY[at] ^ flip]) + BODY[at + 1 :]
    assert not SOURCES[name].verify(changed, SCHEMES[name](BODY, SECRET), [SECRET], EIGHT).ok


@schemes
def test_signature_over_a_re_serialised_body(name: str) -> None:
    """The same JSON with other spaces is another body: only the raw bytes count."""
    again = json.dumps(json.loads(BODY), indent=2).encode()
    assert not SOURCES[name].verify(again, SCHEMES[name](BODY, SECRET), [SECRET], EIGHT).ok


@schemes
def test_rotated_secret(name: str) -> None:
    """While a secret is rotated both hold, and the verdict says which one fitted."""
    verify = SOURCES[name].verify
    assert verify(BODY, SCHEMES[name](BODY, SECRET), [OTHER, SECRET], EIGHT).secret == 1
    assert verify(BODY, SCHEMES[name](BODY, OTHER), [OTHER, SECRET], EIGHT).secret == 0


@schemes
def test_replayed_delivery(name: str) -> None:
    """A day later: refused where the scheme signs a time; elsewhere ids and keys make it harmless."""
    source, headers = SOURCES[name], SCHEMES[name](BODY, SECRET)
    verdict = source.verify(BODY, headers, [SECRET], EIGHT + 24 * HOUR)
    assert verdict.reason == ("stale" if name == "stripe" else "ok")
    assert source.delivery_id(BODY, headers) == source.delivery_id(BODY, dict(headers))


@schemes
@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=80))
def test_garbage_in_the_header_is_no_exception(name: str, text: str) -> None:
    """Whatever stands in the signature header, the answer is no."""
    (field,) = SCHEMES[name](BODY, SECRET)
    assert not SOURCES[name].verify(BODY, {field: text}, [SECRET], EIGHT).ok


@schemes
@settings(max_examples=60, deadline=None)
@given(
    document=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["id", "tag", "data", "type", "msg", "orders", "line_items", "created", "object"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_document_raises(name: str, document: object) -> None:
    """Any JSON ends in events or findings."""
    SOURCES[name].parse(json.dumps(document).encode(), source=name)
    SOURCES[name].probe(json.dumps(document).encode())
    SOURCES[name].delivery_id(json.dumps(document).encode(), {})


def test_stripe_window_and_rolled_signatures() -> None:
    """300 s to either side; of several v1 any may fit; a header without time is malformed."""
    verify = SOURCES["stripe"].verify
    good = _stripe(BODY, SECRET)["Stripe-Signature"]
    assert verify(BODY, {"Stripe-Signature": good}, [SECRET], EIGHT + 300_000).ok
    assert verify(BODY, {"Stripe-Signature": good}, [SECRET], EIGHT + 300_001).reason == "stale"
    rolled = good.replace("v1=", "v1=" + "0" * 64 + ",v1=")
    assert verify(BODY, {"Stripe-Signature": rolled}, [SECRET], EIGHT).ok
    assert verify(BODY, {"Stripe-Signature": "v1=00"}, [SECRET], EIGHT).reason == "malformed"


def read(name: str, document: object, **headers: str) -> Parsed:
    """What the source's adapter makes of a document."""
    return SOURCES[name].parse(json.dumps(document).encode(), source=name, headers=headers)


def lines_of(*parsed: Parsed) -> tuple[LineState, ...]:
    """The states after these deliveries; none of them may have had a finding."""
    events: list[OrderEvent] = []
    for told, findings in parsed:
        assert findings == ()
        events += told
    return fold_lines(events)


def shopify_order(**more: Any) -> dict[str, Any]:
    """Peaches 2 × 20.00 and rice 1 × 10.00 with 5.00 shipping, paid."""
    return {
        "id": 820982911946154508,
        "name": "#1001",
        "created_at": ISO,
        "processed_at": ISO,
        "currency": "USD",
        "total_price": "55.00",
        "financial_status": "paid",
        "customer": {"id": 115310627314723954},
        "line_items": [
            {"id": 1, "sku": "P-1", "quantity": 2, "price": "20.00"},
            {"id": 2, "sku": "P-2", "quantity": 1, "price": "10.00"},
        ],
        **more,
    }


SHOPIFY_REFUND = {
    "id": 890088186047892319,
    "order_id": 820982911946154508,
    "created_at": "2026-11-11T21:00:00+08:00",
    "refund_line_items": [],
    "transactions": [
        {"kind": "refund", "status": "success", "amount": "11.00", "currency": "USD"},
        {"kind": "refund", "status": "failure", "amount": "11.00", "currency": "USD"},
    ],
}


def test_shopify_order_and_refund() -> None:
    """The order's total is shared over its lines; a refund counts once, alone and inside the order."""
    told = shopify_order(refunds=[SHOPIFY_REFUND])
    one, two = lines_of(read("shopify", told), read("shopify", SHOPIFY_REFUND), read("shopify", told))
    assert (one.order_id, one.paid_minor, two.paid_minor) == ("820982911946154508", 4400, 1100)
    assert one.refund_minor + two.refund_minor == 1100
    assert one.created_at == EIGHT and one.buyer == two.buyer is not None


def test_shopify_unpaid_and_cancelled() -> None:
    """Pending is placed only; a cancellation reaches each line."""
    told = shopify_order(financial_status="pending", cancelled_at="2026-11-11T20:10:00+08:00")
    assert {line.status for line in lines_of(read("shopify", told))} == {"cancelled"}


def test_shopify_webhook_and_export_are_one_order() -> None:
    """The same order by webhook and by CSV counts once, lines and all."""
    shop = {"X-Shopify-Shop-Domain": "peach.example"}
    events, _ = read("shopify", shopify_order(), **shop)
    text = (
        "Name,Email,Financial Status,Paid at,Currency,Total,Lineitem quantity,Lineitem name,Lineitem price,"
        "Lineitem sku,Created at,Cancelled at,Refunded Amount,Id\n"
        f"#1001,,paid,{ISO},USD,55.00,1,Rice,10.00,P-2,{ISO},,0.00,820982911946154508\n"
        f"#1001,,,,,,2,Peach,20.00,P-1,{ISO},,,\n"
    )
    reading = read_orders(text.encode(), now=EIGHT + HOUR, shop="peach.example")
    lines = fold_lines([*events, *reading.events])
    assert (len(lines), totals(lines)["USD"].paid_minor) == (2, 5500)
    assert [issue.code for line in lines for issue in line.issues] == []


def test_woocommerce_order() -> None:
    """GMT times, ids as text, refunds with their ids, and the ping is a probe."""
    told = {
        "id": 727, "currency": "CNY", "status": "processing", "total": "128.00", "customer_id": 0,
        "billing": {"email": "li@example.com"}, "date_created": "2026-11-11T20:00:00",
        "date_created_gmt": "2026-11-11T12:00:00", "date_paid_gmt": "2026-11-11T12:00:06",
        "date_modified_gmt": "2026-11-11T13:00:00", "refunds": [{"id": 9, "total": "-28.00"}],
        "line_items": [{"id": 1, "sku": "P-1", "quantity": 2, "total": "118.00", "total_tax": "0.00"}],
    }  # fmt: skip
    (line,) = lines_of(read("woocommerce", told, **{"X-WC-Webhook-Source": "https://peach.example/"}))
    assert (line.shop, line.created_at, line.paid_at) == ("peach.example", EIGHT, EIGHT + 6000)
    assert (line.paid_minor, line.refund_minor, line.qty) == (12_800, 2800, 2)
    assert SOURCES["woocommerce"].probe(b"webhook_id=12") and not SOURCES["woocommerce"].probe(b"{}")


def stripe_event(kind: str, at: int = UNIX, **thing: Any) -> dict[str, Any]:
    """A Stripe event about one payment intent."""
    return {"id": f"evt_{kind}_{at}", "type": kind, "created": at, "data": {"object": thing}}


def test_stripe_payment_and_refunds() -> None:
    """The cumulative amount of a charge and its single refunds are the same money."""
    intent = {"id": "pi_1", "created": UNIX, "currency": "usd", "amount": 5900, "amount_received": 5900,
              "metadata": {"sku": "P-1", "qty": "2"}}  # fmt: skip
    refund = {"id": "re_1", "payment_intent": "pi_1", "currency": "usd", "amount": 900, "created": UNIX + 60,
              "status": "succeeded"}  # fmt: skip
    charge = {"payment_intent": "pi_1", "currency": "usd", "amount_refunded": 900}
    (line,) = lines_of(
        read("stripe", stripe_event("charge.refunded", UNIX + 61, **charge)),
        read("stripe", stripe_event("refund.created", UNIX + 61, **refund)),
        read("stripe", stripe_event("payment_intent.succeeded", UNIX + 6, **intent)),
    )
    assert (line.sku, line.qty, line.paid_minor, line.refund_minor) == ("P-1", 2, 5900, 900)
    assert (line.created_at, line.paid_at) == (EIGHT, EIGHT + 6000)


@pytest.mark.parametrize(
    ("currency", "sent", "minor"), [("jpy", 1200, 1200), ("kwd", 1250, 1250), ("isk", 120_000, 1200)]
)
def test_stripe_currencies(currency: str, sent: int, minor: int) -> None:
    """Stripe's smallest unit is ISO's minor unit, except where it still counts hundredths."""
    intent = {"id": "pi_1", "created": UNIX, "currency": currency, "amount": sent, "amount_received": sent}
    (line,) = lines_of(read("stripe", stripe_event("payment_intent.succeeded", **intent)))
    assert line.paid_minor == minor


def test_tiktok_details_hold_the_money() -> None:
    """Each line item is a piece; the platform's discount is GMV but not paid by the buyer."""
    item = {"currency": "USD", "sale_price": "9.00", "platform_discount": "1.00", "seller_sku": "P-1"}
    order = {
        "id": "576859029223086481", "create_time": UNIX, "paid_time": UNIX + 51, "is_cod": False,
        "line_items": [{"id": "576859029223217553", **item}, {"id": "576859029223217554", **item}],
    }  # fmt: skip
    lines = lines_of(read("tiktok", {"shop_id": "7", "orders": [order]}))
    assert [(line.paid_minor, line.user_paid_minor, line.qty) for line in lines] == [(1000, 900, 1)] * 2
    assert lines[0].paid_at == EIGHT + 51_000


def test_tiktok_notification_tells_a_state_only() -> None:
    """A cancellation is a fact; a payment without amounts asks for the order's details."""

    def note(status: str) -> dict[str, Any]:
        data = {"order_id": "576859029223086481", "order_status": status, "update_time": UNIX}
        return {"type": 1, "tts_notification_id": "n-1", "shop_id": "7", "timestamp": UNIX, "data": data}

    events, findings = read("tiktok", note("CANCELLED"))
    assert ([event.kind for event in events], findings) == (["cancelled"], ())
    events, findings = read("tiktok", note("AWAITING_SHIPMENT"))
    assert (events, [finding.code for finding in findings]) == ((), ["sales.order.details"])


def doudian(tag: str, **data: Any) -> dict[str, Any]:
    """One tagged message; ids are int64, as the platform sends them."""
    whole = {"p_id": 6926061225279192238, "s_ids": [6926061225279192239], "shop_id": 4463798, **data}
    return {"tag": tag, "msg_id": "m", "data": json.dumps(whole)}


def test_doudian_order() -> None:
    """Placed, paid and refunded in 分; 19-digit ids keep every digit."""
    messages = [
        doudian("206", aftersale_id=7000000000000000001, s_id=6926061225279192239, refund_amount=900,
                success_time=UNIX + 3600),
        doudian("101", pay_amount=5900, pay_time=UNIX + 6, pay_type=1),
        doudian("100", order_amount=5900, create_time=UNIX),
    ]  # fmt: skip
    (line,) = lines_of(read("doudian", messages))
    assert (line.order_id, line.line_id) == ("6926061225279192238", "6926061225279192239")
    assert (line.created_at, line.paid_minor, line.refund_minor) == (EIGHT, 5900, 900)


def test_doudian_cod_confirmation_moves_no_money() -> None:
    """Tag 101 with pay_type 0 is a merchant's confirmation of cash on delivery."""
    (line,) = lines_of(read("doudian", [doudian("101", pay_amount=5900, pay_time=UNIX, pay_type=0)]))
    assert (line.status, line.paid_minor, line.cod_minor) == ("cod", 0, 5900)


def test_doudian_fifty_messages_with_one_bad() -> None:
    """Forty-nine are read, the bad one is named, unknown tags are noted, nothing is refused whole."""
    messages: list[Any] = [
        doudian("101", p_id=n, s_ids=[n], pay_amount=100, pay_time=UNIX, pay_type=1) for n in range(1, 51)
    ]
    messages[16]["data"] = messages[16]["data"][:-5]
    events, findings = read("doudian", [*messages, doudian("105")])
    assert len(events) == 49
    assert [(f.where.row, f.code) for f in findings] == [(17, "sales.body.json"), (51, "sales.tag.unknown")]


def test_doudian_ids_through_a_float_are_refused() -> None:
    """An int64 that somebody's JSON library made a float has lost its digits."""
    (finding,) = read("doudian", [doudian("101", p_id=6.926061225279192e18, pay_amount=1, pay_time=UNIX)])[1]
    assert finding.code == "sales.id.number"


def test_doudian_probe_and_answer() -> None:
    """Tag 0 asks whether anybody is there; the platform wants its own words back."""
    source = SOURCES["doudian"]
    assert source.probe(b'[{"tag":"0","msg_id":"0","data":"x"}]') and not source.probe(b"[]")
    assert json.loads(source.reply.body) == {"code": 0, "msg": "success"}


def test_doudian_sum_of_two_sub_orders_is_an_estimate_until_the_export() -> None:
    """The message tells the sum only: it is right at once, and the export's lines replace the shares."""
    paid = doudian("101", s_ids=[1, 2], p_id=9, pay_amount=9890, pay_time=UNIX, pay_type=1, shop_id=0)
    events, _ = read("doudian", [paid])
    assert totals(fold_lines(events))["CNY"].paid_minor == 9890
    text = (
        "主订单编号,子订单编号,选购商品,商品数量,商家编码,订单应付金额,订单提交时间,支付完成时间,订单状态\n"
        "9,1,桃,1,P-1,59.00,2026-11-11 20:00:00,2026-11-11 20:00:00,已发货\n"
        "9,2,米,1,P-2,39.90,2026-11-11 20:00:00,2026-11-11 20:00:00,已发货\n"
    )
    lines = fold_lines([*events, *read_orders(text.encode(), now=EIGHT + HOUR).events])
    assert [(line.sku, line.paid_minor) for line in lines] == [("P-1", 5900), ("P-2", 3990)]
    assert [issue.code for line in lines for issue in line.issues] == []


def youzan(kind: str, message: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A push whose `msg` is URL-encoded JSON."""
    text = quote_plus(json.dumps(message, ensure_ascii=False))
    return {"type": kind, "kdt_id": 160, "id": "E2026", "msg_id": "m", "version": 1, "msg": text, **more}


def test_youzan_order() -> None:
    """元 as text, Beijing times, a version that grows, a refund by its id."""
    message = {
        "full_order_info": {
            "order_info": {"tid": "E2026", "created": "2026-11-11 20:00:00",
                           "pay_time": "2026-11-11 20:00:06", "status": "WAIT_SELLER_SEND_GOODS"},
            "pay_info": {"payment": "98.90"},
            "orders": [
                {"oid": "1", "outer_sku_id": "P-1", "num": 1, "payment": "59.00"},
                {"oid": "2", "outer_sku_id": "P-2", "num": 1, "payment": "39.90"},
            ],
        }
    }  # fmt: skip
    refund = {"tid": "E2026", "refund_id": "r1", "oids": "2", "refunded_fee": "9.90",
              "update_time": "2026-11-11 20:30:00"}  # fmt: skip
    one, two = lines_of(
        read("youzan", youzan("trade_refund_RefundSuccess", refund)),
        read("youzan", youzan("trade_TradePaid", message)),
    )
    assert (one.paid_minor, two.paid_minor, two.refund_minor) == (5900, 3990, 990)
    assert (one.created_at, one.paid_at, two.refunds[0][0]) == (EIGHT, EIGHT + 6000, EIGHT + 30 * MINUTE)


def test_youzan_unknown_type_is_kept_and_told() -> None:
    """A push of another kind is no error."""
    events, findings = read("youzan", youzan("item_Update", {}))
    assert (events, [finding.severity for finding in findings]) == ((), ["info"])
