"""Rundown → cells: what each row of a script sheet says, before any file format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from catalog.bilingual import Bilingual
from lessons.duration import MINUTE, SECOND, format_duration
from lessons.rundown import Cue, Group, Rundown, Segment
from lessons.sheet.layout import CUE_NAMES, HEAD_NAMES, SEGMENT_NAMES
from lessons.speech.timeline import Slot, timeline
from lessons.text.board import Board
from lessons.text.layout import DEFAULT_ZONE, has_han, write_clock, write_instant, write_title
from lessons.zone import find_zone


def one_cell_title(text: str) -> Bilingual:
    """A title from a sheet with one title column: `中文 | English`, or one language."""
    zh, bar, en = text.partition("|")
    if bar and has_han(zh) and en.strip() and not has_han(en):
        return Bilingual(en=en.strip(), zh=zh.strip())
    return Bilingual(zh=text) if has_han(text) else Bilingual(en=text)


class Cells:
    """The cell texts of one rundown, by field."""

    def __init__(self, rundown: Rundown, board: Board) -> None:
        self._rundown = rundown
        self._board = board
        self._zone = find_zone(rundown.zone) or ZoneInfo(DEFAULT_ZONE)

    def head(self) -> list[tuple[str, str]]:
        """The rows above the table: name, text."""
        rundown = self._rundown
        rows = [(HEAD_NAMES["title"][0], write_title(rundown.title))]
        if rundown.start is not None:
            rows.append((HEAD_NAMES["start"][0], write_instant(rundown.start, self._zone)))
        rows.append((HEAD_NAMES["zone"][0], rundown.zone))
        if rundown.hosts:
            rows.append((HEAD_NAMES["hosts"][0], "、".join(rundown.hosts)))
        return [*rows, *rundown.details]

    def rows(self, fields: Sequence[str]) -> Iterator[tuple[tuple[str, str], list[str]]]:
        """(segment id, cue id) and the cells of `fields` for each cue; a segment's own cells stand once."""
        slots = timeline(self._rundown)
        groups = {group.id: group for group in self._rundown.groups}
        opened: set[str] = set()
        apart = "end" in fields
        one_title = "title.en" not in fields
        for number, (segment, slot) in enumerate(zip(self._rundown.segments, slots, strict=True), start=1):
            own = {**self._segment(segment, slot, number), **(self._start_end(slot) if apart else {})}
            if one_title:
                own["title.zh"] = " | ".join(filter(None, (segment.title.zh, segment.title.en)))
            if segment.group is not None:
                group = groups.get(segment.group, Group(segment.group))
                own["group"] = write_title(group.title) or group.id
                if group.id not in opened and group.target_ms is not None:
                    own["group.target"] = format_duration(group.target_ms)
                opened.add(group.id)
            for index, cue in enumerate(segment.cues):
                texts = {**(own if index == 0 else {}), **self._cue(cue)}
                yield (segment.id, cue.id), [texts.get(name, "") for name in fields]

    def _segment(self, segment: Segment, slot: Slot, number: int) -> Mapping[str, str]:
        hard = segment.hard_start
        return {
            "number": str(number),
            "time": self._time(slot),
            "duration": format_duration(segment.duration_ms),
            "title.zh": segment.title.zh or "",
            "title.en": segment.title.en or "",
            "kind": SEGMENT_NAMES.get(segment.kind, segment.kind),
            "sku": segment.sku or "",
            "note": segment.note or "",
            "hard_start": write_clock(hard, self._rundown.start, self._zone) if hard is not None else "",
            "skip": "是" if segment.skip else "",
            "milestone": write_title(segment.milestone),
            "again": segment.again or "",
            "id": segment.id,
            **{f"column.{name}": text for name, text in segment.columns},
        }

    def _cue(self, cue: Cue) -> Mapping[str, str]:
        return {
            "cue.kind": CUE_NAMES.get(cue.kind, cue.kind),
            "cue.zh": cue.lines.zh or "",
            "cue.en": cue.lines.en or "",
            "cue.cards": self._board.write(cue.card_ids),
            "cue.note": cue.note or "",
            "cue.id": cue.id,
        }

    def _start_end(self, slot: Slot) -> Mapping[str, str]:
        """Start and end in cells of their own; from the start of the show while no clock is known."""
        if slot.start is None:
            begin, end = slot.offset_ms, slot.offset_ms + slot.duration_ms
            return {"time": format_duration(begin), "end": format_duration(end)}
        local = slot.start.astimezone(self._zone)
        end_at = local + timedelta(milliseconds=slot.duration_ms)
        return {"time": f"{local:%H:%M:%S}", "end": f"{end_at:%H:%M:%S}"}

    def _time(self, slot: Slot) -> str:
        """`20:00-20:05` on the clock, or from the start (`第20分钟`) while no clock is known."""
        if slot.start is not None:
            local = slot.start.astimezone(self._zone)
            end = local + timedelta(milliseconds=slot.duration_ms)
            shape = "%H:%M:%S" if local.second or end.second else "%H:%M"
            return f"{local.strftime(shape)}-{end.strftime(shape)}"
        if slot.offset_ms % MINUTE == 0:
            return f"第{slot.offset_ms // MINUTE}分钟"
        return "+" + format_duration(slot.offset_ms // SECOND * SECOND)
