"""One edit of the script editor as the browser sends it, and how its fields are read.

An edit is an object with `op`, what it is about (`segment`, `segments`, `cue`, `group`) and mostly a `value`;
an edit of a text carries `was`, the text its writer saw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from catalog.bilingual import Bilingual
from lessons.duration import MINUTE, parse_duration
from lessons.rundown import CueId, Rundown, SegmentId

#: Longest text of one field, in characters; more is a paste by mistake.
LONGEST = 4000
#: Longest name of a kind, a column, a host or a word.
NAME = 40

Edit = Mapping[str, Any]
#: An edit's outcome: the rundown, and the segment it brought forth ("" for none).
Outcome = tuple[Rundown, str]


def segments_of(edit: Edit) -> list[SegmentId]:
    """The segments an edit is about."""
    return [SegmentId(str(each)) for each in edit["segments"]]


def segment_of(edit: Edit) -> SegmentId:
    """The segment an edit is about."""
    return SegmentId(str(edit["segment"]))


def cue_of(edit: Edit) -> CueId:
    """The cue an edit is about."""
    return CueId(str(edit["cue"]))


def text_of(edit: Edit) -> str | None:
    """The text typed, None when nothing is left of it."""
    return str(edit.get("value") or "").strip()[:LONGEST] or None


def name_of(edit: Edit, field: str) -> str:
    """A short name in one of its fields."""
    return str(edit[field])[:NAME]


def titled(edit: Edit) -> Bilingual:
    """The title that an edit gives to what it makes."""
    return Bilingual(zh=str(edit.get("zh") or "") or None, en=str(edit.get("en") or "") or None)


def with_text(held: Bilingual, edit: Edit) -> Bilingual:
    """A bilingual text with what was typed in the edit's language."""
    return replace(held, zh=text_of(edit)) if edit["lang"] == "zh" else replace(held, en=text_of(edit))


def typed_length(text: str) -> int | None:
    """A length as typed; a bare number means minutes here, where the column says so."""
    bare = text.strip().isdecimal() and len(text.strip()) <= 3
    return int(text) * MINUTE if bare else parse_duration(text)
