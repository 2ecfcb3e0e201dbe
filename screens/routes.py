"""The ASGI routes beside the dashboard: live pages, their socket, commands, webhooks, health."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from catalog.bilingual import Bilingual
from live.journal_wire import BadCommand, parse_command
from live.verbs import allowed
from sales.inbox.source import MAX_BODY
from screens.headers import policy_of
from screens.link_guard import REFUSED, close_with_link
from screens.live_line import Line, on_air, rehearsal
from screens.live_routes import live_routes
from screens.live_shell import LIVE, page_html
from screens.metrics_route import CONTENT_TYPE, metrics_text
from screens.picture_route import picture_route
from screens.script_print import print_route
from store.shows import UnknownShow
from studio.acks import refusal
from studio.hub import Shared
from studio.links import BadLink, Pass
from studio.studio import Studio

#: Deliveries up to this size are read in the loop.
SMALL_BODY = 16 * 1024
#: Largest command read into memory.
MAX_COMMAND = 16 * 1024
STATUS = {"taken": 409, "forbidden": 403, "late": 409, "illegal": 409, "bad": 400, "unavailable": 503}
HEADERS = {
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def routes(current: Callable[[], Studio]) -> list[BaseRoute]:
    """Every route of ours; `current` gives the open studio once the lifespan has begun."""

    async def page(request: Request) -> Response:
        text = page_html(request.path_params["page"])
        if text is None:
            return PlainTextResponse("404", status_code=404)
        return HTMLResponse(text, headers={**HEADERS, "Content-Security-Policy": policy_of(text)})

    async def command(request: Request) -> Response:
        try:
            held = await run_in_threadpool(current().links.read, request.query_params.get("t", ""))
        except BadLink as error:
            return JSONResponse(refusal("", "forbidden", _both(error)), status_code=403)
        body = await _body(request, MAX_COMMAND)
        if body is None:
            return JSONResponse(refusal("", "bad", TOO_LARGE), status_code=413)
        ack = await _take(current(), held, _line(current(), held, request.query_params), body)
        return JSONResponse(ack, status_code=200 if ack["ok"] else STATUS[str(ack["code"])])

    async def hook(request: Request) -> Response:
        body = await _body(request, MAX_BODY)
        if body is None:
            return JSONResponse({"error": f"a delivery may have {MAX_BODY} bytes"}, status_code=413)
        source = request.path_params["source"]
        # Reading a delivery of 1 MiB takes 50 ms: not in the loop that moves the show. One order takes
        # 0.2 ms; five hundred a second, each in a thread that waits for its commit, would be a queue.
        if len(body) > SMALL_BODY:
            reply = await run_in_threadpool(current().orders.receive, source, dict(request.headers), body)
        else:
            reply = await asyncio.wrap_future(current().orders.submit(source, dict(request.headers), body))
        current().meters.delivery(source, reply.status)
        again = {"Retry-After": "1"} if reply.status == 429 else None
        return JSONResponse(reply.body, status_code=reply.status, headers=again)

    async def health(_request: Request) -> Response:
        return JSONResponse(await run_in_threadpool(current().health))

    async def metrics(_request: Request) -> Response:
        return Response(await run_in_threadpool(metrics_text, current()), media_type=CONTENT_TYPE)

    async def socket(websocket: WebSocket) -> None:
        studio = current()
        try:
            held = await run_in_threadpool(studio.links.read, websocket.query_params.get("t", ""))
        except BadLink:
            await websocket.accept()
            await websocket.close(code=REFUSED)
            return
        await websocket.accept()
        await _serve(studio, held, _line(studio, held, websocket.query_params), websocket)

    return [
        Route("/live/command", command, methods=["POST"]),
        *live_routes(current),
        WebSocketRoute("/live/socket", socket),
        Mount("/live/js", StaticFiles(directory=LIVE / "js")),
        Mount("/live/css", StaticFiles(directory=LIVE / "css", check_dir=False)),
        picture_route(current),
        Route("/live/{page}", page),
        print_route(current),
        Route("/hooks/{source}", hook, methods=["POST"]),
        Route("/healthz", health),
        Route("/metrics", metrics),
    ]


async def _serve(studio: Studio, held: Pass, line: Line, websocket: WebSocket) -> None:
    """One screen: changes out, commands in, until either side goes."""
    # Listening starts before the snapshot is read: a change in between is then in it, never missed.
    listener = studio.hub.join(line.key, held.role)

    async def snapshot() -> None:
        await studio.hub.snapshot(listener, line.snapshot, role=held.role, actor=held.actor)

    async def push() -> None:
        while True:
            message = await listener.next()
            if message["t"] == "lagged":
                await snapshot()
            elif isinstance(message, Shared):
                await websocket.send_text(message.text)
            else:
                await websocket.send_json(message)

    pusher: asyncio.Task[None] | None = None
    guard: asyncio.Task[None] | None = None
    try:
        await snapshot()
        pusher = asyncio.create_task(push())
        guard = asyncio.create_task(close_with_link(studio.links, held, websocket))
        while True:
            text = await websocket.receive_text()
            await _hear(studio, held, line, websocket, text, snapshot)
    except (WebSocketDisconnect, RuntimeError):
        pass  # the screen went away; its link brings it back
    except UnknownShow:
        with suppress(RuntimeError):
            await websocket.close(code=4404)
    finally:
        for task in (pusher, guard):
            if task is not None:
                task.cancel()
        studio.hub.leave(listener)


async def _hear(
    studio: Studio,
    held: Pass,
    line: Line,
    websocket: WebSocket,
    text: str,
    snapshot: Callable[[], Awaitable[None]],
) -> None:
    if len(text) > MAX_COMMAND:
        await websocket.send_json(refusal("", "bad", TOO_LARGE))
        return
    try:
        message = json.loads(text)
        kind = message["t"]
    except (ValueError, TypeError, KeyError):
        await websocket.send_json(refusal("", "bad", NOT_JSON))
        return
    if kind == "ping":
        await websocket.send_json({"t": "pong", "now": studio.clock(), "echo": message.get("echo")})
    elif kind == "snapshot":
        await snapshot()
    else:
        ack = await _take(studio, held, line, text.encode())
        await websocket.send_json({**ack, "id": ack["id"] or message.get("id")})


def _line(studio: Studio, held: Pass, query: QueryParams) -> Line:
    """The show on air, or with `rehearse=1` its rehearsal. Who steers will look up words: open the book."""
    if allowed(held.role, "board_show"):
        studio.words.warm()
    return rehearsal(studio, held.show) if query.get("rehearse") == "1" else on_air(studio, held.show)


async def _take(studio: Studio, held: Pass, line: Line, body: bytes) -> dict[str, object]:
    if not studio.links.holds(held):
        return refusal("", "forbidden", LINK_GONE)
    try:
        command = parse_command(body, show=held.show, actor=held.actor, role=held.role)
    except BadCommand as error:
        return refusal("", "bad", Bilingual(en=error.en, zh=error.zh))
    return await line.submit(command)


async def _body(request: Request, limit: int) -> bytes | None:
    """The raw body, or None when it is larger than `limit` (read in pieces, never held whole)."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


TOO_LARGE = Bilingual(en="The message is too large.", zh="消息过大。")
LINK_GONE = Bilingual(en="This link was taken back or has expired.", zh="链接已被收回或已过期。")
NOT_JSON = Bilingual(en="Not a message of this protocol.", zh="不是本协议的消息。")


def _both(error: Exception) -> Bilingual:
    return Bilingual(en=str(error), zh=str(error))
