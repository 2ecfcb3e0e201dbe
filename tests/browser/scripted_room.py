"""A room of its own for the look of the live pages: the protocol's JSON, worst-case texts, no store."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from screens.live_shell import page_html
from tests.browser.server import free_port

LIVE = Path(__file__).parents[2] / "screens" / "live"
Json = dict[str, Any]
SHADOW = """<!doctype html><html lang="zh-CN"><head><title>t</title></head><body><div id="a"></div>
<script type="module">
import { mount } from '/live/js/host.js';
const root = document.createElement('div');
document.getElementById('a').attachShadow({ mode: 'open' }).append(root);
window.unmount = mount(root, { token: 'host', base: '/live/', height: '600px', lang: 'zh' });
</script></body></html>"""


def now() -> int:
    """UTC epoch milliseconds."""
    return time.time_ns() // 1_000_000


def both(zh: str | None, en: str | None) -> Json:
    """A bilingual text on the wire."""
    return {"zh": zh, "en": en}


def _card(key: str, headword: str, gloss: str, pinyin: str, ipa: str) -> Json:
    return {
        "id": key, "sku": "S", "headword": headword, "gloss": gloss, "pinyin": pinyin.split(), "ipa": ipa,
        "level": "C2", "level_source": "CEFR-J", "pos": "NOUN", "evidence": "bilingual", "quote": gloss,
        "hook": both("词根、故事与一句绕口令，最长不过两行", "A root, a story, a tongue twister; two lines"),
        "example": both(None, None), "selling_line": both(None, None),
    }


CARDS = (
    _card("k1", "incomprehensibilities", "难以理解的事物", "nán yǐ lǐ jiě de shì wù",
          "ɪnˌkɒmprɪˌhensəˈbɪlətiz"),
    _card("k2", "antioxidant-rich wholegrain", "富含抗氧化物的全谷物",
          "fù hán kàng yǎng huà wù de quán gǔ wù", "ˌæntiˈɒksɪdənt rɪtʃ ˈhəʊlɡreɪn"),
    _card("k3", "peach", "桃", "táo", "piːtʃ"),
)
LONG = both(
    "这一款牛排是原切，不是合成。配料表只有牛肉两个字，我把检测报告放在镜头前面，大家可以截图慢慢看；"
    "煎的时候不用放油，锅烧热，两面各九十秒，静置三分钟再切。",
    "This steak is a whole cut, not reformed meat. The label lists one ingredient: beef. Fry without oil "
    "in a hot pan, ninety seconds a side, and rest it for three minutes before you cut.",
)
TITLE = both(
    "澳洲谷饲原切西冷牛排家庭装（含黑椒酱与黄油）", "Australian grain-fed sirloin family pack, pepper sauce"
)


def _cue(key: str, kind: str, lines: Json, cards: tuple[str, ...] = ()) -> Json:
    return {"id": key, "kind": kind, "lines": lines, "cards": list(cards), "note": None}


class Room:
    """Serves the live pages on loopback and notes every command; each is accepted and changes nothing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.muted = False
        self.commands: list[Json] = []
        self.seq = 1
        start = now() - 600_000
        segment = {
            "id": "s1", "kind": "product", "title": TITLE, "duration_ms": 300_000, "hard_start": None,
            "skip": False, "sku": "S", "columns": {}, "note": None,
            "cues": [
                _cue("c1", "card", LONG, ("k1", "k2", "k3")), _cue("c2", "price", both("开价。", "Price.")),
            ],
        }
        product = {"title": TITLE, "list_minor": 39900, "price_minor": 26900, "currency": "CNY", "stock": 12,
                   "link_no": "12", "image": None}
        self.plan: Json = {
            "title": TITLE, "start": start, "zone": "Asia/Shanghai", "hosts": ["小禾", "Ben"],
            "segments": [segment, {**segment, "id": "s2", "cues": [_cue("c3", "say", LONG)]}],
            "products": {"S": product}, "cards": {card["id"]: card for card in CARDS},
        }
        run = {"ordinal": 1, "segment": "s1", "kickoff": start, "end": None, "pauses": [], "added": []}
        self.state: Json = {
            "phase": "on_air", "cue": "c1", "segment": "s1", "started": start, "ended": None, "runs": [run],
            "paused": None, "skipped": [],
            "board": {"cards": ["k1", "k2", "k3"], "revealed": 3, "since": start},
            "messages": [], "open": {}, "last": None, "undo": None,
        }
        total = {"orders": 1, "units": 2, "paid_minor": 300, "refund_minor": 0, "net_minor": 300,
                 "created_minor": 300, "buyers": 1}
        self.counters: Json = {
            "as_of": start, "currency": "CNY", "show": total, "products": {"S": {**total, "stock_left": 7}},
            "segments": {}, "unattributed": total, "other": {}, "minutes": {},
            "state": "provisional", "last_order": start, "target_minor": None, "pace": None, "reached": None,
            "alarms": [], "money": True,
        }
        self._sockets: set[WebSocket] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        routes = [
            WebSocketRoute("/live/socket", self._socket),
            Mount("/live/js", StaticFiles(directory=LIVE / "js")),
            Mount("/live/css", StaticFiles(directory=LIVE / "css")),
            Route("/live/{page}", lambda request: HTMLResponse(page_html(request.path_params["page"]))),
            Route("/shadow", lambda _request: HTMLResponse(SHADOW)),
        ]
        app = Starlette(routes=routes)
        config = uvicorn.Config(app, host="127.0.0.1", port=self.port, log_level="warning")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        """Serve until `stop`."""
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.02)

    def stop(self) -> None:
        """End the server."""
        self._server.should_exit = True
        self._thread.join(10)

    def tell(self, message: Json) -> None:
        """Send a message to every screen."""
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(self._cast(message), self._loop).result(5)

    def sockets(self) -> int:
        """How many screens are connected."""
        return len(self._sockets)

    def verbs(self, count: int = 0) -> list[str]:
        """The verbs that arrived, receipts of messages left out; waits until there are `count` of them."""
        deadline = time.monotonic() + 10
        while len(self._heard()) < count and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(0.2)  # what must not be sent has its time to arrive
        return self._heard()

    def _heard(self) -> list[str]:
        return [str(command["verb"]) for command in self.commands if command["verb"] != "shown"]

    async def _cast(self, message: Json) -> None:
        for socket in tuple(self._sockets):
            with suppress(RuntimeError, WebSocketDisconnect):
                await socket.send_json(message)

    async def _beat(self, socket: WebSocket) -> None:
        while True:
            await asyncio.sleep(1)
            if not self.muted:
                await socket.send_json({"t": "beat", "now": now()})

    async def _socket(self, socket: WebSocket) -> None:
        self._loop = asyncio.get_running_loop()
        await socket.accept()
        if socket.query_params["t"] == "revoked":
            await socket.close(4403)
            return
        self._sockets.add(socket)
        beat = asyncio.create_task(self._beat(socket))
        try:
            await self._snapshot(socket)
            while True:
                await self._hear(socket, json.loads(await socket.receive_text()))
        except WebSocketDisconnect:
            pass
        finally:
            beat.cancel()
            self._sockets.discard(socket)

    async def _snapshot(self, socket: WebSocket) -> None:
        await socket.send_json({
            "t": "snapshot", "now": now(), "seq": self.seq, "show": "x", "role": socket.query_params["t"],
            "actor": "小禾", "plan": self.plan, "state": self.state, "counters": self.counters, "feed": [],
        })

    async def _hear(self, socket: WebSocket, message: Json) -> None:
        if self.muted:
            return
        if message["t"] == "ping":
            await socket.send_json({"t": "pong", "now": now(), "echo": message["echo"]})
        elif message["t"] == "snapshot":
            await self._snapshot(socket)
        else:
            self.commands.append(message)
            ack = {"t": "ack", "id": message["id"], "ok": True, "seq": self.seq, "at": now()}
            await socket.send_json(ack)
