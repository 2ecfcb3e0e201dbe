// Recurring beats: when each is due, done or put off by a person; the desk sets and drops them.

import { h, keyed, setAttr, setText } from './dom.js';
import { freshId } from './feed.js';
import { span, timeOfDay } from './format.js';
import { may } from './frame.js';
import { sheet } from './sheet.js';
import { BEATS, side, t } from './texts.js';

const MINUTE = 60000;
export const SNOOZE_MS = 300000;

/** The list of beats, those due first; `tick(now)` keeps their times true. */
export function beatList(screen, { act, feed }) {
  const list = h('ol', { class: 'cc-as-beatlist' });
  const button = (verb, args) => h('button', { type: 'button', class: 'cc-btn', onclick: () => act(verb, args) });
  return {
    el: list,
    tick(now) {
      const { lang } = screen;
      const live = feed.state.phase === 'on_air';
      const beats = [...(feed.state.beats ?? [])].sort((a, b) => (a.due ?? Infinity) - (b.due ?? Infinity));
      keyed(list, beats, (beat) => beat.id, (beat) => h('li', { class: 'cc-as-beat' }, h('p'), h('span'), button('beat_done', { beat: beat.id }), button('beat_snooze', { beat: beat.id, ms: SNOOZE_MS }), button('beat_off', { beat: beat.id })), (row, beat) => {
        const [name, when, done, later, off] = row.children;
        const due = live && beat.due !== null && beat.due <= now;
        const every = t(lang, 'beatEvery', { n: Math.round(beat.every_ms / MINUTE) });
        setAttr(row, 'data-due', due);
        setText(name, side(lang, beat.label));
        setText(when, due ? t(lang, 'beatNow') : beat.due === null || !live ? every : `${timeOfDay(beat.due, feed.plan.zone)} · ${t(lang, 'beatIn', { span: span(beat.due - now, { up: true }) })}`);
        setText(done, t(lang, 'beatDone'));
        setText(later, t(lang, 'beatLater'));
        setText(off, t(lang, 'beatOff'));
        setAttr(done, 'hidden', !due || !may(feed.role, 'beat_done'));
        setAttr(later, 'hidden', !due || !may(feed.role, 'beat_snooze'));
        setAttr(off, 'hidden', !may(feed.role, 'beat_off') || feed.state.phase === 'ended');
      });
      return beats.length;
    },
  };
}

/** The desk's sheet: beats there are, three to begin with, and one's own. */
export function beatsSheet(screen, { act, feed }) {
  const beats = beatList(screen, { act, feed });
  const none = h('p', { class: 'cc-none' });
  const ready = h('div', { class: 'cc-beat-ready', role: 'group' }, ...BEATS.map((one) => h('button', {
    type: 'button', class: 'cc-btn', onclick: () => act('beat_set', { beat: one.id, label: { zh: one.zh, en: one.en }, every_ms: one.every }),
  })));
  const zh = h('input', { type: 'text', maxlength: '40', autocomplete: 'off', class: 'cc-field', lang: 'zh-CN' });
  const en = h('input', { type: 'text', maxlength: '40', autocomplete: 'off', class: 'cc-field', lang: 'en' });
  const minutes = h('input', { type: 'number', min: '1', max: '240', step: '1', value: '20', inputmode: 'numeric', class: 'cc-field cc-field-n' });
  const unit = h('span');
  const add = h('button', { type: 'submit', class: 'cc-btn' });
  const form = h('form', { class: 'cc-beat-form' }, zh, en, h('label', { class: 'cc-beat-every' }, minutes, unit), add);
  const self = sheet(screen, { kind: 'beats', title: 'beats', short: 'beatsShort', sign: 'late', body: [none, beats.el, ready, form] });

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const label = { zh: zh.value.trim() || null, en: en.value.trim() || null };
    const n = Number(minutes.value);
    if (!label.zh && !label.en) return zh.focus();
    if (!Number.isInteger(n) || n < 1 || n > 240) return minutes.focus();
    const ack = await act('beat_set', { beat: freshId(), label, every_ms: n * MINUTE });
    if (ack.ok) zh.value = en.value = '';
  });

  return {
    ...self,
    words() {
      const { lang } = screen;
      self.words();
      BEATS.forEach((one, at) => setText(ready.children[at], `+ ${side(lang, one)} · ${t(lang, 'beatEvery', { n: one.every / MINUTE })}`));
      setAttr(ready, 'aria-label', t(lang, 'beatReady'));
      for (const [field, key] of [[zh, 'beatZh'], [en, 'beatEn'], [minutes, 'beatMinutes']]) {
        setAttr(field, 'aria-label', t(lang, key));
        if (field !== minutes) setAttr(field, 'placeholder', t(lang, key));
      }
      setText(unit, t(lang, 'minutesWord'));
      setText(add, t(lang, 'beatAdd'));
    },
    tick(now) {
      const count = beats.tick(now);
      setText(none, count ? '' : t(screen.lang, 'noBeats'));
      setAttr(none, 'hidden', count > 0);
      BEATS.forEach((one, at) => setAttr(ready.children[at], 'hidden', (feed.state.beats ?? []).some(({ id }) => id === one.id)));
      const may1 = may(feed.role, 'beat_set') && feed.state.phase !== 'ended';
      for (const one of [ready, form]) setAttr(one, 'hidden', !may1);
    },
  };
}
