// Messages of the desk: presets on keys, own words, and what became of each: sent, shown, acknowledged.

import { h, icon, keyed, setAttr, setText } from './dom.js';
import { age, timeOfDay } from './format.js';
import { choice, may } from './frame.js';
import { PRESETS, side, t } from './texts.js';

// As long as a host may take before the desk should speak up.
const WAIT_MS = 10000;
const LIMIT = 300;

/** The messages pane; `act(verb, args)` sends, `draw(feed)` and `tick(now)` keep it true. */
export function composerView(screen, { act, feed }) {
  const title = h('h2', { class: 'cc-pane-title' });
  const to = choice([['host', 'target_host'], ['assistant', 'target_assistant'], ['all', 'target_all']], {
    label: 'toWhom', value: 'host', onPick: () => {},
  });
  const presets = h('div', { class: 'cc-presets' }, ...PRESETS.map((_, at) => h('button', {
    type: 'button', class: 'cc-btn cc-preset', onclick: () => preset(at),
  }, h('kbd', { text: String(at + 1) }), h('span'), h('small'))));
  const zh = h('input', { type: 'text', maxlength: LIMIT, autocomplete: 'off', enterkeyhint: 'send', lang: 'zh-CN' });
  const en = h('input', { type: 'text', maxlength: LIMIT, autocomplete: 'off', enterkeyhint: 'send', lang: 'en' });
  const sendButton = h('button', { type: 'submit', class: 'cc-btn cc-btn-go' }, icon('message'), h('span'));
  const form = h('form', { class: 'cc-compose' }, zh, en, sendButton);
  const list = h('ol', { class: 'cc-sent', tabindex: '0' });
  const none = h('p', { class: 'cc-none' });
  const el = h('section', { class: 'cc-pane cc-msg', 'data-tab': 'messages' }, h('div', { class: 'cc-pane-head' }, title, to.el), presets, form, none, list);

  async function send(text) {
    if (!may(feed.role, 'message')) return false;
    const ack = await act('message', { text, target: to.value });
    if (ack.ok) screen.toast(t(screen.lang, 'sentOk'), 'good');
    return ack.ok;
  }

  const presetsNow = () => feed.room?.presets ?? PRESETS;
  const preset = (at) => presetsNow()[at] && send(presetsNow()[at]);

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = { zh: zh.value.trim() || null, en: en.value.trim() || null };
    if (!text.zh && !text.en) return;
    if (await send(text)) form.reset();
  });

  function draw() {
    const { lang } = screen;
    setText(title, t(lang, 'messages'));
    to.draw(lang);
    [...presets.children].forEach((button, at) => {
      const text = presetsNow()[at];
      setText(button.children[1], side(lang, text));
      const other = side(lang === 'en' ? 'zh' : 'en', text);
      setText(button.children[2], other === button.children[1].textContent ? '' : other);
    });
    setAttr(presets, 'aria-label', t(lang, 'presets'));
    for (const [input, key] of [[zh, 'writeZh'], [en, 'writeEn']]) {
      setAttr(input, 'placeholder', t(lang, key));
      setAttr(input, 'aria-label', t(lang, key));
    }
    setText(sendButton.querySelector('span'), t(lang, 'send'));
    for (const one of [presets, form]) setAttr(one, 'hidden', !may(feed.role, 'message'));
    const messages = [...feed.state.messages].reverse();
    setText(none, messages.length ? '' : t(lang, 'noMessages'));
    setAttr(none, 'hidden', messages.length > 0);
    keyed(list, messages, (message) => message.id, makeRow, (row, message) => {
      const { text, other, meta, steps } = row.ccParts;
      setText(text, side(lang, message.text));
      const rest = lang === 'en' ? message.text.zh : message.text.en;
      setText(other, rest && rest !== text.textContent ? rest : '');
      setText(meta, `${message.by} → ${t(lang, `target_${message.target}`)}`);
      const at = { sent: message.at, shown: message.shown, acked: message.acked };
      for (const [name, step] of Object.entries(steps)) {
        setAttr(step, 'data-done', at[name] !== null && at[name] !== undefined);
        setText(step.children[1], t(lang, name));
        setText(step.children[2], at[name] ? timeOfDay(at[name], feed.plan.zone, { seconds: true }) : '');
      }
      row.ccMessage = message;
    });
  }

  return {
    el,
    draw,
    preset,
    tick(now) {
      for (const row of list.children) {
        const { at, acked } = row.ccMessage;
        const late = acked === null && now - at > WAIT_MS;
        setAttr(row, 'data-late', late);
        setText(row.ccParts.late, late ? t(screen.lang, 'unheard', { age: age(now - at, screen.lang) }) : '');
      }
    },
  };
}

function makeRow() {
  const parts = {
    text: h('p', { class: 'cc-sent-text' }), other: h('p', { class: 'cc-sent-other' }), meta: h('span'),
    late: h('span', { class: 'cc-sent-late' }),
    steps: Object.fromEntries(['sent', 'shown', 'acked'].map((name) => [name, h('li', {}, icon('check'), h('span'), h('time'))])),
  };
  const row = h('li', { class: 'cc-sent-row' }, parts.text, parts.other, h('p', { class: 'cc-sent-meta' }, parts.meta, parts.late),
    h('ol', { class: 'cc-sent-steps' }, ...Object.values(parts.steps)));
  row.ccParts = parts;
  return row;
}
