"""The door: open on one's own machine, a PIN otherwise, tries are limited, what a role may is data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import settings
from store.store import Store
from studio.entrance import (
    LIVE_ROLE,
    MEMBERS,
    PAGES,
    STAYS_MS,
    TRIES,
    TRIES_MS,
    Entrance,
    PinTooShort,
    TooManyTries,
    WrongPin,
)


class Clock:
    """A clock that is set by hand."""

    now = 1_781_265_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock of the door below."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    held = Store(f"sqlite:///{tmp_path / 'studio.db'}")
    yield held
    held.close()


@pytest.fixture
def entrance(store: Store, clock: Clock) -> Entrance:
    """A door without PINs."""
    return Entrance(store, clock)


def test_one_click_on_ones_own_machine(entrance: Entrance) -> None:
    """Nothing is asked until a PIN is set or until others can reach the machine."""
    assert not entrance.door(alone=True).guarded
    assert entrance.door(alone=False).guarded
    entrance.set_pin("owner", "correct-horse")
    assert entrance.door(alone=True).guarded
    entrance.set_pin("owner", "")
    assert not entrance.door(alone=True).guarded


def test_a_pin_opens_as_its_role(entrance: Entrance, clock: Clock) -> None:
    """The token holds a working day, ends when the PIN is changed or taken away, and cannot be made up."""
    entrance.set_pin("owner", "11111111")
    entrance.set_pin("host", "22222222")
    token = entrance.enter("22222222")
    assert entrance.role_of(token) == "host"
    assert entrance.role_of(entrance.enter("11111111")) == "owner"
    for forged in ("", "owner", token[:-1], token.replace(".", ""), "WyJvd25lciIsIngiLDFd.abc"):
        assert entrance.role_of(forged) is None
    clock.now += STAYS_MS
    assert entrance.role_of(token) is None
    token = entrance.enter("22222222")
    entrance.set_pin("host", "33333333")
    assert entrance.role_of(token) is None
    with pytest.raises(WrongPin, match=r"not right.*不对"):
        entrance.enter("22222222")


def test_tries_are_limited(entrance: Entrance, clock: Clock) -> None:
    """After ten wrong ones nobody is asked for a while, not even with the right one."""
    entrance.set_pin("owner", "11111111")
    for n in range(TRIES):
        with pytest.raises(WrongPin):
            entrance.enter(f"wrong-{n}")
    with pytest.raises(TooManyTries) as caught:
        entrance.enter("11111111")
    assert 0 < caught.value.wait_ms <= TRIES_MS
    clock.now += TRIES_MS
    assert entrance.role_of(entrance.enter("11111111")) == "owner"


def test_tries_are_counted_over_all_processes(store: Store, clock: Clock) -> None:
    """Two doors of one store share the count, and a right PIN between takes none of it away."""
    one, two = Entrance(store, clock), Entrance(store, clock)
    one.set_pin("owner", "11111111")
    for n in range(TRIES):
        with pytest.raises(WrongPin):
            (one, two)[n % 2].enter(f"wrong-{n}")
        if n < TRIES - 1:
            assert two.role_of(one.enter("11111111")) == "owner"
    for door in (one, two, Entrance(store, clock)):
        with pytest.raises(TooManyTries):
            door.enter("11111111")


def test_no_pin_lies_in_the_store(entrance: Entrance, store: Store) -> None:
    """Only salted hashes: equal PINs look different, none can be read."""
    entrance.set_pin("owner", "11111111")
    entrance.set_pin("host", "11111111")
    with store.read() as connection:
        held = settings.get(connection, "entrance_pins") or ""
    assert "11111111" not in held
    assert len(set(held.split('"hash":"')[1:])) == 2
    with pytest.raises(PinTooShort, match=r"at least 6.*至少 6"):
        entrance.set_pin("owner", "12345")


def test_a_first_pin_is_made_once(entrance: Entrance) -> None:
    """A server that others reach makes one for the owner; a second start keeps it."""
    pin = entrance.first_pin()
    assert pin is not None
    assert entrance.role_of(entrance.enter(pin)) == "owner"
    assert entrance.first_pin() is None


def test_people_who_sign_in(entrance: Entrance) -> None:
    """An address has the role it was given, in any case of letters; an unverified or unknown one has none."""
    entrance.set_person(" Li@Example.com ", "analyst")
    assert entrance.person("li@example.com", verified=True) == "analyst"
    assert entrance.person("li@example.com", verified=False) is None
    assert entrance.person("other@example.com", verified=True) is None
    assert entrance.person(None, verified=True) is None
    entrance.set_person("li@example.com", None)
    assert entrance.people() == {}


@pytest.mark.parametrize("role", MEMBERS)
def test_what_a_role_may_is_data(role: str) -> None:
    """Everybody has a first page, only the owner gives access, only who runs the desk has its pages."""
    assert PAGES[role][0] == "home"  # type: ignore[index]
    assert ("access" in PAGES[role]) == (role == "owner")  # type: ignore[index]
    may_run = LIVE_ROLE[role] == "producer"  # type: ignore[index]
    assert ("producer" in PAGES[role]) == may_run  # type: ignore[index]
    assert ("connect" in PAGES[role]) == may_run  # type: ignore[index]
