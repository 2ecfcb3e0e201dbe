"""Shows and their journals: a command becomes an event in one transaction, or is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
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
    """The receipt of an accepted command: its event and the state after it."""

    event: Event
    state: ShowState
    repeated: bool = False


#: Makes what `live.decide` takes as its gate from the state in the transaction.
MakeGate = Callable[[Connection, Rundown, ShowState], Mapping[str, Sequence[Finding]]]


class UnknownShow(Exception):
    """No show has that id."""

    def __init__(self, show_id: str) -> None:
        super().__init__(f"There is no show {show_id}. 没有这场直播：{show_id}")


class Journals:
    """Folded journals of the shows at hand, so that a command does not refold a four-hour show.

    The cache is checked against the newest `seq` on each use: a rolled-back batch or another process's
    event only costs a refold.
    """

    def __init__(self) -> None:
        self._rundowns: dict[str, Rundown] = {}
        self._states: dict[str, tuple[int, ShowState]] = {}

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
        rundown = self.rundown(connection, show_id)
        newest = connection.scalar(select(func.max(journal.c.seq)).where(journal.c.show == show_id)) or 0
        seq, state = self._states.get(show_id, (0, initial(rundown)))
        if seq > newest:
            seq, state = 0, initial(rundown)
        if seq < newest:
            for event in events(connection, show_id, after=seq):
                state = apply(rundown, state, event)
            seq = newest
        self._states[show_id] = (seq, state)
        return seq, state

    def forget(self, show_id: str) -> None:
        """Drop what is held of a show."""
        self._states.pop(show_id, None)
        self._rundowns.pop(show_id, None)

    def take(
        self, connection: Connection, command: Command, *, now: int, gate: MakeGate | None = None
    ) -> Taken | Refused:
        """Decide a command and append its event; must run in the writer. `gate` makes the gate before 开价.

        The same command id again gives the first receipt and changes nothing. Time never runs backwards in a
        journal: an event is never earlier than the one before it, whatever the machine's clock does.
        """
        rundown = self.rundown(connection, command.show)
        seq, state = self.state(connection, command.show)
        first = connection.execute(
            select(journal).where(journal.c.show == command.show, journal.c.id == command.id)
        ).first()
        if first is not None:
            return Taken(_event(first), state, repeated=True)
        last = connection.scalar(
            select(journal.c.at).where(journal.c.show == command.show, journal.c.seq == seq)
        )
        at = max(now, last or 0)
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
        event = Event(seq + 1, at, command)
        row = _row(event)
        chained = journal_chain.link(journal_chain.before(connection, command.show, seq), row)
        connection.execute(journal.insert().values(**row, hash=chained))
        state = apply(rundown, state, event)
        # The show's own row repeats two facts of the fold, so that a list of shows needs no journals.
        facts = {"started_at": state.started, "ended_at": state.ended}
        connection.execute(show.update().where(show.c.id == command.show).values(**facts))
        self._states[command.show] = (seq + 1, state)
        return Taken(event, state)


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
    query = select(journal).where(journal.c.show == show_id, journal.c.seq > after).order_by(journal.c.seq)
    return tuple(_event(row) for row in connection.execute(query))


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
