// The sheet of keys. Escape closes it and nothing else.

import { h, keyed, setText } from './dom.js';
import { t } from './texts.js';

/** A sheet over the screen: `words(rows)` with `[keys, meaning]`, `toggle()`, `hide()`. */
export function helpSheet(screen) {
  const title = h('h2', { class: 'cc-help-title' });
  const list = h('dl', { class: 'cc-help-list' });
  const shut = h('button', { type: 'button', class: 'cc-btn', onclick: () => hide() });
  const el = h('div', { class: 'cc-help', role: 'dialog', 'aria-modal': 'false', hidden: true }, title, list, shut);
  let before = null;
  function hide() {
    if (el.hidden) return;
    el.hidden = true;
    before?.focus?.();
  }
  return {
    el,
    hide,
    toggle() {
      if (!el.hidden) return hide();
      before = el.getRootNode().activeElement;
      el.hidden = false;
      shut.focus();
    },
    words(rows) {
      setText(title, t(screen.lang, 'keysTitle'));
      setText(shut, t(screen.lang, 'close'));
      el.setAttribute('aria-label', t(screen.lang, 'keysTitle'));
      keyed(list, rows, (row) => row[0], () => h('div', {}, h('dt'), h('dd')), (row, [keys, meaning]) => {
        setText(row.firstChild, keys);
        setText(row.lastChild, meaning);
      });
    },
  };
}
