// The overlay for OBS: transparent; board, lower third, price and countdown come and go with the cues.

import { wants } from './boardcaption.js';
import { boardStage, captionOf } from './boardstage.js';
import { stepOf } from './boardsteps.js';
import { h, setAttr, setText } from './dom.js';
import { openFeed } from './feed.js';
import { money, span } from './format.js';
import { frame } from './frame.js';
import { countdownOf, LAYERS, layersNow } from './layers.js';
import { cardsOf, current, isQuiz, productOf } from './place.js';
import { side, t } from './texts.js';

export const PLACES = ['lower', 'left', 'right', 'top', 'full'];
// A clock on the stream shows whole seconds: looked at often enough that none is skipped.
const TICK_MS = 200;

/**
 * Mount the overlay in `root`; options as for the board, and `place` of the board: `lower` (default), `left`, `right`,
 * `top` or `full`; `with` as for the board, a name over the cards only when it is asked for; `parts`: which layers this source shows (default all, by commas); `safe`: draw the safe areas, for
 * setting up. It retries for ever and never shows an error to the audience: what is not certain is not shown.
 */
export function mount(root, { token, lang, base, height, theme, place, parts, safe, with: extra } = {}) {
  const screen = frame(root, { kind: 'overlay', sheets: ['board', 'boardpage', 'overlay'], lang, height });
  const title = h('h1', { class: 'cc-sr' });
  const asked = wants(extra);
  const { el: stage, board, caption, destroy } = boardStage({ theme, asked });
  const panel = h('div', { class: 'cc-ov-panel', 'data-bare': !asked.has('picture') && !asked.has('price') }, stage);
  const lowerName = h('p', { class: 'cc-ov-name' });
  const lowerOther = h('p', { class: 'cc-ov-other' });
  const lower = h('div', { class: 'cc-ov-lower' }, lowerName, lowerOther);
  const link = h('p', { class: 'cc-ov-link' });
  const now = h('p', { class: 'cc-ov-now' });
  const was = h('p', { class: 'cc-ov-was' });
  const price = h('div', { class: 'cc-ov-price' }, link, now, was);
  const countName = h('p', { class: 'cc-ov-countname' });
  const count = h('p', { class: 'cc-ov-count', role: 'timer' });
  const countdown = h('div', { class: 'cc-ov-countdown' }, countName, count);
  const guides = h('div', { class: 'cc-ov-safe', hidden: true }, h('i'), h('b'));
  const main = h('main', { class: 'cc-ov', 'data-place': PLACES.includes(place) ? place : 'lower' }, title, panel, lower, price, countdown, guides);
  const wanted = new Set(parts ? parts.split(',').filter((name) => LAYERS.includes(name)) : LAYERS);
  guides.hidden = safe !== '1';
  screen.el.prepend(main);
  const boxes = { board: panel, lower, price, countdown };
  const feed = openFeed({ token, base, onUpdate: draw });

  function draw() {
    setAttr(screen.el, 'data-link', feed.link);
    screen.cover(feed);
    if (!feed.ready) return;
    const { plan, state } = feed;
    const on = feed.link === 'live' ? layersNow(plan, state, feed.now()) : {};
    // A price that stands on the board is not said twice.
    if (on.board && asked.has('price')) on.price = false;
    for (const name of LAYERS) {
      const shown = Boolean(on[name]) && wanted.has(name);
      setAttr(boxes[name], 'data-on', shown);
      setAttr(boxes[name], 'aria-hidden', shown ? null : 'true');
    }
    setText(title, `${t(screen.lang, 'overlayTitle')}: ${side(screen.lang, plan.title)}`);
    // While a layer fades out, what it said last stays in it.
    if (on.board) board.show({ cards: cardsOf(plan, state.board.cards), revealed: state.board.revealed, open: stepOf(plan, state.board), lang: screen.lang, quiz: isQuiz(plan, state) });
    const segment = current(plan, state)?.segment ?? null;
    if (on.board) caption.draw(captionOf(plan, state, segment));
    const product = productOf(plan, segment);
    if (on.lower) drawLower(product, segment ?? { title: plan.title });
    if (on.price) drawPrice(product);
    if (on.countdown) drawCountdown(plan, state);
  }

  function drawLower(product, segment) {
    const name = product?.title ?? segment.title;
    setText(lowerName, side('zh', name));
    const other = side('en', name);
    setText(lowerOther, other === lowerName.textContent ? '' : other);
    setAttr(lowerOther, 'hidden', !lowerOther.textContent);
  }

  function drawPrice(product) {
    const known = product.list_minor !== null && product.list_minor !== product.price_minor;
    setText(link, product.link_no ? t(screen.lang, 'linkNo', { n: product.link_no }) : '');
    setAttr(link, 'hidden', !product.link_no);
    setText(now, money(product.price_minor, product.currency));
    setText(was, known ? t(screen.lang, 'listPrice', { price: money(product.list_minor, product.currency) }) : '');
    setAttr(was, 'hidden', !known);
  }

  function drawCountdown(plan, state) {
    const left = countdownOf(plan, state, feed.now());
    setText(countName, t(screen.lang, state.phase === 'preshow' ? 'startsIn' : 'leftHere'));
    setText(count, left === null ? '' : span(Math.max(0, left), { up: true }));
  }

  screen.onLang(draw);
  screen.ready.then(() => board.refit());
  const ticking = setInterval(draw, TICK_MS);
  return () => {
    clearInterval(ticking);
    feed.close();
    destroy();
    screen.destroy();
  };
}
