"""The rows of a script sheet → segments and cues."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from catalog.bilingual import Bilingual
from catalog.cells import clean
from catalog.product import Sku
from catalog.records import Record
from lessons.gather import Findings
from lessons.rundown import Cue, CueId, Group, GroupId, Rundown, Segment, SegmentId
from lessons.sheet.cells import one_cell_title
from lessons.sheet.layout import CUE_NAMES, KIND_WORDS, SEGMENT_NAMES
from lessons.sheet.times import DAY, Planned, read_length, read_planned
from lessons.text import layout as text_layout
from lessons.text.board import Board, Boards
from lessons.zone import find_zone

#: A row that says one of these begins a segment.
_OPENERS = frozenset({"number", "time", "duration", "title.zh", "title.en", "kind", "sku", "id"})
_TOTALS = ("合计", "总计", "小计", "total")
_KINDS = {name: kind for kind, name in SEGMENT_NAMES.items()}
_CUE_KINDS = {name: kind for kind, name in CUE_NAMES.items()}
_YES = text_layout.YES | {"√", "✓", "x"}
_MS = timedelta(milliseconds=1)


@dataclass(slots=True)
class Row:
    """A filled row below the header: its line in the file, its cells, and what they say by field."""

    number: int
    cells: tuple[str, ...]
    values: dict[str, str]


def filled_rows(records: Sequence[Record], fields: Sequence[str], found: Findings) -> Iterator[Row]:
    """The filled rows below the header; a totals row is reported and left out."""
    for record in records:
        cells = tuple((record.cells + [""] * len(fields))[: len(fields)])
        values = {name: clean(cell) for name, cell in zip(fields, cells, strict=True) if name and clean(cell)}
        if not values:
            continue
        if next(iter(values.values())).casefold().startswith(_TOTALS):
            found.add("lessons.sheet.total", row=record.number)
            continue
        yield Row(record.number, cells, values)


class RowReader:
    """Turns rows into segments: a row with a number, time or title opens one, others continue it."""

    def __init__(
        self, head: Rundown, cards: Boards | None, day: date | None, fields: Sequence[str], found: Findings
    ) -> None:
        self.head, self.found = head, found
        self.board = Board.of(cards)
        self._has_cards = cards is not None
        self._own = "cue.id" in fields
        self._one_title = "title.en" not in fields
        self._zone = find_zone(head.zone) or ZoneInfo(text_layout.DEFAULT_ZONE)
        self._day = day
        self._ids: set[str] = set()
        self._cue_ids: set[str] = set()
        self._groups: dict[str, Group] = {}

    def read(self, rows: Sequence[Row]) -> Rundown:
        """The show with its segments."""
        groups: list[list[Row]] = []
        for row in rows:
            if row.values.keys() & _OPENERS or not groups:
                groups.append([row])
            else:
                groups[-1].append(row)
        planned = [self._planned(group[0]) for group in groups]
        start = self.head.start or self._start(planned)
        named = {group[0].values["id"] for group in groups if "id" in group[0].values}
        segments: list[Segment] = []
        for index, group in enumerate(groups):
            following = planned[index + 1] if index + 1 < len(planned) else None
            length = self._length(group[0], planned[index], following)
            segments.append(self._segment(group, index + 1, length, start, named, segments))
        return replace(self.head, start=start, segments=tuple(segments), groups=tuple(self._groups.values()))

    def _planned(self, row: Row) -> Planned | None:
        text = row.values.get("time")
        planned = read_planned(text) if text is not None else None
        if text is not None and planned is None and not text.startswith("+"):
            self.found.add("lessons.sheet.time", row=row.number, column="time", value=text)
        return planned

    def _start(self, planned: Sequence[Planned | None]) -> datetime | None:
        """The show's start: the first clock on the given day; unknown without a day."""
        clock = planned[0].clock if planned and planned[0] is not None else None
        if clock is None:
            return None
        if self._day is None:
            self.found.add("lessons.sheet.no_day", column="time")
            return None
        midnight = datetime(self._day.year, self._day.month, self._day.day, tzinfo=self._zone)
        return (midnight + clock * _MS).astimezone(UTC)

    def _length(self, row: Row, planned: Planned | None, following: Planned | None) -> int:
        text = row.values.get("duration")
        if text is not None:
            length = read_length(text)
            if length is not None:
                return length
            self.found.add("lessons.script.duration", row=row.number, column="duration", value=text)
            return 0
        if planned is not None and planned.length is not None:
            return planned.length
        end = read_planned(row.values.get("end", ""))
        if planned is not None and planned.clock is not None and end is not None and end.clock is not None:
            return (end.clock - planned.clock) % DAY
        if planned is not None and following is not None:
            if planned.clock is not None and following.clock is not None:
                return (following.clock - planned.clock) % DAY
            if planned.offset is not None and following.offset is not None:
                return max(0, following.offset - planned.offset)
        self.found.add("lessons.script.no_duration", row=row.number, column="duration")
        return 0

    def _segment(
        self,
        group: Sequence[Row],
        position: int,
        length: int,
        start: datetime | None,
        named: set[str],
        before: Sequence[Segment],
    ) -> Segment:
        values = group[0].values
        title = Bilingual(en=values.get("title.en"), zh=values.get("title.zh"))
        if self._one_title and title.zh:
            title = one_cell_title(title.zh)
        if not title and not self._own and before:
            title = before[-1].title  # merged over several timed rows
        segment_id = self._give(values.get("id"), text_layout.segment_default(position), self._ids, named)
        sku = values.get("sku")
        cues = [self._cue(row, segment_id, sku, number) for number, row in enumerate(group, start=1)]
        return Segment(
            id=SegmentId(segment_id),
            kind=self._kind(values, title, sku),
            title=title,
            duration_ms=length,
            cues=tuple(cues),
            sku=Sku(sku) if sku else None,
            hard_start=self._hard_start(group[0], start),
            skip=values.get("skip", "").casefold() in _YES,
            columns=tuple(
                (name.removeprefix("column."), text)
                for name, text in values.items()
                if name.startswith("column.")
            ),
            note=values.get("note"),
            group=self._group(group[0]),
            milestone=text_layout.read_title(values.get("milestone", "")),
            again=SegmentId(values["again"]) if "again" in values else None,
        )

    def _group(self, row: Row) -> GroupId | None:
        """The group a row names by its title; the first row of a group gives its target."""
        text = row.values.get("group")
        if text is None:
            return None
        if text not in self._groups:
            group_id = GroupId(text_layout.group_default(len(self._groups) + 1))
            self._groups[text] = Group(group_id, text_layout.read_title(text))
        target = row.values.get("group.target")
        if target is not None:
            length = read_length(target)
            if length is None:
                self.found.add("lessons.script.duration", row=row.number, column="group.target", value=target)
            self._groups[text] = replace(self._groups[text], target_ms=length)
        return self._groups[text].id

    def _kind(self, values: Mapping[str, str], title: Bilingual, sku: str | None) -> str:
        if kind := values.get("kind"):
            return _KINDS.get(kind, kind)
        guess = next((kind for word, kind in KIND_WORDS if word in (title.zh or "")), None)
        return guess or ("product" if sku else "other")

    def _hard_start(self, row: Row, start: datetime | None) -> datetime | None:
        text = row.values.get("hard_start")
        if text is None:
            return None
        try:
            instant = text_layout.read_clock(text, start, self._zone)
        except (ValueError, OverflowError):
            instant = None
        if instant is None:
            self.found.add("lessons.script.hard_start", row=row.number, column="hard_start", value=text)
        return instant

    def _cue(self, row: Row, segment_id: str, sku: str | None, number: int) -> Cue:
        values = row.values
        board = values.get("cue.cards", "")
        if not self._own and ";" not in board and "；" not in board:
            board = re.sub(r"[、\n/，,]", ";", board)
        ids, missing = self.board.read(board, sku)
        for word in missing if self._has_cards else ():
            self.found.add("lessons.script.card", row=row.number, column="cue.cards", word=word)
        kind = values.get("cue.kind")
        cue_id = self._give(
            values.get("cue.id"), text_layout.cue_default(segment_id, number), self._cue_ids, set()
        )
        return Cue(
            id=CueId(cue_id),
            kind=_CUE_KINDS.get(kind, kind) if kind else "card" if ids else "say",
            lines=Bilingual(en=values.get("cue.en"), zh=values.get("cue.zh")),
            card_ids=ids,
            note=values.get("cue.note"),
        )

    def _give(self, wanted: str | None, default: str, taken: set[str], named: set[str]) -> str:
        given, number = wanted if wanted and wanted not in taken else default, 1
        while given in taken or (given != wanted and given in named):
            number += 1
            given = f"{default}-{number}"
        taken.add(given)
        return given
