// The transport: GO and all that moves the show or its clock, with the clocks above it.

import { offsetWords } from './clock.js';
import { h, icon, setAttr, setLines, setText } from './dom.js';
import { fit, onResize } from './fit.js';
import { span, timeOfDay } from './format.js';
import { may } from './frame.js';
import { current, next } from './place.js';
import { checkSums } from './checklist.js';
import { kindWord, side, t, verbWord } from './texts.js';

// A move can be taken back for this long (`live.verbs.UNDO_WINDOW_MS`), the end of a show always.
const UNDO_MS = 60000;
// Ending a show cannot happen by a touch: the button must be held this long.
const HOLD_MS = 1000;
const STEPS = [[-60000, 'less60'], [-15000, 'less15'], [15000, 'more15'], [60000, 'more60']];

/** The transport of the desk; `move(verb)` guards GO and BACK, `act(verb, args)` sends the rest, `extra` stands beside END. */
export function transportView(screen, { act, move, feed, extra = [] }) {
  const leftLabel = h('p', { class: 'cc-t-label' });
  const leftValue = h('p', { class: 'cc-t-big', role: 'timer' });
  const facts = Object.fromEntries(['wall', 'elapsed', 'offset', 'expectedEnd'].map((key) => {
    const pair = [h('dt'), h('dd')];
    return [key, { label: pair[0], value: pair[1], el: h('div', { class: `cc-t-fact cc-t-${key}` }, ...pair) }];
  }));
  const sign = h('span', { class: 'cc-offset-sign' }, icon('late'), icon('early'), icon('even'));
  const offset = h('span');
  facts.offset.value.append(sign, offset);
  const clocks = h('div', { class: 'cc-t-clocks' }, h('div', { class: 'cc-t-left' }, leftLabel, leftValue),
    h('dl', { class: 'cc-t-facts' }, ...Object.values(facts).map(({ el }) => el)));

  const seg = h('p', { class: 'cc-t-seg' });
  const lineZh = h('p', { class: 'cc-t-zh', lang: 'zh-CN' });
  const lineEn = h('p', { class: 'cc-t-en', lang: 'en' });
  const nextLine = h('p', { class: 'cc-t-next' });
  const lines = h('div', { class: 'cc-t-lines' }, lineZh, lineEn);
  const nowBox = h('div', { class: 'cc-t-now' }, seg, lines, nextLine);

  const go = button('go', 'cc-btn-go', () => move('go'));
  const red = h('small', { class: 'cc-go-red', hidden: true });
  go.append(red);
  const back = button('back', '', () => move('back'));
  const pause = button('pause', '', () => act(feed.state.paused ? 'resume' : 'pause'));
  pause.prepend(icon('play'));
  const skip = button('skip', '', () => act('skip', { segment: feed.state.segment }));
  const undo = button('undo', 'cc-t-undo', () => act('undo', { seq: feed.state.undo.seq }));
  const undoWhat = h('small');
  undo.append(undoWhat);
  const keep = button('hold', 'cc-t-keep', () => act(feed.state.hold ? 'release' : 'hold'));
  const times = STEPS.map(([ms, key]) => {
    const el = h('button', { type: 'button', class: 'cc-btn cc-t-time', onclick: () => act('add_time', { ms }) });
    return { el, key };
  });
  const end = holdButton(screen, () => act('end'));
  const row = h('div', { class: 'cc-t-row' }, back, pause, skip, undo);
  const timeRow = h('div', { class: 'cc-t-row cc-t-times' }, ...times.map(({ el }) => el));
  const el = h('section', { class: 'cc-pane cc-t', 'data-tab': 'now' }, clocks, nowBox, h('div', { class: 'cc-t-pad' }, row, timeRow, h('div', { class: 'cc-t-last' }, end.el, keep, ...extra)));

  const refit = () => lines.clientHeight && fit(lines, { min: 13, max: 24 });
  const stop = onResize([lines], refit);

  return {
    el,
    go,
    destroy: stop,
    /** Keep the show where it is, or let it go on. */
    hold: () => keep.click(),
    /** Before start, GO starts the show; during a receipt it waits. */
    pending(value) {
      setAttr(go, 'data-pending', value);
    },
    draw() {
      const { lang } = screen;
      const { plan, state, role } = feed;
      const here = current(plan, state);
      const after = next(plan, state);
      const onAir = state.phase === 'on_air';
      const at = here ?? (state.phase === 'preshow' ? after : null);
      setText(seg, at ? `${kindWord(lang, at.segment.kind)} · ${side(lang, at.segment.title)} · ${at.at + 1}/${at.of}` : t(lang, state.phase));
      const renewed = [setLines(lineZh, here?.cue.lines?.zh ?? ''), setLines(lineEn, here?.cue.lines?.en ?? '')];
      if (renewed.includes(true)) refit();
      setText(nextLine, after ? `${t(lang, state.phase === 'preshow' ? 'first' : 'next')}: ${after.segment === at?.segment ? '' : `${side(lang, after.segment.title)} · `}${side(lang, after.cue.lines).replace(/\s*\n\s*/g, ' ')}`
        : state.phase === 'ended' ? '' : t(lang, 'nothingNext'));
      setText(go.querySelector('span'), t(lang, state.phase === 'preshow' ? 'goStart' : 'go'));
      const goVerb = state.phase === 'preshow' ? 'start' : 'go';
      allow(go, may(role, goVerb) && state.phase !== 'ended' && Boolean(after || goVerb === 'start'), true);
      setText(back.querySelector('span'), t(lang, 'back'));
      allow(back, onAir && may(role, 'back'), may(role, 'back'));
      setText(pause.querySelector('span'), t(lang, state.paused ? 'resume' : 'pause'));
      setAttr(pause, 'data-paused', Boolean(state.paused));
      allow(pause, onAir && may(role, 'pause'), may(role, 'pause'));
      setText(skip.querySelector('span'), t(lang, 'skip'));
      allow(skip, onAir && may(role, 'skip'), may(role, 'skip'));
      for (const { el: one, key } of times) {
        setText(one, t(lang, key));
        allow(one, onAir && may(role, 'add_time'), may(role, 'add_time'));
      }
      const held = state.hold ?? null;
      setText(keep.querySelector('span'), held ? `${t(lang, 'release')} · ${held.by}` : t(lang, 'hold'));
      setAttr(keep, 'data-on', Boolean(held));
      setAttr(keep, 'aria-pressed', held ? 'true' : 'false');
      allow(keep, onAir && may(role, 'hold'), may(role, 'hold'));
      end.draw();
      allow(end.el, onAir && may(role, 'end'), may(role, 'end'));
    },
    drawClocks(flow, now) {
      const { lang } = screen;
      const { plan, state } = feed;
      drawUndo(now);
      drawRed(now);
      const waits = state.phase === 'preshow' && plan.start !== null && plan.start !== undefined;
      const over = flow.remaining !== null && flow.remaining < 0;
      setAttr(screen.el, 'data-clock', over ? 'over' : flow.remaining !== null && flow.remaining < 60000 ? 'soon' : null);
      setText(leftLabel, waits ? t(lang, plan.start >= now ? 'toStart' : 'pastStart')
        : state.phase === 'ended' ? t(lang, 'lasted') : t(lang, over ? 'overtime' : 'remaining'));
      const ran = state.started === null ? null : (state.ended ?? now) - state.started;
      setText(leftValue, waits ? span(plan.start - now, { up: plan.start >= now }) : state.phase === 'ended' ? span(ran)
        : span(flow.remaining, { up: !over }));
      setText(facts.wall.label, t(lang, 'wall'));
      setText(facts.wall.value, timeOfDay(now, plan.zone, { seconds: true }));
      setText(facts.elapsed.label, t(lang, 'elapsed'));
      setText(facts.elapsed.value, span(ran, { hours: true }));
      setText(facts.offset.label, t(lang, 'offset'));
      setText(offset, offsetWords(flow.offset, lang));
      setAttr(facts.offset.el, 'data-offset', flow.offset === null ? null : Math.abs(flow.offset) < 1000 ? 'even' : flow.offset > 0 ? 'late' : 'early');
      setText(facts.expectedEnd.label, t(lang, 'expectedEnd'));
      setText(facts.expectedEnd.value, timeOfDay(flow.expected_end, plan.zone));
    },
  };

  /** What undo would take back stands on it: whose move, and which. */
  function drawUndo(now) {
    const { lang } = screen;
    const { state, role, plan } = feed;
    const held = state.undo && (state.undo.verb === 'end' || now - state.undo.at <= UNDO_MS) ? state.undo : null;
    setText(undo.querySelector('span'), t(lang, 'undo'));
    setText(undoWhat, held ? `${verbWord(lang, held.verb)} · ${held.by}` : '');
    const note = held ? t(lang, 'undoNote', { by: held.by, what: verbWord(lang, held.verb), at: timeOfDay(held.at, plan.zone, { seconds: true }) }) : t(lang, 'nothingToUndo');
    setAttr(undo, 'data-note', note);
    allow(undo, Boolean(held) && may(role, 'undo'), may(role, 'undo'));
  }

  /** Red and overdue items of the list before air stand on the start button. */
  function drawRed(now) {
    const { state, plan } = feed;
    const sums = state.phase === 'preshow' ? checkSums(plan, state, now) : null;
    const words = sums ? [sums.red && t(screen.lang, 'checksRed', { n: sums.red }), sums.due && t(screen.lang, 'checksDue', { n: sums.due })].filter(Boolean) : [];
    setText(red, words.length ? `▲ ${words.join(' · ')}` : '');
    setAttr(red, 'hidden', !words.length);
    setAttr(red, 'data-red', Boolean(sums?.red));
  }

  function button(name, extra, press) {
    const el = h('button', { type: 'button', class: `cc-btn ${extra}` }, icon(name), h('span'));
    el.addEventListener('click', () => el.getAttribute('aria-disabled') !== 'true' && press());
    return el;
  }
}

function allow(el, able, ever) {
  setAttr(el, 'aria-disabled', able ? null : 'true');
  if (el.classList.contains('cc-t-time') || el.classList.contains('cc-hold')) el.disabled = !able;
  setAttr(el, 'hidden', !ever);
}

/** A button that acts only after it was held for a second, by pointer or by key. */
function holdButton(screen, act) {
  const words = h('span');
  const fill = h('i', { 'aria-hidden': 'true' });
  const el = h('button', { type: 'button', class: 'cc-btn cc-hold' }, fill, icon('stop'), words);
  let timer = 0;
  const start = () => {
    if (timer) return;
    el.classList.add('cc-holding');
    setText(words, t(screen.lang, 'endHolding'));
    timer = setTimeout(() => {
      stop();
      act();
    }, HOLD_MS);
  };
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
    el.classList.remove('cc-holding');
    setText(words, t(screen.lang, 'end'));
  };
  el.addEventListener('pointerdown', (event) => event.button === 0 && start());
  for (const name of ['pointerup', 'pointerleave', 'pointercancel', 'blur']) el.addEventListener(name, stop);
  el.addEventListener('contextmenu', (event) => event.preventDefault());
  el.addEventListener('keydown', (event) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) start();
  });
  el.addEventListener('keyup', stop);
  return { el, draw: () => !timer && setText(words, t(screen.lang, 'end')) };
}
