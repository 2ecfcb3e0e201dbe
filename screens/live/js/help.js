// The sheet of keys: this screen's first, then those of the others. Escape closes it and nothing else.

import { h, icon, keyed, setAttr, setText } from './dom.js';
import { keysFor } from './keymap.js';
import { t } from './texts.js';

/** A sheet over the screen named `kind`, with the keys that `room()` chose: `el`, its `button`, `words()` after a change of language, `toggle()`, `hide()`. */
export function helpSheet(screen, kind, room = () => null) {
  const title = h('h2', { class: 'cc-help-title' });
  const parts = h('div', { class: 'cc-help-parts', tabindex: '0' });
  const shut = h('button', { type: 'button', class: 'cc-btn', onclick: () => hide() });
  const el = h('div', { class: 'cc-help cc-keys', role: 'dialog', 'aria-modal': 'false', hidden: true }, title, parts, shut);
  const button = h('button', { type: 'button', class: 'cc-btn cc-btn-quiet cc-help-button', onclick: () => toggle() }, icon('help'));
  let before = null;
  function hide() {
    if (el.hidden) return;
    el.hidden = true;
    before?.focus?.();
  }
  function toggle() {
    if (!el.hidden) return hide();
    before = el.getRootNode().activeElement;
    self.words(); // the room may have chosen other keys since
    el.hidden = false;
    shut.focus();
  }
  const self = {
    el,
    button,
    hide,
    toggle,
    words() {
      const { lang } = screen;
      setText(title, t(lang, 'keysTitle'));
      setText(shut, t(lang, 'close'));
      for (const one of [el, button, parts]) setAttr(one, 'aria-label', t(lang, 'keysTitle'));
      keyed(parts, keysFor(kind, lang, room()), (part) => part.title, () => h('section', {}, h('h3', { class: 'cc-help-part' }), h('dl', { class: 'cc-help-list' })), (section, part) => {
        setText(section.firstChild, part.title);
        keyed(section.lastChild, part.rows, (row) => row[0], () => h('div', {}, h('dt'), h('dd')), (row, [keys, meaning]) => {
          setText(row.firstChild, keys);
          setText(row.lastChild, meaning);
        });
      });
    },
  };
  return self;
}
