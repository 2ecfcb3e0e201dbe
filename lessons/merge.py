"""Two people edited one script: both edits in one rundown, and every clash shown with both texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalog.bilingual import Bilingual
from lessons.diff import CUE_FIELDS, SEGMENT_FIELDS, SHOW_FIELDS
from lessons.edit import new_cue_id, new_segment_id
from lessons.groups import tidy
from lessons.rundown import Cue, Group, GroupId, Rundown, Segment


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both changed in different ways. The merged rundown holds `theirs`, which is saved already.

    `field` is the field's name, with the language of a text (`lines.zh`), the name of a column
    (`columns.desk`) or the id and field of a group (`groups.g01.target_ms`); `order` for the order of
    segments or cues, or `removed` when one side took away what the other changed (the change is kept).
    Nothing is overwritten unseen: `mine` is here to be taken instead.
    """

    segment: str
    cue: str
    field: str
    base: object
    mine: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Merged:
    """The rundown with both sides' edits, and what they disagree on."""

    rundown: Rundown
    conflicts: tuple[Conflict, ...]


def merge(base: Rundown, mine: Rundown, theirs: Rundown) -> Merged:
    """Both edits of `base` in one rundown, field by field. Ids that both gave to different new things are
    given anew on my side."""
    mine = _with_own_ids(base, mine, theirs)
    work = _Merge(base, mine, theirs)
    return Merged(work.rundown(), tuple(work.conflicts))


def _with_own_ids(base: Rundown, mine: Rundown, theirs: Rundown) -> Rundown:
    """My rundown, what I added renamed where they added something else under the same id."""
    known = {segment.id for segment in base.segments}
    added = {segment.id: segment for segment in theirs.segments if segment.id not in known}
    cue_known = {cue.id for segment in base.segments for cue in segment.cues}
    cue_added = {
        cue.id: cue for segment in theirs.segments for cue in segment.cues if cue.id not in cue_known
    }
    mine = _with_own_groups(base, mine, theirs)
    everything = replace(theirs, segments=(*theirs.segments, *mine.segments))
    segments: list[Segment] = []
    for segment in mine.segments:
        clash = segment.id in added and added[segment.id] != segment
        segment_id = segment.id
        if clash:
            segment_id = new_segment_id(replace(everything, segments=(*everything.segments, *segments)))
        cues: list[Cue] = []
        for cue in segment.cues:
            if cue.id in cue_added and (cue_added[cue.id] != cue or clash):
                taken = [each.id for each in cues] + [each.id for made in segments for each in made.cues]
                cue = replace(cue, id=new_cue_id(everything, segment_id, taken=taken))
            cues.append(cue)
        segments.append(replace(segment, id=segment_id, cues=tuple(cues)))
    return replace(mine, segments=tuple(segments))


def _with_own_groups(base: Rundown, mine: Rundown, theirs: Rundown) -> Rundown:
    """My rundown, a group I added renamed where they added another one under the same id."""
    known = {group.id for group in base.groups}
    added = {group.id: group for group in theirs.groups if group.id not in known}
    taken = {group.id for rundown in (base, mine, theirs) for group in rundown.groups}
    names: dict[GroupId, GroupId] = {}
    for group in mine.groups:
        if group.id in added and added[group.id] != group:
            number = 1
            while (fresh := GroupId(f"{group.id}-{number}")) in taken:
                number += 1
            taken.add(fresh)
            names[group.id] = fresh
    if not names:
        return mine
    return replace(
        mine,
        groups=tuple(replace(each, id=names.get(each.id, each.id)) for each in mine.groups),
        segments=tuple(
            replace(each, group=names.get(each.group, each.group)) if each.group is not None else each
            for each in mine.segments
        ),
    )


class _Merge:
    """One merge in progress: the three versions by id, and the conflicts met."""

    def __init__(self, base: Rundown, mine: Rundown, theirs: Rundown) -> None:
        self.versions = (base, mine, theirs)
        self.segments: list[dict[str, Segment]] = [
            {each.id: each for each in version.segments} for version in self.versions
        ]
        self.cues: list[dict[str, Cue]] = [
            {cue.id: cue for each in version.segments for cue in each.cues} for version in self.versions
        ]
        self.homes: list[dict[str, str]] = [
            {cue.id: each.id for each in version.segments for cue in each.cues} for version in self.versions
        ]
        self.conflicts: list[Conflict] = []

    def rundown(self) -> Rundown:
        order = self._order([[each.id for each in version.segments] for version in self.versions], "")
        kept = [each for each in order if self._keep_segment(each)]
        cues = {each: merged for each in self._cue_ids() if (merged := self._cue(each)) is not None}
        homes = {each: self._home(each, kept) for each in cues}
        segments = tuple(self._segment(each, cues, homes) for each in kept)
        fields = self._fields(*self.versions, SHOW_FIELDS, "", "")
        return tidy(replace(self.versions[2], segments=segments, **fields))

    def _value(self, values: Sequence[Any], segment: str, cue: str, field: str) -> Any:
        base, mine, theirs = values
        if mine in (theirs, base):
            return theirs
        if theirs == base:
            return mine
        if isinstance(theirs, Bilingual):
            texts = {
                lang: self._value([each.get(lang) for each in values], segment, cue, f"{field}.{lang}")
                for lang in ("zh", "en")
            }
            return Bilingual(**texts)
        if field in ("columns", "details"):
            return self._pairs(values, segment, cue, field)
        if field == "groups":
            return self._groups(values)
        self.conflicts.append(Conflict(segment, cue, field, base, mine, theirs))
        return theirs

    def _pairs(self, values: Sequence[Any], segment: str, cue: str, field: str) -> Any:
        """Named texts, name by name; a name that only one side has taken away is gone."""
        held = [dict(each) for each in values]
        if any(len(each) != len(pairs) for each, pairs in zip(held, values, strict=True)):
            self.conflicts.append(Conflict(segment, cue, field, *values))  # names that stand twice
            return values[2]
        names = dict.fromkeys(name for each in (held[2], held[1]) for name in each)
        merged = {
            name: self._value([each.get(name) for each in held], segment, cue, f"{field}.{name}")
            for name in names
        }
        return tuple((name, text) for name, text in merged.items() if text is not None)

    def _groups(self, values: Sequence[tuple[Group, ...]]) -> tuple[Group, ...]:
        """Groups by id, field by field; one that either side took away is gone."""
        base, mine, theirs = ({group.id: group for group in each} for each in values)
        merged = []
        for group in dict.fromkeys((*theirs, *mine)):
            three = [each.get(group) for each in (base, mine, theirs)]
            if three[0] is None:
                merged.append(three[2] or three[1])
            elif three[1] is not None and three[2] is not None:
                fields = {
                    name: self._value([getattr(one, name) for one in three], "", "", f"groups.{group}.{name}")
                    for name in ("title", "target_ms", "note")
                }
                merged.append(replace(three[2], **fields))
        return tuple(each for each in merged if each is not None)

    def _fields(
        self, base: Any, mine: Any, theirs: Any, names: Sequence[str], segment: str, cue: str
    ) -> dict[str, Any]:
        return {
            name: self._value([getattr(each, name) for each in (base, mine, theirs)], segment, cue, name)
            for name in names
        }

    def _keep_segment(self, segment: str) -> bool:
        base, mine, theirs = (version.get(segment) for version in self.segments)
        if base is None or (mine is not None and theirs is not None):
            return True
        left = mine if mine is not None else theirs
        if left is None or left == base:
            return False
        self.conflicts.append(Conflict(segment, "", "removed", base, mine, theirs))
        return True

    def _cue_ids(self) -> list[str]:
        return list(dict.fromkeys(each for version in reversed(self.cues) for each in version))

    def _cue(self, cue: str) -> Cue | None:
        base, mine, theirs = (version.get(cue) for version in self.cues)
        if base is None:
            return theirs or mine
        home = self.homes[0][cue]
        if mine is None or theirs is None:
            left = mine or theirs
            if left is None or left == base:
                return None
            self.conflicts.append(Conflict(home, cue, "removed", base, mine, theirs))
            return left
        return replace(theirs, **self._fields(base, mine, theirs, CUE_FIELDS, home, cue))

    def _home(self, cue: str, kept: Sequence[str]) -> str:
        """The segment a cue stands in; one whose segment is gone stays with the segment that has it."""
        base, mine, theirs = (version.get(cue) for version in self.homes)
        if mine is None or theirs is None:
            return mine or theirs or base or ""
        if base is None or mine not in kept or theirs not in kept:
            return theirs if theirs in kept else mine
        return str(self._value([base, mine, theirs], base, cue, "segment"))

    def _segment(self, segment: str, cues: dict[str, Cue], homes: dict[str, str]) -> Segment:
        base, mine, theirs = (version.get(segment) for version in self.segments)
        lists = [[cue.id for cue in each.cues] if each else [] for each in (base, mine, theirs)]
        order = self._order(lists, segment)
        here = [each for each in order if homes.get(each) == segment]
        here += [each for each in cues if homes[each] == segment and each not in here]
        whole = theirs or mine or base
        assert whole is not None  # its id came from one of the three
        # when both sides together took every step away, an empty one is left for GO to stand on
        empty = Cue(new_cue_id(self.versions[2], whole.id), "say")
        body = tuple(cues[each] for each in here) or (empty,)
        if base is None or mine is None or theirs is None:
            return replace(whole, cues=body)
        return replace(theirs, cues=body, **self._fields(base, mine, theirs, SEGMENT_FIELDS, segment, ""))

    def _order(self, lists: Sequence[Sequence[str]], segment: str) -> list[str]:
        """The ids of all lists in one order: the changed one, with the other side's new ids in place."""
        base, mine, theirs = lists
        common = [each for each in base if each in mine and each in theirs]
        my_order = [each for each in mine if each in common]
        their_order = [each for each in theirs if each in common]
        lead, other = (theirs, mine) if my_order == common else (mine, theirs)
        if my_order != common and their_order != common:
            lead, other = theirs, mine
            if my_order != their_order:
                orders = (tuple(base), tuple(mine), tuple(theirs))
                self.conflicts.append(Conflict(segment, "", "order", *orders))
        order = list(lead)
        for at, each in enumerate(other):
            if each not in order:
                before = next((prior for prior in reversed(other[:at]) if prior in order), None)
                order.insert(0 if before is None else order.index(before) + 1, each)
        return order
