"""The script on a planner's desk: what is being edited, and how each edit reaches the store.

Every edit is saved at once. The desk holds the version its screen shows; the store merges with what others
saved since, and keeps the steps for undo, so that a reload, another tab or another process loses none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lessons.rundown import Rundown
from screens.script_edit import Edit
from screens.script_edits import apply_edit, put_back, rewound
from studio.editing import Editing, Saved, Sent


@dataclass(frozen=True, slots=True)
class Desk:
    """A script at a version, as it is in the store; `seen` is the last edit counted of each browser tab.

    `saved_at` is when the store took the newest edit made here (UTC epoch ms). `client` is the browser: steps
    are taken back per browser. `focus` names a segment that an edit brought forth. `blocked` is true after an
    undo that found its cell changed by somebody else.
    """

    script: str
    version: int
    rundown: Rundown
    client: str = ""
    seen: Mapping[str, int] = field(default_factory=dict)
    saved_at: int | None = None
    focus: str = ""
    blocked: bool = False

    def take(self, editing: Editing, tab: str, edits: Sequence[Edit], *, by: str | None) -> Desk:
        """The desk after the edits of a tab, each counted once however often it is sent, and saved."""
        held = self.seen.get(tab)
        last = editing.counted(self.script, tab) if held is None else held
        fresh = sorted((edit for edit in edits if int(edit["n"]) > last), key=lambda edit: int(edit["n"]))
        desk = self
        run: list[Edit] = []
        for edit in fresh:
            if edit["op"] in OTHERS:
                sent = Sent(tab, int(edit["n"]))
                desk = OTHERS[edit["op"]](desk._kept(editing, run, tab, by), editing, edit, sent, by)
                run = []
            else:
                run.append(edit)
        desk = desk._kept(editing, run, tab, by)
        return replace(desk, seen={tab: max(last, *(int(edit["n"]) for edit in edits))}) if edits else desk

    def _kept(self, editing: Editing, edits: Sequence[Edit], tab: str, by: str | None) -> Desk:
        """The desk after plain edits of the rundown, saved as one version."""
        if not edits:
            return self
        base = self.rundown
        focus = self.focus
        for edit in reversed(edits):  # of several edits in one cell, the first one knows what was there
            base = rewound(base, edit)
        mine = base
        for edit in edits:
            mine, made = apply_edit(mine, edit)
            focus = f"{made}:{tab}:{edit['n']}" if made else focus
        if mine == base:
            return self
        sent = Sent(tab, int(edits[-1]["n"]))
        saved = editing.edit(self.script, base=base, mine=mine, by=by, client=self.client, sent=sent)
        return replace(self.after(saved), focus=focus)

    def change(self, editing: Editing, rundown: Rundown, *, by: str | None, focus: str = "") -> Desk:
        """The desk after a change made elsewhere on the page, saved."""
        saved = editing.edit(self.script, base=self.rundown, mine=rundown, by=by, client=self.client)
        return replace(self.after(saved), focus=focus or self.focus)

    def after(self, saved: Saved) -> Desk:
        """The desk with what the store acknowledged."""
        return replace(
            self, rundown=saved.rundown, version=saved.version, saved_at=saved.at, blocked=saved.blocked
        )

    def moved(self, rundown: Rundown, version: int) -> Desk:
        """The desk after somebody else saved."""
        return replace(self, rundown=rundown, version=version)


def _undo(desk: Desk, editing: Editing, edit: Edit, sent: Sent, by: str | None) -> Desk:
    """One step of this browser back."""
    saved = editing.undo(desk.script, by=by, client=desk.client, sent=sent)
    return desk if saved is None else desk.after(saved)


def _redo(desk: Desk, editing: Editing, edit: Edit, sent: Sent, by: str | None) -> Desk:
    """One step forth again."""
    saved = editing.redo(desk.script, by=by, client=desk.client, sent=sent)
    return desk if saved is None else desk.after(saved)


def _comment(desk: Desk, editing: Editing, edit: Edit, sent: Sent, by: str | None) -> Desk:
    text = str(edit["value"]).strip()[:1000]
    if text:
        editing.comment(desk.script, segment=str(edit["segment"]), text=text, by=by, sent=sent)
    return desk


def _settle(desk: Desk, editing: Editing, edit: Edit, sent: Sent, by: str | None) -> Desk:
    editing.settle(str(edit["note"]), by=by)  # a note is settled once, however often it is asked
    return desk


def _take_mine(desk: Desk, editing: Editing, edit: Edit, sent: Sent, by: str | None) -> Desk:
    """The text that lost a clash goes into its cell; the other one stays in the history."""
    note = next((each for each in editing.notes(desk.script) if each.id == edit["note"]), None)
    if note is None:
        return desk  # somebody else decided meanwhile
    back = put_back(note.field, segment=note.segment, cue=note.cue, text=note.text)
    if back is None:
        editing.settle(note.id, by=by)
        return desk
    mine = apply_edit(desk.rundown, back)[0]
    saved = editing.edit(
        desk.script, base=desk.rundown, mine=mine, by=by, client=desk.client, sent=sent, decides=note.id
    )
    return desk.after(saved)


#: Edits that are no change of the rundown itself.
OTHERS = {"undo": _undo, "redo": _redo, "comment": _comment, "settle": _settle, "take_mine": _take_mine}
