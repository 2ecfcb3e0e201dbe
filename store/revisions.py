"""Issued revisions of reports: what was known when each was issued. Appended, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.tables import report_revision as table
from store.text import dump, load


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """Revision `n` of a show's report, counted from 1; `at` is when it was issued (UTC epoch ms)."""

    n: int
    at: int
    known: Mapping[str, Any]


def of_show(connection: Connection, show: str) -> tuple[RevisionRow, ...]:
    """The issued revisions, the first one first."""
    query = select(table.c.n, table.c.at, table.c.body).where(table.c.show == show).order_by(table.c.n)
    return tuple(RevisionRow(n, at, load(body)) for n, at, body in connection.execute(query))


def add(connection: Connection, show: str, *, n: int, at: int, known: Mapping[str, object]) -> None:
    """Issue a revision."""
    connection.execute(table.insert(), [{"show": show, "n": n, "at": at, "body": dump(dict(known))}])
