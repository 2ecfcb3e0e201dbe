"""Rundown → script text in its canonical form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal
from zoneinfo import ZoneInfo

from lessons.duration import format_duration
from lessons.rundown import Cue, Group, GroupId, Rundown, Segment
from lessons.text import layout
from lessons.text.board import Board
from lessons.text.escape import escape, escape_block
from lessons.zone import find_zone
from vocab.card import Card, CardId


def format_script(
    rundown: Rundown,
    *,
    cards: Mapping[CardId, Card] | None = None,
    ids: Literal["needed", "all"] = "needed",
) -> str:
    """The canonical script text of `rundown`, ending in a newline.

    Reading it back gives the same rundown, ids included: an id is written where it differs from the one
    its position would get, so a fresh script stays free of ids and an edited one keeps them. `ids="all"`
    writes every id, for a file that people will reorder by hand. With `cards`, boards are written as
    headwords wherever the word can mean no other card. Empty texts are not written; a rundown holds None
    for a missing text.
    """
    zone = find_zone(rundown.zone) or ZoneInfo(layout.DEFAULT_ZONE)
    board = Board(cards.values() if cards else ())
    lines = [f"# {layout.write_title(rundown.title)}".rstrip(" ")]
    lines.append("- start: " + (layout.write_instant(rundown.start, zone) if rundown.start else layout.UNSET))
    lines.append("- zone: " + escape(rundown.zone))
    if rundown.hosts:
        lines.append("- hosts: " + ", ".join(escape(host, layout.HOST_MARKS) for host in rundown.hosts))
    lines.extend(_named(rundown.details, layout.HEAD_FIELDS))
    headings = _Headings(rundown.groups, ids == "all")
    for position, segment in enumerate(rundown.segments, start=1):
        lines.extend(headings.before(segment.group))
        lines.append("")
        lines.extend(_segment(segment, position, rundown, zone, board, ids == "all"))
    lines.extend(headings.rest())
    return "\n".join(lines) + "\n"


class _Headings:
    """The headings of the groups, each written where its segments begin."""

    def __init__(self, groups: Sequence[Group], all_ids: bool) -> None:
        self._groups = {group.id: group for group in groups}
        self._all_ids = all_ids
        self._done: list[GroupId] = []
        self._open: GroupId | None = None

    def before(self, group: GroupId | None) -> Iterator[str]:
        """The lines before a segment of `group`; none when it stands where the last one did."""
        if group == self._open:
            return
        self._open = group
        if group is None:
            yield from ("", f"# {layout.NO_GROUP}")
        else:
            yield from self._heading(self._groups.get(group, Group(group)))

    def rest(self) -> Iterator[str]:
        """The groups that no segment belongs to."""
        for group in self._groups.values():
            if group.id not in self._done:
                yield from self._heading(group)

    def _heading(self, group: Group) -> Iterator[str]:
        again = group.id in self._done
        if not again:
            self._done.append(group.id)
        title = layout.write_title(group.title)
        yield from ("", f"# {chr(92) + title if title == layout.NO_GROUP else title}".rstrip(" "))
        if again or self._all_ids or group.id != layout.group_default(len(self._done)):
            yield "- id: " + escape(group.id)
        if again:
            return
        if group.target_ms is not None:
            yield "- target: " + format_duration(group.target_ms)
        if group.note:
            yield "- note: " + escape_block(group.note, layout.CONTINUED)


def _segment(
    segment: Segment, position: int, rundown: Rundown, zone: ZoneInfo, board: Board, all_ids: bool
) -> Iterator[str]:
    yield f"## {layout.write_title(segment.title)}".rstrip(" ")
    if all_ids or segment.id != layout.segment_default(position):
        yield "- id: " + escape(segment.id)
    yield "- kind: " + escape(segment.kind)
    yield "- duration: " + format_duration(segment.duration_ms)
    if segment.hard_start is not None:
        yield "- start: " + layout.write_clock(segment.hard_start, rundown.start, zone)
    if segment.sku:
        yield "- sku: " + escape(segment.sku)
    if segment.skip:
        yield "- skip: yes"
    if segment.again:
        yield "- again: " + escape(segment.again)
    if segment.milestone:
        yield "- milestone: " + layout.write_title(segment.milestone)
    yield from _named(segment.columns, layout.SEGMENT_FIELDS)
    if segment.note:
        yield "- note: " + escape_block(segment.note, layout.CONTINUED)
    yield ""
    for number, cue in enumerate(segment.cues, start=1):
        yield from _cue(cue, layout.cue_default(segment.id, number), board, all_ids)


def _cue(cue: Cue, default: str, board: Board, all_ids: bool) -> Iterator[str]:
    kind = escape(cue.kind, layout.KEY_MARKS)
    yield f"* {kind}: {board.write(cue.card_ids)}" if cue.card_ids else f"* {kind}"
    if all_ids or cue.id != default:
        yield "  id: " + escape(cue.id)
    for name, text in (("zh", cue.lines.zh), ("en", cue.lines.en), ("note", cue.note)):
        if text:
            yield f"  {name}: {escape_block(text, layout.CONTINUED)}".rstrip(" ")


def _named(columns: tuple[tuple[str, str], ...], fields: Mapping[str, str]) -> Iterator[str]:
    """Lines of free columns; a name that would be read as a field gets a prefix."""
    for name, value in columns:
        clashes = not name or name in fields or name.casefold() in fields or name.startswith(layout.COLUMN)
        written = (layout.COLUMN if clashes else "") + escape(name, layout.KEY_MARKS)
        yield f"- {written}: {escape_block(value, layout.CONTINUED)}".rstrip(" ")
