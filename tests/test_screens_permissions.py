"""Who may do what over the wire: every verb × every role × HTTP and socket, from the table of verbs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from live.journal import Role
from live.verbs import ROLES, VERBS
from screens.live_routes import live_routes
from screens.routes import STATUS
from store import shows
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.our_routes import client_of

WAYS = ("http", "socket")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio with the sample show; these tests only ask for what they may not."""
    held = Studio(f"sqlite:///{tmp_path_factory.mktemp('store') / 'studio.db'}", serve=True)
    open_sample(held)
    yield held
    held.close()


@pytest.fixture(scope="module")
def client(studio: Studio) -> Iterator[TestClient]:
    """A client of our routes alone."""
    with client_of(studio) as held:
        yield held


def codes(client: TestClient, token: str, way: str, *, rehearse: bool = False) -> dict[str, str]:
    """What each verb is answered to a bare command: its argument is wrong, so that nobody moves anything."""
    query = f"t={token}" + ("&rehearse=1" if rehearse else "")
    bodies = [{"id": f"{way}-{verb}", "verb": verb, "args": {"nothing": 1}} for verb in VERBS]
    found: dict[str, str] = {}
    if way == "http":
        for body in bodies:
            reply = client.post(f"/live/command?{query}", json=body)
            ack: dict[str, Any] = reply.json()
            assert reply.status_code == (200 if ack["ok"] else STATUS[ack["code"]])
            found[str(body["verb"])] = ack["code"]
        return found
    with client.websocket_connect(f"/live/socket?{query}") as socket:
        for body in bodies:
            socket.send_json({"t": "command", **body})
        while len(found) < len(bodies):
            message = socket.receive_json()
            if message["t"] == "ack":
                found[message["id"].removeprefix("socket-")] = message["code"]
    return found


@pytest.mark.parametrize("rehearse", [False, True])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", ROLES)
def test_every_verb_by_role_and_way(
    client: TestClient, studio: Studio, role: Role, way: str, rehearse: bool
) -> None:
    """Exactly the verbs that the table does not give a role are forbidden to it, on air and in rehearsal.

    The arguments are wrong on purpose: who may is told so (`bad`), who may not is told that (`forbidden`,
    403), and no journal gets a line by either.
    """
    show = studio.rooms.listing()[0].id
    token = studio.links.make(show, role, role)
    found = codes(client, token, way, rehearse=rehearse)
    assert found == {verb: "bad" if role in rule.roles else "forbidden" for verb, rule in VERBS.items()}
    assert STATUS["forbidden"] == 403
    with studio.store.read() as connection:
        assert shows.events(connection, show) == ()


@pytest.mark.parametrize("token", ["", "nonsense", "WyJhIiwicyIsInByb2R1Y2VyIiwieCJd.aaaa"])
@pytest.mark.parametrize("way", WAYS)
def test_without_a_good_link_no_verb_is_heard(client: TestClient, token: str, way: str) -> None:
    """A forged token is refused before its command is looked at: 403, or a socket closed as refused."""
    if way == "http":
        for verb in VERBS:
            assert client.post(f"/live/command?t={token}", json={"id": "x", "verb": verb}).status_code == 403
        return
    with (
        client.websocket_connect(f"/live/socket?t={token}") as socket,
        pytest.raises(WebSocketDisconnect) as closed,
    ):
        socket.receive_json()
    assert closed.value.code == 4403


def test_every_other_route_of_the_live_pages_asks_for_a_link(client: TestClient, studio: Studio) -> None:
    """Words, details, repairs, the rehearsal's speed: without a link 403, whatever the method."""
    asked = [route for route in live_routes(lambda: studio) if isinstance(route, Route)]
    assert asked
    for route in asked:
        for method in sorted((route.methods or set()) - {"HEAD"}):
            reply = client.request(method, f"{route.path}?t=forged", content=b"{}")
            assert reply.status_code == 403, (method, route.path)


@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_put_words_up_may_not_look_them_up(
    client: TestClient, studio: Studio, role: Role
) -> None:
    """The routes beside the socket keep to the same table: words by the board, speed by the desk."""
    show = studio.rooms.listing()[0].id
    token = studio.links.make(show, role, role)
    may = role in VERBS["board_show"].roles
    assert (client.post(f"/live/word?t={token}", content=b"no").status_code == 403) is not may
    speed = client.post(f"/live/rehearsal?t={token}", json={"speed": 0})
    assert (speed.status_code == 403) is (role != "producer")


def test_a_link_taken_back_closes_its_socket(client: TestClient, studio: Studio) -> None:
    """The socket ends with the code for a refused link, and the command after it is forbidden."""
    show = studio.rooms.listing()[0].id
    token = studio.links.make(show, "producer", "小王")
    held = studio.links.read(token)
    with client.websocket_connect(f"/live/socket?t={token}") as socket:
        began = time.monotonic()
        studio.links.revoke([held.link], by="小林")
        with pytest.raises(WebSocketDisconnect) as closed:
            while time.monotonic() - began < 30:
                socket.receive_json()
    assert closed.value.code == 4403
    assert set(codes(client, token, "http").values()) == {"forbidden"}
