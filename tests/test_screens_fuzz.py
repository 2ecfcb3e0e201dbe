"""Anything may be sent to any route: the table of routes is walked, nothing answers with a crash.

`STUDIO_FUZZ=2000 python -m pytest -n0 tests/test_screens_fuzz.py` looks longer.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from live.verbs import VERBS
from sales.inbox import SOURCES
from sales.inbox.generic import DELIVERY, SIGNATURE, sign
from screens.routes import routes
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.our_routes import client_of

#: Requests a route, and messages of a socket.
EXAMPLES = int(os.environ.get("STUDIO_FUZZ", "10"))
GENTLE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
#: Names of the query that some route reads, so that the fuzz gets past the first look.
NAMES = ("t", "q", "sku", "id", "w", "kind", "rehearse", "lang", "v", "card")
WORDS = ("../../etc/passwd", "%2e%2e/", "P001", "桃", "0", "-1", "9" * 40, "\x00", "'; --", "<b>", "host")

words = st.one_of(st.sampled_from(WORDS), st.text(max_size=30))
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), words),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(words, inner, max_size=3)),
    max_leaves=8,
)
bodies = st.one_of(
    st.binary(max_size=200),
    values.map(lambda value: json.dumps(value).encode()),
    st.fixed_dictionaries(
        {"id": words, "verb": st.sampled_from(sorted(VERBS)), "args": values, "expects": values}
    ).map(lambda value: json.dumps(value).encode()),
    st.fixed_dictionaries(dict.fromkeys(("q", "card", "sku", "speed", "restart"), values)).map(
        lambda value: json.dumps(value).encode()
    ),
    st.fixed_dictionaries(
        {"shop": values, "events": st.lists(st.dictionaries(st.sampled_from(
            ("order_id", "line_id", "sku", "qty", "amount_minor", "currency", "occurred_at", "kind", "buyer")
        ), values), max_size=2)}
    ).map(lambda value: json.dumps(value).encode()),
)  # fmt: skip


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """A studio with the sample show."""
    held = Studio(f"sqlite:///{tmp_path_factory.mktemp('store') / 'studio.db'}", serve=True)
    open_sample(held)
    yield held
    held.close()


@pytest.fixture(scope="module")
def client(studio: Studio) -> Iterator[TestClient]:
    """Our routes behind the headers; an exception in one of them fails the test."""
    with client_of(studio, safe=True) as held:
        yield held


@pytest.fixture(scope="module")
def tokens(studio: Studio) -> tuple[str, ...]:
    """Good links of every kind, none, and a forged one."""
    show = studio.rooms.listing()[0].id
    good = [studio.links.make(show, role, "fuzz") for role in ("producer", "host", "viewer")]
    return (*good, "", good[0][:-2])


def _routes() -> list[tuple[str, str]]:
    """(method, path) of every route of ours; a mounted folder stands for the files in it."""
    found = []
    for route in routes(lambda: None):  # type: ignore[arg-type,return-value]
        if isinstance(route, Route):
            found += [(method, route.path) for method in sorted(route.methods or ())]
        elif isinstance(route, Mount):
            found.append(("GET", f"{route.path}/{{name}}"))
        else:
            assert isinstance(route, WebSocketRoute)
    return found


@pytest.mark.parametrize(("method", "path"), _routes())
def test_no_route_crashes(
    client: TestClient, studio: Studio, tokens: tuple[str, ...], method: str, path: str
) -> None:
    """Any path, query, body and header: an answer below 500, with the headers that every answer carries."""

    @GENTLE
    @given(data=st.data())
    def send(data: st.DataObject) -> None:
        filled = re.sub(r"{[^}]+}", lambda _: quote(data.draw(words), safe=""), path)
        query = data.draw(st.dictionaries(st.sampled_from(NAMES), words, max_size=3))
        query["t"] = data.draw(st.sampled_from(tokens))
        body = data.draw(bodies)
        headers = {}
        if path.startswith("/hooks/"):
            filled = f"/hooks/{data.draw(st.sampled_from(sorted(SOURCES)))}"
            secret = studio.orders.secrets("generic")[0]
            headers = {SIGNATURE: sign(body, secret), DELIVERY: quote(data.draw(words))}
        reply = client.request(method, filled, params=query, content=body, headers=headers)
        assert reply.status_code < 500, (filled, query, body)
        assert reply.headers["x-content-type-options"] == "nosniff"

    send()


def test_no_message_ends_the_server_of_a_socket(client: TestClient, tokens: tuple[str, ...]) -> None:
    """Whatever text comes, the stream goes on: a snapshot is given afterwards."""

    @GENTLE
    @given(
        st.sampled_from(tokens[:3]),
        st.sampled_from(("0", "1")),
        st.lists(st.one_of(words, bodies.map(lambda raw: raw.decode(errors="replace"))), max_size=4),
    )
    def talk(token: str, rehearse: str, texts: list[str]) -> None:
        with client.websocket_connect(f"/live/socket?t={token}&rehearse={rehearse}") as socket:
            for text in texts:
                socket.send_text(text)
            socket.send_json({"t": "ping", "echo": "last"})
            while (message := socket.receive_json())["t"] != "pong" or message.get("echo") != "last":
                pass

    talk()
    for token in tokens[3:]:
        with (
            client.websocket_connect(f"/live/socket?t={quote(token)}") as socket,
            pytest.raises(WebSocketDisconnect),
        ):
            socket.receive_json()
