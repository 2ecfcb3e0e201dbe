"""Recurring beats (福袋, 报时, 复盘): due again every so many minutes, done or put off by a person.

A beat's next instant is in the state, so a screen alerts by its own clock and a restart forgets none. Beats
run on the audience's time: a pause of the show does not stop them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from catalog.bilingual import Bilingual
from lessons.rundown import Rundown
from live.journal import Event
from live.state import Beat, ShowState

#: Beats a desk can begin with: id, label, milliseconds. A lucky bag each 20 minutes and a look at the figures
#: each 15 are the habit of the desks' own handbooks (articles, not statistics); all are free to change.
BEAT_PRESETS: tuple[tuple[str, Bilingual, int], ...] = (
    ("lucky_bag", Bilingual(zh="发福袋", en="Lucky bag"), 20 * 60_000),
    ("time_check", Bilingual(zh="报时报福利", en="Say the time and the offers"), 30 * 60_000),
    ("review", Bilingual(zh="看数据复盘", en="Look at the figures"), 15 * 60_000),
)


@dataclass(frozen=True, slots=True)
class BeatAlert:
    """A beat that is due: since how many milliseconds."""

    beat: Beat
    late_ms: int


def due(state: ShowState, now: int) -> tuple[BeatAlert, ...]:
    """The beats due at `now` while on air, the longest due first."""
    if state.phase != "on_air":
        return ()
    alerts = (BeatAlert(beat, now - beat.due) for beat in state.beats if beat.due is not None)
    return tuple(sorted((one for one in alerts if one.late_ms >= 0), key=lambda one: -one.late_ms))


def begin(beats: tuple[Beat, ...], at: int) -> tuple[Beat, ...]:
    """The beats when the show starts: each is first due one interval later."""
    return tuple(replace(beat, due=at + beat.every_ms) for beat in beats)


def set_beat(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after beat_set: a new beat, or a known one with another label or interval."""
    args = event.command.args
    text = cast(Mapping[str, str | None], args["label"])
    every = cast(int, args["every_ms"])
    beat = Beat(
        id=str(args["beat"]), label=Bilingual(en=text.get("en") or None, zh=text.get("zh") or None),
        every_ms=every, due=event.at + every if state.phase == "on_air" else None,
    )
    if all(held.id != beat.id for held in state.beats):
        return replace(state, beats=(*state.beats, beat))
    return replace(state, beats=tuple(beat if held.id == beat.id else held for held in state.beats))


def move_beat(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after beat_done (due one interval from now) or beat_snooze (due `ms` from now)."""
    args = event.command.args

    def moved(beat: Beat) -> Beat:
        later = beat.every_ms if event.command.verb == "beat_done" else cast(int, args["ms"])
        return replace(beat, due=event.at + later)

    return replace(state, beats=tuple(
        moved(beat) if beat.id == args["beat"] else beat for beat in state.beats
    ))


def drop_beat(rundown: Rundown, state: ShowState, event: Event) -> ShowState:
    """The state after beat_off."""
    return replace(state, beats=tuple(beat for beat in state.beats if beat.id != event.command.args["beat"]))
