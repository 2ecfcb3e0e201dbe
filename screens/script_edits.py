"""What the script editor can do to a rundown: each edit that the browser sends, as a pure change.

An edit of a text carries `was`, the text its writer saw. `rewound` puts it back, so that a merge knows what
the edit was made on even when the server has moved on since.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from catalog.bilingual import NO_TEXT, Bilingual
from lessons.duration import MINUTE, parse_duration
from lessons.edit import (
    UnknownCueError,
    UnknownSegmentError,
    add_cue,
    add_segment,
    cue_index,
    duplicate_cue,
    duplicate_segment,
    move_cue,
    move_segment,
    remove_cue,
    remove_segment,
    segment_index,
    update_cue,
    update_segment,
)
from lessons.groups import UnknownGroupError, bring_back, into_group, new_group, tidy, update_group
from lessons.rundown import Cue, CueId, GroupId, Rundown, Segment, SegmentId
from lessons.text.layout import read_clock, read_instant, read_title
from vocab.card import CardId

#: Longest text of one field, in characters; more is a paste by mistake.
LONGEST = 4000
#: Longest name of a kind or a column.
NAME = 40
#: Length of a segment that is put in by hand, in milliseconds.
INSERTED_MS = 2 * MINUTE

Edit = Mapping[str, Any]
#: An edit's outcome: the rundown, and the segment it brought forth ("" for none).
Outcome = tuple[Rundown, str]


def apply_edit(rundown: Rundown, edit: Edit) -> Outcome:
    """The rundown after one edit, and the segment that edit brought forth ("" for none).

    An edit of something that was removed meanwhile, or a length that is none, leaves the rundown as it is.
    """
    try:
        return EDITS[edit["op"]](rundown, edit)
    except (UnknownSegmentError, UnknownCueError, UnknownGroupError):
        return rundown, ""
    except KeyError as error:
        raise ValueError(f"an edit without {error.args[0]!r}: {dict(edit)!r}") from error


def rewound(rundown: Rundown, edit: Edit) -> Rundown:
    """The rundown with the text that the edit's writer saw in its cell; other edits change nothing."""
    if "was" not in edit:
        return rundown
    return apply_edit(rundown, {**edit, "value": edit["was"]})[0]


def typed_length(text: str) -> int | None:
    """A length as typed; a bare number means minutes here, where the column says so."""
    bare = text.strip().isdecimal() and len(text.strip()) <= 3
    return int(text) * MINUTE if bare else parse_duration(text)


def _several(edit: Edit) -> list[SegmentId]:
    return [SegmentId(str(each)) for each in edit["segments"]]


def _segment(edit: Edit) -> SegmentId:
    return SegmentId(str(edit["segment"]))


def _cue(edit: Edit) -> CueId:
    return CueId(str(edit["cue"]))


def _text(edit: Edit) -> str | None:
    return str(edit.get("value") or "").strip()[:LONGEST] or None


def _with(held: Bilingual, edit: Edit) -> Bilingual:
    return replace(held, zh=_text(edit)) if edit["lang"] == "zh" else replace(held, en=_text(edit))


def _held(rundown: Rundown, edit: Edit) -> Segment:
    return rundown.segments[segment_index(rundown, _segment(edit))]


def _held_cue(rundown: Rundown, edit: Edit) -> Cue:
    index, inner = cue_index(rundown, _cue(edit))
    return rundown.segments[index].cues[inner]


# -- segments ------------------------------------------------------------------------------------------------


def _move(rundown: Rundown, edit: Edit) -> Outcome:
    """The segments, in their order, in front of the one named `before` ("" or gone: to the end)."""
    wanted = set(_several(edit))
    moved = [each for each in rundown.segments if each.id in wanted]
    rest = [each for each in rundown.segments if each.id not in wanted]
    at = next((n for n, each in enumerate(rest) if each.id == edit.get("before")), len(rest))
    # what is dropped among the segments of a group belongs to it
    near = {each.group for each in (rest[at - 1 : at] if at else []) + rest[at : at + 1]}
    group = near.pop() if len(near) == 1 else None
    if len(moved) == 1 and moved[0].group != group and group is not None:
        moved = [replace(moved[0], group=group)]
    return tidy(replace(rundown, segments=(*rest[:at], *moved, *rest[at:]))), ""


def _step(rundown: Rundown, edit: Edit) -> Outcome:
    """The segments one place up or down together; they stay where the first or last would leave the list."""
    wanted = set(_several(edit))
    order = [each.id for each in rundown.segments]
    by = int(edit["by"])
    for segment in order if by < 0 else reversed(order):
        if segment in wanted:
            at = segment_index(rundown, segment)
            beside = at + by
            if not 0 <= beside < len(order) or rundown.segments[beside].id in wanted:
                continue
            rundown = move_segment(rundown, segment, beside)
    return tidy(rundown), ""


def _skip(rundown: Rundown, edit: Edit) -> Outcome:
    for segment in _several(edit):
        rundown = update_segment(rundown, segment, skip=bool(edit["value"]))
    return rundown, ""


def _remove(rundown: Rundown, edit: Edit) -> Outcome:
    for segment in _several(edit):
        rundown = remove_segment(rundown, segment)
    return tidy(rundown), ""


def _duplicate(rundown: Rundown, edit: Edit) -> Outcome:
    made = ""
    for segment in _several(edit):
        rundown, made = duplicate_segment(rundown, segment)
    return rundown, made


def _bring_back(rundown: Rundown, edit: Edit) -> Outcome:
    """The segments once more, in front of the closing ones at the end of the show."""
    at = len(rundown.segments)
    while at and rundown.segments[at - 1].kind == "closing":
        at -= 1
    rundown, made = bring_back(rundown, _several(edit), at=at)
    return tidy(rundown), made[0] if made else ""


def _add(rundown: Rundown, edit: Edit) -> Outcome:
    at = segment_index(rundown, _segment(edit)) + 1 if edit.get("segment") else None
    title = Bilingual(zh=str(edit.get("zh") or "") or None, en=str(edit.get("en") or "") or None)
    fresh = Segment(SegmentId(""), str(edit["kind"])[:NAME], title, INSERTED_MS, (Cue(CueId(""), "say"),))
    return add_segment(rundown, fresh, at=at)


def _title(rundown: Rundown, edit: Edit) -> Outcome:
    return update_segment(rundown, _segment(edit), title=_with(_held(rundown, edit).title, edit)), ""


def _milestone(rundown: Rundown, edit: Edit) -> Outcome:
    """A mark in both languages, typed as `中文 | English`."""
    text = _text(edit)
    mark = NO_TEXT if text is None else read_title(text.replace("\n", " "))
    return update_segment(rundown, _segment(edit), milestone=mark), ""


def _length(rundown: Rundown, edit: Edit) -> Outcome:
    length = typed_length(str(edit["value"]))
    return (rundown if length is None else update_segment(rundown, _segment(edit), duration_ms=length)), ""


def _start(rundown: Rundown, edit: Edit) -> Outcome:
    """A fixed start as typed (`20:30`, or a full date and time); nothing typed makes it soft."""
    text = str(edit.get("value") or "").strip().replace("：", ":")
    if not text:
        return update_segment(rundown, _segment(edit), hard_start=None), ""
    try:
        instant = read_clock(text, rundown.start, ZoneInfo(rundown.zone))
    except (ValueError, OverflowError):
        instant = None
    return (rundown if instant is None else update_segment(rundown, _segment(edit), hard_start=instant)), ""


def _kind(rundown: Rundown, edit: Edit) -> Outcome:
    return update_segment(rundown, _segment(edit), kind=str(edit["value"])[:NAME]), ""


def _note(rundown: Rundown, edit: Edit) -> Outcome:
    return update_segment(rundown, _segment(edit), note=_text(edit)), ""


def _column(rundown: Rundown, edit: Edit) -> Outcome:
    """A role's column; one that is emptied goes, a new one stands at the end."""
    name, text = str(edit["name"])[:NAME], _text(edit)
    held = _held(rundown, edit).columns
    if name in dict(held):
        columns = tuple((key, text if key == name else value) for key, value in held)
    else:
        columns = (*held, (name, text))
    kept = tuple((key, value) for key, value in columns if value is not None)
    return update_segment(rundown, _segment(edit), columns=kept), ""


# -- the show ------------------------------------------------------------------------------------------------


def _show_title(rundown: Rundown, edit: Edit) -> Outcome:
    return replace(rundown, title=_with(rundown.title, edit)), ""


def _show_start(rundown: Rundown, edit: Edit) -> Outcome:
    """The planned start as typed, local to the show's zone; nothing typed leaves it open."""
    text = str(edit.get("value") or "").strip().replace("：", ":").replace("/", "-")
    if not text:
        return replace(rundown, start=None), ""
    try:
        return replace(rundown, start=read_instant(text, ZoneInfo(rundown.zone))), ""
    except (ValueError, OverflowError):
        return rundown, ""


def _show_hosts(rundown: Rundown, edit: Edit) -> Outcome:
    names = re.split(r"[,，、]", str(edit.get("value") or ""))
    return replace(rundown, hosts=tuple(name.strip()[:NAME] for name in names if name.strip())), ""


# -- groups --------------------------------------------------------------------------------------------------


def _group(rundown: Rundown, edit: Edit) -> Outcome:
    title = Bilingual(zh=str(edit.get("zh") or "") or None, en=str(edit.get("en") or "") or None)
    return new_group(rundown, _several(edit), title)[0], ""


def _ungroup(rundown: Rundown, edit: Edit) -> Outcome:
    return into_group(rundown, _several(edit), None), ""


def _group_title(rundown: Rundown, edit: Edit) -> Outcome:
    group = GroupId(str(edit["group"]))
    return update_group(rundown, group, title=read_title((_text(edit) or "").replace("\n", " "))), ""


def _group_target(rundown: Rundown, edit: Edit) -> Outcome:
    text = str(edit.get("value") or "").strip()
    target = typed_length(text) if text else None
    if text and target is None:
        return rundown, ""
    return update_group(rundown, GroupId(str(edit["group"])), target_ms=target), ""


# -- cues ----------------------------------------------------------------------------------------------------


def _add_cue(rundown: Rundown, edit: Edit) -> Outcome:
    return add_cue(rundown, _segment(edit), Cue(CueId(""), str(edit["kind"])[:NAME]))[0], ""


def _line(rundown: Rundown, edit: Edit) -> Outcome:
    return update_cue(rundown, _cue(edit), lines=_with(_held_cue(rundown, edit).lines, edit)), ""


def _cue_note(rundown: Rundown, edit: Edit) -> Outcome:
    return update_cue(rundown, _cue(edit), note=_text(edit)), ""


def _cue_kind(rundown: Rundown, edit: Edit) -> Outcome:
    return update_cue(rundown, _cue(edit), kind=str(edit["value"])[:NAME]), ""


def _add_card(rundown: Rundown, edit: Edit) -> Outcome:
    """A word on the board of a cue, or on a board of its own."""
    card = CardId(str(edit["card"]))
    if not edit.get("cue"):
        return add_cue(rundown, _segment(edit), Cue(CueId(""), "card", card_ids=(card,)))[0], ""
    held = _held_cue(rundown, edit).card_ids
    return (rundown if card in held else update_cue(rundown, _cue(edit), card_ids=(*held, card))), ""


def _drop_card(rundown: Rundown, edit: Edit) -> Outcome:
    kept = tuple(each for each in _held_cue(rundown, edit).card_ids if each != edit["card"])
    return update_cue(rundown, _cue(edit), card_ids=kept), ""


def _replace(rundown: Rundown, edit: Edit) -> Outcome:
    """A finding's words exchanged for a better wording, if they still stand where they were found."""
    lang, begin, end = edit["lang"], int(edit["start"]), int(edit["end"])
    cue = bool(edit.get("cue"))
    held = _held_cue(rundown, edit).lines if cue else _held(rundown, edit).title
    text = held.get(lang) or ""
    if text[begin:end] != edit["found"]:
        return rundown, ""
    fresh = {**edit, "value": text[:begin] + str(edit["value"]) + text[end:]}
    return (_line if cue else _title)(rundown, fresh)


EDITS: Mapping[str, Callable[[Rundown, Edit], Outcome]] = {
    "move": _move, "step": _step, "skip": _skip, "remove": _remove, "duplicate": _duplicate,
    "bring_back": _bring_back, "add": _add, "title": _title, "milestone": _milestone, "length": _length,
    "start": _start, "kind": _kind, "note": _note, "column": _column, "group": _group, "ungroup": _ungroup,
    "group_title": _group_title, "group_target": _group_target, "add_cue": _add_cue, "line": _line,
    "cue_note": _cue_note, "cue_kind": _cue_kind, "add_card": _add_card, "drop_card": _drop_card,
    "replace": _replace, "show_title": _show_title, "show_start": _show_start, "show_hosts": _show_hosts,
    "move_cue": lambda rundown, edit: (move_cue(rundown, _cue(edit), int(edit["to"])), ""),
    "remove_cue": lambda rundown, edit: (remove_cue(rundown, _cue(edit)), ""),
    "duplicate_cue": lambda rundown, edit: (duplicate_cue(rundown, _cue(edit))[0], ""),
}  # fmt: skip
#: Texts of a clash that can be put into their cell, by the name of the field: the edit that does it.
FIELDS: Mapping[str, tuple[str, str]] = {
    "lines.zh": ("line", "zh"), "lines.en": ("line", "en"), "title.zh": ("title", "zh"),
    "title.en": ("title", "en"), "note": ("note", ""), "duration_ms": ("length", ""), "kind": ("kind", ""),
}  # fmt: skip


def put_back(field: str, *, segment: str, cue: str, text: str) -> Edit | None:
    """The edit that puts the losing text of a clash into its cell; None for a clash of another kind."""
    if field.startswith("columns."):
        return {"op": "column", "segment": segment, "name": field.removeprefix("columns."), "value": text}
    if cue and field in ("note", "kind"):
        return {"op": f"cue_{field}", "cue": cue, "value": text}
    if field not in FIELDS:
        return None
    op, lang = FIELDS[field]
    return {"op": op, "segment": segment, "cue": cue, "lang": lang, "value": text}
