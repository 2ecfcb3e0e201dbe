"""Money that a room hides from its hosts stays on the server: it is in nothing that is sent to them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from starlette.testclient import TestClient

from catalog.product import Sku
from live.journal import Role
from sales.inbox.generic import SIGNATURE, sign
from screens import home_markup
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.live_screen import Screen
from tests.our_routes import client_of

#: Amounts that nothing else in the sample show has, as the wire and as people write them.
PAID, WRONG, TARGET = 7_654_321, 3, 98_765_431
SECRETS = ("7654321", "76,543", "98765431", "987,654", "7654324", "¥0.03")
NUMBERS = count(1)
ROLES: tuple[Role, ...] = ("host", "assistant", "viewer")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """The sample show on air with a target."""
    held = Studio(f"sqlite:///{tmp_path_factory.mktemp('store') / 'studio.db'}", serve=True)
    show = open_sample(held)
    assert held.rooms.press(show, "start", actor="p", role="producer", expects={"cue": ""})["ok"]
    held.desk.set_target(show, TARGET)
    yield held
    held.close()


@pytest.fixture(scope="module")
def client(studio: Studio) -> Iterator[TestClient]:
    """A client of our routes alone."""
    with client_of(studio, pushing=True) as held:
        yield held


def show_of(studio: Studio) -> str:
    """The only show."""
    return str(studio.rooms.listing()[0].id)


def guarded_sku(studio: Studio) -> str:
    """A product of the plan that has a floor price."""
    held = studio.catalogue.products()
    planned = [str(s.sku) for s in studio.rooms.rundown(show_of(studio)).segments if s.sku]
    return next(sku for sku in planned if held[Sku(sku)].floor_price is not None)


def order(client: TestClient, studio: Studio, minor: int) -> int:
    """An order through the signed inbox; returns how many there are now."""
    number = str(next(NUMBERS))
    line = {"order_id": number, "line_id": "1", "sku": guarded_sku(studio), "qty": 1, "amount_minor": minor,
            "currency": "CNY", "occurred_at": studio.clock(), "buyer": number}  # fmt: skip
    facts = [{**line, "kind": kind} for kind in ("placed", "paid")]
    body = json.dumps({"shop": "s", "events": facts}).encode()
    signature = sign(body, studio.orders.own_secret().encode())
    assert client.post("/hooks/generic", content=body, headers={SIGNATURE: signature}).status_code == 200
    return int(number)


def hide(studio: Studio, hidden: bool) -> None:
    """The room's choice."""
    studio.rooms.set_settings(replace(studio.rooms.settings(), hide_money=hidden))


def amounts(document: Any) -> list[object]:
    """Every known amount in a counters document."""
    if isinstance(document, dict):
        mine = [v for k, v in document.items() if k.endswith("_minor") and v is not None]
        return mine + [found for each in document.values() for found in amounts(each)]
    if isinstance(document, list):
        return [found for each in document for found in amounts(each)]
    return []


def heard_until(socket: Any, screen: Screen, enough: Any) -> str:
    """Everything sent to a screen until its counters are as wanted, as text."""
    texts = []
    for _ in range(80):
        text = socket.receive_text()
        texts.append(text)
        screen.hear(json.loads(text))
        if screen.held and enough(screen.held["counters"]):
            return "\n".join(texts)
    raise AssertionError(f"not in 80 messages: {screen.held}")


@pytest.mark.parametrize("role", ROLES)
def test_neither_snapshot_nor_steps_hold_an_amount(client: TestClient, studio: Studio, role: Role) -> None:
    """Orders before and after the link was opened, a wrong price, a target: only pieces and shares arrive."""
    hide(studio, True)
    known = order(client, studio, PAID)
    link = studio.links.make(show_of(studio), role, "小禾")
    with client.websocket_connect(f"/live/socket?t={link}") as socket:
        screen = Screen()
        said = heard_until(socket, screen, lambda c: c["show"]["orders"] == known)
        order(client, studio, WRONG)
        said += heard_until(socket, screen, lambda c: c["show"]["orders"] == known + 1 and c["alarms"])
        counters = screen.held["counters"]
        assert counters["money"] is False
        assert amounts(counters) == [] and counters["minutes"] == {}
        assert counters["pace"]["done_percent"] == (known + 1) // 2 * (PAID + WRONG) * 100 // TARGET
        alarm = counters["alarms"][0]
        assert alarm["kind"] == "below_floor" and "低于底价" in alarm["text"]["zh"]
    assert [secret for secret in SECRETS if secret in said] == []


def test_the_desk_sees_it_all_meanwhile(client: TestClient, studio: Studio) -> None:
    """The setting is about the others: a producer's screen has every amount."""
    hide(studio, True)
    order(client, studio, PAID)
    link = studio.links.make(show_of(studio), "producer", "小王")
    with client.websocket_connect(f"/live/socket?t={link}") as socket:
        screen = Screen()
        heard_until(socket, screen, lambda c: (c["show"]["paid_minor"] or 0) >= PAID and c["money"])
        assert screen.held["counters"]["target_minor"] == TARGET


def test_hiding_on_air_takes_it_from_screens_that_hold_it(client: TestClient, studio: Studio) -> None:
    """The choice reaches open screens at once, in both directions."""
    hide(studio, False)
    order(client, studio, PAID)
    link = studio.links.make(show_of(studio), "host", "小禾")
    with client.websocket_connect(f"/live/socket?t={link}") as socket:
        screen = Screen()
        heard_until(socket, screen, lambda c: (c["show"]["paid_minor"] or 0) >= PAID)
        hide(studio, True)
        heard_until(socket, screen, lambda c: not c["money"])
        assert amounts(screen.held["counters"]) == []
        hide(studio, False)
        heard_until(socket, screen, lambda c: (c["show"]["paid_minor"] or 0) >= PAID)


def test_the_first_page_hides_it_from_whoever_is_not_at_the_desk(studio: Studio, client: TestClient) -> None:
    """A host who enters the dashboard finds orders and pieces of the show on air, the desk its amount too."""
    hide(studio, True)
    order(client, studio, PAID)
    row = studio.rooms.listing()[0]
    snapshot = studio.rooms.snapshot(row.id)
    host = home_markup.on_air(row, snapshot, "zh", at_desk=False)
    assert [secret for secret in SECRETS if secret in host] == [] and "¥" not in host
    assert "订单" in host and "¥" in home_markup.on_air(row, snapshot, "zh")


def test_no_other_address_gives_a_host_the_numbers(client: TestClient, studio: Studio) -> None:
    """What a host's link opens over HTTP holds no amount of sales: pages, questions, refusals."""
    hide(studio, True)
    order(client, studio, PAID)
    link = studio.links.make(show_of(studio), "host", "小禾")
    pages = [client.get(f"/live/{page}?t={link}") for page in ("host", "producer", "board", "overlay")]
    asked = [client.get(f"/live/{name}?t={link}&q=peach&id=x") for name in ("word", "card", "repairs")]
    pressed = client.post(f"/live/command?t={link}", json={"id": "c", "verb": "go", "expects": {"cue": ""}})
    said = "\n".join(reply.text for reply in (*pages, *asked, pressed, client.get("/metrics")))
    assert [secret for secret in SECRETS if secret in said] == []
