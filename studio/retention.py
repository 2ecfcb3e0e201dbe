"""How long things are kept: records of shows three years at least, personal data as short as it is of use.

直播电商监督管理办法 (in force since 2026-02-01), articles 16 and 30: at least three years for the records of
a show, counted from its end. 个人信息保护法, article 19: personal data no longer than its purpose needs.

| what | until |
|---|---|
| raw deliveries of orders (names, phones, addresses) | 30 days, then the body becomes its hash; facts stay |
| badly signed deliveries | 24 hours |
| shows with journal, plan, readings, links | `years` after their end (never on air: after they were made) |
| scripts with versions, comments, sign-offs | `years` after the last version, unless a kept show used it |
| facts of orders (buyers as tokens), counters of kept shows | kept |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.engine import Connection

from store import orders
from store.store import Store
from store.tables import inbox, metadata, script, script_review, show

#: The law's least, in years.
LEAST_YEARS = 3
YEAR_MS = 366 * 24 * 3600 * 1000
DAY_MS = 24 * 3600 * 1000
#: A delivery is of use as long as a platform repeats it and a desk asks why it was counted so.
MASK_DAYS = 30
#: What a masked body begins with; the hash of what was there follows.
MASKED = b"sha256:"
#: Bodies held in memory at once.
CHUNK = 200


class TooShort(ValueError):
    """The law asks for more."""

    def __init__(self, years: int) -> None:
        super().__init__(
            f"{years} years are too few: the law asks for {LEAST_YEARS}. "
            f"{years} 年太短：法律要求至少保存 {LEAST_YEARS} 年。"
        )


@dataclass(frozen=True, slots=True)
class Due:
    """What is past its time: deliveries to mask or to drop, shows and scripts to forget."""

    mask: int
    quarantined: int
    shows: tuple[str, ...]
    scripts: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The document of `--json`."""
        return asdict(self)


class Retention:
    """The rules, looked up and applied."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def due(self, *, years: int = LEAST_YEARS, mask_days: int = MASK_DAYS) -> Due:
        """What `apply` would do now.

        Raises:
            TooShort: for fewer years than the law asks for.
        """
        with self._store.read() as connection:
            return self._due(connection, years, mask_days)

    def apply(self, *, years: int = LEAST_YEARS, mask_days: int = MASK_DAYS) -> Due:
        """Mask and forget what is past its time, in one transaction; returns what it was."""

        def work(connection: Connection) -> Due:
            due = self._due(connection, years, mask_days)
            _mask(connection, self._clock() - mask_days * DAY_MS)
            connection.execute(delete(inbox).where(_quarantined(self._clock())))
            for table in metadata.sorted_tables:
                if "show" in table.c:
                    connection.execute(delete(table).where(table.c.show.in_(due.shows)))
                if "script" in table.c and table is not show:
                    gone: ColumnElement[bool] = table.c.script.in_(due.scripts)
                    # A sign-off knows itself how long it must stay.
                    if table is script_review:
                        gone = and_(gone, script_review.c.keep_until < self._clock())
                    connection.execute(delete(table).where(gone))
            connection.execute(delete(show).where(show.c.id.in_(due.shows)))
            connection.execute(delete(script).where(script.c.id.in_(due.scripts)))
            if due.shows:
                orders.rebuild(connection)  # orders of a forgotten show count for none
            return due

        return self._store.write(work)

    def _due(self, connection: Connection, years: int, mask_days: int) -> Due:
        if years < LEAST_YEARS:
            raise TooShort(years)
        now = self._clock()
        before = now - years * YEAR_MS
        last = func.coalesce(show.c.ended_at, show.c.started_at, show.c.created_at)
        on_air = and_(show.c.started_at.is_not(None), show.c.ended_at.is_(None))
        old = connection.scalars(select(show.c.id).where(last < before, ~on_air).order_by(show.c.id))
        gone = tuple(old)
        kept = select(show.c.script).where(show.c.id.not_in(gone), show.c.script.is_not(None))
        stale = (
            select(script.c.id).where(script.c.id.not_in(kept)).group_by(script.c.id)
            .having(func.max(script.c.at) < before).order_by(script.c.id)
        )  # fmt: skip
        return Due(
            mask=_count(connection, _unmasked(now - mask_days * DAY_MS)),
            quarantined=_count(connection, _quarantined(now)),
            shows=gone,
            scripts=tuple(connection.scalars(stale)),
        )


def _unmasked(before: int) -> ColumnElement[bool]:
    return and_(
        inbox.c.signed.is_(True),
        inbox.c.received_at < before,
        or_(
            func.length(inbox.c.body) != len(MASKED) + 64,
            func.substr(inbox.c.body, 1, len(MASKED)) != MASKED,
        ),
    )


def _quarantined(now: int) -> ColumnElement[bool]:
    return and_(inbox.c.signed.is_(False), inbox.c.received_at < now - DAY_MS)


def _count(connection: Connection, which: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(inbox).where(which)) or 0


def _mask(connection: Connection, before: int) -> None:
    write = update(inbox).where(inbox.c.n == bindparam("at")).values(body=bindparam("hash"))
    query = select(inbox.c.n, inbox.c.body).where(_unmasked(before)).limit(CHUNK)
    while rows := connection.execute(query).all():
        hashed = [{"at": n, "hash": MASKED + sha256(body).hexdigest().encode()} for n, body in rows]
        connection.execute(write, hashed)
