"""The inbox: every delivery as it came, kept before anything is made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import bindparam, delete, select
from sqlalchemy.engine import Connection

from store.tables import inbox
from store.text import dump, load
from store.upsert import insert_new

# Built once, asked source by source: see `store.orders`.
_HELD = select(inbox.c.delivery, inbox.c.body).where(
    inbox.c.source == bindparam("source"), inbox.c.delivery.in_(bindparam("names", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery: the raw bytes, who sent them under which id, when they came (UTC epoch ms), what was made
    of them. `signed` is False for what sits in quarantine."""

    source: str
    id: str
    body: bytes
    received_at: int
    signed: bool
    outcome: str
    findings: Sequence[Mapping[str, object]] = ()


def keep(connection: Connection, deliveries: Sequence[Delivery]) -> list[bool]:
    """Keep deliveries as they came; False for each whose bytes are there already under the same id.

    Another body under a known id is kept beside the first, under the id with its digest.
    """
    held: dict[tuple[str, str], bytes] = {}
    for source in {each.source for each in deliveries}:
        names = sorted({each.id for each in deliveries if each.source == source})
        rows_held = connection.execute(_HELD, {"source": source, "names": names})
        held |= {(source, delivery): body for delivery, body in rows_held}
    fresh: list[bool] = []
    rows = []
    for each in deliveries:
        name = (each.source, each.id)
        if name not in held:
            held[name] = each.body
            rows.append(_row(each, each.id))
            fresh.append(True)
        elif held[name] == each.body:
            fresh.append(False)
        else:
            if rows:
                connection.execute(inbox.insert(), rows)
                rows = []
            other = f"{each.id}#{sha256(each.body).hexdigest()}"
            fresh.append(insert_new(connection, inbox, _row(each, other)))
    if rows:
        connection.execute(inbox.insert(), rows)
    return fresh


def newest(
    connection: Connection, *, limit: int = 20, source: str | None = None
) -> tuple[dict[str, object], ...]:
    """The last deliveries, of one source or of all, without their bodies, newest first."""
    columns = (
        inbox.c.n,
        inbox.c.source,
        inbox.c.received_at,
        inbox.c.signed,
        inbox.c.outcome,
        inbox.c.findings,
    )
    query = select(*columns).order_by(inbox.c.n.desc()).limit(limit)
    if source is not None:
        query = query.where(inbox.c.source == source)
    return tuple({**row, "findings": load(row["findings"])} for row in connection.execute(query).mappings())


def drop_quarantine(connection: Connection, *, before: int) -> None:
    """Forget badly signed deliveries received before an instant (they are kept 24 hours to look at)."""
    connection.execute(delete(inbox).where(inbox.c.signed.is_(False), inbox.c.received_at < before))


def ever(connection: Connection) -> bool:
    """Whether any signed delivery ever came."""
    return connection.scalar(select(inbox.c.n).where(inbox.c.signed.is_(True)).limit(1)) is not None


def _row(delivery: Delivery, name: str) -> dict[str, object]:
    return {
        "source": delivery.source,
        "delivery": name,
        "received_at": delivery.received_at,
        "signed": delivery.signed,
        "outcome": delivery.outcome,
        "findings": dump(list(delivery.findings)),
        "body": delivery.body,
    }
