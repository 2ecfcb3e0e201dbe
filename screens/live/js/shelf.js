// What the desk steers beside the cues: the stage of the product on air, emergencies, beats that are due.

import { SNOOZE_MS } from './beats.js';
import { h, icon, keyed, setAttr, setText } from './dom.js';
import { may } from './frame.js';
import { current, dueBeats, stageOf } from './place.js';
import { EMERGENCIES, side, STAGES, t } from './texts.js';

/** The stages of the product on air, legal steps as buttons. */
export function shelfView(screen, { act, feed }) {
  const label = h('span', { class: 'cc-shelf-label' });
  const row = h('div', { class: 'cc-shelf-row', role: 'group' });
  const el = h('div', { class: 'cc-shelf' }, label, row);
  const step = (to) => act('product', { sku: current(feed.plan, feed.state)?.segment.sku, to });
  return {
    el,
    draw() {
      const { lang } = screen;
      const sku = current(feed.plan, feed.state)?.segment.sku;
      const on = Boolean(sku && feed.plan.products?.[sku] && feed.state.products);
      setAttr(el, 'hidden', !on);
      if (!on) return;
      const here = stageOf(feed.state, sku);
      setText(label, t(lang, 'stage'));
      setAttr(row, 'aria-label', t(lang, 'stage'));
      keyed(row, Object.keys(STAGES), (name) => name, (name) => h('button', { type: 'button', class: 'cc-stage', onclick: () => step(name) }), (button, name) => {
        setText(button, side(lang, STAGES[name]));
        setAttr(button, 'aria-pressed', name === here ? 'true' : 'false');
        button.disabled = name !== here && (!STAGES[here].to.includes(name) || !may(feed.role, 'product'));
        setAttr(button, 'aria-disabled', name === here ? 'true' : null);
      });
    },
  };
}

/** Emergencies in two presses: the first opens the row, the second names what happened; `name` is the text of the first. */
export function emergencyView(screen, { act, feed, name = 'emergency' }) {
  const first = h('button', { type: 'button', class: 'cc-btn cc-emerg-open', 'aria-expanded': 'false', onclick: () => open(row.hidden && todo.hidden) }, icon('alert'), h('span'));
  const row = h('div', { class: 'cc-emerg-row', hidden: true }, ...Object.keys(EMERGENCIES).map((kind) => h('button', {
    type: 'button', class: 'cc-btn cc-emerg', 'data-kind': kind, onclick: () => open(false) ?? act('emergency', { kind }),
  })));
  const stepsName = h('p', { class: 'cc-emerg-stepsname' });
  const steps = h('ol', { class: 'cc-emerg-steps' });
  const resume = h('button', { type: 'button', class: 'cc-btn cc-emerg-resume', onclick: () => open(false) ?? act('resume') });
  const todo = h('div', { class: 'cc-emerg-row cc-emerg-todo', hidden: true }, stepsName, steps, resume);
  const el = h('div', { class: 'cc-emerg-box' }, first, row, todo);
  /** While something is wrong the button opens what the desk does and the way back, else the four names. */
  function open(does) {
    const held = Boolean(feed.state?.emergency);
    row.hidden = !does || held;
    todo.hidden = !does || !held;
    setAttr(first, 'aria-expanded', does ? 'true' : 'false');
  }
  return {
    el,
    draw() {
      const { lang } = screen;
      const held = EMERGENCIES[feed.state.emergency?.kind];
      setText(first.lastChild, held ? `${side(lang, held.label)} · ${feed.state.emergency.by}` : t(lang, name));
      setAttr(first, 'aria-label', held ? null : t(lang, 'emergency'));
      setAttr(first, 'data-on', Boolean(held));
      first.disabled = feed.state.phase !== 'on_air';
      setAttr(el, 'hidden', !may(feed.role, 'emergency') || feed.state.emergency === undefined);
      for (const button of row.children) setText(button, side(lang, EMERGENCIES[button.dataset.kind].label));
      setText(stepsName, t(lang, 'steps'));
      keyed(steps, held?.steps ?? [], (step) => step.zh, () => h('li'), (item, step) => setText(item, side(lang, step)));
      setText(resume, t(lang, 'resume'));
      if (feed.state.phase !== 'on_air' || (row.hidden && !todo.hidden && !held)) open(false);
      else if (held && !row.hidden) open(true);
    },
  };
}

/** Beats that are due lie over the desk until somebody did them or put them off. */
export function beatsView(screen, { act, feed }) {
  const el = h('div', { class: 'cc-beats', role: 'status' });
  return {
    el,
    tick(now) {
      const { lang } = screen;
      keyed(el, dueBeats(feed.state, now), (beat) => beat.id, (beat) => h('div', { class: 'cc-beat' }, h('p'),
        h('button', { type: 'button', class: 'cc-btn', onclick: () => act('beat_done', { beat: beat.id }) }),
        h('button', { type: 'button', class: 'cc-btn', onclick: () => act('beat_snooze', { beat: beat.id, ms: SNOOZE_MS }) })), (row, beat) => {
        setText(row.children[0], t(lang, 'beatDue', { label: side(lang, beat.label) }));
        setText(row.children[1], t(lang, 'beatDone'));
        setText(row.children[2], t(lang, 'beatLater'));
        setAttr(row.children[1], 'hidden', !may(feed.role, 'beat_done'));
        setAttr(row.children[2], 'hidden', !may(feed.role, 'beat_snooze'));
      });
    },
  };
}
