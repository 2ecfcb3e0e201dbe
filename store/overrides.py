"""Price guard findings that somebody let pass, with the reason and a last day; nothing is ever erased."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from store.tables import price_override as table


@dataclass(frozen=True, slots=True)
class Override:
    """One permission: for the finding `code` of a product while it says `what`, from `at` to `until` (UTC
    epoch ms, end excluded). A price that changed makes another finding, and needs another reason."""

    n: int
    sku: str
    code: str
    what: str
    reason: str
    by: str
    role: str
    at: int
    until: int
    withdrawn_at: int | None
    withdrawn_by: str | None

    def covers(self, code: str, what: str, at: int) -> bool:
        """True when it lets that finding pass at the instant `at`."""
        return (
            (self.code, self.what) == (code, what)
            and self.withdrawn_at is None
            and self.at <= at < self.until
        )


def add(
    connection: Connection,
    *,
    sku: str,
    code: str,
    what: str,
    reason: str,
    by: str,
    role: str,
    at: int,
    until: int,
) -> None:
    """Enter a permission, given by somebody in a role."""
    connection.execute(
        insert(table).values(
            sku=sku, code=code, what=what, reason=reason, by=by, role=role, at=at, until=until
        )
    )


def withdraw(connection: Connection, n: int, *, at: int, by: str) -> None:
    """End a permission before its day; one that was ended before stays as it is."""
    query = update(table).where(table.c.n == n, table.c.withdrawn_at.is_(None))
    connection.execute(query.values(withdrawn_at=at, withdrawn_by=by))


def of_product(connection: Connection, sku: str) -> tuple[Override, ...]:
    """Every permission of a product, newest first."""
    query = select(table).where(table.c.sku == sku).order_by(table.c.n.desc())
    return tuple(Override(**row._mapping) for row in connection.execute(query))
