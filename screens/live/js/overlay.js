// The overlay for OBS: transparent, the board appears and goes; cut off from the studio it fades to nothing.

import { boardView } from './cards.js';
import { h, setAttr, setText } from './dom.js';
import { openFeed } from './feed.js';
import { frame } from './frame.js';
import { cardsOf, isQuiz } from './place.js';
import { side, t } from './texts.js';

export const PLACES = ['lower', 'left', 'right', 'top', 'full'];

/**
 * Mount the overlay in `root`; options as for the board, and `place`: `lower` (default), `left`, `right`, `top` or
 * `full`. It retries for ever and never shows an error to the audience: what is not certain is not shown.
 */
export function mount(root, { token, lang, base, height, theme, place } = {}) {
  const screen = frame(root, { kind: 'overlay', sheets: ['board', 'overlay'], lang, height });
  const title = h('h1', { class: 'cc-sr' });
  const panel = h('div', { class: 'cc-ov-panel' });
  const main = h('main', { class: 'cc-ov', 'data-place': PLACES.includes(place) ? place : 'lower' }, title, panel);
  screen.el.prepend(main);
  const board = boardView(panel, { theme });
  const feed = openFeed({ token, base, onUpdate: draw });

  function draw() {
    setAttr(screen.el, 'data-link', feed.link);
    screen.cover(feed);
    if (!feed.ready) return;
    const { plan, state } = feed;
    const up = state.board;
    const cards = up ? cardsOf(plan, up.cards) : [];
    const quiz = isQuiz(plan, state);
    const shown = feed.link === 'live' && cards.length > 0 && (up.revealed > 0 || quiz);
    setText(title, `${t(screen.lang, 'overlayTitle')}: ${side(screen.lang, plan.title)}`);
    setAttr(main, 'data-on', shown);
    setAttr(panel, 'aria-hidden', shown ? null : 'true');
    // While it fades out the last board stays in it.
    if (shown) board.show({ cards, revealed: up.revealed, lang: screen.lang, quiz });
  }

  screen.onLang(draw);
  screen.ready.then(() => board.refit());
  return () => {
    feed.close();
    board.destroy();
    screen.destroy();
  };
}
