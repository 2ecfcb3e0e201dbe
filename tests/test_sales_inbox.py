"""The generic source: proof by signature over raw bytes, reading one event at a time."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales.inbox import SOURCES, generic
from sales.inbox.source import check_clock
from tests.sales_facts import EIGHT, MINUTE

OLD, NEW = b"last month", b"this month"


def event(**more: Any) -> dict[str, Any]:
    """A paid peach, unless told otherwise; a value of None leaves the field out."""
    whole = {
        "kind": "paid",
        "order_id": "6926061225279192238",
        "line_id": "1",
        "sku": "P-1",
        "qty": 2,
        "amount": "118.00",
        "currency": "CNY",
        "occurred_at": "2026-11-11T20:00:00+08:00",
        "buyer": "李雷",
        **more,
    }
    return {name: value for name, value in whole.items() if value is not None}


def body(*events: object, shop: object = "main") -> bytes:
    """A delivery of these events."""
    return json.dumps({"shop": shop, "events": list(events)}).encode()


def problem_of(**more: Any) -> str:
    """The finding code of a delivery whose only event has these fields."""
    events, findings = generic.parse(body(event(**more)), source="generic")
    assert events == ()
    (finding,) = findings
    assert finding.what.zh and finding.what.en and finding.fix.zh and finding.fix.en
    return finding.code


def test_good_signature() -> None:
    """Any valid secret may have signed; the verdict says which."""
    raw = body(event())
    headers = {"x-studio-signature": generic.sign(raw, NEW)}
    assert generic.verify(raw, headers, [OLD, NEW], EIGHT).secret == 1


def test_rotated_secret() -> None:
    """While a secret is changed both hold; afterwards the old one does not."""
    raw = body(event())
    headers = {"X-Studio-Signature": generic.sign(raw, OLD)}
    assert generic.verify(raw, headers, [NEW, OLD], EIGHT).ok
    assert generic.verify(raw, headers, [NEW], EIGHT).reason == "mismatch"


def test_signature_holds_for_the_raw_bytes_only() -> None:
    """The same JSON written another way is another body."""
    raw = body(event())
    headers = {"X-Studio-Signature": generic.sign(raw, NEW)}
    again = json.dumps(json.loads(raw), indent=1).encode()
    assert not generic.verify(again, headers, [NEW], EIGHT).ok


@settings(deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 7))
def test_one_changed_bit_breaks_the_signature(at: int, bit: int) -> None:
    """Whatever bit of the body is changed, the signature no longer fits."""
    raw = body(event())
    at %= len(raw)
    changed = raw[:at] + bytes([raw[at] ^ (1 << bit)]) + raw[at + 1 :]
    headers = {"X-Studio-Signature": generic.sign(raw, NEW)}
    assert generic.verify(changed, headers, [NEW], EIGHT).reason == "mismatch"


@pytest.mark.parametrize(
    ("headers", "secrets", "reason"),
    [
        ({}, [NEW], "missing"),
        ({"X-Studio-Signature": "md5=00"}, [NEW], "malformed"),
        ({"X-Studio-Signature": "sha256=" + "0" * 64}, [NEW], "mismatch"),
        ({"X-Studio-Signature": "sha256=" + "0" * 64}, [], "no_secret"),
        ({"X-Studio-Signature": "sha256=" + "0" * 64}, [b""], "no_secret"),
    ],
)
def test_bad_signatures(headers: dict[str, str], secrets: list[bytes], reason: str) -> None:
    """No header, another scheme, wrong digits, no secret set: refused with the reason."""
    assert generic.verify(body(event()), headers, secrets, EIGHT).reason == reason


def test_delivery_id() -> None:
    """The sender's id, else the digest of the body: a repeated delivery has the same id either way."""
    raw = body(event())
    assert generic.delivery_id(raw, {"x-studio-delivery": "d-1"}) == "d-1"
    assert generic.delivery_id(raw, {}) == generic.delivery_id(raw, {"X-Studio-Delivery": "x" * 201})


def test_event_is_read_whole() -> None:
    """Amounts to minor units, times to epoch milliseconds, ids as text, the buyer as a token."""
    (read,), findings = generic.parse(body(event(user_paid="100.00", version=3)), source="generic")
    assert findings == ()
    assert (read.order_id, read.amount_minor, read.qty) == ("6926061225279192238", 11_800, 2)
    assert (read.occurred_at, read.user_paid_minor, read.source_version) == (EIGHT, 10_000, 3)
    assert read.buyer is not None and "李" not in read.buyer


def test_different_deliveries_of_one_fact_have_one_key() -> None:
    """The key is made of what happened, not of how it was told."""
    one = generic.parse(body(event()), source="generic")[0][0]
    two = generic.parse(body(event(amount=None, amount_minor=11_800, occurred_at=EIGHT)), source="generic")[
        0
    ][0]
    assert one == two


def test_refunds_with_their_own_ids_are_two_facts() -> None:
    """A refund's id makes its key; without one, its second and amount do."""
    refunds = [event(kind="refunded", refund_id=name) for name in ("r1", "r2")]
    bare = event(kind="refunded")
    events, _ = generic.parse(body(*refunds, bare, bare), source="generic")
    assert len({read.key for read in events}) == 3


def test_one_bad_event_costs_itself() -> None:
    """Fifty events, one bad: forty-nine are read, and the finding names the row."""
    events = [event(order_id=f"o{n}") for n in range(50)]
    events[16]["qty"] = -1
    read, findings = generic.parse(body(*events), source="generic")
    assert len(read) == 49
    assert [(finding.where.row, finding.code) for finding in findings] == [(17, "sales.qty.shape")]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"order_id": 6926061225279192238}, "sales.id.number"),
        ({"order_id": 6.926061225279192e18}, "sales.id.number"),
        ({"sku": 17}, "sales.id.number"),
        ({"order_id": "  "}, "sales.field.missing"),
        ({"order_id": "a\x00b"}, "sales.field.text"),
        ({"order_id": "\ud800"}, "sales.field.text"),
        ({"order_id": "x" * 201}, "sales.field.text"),
        ({"line_id": None}, "sales.field.missing"),
        ({"kind": "payed"}, "sales.kind.unknown"),
        ({"amount": "118.005"}, "sales.amount.decimals"),
        ({"amount": "118.5", "currency": "JPY"}, "sales.amount.decimals"),
        ({"amount": "NaN"}, "sales.amount.shape"),
        ({"amount": "1e3"}, "sales.amount.shape"),
        ({"amount": "$118"}, "sales.amount.shape"),
        ({"amount": 118.0}, "sales.amount.float"),
        ({"amount": "-118.00"}, "sales.amount.negative"),
        ({"amount": None}, "sales.field.missing"),
        ({"amount_minor": 11_799}, "sales.amount.disagree"),
        ({"amount_minor": 10**15, "amount": None}, "sales.amount.shape"),
        ({"currency": "RMB"}, "sales.currency.unknown"),
        ({"qty": "2"}, "sales.qty.shape"),
        ({"qty": True}, "sales.qty.shape"),
        ({"occurred_at": "2026-11-11T20:00:00"}, "sales.time.naive"),
        ({"occurred_at": EIGHT // 1000}, "sales.time.seconds"),
        ({"occurred_at": "yesterday"}, "sales.time.shape"),
        ({"occurred_at": None}, "sales.time.shape"),
    ],
)
def test_what_is_refused(more: dict[str, Any], code: str) -> None:
    """Numbers as ids, guesses at amounts, times without an offset: refused with a finding that helps."""
    assert problem_of(**more) == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "sales.body.json"),
        (body(event())[:-20], "sales.body.json"),
        (b'{"shop":"main","events":[NaN]}', "sales.body.json"),
        (b"\xff\xfe", "sales.body.json"),
        (b"[" * 100_000, "sales.body.json"),
        (b"[]", "sales.body.shape"),
        (b'{"shop":7,"events":[]}', "sales.body.shape"),
        (b'{"shop":"main"}', "sales.body.shape"),
        (body("paid"), "sales.body.shape"),
    ],
)
def test_bodies_that_are_no_delivery(raw: bytes, code: str) -> None:
    """Truncated, not JSON, or another shape: one finding, never an exception."""
    events, findings = generic.parse(raw, source="generic")
    assert events == ()
    assert [finding.code for finding in findings] == [code]


@settings(deadline=None)
@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5)
)
def test_no_value_of_any_field_raises(value: object) -> None:
    """Whatever JSON stands in any field, reading ends in an event or a finding."""
    for name in event():
        events, findings = generic.parse(body({**event(), name: value}), source="generic")
        assert len(events) + len(findings) == 1


def test_whole_order_facts_need_no_line_and_no_amount() -> None:
    """A cancellation may speak of the whole order."""
    bare = event(kind="cancelled", line_id=None, amount=None, currency=None, qty=None, sku=None)
    (read,), findings = generic.parse(body(bare), source="generic")
    assert (read.line_id, read.amount_minor, findings) == ("*", 0, ())


def test_future_times_are_told() -> None:
    """A fact dated more than five minutes after it came speaks of a wrong clock; it still counts."""
    events, _ = generic.parse(body(event()), source="generic")
    assert check_clock(events, now_ms=EIGHT - 5 * MINUTE, source="generic") == ()
    (finding,) = check_clock(events, now_ms=EIGHT - 5 * MINUTE - 1, source="generic")
    assert finding.code == "sales.time.future"


def test_sources_are_registered_by_their_names() -> None:
    """The address of a source is its name."""
    assert all(name == source.name for name, source in SOURCES.items())
    assert "generic" in SOURCES
