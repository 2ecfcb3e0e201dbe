"""Repairs when the show runs late: cut a lesson, shorten the item on air, skip an item; with a preview.

Each repair is the command to send and what the clock would say after it. `undo` takes it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from catalog.bilingual import Bilingual
from lessons.rundown import Rundown, Segment
from live.clock import forecast, offset_words, remaining, span_text
from live.fold import apply
from live.journal import Command, Event, ShowId
from live.state import ShowState
from live.verbs import ADD_LIMIT_MS

RepairKind = Literal["cut_lesson", "shorten", "skip"]
#: Milliseconds that shortening leaves to the item on air: enough to finish the sentence and say goodbye.
SHORTEST_MS = 60_000
#: Kinds of segments that a repair never proposes to skip: without them it is no show.
_KEPT = frozenset({"opening", "closing"})
_LABELS: Mapping[RepairKind, Bilingual] = {
    "cut_lesson": Bilingual(zh="砍掉教学", en="Cut a lesson"),
    "shorten": Bilingual(zh="缩短当前环节", en="Shorten this item"),
    "skip": Bilingual(zh="跳过一个环节", en="Skip an item"),
}


@dataclass(frozen=True, slots=True)
class Repair:
    """One way to win time.

    `verb` and `args` are the command; `verb` is None when the repair is not possible. `gain` is how many ms
    earlier the show then ends, `offset` what remains (ms behind plan). `what` says what happens, or why
    nothing can; `enough` is true when the show is then on time or early.
    """

    kind: RepairKind
    label: Bilingual
    what: Bilingual
    verb: str | None
    args: Mapping[str, object]
    gain: int
    offset: int | None
    enough: bool


def repairs(rundown: Rundown, state: ShowState, now: int) -> tuple[Repair, ...]:
    """The three repairs at `now`, in the order lesson, shorten, skip; none unless on air and late.

    For lesson and skip the segment is the shortest coming one that wins enough, else the one that wins most;
    a tie goes to the later one. Time that a hard start would swallow is not won and not counted.
    """
    before = forecast(rundown, state, now)
    if state.phase != "on_air" or before.offset is None or before.offset <= 0:
        return ()
    coming = [
        segment
        for segment, row in zip(rundown.segments, before.rows, strict=True)
        if row.stand == "future" and segment.cues
    ]
    lessons = [segment for segment in coming if segment.kind == "lesson"]
    others = [segment for segment in coming if segment.kind not in _KEPT and segment.kind != "lesson"]
    return (
        _best_skip(rundown, state, now, "cut_lesson", lessons),
        _shorten(rundown, state, now, before.offset),
        _best_skip(rundown, state, now, "skip", others),
    )


def preview(rundown: Rundown, state: ShowState, verb: str, args: Mapping[str, object], now: int) -> ShowState:
    """The state if a legal command were given now; nothing is written."""
    expects = {"cue": state.cue}
    command = Command("preview", ShowId(""), "", "producer", verb, expects, args)
    return apply(rundown, state, Event(1, now, command))


def _best_skip(
    rundown: Rundown, state: ShowState, now: int, kind: RepairKind, segments: Iterable[Segment]
) -> Repair:
    tried = [_try(rundown, state, now, kind, segment) for segment in segments]
    useful = [one for one in tried if one.gain > 0]
    if not useful:
        nothing = Bilingual(zh="后面没有能省下时间的环节", en="Nothing that follows would win time")
        return Repair(kind, _LABELS[kind], nothing, None, {}, 0, forecast(rundown, state, now).offset, False)
    enough = [one for one in useful if one.enough]
    if enough:
        return min(reversed(enough), key=lambda one: one.gain)
    return max(reversed(useful), key=lambda one: one.gain)


def _try(rundown: Rundown, state: ShowState, now: int, kind: RepairKind, segment: Segment) -> Repair:
    args = {"segment": segment.id}
    gain, offset = _effect(rundown, state, "skip", args, now)
    what = Bilingual(
        zh=f"跳过「{segment.title.best('zh')}」，之后{offset_words(offset, 'zh')}",
        en=f"Skip “{segment.title.best('en')}”, then {offset_words(offset, 'en')}",
    )
    return Repair(kind, _LABELS[kind], what, "skip", args, gain, offset, offset is not None and offset <= 0)


def _shorten(rundown: Rundown, state: ShowState, now: int, behind: int) -> Repair:
    left = remaining(rundown, state, now) or 0
    spare = left - SHORTEST_MS
    label = _LABELS["shorten"]
    if spare <= 0:
        what = Bilingual(zh="当前环节剩余不足 1 分钟", en="Less than a minute of this item is left")
        return Repair("shorten", label, what, None, {}, 0, behind, False)
    args = {"ms": -min(spare, behind, ADD_LIMIT_MS)}
    gain, offset = _effect(rundown, state, "add_time", args, now)
    if gain <= 0:
        what = Bilingual(zh="后面要等整点，缩短没有用", en="A hard start waits anyway, this wins nothing")
        return Repair("shorten", label, what, None, {}, 0, behind, False)
    span = span_text(-args["ms"])
    what = Bilingual(
        zh=f"当前环节减 {span}，之后{offset_words(offset, 'zh')}",
        en=f"Take {span} off this item, then {offset_words(offset, 'en')}",
    )
    return Repair("shorten", label, what, "add_time", args, gain, offset, offset is not None and offset <= 0)


def _effect(
    rundown: Rundown, state: ShowState, verb: str, args: Mapping[str, object], now: int
) -> tuple[int, int | None]:
    """How much the expected end moves forward (ms), and the offset then."""
    before = forecast(rundown, state, now)
    after = forecast(rundown, preview(rundown, state, verb, args, now), now)
    if before.expected_end is None or after.expected_end is None:
        return 0, after.offset
    return before.expected_end - after.expected_end, after.offset
