"""Signed role links: who may open a live page of which show, as what, under which name."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import get_args

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from live.journal import Role, ShowId
from store import settings
from store.store import Store

#: A link outlives the longest show and its rehearsals; after that it must be made anew.
MAX_AGE_S = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Pass:
    """What a link says about the one who holds it."""

    show: ShowId
    role: Role
    actor: str


class BadLink(Exception):
    """The link is forged, broken or too old."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__(
            "This link has expired: ask the desk for a new one. 链接已过期，请向场控索取新链接。"
            if expired
            else "This link is not valid. 链接无效。"
        )


class Links:
    """Makes and reads links with a secret of this store, made at its first use."""

    def __init__(self, store: Store) -> None:
        with store.read() as connection:
            secret = settings.get(connection, "link_secret")
        if secret is None:
            fresh = secrets.token_urlsafe(32)
            store.write(lambda connection: settings.put(connection, "link_secret", fresh))
            secret = fresh
        self._signer = URLSafeTimedSerializer(secret, salt="role-link")

    def make(self, show: str, role: Role, actor: str) -> str:
        """A token for a role link."""
        return self._signer.dumps([show, role, actor])

    def read(self, token: str) -> Pass:
        """What a token grants.

        Raises:
            BadLink: forged, broken or older than `MAX_AGE_S`.
        """
        try:
            show, role, actor = self._signer.loads(token, max_age=MAX_AGE_S)
        except SignatureExpired as error:
            raise BadLink(expired=True) from error
        except (BadSignature, ValueError) as error:
            raise BadLink(expired=False) from error
        if role not in get_args(Role):
            raise BadLink(expired=False)
        return Pass(ShowId(show), role, str(actor))
