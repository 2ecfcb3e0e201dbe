"""Rundown > Segment > Cue: the plan of a show. Plain records; what happens on air lives in `live`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.product import Sku
from vocab.card import CardId

GroupId = NewType("GroupId", str)
SegmentId = NewType("SegmentId", str)
CueId = NewType("CueId", str)

#: Segment kinds the tool knows how to colour and time; the list is open, any other text is kept as given.
SEGMENT_KINDS = (
    "opening",
    "warmup",
    "product",
    "lesson",
    "interaction",
    "lucky_bag",
    "flash",
    "story",
    "encore",
    "break",
    "closing",
)
#: Cue kinds: `card` opens a board, `price` opens the price (开价), `link` puts the link up (上链接), `stock`
#: releases stock (放量). The list is open.
CUE_KINDS = (
    "say", "card", "reveal", "quiz", "price", "link", "stock", "prop", "camera", "message", "music",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """One step of the script: GO moves from cue to cue.

    `lines` are cue words for the host in each language. `card_ids` are the cards of a `card`, `reveal` or
    `quiz` cue, in board order. `note` is private to the desk.
    """

    id: CueId
    kind: str
    lines: Bilingual = NO_TEXT
    card_ids: tuple[CardId, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One item of the rundown with a planned duration in milliseconds.

    `hard_start` is an aware UTC instant that must be kept; None means it follows its predecessor. `columns`
    are per-role texts (`assistant`, `desk`, `camera`, `props`, `ads`, …) in sheet order. `note` is private to
    the desk. A segment holds at least one cue. `group` names the rundown's group it belongs to. `milestone`
    is a mark on the ruler at the segment's start that takes no time. `again` is the earlier segment that this
    one brings back (返场); on air it is a run of its own.
    """

    id: SegmentId
    kind: str
    title: Bilingual
    duration_ms: int
    cues: tuple[Cue, ...]
    sku: Sku | None = None
    hard_start: datetime | None = None
    skip: bool = False
    columns: tuple[tuple[str, str], ...] = ()
    note: str | None = None
    group: GroupId | None = None
    milestone: Bilingual = NO_TEXT
    again: SegmentId | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Segments that belong together (a wave, an hour): `target_ms` is the time they should take in all."""

    id: GroupId
    title: Bilingual = NO_TEXT
    target_ms: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Rundown:
    """A whole show: title, planned start (aware UTC, None when unset), IANA zone for display, segments.

    `details` keeps every other line of the script's head (theme, platform, target, …) in its order. `groups`
    stand in the order of their first segments, those without one at the end.
    """

    title: Bilingual
    start: datetime | None
    zone: str
    segments: tuple[Segment, ...]
    hosts: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    groups: tuple[Group, ...] = ()
