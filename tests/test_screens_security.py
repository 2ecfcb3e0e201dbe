"""The rim asked by a stranger: headers, origins, metrics without names, logs without personal data."""

from __future__ import annotations

import ast
import json
import logging
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from sales.inbox.generic import SIGNATURE, sign
from screens.headers import policy_of
from screens.live_shell import PAGES
from studio.logs import JsonLines, PlainLines, masked
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.our_routes import client_of
from tests.test_layers import ROOT, imports, modules


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """A studio with the sample show."""
    held = Studio(f"sqlite:///{tmp_path / 'studio.db'}", serve=True)
    open_sample(held)
    yield held
    held.close()


@pytest.fixture
def client(studio: Studio) -> Iterator[TestClient]:
    """Our routes behind the headers, as the server has them."""
    with client_of(studio, safe=True) as held:
        yield held


@pytest.mark.parametrize("path", ["/healthz", "/metrics", "/live/js/page.js", "/live/host", "/live/nothing"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    """Nothing is sniffed, no address with a token leaves as a referrer, nothing foreign loads or frames."""
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    rules = headers["content-security-policy"]
    assert "default-src 'none'" in rules
    assert "frame-ancestors 'self'" in rules
    assert "unsafe-eval" not in rules
    assert "'unsafe-inline'" not in re.search(r"script-src ([^;]*)", rules)[1]  # type: ignore[index]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_the_scripts_written_into_it(client: TestClient, page: str) -> None:
    """The hash of a page's own script is in its policy; another script of the same page would not run."""
    reply = client.get(f"/live/{page}")
    assert reply.headers["content-security-policy"] == policy_of(reply.text)
    assert "'sha256-" in policy_of(reply.text)
    assert policy_of(reply.text.replace("start(mount)", "steal(mount)")) != policy_of(reply.text)


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "http://testserver.evil.example"])
def test_a_page_of_another_site_opens_no_socket(client: TestClient, studio: Studio, origin: str) -> None:
    """Even with a good link: a socket is refused when the page that opens it is not ours."""
    token = studio.links.make(studio.rooms.listing()[0].id, "host", "小禾")
    address = f"/live/socket?t={token}"
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(address, headers={"Origin": origin}):
        pass
    with client.websocket_connect(address, headers={"Origin": "http://testserver"}) as socket:
        assert socket.receive_json()["t"] == "snapshot"


def test_metrics_say_how_it_goes_and_name_nobody(client: TestClient, studio: Studio) -> None:
    """Screens, commands, answers, orders, quarantine, commits; no name, title, token or order id."""
    show = studio.rooms.listing()[0].id
    token = studio.links.make(show, "producer", "小王")
    for n in range(2):
        body = {"id": f"c{n}", "verb": "start", "expects": {"cue": ""}}
        client.post(f"/live/command?t={token}", json=body)
    body_bytes = json.dumps({"shop": "s", "events": []}).encode()
    good = {SIGNATURE: sign(body_bytes, studio.orders.secrets("generic")[0])}
    assert client.post("/hooks/generic", content=body_bytes, headers=good).status_code == 200
    forged = client.post("/hooks/generic", content=body_bytes, headers={SIGNATURE: "sha256=00"})
    assert forged.status_code == 401
    client.post('/hooks/x"}y', content=b"")
    reply = client.get("/metrics")
    assert reply.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    text = reply.text
    line = re.compile(r'^(# (HELP|TYPE) .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+-]+)$')
    assert [each for each in text.splitlines() if not line.match(each)] == []
    values = dict(each.rsplit(" ", 1) for each in text.splitlines() if not each.startswith("#"))
    assert values['cc_commands_total{outcome="ok"}'] == "1"
    assert int(values["cc_ack_seconds_count"]) == 2
    assert int(values['cc_ack_seconds_bucket{le="+Inf"}']) == 2
    assert int(values["cc_writer_commit_seconds_count"]) > 0
    assert values["cc_writer_queue"] == "0"
    assert values["cc_quarantined_total"] == "1"
    assert values['cc_deliveries_total{source="other",status="404"}'] == "1"
    for secret in ("小王", show, token, "c0"):
        assert secret not in text


def test_logs_hold_no_personal_data() -> None:
    """Phones, mail, identity numbers, tokens and passwords are masked, in messages and in tracebacks."""
    told = "13812345678 li@example.com 11010519491231002X GET /live/host?t=WyJh.b.c&lang=zh postgresql://u:pw@h/d"
    try:
        raise ValueError(told)
    except ValueError:
        record = logging.LogRecord("studio", logging.ERROR, "f", 1, told, None, sys.exc_info())
    for formatter in (JsonLines(), PlainLines()):
        line = formatter.format(record)
        for secret in ("13812345678", "li@example", "11010519491231002", "WyJh", "pw@"):
            assert secret not in line
        assert "lang=zh" in line
    entry = json.loads(JsonLines().format(record))
    assert entry["level"] == "error"
    assert "ValueError" in entry["error"]
    assert entry["at"].endswith("+00:00")
    assert masked("at 1781265000000 seq 12") == "at 1781265000000 seq 12"


def test_a_failed_statement_does_not_log_its_values(studio: Studio) -> None:
    """What SQLAlchemy says of an error holds the statement, not the name or note in it."""
    from sqlalchemy import text
    from sqlalchemy.exc import SQLAlchemyError

    query = text("insert into setting values (:a, :b, :c)")
    with pytest.raises(SQLAlchemyError) as caught:
        studio.store.write(lambda connection: connection.execute(query, {"a": "李雷", "b": 1, "c": 2}))
    assert "李雷" not in str(caught.value)


def test_no_address_is_ever_fetched() -> None:
    """What a catalogue, an order or a script names is never asked for: no HTTP client outside the replay."""
    clients = {"http.client", "urllib.request", "httpx", "requests", "aiohttp", "urllib3"}
    users = {
        str(path.relative_to(ROOT).as_posix())
        for path in modules()
        if any(name in clients or name.split(".")[0] in clients for name in imports(path))
    }
    assert users <= {"studio/replay.py"}


def test_secrets_are_compared_in_constant_time() -> None:
    """Nothing named as a secret, signature, token or PIN meets `==`: its time would tell how much fits."""
    telling = re.compile(r"(secret|signature|token|pin|hmac)s?$", re.IGNORECASE)

    def named(node: ast.expr) -> bool:
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        return bool(telling.search(name))

    found = []
    for folder in ("sales/inbox", "studio", "screens"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                equal = isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq)
                if equal and all(named(each) for each in (node.left, *node.comparators)):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []
