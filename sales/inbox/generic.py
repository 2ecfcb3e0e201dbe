"""The generic source: our own documented JSON, signed with HMAC-SHA256 over the raw body.

The format is `docs/webhooks.md`. A replayed delivery does no harm, because facts are keyed; so there is no
time window, and a sender may retry for days.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final, cast

from catalog.bilingual import Bilingual
from catalog.currency import EXPONENTS
from catalog.finding import Where
from catalog.money import MAX_MINOR
from sales.buyer import buyer_token
from sales.event import KINDS, SINGLE_KINDS, WHOLE_ORDER, OrderEvent, OrderKind, event_key, repeat_ref
from sales.inbox.fields import MAX_TEXT, BadEvent, Fields, collect, read_json, storable
from sales.inbox.source import NO_HEADERS, Parsed, Source, Verdict, header, match_secret
from sales.instant import TimeShapeError, wire_instant
from sales.problem import problem

SIGNATURE: Final = "X-Studio-Signature"
DELIVERY: Final = "X-Studio-Delivery"
#: Kinds that may speak of a whole order and need no amount.
_NO_AMOUNT: Final = frozenset({"cancelled", "shipped", "completed", "returned", "refund_closed"})
_MAX_QTY: Final = 10_000_000


def sign(body: bytes, secret: bytes) -> str:
    """The value of `X-Studio-Signature` for `body`: `sha256=` and 64 hex digits."""
    return "sha256=" + hmac.new(secret, body, sha256).hexdigest()


def verify(body: bytes, headers: Mapping[str, str], secrets: Sequence[bytes], now_ms: int) -> Verdict:
    """Whether one of the valid `secrets` signed exactly these bytes; `now_ms` does not matter here."""
    given = header(headers, SIGNATURE)
    if given is None:
        return Verdict(False, "missing")
    if not re.fullmatch(r"sha256=[0-9a-fA-F]{64}", given.strip()):
        return Verdict(False, "malformed")
    expected = [sign(body, secret).encode() for secret in secrets if secret]
    return match_secret(expected, given.strip().lower().encode())


def delivery_id(body: bytes, headers: Mapping[str, str]) -> str:
    """The sender's `X-Studio-Delivery` when it gives one (1–200 characters), else SHA-256 of the body."""
    given = (header(headers, DELIVERY) or "").strip()
    return given if 0 < len(given) <= 200 else sha256(body).hexdigest()


def parse(body: bytes, *, source: str, headers: Mapping[str, str] = NO_HEADERS) -> Parsed:
    """(events, findings) of a delivery. Findings count events from 1 as rows; a bad event costs itself."""
    document, broken = read_json(body, source=source)
    if broken is not None:
        return (), (broken,)
    shape = _shape_problem(document)
    if shape is not None:
        return (), (problem("sales.body.shape", Where(file=source), detail=shape),)
    given = cast("dict[str, Any]", document)
    return collect(given["events"], lambda item, row: [_event(item, given["shop"], source, row)])


def _shape_problem(document: object) -> str | None:
    if not isinstance(document, dict):
        return "an object is expected"
    shop = document.get("shop")
    if not isinstance(shop, str) or not shop.strip() or len(shop) > MAX_TEXT or not storable(shop):
        return "“shop” must be text"
    if not isinstance(document.get("events"), list):
        return "“events” must be an array"
    return None


def _event(item: object, shop: str, source: str, row: int) -> OrderEvent:
    if not isinstance(item, dict):
        where = Where(file=source, row=row)
        raise BadEvent(problem("sales.body.shape", where, detail="an event is an object"))
    reader = Fields(item, source, row)
    kind = reader.text("kind", required=True) or ""
    if kind not in KINDS:
        reader.fail("sales.kind.unknown", "kind", value=kind, known=", ".join(KINDS))
    order_id = reader.id("order_id", required=True) or ""
    line_id = reader.id("line_id", required=kind not in _NO_AMOUNT) or WHOLE_ORDER
    currency = (reader.text("currency", required=kind not in _NO_AMOUNT) or "").upper()
    if currency and currency not in EXPONENTS:
        reader.fail("sales.currency.unknown", "currency", value=currency)
    minor = _minor(reader, currency, required=kind not in _NO_AMOUNT)
    try:
        occurred_at = wire_instant(item.get("occurred_at"))
    except TimeShapeError as error:
        reader.fail(error.code, "occurred_at", value=item.get("occurred_at"))
    ref = reader.id("refund_id", required=False) or reader.id("payment_id", required=False)
    n = "" if kind in SINGLE_KINDS else repeat_ref(ref, occurred_at=occurred_at, amount_minor=minor)
    return OrderEvent(
        key=event_key(shop=shop.strip(), order_id=order_id, line_id=line_id, kind=kind, n=n),
        source=source,
        shop=shop.strip(),
        order_id=order_id,
        line_id=line_id,
        sku=reader.id("sku", required=False),
        kind=cast(OrderKind, kind),
        occurred_at=occurred_at,
        amount_minor=minor,
        currency=currency,
        qty=reader.whole(
            "qty", "sales.qty.shape", default=None if kind in {"placed", "paid"} else 0, limit=_MAX_QTY
        ),
        buyer=buyer_token(reader.id("buyer", required=False), shop=shop.strip()),
        source_version=reader.whole("version", "sales.qty.shape", default=0, limit=2**31 - 1),
        ref=ref,
        user_paid_minor=reader.amount("user_paid", currency) if currency else None,
    )


def _minor(reader: Fields, currency: str, *, required: bool) -> int:
    decimal = reader.amount("amount", currency) if currency else None
    if reader.item.get("amount_minor") is None:
        if decimal is None and required:
            reader.fail("sales.field.missing", "amount")
        return decimal or 0
    minor = reader.whole("amount_minor", "sales.amount.shape", default=None, limit=MAX_MINOR)
    if decimal is not None and decimal != minor:
        reader.fail("sales.amount.disagree", "amount_minor", value=f"{decimal} / {minor}")
    return minor


SOURCE: Final = Source(
    name="generic",
    title=Bilingual(en="Generic signed JSON", zh="通用签名 JSON"),
    verify=verify,
    parse=parse,
    delivery_id=delivery_id,
)
