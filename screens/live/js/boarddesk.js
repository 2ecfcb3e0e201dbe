// The board as the desk steers it: which cards wait, which stand, what is revealed.

import { nextReveal, reveal } from './boardsteps.js';
import { h, icon, keyed, setAttr, setText } from './dom.js';
import { may } from './frame.js';
import { cardsOf, isQuiz, waitingCards } from './place.js';
import { t } from './texts.js';

/** The board pane; returns `{el, draw, step, hide}`, the last two also for keys. */
export function boardDesk(screen, { act, feed }) {
  const title = h('h2', { class: 'cc-pane-title' });
  const list = h('ol', { class: 'cc-bd-list', tabindex: '0' });
  const none = h('p', { class: 'cc-none' });
  const stepButton = h('button', { type: 'button', class: 'cc-btn', onclick: () => step() }, icon('eye'), h('span'));
  const hideButton = h('button', { type: 'button', class: 'cc-btn', onclick: () => hide() }, icon('hide'), h('span'));
  const el = h('section', { class: 'cc-pane cc-bd', 'data-tab': 'now' },
    h('div', { class: 'cc-pane-head' }, title, h('div', { class: 'cc-bd-acts' }, stepButton, hideButton)), list, none);

  const step = () => reveal({ feed, act });
  const hide = () => feed.state?.board && may(feed.role, 'board_hide') && act('board_hide');

  function draw() {
    const { lang } = screen;
    const { plan, state, role } = feed;
    const up = state.board;
    const cards = cardsOf(plan, up ? up.cards : state.phase === 'ended' ? [] : waitingCards(plan, state));
    setText(title, t(lang, isQuiz(plan, state) ? 'boardQuiz' : up ? 'boardLive' : cards.length ? 'boardWaiting' : 'board'));
    setAttr(el, 'data-board', up ? 'up' : cards.length ? 'waiting' : 'none');
    setAttr(list, 'aria-label', title.textContent);
    setText(none, cards.length ? '' : t(lang, 'boardNone'));
    setAttr(none, 'hidden', cards.length > 0);
    keyed(list, cards, (card) => card.id, () => h('li', {}, icon('check'), h('span', { class: 'cc-bd-word', lang: 'en' }), h('span', { class: 'cc-bd-gloss', lang: 'zh-CN' })), (item, card) => {
      const at = cards.indexOf(card);
      setAttr(item, 'data-on', Boolean(up) && at < up.revealed);
      setText(item.children[1], card.headword);
      setText(item.children[2], card.gloss);
    });
    const more = up ? nextReveal(plan, up) : null;
    setText(stepButton.querySelector('span'), t(lang, !up ? 'showBoard' : more?.to === up.revealed ? 'revealStep' : 'reveal'));
    setAttr(stepButton, 'hidden', !may(role, 'board_reveal') || !cards.length);
    stepButton.disabled = Boolean(up) && !more;
    setText(hideButton.querySelector('span'), t(lang, 'hideBoard'));
    setAttr(hideButton, 'hidden', !may(role, 'board_hide') || !cards.length);
    hideButton.disabled = !up;
  }

  return { el, draw, step, hide };
}
