"""Rundown ⇄ a JSON-able dict, for the store. Instants are UTC epoch milliseconds, whole ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from catalog.bilingual import NO_TEXT, Bilingual
from catalog.product import Sku
from lessons.rundown import Cue, CueId, Group, GroupId, Rundown, Segment, SegmentId
from vocab.card import CardId

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)


class WireError(ValueError):
    """A dict that no rundown was written as."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"Cannot read a rundown: {where} {problem}. It must come from lessons.wire.to_wire.")


def to_wire(rundown: Rundown) -> dict[str, object]:
    """The dict of a rundown: JSON values only, keys in a fixed order, so equal rundowns give equal bytes."""
    return {
        "title": _text(rundown.title),
        "start": _ms(rundown.start),
        "zone": rundown.zone,
        "hosts": list(rundown.hosts),
        "details": [list(pair) for pair in rundown.details],
        "groups": [
            {"id": group.id, "title": _text(group.title), "target_ms": group.target_ms, "note": group.note}
            for group in rundown.groups
        ],
        "segments": [segment_to_wire(segment) for segment in rundown.segments],
    }


def segment_to_wire(segment: Segment) -> dict[str, object]:
    """The dict of one segment, as it stands in that of its rundown."""
    return {
        "id": segment.id,
        "kind": segment.kind,
        "title": _text(segment.title),
        "duration_ms": segment.duration_ms,
        "sku": segment.sku,
        "hard_start": _ms(segment.hard_start),
        "skip": segment.skip,
        "columns": [list(pair) for pair in segment.columns],
        "note": segment.note,
        "group": segment.group,
        "milestone": _text(segment.milestone),
        "again": segment.again,
        "cues": [
            {
                "id": cue.id,
                "kind": cue.kind,
                "lines": _text(cue.lines),
                "cards": list(cue.card_ids),
                "note": cue.note,
            }
            for cue in segment.cues
        ],
    }


def from_wire(data: Mapping[str, Any]) -> Rundown:
    """The rundown that `to_wire` wrote. Raises WireError for anything else."""
    try:
        return Rundown(
            title=_bilingual(data["title"]),
            start=_instant(data["start"]),
            zone=str(data["zone"]),
            segments=tuple(_segment(each) for each in data["segments"]),
            hosts=tuple(str(host) for host in data["hosts"]),
            details=_pairs(data.get("details", ())),
            groups=tuple(
                Group(GroupId(str(each["id"])), _bilingual(each["title"]), each["target_ms"], each["note"])
                for each in data.get("groups", ())
            ),
        )
    except KeyError as error:
        raise WireError(f"key {error.args[0]!r}", "is missing") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise WireError("a value", f"has the wrong type ({error})") from error


def _segment(data: Mapping[str, Any]) -> Segment:
    return Segment(
        id=SegmentId(str(data["id"])),
        kind=str(data["kind"]),
        title=_bilingual(data["title"]),
        duration_ms=int(data["duration_ms"]),
        cues=tuple(
            Cue(
                id=CueId(str(cue["id"])),
                kind=str(cue["kind"]),
                lines=_bilingual(cue["lines"]),
                card_ids=tuple(CardId(str(card)) for card in cue["cards"]),
                note=cue["note"],
            )
            for cue in data["cues"]
        ),
        sku=None if data["sku"] is None else Sku(str(data["sku"])),
        hard_start=_instant(data["hard_start"]),
        skip=bool(data["skip"]),
        columns=_pairs(data["columns"]),
        note=data["note"],
        group=None if data.get("group") is None else GroupId(str(data["group"])),
        milestone=_bilingual(data["milestone"]) if "milestone" in data else NO_TEXT,
        again=None if data.get("again") is None else SegmentId(str(data["again"])),
    )


def _text(text: Bilingual) -> dict[str, str | None]:
    return {"zh": text.zh, "en": text.en}


def _bilingual(data: Mapping[str, Any]) -> Bilingual:
    return Bilingual(en=data["en"], zh=data["zh"])


def _ms(instant: datetime | None) -> int | None:
    return None if instant is None else (instant - _EPOCH) // _MS


def _instant(ms: int | None) -> datetime | None:
    return None if ms is None else _EPOCH + ms * _MS


def _pairs(data: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(name), str(value)) for name, value in data)
