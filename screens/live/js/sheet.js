// A sheet over a screen: a title, what it is about, and a way out. The show goes on under it and its keys stay alive.

import { h, icon, setAttr, setText } from './dom.js';
import { t } from './texts.js';

/**
 * A sheet named by the text `title`; `body` are its elements. Returns `{el, button, open, hide, toggle, isOpen, words}`;
 * `onOpen()` runs when it opens, `sign` is the icon of its button and `short` its text where there is little room. Escape closes it and nothing else.
 */
export function sheet(screen, { kind, title, short, sign, body, onOpen = () => {} }) {
  const head = h('h2', { class: 'cc-help-title' });
  const shut = h('button', { type: 'button', class: 'cc-btn cc-btn-quiet cc-sheet-shut', onclick: () => hide() }, icon('close'));
  const el = h('section', { class: `cc-help cc-sheet cc-sheet-${kind}`, role: 'dialog', 'aria-modal': 'false', hidden: true },
    h('div', { class: 'cc-sheet-head' }, head, shut), h('div', { class: 'cc-sheet-body' }, body));
  const button = h('button', { type: 'button', class: 'cc-btn cc-tool-open', 'aria-expanded': 'false', onclick: () => toggle() }, icon(sign), h('span'));
  screen.el.append(el);
  let before = null;

  function open() {
    if (!el.hidden) return;
    before = el.getRootNode().activeElement;
    closeSheets(screen);
    el.hidden = false;
    setAttr(button, 'aria-expanded', 'true');
    onOpen();
  }

  function hide() {
    if (el.hidden) return;
    el.hidden = true;
    setAttr(button, 'aria-expanded', 'false');
    before?.focus?.();
  }

  const toggle = () => (el.hidden ? open() : hide());
  el.ccHide = hide;
  el.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) hide();
  });

  return {
    el,
    button,
    open,
    hide,
    toggle,
    isOpen: () => !el.hidden,
    words() {
      const { lang } = screen;
      setText(head, t(lang, title));
      setText(button.lastChild, t(lang, short ?? title));
      setAttr(button, 'aria-label', short ? t(lang, title) : null);
      setAttr(button, 'data-note', short ? t(lang, title) : null);
      setAttr(el, 'aria-label', t(lang, title));
      setAttr(shut, 'aria-label', t(lang, 'close'));
    },
  };
}

/** Close the sheet that is open: for Escape pressed anywhere on the screen. */
export function closeSheets(screen) {
  for (const one of screen.el.querySelectorAll('.cc-sheet:not([hidden])')) one.ccHide?.();
}
