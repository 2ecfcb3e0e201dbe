"""Prices against the last one, the right to let them pass, and the gate on air that honours it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from catalog.bilingual import Bilingual
from catalog.money import Money
from catalog.price import jumped
from catalog.product import ALWAYS_END, ALWAYS_START, PriceWindow, Product, Sku
from store import products
from store.store import Store
from store.tables import product as table
from studio.catalogue import Catalogue
from studio.guard import Guard
from studio.rights import DESK_ROLES, RIGHTS, NoRight
from tests.test_studio_orders import Room

NOW = 1_781_265_600_000
DAY = 24 * 3600 * 1000
TEA = Product(Sku("T1"), Bilingual("Tea", "茶"), Bilingual("Green.", "绿茶。"), stock=500, link_no="1")
JUMP = "catalog.price.jump"


def live(minor: int) -> tuple[PriceWindow, ...]:
    """A live price that holds always."""
    return (PriceWindow(ALWAYS_START, ALWAYS_END, Money(minor, "CNY"), "live"),)


@pytest.fixture
def goods(store: Store) -> Catalogue:
    """A catalogue with one tea at 90.80."""
    held = Catalogue(store, lambda: NOW)
    held.create(replace(TEA, price_windows=live(9080)), by="Tao")
    return held


@pytest.fixture
def guard(store: Store) -> Guard:
    """The rules of its prices."""
    return Guard(store, lambda: NOW)


def price(goods: Catalogue, minor: int) -> None:
    """Set the live price by hand."""
    goods.edit("T1", price_windows=live(minor), by="Tao")


def told(goods: Catalogue) -> list[str]:
    """The figures of the jump that is told, if one is."""
    held = goods.products()[Sku("T1")]
    found = [each.what.zh or "" for each in goods.findings(held) if each.code == JUMP]
    assert goods.page().findings[0] - len(found) == sum(
        each.severity != "info" for each in goods.findings(held) if each.code != JUMP
    )
    assert (goods.page(findings=True).total == 1) >= bool(found)
    return found


def test_a_tenth_of_the_last_price_is_told_until_it_is_mended(goods: Catalogue) -> None:
    """90.80 → 6.90 is a slip; back at 90.80, or at a sound price, nothing is told."""
    assert told(goods) == [] and goods.last_price("T1") is None
    price(goods, 690)
    assert "¥90.80" in told(goods)[0] and "¥6.90" in told(goods)[0]
    price(goods, 9080)
    assert told(goods) == []
    price(goods, 690)
    price(goods, 8900)  # measured by the last sound price, not by the slip
    assert told(goods) == []
    assert goods.last_price("T1") == Money(9080, "CNY")


def test_undo_puts_the_last_price_back(goods: Catalogue) -> None:
    """A file that slipped, taken back as a whole, leaves no alarm behind."""
    plan = goods.dry_run("货号,品名,直播价\nT1,茶,6.9\n".encode(), name="f.csv")
    assert [each.code for each in plan.findings] == [JUMP]
    batch = goods.apply(plan)
    assert batch is not None and told(goods)
    goods.undo(batch)
    assert told(goods) == []


def test_the_factor_is_the_rooms_own(goods: Catalogue, guard: Guard) -> None:
    """Three to begin with; a room of deep discounts sets it higher, and every screen follows at once."""
    price(goods, 2500)
    assert told(goods)
    guard.set_jump(5)
    assert (guard.jump(), told(goods)) == (5, [])
    with pytest.raises(ValueError, match="factor"):
        guard.set_jump(1)


def test_a_jump_that_was_let_pass_is_the_last_price(goods: Catalogue, guard: Guard) -> None:
    """Said once with a reason, and the next change is measured by it."""
    price(goods, 690)
    (what,) = told(goods)
    guard.allow("T1", code=JUMP, what=what, reason="清仓", until=NOW + DAY, by="Lin")
    assert told(goods) == []
    price(goods, 750)
    assert told(goods) == []


def test_another_currency_is_another_story(goods: Catalogue) -> None:
    """4 US$ after ¥90.80 is no jump: amounts of two currencies are not compared."""
    goods.edit("T1", price_windows=(replace(live(400)[0], price=Money(400, "USD")),))
    assert told(goods) == [] and goods.last_price("T1") is None


amounts = st.one_of(st.none(), st.integers(0, 10**7))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=8), st.integers(2, 20))
def test_the_table_and_the_guard_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[int | None, int | None]], factor: int
) -> None:
    """The rule that is asked of 10,000 products at once is the rule of one product."""
    held = Store(f"sqlite:///{tmp_path_factory.mktemp('jump') / 's.db'}")
    try:
        goods = Catalogue(held, lambda: NOW)
        for place, (asked, last) in enumerate(pairs):
            item = replace(TEA, sku=Sku(f"T{place}"), price_windows=() if asked is None else live(asked))
            goods.create(item)
            values = table.update().where(table.c.sku == item.sku).values(last_minor=last)
            held.write(lambda connection, values=values: connection.execute(values))
        Guard(held, lambda: NOW).set_jump(factor)
        page = goods.page(limit=20)
        for item, count in zip(page.products, page.findings, strict=True):
            last = goods.last_price(item.sku)
            alone = len([each for each in goods.findings(item) if each.severity != "info"])
            assert count == alone
            assert bool(jumped(item, last, jump=factor)) == any(e.code == JUMP for e in goods.findings(item))
    finally:
        held.close()


# -- rights -------------------------------------------------------------------------------------------------


def test_roles_are_data_and_hold(goods: Catalogue, guard: Guard) -> None:
    """Owner, producer and planner may let a price pass; host, assistant and strangers may not."""
    price(goods, 690)
    (what,) = told(goods)
    for role in DESK_ROLES:
        guard.enter(f"the {role}", role, by="Tao")
    guard.enter("the owner", "owner", by="Tao")
    for role in (*DESK_ROLES, "guest"):
        name = f"the {role}"
        assert guard.role(name) == role
        if role in RIGHTS["override"]:
            guard.allow("T1", code="c", what=what, reason="老板同意", until=NOW + DAY, by=name)
            assert (guard.overrides("T1")[0].by, guard.overrides("T1")[0].role) == (name, role)
        else:
            with pytest.raises(NoRight, match=f"{name}.*没有这个权限"):
                guard.allow("T1", code="c", what=what, reason="老板同意", until=NOW + DAY, by=name)
    assert len(guard.overrides("T1")) == len(RIGHTS["override"])


def test_the_list_keeps_an_owner(guard: Guard) -> None:
    """Without a list everybody is its owner; who begins it is; the last one cannot go."""
    assert guard.role("anybody") == "owner"
    guard.enter("Lin", "planner", by="Tao")
    assert guard.people() == {"Tao": "owner", "Lin": "planner"}
    assert guard.role("anybody") == "guest"
    for name, role, by in (("Tao", None, "Tao"), ("Tao", "host", "Tao"), ("Lin", "owner", "Lin")):
        with pytest.raises(NoRight):
            guard.enter(name, role, by=by)  # type: ignore[arg-type]
    guard.enter("Lin", None, by="Tao")
    assert guard.people() == {"Tao": "owner"}


# -- on air -------------------------------------------------------------------------------------------------


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """The sample show on air."""
    held = Room(f"sqlite:///{tmp_path / 'studio.db'}")
    yield held
    held.studio.close()


def opening(room: Room, sku: str) -> dict[str, object]:
    """What 开价 of a product answers, asked by the producer."""
    room.now += 3_000
    cue = room.studio.rooms.state(room.show)[1].cue
    return room.studio.rooms.press(
        room.show,
        "product",
        actor="p",
        role="producer",
        expects={"cue": cue},
        args={"sku": sku, "to": "open"},
    )


def test_the_gate_on_air_lets_pass_what_was_let_pass(room: Room) -> None:
    """A floor stops 开价; with a logged reason it opens; a changed price is stopped again."""
    sku = next(str(s.sku) for s in room.studio.rooms.rundown(room.show).segments if s.sku)
    goods = room.studio.catalogue
    goods.edit(sku, price_windows=live(5000), list_price=Money(9900, "CNY"), cost=None)
    goods.edit(sku, floor_price=Money(6000, "CNY"), link_no="1", stock=100)
    for stage in ("explaining", "price_hidden"):
        room.press("product", sku=sku, to=stage, expects={"cue": room.studio.rooms.state(room.show)[1].cue})
    refused = opening(room, sku)
    assert refused["ok"] is False
    found: Any = refused["confirm"]
    (floor,) = (each for each in found if each["code"] == "catalog.price.below_floor")
    room.studio.guard.allow(
        sku,
        code=floor["code"],
        what=floor["what"]["zh"],
        reason="老板同意",
        until=room.now + DAY,
        by="阿涛",
    )
    goods.edit(sku, price_windows=live(4900))
    again = opening(room, sku)
    assert again["ok"] is False and "¥49.00" in str(again["what"])
    goods.edit(sku, price_windows=live(5000))
    assert opening(room, sku)["ok"] is True


def test_a_slip_on_air_is_measured_by_the_price_that_holds(room: Room) -> None:
    """Typing 6.90 where 90.80 stands needs a second look."""
    sku = next(str(s.sku) for s in room.studio.rooms.rundown(room.show).segments if s.sku)
    room.studio.catalogue.edit(
        sku, price_windows=live(9080), list_price=Money(9900, "CNY"), floor_price=None, cost=None
    )
    room.now += 3_000
    ack = room.studio.rooms.press(
        room.show, "price", actor="p", role="producer", args={"sku": sku, "minor": 690, "currency": "CNY"}
    )
    assert ack["ok"] is False
    found: Any = ack["confirm"]
    assert JUMP in [each["code"] for each in found]


def test_a_mark_tells_every_change(goods: Catalogue, store: Store) -> None:
    """The key of a product's text is the text's: other words, another key; the old words, the old key."""
    with store.read() as connection:
        first = products.marks(connection)[Sku("T1")]
    price(goods, 8000)
    price(goods, 9080)
    with store.read() as connection:
        assert products.marks(connection)[Sku("T1")].body == first.body
        assert connection.scalar(select(table.c.asked_minor)) == 9080


def test_a_host_cannot_wave_a_wrong_price_through(room: Room) -> None:
    """Confirming what is missing is anybody's; confirming a price under its floor is the producer's."""
    _, sku = room.product_on_air()
    room.studio.catalogue.edit(sku, price_windows=live(100), floor_price=Money(6000, "CNY"), link_no=None)
    ack: dict[str, object] = {"ok": True}
    for _ in range(12):  # as far as the cue that opens the price
        room.now += 3_000
        cue = room.studio.rooms.state(room.show)[1].cue
        ack = room.studio.rooms.press(
            room.show, "go", actor="晓岚", role="host", expects={"cue": cue}, args={"confirm": True}
        )
        if not ack["ok"]:
            break
    assert (ack["ok"], ack["code"]) == (False, "forbidden")
    assert "场控放行" in str(ack["what"])
    state = room.studio.rooms.state(room.show)[1]
    bare = room.studio.rooms.press(
        room.show, "go", actor="p", role="producer", expects={"cue": state.cue}, args={"confirm": True}
    )
    assert (bare["ok"], "写明原因" in str(bare["what"])) == (False, True)
    room.press("go", confirm=True, reason="清仓，老板同意")  # in the journal under their name


# -- stock --------------------------------------------------------------------------------------------------


def test_unpaid_orders_hold_stock_until_they_are_paid_or_cancelled(room: Room) -> None:
    """Placed pieces are neither sold nor for sale; what is low or oversold is found."""
    goods = room.studio.catalogue
    sku = next(str(s.sku) for s in room.studio.rooms.rundown(room.show).segments if s.sku)
    goods.edit(sku, stock=30)

    def now() -> tuple[int | None, int | None, int]:
        ledger = goods.stock().of(goods.products((sku,))[Sku(sku)])
        return ledger.left, ledger.available, ledger.held

    assert now() == (30, 30, 0) and sku not in goods.skus(low=True)
    room.order(sku, qty=4)
    room.tell("w1", sku, ("placed",), minor=1000, qty=8, at=room.now)
    room.tell("w2", sku, ("placed",), minor=1000, qty=3, at=room.now)
    assert now() == (26, 15, 11)
    assert sku in goods.skus(low=True)
    assert [each.code for each in goods.stock().findings()] == ["catalog.stock.low"]
    room.tell("w1", sku, ("paid",), minor=1000, qty=8, at=room.now)
    room.tell("w2", sku, ("cancelled",), minor=1000, qty=3, at=room.now)
    assert now() == (18, 18, 0)
    room.order(sku, qty=20)
    assert now() == (-2, -2, 0)
    (finding,) = goods.stock().findings()
    assert (finding.code, finding.severity) == ("catalog.stock.oversold", "error")
    assert finding.what.zh == f"{sku} 已超卖 2 件。"
