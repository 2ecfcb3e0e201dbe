"""The routes beside the dashboard: pages, socket, commands, webhooks, each asked as a stranger would."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from live.fold import to_json
from sales.inbox.generic import SIGNATURE, sign
from sales.inbox.source import MAX_BODY
from screens.live_shell import PAGES
from studio.holding import StoreBusy
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.live_screen import Screen
from tests.our_routes import client_of


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """A studio with the sample show."""
    held = Studio(f"sqlite:///{tmp_path / 'studio.db'}", serve=True)
    yield held
    held.close()


@pytest.fixture
def show(studio: Studio) -> str:
    """The sample show's id."""
    return open_sample(studio)


@pytest.fixture
def client(studio: Studio) -> Iterator[TestClient]:
    """A client of our routes alone."""
    with client_of(studio, pushing=True) as held:
        yield held


def until(socket, kind: str, screen: Screen | None = None) -> dict[str, object]:  # type: ignore[no-untyped-def]
    """The next message of a kind; `screen` hears all that come until then."""
    for _ in range(50):
        message = socket.receive_json()
        if screen is not None:
            screen.hear(message)
        if message["t"] == kind:
            return dict(message)
    raise AssertionError(f"no {kind} in 50 messages")


def test_a_second_server_on_the_same_store_is_refused(studio: Studio) -> None:
    """Two writers would fight over one show: the second start says so in both languages."""
    with pytest.raises(StoreBusy, match=r"already running.*占用"):
        Studio(studio.store.url, serve=True)


@pytest.mark.parametrize("page", PAGES)
def test_every_live_page_is_served(client: TestClient, page: str) -> None:
    """Each page of the contract is there and may not be sniffed or cached stale."""
    reply = client.get(f"/live/{page}")
    assert reply.status_code == 200
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "<html" in reply.text


def test_unknown_pages_and_paths_outside_are_not_served(client: TestClient) -> None:
    """Only the pages of the contract; no path leads out of the folder."""
    assert client.get("/live/secret").status_code == 404
    assert client.get("/live/js/..%2f..%2froutes.py").status_code == 404
    assert client.get("/live/js/../../../pyproject.toml").status_code == 404


def test_a_screen_gets_a_snapshot_then_changes(client: TestClient, studio: Studio, show: str) -> None:
    """On connect the whole truth, then a numbered change for each command, an ack for one's own."""
    desk = studio.links.make(show, "producer", "小王")
    host = studio.links.make(show, "host", "小禾")
    with (
        client.websocket_connect(f"/live/socket?t={desk}") as producer,
        client.websocket_connect(f"/live/socket?t={host}") as watcher,
    ):
        snapshot = until(producer, "snapshot")
        assert snapshot["seq"] == 0
        assert snapshot["role"] == "producer"
        assert len(snapshot["plan"]["segments"]) == 21  # type: ignore[index]
        screen = Screen()
        until(watcher, "snapshot", screen)
        producer.send_json({"t": "command", "id": "c1", "verb": "start", "expects": {"cue": ""}})
        assert until(producer, "ack") | {"ok": True} == until_ack(studio, show, "c1")
        change = until(watcher, "change", screen)
        assert change["seq"] == 1
        assert screen.state["phase"] == "on_air"
        assert screen.state == to_json(studio.rooms.state(show)[1])


def until_ack(studio: Studio, show: str, command: str) -> dict[str, object]:
    """The ack that a command must have got, from the journal."""
    seq, state = studio.rooms.state(show)
    return {"t": "ack", "id": command, "ok": True, "seq": seq, "at": state.started}


def test_a_viewer_may_not_press(client: TestClient, studio: Studio, show: str) -> None:
    """A board's link cannot move the show, over the socket or raw HTTP."""
    token = studio.links.make(show, "viewer", "board")
    with client.websocket_connect(f"/live/socket?t={token}") as socket:
        until(socket, "snapshot")
        socket.send_json({"t": "command", "id": "v", "verb": "start", "expects": {"cue": ""}})
        ack = until(socket, "ack")
        assert (ack["ok"], ack["code"]) == (False, "forbidden")
    body = {"id": "v2", "verb": "start", "expects": {"cue": ""}}
    assert client.post(f"/live/command?t={token}", json=body).status_code == 403
    assert studio.rooms.state(show)[0] == 0


@pytest.mark.parametrize("token", ["", "nonsense", "WyJhIiwicHJvZHVjZXIiLCJ4Il0.aaaa.bbbb"])
def test_a_forged_link_opens_nothing(client: TestClient, token: str) -> None:
    """Without a good signature there is neither stream nor command."""
    with client.websocket_connect(f"/live/socket?t={token}") as socket, pytest.raises(WebSocketDisconnect):
        socket.receive_json()
    reply = client.post(f"/live/command?t={token}", json={"id": "x", "verb": "start"})
    assert reply.status_code == 403


@pytest.mark.parametrize(
    "text", ["", "[]", "null", '{"t":1}', '{"t":"command"}', "{" * 200, '{"t":"command","id":7,"verb":"go"}']
)
def test_hostile_messages_are_refused_and_the_socket_lives(
    client: TestClient, studio: Studio, show: str, text: str
) -> None:
    """Whatever is sent, the answer is a refusal in words and the stream goes on."""
    token = studio.links.make(show, "producer", "小王")
    with client.websocket_connect(f"/live/socket?t={token}") as socket:
        until(socket, "snapshot")
        socket.send_text(text)
        ack = until(socket, "ack")
        assert ack["ok"] is False
        socket.send_json({"t": "ping", "echo": 5})
        assert until(socket, "pong")["echo"] == 5


def test_orders_move_the_counters_of_watching_screens(client: TestClient, studio: Studio, show: str) -> None:
    """A signed delivery is acknowledged after its commit and pushed to the screens."""
    studio.rooms.press(show, "start", actor="小王", role="producer", expects={"cue": ""})
    now = studio.clock()
    event = {
        "kind": "paid",
        "order_id": "6900000000000000001",
        "line_id": "1",
        "sku": "P001",
        "qty": 2,
        "amount": "139.80",
        "currency": "CNY",
        "occurred_at": now,
        "buyer": "b1",
    }
    body = json.dumps({"shop": "main", "events": [event]}).encode()
    secret = studio.orders.secrets("generic")[0]
    token = studio.links.make(show, "host", "小禾")
    screen = Screen()
    with client.websocket_connect(f"/live/socket?t={token}") as socket:
        until(socket, "snapshot", screen)
        reply = client.post("/hooks/generic", content=body, headers={SIGNATURE: sign(body, secret)})
        assert reply.status_code == 200
        assert reply.json() == {"ok": True, "events": 1, "known": 0}
        for _ in range(20):
            until(socket, "counters", screen)
            counters = screen.held["counters"]
            if counters["show"]["units"] == 2:
                break
        assert counters["show"]["paid_minor"] == 13980
        assert counters["products"]["P001"]["units"] == 2
    assert studio.orders.verify()


def test_a_bad_signature_counts_nothing(client: TestClient, studio: Studio, show: str) -> None:
    """A forged delivery is refused, kept in quarantine, and changes no number."""
    reply = client.post("/hooks/generic", content=b"{}", headers={SIGNATURE: "sha256=" + "0" * 64})
    assert reply.status_code == 401
    kept = studio.orders.deliveries()
    assert [(row["signed"], row["outcome"]) for row in kept] == [(False, "bad_signature")]


def test_large_bodies_and_unknown_sources_are_refused(client: TestClient) -> None:
    """A body over the limit is not held in memory; a source nobody knows has a clear answer."""
    assert client.post("/hooks/generic", content=b"x" * (MAX_BODY + 1)).status_code == 413
    assert client.post("/hooks/nobody", content=b"{}").status_code == 404


def test_a_secret_in_the_environment_wins(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """STUDIO_SECRET_GENERIC may hold two secrets while one replaces the other."""
    monkeypatch.setenv("STUDIO_SECRET_GENERIC", "new, old")
    for secret in (b"new", b"old"):
        body = b'{"shop":"s","events":[]}'
        assert studio.orders.receive("generic", {SIGNATURE: sign(body, secret)}, body).status == 200
    assert studio.orders.receive("generic", {SIGNATURE: sign(b"{}", b"other")}, b"{}").status == 401


def test_health_answers(client: TestClient, show: str) -> None:
    """A monitor learns that the store answers."""
    assert client.get("/healthz").json()["products"] == 40


def test_a_price_changed_by_hand_reaches_the_screens(client: TestClient, studio: Studio, show: str) -> None:
    """An edit of the catalogue during a show arrives as a new plan: no screen quotes an old price."""
    token = studio.links.make(show, "host", "小禾")
    screen = Screen()
    with client.websocket_connect(f"/live/socket?t={token}") as socket:
        until(socket, "snapshot", screen)
        # The watcher learns the catalogue's state first; only a later change is news.
        for _ in range(2):
            until(socket, "beat", screen)
        studio.catalogue.edit("P001", link_no="77")
        until(socket, "plan", screen)
        assert screen.held["plan"]["products"]["P001"]["link_no"] == "77"


def test_a_price_that_is_not_ready_asks_first(client: TestClient, studio: Studio, show: str) -> None:
    """开价 without stock is refused with what is missing; with the person's word it goes through."""
    studio.catalogue.edit("P001", stock=0)
    studio.rooms.press(show, "start", actor="小王", role="producer", expects={"cue": ""})
    rundown = studio.rooms.rundown(show)
    cue = next(
        cue.id
        for segment in rundown.segments
        if segment.sku == "P001"
        for cue in segment.cues
        if cue.kind == "price"
    )
    refused = studio.rooms.press(
        show, "jump", actor="小王", role="producer", expects={"cue": "s01c01"}, args={"cue": cue}
    )
    assert (refused["ok"], refused["code"]) == (False, "illegal")
    assert [item["code"] for item in refused["confirm"]] == ["live.gate.sold_out"]  # type: ignore[union-attr]
    taken = studio.rooms.press(
        show,
        "jump",
        actor="小王",
        role="producer",
        expects={"cue": "s01c01"},
        args={"cue": cue, "confirm": True},
    )
    assert taken["ok"] is True


def test_a_platform_is_believed_once_its_secret_is_entered(studio: Studio) -> None:
    """抖店 signs with key and secret; before they are entered nothing counts; then it hears its words."""
    from hashlib import md5

    body = b'[{"tag":"0","msg_id":"1","data":"2026-06-12"}]'
    assert studio.orders.receive("doudian", {}, body).body == {"code": 0, "msg": "success"}
    order = b'[{"tag":"101","msg_id":"2","data":"{}"}]'
    headers = {"event-sign": md5(b"key" + order + b"secret").hexdigest(), "app-id": "key"}
    assert studio.orders.receive("doudian", headers, order).status == 401
    studio.orders.set_secret("doudian", "key:secret")
    reply = studio.orders.receive("doudian", headers, order)
    assert (reply.status, reply.body) == (200, {"code": 0, "msg": "success"})
