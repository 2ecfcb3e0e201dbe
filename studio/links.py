"""Signed role links: who may open a live page of which show, as what, under which name; until taken back."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.engine import Connection

from live.journal import Role, ShowId
from store import role_links, settings
from store.role_links import LinkRow
from store.store import Store

#: A link outlives the longest show and its rehearsals; after that it must be made anew.
MAX_AGE_MS = 7 * 24 * 3600 * 1000
#: Rows of links that stopped to hold are kept this long, so that a desk still reads who took back what.
KEPT_MS = 30 * 24 * 3600 * 1000
#: How old the list of links may be before a socket asks the store again: another process may have taken one
#: back, and its socket should close within two seconds.
REFRESH_MS = 800
Wrong = Literal["invalid", "expired", "revoked"]

_WORDS: dict[Wrong, str] = {
    "invalid": "This link is not valid. 链接无效。",
    "expired": "This link has expired: ask the desk for a new one. 链接已过期，请向场控索取新链接。",
    "revoked": "This link was taken back: ask the desk for a new one. 链接已被收回，请向场控索取新链接。",
}


@dataclass(frozen=True, slots=True)
class Pass:
    """What a link says about the one who holds it; `link` is its id."""

    show: ShowId
    role: Role
    actor: str
    link: str


class BadLink(Exception):
    """The link is forged, too old or was taken back; `why` says which."""

    def __init__(self, why: Wrong) -> None:
        super().__init__(_WORDS[why])
        self.why = why


class Links:
    """Makes, reads and takes back links, with a secret of this store that is made at its first use."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        with store.read() as connection:
            secret = settings.get(connection, "link_secret")
        self._signer = URLSafeSerializer(secret or store.write(_fresh_secret), salt="role-link")
        self._good: dict[str, int] = {}
        self._asked = -REFRESH_MS

    def make(self, show: str, role: Role, actor: str, *, page: str = "", by: str | None = None) -> str:
        """A token for a new link that leads to `page`, handed out by `by` (default: its holder)."""
        now = self._clock()
        row = LinkRow(
            id=secrets.token_urlsafe(9),
            show=show,
            page=page,
            role=role,
            actor=actor,
            made_at=now,
            made_by=by or actor,
            expires_at=now + MAX_AGE_MS,
            revoked_at=None,
            revoked_by=None,
        )

        def work(connection: Connection) -> None:
            role_links.drop_old(connection, now - KEPT_MS)
            role_links.add(connection, row)

        self._store.write(work)
        self._good = {**self._good, row.id: row.expires_at}
        return self.token(row)

    def ensure(self, show: str, role: Role, actor: str, *, page: str, by: str) -> str:
        """The token of a link that still holds for page, role and name, of a new one where there is none.

        One with less than a day to go is not handed out again.
        """
        soon = self._clock() + 24 * 3600 * 1000
        for row in self.listing(show):
            fits = (row.page, row.role, row.actor) == (page, role, actor)
            if fits and row.revoked_at is None and row.expires_at > soon:
                return self.token(row)
        return self.make(show, role, actor, page=page, by=by)

    def token(self, row: LinkRow) -> str:
        """The token of a link."""
        return str(self._signer.dumps([row.id, row.show, row.role, row.actor]))

    def read(self, token: str) -> Pass:
        """What a token grants.

        Raises:
            BadLink: forged, expired or taken back.
        """
        try:
            link, show, role, actor = self._signer.loads(token)
        except (BadSignature, ValueError) as error:
            raise BadLink("invalid") from error
        if role not in get_args(Role):
            raise BadLink("invalid")
        held = Pass(ShowId(show), role, str(actor), str(link))
        if not self.holds(held):
            self.refresh()  # made by another process, or not good any more
        if not self.holds(held):
            raise BadLink(self._why(held))
        return held

    def opens(self, token: str) -> bool:
        """Whether a token opens a live page now."""
        try:
            self.read(token)
        except BadLink:
            return False
        return True

    def holds(self, held: Pass) -> bool:
        """Whether a link holds now, as far as this process knows; asks no store (see `refresh`)."""
        return self._good.get(held.link, 0) > self._clock()

    def stale(self) -> bool:
        """Whether what this process knows is older than `REFRESH_MS`."""
        return self._clock() - self._asked > REFRESH_MS

    def refresh(self) -> None:
        """Read from the store which links hold."""
        now = self._clock()
        with self._store.read() as connection:
            self._good = role_links.good(connection, now)
        self._asked = now

    def listing(self, show: str) -> tuple[LinkRow, ...]:
        """Every link of a show, newest first."""
        with self._store.read() as connection:
            return role_links.of_show(connection, show)

    def revoke(self, ids: Sequence[str], *, by: str) -> int:
        """Take links back for good; their sockets close within two seconds. Returns how many held."""
        now, wanted = self._clock(), tuple(ids)
        count = self._store.write(
            lambda connection: role_links.revoke(connection, wanted, by=by, now=now)
        )
        self._good = {link: until for link, until in self._good.items() if link not in wanted}
        return count

    def _why(self, held: Pass) -> Wrong:
        row = next((row for row in self.listing(held.show) if row.id == held.link), None)
        if row is None:
            return "expired"  # forgotten long after its time
        return "revoked" if row.revoked_at is not None else "expired"


def _fresh_secret(connection: Connection) -> str:
    """The store's secret, made now unless another process was first."""
    held = settings.get(connection, "link_secret")
    if held is None:
        held = secrets.token_urlsafe(32)
        settings.put(connection, "link_secret", held)
    return held
