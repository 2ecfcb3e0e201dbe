// The list before air: what should be done by when, what somebody marked, what is red.

import { h, icon, keyed, setAttr, setText } from './dom.js';
import { timeOfDay } from './format.js';
import { may } from './frame.js';
import { CHECKS, side, t } from './texts.js';

const HOUR = 3600000;
const MINUTE = 60000;

/** How many items are fine, red, and due without a mark at `now` (none is due while the start is unknown). */
export function checkSums(plan, state, now) {
  const mark = (item) => state.checks?.[item.id]?.mark ?? null;
  return {
    all: CHECKS.length,
    ok: CHECKS.filter((item) => mark(item) === 'ok').length,
    red: CHECKS.filter((item) => mark(item) === 'problem').length,
    due: CHECKS.filter((item) => !mark(item) && isDue(plan, item, now)).length,
  };
}

const isDue = (plan, item, now) => plan.start !== null && plan.start !== undefined && now >= plan.start - item.before;

/** The pane; shown before the start only. `own` names the role whose items stand first. */
export function checklistView(screen, { act, feed, own = null }) {
  const title = h('h2', { class: 'cc-pane-title' });
  const sums = h('p', { class: 'cc-check-sums' });
  const list = h('ol', { class: 'cc-check-list', tabindex: '0' });
  const el = h('section', { class: 'cc-pane cc-check', 'data-tab': 'checks' }, h('div', { class: 'cc-pane-head' }, title, sums), list);
  const items = own ? [...CHECKS].sort((a, b) => (b.role === own) - (a.role === own)) : CHECKS;
  let second = null;

  const make = (item) => {
    const mark = (value, sign) => h('button', { type: 'button', class: 'cc-btn cc-check-mark', 'data-mark': value, onclick: () => act('check', { item: item.id, mark: value }) }, icon(sign), h('span'));
    const parts = { when: h('span', { class: 'cc-check-when' }), text: h('p', { class: 'cc-check-text' }), by: h('span', { class: 'cc-check-by' }), ok: mark('ok', 'check'), problem: mark('problem', 'alert') };
    const row = h('li', { class: 'cc-check-row' }, h('div', { class: 'cc-check-words' }, parts.text, h('p', { class: 'cc-check-meta' }, parts.when, parts.by)), h('div', { class: 'cc-check-marks', role: 'group' }, parts.ok, parts.problem));
    row.ccParts = parts;
    return row;
  };

  function draw(now) {
    const { lang } = screen;
    const { plan, state, role } = feed;
    const shown = state.phase === 'preshow' && state.checks !== undefined;
    setAttr(el, 'hidden', !shown);
    if (!shown) return;
    const { all, ok, red, due } = checkSums(plan, state, now);
    setText(title, t(lang, 'checks'));
    setText(sums, [t(lang, 'checksDone', { n: ok, all }), red && t(lang, 'checksRed', { n: red }), due && t(lang, 'checksDue', { n: due })].filter(Boolean).join(' · '));
    setAttr(sums, 'data-tone', red ? 'red' : due ? 'due' : null);
    setAttr(list, 'aria-label', t(lang, 'checks'));
    keyed(list, items, (item) => item.id, make, (row, item) => {
      const held = state.checks[item.id] ?? null;
      const { when, text, by, ok: fine, problem } = row.ccParts;
      const waits = !held && isDue(plan, item, now);
      setAttr(row, 'data-mark', held?.mark ?? (waits ? 'due' : null));
      setText(text, side(lang, item));
      const before = t(lang, 'checkBefore', { span: beforeWords(item.before, lang) });
      const at = plan.start ? ` · ${timeOfDay(plan.start - item.before, plan.zone)}` : '';
      setText(when, `${waits ? `${t(lang, 'checkDue')} · ` : ''}${before}${at}${item.role === 'assistant' ? ` · ${t(lang, 'target_assistant')}` : ''}`);
      setText(by, held ? `${t(lang, held.mark === 'ok' ? 'checkOk' : 'checkProblem')} · ${held.by} ${timeOfDay(held.at, plan.zone)}` : '');
      setAttr(row.lastChild, 'aria-label', text.textContent);
      for (const [button, key, value] of [[fine, 'checkOk', 'ok'], [problem, 'checkProblem', 'problem']]) {
        setText(button.lastChild, t(lang, key));
        setAttr(button, 'aria-pressed', held?.mark === value ? 'true' : 'false');
        setAttr(button, 'hidden', !may(role, 'check'));
      }
    });
  }

  return {
    el,
    draw,
    /** An item falls due by the clock alone: looked at each second. */
    tick(now) {
      const key = Math.floor(now / 1000);
      if (key === second || feed.state.phase !== 'preshow') return;
      second = key;
      draw(now);
    },
  };
}

function beforeWords(ms, lang) {
  if (ms >= HOUR) return t(lang, 'hoursShort', { n: ms / HOUR });
  return ms >= MINUTE ? t(lang, 'minutes', { n: ms / MINUTE }) : t(lang, 'seconds', { n: ms / 1000 });
}
