// Which layers the stream's overlay shows now: by the cues, unless the desk switched one on or off (`live.overlay`).

import { remaining } from './clock.js';
import { current, productOf, stageOf } from './place.js';

export const LAYERS = ['board', 'lower', 'price', 'countdown'];
// Segments that run against the clock: the audience waits for their end.
const TIMED = new Set(['flash', 'lucky_bag', 'break']);
// Before this much time to the start a countdown is a promise for another day.
const SOON_MS = 3600000;

/** `{board, lower, price, countdown}`: whether each is on. What there is nothing to show for is off, also when switched on. */
export function layersNow(plan, state, now) {
  const able = {
    board: Boolean(state.board?.cards.some((id) => plan.cards?.[id])) && (state.board.revealed > 0 || current(plan, state)?.cue.kind === 'quiz'),
    lower: state.phase === 'on_air',
    price: priceOf(plan, state) !== null,
    countdown: countdownOf(plan, state, now) !== null,
  };
  const cued = byCue(plan, state, now, able);
  const asked = { ...directed(current(plan, state)), ...state.layers };
  return Object.fromEntries(LAYERS.map((name) => {
    const mode = asked[name] ?? 'auto';
    return [name, able[name] && (mode === 'on' || (mode === 'auto' && cued[name]))];
  }));
}

/** What the script says of each layer (`lessons/overlay.py`): in this segment, up to the cue on air, the last word holds. */
function directed(here) {
  const until = here ? here.segment.cues.slice(0, here.at + 1) : [];
  return Object.assign({}, ...until.map((cue) => cue.layers ?? {}));
}

/** What the cues ask for where the script says nothing: names at the first cue of a segment, the price while it is open, clocks where time runs out. */
function byCue(plan, state, now, able) {
  const here = current(plan, state);
  return {
    board: true,
    lower: here !== null && here.at === 0 && !able.board,
    price: here !== null && stageOf(state, here.segment.sku) === 'open',
    countdown: state.phase === 'preshow' ? countdownOf(plan, state, now) <= SOON_MS : here !== null && TIMED.has(here.segment.kind),
  };
}

/** The product whose price can be shown: of the segment on air, with a price that somebody knows. */
function priceOf(plan, state) {
  const product = productOf(plan, current(plan, state)?.segment);
  return product && product.price_minor !== null && product.price_minor !== undefined ? product : null;
}

/** Milliseconds a countdown shows: to the start, on air of the item; null when there is nothing to count to. */
export function countdownOf(plan, state, now) {
  if (state.phase === 'on_air') return remaining(state, plan, now);
  if (state.phase !== 'preshow' || plan.start === null || plan.start === undefined || plan.start < now) return null;
  return plan.start - now;
}
