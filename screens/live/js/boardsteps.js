// How a board on air opens: plain words one by one, a card that asks (pair, family, gap) part by part.

import { stepsOf } from './boardfaces.js';
import { may } from './frame.js';
import { waitingCards } from './place.js';

/** Steps of one press each: a plain word has one, so has a card that the plan does not hold (yet). */
const presses = (plan, id) => (plan.cards?.[id]?.face ? stepsOf(plan.cards[id]) : 1);

/** The step at which the newest card of a board on air stands, null when it is whole; see `live.state.Board`. */
export function stepOf(plan, board) {
  const newest = board?.cards[board.revealed - 1];
  return plan.cards?.[newest]?.face ? board.step ?? null : null;
}

/** What the next press of reveal asks for, as arguments of `board_reveal`; null when the whole board is open. */
export function nextReveal(plan, board) {
  const step = stepOf(plan, board);
  const to = step === null ? board.revealed + 1 : board.revealed;
  if (to > board.cards.length) return null;
  const then = (step ?? 0) + 1;
  // The last step opens the card whole, whatever becomes of its face later.
  return then < presses(plan, board.cards[to - 1]) ? { to, step: then } : { to };
}

/** A press of reveal: the cards that wait go up, or the board opens one step further. */
export function reveal({ feed, act }) {
  if (!feed.ready || !may(feed.role, 'board_reveal')) return;
  const { board } = feed.state;
  const cards = board ? [] : waitingCards(feed.plan, feed.state);
  const args = board ? nextReveal(feed.plan, board) : null;
  if (cards.length) act('board_show', { cards });
  else if (args) act('board_reveal', args);
}
