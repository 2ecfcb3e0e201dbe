"""What live screens ask beside their socket: words, a card's detail, repairs, the rehearsal's speed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from live.rehearsal import BadSpeed
from live.repair import Repair, repairs
from live.verbs import allowed
from store.shows import UnknownShow
from studio.board_card import board_json
from studio.links import BadLink, Pass
from studio.studio import Studio
from studio.words import UnknownWord

#: Bytes of a question; a word and its ids are far below.
LARGEST = 2000
Answer = Callable[[Studio, Pass, Request], Awaitable[Response]]


def live_routes(current: Callable[[], Studio]) -> list[BaseRoute]:
    """The routes; each asks for a role link that holds, like every live page."""

    def guarded(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            studio = current()
            try:
                held = await run_in_threadpool(studio.links.read, request.query_params.get("t", ""))
            except BadLink as error:
                return _error(403, str(error))
            try:
                return await answer(studio, held, request)
            except UnknownShow as error:
                return _error(404, str(error))

        return handle

    return [
        Route("/live/word", guarded(find_word), methods=["GET"]),
        Route("/live/word", guarded(keep_word), methods=["POST"]),
        Route("/live/card", guarded(card_detail), methods=["GET"]),
        Route("/live/repairs", guarded(list_repairs), methods=["GET"]),
        Route("/live/rehearsal", guarded(change_rehearsal), methods=["POST"]),
    ]


async def find_word(studio: Studio, held: Pass, request: Request) -> Response:
    """`{"cards"}` for the word in `q`, for whoever may put one up."""
    if not allowed(held.role, "board_show"):
        return _error(403, DENIED)
    asked, sku = request.query_params.get("q", ""), request.query_params.get("sku", "")
    if len(asked) > LARGEST:
        return _error(413, "The question is too long. 问得太长。")
    return JSONResponse({"cards": await run_in_threadpool(studio.words.find, asked, sku=sku)})


async def keep_word(studio: Studio, held: Pass, request: Request) -> Response:
    """Take the answer `card` to the question `q`, so that it can go on the board; `{"card"}`.

    On air it is saved as an approved card, in a rehearsal it is the rehearsal's and nothing is written.
    """
    if not allowed(held.role, "board_show"):
        return _error(403, DENIED)
    body = await _json(request)
    if body is None or not all(isinstance(body.get(name), str) for name in ("q", "card")):
        return _error(400, "q and card are texts. 缺少 q 或 card。")
    sku = body.get("sku")
    asked, ident, sku = body["q"], body["card"], sku if isinstance(sku, str) else ""

    def work() -> dict[str, object]:
        card = studio.words.choose(asked, ident, sku=sku)
        if rehearses(request):
            studio.rehearsals.add_word(held.show, card)
        else:
            studio.words.keep(card, by=held.actor)
        return board_json(card)

    try:
        card = await run_in_threadpool(work)
    except UnknownWord as error:
        return _error(404, str(error))
    return JSONResponse({"card": card})


async def card_detail(studio: Studio, held: Pass, request: Request) -> Response:
    """Everything about the card `id`; reading is for every link."""
    ident = request.query_params.get("id", "")
    rehearsed = studio.rehearsals.words(held.show) if rehearses(request) else {}
    found = await run_in_threadpool(lambda: studio.words.detail(ident, rehearsed=rehearsed))
    return _error(404, "There is no such card. 没有这张词卡。") if found is None else JSONResponse(found)


async def list_repairs(studio: Studio, held: Pass, request: Request) -> Response:
    """`{"repairs"}` of a show that runs late: what each would win, and the command that does it."""
    show, rehearsing = held.show, rehearses(request)

    def work() -> list[dict[str, object]]:
        if rehearsing:
            rundown, state, now = studio.rehearsals.standing(show)
        else:
            rundown, (_, state), now = studio.rooms.rundown(show), studio.rooms.state(show), studio.clock()
        return [_repair(one) for one in repairs(rundown, state, now)]

    return JSONResponse({"repairs": await run_in_threadpool(work)})


async def change_rehearsal(studio: Studio, held: Pass, request: Request) -> Response:
    """`{"speed": 1–20}` or `{"restart": true}`, by the producer."""
    if held.role != "producer":
        return _error(403, DENIED)
    body = await _json(request) or {}
    speed = body.get("speed")
    if body.get("restart") is True:
        await run_in_threadpool(studio.rehearsals.restart, held.show)
    elif isinstance(speed, int) and not isinstance(speed, bool):
        try:
            await run_in_threadpool(studio.rehearsals.set_speed, held.show, speed)
        except BadSpeed as error:
            return _error(400, str(error))
    else:
        return _error(400, "speed or restart is missing. 缺少 speed 或 restart。")
    return JSONResponse({"ok": True})


def rehearses(request: Request) -> bool:
    """Whether a screen of a rehearsal asks."""
    return request.query_params.get("rehearse") == "1"


DENIED = "This link may not do that. 这个链接没有这项权限。"


def _repair(one: Repair) -> dict[str, object]:
    return {
        "kind": one.kind,
        "label": {"zh": one.label.zh, "en": one.label.en},
        "what": {"zh": one.what.zh, "en": one.what.en},
        "verb": one.verb,
        "args": dict(one.args),
        "gain": one.gain,
        "offset": one.offset,
        "enough": one.enough,
    }


def _error(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status_code=status)


async def _json(request: Request) -> dict[str, Any] | None:
    """The body as an object, None when it is none or too large."""
    raw = b""
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > LARGEST:
            return None
    try:
        body = json.loads(raw)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
