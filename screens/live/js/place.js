// Where the show is: the cue on air, what follows it, its product and its run. Reads plan and state, changes nothing.

/** Every cue in order with its segment: `{cue, segment, at, of}`; `at` counts within the segment. */
export function places(plan) {
  return (plan?.segments ?? []).flatMap((segment) =>
    segment.cues.map((cue, at) => ({ cue, segment, at, of: segment.cues.length })));
}

const left = (segment, state) => segment.skip || (state.skipped ?? []).includes(segment.id);

/** Whether a segment is passed over. */
export const isSkipped = left;

/** The place on air, or null before the start and after the end. */
export const current = (plan, state) => places(plan).find(({ cue }) => cue.id === state?.cue) ?? null;

/** The place GO would lead to, or null at the end. Before the start this is the first one. */
export function next(plan, state) {
  const all = places(plan);
  // The server knows best: after a visit (返场) the show returns to where it stood.
  if (typeof state?.next === 'string') return all.find(({ cue }) => cue.id === state.next) ?? null;
  const here = all.findIndex(({ cue }) => cue.id === state?.cue);
  if (state?.phase === 'ended') return null;
  return all.slice(here + 1).find(({ segment }) => segment.id === state?.segment || !left(segment, state)) ?? null;
}

/** Lines that stand on the host's screen: an emergency speaks before the cue. */
export const linesOnAir = (state, here, emergencies) => emergencies[state?.emergency?.kind]?.line ?? here?.cue.lines ?? null;

/** The stage of a product on air; not listed until something happened. */
export const stageOf = (state, sku) => state?.products?.[sku]?.stage ?? 'waiting';

/** Beats that are due at `now`, the longest due first. */
export const dueBeats = (state, now) => (state?.phase === 'on_air' ? state.beats ?? [] : [])
  .filter(({ due }) => due !== null && due <= now).sort((a, b) => a.due - b.due);

/** The open run, or null off air. */
export function openRun(state) {
  const last = state?.runs?.at(-1);
  return last && last.end === null ? last : null;
}

/** The product of a segment, or null. */
export const productOf = (plan, segment) => (segment?.sku ? plan?.products?.[segment.sku] ?? null : null);

/** The records of card ids, in order; ids that the plan does not hold are left out. */
export const cardsOf = (plan, ids) => (ids ?? []).map((id) => plan?.cards?.[id]).filter(Boolean);

/** Card ids waiting to go up: of the current cue, else of the next cue of this segment that has any. */
export function waitingCards(plan, state) {
  const here = current(plan, state) ?? next(plan, state);
  if (!here) return [];
  const rest = here.segment.cues.slice(here.at);
  return rest.find((cue) => cue.cards?.length)?.cards ?? [];
}

/** Whether the board belongs to the quiz on air: its words are asked from the Chinese side. */
export function isQuiz(plan, state) {
  const cue = current(plan, state)?.cue;
  const up = state?.board?.cards ?? [];
  return cue?.kind === 'quiz' && up.length > 0 && up.length === cue.cards?.length && up.every((id, at) => id === cue.cards[at]);
}

/** Messages for `role`, oldest first, that nobody acknowledged. */
export const openMessages = (state, role) => (state?.messages ?? [])
  .filter((message) => message.acked === null && (message.target === 'all' || message.target === role));
