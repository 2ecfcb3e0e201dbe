"""The generic source: our own documented JSON, signed with HMAC-SHA256 over the raw body.

The format is `docs/webhooks.md`. A replayed delivery does no harm, because facts are keyed; so there is no
time window, and a sender may retry for days.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final, NoReturn, cast
from unicodedata import category

from catalog.bilingual import Bilingual
from catalog.currency import EXPONENTS
from catalog.finding import Finding, Where
from catalog.money import MAX_MINOR, MoneyError, parse_money
from sales.buyer import buyer_token
from sales.event import KINDS, SINGLE_KINDS, WHOLE_ORDER, OrderEvent, OrderKind, event_key, repeat_ref
from sales.inbox.source import Parsed, Source, Verdict, header, match_secret
from sales.instant import TimeShapeError, wire_instant
from sales.problem import problem

SIGNATURE: Final = "X-Studio-Signature"
DELIVERY: Final = "X-Studio-Delivery"
#: Kinds that may speak of a whole order and need no amount.
_NO_AMOUNT: Final = frozenset({"cancelled", "shipped", "completed", "returned", "refund_closed"})
_MAX_QTY: Final = 10_000_000
#: Ids, SKUs and buyer names longer than this are a mistake of the sender.
MAX_TEXT: Final = 200


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


def parse(body: bytes, *, source: str) -> Parsed:
    """(events, findings) of a delivery. Findings count events from 1 as rows; a bad event costs itself."""
    try:
        document = json.loads(body.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return (), (problem("sales.body.json", Where(file=source), detail=error),)
    shape = _shape_problem(document)
    if shape is not None:
        return (), (problem("sales.body.shape", Where(file=source), detail=shape),)
    events: list[OrderEvent] = []
    findings: list[Finding] = []
    for row, item in enumerate(document["events"], start=1):
        try:
            events.append(_event(item, document["shop"], source, row))
        except _BadEvent as bad:
            findings.append(bad.finding)
    return tuple(events), tuple(findings)


def _storable(text: str) -> bool:
    """False for control characters and lone surrogates: no database keeps them, no person typed them."""
    return not any(category(char) in {"Cc", "Cs"} for char in text)


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _shape_problem(document: object) -> str | None:
    if not isinstance(document, dict):
        return "an object is expected"
    shop = document.get("shop")
    if not isinstance(shop, str) or not shop.strip() or len(shop) > MAX_TEXT or not _storable(shop):
        return "“shop” must be text"
    if not isinstance(document.get("events"), list):
        return "“events” must be an array"
    return None


class _BadEvent(Exception):
    """One event cannot be read; carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


class _Item:
    """Reads the fields of one event, each with its own complaint."""

    def __init__(self, item: Mapping[str, object], source: str, row: int) -> None:
        self.item, self.source, self.row = item, source, row

    def fail(self, code: str, field: str | None, **values: object) -> NoReturn:
        where = Where(file=self.source, row=self.row, column=field)
        raise _BadEvent(problem(code, where, field=field, **values))

    def id(self, field: str, *, required: bool) -> str | None:
        value = self.item.get(field)
        if isinstance(value, int | float):
            self.fail("sales.id.number", field, value=value)
        return self.text(field, required=required)

    def text(self, field: str, *, required: bool) -> str | None:
        value = self.item.get(field)
        if value is not None and not isinstance(value, str):
            self.fail("sales.field.text", field, value=json.dumps(value, ensure_ascii=False))
        text = value.strip() if value else ""
        if len(text) > MAX_TEXT or not _storable(text):
            self.fail("sales.field.text", field, value=json.dumps(text))
        if required and not text:
            self.fail("sales.field.missing", field)
        return text or None

    def whole(self, field: str, code: str, *, default: int | None, limit: int) -> int:
        value = self.item.get(field, default)
        if value is None:
            self.fail("sales.field.missing", field)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= limit:
            self.fail(code, field, value=json.dumps(value, ensure_ascii=False))
        return value

    def amount(self, field: str, currency: str) -> int | None:
        """Minor units of a decimal text, None when the field is absent."""
        value = self.item.get(field)
        if value is None:
            return None
        if isinstance(value, float):
            self.fail("sales.amount.float", field, value=value)
        text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(text, str):
            self.fail("sales.amount.shape", field, value=json.dumps(value, ensure_ascii=False))
        try:
            money = parse_money(text, currency=currency)
        except MoneyError as error:
            code = "sales.amount.decimals" if error.problem == "decimals" else "sales.amount.shape"
            self.fail(code, field, value=text, currency=currency)
        if money.currency != currency:
            self.fail("sales.amount.shape", field, value=text)
        if money.minor < 0:
            self.fail("sales.amount.negative", field, value=text)
        return money.minor


def _event(item: object, shop: str, source: str, row: int) -> OrderEvent:
    if not isinstance(item, dict):
        where = Where(file=source, row=row)
        raise _BadEvent(problem("sales.body.shape", where, detail="an event is an object"))
    reader = _Item(item, source, row)
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


def _minor(reader: _Item, currency: str, *, required: bool) -> int:
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
