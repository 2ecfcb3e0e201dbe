"""The price guard's own rules: its factor, who may let a finding pass, and what was let pass and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy.engine import Connection

from store import overrides, products, settings
from store.overrides import Override
from store.store import Store
from studio import rights
from studio.importing import JUMP, jump_factor
from studio.rights import DeskRole

#: The finding that is settled by letting it pass.
JUMPED = "catalog.price.jump"


class Guard:
    """The rules of the price guard in a store, and every way to change or to pass them."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def jump(self) -> int:
        """The factor from which a price is a jump against the last one."""
        with self._store.read() as connection:
            return jump_factor(connection)

    def set_jump(self, factor: int) -> None:
        """Change the factor from which a price is a jump against the last one; at least 2."""
        if factor < 2:
            raise ValueError(f"a price may at least double: {factor} is no factor of a jump")
        self._store.write(lambda connection: settings.put(connection, JUMP, str(factor)))

    def people(self) -> Mapping[str, DeskRole]:
        """Name → role of everybody on the list of the desk; empty while there is none."""
        with self._store.read() as connection:
            return rights.people(connection)

    def role(self, name: str) -> DeskRole:
        """The role of a name at the desk."""
        with self._store.read() as connection:
            return rights.role_of(connection, name)

    def enter(self, name: str, role: DeskRole | None, *, by: str) -> None:
        """Give somebody a role at the desk, or none; see `studio.rights`. Raises NoRight."""
        self._store.write(lambda connection: rights.enter(connection, name.strip(), role, by=by))

    def overrides(self, sku: str) -> tuple[Override, ...]:
        """Every permission a product ever had, newest first."""
        with self._store.read() as connection:
            return overrides.of_product(connection, sku)

    def allow(self, sku: str, *, code: str, what: str, reason: str, until: int, by: str) -> None:
        """Let a finding of the price guard pass until `until` (UTC epoch ms), with a reason that is kept.

        The gate on air lets it pass as well while the price stays the same. A jump that was let pass makes
        the price the last one, so that the next is measured by it.

        Raises:
            ValueError: without a reason, or for an end that is past.
            NoRight: when `by` has a role that may not.
        """
        now = self._clock()
        if not reason.strip() or until <= now:
            raise ValueError("an override needs a reason and an end that is still to come")

        def work(connection: Connection) -> None:
            role = rights.require(connection, by, "override")
            overrides.add(
                connection,
                sku=sku,
                code=code,
                what=what,
                reason=reason.strip(),
                by=by,
                role=role,
                at=now,
                until=until,
            )
            if code == JUMPED:
                products.settle_price(connection, sku)

        self._store.write(work)

    def withdraw(self, override: int, *, by: str) -> None:
        """End a permission now."""
        self._store.write(
            lambda connection: overrides.withdraw(connection, override, at=self._clock(), by=by)
        )
