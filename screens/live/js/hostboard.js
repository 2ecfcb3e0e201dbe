// The board on the host's screen: what stands on the stream, and in dashed frames what comes.

import { boardCaption, wants } from './boardcaption.js';
import { captionOf } from './boardstage.js';
import { nextReveal, stepOf } from './boardsteps.js';
import { boardView } from './cards.js';
import { h, icon, setAttr, setText } from './dom.js';
import { may } from './frame.js';
import { keySign } from './keymap.js';
import { cardsOf, current, isQuiz, next, waitingCards } from './place.js';
import { t } from './texts.js';

/**
 * The board pane with `buttons` before its own; `extra` asks for picture and price of the product, as on the board page.
 * Returns `{el, host, step, hide, draw, cardAt, refit, destroy}`; the buttons `step` and `hide` are wired by the screen.
 */
export function hostBoard(screen, { room, extra, buttons }) {
  const title = h('h2', { class: 'cc-boardbox-title' });
  const asked = wants(extra);
  const caption = asked.has('picture') || asked.has('price') ? boardCaption(asked) : null;
  const step = h('button', { type: 'button', class: 'cc-btn' }, icon('eye'), h('span'), h('kbd'));
  const hide = h('button', { type: 'button', class: 'cc-btn' }, icon('hide'), h('span'), h('kbd'));
  const host = h('div', { class: 'cc-boardbox-host' });
  const blank = h('p', { class: 'cc-boardbox-blank' });
  const board = boardView(host, { most: 150, solo: true, peek: true });
  const el = h('section', { class: 'cc-boardbox' },
    h('div', { class: 'cc-boardbox-head' }, title, caption?.el, h('div', { class: 'cc-boardbox-acts' }, ...buttons, step, hide)), host, blank);
  let shown = [];

  return {
    el, host, step, hide,
    refit: () => board.refit(),
    destroy() {
      caption?.destroy();
      board.destroy();
    },
    /** The id of a card pressed on the board, null beside one. */
    cardAt(target) {
      const at = [...host.querySelectorAll('.cc-card')].indexOf(target.closest?.('.cc-card'));
      return at < 0 ? null : shown[at]?.id ?? null;
    },
    draw({ plan, state, role }) {
      const { lang } = screen;
      const up = state.board;
      shown = cardsOf(plan, up ? up.cards : state.phase === 'ended' ? [] : waitingCards(plan, state));
      const some = shown.length > 0;
      const quiz = isQuiz(plan, state);
      setAttr(el, 'data-board', up ? 'up' : some ? 'waiting' : 'none');
      setText(title, t(lang, quiz ? 'boardQuiz' : up ? 'boardLive' : some ? 'boardWaiting' : 'board'));
      setText(blank, some ? '' : t(lang, 'boardNone'));
      setAttr(blank, 'hidden', some);
      setAttr(host, 'hidden', !some);
      caption?.draw(captionOf(plan, state, (current(plan, state) ?? next(plan, state))?.segment));
      board.show({ cards: shown, revealed: up ? up.revealed : shown.length, lang, dim: !up, quiz, open: stepOf(plan, up) });
      const more = up ? nextReveal(plan, up) : null;
      setText(step.querySelector('span'), t(lang, !up ? 'showBoard' : more?.to === up.revealed ? 'revealStep' : 'reveal'));
      setText(step.lastChild, keySign(lang, room(), 'reveal'));
      setAttr(step, 'hidden', !may(role, 'board_reveal') || !some || (Boolean(up) && !more));
      setText(hide.querySelector('span'), t(lang, 'hideBoard'));
      setText(hide.lastChild, keySign(lang, room(), 'hide'));
      setAttr(hide, 'hidden', !may(role, 'board_hide') || !up);
    },
  };
}
