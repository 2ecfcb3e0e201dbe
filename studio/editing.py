"""Editing a script together: every edit is saved at once, merged with others', taken back step by step."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.engine import Connection

from catalog.bilingual import Bilingual
from lessons.duration import format_duration
from lessons.merge import Conflict, Merged, merge
from lessons.rundown import Rundown
from store import script_notes, script_tabs, scripts
from store.script_notes import ScriptNote
from store.scripts import Act
from store.store import Store
from studio.script_past import Stretch, stacks, stretches

T = TypeVar("T")
#: Scripts whose newest version is held in memory, so that an edit does not read 500 segments again.
HELD = 8


class UnknownScript(LookupError):
    """No script has that id, or not that version."""

    def __init__(self, script: str, version: int | None = None) -> None:
        super().__init__(
            f"There is no script {script}{'' if version is None else f' of version {version}'}."
            f" 没有这份剧本：{script}"
        )


@dataclass(frozen=True, slots=True)
class Saved:
    """What the store holds after an edit, acknowledged: `at` is its time (UTC epoch ms).

    `conflicts` are the cells where somebody else wrote something else meanwhile; theirs stands in the script,
    mine waits as a note. `blocked` is true for an undo or redo that found its cells changed by others.
    """

    rundown: Rundown
    version: int
    at: int
    conflicts: tuple[Conflict, ...] = ()
    blocked: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """The edits of a browser tab up to number `n`: sent until they are acknowledged, counted once.

    The count is committed with what they change, so that a server that dies before it can answer has either
    done them, and the next one knows, or not.
    """

    tab: str
    n: int


class Editing:
    """The scripts of a store under the hands of several people."""

    def __init__(self, store: Store, clock: Callable[[], int]) -> None:
        self._store = store
        self._clock = clock
        self._newest: dict[str, tuple[int, Rundown]] = {}

    def version(self, script: str) -> int:
        """The newest version's number, 0 for a script that is not there: what a watching screen asks."""
        with self._store.read() as connection:
            return scripts.newest_version(connection, script)

    def load(self, script: str, version: int | None = None) -> tuple[Rundown, int]:
        """A rundown and its version; raises UnknownScript."""
        with self._store.read() as connection:
            return self._load(connection, script, version)

    def counted(self, script: str, tab: str) -> int:
        """The number of the last edit that was counted of a browser tab, 0 for none."""
        with self._store.read() as connection:
            return script_tabs.counted(connection, script, tab)

    def edit(
        self,
        script: str,
        *,
        base: Rundown,
        mine: Rundown,
        by: str | None,
        client: str,
        sent: Sent | None = None,
        decides: str | None = None,
    ) -> Saved:
        """Save the edits that lead from `base` (what the person saw) to `mine`, merged with newer ones.

        `decides` is the note of a clash that is settled by it. What was counted before changes nothing.
        """
        now = self._clock()

        def work(connection: Connection) -> Saved:
            newest, version = self._load(connection, script)
            if decides is not None:
                script_notes.settle(connection, decides, by=by, now=now)
            both = Merged(mine, ()) if base == newest else merge(base, mine, newest)
            merged, conflicts = both.rundown, both.conflicts
            if merged != newest:
                version = scripts.save(
                    connection, script, merged,
                    base=version, by=by, now=now, before=newest, act="edit", client=client,
                )  # fmt: skip
            waiting = script_notes.of_script(connection, script) if conflicts else ()
            for conflict in conflicts:
                text = conflict_text(conflict.mine)
                place = (conflict.segment, conflict.cue, conflict.field)
                for note in waiting:
                    # who goes on typing into the clash has one text there, the last one
                    if note.by == by and (note.segment, note.cue, note.field) == place:
                        script_notes.settle(connection, note.id, by=by, now=now)
                script_notes.add(connection, self._note(script, place, "conflict", text, by, now))
            return Saved(merged, version, now, conflicts)

        saved = self._once(script, sent, work)
        return Saved(*self.load(script), now) if saved is None else self._kept(script, saved)

    def undo(self, script: str, *, by: str | None, client: str, sent: Sent | None = None) -> Saved | None:
        """Take back the newest edit of this client that still stands; None when there is none.

        Only that edit goes: what others wrote since stays. Where they changed the same cell it is not
        touched, and the answer says `blocked`.
        """
        return self._step(script, "undo", by, client, sent)

    def redo(self, script: str, *, by: str | None, client: str, sent: Sent | None = None) -> Saved | None:
        """Bring back the edit that was taken back last; None when there is none."""
        return self._step(script, "redo", by, client, sent)

    def steps(self, script: str, client: str) -> tuple[int, int]:
        """How many edits of this client can be taken back, and brought back. A reload does not change it."""
        with self._store.read() as connection:
            past, future = stacks(scripts.history(connection, script, client=client))
        return len(past), len(future)

    def _step(self, script: str, act: Act, by: str | None, client: str, sent: Sent | None) -> Saved | None:
        now = self._clock()

        def work(connection: Connection) -> Saved | None:
            past, future = stacks(scripts.history(connection, script, client=client))
            stack = past if act == "undo" else future
            if not stack:
                return None
            after, _ = self._load(connection, script, stack[-1])
            before, _ = self._load(connection, script, stack[-1] - 1)
            newest, version = self._load(connection, script)
            base, wanted = (after, before) if act == "undo" else (before, after)
            both = merge(base, wanted, newest)
            # a save even when nothing changed: the step is taken, the next undo goes one further back
            version = scripts.save(
                connection, script, both.rundown,
                base=version, by=by, now=now, before=newest, act=act, client=client,
            )  # fmt: skip
            return Saved(both.rundown, version, now, blocked=bool(both.conflicts))

        saved = self._once(script, sent, work)
        return None if saved is None else self._kept(script, saved)

    def _once(self, script: str, sent: Sent | None, work: Callable[[Connection], T]) -> T | None:
        """What `work` writes, and that it is written, in one commit; None when it was written before."""

        def once(connection: Connection) -> T | None:
            if sent is not None and not script_tabs.count(connection, script, sent.tab, sent.n):
                return None
            return work(connection)

        return self._store.write(once)

    def restore(self, script: str, version: int, *, by: str | None, client: str) -> Saved:
        """An older version as the newest one; everything between stays in the history."""
        now = self._clock()

        def work(connection: Connection) -> Saved:
            newest, held = self._load(connection, script)
            wanted, _ = self._load(connection, script, version)
            fresh = scripts.save(
                connection, script, wanted,
                base=held, by=by, now=now, before=newest, act="restore", client=client,
            )  # fmt: skip
            return Saved(wanted, fresh, now)

        return self._kept(script, self._store.write(work))

    def history(self, script: str) -> tuple[Stretch, ...]:
        """The past of a script in stretches of work, the newest first."""
        with self._store.read() as connection:
            return stretches(scripts.history(connection, script))

    # -- notes -----------------------------------------------------------------------------------------------

    def comment(
        self,
        script: str,
        *,
        segment: str,
        text: str,
        by: str | None,
        cue: str = "",
        sent: Sent | None = None,
    ) -> None:
        """Write a comment beside a segment or cue."""
        note = self._note(script, (segment, cue, ""), "comment", text, by, self._clock())
        self._once(script, sent, lambda connection: script_notes.add(connection, note))

    def settle(self, note: str, *, by: str | None) -> None:
        """A comment is dealt with, a clash decided."""
        now = self._clock()
        self._store.write(lambda connection: script_notes.settle(connection, note, by=by, now=now))

    def notes(self, script: str) -> tuple[ScriptNote, ...]:
        """The open notes of a script, the oldest first."""
        with self._store.read() as connection:
            return script_notes.of_script(connection, script)

    def stamp(self, script: str) -> tuple[int, int, int]:
        """Another triple means that there is something new to see: version, notes written, notes settled."""
        with self._store.read() as connection:
            version = scripts.newest_version(connection, script)
            return version, *script_notes.stamp(connection, script)

    @staticmethod
    def _note(
        script: str,
        place: tuple[str, str, str],
        kind: script_notes.NoteKind,
        text: str,
        by: str | None,
        now: int,
    ) -> ScriptNote:
        return ScriptNote(uuid.uuid4().hex, script, *place, kind, text, by, now, None, None)

    # -- held versions ---------------------------------------------------------------------------------------

    def _load(self, connection: Connection, script: str, version: int | None = None) -> tuple[Rundown, int]:
        wanted = scripts.newest_version(connection, script) if version is None else version
        held = self._newest.get(script)
        if held is not None and held[0] == wanted:
            return held[1], wanted
        found = scripts.load_script(connection, script, wanted)
        if found is None:
            raise UnknownScript(script, version)
        return found

    def _kept(self, script: str, saved: Saved) -> Saved:
        """Hold a committed version; never before the commit, a version that failed may be another one."""
        self._newest.pop(script, None)
        self._newest[script] = (saved.version, saved.rundown)
        while len(self._newest) > HELD:
            self._newest.pop(next(iter(self._newest)))
        return saved


def conflict_text(value: object) -> str:
    """The losing side of a clash as it is shown and put back."""
    if value is None:
        return ""
    if isinstance(value, Bilingual):
        return " | ".join(filter(None, (value.zh, value.en)))
    if isinstance(value, int) and not isinstance(value, bool):
        return format_duration(value)  # the only numbers of a script are lengths, in milliseconds
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return str(value)
