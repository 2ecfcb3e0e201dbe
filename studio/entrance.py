"""Who may open the dashboard: a PIN for each role, or a signed-in address; open on one's own machine.

What a role may open is data (`PAGES`, `LIVE_ROLE`). A store without PINs that listens on this machine alone
asks for nothing. One that listens further makes a PIN for the owner at the first visit and prints it where it
was started.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import scrypt
from typing import Any, Literal, get_args

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.engine import Connection

from live.journal import Role
from store import settings
from store.store import Store
from store.text import dump

Member = Literal["owner", "producer", "desk", "host", "assistant", "analyst", "viewer"]
MEMBERS: tuple[Member, ...] = get_args(Member)

#: The pages of the dashboard that each role opens. Everybody has the first.
PAGES: Mapping[Member, tuple[str, ...]] = {
    "owner": (
        *("home", "catalogue", "cards", "decks", "script", "host", "producer", "report", "connect"),
        "access",
    ),
    "producer": ("home", "catalogue", "cards", "decks", "script", "host", "producer", "report", "connect"),
    "desk": ("home", "catalogue", "script", "producer", "report", "connect"),
    "host": ("home", "cards", "decks", "script", "host"),
    "assistant": ("home", "cards", "decks", "script"),
    "analyst": ("home", "catalogue", "report"),
    "viewer": ("home",),
}
#: The role of the live pages (docs/live-protocol.md) under which somebody's commands are decided.
LIVE_ROLE: Mapping[Member, Role] = {
    "owner": "producer",
    "producer": "producer",
    "desk": "producer",
    "host": "host",
    "assistant": "assistant",
    "analyst": "viewer",
    "viewer": "viewer",
}

#: scrypt's cost: 16 MB and 50 ms a try (OWASP's cheapest setting, with the tries limited below).
COST = {"n": 2**14, "r": 8, "p": 1}
#: A six-digit PIN at ten tries a quarter of an hour holds for years.
TRIES, TRIES_MS = 10, 15 * 60 * 1000
#: Somebody who entered stays in for a working day.
STAYS_MS = 14 * 3600 * 1000
#: The shortest PIN.
SHORTEST = 6
PINS, PEOPLE, SECRET = "entrance_pins", "entrance_people", "entrance_secret"
TRIED = "entrance_tried"


class WrongPin(Exception):
    """The PIN opens nothing."""

    def __init__(self) -> None:
        super().__init__("This PIN is not right. 口令不对。")


class TooManyTries(Exception):
    """Nobody is asked again for a while; `wait_ms` says how long."""

    def __init__(self, wait_ms: int) -> None:
        super().__init__("Too many tries: wait a while. 试得太多了，请稍后再试。")
        self.wait_ms = wait_ms


class PinTooShort(ValueError):
    """A PIN that is guessed in a day."""

    def __init__(self) -> None:
        super().__init__(f"A PIN has at least {SHORTEST} signs. 口令至少 {SHORTEST} 位。")


@dataclass(frozen=True, slots=True)
class Door:
    """How a store is entered: `pins` are the roles that have one, `guarded` whether anything is asked."""

    pins: tuple[Member, ...]
    guarded: bool


class Entrance:
    """PINs, people and tokens of a store."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def door(self, *, alone: bool) -> Door:
        """How this store is entered; `alone` when it listens on its own machine only."""
        pins = tuple(role for role in MEMBERS if role in self._held(PINS))
        return Door(pins, guarded=bool(pins) or not alone)

    def set_pin(self, role: Member, pin: str) -> None:
        """Give a role a PIN, or with an empty one take it away; whoever entered with the old one is out.

        Raises:
            PinTooShort: below `SHORTEST` signs.
        """
        if pin and len(pin) < SHORTEST:
            raise PinTooShort
        salt = secrets.token_hex(16)
        held = {"salt": salt, "hash": _hash(pin, salt), "id": secrets.token_hex(8)} if pin else None
        self._change(PINS, role, held)

    def first_pin(self) -> str | None:
        """A new PIN for the owner where no role has one yet, for the one who started the server."""
        if self._held(PINS):
            return None
        pin = f"{secrets.randbelow(10**8):08}"
        self.set_pin("owner", pin)
        return pin

    def enter(self, pin: str) -> str:
        """The token of the role that the PIN belongs to.

        Raises:
            WrongPin: it belongs to none.
            TooManyTries: after `TRIES` wrong ones within `TRIES_MS`, whoever they came from.
        """
        try_id = self._store.write(self._begin_try)
        found: str | None = None
        for role, held in self._held(PINS).items():
            # Every hash is computed and compared whole: the time tells nothing.
            if hmac.compare_digest(_hash(pin, held["salt"]), held["hash"]):
                found = self._sign(role, held["id"])
        if found is None:
            raise WrongPin
        self._change(TRIED, try_id, None)
        return found

    def role_of(self, token: str) -> Member | None:
        """The role of a token that still holds: signed here, of today, its PIN unchanged."""
        try:
            role, ident, at = self._signer().loads(token)
        except (BadSignature, ValueError):
            return None
        held = self._held(PINS).get(role)
        if held is None or held["id"] != ident or not 0 <= self._clock() - at < STAYS_MS:
            return None
        return _member(role)

    def people(self) -> dict[str, Member]:
        """Addresses that may enter by signing in, and as what."""
        found = {address: _member(role) for address, role in self._held(PEOPLE).items()}
        return {address: role for address, role in found.items() if role is not None}

    def set_person(self, address: str, role: Member | None) -> None:
        """Let an address enter as a role, or with None no more."""
        self._change(PEOPLE, address.strip().casefold(), role)

    def person(self, address: str | None, *, verified: bool) -> Member | None:
        """The role of a signed-in address; None for one unknown, or not verified by its provider."""
        return self.people().get((address or "").strip().casefold()) if verified else None

    def _begin_try(self, connection: Connection) -> str:
        """Count a try before it is judged: processes that ask at once share the one count of the store."""
        now, ident = self._clock(), secrets.token_hex(8)
        tried = {name: at for name, at in _loaded(connection, TRIED).items() if now - at < TRIES_MS}
        if len(tried) >= TRIES:
            raise TooManyTries(min(tried.values()) + TRIES_MS - now)
        settings.put(connection, TRIED, dump({**tried, ident: now}))
        return ident

    def _held(self, key: str) -> dict[str, Any]:
        with self._store.read() as connection:
            return _loaded(connection, key)

    def _change(self, key: str, name: str, value: object) -> None:
        def work(connection: Connection) -> None:
            held = _loaded(connection, key)
            if value is None:
                held.pop(name, None)
            else:
                held[name] = value
            settings.put(connection, key, dump(held))

        self._store.write(work)

    def _sign(self, role: str, ident: str) -> str:
        return str(self._signer().dumps([role, ident, self._clock()]))

    def _signer(self) -> URLSafeSerializer:
        def work(connection: Connection) -> str:
            fresh = settings.get(connection, SECRET) or secrets.token_urlsafe(32)
            settings.put(connection, SECRET, fresh)
            return fresh

        with self._store.read() as connection:
            secret = settings.get(connection, SECRET)
        return URLSafeSerializer(secret or self._store.write(work), salt="entrance")


def _hash(pin: str, salt: str) -> str:
    return scrypt(pin.encode(), salt=bytes.fromhex(salt), **COST).hex()


def _loaded(connection: Connection, key: str) -> dict[str, Any]:
    return dict(json.loads(settings.get(connection, key) or "{}"))


def _member(role: object) -> Member | None:
    return next((each for each in MEMBERS if each == role), None)
