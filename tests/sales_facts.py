"""Order facts for the tests of `sales`: short to write, random sets, and a small show on air."""

from __future__ import annotations

from random import Random
from typing import Any, cast

from catalog.bilingual import Bilingual
from catalog.money import Money
from catalog.product import Product, Sku
from lessons.rundown import Cue, CueId, Rundown, Segment, SegmentId
from live.journal import Command, Event, ShowId
from sales.event import SINGLE_KINDS, OrderEvent, OrderKind, event_key, repeat_ref
from sales.fold import fold_lines
from sales.line import LineState
from vocab.card import CardId

#: 2026-11-11 20:00 in Shanghai.
EIGHT = 1_794_398_400_000
SECOND = 1000
MINUTE = 60_000
HOUR = 3_600_000


def fact(kind: str, order: str = "o1", line: str = "1", *, at: int = EIGHT, **more: Any) -> OrderEvent:
    """One fact of a ¥59.00 line of one peach box, unless told otherwise. `n` is a refund's id."""
    n = more.pop("n", None)
    amount = more.pop("amount", 0 if kind in {"cancelled", "shipped", "completed"} else 5900)
    shop = more.pop("shop", "main")
    ref = "" if kind in SINGLE_KINDS else repeat_ref(n, occurred_at=at, amount_minor=amount)
    values: dict[str, Any] = {
        "source": "generic",
        "sku": "P-1",
        "currency": "CNY",
        "qty": 1,
        "buyer": f"buyer of {order}",
        "ref": n,
        **more,
    }
    return OrderEvent(
        key=event_key(shop=shop, order_id=order, line_id=line, kind=kind, n=ref),
        shop=shop,
        order_id=order,
        line_id=line,
        kind=cast(OrderKind, kind),
        occurred_at=at,
        amount_minor=amount,
        **values,
    )


def bought(order: str = "o1", line: str = "1", *, at: int = EIGHT, **more: Any) -> list[OrderEvent]:
    """Placed, and paid six seconds later."""
    return [
        fact("placed", order, line, at=at, **more),
        fact("paid", order, line, at=at + 6 * SECOND, **more),
    ]


def only(events: list[OrderEvent]) -> LineState:
    """The single line that these facts speak of."""
    (line,) = fold_lines(events)
    return line


def codes(line: LineState) -> list[str]:
    """The issue codes of a line."""
    return [issue.code for issue in line.issues]


def random_facts(rng: Random, orders: int = 40) -> list[OrderEvent]:
    """A set of facts with everything in it: unpaid, cancelled, refunded in parts and too much, COD, presale,
    conflicts, missing facts, two currencies, several lines and shops."""
    events: list[OrderEvent] = []
    for number in range(orders):
        order, shop = f"o{number}", rng.choice(("main", "second"))
        at = EIGHT + rng.randrange(-10 * MINUTE, 90 * MINUTE)
        buyer = rng.choice((None, f"b{rng.randrange(12)}"))
        currency = rng.choice(("CNY", "CNY", "CNY", "JPY"))
        for line in range(rng.choice((1, 1, 2, 3))):
            common: dict[str, Any] = {
                "shop": shop, "buyer": buyer, "currency": currency, "qty": rng.randrange(1, 4),
                "sku": rng.choice((None, "P-1", "P-2", "P-3")), "amount": rng.randrange(0, 20_000),
            }  # fmt: skip
            name = str(line)
            if rng.random() < 0.93:
                events.append(fact("placed", order, name, at=at, **common))
            way = rng.random()
            if way < 0.7:
                events.append(fact("paid", order, name, at=at + rng.randrange(MINUTE), **common))
            elif way < 0.8:
                events.append(fact("cod_confirmed", order, name, at=at + MINUTE, **common))
            elif way < 0.9:
                part = {**common, "amount": common["amount"] // 3}
                events.append(fact("deposit_paid", order, name, at=at + 1, n="d", **part))
                if rng.random() < 0.6:
                    events.append(fact("balance_paid", order, name, at=at + HOUR, **part))
            for refund in range(rng.choice((0, 0, 0, 1, 2, 3))):
                cut = {**common, "amount": common["amount"] * rng.choice((1, 3, 9)) // 5}
                events.append(fact("refunded", order, name, at=at + refund * HOUR, n=f"r{refund}", **cut))
            if rng.random() < 0.1:
                events.append(fact("refund_total", order, name, at=at + HOUR, **common))
            if rng.random() < 0.1:
                events.append(fact("amount_changed", order, name, at=at + 5, n="c", **common))
            if events and rng.random() < 0.1:
                events.append(events[-1]._replace(amount_minor=rng.randrange(20_000), source="file:plain"))
        for name in ("refunded", "refund_total"):
            if rng.random() < 0.1:
                amount = rng.randrange(9000)
                told: dict[str, Any] = {"shop": shop, "currency": currency, "sku": None, "qty": 0}
                events.append(fact(name, order, "*", at=at + HOUR, amount=amount, n="w", **told))
        if rng.random() < 0.1:
            whole: dict[str, Any] = {"shop": shop, "currency": "", "sku": None, "qty": 0}
            events.append(fact("cancelled", order, "*", at=at + HOUR, **whole))
    return events


def cue(name: str, kind: str = "say", *cards: str) -> Cue:
    """A cue named by its id."""
    return Cue(CueId(name), kind, Bilingual(en=name, zh=name), tuple(CardId(card) for card in cards))


def peach_show() -> Rundown:
    """Opening (5 min), peaches with a board and a price (10), rice (10), peaches again (5)."""
    return Rundown(
        Bilingual(en="Peach Night", zh="蜜桃之夜"),
        None,
        "Asia/Shanghai",
        (
            _segment("open", 5, None, cue("o1"), kind="opening"),
            _segment("peach", 10, "P-1", cue("p1"), cue("p2", "card", "juicy", "fuzz"), cue("p3", "price")),
            _segment("rice", 10, "P-2", cue("r1"), cue("r2", "price")),
            _segment("encore", 5, "P-1", cue("e1"), kind="encore"),
        ),
    )


def _segment(name: str, minutes: int, sku: str | None, *cues: Cue, kind: str = "product") -> Segment:
    title = Bilingual(en=name.capitalize(), zh=f"{name}环节")
    return Segment(SegmentId(name), kind, title, minutes * MINUTE, cues, sku=Sku(sku) if sku else None)


def journal(*steps: tuple[int, str], start: int = EIGHT) -> list[Event]:
    """Accepted commands at minutes after `start`."""
    return [
        Event(
            seq,
            start + round(minute * MINUTE),
            Command(f"c{seq}", ShowId("s"), "王", "producer", verb),
        )
        for seq, (minute, verb) in enumerate(steps, start=1)
    ]


def peach_night() -> list[Event]:
    """The show as it ran: peaches 20:05–20:17 with the price at 20:10, rice to 20:25, encore to 20:30."""
    return journal(
        (0, "start"), (5, "go"), (7, "go"), (8, "board_reveal"), (10, "go"), (17, "go"), (19, "go"),
        (25, "go"), (30, "end"),
    )  # fmt: skip


def products() -> dict[Sku, Product]:
    """Peaches at ¥59, 100 boxes; rice at ¥39.90, stock unknown; oil that nobody planned."""
    listed = (
        Product(Sku("P-1"), Bilingual("Honey peaches", "水蜜桃"), list_price=Money(5900, "CNY"), stock=100),
        Product(Sku("P-2"), Bilingual("Wuchang rice", "五常大米"), list_price=Money(3990, "CNY")),
        Product(Sku("P-3"), Bilingual(None, "菜籽油"), list_price=Money(8990, "CNY"), stock=1),
    )
    return {product.sku: product for product in listed}
