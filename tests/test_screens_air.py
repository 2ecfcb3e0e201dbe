"""What a live room asks beside GO: words, repairs, rehearsals, links that are taken back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from catalog.bilingual import Bilingual
from live.verbs import ROLES
from store import cards, shows
from studio.links import MAX_AGE_MS, BadLink
from studio.room_settings import PRESETS, RoomSettings, from_json, problems
from studio.sample_show import open_sample
from studio.studio import Studio
from tests.ahead_clock import Clock
from tests.live_screen import Screen
from tests.our_routes import client_of


@pytest.fixture
def clock() -> Clock:
    """The studio's time."""
    return Clock()


@pytest.fixture
def studio(tmp_path: Path, clock: Clock) -> Iterator[Studio]:
    """A studio with a store of its own."""
    held = Studio(f"sqlite:///{tmp_path / 'studio.db'}", clock=clock)
    yield held
    held.close()


@pytest.fixture
def show(studio: Studio) -> str:
    """The sample show's id."""
    return str(open_sample(studio))


@pytest.fixture
def client(studio: Studio) -> Iterator[TestClient]:
    """A client of our routes alone."""
    with client_of(studio) as held:
        yield held


def until(socket: Any, kind: str, screen: Screen | None = None) -> dict[str, Any]:
    """The next message of a kind; `screen` hears all that come until then."""
    for _ in range(200):
        message = socket.receive_json()
        if screen is not None:
            screen.hear(message)
        if message["t"] == kind:
            return dict(message)
    raise AssertionError(f"no {kind} in 200 messages")


def send(
    socket: Any, ident: str, verb: str, cue: str = "", screen: Screen | None = None, **args: object
) -> dict[str, Any]:
    """A command over a socket and its ack."""
    socket.send_json({"t": "command", "id": ident, "verb": verb, "expects": {"cue": cue}, "args": args})
    return until(socket, "ack", screen)


def test_a_word_is_found_put_up_and_survives(client: TestClient, studio: Studio, show: str) -> None:
    """A typed word gives cards; the one put up is saved as approved and stands in every screen's plan."""
    token = studio.links.make(show, "host", "小禾")
    cards = client.get(f"/live/word?t={token}&q=刮刀").json()["cards"]  # a spatula
    assert cards and cards[0]["gloss"] == "刮刀" and cards[0]["pinyin"] == ["guā", "dāo"]
    body = {"q": "刮刀", "card": cards[0]["id"], "sku": ""}
    kept = client.post(f"/live/word?t={token}", json=body).json()["card"]
    with client.websocket_connect(f"/live/socket?t={token}") as socket:
        screen = Screen()
        until(socket, "snapshot", screen)
        assert send(socket, "b", "board_show", screen=screen, cards=[kept["id"]])["ok"]
        for _ in range(50):
            if kept["id"] in screen.held["plan"]["cards"]:
                break
            screen.hear(socket.receive_json())
        assert screen.held["plan"]["cards"][kept["id"]]["headword"] == cards[0]["headword"]
    detail = client.get(f"/live/card?t={token}&id={kept['id']}").json()
    assert detail["check"] is False and detail["ipa_us"]
    assert all(hook["source"] for hook in detail["hooks"])
    assert client.get(f"/live/word?t={token}&q=刮刀").json()["cards"][0]["status"] == "approved"


def test_who_may_look_up(client: TestClient, studio: Studio, show: str) -> None:
    """Looking up is for who may put a board up; reading a card is for every link; nonsense is refused."""
    tokens = {role: studio.links.make(show, role, role) for role in ROLES}
    for role, token in tokens.items():
        good = role in ("producer", "host")
        assert client.get(f"/live/word?t={token}&q=peach").status_code == (200 if good else 403)
        body = {"q": "peach", "card": "none"}
        assert client.post(f"/live/word?t={token}", json=body).status_code == (404 if good else 403)
        assert client.get(f"/live/card?t={token}&id=none").status_code == 404
    assert client.get("/live/word?t=forged&q=peach").status_code == 403
    host = tokens["host"]
    assert client.post(f"/live/word?t={host}", content=b"[" * 900).status_code == 400
    assert client.get(f"/live/word?t={host}&q={'x' * 3000}").status_code == 413
    assert client.get(f"/live/word?t={host}&q=").json() == {"cards": []}


def test_a_link_that_was_taken_back_closes_its_socket(
    client: TestClient, studio: Studio, show: str
) -> None:
    """Its socket closes by itself, a command on the way is refused, and it opens nothing any more."""
    token = studio.links.make(show, "producer", "小王", page="remote", by="小林")
    (row,) = studio.links.listing(show)
    assert (row.page, row.made_by, row.revoked_at) == ("remote", "小林", None)
    with client.websocket_connect(f"/live/socket?t={token}") as socket:
        until(socket, "snapshot")
        assert studio.links.revoke([row.id], by="小林") == 1
        began = time.monotonic()
        with pytest.raises(WebSocketDisconnect) as closed:
            while True:
                socket.receive_json()
        assert closed.value.code == 4403
        assert time.monotonic() - began < 20  # two seconds on a quiet machine; this only ends a hang
    assert client.post(f"/live/command?t={token}", json={"id": "x", "verb": "start"}).status_code == 403
    with pytest.raises(BadLink) as refused:
        studio.links.read(token)
    assert refused.value.why == "revoked"
    assert studio.links.revoke([row.id], by="小林") == 0
    assert studio.rooms.state(show)[0] == 0


def test_another_process_takes_a_link_back(studio: Studio, show: str) -> None:
    """What was taken back elsewhere is known after the next look at the store."""
    token = studio.links.make(show, "host", "小禾")
    held = studio.links.read(token)
    beside = Studio(studio.store.url)
    try:
        assert beside.links.read(token) == held
        beside.links.revoke([held.link], by="小林")
    finally:
        beside.close()
    studio.links.refresh()
    assert not studio.links.holds(held)


def test_a_link_expires(studio: Studio, show: str, clock: Clock) -> None:
    """After its seven days a link is refused, and a new one is handed out in its place."""
    token = studio.links.ensure(show, "viewer", "OBS", page="overlay", by="小林")
    assert studio.links.ensure(show, "viewer", "OBS", page="overlay", by="小林") == token
    clock.ahead = MAX_AGE_MS + 1
    with pytest.raises(BadLink) as refused:
        studio.links.read(token)
    assert refused.value.why == "expired"
    assert studio.links.ensure(show, "viewer", "OBS", page="overlay", by="小林") != token


def test_a_rehearsal_writes_nothing(client: TestClient, studio: Studio, show: str) -> None:
    """The same page, verbs and refusals at twenty times the speed; journal, show and air stay untouched."""
    desk, host = studio.links.make(show, "producer", "小王"), studio.links.make(show, "host", "小禾")
    with (
        client.websocket_connect(f"/live/socket?t={desk}&rehearse=1") as producer,
        client.websocket_connect(f"/live/socket?t={host}&rehearse=1") as watcher,
        client.websocket_connect(f"/live/socket?t={host}") as air,
    ):
        screen = Screen()
        snapshot = until(producer, "snapshot")
        until(watcher, "snapshot", screen)
        until(air, "snapshot")
        assert snapshot["plan"]["rehearsal"]["speed"] == 1 and snapshot["counters"] is None
        assert client.post(f"/live/rehearsal?t={host}", json={"speed": 20}).status_code == 403
        assert client.post(f"/live/rehearsal?t={desk}", json={"speed": 21}).status_code == 400
        assert client.post(f"/live/rehearsal?t={desk}", json={"speed": 20}).status_code == 200
        until(watcher, "plan", screen)
        assert screen.held["plan"]["rehearsal"]["speed"] == 20
        assert send(producer, "s", "start")["ok"]
        until(watcher, "change", screen)
        first = screen.state["cue"]
        assert send(producer, "s", "start")["seq"] == 1  # the same id again gives the first receipt
        assert send(watcher, "no", "end", cue=first)["code"] == "forbidden"
        assert send(producer, "late", "go", cue="elsewhere")["code"] == "taken"
        studio.rooms.press(show, "board_hide", actor="x", role="host")  # refused on air: it never started
        assert client.post(f"/live/rehearsal?t={desk}", json={"restart": True}).status_code == 200
        while screen.state["phase"] != "preshow":
            until(watcher, "change", screen)
        assert screen.held["plan"]["rehearsal"]["speed"] == 20
    with studio.store.read() as connection:
        assert shows.events(connection, show) == ()
    assert studio.rooms.listing()[0].started_at is None
    assert studio.asruns.read(show) is None


def test_a_word_found_in_a_rehearsal_is_no_card(client: TestClient, studio: Studio, show: str) -> None:
    """It stands on the rehearsed board with its detail; the store, the air and the next rehearsal lack it."""
    desk = studio.links.make(show, "producer", "小王")
    with studio.store.read() as connection:
        before = cards.mark(connection)
    with client.websocket_connect(f"/live/socket?t={desk}&rehearse=1") as socket:
        screen = Screen()
        until(socket, "snapshot", screen)
        found = client.get(f"/live/word?t={desk}&rehearse=1&q=刮刀").json()["cards"][0]  # a spatula
        body = {"q": "刮刀", "card": found["id"], "sku": ""}
        taken = client.post(f"/live/word?t={desk}&rehearse=1", json=body).json()["card"]
        assert taken["id"] == found["id"]
        until(socket, "plan", screen)
        assert screen.held["plan"]["cards"][found["id"]]["headword"] == found["headword"]
        assert send(socket, "b", "board_show", screen=screen, cards=[found["id"]])["ok"]
        detail = f"/live/card?t={desk}&id={found['id']}"
        assert client.get(f"{detail}&rehearse=1").json()["ipa_us"]
        assert client.get(detail).status_code == 404
        assert client.post(f"/live/rehearsal?t={desk}", json={"restart": True}).status_code == 200
        while found["id"] in screen.held["plan"]["cards"]:
            until(socket, "plan", screen)
    with studio.store.read() as connection:
        assert cards.mark(connection) == before
        assert shows.events(connection, show) == ()


def test_repairs_are_offered_when_the_show_runs_late(
    client: TestClient, studio: Studio, show: str, clock: Clock
) -> None:
    """On air and late there are three, each with its preview; a desk can send the command as it is."""
    token = studio.links.make(show, "producer", "小王")
    assert client.get(f"/live/repairs?t={token}").json() == {"repairs": []}
    assert studio.rooms.press(show, "start", actor="小王", role="producer")["ok"]
    clock.ahead += 20 * 60_000
    offered = client.get(f"/live/repairs?t={token}").json()["repairs"]
    assert [one["kind"] for one in offered] == ["cut_lesson", "shorten", "skip"]
    assert any(one["verb"] is None or one["gain"] > 0 for one in offered)
    repair = max(offered, key=lambda one: one["gain"])
    assert repair["gain"] > 0 and repair["what"]["zh"].startswith("跳过「")
    _, state = studio.rooms.state(show)
    done = studio.rooms.press(
        show, repair["verb"], actor="小王", role="producer", expects={"cue": state.cue}, args=repair["args"]
    )
    assert done["ok"]


def test_lines_rewritten_on_air_reach_the_plan(studio: Studio, show: str) -> None:
    """The screens read the new text with its price filled in; the desk edits what was written."""
    rundown = studio.rooms.rundown(show)
    segment = next(one for one in rundown.segments if one.sku)
    cue = segment.cues[0]
    text = {"zh": "今晚 {price}", "en": "Tonight {price}"}
    assert studio.rooms.press(
        show, "edit", actor="小王", role="producer", args={"cue": str(cue.id), "text": text}
    )["ok"]
    plan: Any = studio.rooms.plan(show)["plan"]
    shown = next(
        one for part in plan["segments"] for one in part["cues"] if one["id"] == str(cue.id)
    )
    assert shown["written"] == text
    assert shown["lines"]["zh"].startswith("今晚 ¥")
    assert studio.rooms.rundown(show) == rundown


def test_a_room_chooses_messages_keys_and_money(studio: Studio, show: str) -> None:
    """What the room chose is in the plan of every screen and survives; conflicts are found, not saved."""
    presets = (Bilingual(zh="喝口水", en="Have some water"), *PRESETS[1:])
    chosen = RoomSettings(presets=presets, keys={"go": ("Space", "b")}, hide_money=True)
    assert problems(chosen) == ()
    studio.rooms.set_settings(chosen)
    assert studio.rooms.settings() == chosen
    plan: Any = studio.rooms.plan(show)["plan"]
    assert plan["room"]["presets"][0]["zh"] == "喝口水"
    assert plan["room"]["keys"]["go"] == ["Space", "b"] and plan["room"]["keys"]["back"]
    assert plan["room"]["hide_money"] is True
    assert from_json({}) == RoomSettings()
    bad = RoomSettings(
        presets=(Bilingual(), *PRESETS[1:]),
        keys={"go": ("p",), "back": ("Escape",), "hide": ("Q",), "reveal": ()},
    )
    codes = {finding.code.rsplit(".", 1)[1] for finding in problems(bad)}
    assert codes == {"preset", "twice", "reserved", "unknown", "count"}
