"""Edits of the whole show: its head, and the groups its segments stand in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from lessons.groups import into_group, new_group, update_group
from lessons.rundown import GroupId, Rundown
from lessons.speech.rates import RATE_LINES, read_rate
from lessons.text.layout import read_instant, read_title
from screens.script_edit import (
    NAME,
    Edit,
    Outcome,
    segments_of,
    text_of,
    titled,
    typed_length,
    with_text,
)


def _show_title(rundown: Rundown, edit: Edit) -> Outcome:
    return replace(rundown, title=with_text(rundown.title, edit)), ""


def _show_start(rundown: Rundown, edit: Edit) -> Outcome:
    """The planned start as typed, local to the show's zone; nothing typed leaves it open."""
    text = str(edit.get("value") or "").strip().replace("：", ":").replace("/", "-")
    if not text:
        return replace(rundown, start=None), ""
    try:
        return replace(rundown, start=read_instant(text, ZoneInfo(rundown.zone))), ""
    except (ValueError, OverflowError):
        return rundown, ""


def _show_rate(rundown: Rundown, edit: Edit) -> Outcome:
    """How fast the hosts speak one of the languages; nothing typed takes the default again."""
    lang, text = edit["lang"], text_of(edit)
    if text is not None and read_rate(text, lang) is None:
        return rundown, ""
    kept = tuple(line for line in rundown.details if RATE_LINES.get(line[0]) != lang)
    return replace(rundown, details=kept if text is None else (*kept, (f"{lang}_rate", text))), ""


def _show_hosts(rundown: Rundown, edit: Edit) -> Outcome:
    names = re.split(r"[,，、]", str(edit.get("value") or ""))
    return replace(rundown, hosts=tuple(name.strip()[:NAME] for name in names if name.strip())), ""


def _group(rundown: Rundown, edit: Edit) -> Outcome:
    return new_group(rundown, segments_of(edit), titled(edit))[0], ""


def _ungroup(rundown: Rundown, edit: Edit) -> Outcome:
    return into_group(rundown, segments_of(edit), None), ""


def _group_title(rundown: Rundown, edit: Edit) -> Outcome:
    group = GroupId(str(edit["group"]))
    return update_group(rundown, group, title=read_title((text_of(edit) or "").replace("\n", " "))), ""


def _group_target(rundown: Rundown, edit: Edit) -> Outcome:
    text = str(edit.get("value") or "").strip()
    target = typed_length(text) if text else None
    if text and target is None:
        return rundown, ""
    return update_group(rundown, GroupId(str(edit["group"])), target_ms=target), ""


SHOW_EDITS: Mapping[str, Callable[[Rundown, Edit], Outcome]] = {
    "show_title": _show_title, "show_start": _show_start, "show_hosts": _show_hosts,
    "show_rate": _show_rate,
    "group": _group, "ungroup": _ungroup, "group_title": _group_title, "group_target": _group_target,
}  # fmt: skip
