"""What changed between two versions of a script, by the ids of segments and cues."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lessons.rundown import Cue, Rundown, Segment

ChangeKind = Literal["added", "removed", "moved", "changed"]
SHOW_FIELDS = ("title", "start", "zone", "hosts", "details", "groups")
SEGMENT_FIELDS = (
    "kind", "title", "duration_ms", "sku", "hard_start", "skip", "columns", "note", "group", "milestone",
    "again",
)  # fmt: skip
CUE_FIELDS = ("kind", "lines", "card_ids", "note")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `segment` and `cue` are ids ("" for the show itself, or for a segment as a whole).

    `field` is set for `changed`; `before` and `after` are the field's values, or positions from 0 for
    `moved`. A cue that changed its segment is `moved` with segment ids as values.
    """

    kind: ChangeKind
    segment: str
    cue: str = ""
    field: str = ""
    before: object = None
    after: object = None


def diff(old: Rundown, new: Rundown) -> tuple[Change, ...]:
    """The changes from `old` to `new`: the show, then segments and cues in the order of `new`, then removals.

    Moves are the fewest that explain the new order: what stands in a longest common run did not move.
    """
    changes = list(_fields(old, new, SHOW_FIELDS))
    before = {segment.id: segment for segment in old.segments}
    after = {segment.id: segment for segment in new.segments}
    home: dict[str, str] = {cue.id: segment.id for segment in old.segments for cue in segment.cues}
    cues: dict[str, Cue] = {cue.id: cue for segment in old.segments for cue in segment.cues}
    places = {each: position for position, each in enumerate(before)}
    moved = moves([*before], [*after])
    for position, segment in enumerate(new.segments):
        was = before.get(segment.id)
        if was is None:
            changes.append(Change("added", segment.id, after=position))
        else:
            if segment.id in moved:
                changes.append(Change("moved", segment.id, before=places[segment.id], after=position))
            changes.extend(_fields(was, segment, SEGMENT_FIELDS, segment.id))
        changes.extend(_cues(segment, was, home, cues))
    kept = {cue.id for segment in new.segments for cue in segment.cues}
    for position, segment in enumerate(old.segments):
        if segment.id not in after:
            changes.append(Change("removed", segment.id, before=position))
        changes.extend(Change("removed", segment.id, cue.id) for cue in segment.cues if cue.id not in kept)
    return tuple(changes)


def _cues(
    segment: Segment, was: Segment | None, home: Mapping[str, str], cues: Mapping[str, Cue]
) -> Iterator[Change]:
    moved = moves([cue.id for cue in was.cues] if was is not None else [], [cue.id for cue in segment.cues])
    for position, cue in enumerate(segment.cues):
        old = cues.get(cue.id)
        if old is None:
            yield Change("added", segment.id, cue.id, after=position)
            continue
        if home[cue.id] != segment.id:
            yield Change("moved", segment.id, cue.id, before=home[cue.id], after=segment.id)
        elif cue.id in moved and was is not None:
            yield Change("moved", segment.id, cue.id, before=was.cues.index(old), after=position)
        yield from _fields(old, cue, CUE_FIELDS, segment.id, cue.id)


def _fields(
    old: object, new: object, names: Sequence[str], segment: str = "", cue: str = ""
) -> Iterator[Change]:
    for name in names:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Change("changed", segment, cue, name, before, after)


def moves(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The ids in both lists that do not lie on a longest run of unchanged order."""
    place = {each: index for index, each in enumerate(old)}
    common = [each for each in new if each in place]
    # longest increasing run of old places (patience sorting), with links back to rebuild it
    tails: list[int] = []
    links: list[int] = []
    for index, each in enumerate(common):
        low, high = 0, len(tails)
        while low < high:
            middle = (low + high) // 2
            if place[common[tails[middle]]] < place[each]:
                low = middle + 1
            else:
                high = middle
        links.append(tails[low - 1] if low else -1)
        tails[low : low + 1] = [index]
    stays: set[str] = set()
    index = tails[-1] if tails else -1
    while index >= 0:
        stays.add(common[index])
        index = links[index]
    return set(common) - stays
