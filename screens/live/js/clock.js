// The clock of a show in the browser: the same functions as live/clock.py, held equal by tests/test_live_clock_js.py.
// All values are UTC epoch milliseconds; `plan` and `state` are those of docs/live-protocol.md; `now` is the
// server's clock. Positive offset = behind plan. Unknown stays null. Pure: reads no clock and no page.

const ON_TIME_MS = 1000;

export function pausedMs(run, now) {
  return run.pauses.reduce((sum, [since, until]) => sum + ((until ?? now) - since), 0);
}

export function addedMs(run) {
  return run.added.reduce((sum, [, ms]) => sum + ms, 0);
}

/** The run on air, or null off air. */
export function currentRun(state) {
  return state.phase === "on_air" && state.runs.length ? state.runs[state.runs.length - 1] : null;
}

/** When a run's time is up, as of `now`; a fixed end is moved by time added since, not by a pause. */
export function dueAt(segment, run, now) {
  if (!run.finish) return run.kickoff + segment.duration_ms + addedMs(run) + pausedMs(run, now);
  const [before, at] = run.finish;
  return at + addedMs(run) - before;
}

/** Milliseconds left of the run on air, negative in overtime, standing still in a pause; null off air. */
export function remaining(state, plan, now) {
  const run = currentRun(state);
  if (run === null) return null;
  const segment = plan.segments.find((one) => one.id === run.segment);
  if (segment === undefined) return null;
  return dueAt(segment, run, now) - now;
}

/** Planned, expected and actual times of every segment at `now`; see live/clock.py for the definitions. */
export function forecast(plan, state, now) {
  const stands = plan.segments.map((segment, at) => stand(plan, state, segment, at));
  const planned = plannedSpans(plan, state);
  const expected = expectedSpans(plan, state, stands, now);
  const must = mustStart(plan, stands);
  const rows = plan.segments.map((segment, at) => ({
    segment: segment.id,
    stand: stands[at],
    planned_start: planned[at][0],
    planned_end: planned[at][1],
    expected_start: expected[at][0],
    expected_end: expected[at][1],
    actual: state.runs.filter((run) => run.segment === segment.id).map((run) => [run.kickoff, run.end]),
    must_start_by: must[at],
  }));
  const plannedEnd = rows.length ? rows[rows.length - 1].planned_end : null;
  const plannedStart = rows.length ? rows[0].planned_start : null;
  const lastExpected = rows.length ? rows[rows.length - 1].expected_end : null;
  const expectedEnd = state.phase === "ended" ? state.ended : lastExpected;
  const left = remaining(state, plan, now);
  return {
    now,
    rows,
    remaining: left,
    overtime: left === null ? null : Math.max(0 - left, 0),
    offset: minus(expectedEnd, plannedEnd),
    pace: minus(minus(expectedEnd, state.started), minus(plannedEnd, plannedStart)),
    planned_end: plannedEnd,
    expected_end: expectedEnd,
  };
}

/** An offset in words: 晚 2:10 / 2:10 behind, 早 0:05 / 0:05 ahead, 准点 / on time; unknown is —. */
export function offsetWords(ms, lang) {
  if (ms === null || ms === undefined) return "—";
  if (Math.abs(ms) < ON_TIME_MS) return lang === "zh" ? "准点" : "on time";
  const span = spanText(Math.abs(ms));
  if (lang === "zh") return ms > 0 ? `晚 ${span}` : `早 ${span}`;
  return ms > 0 ? `${span} behind` : `${span} ahead`;
}

/** A span of `ms` ≥ 0 as m:ss, from an hour on h:mm:ss; whole seconds, cut off. */
export function spanText(ms) {
  const seconds = Math.floor(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function minus(left, right) {
  return left === null || right === null ? null : left - right;
}

function outOfPlan(segment) {
  return segment.skip || segment.cues.length === 0;
}

function stand(plan, state, segment, at) {
  if (state.skipped.includes(segment.id)) return "skipped";
  if (state.phase === "preshow") return "future";
  if (state.phase === "ended") return "past";
  if (segment.id === state.segment) return "current";
  return behind(plan, state, at) ? "past" : "future";
}

function behind(plan, state, at) {
  if (state.phase !== "on_air") return state.phase === "ended";
  const pointer = state.visit ? state.visit.segment : state.segment;
  return at < plan.segments.findIndex((one) => one.id === pointer);
}

function startAfter(segment, cursor) {
  if (segment.hard_start === null) return cursor;
  return cursor === null ? segment.hard_start : Math.max(segment.hard_start, cursor);
}

function plannedSpans(plan, state) {
  let cursor = plan.start !== null ? plan.start : state.started;
  return plan.segments.map((segment) => {
    if (outOfPlan(segment)) return [cursor, cursor];
    const start = startAfter(segment, cursor);
    cursor = start === null ? null : start + segment.duration_ms;
    return [start, cursor];
  });
}

function expectedSpans(plan, state, stands, now) {
  let cursor = state.started !== null ? state.started : plan.start === null ? null : Math.max(plan.start, now);
  return plan.segments.map((segment, at) => {
    const runs = state.runs.filter((run) => run.segment === segment.id);
    const run = runs[runs.length - 1];
    if (stands[at] === "current" && run) {
      cursor = Math.max(dueAt(segment, run, now), now);
      return [run.kickoff, cursor];
    }
    if (run && behind(plan, state, at)) {
      cursor = cursor === null || run.end === null ? run.end : Math.max(cursor, run.end);
      return [run.kickoff, run.end];
    }
    if (stands[at] === "future") {
      let start = startAfter(segment, cursor);
      if (state.phase === "preshow" && start !== null) start = Math.max(start, now);
      cursor = start === null ? null : start + segment.duration_ms;
      return [start, cursor];
    }
    return [cursor, cursor];
  });
}

function mustStart(plan, stands) {
  let deadline = null;
  const latest = new Array(plan.segments.length).fill(null);
  for (let at = plan.segments.length - 1; at >= 0; at -= 1) {
    const segment = plan.segments[at];
    if (stands[at] === "past" || stands[at] === "skipped") continue;
    if (segment.hard_start !== null) deadline = segment.hard_start;
    else if (deadline !== null) deadline -= segment.duration_ms;
    latest[at] = deadline;
  }
  return latest;
}
