"""Shows and their journals: a command becomes an event in one transaction, or is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection, Row

from catalog.bilingual import Bilingual
from catalog.finding import Finding
from lessons.rundown import Rundown
from lessons.wire import from_wire, to_wire
from live.decide import Accepted, Refused, decide
from live.fold import ShowState, apply, initial
from live.journal import Command, Event, ShowId
from store import journal_chain
from store.tables import journal, show
from store.text import dump, load

# Statements of every press are built once: building one costs several times what SQLite needs to run it.
_SINCE = (
    select(journal)
    .where(journal.c.show == bindparam("of"), journal.c.seq >= bindparam("since"))
    .order_by(journal.c.seq)
)
_BY_ID = select(journal).where(journal.c.show == bindparam("of"), journal.c.id == bindparam("command"))
_APPEND = journal.insert()


@dataclass(frozen=True, slots=True)
class ShowRow:
    """A show in a list; instants are UTC epoch ms, None until they happened."""

    id: ShowId
    title: Bilingual
    script: str | None
    version: int | None
    currency: str
    target_minor: int | None
    created_at: int
    started_at: int | None
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class Taken:
    """The receipt of an accepted command: its event, the state after it and the state before."""

    event: Event
    state: ShowState
    before: ShowState
    repeated: bool = False


#: Makes what `live.decide` takes as its gate from the state in the transaction.
MakeGate = Callable[[Connection, Rundown, ShowState], Mapping[str, Sequence[Finding]]]


class UnknownShow(Exception):
    """No show has that id."""

    def __init__(self, show_id: str) -> None:
        super().__init__(f"There is no show {show_id}. 没有这场直播：{show_id}")


@dataclass(frozen=True, slots=True)
class _Folded:
    """A journal folded up to event `seq`: that event's row (None before the first) and the state after."""

    seq: int
    newest: Row[tuple[object, ...]] | None
    state: ShowState


class Journals:
    """Folded journals of the shows at hand, so that a command does not refold a four-hour show.

    On each use the newest event held is looked for by number and id: a rolled-back batch or another process's
    event only costs a refold.
    """

    def __init__(self) -> None:
        self._rundowns: dict[str, Rundown] = {}
        self._folded: dict[str, _Folded] = {}

    def rundown(self, connection: Connection, show_id: str) -> Rundown:
        """The frozen plan of a show.

        Raises:
            UnknownShow: when there is none.
        """
        held = self._rundowns.get(show_id)
        if held is None:
            body = connection.scalar(select(show.c.plan).where(show.c.id == show_id))
            if body is None:
                raise UnknownShow(show_id)
            held = self._rundowns[show_id] = from_wire(load(body))
        return held

    def state(self, connection: Connection, show_id: str) -> tuple[int, ShowState]:
        """The newest `seq` (0 before the first event) and the state after it."""
        folded = self._fold(connection, show_id)
        return folded.seq, folded.state

    def _fold(self, connection: Connection, show_id: str) -> _Folded:
        rundown = self.rundown(connection, show_id)
        held = self._folded.get(show_id) or _Folded(0, None, initial(rundown))
        rows = connection.execute(_SINCE, {"of": show_id, "since": held.seq}).all()
        if held.newest is not None:
            if not rows or (rows[0].seq, rows[0].id) != (held.newest.seq, held.newest.id):
                self._folded.pop(show_id, None)
                return self._fold(connection, show_id)
            rows = rows[1:]
        if rows:
            state = held.state
            for row in rows:
                state = apply(rundown, state, _event(row))
            held = _Folded(rows[-1].seq, rows[-1], state)
        self._folded[show_id] = held
        return held

    def forget(self, show_id: str) -> None:
        """Drop what is held of a show."""
        self._folded.pop(show_id, None)
        self._rundowns.pop(show_id, None)

    def take(
        self, connection: Connection, command: Command, *, now: int, gate: MakeGate | None = None
    ) -> Taken | Refused:
        """Decide a command and append its event; must run in the writer. `gate` makes the gate before 开价.

        The same command id again gives the first receipt and changes nothing. Time never runs backwards in a
        journal: an event is never earlier than the one before it, whatever the machine's clock does.
        """
        rundown = self.rundown(connection, command.show)
        folded = self._fold(connection, command.show)
        state, newest = folded.state, folded.newest
        first = connection.execute(_BY_ID, {"of": command.show, "command": command.id}).first()
        if first is not None:
            return Taken(_event(first), state, state, repeated=True)
        at = now if newest is None else max(now, newest.at)
        if command.verb == "start":
            other = connection.scalar(
                select(show.c.title_zh).where(
                    show.c.started_at.is_not(None), show.c.ended_at.is_(None), show.c.id != command.show
                )
            )
            if other is not None:
                what = Bilingual(
                    en=f"Another show is on air: {other}. End it first.",
                    zh=f"另一场正在直播：{other}，请先下播。",
                )
                return Refused(code="illegal", what=what, by=None, at=None)
        # The raw clock, not `at`: after a step back of the machine's clock every GO would look like a double
        # press until it has caught up.
        held = None if gate is None else gate(connection, rundown, state)
        verdict = decide(rundown, state, command, now, gate=held)
        if not isinstance(verdict, Accepted):
            return verdict
        event = Event(folded.seq + 1, at, command)
        row = _row(event)
        before = journal_chain.before(connection, command.show, 0) if newest is None else newest.hash
        connection.execute(_APPEND, {**row, "hash": journal_chain.link(before, row)})
        after = apply(rundown, state, event)
        # The show's own row repeats two facts of the fold, so that a list of shows needs no journals.
        if (after.started, after.ended) != (state.started, state.ended):
            facts = {"started_at": after.started, "ended_at": after.ended}
            connection.execute(show.update().where(show.c.id == command.show).values(**facts))
        return Taken(event, after, state)


def create(
    connection: Connection,
    *,
    show_id: ShowId,
    rundown: Rundown,
    script: str | None,
    version: int | None,
    currency: str,
    now: int,
    target_minor: int | None = None,
) -> None:
    """Freeze a script into a show that can go on air."""
    connection.execute(
        show.insert().values(
            id=show_id,
            title_zh=rundown.title.zh,
            title_en=rundown.title.en,
            script=script,
            version=version,
            plan=dump(to_wire(rundown)),
            currency=currency,
            target_minor=target_minor,
            created_at=now,
        )
    )


def listing(connection: Connection) -> tuple[ShowRow, ...]:
    """Every show, newest first."""
    return tuple(
        _show(row) for row in connection.execute(select(show).order_by(show.c.created_at.desc(), show.c.id))
    )


def set_target(connection: Connection, show_id: str, target_minor: int | None) -> None:
    """Aim at that much paid GMV (minor units of the show's currency); None for no target."""
    connection.execute(update(show).where(show.c.id == show_id).values(target_minor=target_minor))


def get(connection: Connection, show_id: str) -> ShowRow | None:
    """One show's row, or None."""
    row = connection.execute(select(show).where(show.c.id == show_id)).first()
    return None if row is None else _show(row)


def started(connection: Connection, show_id: str) -> ShowRow | None:
    """The show, when it was ever on air; `last` names the newest of those."""
    rows = [row for row in listing(connection) if row.started_at is not None]
    return next((row for row in rows if show_id in ("last", row.id)), None)


def events(connection: Connection, show_id: str, *, after: int = 0) -> tuple[Event, ...]:
    """The journal of a show behind `after`, in order."""
    rows = connection.execute(_SINCE, {"of": show_id, "since": after + 1})
    return tuple(_event(row) for row in rows)


def windows(connection: Connection) -> Mapping[ShowId, tuple[int, int | None]]:
    """When each show that started was on air: start and end (None while it still is)."""
    query = select(show.c.id, show.c.started_at, show.c.ended_at).where(show.c.started_at.is_not(None))
    return {ShowId(row.id): (row.started_at, row.ended_at) for row in connection.execute(query)}


def _show(row: Row[tuple[object, ...]]) -> ShowRow:
    return ShowRow(
        id=ShowId(row.id),
        title=Bilingual(en=row.title_en, zh=row.title_zh),
        script=row.script,
        version=row.version,
        currency=row.currency,
        target_minor=row.target_minor,
        created_at=row.created_at,
        started_at=row.started_at,
        ended_at=row.ended_at,
    )


def _row(event: Event) -> dict[str, object]:
    command = event.command
    return {
        "show": command.show,
        "seq": event.seq,
        "id": command.id,
        "at": event.at,
        "actor": command.actor,
        "role": command.role,
        "verb": command.verb,
        "expects": dump(dict(command.expects)),
        "args": dump(dict(command.args)),
    }


def _event(row: Row[tuple[object, ...]]) -> Event:
    command = Command(
        id=row.id,
        show=ShowId(row.show),
        actor=row.actor,
        role=row.role,
        verb=row.verb,
        expects=load(row.expects),
        args=load(row.args),
    )
    return Event(row.seq, row.at, command)
