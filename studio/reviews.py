"""The review before air: who signed which version, with which findings, and what a new show makes of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.engine import Connection

from lessons.compliance.signoff import SignOff, script_hash, sign_off
from lessons.rundown import Rundown
from live.journal import Command, ShowId
from live.verbs import NAME_LIMIT
from store import products, reviews, scripts
from store.reviews import ReviewRow
from store.scripts import ScriptMoved
from store.store import Store
from studio.offers import instant


class Reviews:
    """Sign-offs of the scripts of a store."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock

    def sign(self, script: str, *, version: int, by: str, reasons: Mapping[str, str]) -> ReviewRow:
        """Sign the newest version, which must be the one that was read.

        `reasons` (by `lessons.compliance.signoff.finding_key`) say why blocks and warnings may stand.

        Raises:
            ScriptMoved: when somebody edited meanwhile; nothing is signed.
            OpenFindingsError: when a block or a warning has no reason.
        """
        now = self._clock()

        def work(connection: Connection) -> ReviewRow:
            found = scripts.load_script(connection, script)
            newest = 0 if found is None else found[1]
            if found is None or newest != version:
                raise ScriptMoved(script, version, newest)
            held = products.many(connection, {each.sku for each in found[0].segments if each.sku})
            record = sign_off(found[0], by=by, at=instant(now), products=held, reasons=reasons)
            row = _row(script, version, record)
            reviews.add(connection, row)
            return row

        return self._store.write(work)

    def of_script(self, script: str) -> tuple[ReviewRow, ...]:
        """The sign-offs of a script, the newest first."""
        with self._store.read() as connection:
            return reviews.of_script(connection, script)


def covering(rows: Sequence[ReviewRow], rundown: Rundown) -> ReviewRow | None:
    """The newest sign-off of exactly this text."""
    wanted = script_hash(rundown)
    return next((row for row in rows if row.hash == wanted), None)


def check_of(connection: Connection, show: ShowId, script: str, rundown: Rundown) -> Command | None:
    """The mark in a new show's checklist: fine when its text was signed, a problem when only another was.

    None for a script that was never signed: the item then waits for a person.
    """
    rows = reviews.of_script(connection, script)
    if not rows:
        return None
    signed = covering(rows, rundown)
    return Command(
        id=uuid.uuid4().hex,
        show=show,
        actor=(signed or rows[0]).by[:NAME_LIMIT],
        role="producer",
        verb="check",
        expects={},
        args={"item": "review", "mark": "problem" if signed is None else "ok"},
    )


def _row(script: str, version: int, record: SignOff) -> ReviewRow:
    return ReviewRow(
        id=uuid.uuid4().hex,
        script=script,
        version=version,
        hash=record.script,
        by=record.by,
        at=int(record.at.timestamp() * 1000),
        keep_until=int(record.keep_until.timestamp() * 1000),
        record=record.to_json(),
    )
