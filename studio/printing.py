"""Passes for pages that a printer opens in a window of their own: signed, for one script, for half a day.

The dashboard has a door; a page beside it is opened by an address alone, so the address carries the right.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.engine import Connection

from store import settings
from store.store import Store

#: The store's setting that holds the secret.
SECRET = "print_secret"
#: How long an address works, in milliseconds: a planner's working day.
HOLDS_MS = 12 * 3_600_000


class PrintPasses:
    """Makes and reads the passes of a store."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def make(self, script: str) -> str:
        """A pass for the pages of one script, from now on."""
        return str(self._signer().dumps([script, self._clock()]))

    def read(self, token: str) -> str | None:
        """The script a pass is for, None for one that is forged, broken or too old."""
        try:
            script, made = self._signer().loads(token)
        except (BadSignature, ValueError, TypeError):
            return None
        return str(script) if 0 <= self._clock() - int(made) <= HOLDS_MS else None

    def _signer(self) -> URLSafeSerializer:
        def work(connection: Connection) -> str:
            fresh = settings.get(connection, SECRET) or secrets.token_urlsafe(32)
            settings.put(connection, SECRET, fresh)
            return fresh

        with self._store.read() as connection:
            held = settings.get(connection, SECRET)
        return URLSafeSerializer(held or self._store.write(work), salt="print")
