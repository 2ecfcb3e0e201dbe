"""Script text → Rundown, with everything that is wrong in it as findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.finding import Finding
from catalog.product import Sku
from lessons.duration import parse_duration
from lessons.gather import Findings
from lessons.rundown import Cue, CueId, Group, GroupId, Rundown, Segment, SegmentId
from lessons.text import layout
from lessons.text.board import Board, Boards
from lessons.text.escape import split, unescape
from lessons.text.outline import CueOutline, Field, GroupOutline, SegmentOutline, read_outline
from lessons.zone import find_zone


def parse_script(
    text: str, *, name: str = "show.md", cards: Boards | None = None
) -> tuple[Rundown, tuple[Finding, ...]]:
    """The rundown a script describes, and its findings with line numbers. Never raises for what a user typed.

    `cards` (sku → cards, best first) resolves the headwords of `card:` lines; see `lessons.text.board`
    for words without a card. Ids that the text does not name follow from the position: `s01`, `s01c02`.
    `docs/formats.md` describes the format.
    """
    found = Findings(name)
    script = read_outline(text, found)
    fields, details = _sorted(script.fields, layout.HEAD_FIELDS, found)
    if script.title is None:
        found.add("lessons.script.no_title", row=1)
    zone_name, zone = _zone(fields.get("zone"), found)
    start = _start(fields.get("start"), zone, found)
    hosts = fields.get("hosts")
    groups, places = _groups(script.groups, found)
    reader = _SegmentReader(start, zone, Board.of(cards), cards is not None, places, found)
    rundown = Rundown(
        title=layout.read_title(script.title or ""),
        start=start,
        zone=zone_name,
        segments=reader.read(script.segments),
        hosts=tuple(unescape(host) for host in split(hosts.lines[0], layout.HOST_MARKS) if host)
        if hosts
        else (),
        details=tuple((item.key, item.value) for item in details),
        groups=groups,
    )
    return rundown, found.all


def _groups(
    outlines: Sequence[GroupOutline], found: Findings
) -> tuple[tuple[Group, ...], tuple[GroupId, ...]]:
    """The groups, and the group's id of each heading: a heading that names an earlier id goes on with it."""
    groups: dict[str, Group] = {}
    places: list[GroupId] = []
    named = {_id(each.fields) for each in outlines} - {""}
    for outline in outlines:
        fields, others = _sorted(outline.fields, layout.GROUP_FIELDS, found)
        group_id = fields["id"].value if "id" in fields else ""
        number = len(groups) + 1
        while not group_id:
            default = layout.group_default(number)
            group_id, number = "" if default in groups or default in named else default, number + 1
        places.append(GroupId(group_id))
        if group_id in groups:
            continue
        target = None
        if "target" in fields:
            target = parse_duration(fields["target"].value)
            if target is None:
                item = fields["target"]
                found.add("lessons.script.duration", row=item.line, column="target", value=item.value)
        extra = [f"{item.key}: {item.value}" for item in others] + outline.loose
        title = layout.read_title(outline.title)
        groups[group_id] = Group(GroupId(group_id), title, target, _joined(fields.get("note"), extra))
    return tuple(groups.values()), tuple(places)


def _sorted(
    fields: Iterable[Field], names: Mapping[str, str], found: Findings
) -> tuple[dict[str, Field], list[Field]]:
    """The known fields by name (the first of each wins) and the others in order."""
    known: dict[str, Field] = {}
    others: list[Field] = []
    for item in fields:
        name = names.get(item.key if item.key in names else item.key.casefold())
        if name is None:
            item.key = item.key.removeprefix(layout.COLUMN)
            others.append(item)
        elif name not in known:
            known[name] = item
        else:
            found.add("lessons.script.field_twice", row=item.line, column=item.key, key=item.key)
    return known, others


def _zone(item: Field | None, found: Findings) -> tuple[str, ZoneInfo]:
    name = item.value if item is not None else layout.DEFAULT_ZONE
    zone = find_zone(name)
    if zone is not None:
        return name, zone
    line = item.line if item else None
    found.add("lessons.script.zone", row=line, column="zone", value=name, used=layout.DEFAULT_ZONE)
    return layout.DEFAULT_ZONE, ZoneInfo(layout.DEFAULT_ZONE)


def _start(item: Field | None, zone: ZoneInfo, found: Findings) -> datetime | None:
    if item is None or item.value in ("", layout.UNSET):
        return None
    try:
        return layout.read_instant(item.value, zone)
    except (ValueError, OverflowError):
        found.add("lessons.script.start", row=item.line, column="start", value=item.value)
        return None


class _SegmentReader:
    """Reads segments in order; keeps the ids that are already given away."""

    def __init__(
        self,
        start: datetime | None,
        zone: ZoneInfo,
        board: Board,
        has_cards: bool,
        groups: Sequence[GroupId],
        found: Findings,
    ) -> None:
        self.start, self.zone, self.board, self.found = start, zone, board, found
        self.has_cards = has_cards
        self.groups = groups
        self._segment_ids: set[str] = set()
        self._cue_ids: set[str] = set()
        self._named: set[str] = set()

    def read(self, outlines: Sequence[SegmentOutline]) -> tuple[Segment, ...]:
        self._named = {_id(each.fields) for each in outlines} - {""}
        self._cue_ids = set()
        named_cues = {_id(cue.fields) for each in outlines for cue in each.cues} - {""}
        return tuple(
            self._segment(each, position, named_cues) for position, each in enumerate(outlines, start=1)
        )

    def _segment(self, outline: SegmentOutline, position: int, named_cues: set[str]) -> Segment:
        fields, columns = _sorted(outline.fields, layout.SEGMENT_FIELDS, self.found)
        segment_id = self._give(
            fields.get("id"), layout.segment_default(position), self._segment_ids, self._named, outline.line
        )
        sku = fields["sku"].value if "sku" in fields and fields["sku"].value else None
        kind = fields["kind"].value if "kind" in fields and fields["kind"].value else None
        if kind is None:
            kind = "product" if sku else "other"
            self.found.add("lessons.script.kind", row=outline.line, column="kind", used=kind)
        cues = [
            self._cue(cue, segment_id, sku, number, named_cues)
            for number, cue in enumerate(outline.cues, start=1)
        ]
        if not cues:
            self.found.add("lessons.script.no_cue", row=outline.line)
            empty = self._give(
                None, layout.cue_default(segment_id, 1), self._cue_ids, named_cues, outline.line
            )
            cues = [Cue(CueId(empty), "say")]
        return Segment(
            id=SegmentId(segment_id),
            kind=kind,
            title=layout.read_title(outline.title),
            duration_ms=self._duration(fields.get("duration"), outline.line),
            cues=tuple(cues),
            sku=Sku(sku) if sku else None,
            hard_start=self._hard_start(fields.get("start")),
            skip=self._skip(fields.get("skip")),
            columns=tuple((item.key, item.value) for item in columns),
            note=_joined(fields.get("note"), outline.loose),
            group=None if outline.group is None else self.groups[outline.group],
            milestone=layout.read_title(fields["milestone"].lines[0]) if "milestone" in fields else NO_TEXT,
            again=SegmentId(fields["again"].value) if "again" in fields and fields["again"].value else None,
        )

    def _cue(
        self, outline: CueOutline, segment_id: str, sku: str | None, position: int, named: set[str]
    ) -> Cue:
        fields, others = _sorted(outline.fields, layout.CUE_FIELDS, self.found)
        for item in others:
            self.found.add("lessons.script.cue_field", row=item.line, column=item.key, key=item.key)
        extra = [f"{item.key}: {item.value}" for item in others] + outline.loose
        card_ids, missing = self.board.read(outline.items, sku)
        for word in missing if self.has_cards else ():
            self.found.add("lessons.script.card", row=outline.line, column="card", word=word)
        return Cue(
            id=CueId(
                self._give(
                    fields.get("id"),
                    layout.cue_default(segment_id, position),
                    self._cue_ids,
                    named,
                    outline.line,
                )
            ),
            kind=outline.kind or "say",
            lines=Bilingual(
                en=(fields["en"].value or None) if "en" in fields else None,
                zh=(fields["zh"].value or None) if "zh" in fields else None,
            ),
            card_ids=card_ids,
            note=_joined(fields.get("note"), extra),
        )

    def _give(self, item: Field | None, default: str, taken: set[str], named: set[str], line: int) -> str:
        """An id nobody has: the named one, else `default`, else `default` with a number."""
        wanted = item.value if item is not None else ""
        if wanted and wanted not in taken:
            taken.add(wanted)
            return wanted
        if wanted:
            self.found.add("lessons.script.id_twice", row=line, column="id", value=wanted)
        given, number = default, 1
        while given in taken or given in named:
            number += 1
            given = f"{default}-{number}"
        taken.add(given)
        return given

    def _duration(self, item: Field | None, line: int) -> int:
        ms = parse_duration(item.value) if item is not None else None
        if ms is not None:
            return ms
        if item is None or not item.value:
            self.found.add("lessons.script.no_duration", row=line, column="duration")
        else:
            self.found.add("lessons.script.duration", row=item.line, column="duration", value=item.value)
        return 0

    def _hard_start(self, item: Field | None) -> datetime | None:
        if item is None or item.value in ("", layout.UNSET):
            return None
        try:
            instant = layout.read_clock(item.value, self.start, self.zone)
        except (ValueError, OverflowError):
            instant = None
        if instant is not None:
            return instant.astimezone(UTC)
        self.found.add("lessons.script.hard_start", row=item.line, column="start", value=item.value)
        return None

    def _skip(self, item: Field | None) -> bool:
        value = item.value.casefold() if item is not None else ""
        if item is not None and value not in layout.YES and value not in layout.NO:
            self.found.add("lessons.script.skip", row=item.line, column="skip", value=item.value)
        return value in layout.YES


def _id(fields: Iterable[Field]) -> str:
    return next((item.value for item in fields if item.key.casefold() == "id"), "")


def _joined(item: Field | None, loose: Sequence[str]) -> str | None:
    """A note: its own field, then the lines that belonged nowhere."""
    return "\n".join([*([item.value] if item is not None and item.value else []), *loose]) or None
