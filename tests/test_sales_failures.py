"""What goes wrong with orders in the wild and needs the whole way in: inbox, store, counters, report.

The cases that need no store have their tests beside what they test: `test_sales_fold`, `test_sales_files`,
`test_sales_inbox`, `test_sales_platforms`, `test_sales_counters`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from live.journal import ShowId
from sales.inbox.generic import DELIVERY, SIGNATURE, sign
from sales.inbox.source import MAX_BODY
from sales.window import ShowWindow, show_at
from studio.orders import Reply
from tests.test_studio_orders import Room


@pytest.fixture
def room(store_url: str) -> Iterator[Room]:
    """The sample show on air."""
    held = Room(store_url)
    yield held
    held.studio.close()


@pytest.fixture
def file_room(tmp_path: Path) -> Iterator[Room]:
    """The same in a SQLite file, whatever the engine under test."""
    held = Room(f"sqlite:///{tmp_path / 'studio.db'}")
    yield held
    held.studio.close()


def order(room: Room, number: str, *, minor: int = 5_000, sku: str = "P001", **more: object) -> bytes:
    """The body of a delivery of one paid order."""
    line = {
        "order_id": number,
        "line_id": "1",
        "sku": sku,
        "qty": 1,
        "amount_minor": minor,
        "currency": "CNY",
    }
    line |= {"occurred_at": room.now, "buyer": "b", **more}
    return json.dumps(
        {"shop": "s", "events": [{**line, "kind": kind} for kind in ("placed", "paid")]}
    ).encode()


def post(room: Room, body: bytes, delivery: str) -> Reply:
    """A signed delivery."""
    orders = room.studio.orders
    return orders.receive(
        "generic", {SIGNATURE: sign(body, orders.own_secret().encode()), DELIVERY: delivery}, body
    )


def test_same_delivery_id_twice(room: Room) -> None:
    """The sender saw no answer and sends again: it is told so, and nothing moves."""
    body = order(room, "1")
    assert post(room, body, "d").body["events"] == 2
    assert post(room, body, "d").body["repeated"] is True
    assert room.counters()["show"]["paid_minor"] == 5_000


def test_other_delivery_id_same_fact(room: Room) -> None:
    """A new delivery of the same facts counts nothing."""
    body = order(room, "1")
    post(room, body, "d1")
    assert post(room, body, "d2").body["known"] == 2
    assert room.counters()["show"]["orders"] == 1


def test_two_concurrent_duplicates(room: Room) -> None:
    """Twenty threads with one delivery at once: one of them is the first."""
    body = order(room, "1")
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda n: post(room, body, f"d{n % 2}"), range(20)))
    assert sum(int(str(reply.body["events"])) for reply in replies) == 2
    assert room.counters()["show"] | {"buyers": 1} == room.counters()["show"]
    assert room.counters()["show"]["paid_minor"] == 5_000
    assert room.studio.orders.verify()


def test_file_imported_while_the_show_is_on_air(room: Room) -> None:
    """Orders that came by webhook and come by file are the same orders; the file's own ones are added."""
    at = datetime.fromtimestamp(room.now / 1000, ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M:%S")
    post(room, order(room, "1"), "d1")
    rows = ["order_id,line_id,sku,qty,amount,status,created_at,paid_at"]
    rows += [f"{number},1,P001,1,50.00,paid,{at},{at}" for number in ("1", "2")]
    done = room.studio.orders.import_file("\n".join(rows).encode(), name="live.csv", shop="s")
    assert done.reading.findings == ()
    counters = room.counters()
    assert (counters["show"]["orders"], counters["show"]["paid_minor"]) == (2, 10_000)
    room.studio.orders.import_file("\n".join(rows).encode(), name="again.csv", shop="s")
    assert room.counters()["show"]["orders"] == 2
    assert room.studio.orders.verify()


def test_renamed_sku(room: Room) -> None:
    """A SKU that the catalogue does not know counts in the show, in a row of its own, for no segment."""
    post(room, order(room, "1", sku="OLD-NAME"), "d1")
    counters = room.counters()
    assert counters["show"]["paid_minor"] == counters["products"]["OLD-NAME"]["paid_minor"] == 5_000
    assert counters["unattributed"]["paid_minor"] == 5_000
    assert counters["products"]["OLD-NAME"]["stock_left"] is None


def test_ten_megabyte_body_is_refused(room: Room) -> None:
    """Beyond the limit nothing is read, kept or counted."""
    reply = room.studio.orders.receive("generic", {}, b"x" * 10_000_000)
    assert reply.status == 413 and len(b"x" * 10_000_000) > MAX_BODY
    assert room.studio.orders.deliveries() == ()


def test_truncated_body(room: Room) -> None:
    """A body cut on its way fits no signature; one signed as it is, but no JSON, is kept and told."""
    whole = order(room, "1")
    secret = room.studio.orders.own_secret().encode()
    assert room.studio.orders.receive("generic", {SIGNATURE: sign(whole, secret)}, whole[:-9]).status == 401
    reply = post(room, whole[:-9], "cut")
    assert reply.status == 200 and reply.body["events"] == 0 and reply.body["findings"]
    assert room.counters()["show"]["orders"] in (0, None)


def test_disk_full(file_room: Room) -> None:
    """What cannot be written is not acknowledged; with room again the sender's next try counts, once."""
    room = file_room
    store = room.studio.store
    pages = store.write(lambda c: int(str(c.execute(text("PRAGMA page_count")).scalar())))
    store.write(lambda c: c.execute(text(f"PRAGMA max_page_count={pages + 1}")).scalar())
    big = [order(room, str(n), buyer="b" * 180) for n in range(400)]
    with pytest.raises(OperationalError):
        for n, body in enumerate(big):
            post(room, body, f"d{n}")
    kept = room.counters()["show"]["orders"] or 0
    store.write(lambda c: c.execute(text("PRAGMA max_page_count=1073741823")).scalar())
    for n, body in enumerate(big):
        assert post(room, body, f"d{n}").status == 200
    assert kept < room.counters()["show"]["orders"] == 400
    assert room.studio.orders.verify()


def test_a_hundred_readers_while_orders_come_in(room: Room) -> None:
    """Every reader sees one consistent state: what segments earned and the rest are the show."""

    def read(_: int) -> bool:
        counters = room.counters()
        parts = [*counters["segments"].values(), counters["unattributed"]]
        known = [part["paid_minor"] or 0 for part in parts]
        return sum(known) == (counters["show"]["paid_minor"] or 0)

    with ThreadPoolExecutor(100) as pool:
        reading = pool.map(read, range(100))
        for n in range(20):
            post(room, order(room, str(n)), f"d{n}")
        assert all(reading)


def test_a_show_of_163_million(room: Room) -> None:
    """¥163 million are 16.3 × 10⁹ 分: above 32 bits in events, counters, report and on the wire."""
    post(room, order(room, "1", minor=16_300_000_000), "d1")
    assert room.counters()["show"]["paid_minor"] == 16_300_000_000
    report = room.studio.reports.build(room.show)
    assert report is not None and report.total.paid_minor == 16_300_000_000
    assert "¥163,000,000.00" in room.studio.reports.html(room.show, lang="zh")


def test_three_currencies_in_one_show(room: Room) -> None:
    """Yen have no decimals, dinars three; each currency has its own sum, and none is added to another."""
    for number, currency, minor in (("1", "CNY", 5_000), ("2", "JPY", 1_200), ("3", "KWD", 12_345)):
        post(room, order(room, number, minor=minor, currency=currency), f"d{number}")
    counters = room.counters()
    assert counters["show"]["paid_minor"] == 5_000
    assert {name: each["paid_minor"] for name, each in counters["other"].items()} == {
        "JPY": 1_200,
        "KWD": 12_345,
    }
    page = room.studio.reports.html(room.show, lang="en")
    assert "JP¥1,200" in page and "12.345" in page


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
def test_a_show_over_a_change_of_the_clock(day: str) -> None:
    """New York, 01:00 to 04:00 in the night the clocks change: instants decide."""
    zone = ZoneInfo("America/New_York")
    start, end = (
        int(datetime.fromisoformat(f"{day}T0{hour}:00").replace(tzinfo=zone).timestamp()) for hour in (1, 4)
    )
    window = (ShowWindow(ShowId("s"), start * 1000, end * 1000),)
    assert (end - start) // 3600 == (2 if day == "2026-03-08" else 4)
    assert all(show_at(at * 1000, window) == "s" for at in range(start, end, 600))
    assert show_at(start * 1000 - 1, window) is None
