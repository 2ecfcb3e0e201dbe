"""The hash chain of a show's journal: each event carries the hash of itself and of all that came before.

The chain begins with the frozen plan, so a plan that was changed afterwards breaks the first link. A hash is

    sha256(hash before + "\\n" + canonical JSON of [show, seq, id, at, actor, role, verb, expects, args])

in hexadecimal, all of UTF-8. Whoever can write to the database can also compute a new chain: compare the
heads with those of an older backup or export (`python -m studio verify --against FILE`) to see that too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from sqlalchemy import select
from sqlalchemy.engine import Connection

from store.tables import journal, show
from store.text import dump

#: What a link covers, in this order: every column of an event but its hash.
COVERED = ("show", "seq", "id", "at", "actor", "role", "verb", "expects", "args")
#: Events held in memory at once while a chain is walked.
ROWS = 2_000

#: `missing`: a number is left out; `changed`: the event is not the one that was hashed.
Kind = Literal["missing", "changed"]


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link of a show's chain that does not hold: at which sequence number, and how."""

    show: str
    seq: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Chain:
    """A show's chain as it was walked: how many events, the newest hash, the first broken link or None.

    The head of a journal without events is the hash of the plan.
    """

    show: str
    events: int
    head: str
    broken: Broken | None = None


def seed(show_id: str, plan: str) -> str:
    """What the first event is chained to: the show and its plan, as stored."""
    return sha256(dump([show_id, plan]).encode()).hexdigest()


def link(before: str, row: Mapping[str, object]) -> str:
    """The hash of an event's row behind `before`."""
    return sha256(f"{before}\n{dump([row[name] for name in COVERED])}".encode()).hexdigest()


def before(connection: Connection, show_id: str, seq: int) -> str:
    """The hash that event `seq` + 1 is chained to."""
    if seq > 0:
        return str(
            connection.scalar(select(journal.c.hash).where(journal.c.show == show_id, journal.c.seq == seq))
        )
    return seed(show_id, str(connection.scalar(select(show.c.plan).where(show.c.id == show_id))))


def walk(connection: Connection, show_id: str) -> Chain:
    """Compute a show's chain anew and compare; stops at the first link that does not hold."""
    head = before(connection, show_id, 0)
    query = select(journal).where(journal.c.show == show_id).order_by(journal.c.seq)
    seq = 0
    for found in connection.execute(query.execution_options(yield_per=ROWS)).mappings():
        row = dict(found)
        if row["seq"] != seq + 1:
            return Chain(show_id, seq, head, Broken(show_id, seq + 1, "missing"))
        if row["hash"] != link(head, row):
            return Chain(show_id, seq, head, Broken(show_id, seq + 1, "changed"))
        seq, head = seq + 1, row["hash"]
    return Chain(show_id, seq, head)


def chains(connection: Connection) -> Iterator[Chain]:
    """Every show's chain, oldest show first; a journal whose show is gone is broken at its first event."""
    known = list(connection.scalars(select(show.c.id).order_by(show.c.created_at, show.c.id)))
    for show_id in known:
        yield walk(connection, show_id)
    for orphan in connection.scalars(select(journal.c.show).distinct().order_by(journal.c.show)):
        if orphan not in known:
            yield Chain(orphan, 0, "", Broken(orphan, 1, "missing"))


def hash_at(connection: Connection, show_id: str, seq: int) -> str | None:
    """The stored hash after event `seq` (0: of the plan); None when there is no such event or show."""
    if seq == 0:
        plan = connection.scalar(select(show.c.plan).where(show.c.id == show_id))
        return None if plan is None else seed(show_id, plan)
    return connection.scalar(select(journal.c.hash).where(journal.c.show == show_id, journal.c.seq == seq))
