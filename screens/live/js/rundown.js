// The rundown as the desk sees it: what was planned, what is expected, what happened, and where we are.

import { offsetWords } from './clock.js';
import { h, icon, keyed, setAttr, setText } from './dom.js';
import { span, timeOfDay } from './format.js';
import { may } from './frame.js';
import { kindWord, side, t } from './texts.js';

// A jump on air needs a second press within this time.
const SURE_MS = 3000;
// Less drift than this is noise of the day, not a delay to be shown on each row.
const DRIFT_MS = 30000;

/** The list. `draw(feed, flow)` keeps it true; `act(verb, args)` sends, `edit(cue)` opens its lines. */
export function rundownView(screen, { act, edit }) {
  const head = h('div', { class: 'cc-run-head', 'aria-hidden': 'true' }, ...['', 'segment', 'plannedAt', 'expectedAt', 'actualAt', 'length', '']
    .map((key) => h('span', { 'data-key': key })));
  const list = h('ol', { class: 'cc-run-list', tabindex: '0' });
  const title = h('h2', { class: 'cc-pane-title' });
  const sum = h('p', { class: 'cc-run-sum' });
  const el = h('section', { class: 'cc-pane cc-run', 'data-tab': 'rundown' }, h('div', { class: 'cc-pane-head' }, title, sum), head, list);
  const opened = new Set(); // segments whose cues stand open by hand; those on air always do
  let feed = null;
  let shownAt = null;

  const makeRow = (segment) => {
    const parts = {
      sign: h('span', { class: 'cc-run-sign' }, icon('go'), icon('check'), icon('skip'), icon('next')),
      stand: h('span', { class: 'cc-run-stand' }),
      kind: h('span', { class: 'cc-run-kind' }),
      name: h('span', { class: 'cc-run-name' }),
      other: h('span', { class: 'cc-run-other' }),
      hard: h('span', { class: 'cc-chip cc-run-hard' }),
      must: h('span', { class: 'cc-run-must' }),
      planned: h('span', { class: 'cc-run-time' }),
      expected: h('span', { class: 'cc-run-time' }),
      drift: h('span', { class: 'cc-run-drift' }),
      actual: h('span', { class: 'cc-run-time cc-run-actual' }),
      length: h('span', { class: 'cc-run-time cc-run-length' }),
      skip: h('button', { type: 'button', class: 'cc-btn cc-btn-s', onclick: () => act(parts.skip.dataset.verb, { segment: segment.id }) }),
      more: h('button', { type: 'button', class: 'cc-btn cc-btn-s cc-run-more', onclick: () => unfold(segment.id) }),
      jump: h('button', { type: 'button', class: 'cc-btn cc-btn-s', onclick: () => sure(parts.jump, feed.plan.segments.find((one) => one.id === segment.id)?.cues[0]?.id) }, h('span')),
      cues: h('ol', { class: 'cc-run-cues' }),
    };
    const row = h('li', { class: 'cc-run-row' },
      h('div', { class: 'cc-run-line' }, parts.sign,
        h('div', { class: 'cc-run-what' }, h('p', { class: 'cc-run-names' }, parts.name, parts.other)),
        h('p', { class: 'cc-run-meta' }, parts.stand, parts.kind, parts.hard, parts.must),
        parts.planned, parts.expected, parts.actual, parts.length, parts.drift,
        h('span', { class: 'cc-run-acts' }, parts.more, parts.skip, parts.jump)),
      parts.cues);
    row.ccParts = parts;
    return row;
  };

  const makeCue = (cue) => {
    const parts = {
      kind: h('span', { class: 'cc-run-cue-kind' }),
      text: h('span', { class: 'cc-run-cue-text' }),
      jump: h('button', { type: 'button', class: 'cc-btn cc-btn-s cc-run-jump', onclick: () => sure(parts.jump, cue.id) }, icon('go'), h('span')),
      edit: h('button', { type: 'button', class: 'cc-btn cc-btn-s cc-run-edit', onclick: () => edit(cue.id) }, icon('pen')),
    };
    const item = h('li', {}, parts.kind, parts.text, parts.jump, parts.edit);
    item.ccParts = parts;
    return item;
  };

  function unfold(segment) {
    if (!opened.delete(segment)) opened.add(segment);
    draw(feed, null);
  }

  function sure(button, cue) {
    if (!cue) return;
    if (button.dataset.sure) {
      delete button.dataset.sure;
      act('jump', button.dataset.visit ? { cue, visit: true } : { cue });
    } else {
      button.dataset.sure = 'asked';
      setTimeout(() => {
        delete button.dataset.sure;
        draw(feed, null);
      }, SURE_MS);
    }
    draw(feed, null);
  }

  /** An earlier segment is brought back (返场) and the show then returns; to a later one, or within this one, it jumps. */
  function drawJump(button, { visit, to, shown, brief = false }) {
    setAttr(button, 'data-visit', visit ? 'yes' : null);
    const asked = Boolean(button.dataset.sure);
    const word = t(screen.lang, visit ? (asked ? 'visitSure' : 'visit') : asked ? 'jumpSure' : 'jump');
    setText(button.lastChild, brief && !asked ? '' : word);
    setAttr(button, 'aria-label', `${word}: ${to}`);
    setAttr(button, 'hidden', !shown);
  }

  function draw(now, flow) {
    feed = now;
    const { lang } = screen;
    const { plan, state, role } = feed;
    setText(title, t(lang, 'rundown'));
    for (const cell of head.children) setText(cell, cell.dataset.key ? t(lang, cell.dataset.key) : '');
    const future = plan.segments.findIndex((one) => one.id === state.segment) + 1;
    const upcoming = state.phase === 'ended' ? null : plan.segments.slice(future).find((one) => !one.skip && !state.skipped.includes(one.id));
    keyed(list, plan.segments, (segment) => segment.id, makeRow, (row, segment) => {
      const parts = row.ccParts;
      const forecast = flow?.rows.find((one) => one.segment === segment.id) ?? row.ccForecast;
      row.ccForecast = forecast;
      const skipped = state.skipped.includes(segment.id) || segment.skip;
      const here = segment.id === state.segment && state.phase === 'on_air';
      const stand = skipped && !here ? 'skipped' : here ? 'current' : segment === upcoming ? 'next' : forecast?.actual.length ? 'done' : 'future';
      setAttr(row, 'data-stand', stand);
      setAttr(row, 'aria-current', here ? 'step' : null);
      setText(parts.stand, stand === 'future' ? '' : t(lang, stand === 'next' ? 'nextUp' : stand));
      setAttr(parts.stand, 'hidden', stand === 'future');
      const runs = forecast?.actual.length ?? 0;
      setText(parts.kind, kindWord(lang, segment.kind) + (runs > 1 ? ` · ${t(lang, 'run', { n: runs })}` : '') + (segment.sku ? linkWord(plan, segment, lang) : ''));
      setText(parts.name, side(lang, segment.title));
      setText(parts.other, segment.title.zh && segment.title.en ? side(lang === 'en' ? 'zh' : 'en', segment.title) : '');
      setAttr(parts.hard, 'hidden', segment.hard_start === null || segment.hard_start === undefined);
      setText(parts.hard, segment.hard_start ? `${t(lang, 'hardStart')} ${timeOfDay(segment.hard_start, plan.zone)}` : '');
      const must = stand === 'next' || stand === 'future' ? forecast?.must_start_by ?? null : null;
      const missed = must !== null && forecast.expected_start !== null && forecast.expected_start > must;
      // The next segment says it always, a later one once its hard start is in danger.
      setText(parts.must, must !== null && !segment.hard_start && (stand === 'next' || missed) ? t(lang, 'mustStart', { at: timeOfDay(must, plan.zone) }) : '');
      setAttr(parts.must, 'data-late', missed);
      setAttr(parts.must, 'hidden', !parts.must.textContent);
      const at = (ms) => (ms === null || ms === undefined ? '' : timeOfDay(ms, plan.zone));
      setText(parts.planned, at(skipped ? null : forecast?.planned_start));
      setText(parts.expected, stand === 'next' || stand === 'future' ? at(forecast?.expected_start) : here ? `→ ${at(forecast?.expected_end)}` : '');
      const drift = forecast && (stand === 'next' || stand === 'future') ? minus(forecast.expected_start, forecast.planned_start) : null;
      const tells = drift !== null && Math.abs(drift) >= DRIFT_MS;
      setText(parts.drift, tells ? offsetWords(drift, lang) : '');
      setAttr(parts.drift, 'data-late', drift > 0);
      const last = forecast?.actual.at(-1);
      setText(parts.actual, last ? (last[1] === null ? at(last[0]) : `${at(last[0])}–${at(last[1])}`) : '');
      setText(parts.length, span(segment.duration_ms));
      parts.skip.dataset.verb = skipped ? 'unskip' : 'skip';
      setText(parts.skip, t(lang, skipped ? 'unskip' : 'skipThis'));
      setAttr(parts.skip, 'aria-label', `${t(lang, skipped ? 'unskip' : 'skipThis')}: ${side(lang, segment.title)}`);
      setAttr(parts.skip, 'hidden', !may(role, 'skip') || state.phase === 'ended' || (!skipped && stand === 'done') || here);
      const visit = plan.segments.indexOf(segment) < future - 1;
      const jumps = may(role, 'jump') && state.phase === 'on_air' && (here || !skipped);
      drawJump(parts.jump, { visit, to: side(lang, segment.title), shown: jumps && !here && segment.cues.length > 0 });
      const unfolded = here || opened.has(segment.id);
      setText(parts.more, segment.cues.length);
      setAttr(parts.more, 'aria-expanded', unfolded ? 'true' : 'false');
      setAttr(parts.more, 'aria-label', `${t(lang, 'cues', { n: segment.cues.length })}: ${side(lang, segment.title)}`);
      setAttr(parts.more, 'hidden', here || !segment.cues.length);
      keyed(parts.cues, unfolded ? segment.cues : [], (cue) => cue.id, makeCue, (item, cue) => {
        const { kind, text, jump, edit: pen } = item.ccParts;
        setAttr(item, 'data-on', cue.id === state.cue);
        setText(kind, kindWord(lang, cue.kind));
        setText(text, side(lang, cue.lines).replace(/\s*\n\s*/g, ' '));
        drawJump(jump, { visit, to: text.textContent, shown: jumps && cue.id !== state.cue, brief: true });
        setAttr(pen, 'hidden', !may(role, 'edit'));
        setAttr(pen, 'aria-label', `${t(lang, 'editLines')}: ${text.textContent}`);
      });
    });
    if (flow) {
      setText(sum, `${t(lang, 'plannedEnd')} ${timeOfDay(flow.planned_end, plan.zone)} · ${t(lang, 'expectedEnd')} ${timeOfDay(flow.expected_end, plan.zone)}`);
    }
    if (state.segment !== shownAt) {
      shownAt = state.segment;
      const row = [...list.children].find((one) => one.hasAttribute('aria-current'));
      if (row) list.scrollTop = Math.max(0, row.offsetTop - list.offsetTop - list.clientHeight * 0.25);
    }
  }

  return { el, draw };
}

const minus = (a, b) => (a === null || a === undefined || b === null || b === undefined ? null : a - b);

function linkWord(plan, segment, lang) {
  const number = plan.products?.[segment.sku]?.link_no;
  return number ? ` · ${t(lang, 'link', { n: number })}` : '';
}
