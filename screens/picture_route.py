"""The pictures of products for every page: files of our own folders, whole or as a thumbnail."""

from __future__ import annotations

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from studio.pictures import EDGES, BadPicture
from studio.studio import Studio

#: A picture keeps its name for ever; a file put in its place by hand is seen an hour later.
HEADERS = {
    "Cache-Control": "max-age=3600",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
}


def picture_route(current: Callable[[], Studio]) -> Route:
    """`/live/images/{name}`: the file, or with `?w=96` or `?w=360` a thumbnail of that edge."""

    async def picture(request: Request) -> Response:
        name, edge = request.path_params["name"], request.query_params.get("w")
        held = current().pictures
        if edge is None:
            path = await run_in_threadpool(held.whole, name)
            return _none() if path is None else FileResponse(path, headers=HEADERS)
        if edge not in map(str, EDGES):
            return _none()
        try:
            small = await run_in_threadpool(held.thumbnail, name, int(edge))
        except BadPicture:
            return PlainTextResponse("415", status_code=415)
        return _none() if small is None else Response(small.data, media_type=small.media, headers=HEADERS)

    return Route("/live/images/{name:path}", picture)


def _none() -> Response:
    return PlainTextResponse("404", status_code=404)
