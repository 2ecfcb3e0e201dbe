"""Rundown → script text in its canonical form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal
from zoneinfo import ZoneInfo

from lessons.duration import format_duration
from lessons.rundown import Cue, Rundown, Segment
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
    for position, segment in enumerate(rundown.segments, start=1):
        lines.append("")
        lines.extend(_segment(segment, position, rundown, zone, board, ids == "all"))
    return "\n".join(lines) + "\n"


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
