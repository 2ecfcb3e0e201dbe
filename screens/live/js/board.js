// The board alone: for a camera monitor, a second screen or a browser source. Four themes, any shape.

import { boardCaption, wants } from './boardcaption.js';
import { stepOf } from './boardsteps.js';
import { boardView } from './cards.js';
import { h, setAttr, setText } from './dom.js';
import { openFeed } from './feed.js';
import { money } from './format.js';
import { frame, lineBadge } from './frame.js';
import { cardsOf, current, isQuiz, productOf } from './place.js';
import { side, t } from './texts.js';

/**
 * Mount the board in `root`; options and result as for the host screen, `theme`: one of the board's THEMES, and
 * `with`: what stands beside the product's name, `picture`, `price` or both, by comma. It only shows: nothing on it
 * can be pressed.
 */
export function mount(root, { token, lang, base, height, theme, with: extra } = {}) {
  const screen = frame(root, { kind: 'boardpage', sheets: ['board', 'boardpage'], lang, height });
  const line = lineBadge(screen);
  const title = h('h1', { class: 'cc-sr' });
  const caption = boardCaption(wants(extra));
  const host = h('div', { class: 'cc-bp-host' });
  const ground = h('main', { class: 'cc-bp', 'data-theme': theme?.startsWith('paper') ? 'paper' : 'chalk' }, title, caption.el, host, line.el);
  screen.el.prepend(ground);
  const board = boardView(host, { theme });
  const feed = openFeed({ token, base, onUpdate: draw });

  function draw() {
    line.draw(feed);
    if (!feed.ready) return;
    const { plan, state } = feed;
    const { lang: words } = screen;
    const up = state.board;
    const cards = up ? cardsOf(plan, up.cards) : [];
    const segment = current(plan, state)?.segment;
    const product = productOf(plan, segment);
    setText(title, `${t(words, 'boardTitle')}: ${side(words, plan.title)}`);
    caption.draw({ title: product?.title ?? segment?.title, image: product?.image, price: money(product?.price_minor, product?.currency) });
    setAttr(ground, 'data-empty', !cards.length);
    board.show({ cards, revealed: up?.revealed ?? 0, open: stepOf(plan, up), lang: words, quiz: isQuiz(plan, state) });
  }

  screen.onLang(draw);
  screen.ready.then(() => board.refit());
  const ticking = setInterval(() => line.draw(feed), 500);
  return () => {
    clearInterval(ticking);
    feed.close();
    board.destroy();
    screen.destroy();
  };
}
