"""The clock of a show: planned, expected and actual times as functions of (rundown, state, now).

All values are UTC epoch milliseconds or spans in milliseconds, so midnight and daylight saving do not exist
here; local time is for display. **Positive offset = behind plan**, and screens say it in words. Unknown stays
None. `screens/live/js/clock.js` is the same in the browser; a test holds the two against each other.

Channels: *planned* comes from the rundown alone and never moves because of what happens on air (without a
planned start it hangs on the real one); *actual* are the runs; *expected* is what will happen if nothing more
goes wrong. Where a segment stands is positional: before the one on air is past, whatever ran or not.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from catalog.bilingual import Lang
from lessons.rundown import Rundown, Segment
from live.place import epoch_ms, find_segment, out_of_plan
from live.state import Run, ShowState

Stand = Literal["past", "current", "future", "skipped"]
#: Offsets of less than a second are "on time": the words show whole seconds.
ON_TIME_MS = 1000


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One segment in three channels.

    A segment that never ran and is past or skipped has expected start = end: zero length where it stands. One
    behind us that did run keeps its last run's times, also when it was cut short by skipping it. `actual`
    holds (kickoff, end or None) of each run. `must_start_by` is the latest start that still keeps the next
    hard start; None when no hard start follows or the segment is behind us.
    """

    segment: str
    stand: Stand
    planned_start: int | None
    planned_end: int | None
    expected_start: int | None
    expected_end: int | None
    actual: tuple[tuple[int, int | None], ...]
    must_start_by: int | None


@dataclass(frozen=True, slots=True)
class Forecast:
    """The whole clock at `now`.

    `remaining` of the run on air is negative in overtime, `overtime` its positive part. `offset` is expected
    end − planned end of the show (ms behind plan). `pace` leaves out a late or early start: how much longer
    than planned the show takes, counted from its real start.
    """

    now: int
    rows: tuple[ForecastRow, ...]
    remaining: int | None
    overtime: int | None
    offset: int | None
    pace: int | None
    planned_end: int | None
    expected_end: int | None


def paused_ms(run: Run, now: int) -> int:
    """Milliseconds for which a run's clock stood still, the open pause counted up to `now`."""
    return sum((now if until is None else until) - since for since, until in run.pauses)


def added_ms(run: Run) -> int:
    """Milliseconds added to a run by the desk; negative when time was taken away."""
    return sum(ms for _, ms, _ in run.added)


def due_at(segment: Segment, run: Run, now: int) -> int:
    """When a run's time is up, as of `now`: kickoff + duration + added + pauses.

    Where the desk fixed the end by the clock on the wall, a pause does not move it; time added since does.
    """
    if run.finish is None:
        return run.kickoff + segment.duration_ms + added_ms(run) + paused_ms(run, now)
    before, at = run.finish
    return at + added_ms(run) - before


def remaining(rundown: Rundown, state: ShowState, now: int) -> int | None:
    """Milliseconds left of the run on air, negative in overtime; None off air.

    It stands still in a pause, unless the run ends at a fixed time.
    """
    run = state.run
    if run is None:
        return None
    at = find_segment(rundown, run.segment)
    if at is None:
        return None
    return due_at(rundown.segments[at], run, now) - now


def forecast(rundown: Rundown, state: ShowState, now: int) -> Forecast:
    """Planned, expected and actual times of every segment at `now`; definitions in the module's docstring.

    Expected start of a coming segment: the end of what is before it, and not before its own hard start; of
    the first one before the show, the planned start, or `now` once that has passed. The run on air ends after
    duration + added + pauses, never before `now`, so a pause pushes everything later second by second.
    """
    planned = _planned(rundown, state)
    expected = _expected(rundown, state, now)
    must = _must_start(rundown, state)
    rows = tuple(
        ForecastRow(
            segment=segment.id,
            stand=_stand(rundown, state, at),
            planned_start=planned[at][0],
            planned_end=planned[at][1],
            expected_start=expected[at][0],
            expected_end=expected[at][1],
            actual=tuple((run.kickoff, run.end) for run in state.runs if run.segment == segment.id),
            must_start_by=must[at],
        )
        for at, segment in enumerate(rundown.segments)
    )
    planned_end = planned[-1][1] if planned else None
    expected_end = state.ended if state.phase == "ended" else expected[-1][1] if expected else None
    planned_start = planned[0][0] if planned else None
    left = remaining(rundown, state, now)
    return Forecast(
        now=now,
        rows=rows,
        remaining=left,
        overtime=None if left is None else max(-left, 0),
        offset=_minus(expected_end, planned_end),
        pace=_minus(_minus(expected_end, state.started), _minus(planned_end, planned_start)),
        planned_end=planned_end,
        expected_end=expected_end,
    )


def offset_words(ms: int | None, lang: Lang) -> str:
    """An offset in words: 晚 2:10 / 2:10 behind, 早 0:05 / 0:05 ahead, 准点 / on time; unknown is —.

    Whole seconds, cut off; from an hour on h:mm:ss.
    """
    if ms is None:
        return "—"
    if abs(ms) < ON_TIME_MS:
        return "准点" if lang == "zh" else "on time"
    span = span_text(abs(ms))
    if lang == "zh":
        return f"晚 {span}" if ms > 0 else f"早 {span}"
    return f"{span} behind" if ms > 0 else f"{span} ahead"


def span_text(ms: int) -> str:
    """A span of `ms` ≥ 0 as m:ss, from an hour on h:mm:ss; whole seconds, cut off."""
    seconds = ms // 1000
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def forecast_to_json(forecast: Forecast) -> dict[str, object]:
    """The wire form: the field names of `Forecast` and `ForecastRow`, exactly as `clock.js` returns them."""
    body = asdict(forecast)
    body["rows"] = [{**row, "actual": [list(span) for span in row["actual"]]} for row in body["rows"]]
    return body


def _minus(left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else left - right


def _stand(rundown: Rundown, state: ShowState, at: int) -> Stand:
    segment = rundown.segments[at].id
    if segment in state.skipped:
        return "skipped"
    if state.phase == "preshow":
        return "future"
    if state.phase == "ended":
        return "past"
    if segment == state.segment:
        return "current"
    return "past" if _behind(rundown, state, at) else "future"


def _behind(rundown: Rundown, state: ShowState, at: int) -> bool:
    """Whether position `at` lies before where the show stands; everything does after the end.

    During a 返场 the show stands where it will return to: what lies between is not shown twice.
    """
    if state.phase != "on_air":
        return state.phase == "ended"
    pointer = find_segment(rundown, state.segment if state.visit is None else state.visit.segment)
    return pointer is not None and at < pointer


def _planned(rundown: Rundown, state: ShowState) -> list[tuple[int | None, int | None]]:
    """Start and end per segment by the plan alone; a hard start counts from itself when nothing is before."""
    cursor = epoch_ms(rundown.start) if rundown.start is not None else state.started
    spans: list[tuple[int | None, int | None]] = []
    for segment in rundown.segments:
        if out_of_plan(segment):
            spans.append((cursor, cursor))
            continue
        start = _start_after(segment, cursor)
        cursor = None if start is None else start + segment.duration_ms
        spans.append((start, cursor))
    return spans


def _start_after(segment: Segment, cursor: int | None) -> int | None:
    """When a segment starts if the one before ends at `cursor`."""
    if segment.hard_start is None:
        return cursor
    hard = epoch_ms(segment.hard_start)
    return hard if cursor is None else max(hard, cursor)


def _expected(rundown: Rundown, state: ShowState, now: int) -> list[tuple[int | None, int | None]]:
    cursor = _playhead(rundown, state, now)
    spans: list[tuple[int | None, int | None]] = []
    for at, segment in enumerate(rundown.segments):
        stand = _stand(rundown, state, at)
        runs = [run for run in state.runs if run.segment == segment.id]
        if stand == "current" and runs:
            run = runs[-1]
            cursor = max(due_at(segment, run, now), now)
            spans.append((run.kickoff, cursor))
        elif runs and _behind(rundown, state, at):
            end = runs[-1].end
            spans.append((runs[-1].kickoff, end))
            cursor = end if cursor is None or end is None else max(cursor, end)
        elif stand == "future":
            start = _start_after(segment, cursor)
            if state.phase == "preshow" and start is not None:
                start = max(start, now)
            cursor = None if start is None else start + segment.duration_ms
            spans.append((start, cursor))
        else:
            spans.append((cursor, cursor))
    return spans


def _playhead(rundown: Rundown, state: ShowState, now: int) -> int | None:
    """Where the first segment's expected start comes from: the real start, else the planned one or now."""
    if state.started is not None:
        return state.started
    return None if rundown.start is None else max(epoch_ms(rundown.start), now)


def _must_start(rundown: Rundown, state: ShowState) -> list[int | None]:
    deadline: int | None = None
    latest: list[int | None] = []
    for at in range(len(rundown.segments) - 1, -1, -1):
        segment = rundown.segments[at]
        stand = _stand(rundown, state, at)
        if stand in ("past", "skipped"):
            latest.append(None)
            continue
        if segment.hard_start is not None:
            deadline = epoch_ms(segment.hard_start)
        elif deadline is not None:
            deadline -= segment.duration_ms
        latest.append(deadline)
    latest.reverse()
    return latest
