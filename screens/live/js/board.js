// The board alone: for a camera monitor, a second screen or a browser source. Four themes, any shape.

import { wants } from './boardcaption.js';
import { boardStage, captionOf } from './boardstage.js';
import { stepOf } from './boardsteps.js';
import { h, setAttr, setText } from './dom.js';
import { openFeed } from './feed.js';
import { frame, lineBadge } from './frame.js';
import { cardsOf, current, isQuiz } from './place.js';
import { side, t } from './texts.js';

/**
 * Mount the board in `root`; options and result as for the host screen, `theme`: one of the board's THEMES, and
 * `with`: what stands beside the product's name, `picture`, `price` (once it is open) or both, by comma. It only shows: nothing on it
 * can be pressed.
 */
export function mount(root, { token, lang, base, height, theme, with: extra } = {}) {
  const screen = frame(root, { kind: 'boardpage', sheets: ['board', 'boardpage'], lang, height });
  const line = lineBadge(screen);
  const title = h('h1', { class: 'cc-sr' });
  const { el: ground, board, caption, destroy } = boardStage({ theme, asked: wants(extra), tag: 'main' });
  ground.prepend(title);
  ground.append(line.el);
  screen.el.prepend(ground);
  const feed = openFeed({ token, base, onUpdate: draw });

  function draw() {
    line.draw(feed);
    if (!feed.ready) return;
    const { plan, state } = feed;
    const { lang: words } = screen;
    const up = state.board;
    const cards = up ? cardsOf(plan, up.cards) : [];
    setText(title, `${t(words, 'boardTitle')}: ${side(words, plan.title)}`);
    caption.draw(captionOf(plan, state, current(plan, state)?.segment));
    setAttr(ground, 'data-empty', !cards.length);
    board.show({ cards, revealed: up?.revealed ?? 0, open: stepOf(plan, up), lang: words, quiz: isQuiz(plan, state) });
  }

  screen.onLang(draw);
  screen.ready.then(() => board.refit());
  const ticking = setInterval(() => line.draw(feed), 500);
  return () => {
    clearInterval(ticking);
    feed.close();
    destroy();
    screen.destroy();
  };
}
