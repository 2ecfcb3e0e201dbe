"""Live pages, socket and webhooks without the dashboard: `python -m studio serve --live-only`."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware

from screens.headers import SafeHeaders
from screens.lifespan import serving
from screens.routes import routes
from studio.running import current

app = Starlette(routes=routes(current), lifespan=serving("live"), middleware=[Middleware(SafeHeaders)])
