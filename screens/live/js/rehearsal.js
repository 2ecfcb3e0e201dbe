// The bar of a rehearsal: it stands on every rehearsing screen so that nobody takes practice for the air.

import { h, icon, setAttr, setText } from './dom.js';
import { t } from './texts.js';

const SPEEDS = [1, 2, 5, 10, 20];

/** The bar inside `frame`; `draw(feed, lang)` shows it while the feed rehearses. The producer sets the speed. */
export function rehearsalBar(frame) {
  const name = h('strong');
  const note = h('span', { class: 'cc-rh-note' });
  const speeds = h('div', { class: 'cc-rh-speeds', role: 'group' }, ...SPEEDS.map((speed) => h('button', {
    type: 'button', class: 'cc-rh-speed', text: `${speed}×`, onclick: () => held?.ask('rehearsal', { body: { speed } }),
  })));
  const again = h('button', { type: 'button', class: 'cc-rh-speed', onclick: () => held?.ask('rehearsal', { body: { restart: true } }) }, icon('undo'), h('span'));
  const el = h('div', { class: 'cc-rh', role: 'status', hidden: true }, name, note, speeds, again);
  let held = null;
  frame.append(el);
  return {
    draw(feed, lang) {
      held = feed;
      const practised = feed.plan?.rehearsal ?? null;
      setAttr(el, 'hidden', !practised);
      setAttr(frame, 'data-rehearsal', Boolean(practised));
      if (!practised) return;
      setText(name, t(lang, 'rehearsal', { n: practised.speed }));
      setText(note, t(lang, 'rehearsalNote'));
      setAttr(speeds, 'aria-label', t(lang, 'rehearsalSpeed'));
      const leads = feed.role === 'producer';
      for (const one of [speeds, again]) setAttr(one, 'hidden', !leads);
      setText(again.lastChild, t(lang, 'rehearsalAgain'));
      SPEEDS.forEach((speed, at) => setAttr(speeds.children[at], 'aria-pressed', speed === practised.speed ? 'true' : 'false'));
    },
  };
}
