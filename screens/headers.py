"""The security headers of every answer, and who may open a socket.

Our own pages get a strict policy: scripts of this server alone, and of those written into a page only the
ones whose hash is named. Streamlit's pages need inline styles, `eval` for charts and blobs; what can be said
of them without breaking them is said.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Paths of ours; everything else is Streamlit's.
OURS = ("/live", "/hooks", "/healthz", "/metrics")
SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)

#: For every answer. No referrer: an address of ours carries a token.
ALWAYS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
#: What is ours may load nothing from elsewhere but a product's picture, be framed by the dashboard alone,
#: and send no form. Styles are inline where a length is computed; a style cannot read a token.
OUR_POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob: http: https:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self' data: blob:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}
#: Of the dashboard: nobody frames it, no plug-ins, no other base.
DASHBOARD_POLICY = "frame-ancestors 'self'; object-src 'none'; base-uri 'self'"


def policy(*hashes: str) -> str:
    """The policy of a page of ours with these scripts written into it."""
    rules = dict(OUR_POLICY)
    if hashes:
        rules["script-src"] += "".join(f" '{each}'" for each in hashes)
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def policy_of(html: str) -> str:
    """The policy that lets exactly the scripts of a document run."""
    digests = (hashlib.sha256(body.encode()).digest() for body in SCRIPT.findall(html) if body.strip())
    return policy(*(f"sha256-{base64.b64encode(digest).decode()}" for digest in digests))


class SafeHeaders:
    """Adds the headers to every answer, and refuses a socket that another site's page opens.

    A browser sends cookies of ours with a socket that any page opens, and says in `Origin` whose page it is
    (RFC 6455, section 10.2). Programs send no origin: they carry a signed link.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket" and _ours(scope["path"]) and not same_origin(Headers(scope=scope)):
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
                own = policy() if _ours(scope["path"]) else DASHBOARD_POLICY
                headers.setdefault("Content-Security-Policy", own)
            await send(message)

        await self._app(scope, receive, told)


def same_origin(headers: Headers) -> bool:
    """Whether a socket is opened by a page of this server, by a local file (OBS) or by a program."""
    origin = headers.get("origin")
    if origin in (None, "null", "file://"):
        return True
    return urlsplit(origin).netloc == headers.get("host")


def _ours(path: str) -> bool:
    return path.startswith(OURS)
