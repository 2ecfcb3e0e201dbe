// What stands on the host's screen, and how each part is drawn from plan, state and clock.

import { dueAt, offsetWords, pausedMs } from './clock.js';
import { countersView } from './counters.js';
import { h, icon, setAttr, setLines, setText } from './dom.js';
import { fit, onResize } from './fit.js';
import { span, timeOfDay } from './format.js';
import { choice, lamp, langSwitch, lineBadge, may } from './frame.js';
import { helpSheet } from './help.js';
import { hostBoard } from './hostboard.js';
import { current, linesOnAir, next, openRun } from './place.js';
import { chime } from './chime.js';
import { keep as keep_, recall } from './prefs.js';
import { EMERGENCIES, kindWord, side, t } from './texts.js';

/** Build the host's screen in `screen`; the result draws itself and holds the buttons that `host.js` wires. */
export function hostView(screen, { focus: firstFocus, layout: firstLayout, extra, room, emergency, lookup, detail }) {
  const lampView = lamp(screen);
  const line = lineBadge(screen);
  const title = h('h1', { class: 'cc-title' });
  const hosts = h('span', { class: 'cc-hosts' });
  const help = helpSheet(screen, 'host', room);
  const layoutPick = choice([['all', 'layout_all'], ['script', 'layout_script'], ['side', 'layout_side']], {
    label: 'layout', value: LAYOUTS.includes(firstLayout) ? firstLayout : recall('layout', LAYOUTS), onPick: setLayout,
  });
  const layoutName = h('span', { class: 'cc-tool-name' });
  const soundButton = h('button', { type: 'button', class: 'cc-btn cc-btn-quiet cc-sound', onclick: () => setSound(!sound) }, icon('sound'));
  const lines = { zh: h('p', { class: 'cc-line-zh', lang: 'zh-CN' }), en: h('p', { class: 'cc-line-en', lang: 'en' }) };
  const linesBox = h('div', { class: 'cc-lines' }, lines.zh, lines.en);
  const focusPick = choice([['both', 'both'], ['zh', 'zh'], ['en', 'en']], {
    label: 'focus', value: firstFocus ?? recall('focus', ['both', 'zh', 'en']), onPick: setFocus,
  });
  const kind = h('span', { class: 'cc-chip cc-seg-kind' });
  const run = h('span', { class: 'cc-chip cc-seg-run' });
  const segName = h('span', { class: 'cc-seg-name' });
  const segOther = h('span', { class: 'cc-seg-other' });
  const place = h('span', { class: 'cc-seg-place' });
  const heldWords = h('span', { class: 'cc-chip cc-seg-held', role: 'status', hidden: true });
  const bar = h('i');
  const progress = h('div', { class: 'cc-progress', role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100' }, bar);
  const script = h('section', { class: 'cc-script' },
    h('div', { class: 'cc-seg' }, kind, run, heldWords, h('h2', { class: 'cc-seg-title' }, segName, segOther), place), progress, linesBox);

  const board = hostBoard(screen, { room, extra, buttons: [detail.button, lookup.button] });

  const nextLabel = h('h2', { class: 'cc-next-label' });
  const nextKind = h('span', { class: 'cc-chip' });
  const nextZh = h('p', { class: 'cc-next-zh', lang: 'zh-CN' });
  const nextEn = h('p', { class: 'cc-next-en', lang: 'en' });
  const nextLines = h('div', { class: 'cc-next-lines' }, nextZh, nextEn);
  const nextBox = h('section', { class: 'cc-next' }, h('div', { class: 'cc-next-head' }, nextLabel, nextKind), nextLines);

  const leftLabel = h('p', { class: 'cc-clock-label' });
  const leftValue = h('p', { class: 'cc-clock-big', role: 'timer' });
  const small = Object.fromEntries(['wall', 'elapsed', 'offset'].map((name) => {
    const label = h('dt');
    const value = h('dd');
    return [name, { label, value, el: h('div', { class: `cc-clock-small cc-clock-${name}` }, label, value) }];
  }));
  const offsetSign = h('span', { class: 'cc-offset-sign' }, icon('late'), icon('early'), icon('even'));
  const offsetText = h('span');
  small.offset.value.append(offsetSign, offsetText);
  const clocks = h('section', { class: 'cc-clocks' }, h('div', { class: 'cc-clock-main' }, leftLabel, leftValue),
    h('dl', { class: 'cc-clock-row' }, small.wall.el, small.elapsed.el, small.offset.el));
  const counters = countersView();

  const go = h('button', { type: 'button', class: 'cc-btn cc-btn-go' }, icon('go'), h('span'));
  const back = h('button', { type: 'button', class: 'cc-btn' }, icon('back'), h('span'));
  const pause = h('button', { type: 'button', class: 'cc-btn' }, icon('pause'), icon('play'), h('span'));
  const keep = h('button', { type: 'button', class: 'cc-btn cc-t-keep' }, icon('hold'), h('span'));
  const acts = h('div', { class: 'cc-acts' }, back, pause, keep, emergency.el, go);

  const langPick = langSwitch(screen);
  const focusName = h('span', { class: 'cc-tool-name' });
  const langName = h('span', { class: 'cc-tool-name' });
  const top = h('header', { class: 'cc-top' }, lampView.el, title, hosts,
    h('div', { class: 'cc-top-tools' }, line.el, h('div', { class: 'cc-tool cc-tool-layout' }, layoutName, layoutPick.el), h('div', { class: 'cc-tool' }, focusName, focusPick.el), h('div', { class: 'cc-tool' }, langName, langPick.el), soundButton, help.button));
  const main = h('main', { class: 'cc-frame' }, top, script, clocks, board.el, counters.el, nextBox, acts);
  screen.el.prepend(main);
  screen.el.append(help.el);

  let seenLines = null;
  let seenNext = null;
  function setFocus(value) {
    keep_('focus', value);
    setAttr(screen.el, 'data-focus', value);
    refit();
  }
  setAttr(screen.el, 'data-focus', focusPick.value);

  /** One screen for all, or two of which one holds the script and one the board and the numbers. */
  function setLayout(value) {
    keep_('layout', value);
    setAttr(screen.el, 'data-layout', value);
    refit();
  }
  setAttr(screen.el, 'data-layout', layoutPick.value);

  let sound = recall('sound', ['no', 'yes']) === 'yes';
  function setSound(value) {
    sound = value;
    keep_('sound', value ? 'yes' : 'no');
    drawSound();
    if (value) chime(false); // a browser lets a page sound only after a press, so this one opens it
  }
  function drawSound() {
    setAttr(soundButton, 'aria-pressed', sound ? 'true' : 'false');
    setAttr(soundButton, 'aria-label', t(screen.lang, sound ? 'soundOn' : 'soundOff'));
    setAttr(soundButton, 'data-note', t(screen.lang, sound ? 'soundOn' : 'soundOff'));
  }

  function refit() {
    refitLines();
    refitNext();
    board.refit();
  }
  function refitLines() {
    const high = linesBox.clientHeight;
    fit(linesBox, { min: 14, max: Math.max(24, Math.min(high * 0.42, linesBox.clientWidth * 0.085)) });
  }
  const refitNext = () => fit(nextLines, { min: 12, max: Math.max(14, nextBox.clientHeight * 0.3) });
  const stop = onResize([linesBox, nextBox], refit);

  return {
    main, go, back, pause, keep, board, line, help, refit,
    /** For a message that came: nothing unless sound was switched on here. */
    ring: (urgent) => sound && chime(urgent),
    cycleFocus() {
      const order = ['both', 'zh', 'en'];
      const value = order[(order.indexOf(focusPick.value) + 1) % 3];
      focusPick.pick(value, true);
    },
    words() {
      const { lang } = screen;
      focusPick.draw(lang);
      setText(focusName, t(lang, 'script'));
      setText(langName, t(lang, 'words'));
      setText(layoutName, t(lang, 'layout'));
      layoutPick.draw(lang);
      drawSound();
      setText(go.querySelector('span'), t(lang, 'go'));
      setText(back.querySelector('span'), t(lang, 'back'));
      setText(small.wall.label, t(lang, 'wall'));
      setText(small.offset.label, t(lang, 'offset'));
      setAttr(main, 'aria-label', t(lang, 'hostTitle'));
      help.words();
    },
    /** What is said now, and where that is. */
    drawPlace(feed) {
      const { lang } = screen;
      const { plan, state } = feed;
      const here = current(plan, state);
      const after = next(plan, state);
      const open = openRun(state);
      lampView.draw(state);
      setText(title, side(lang, plan.title));
      setText(hosts, (plan.hosts ?? []).join(' · '));
      const at = here ?? (state.phase === 'preshow' ? after : null);
      const segment = at?.segment ?? null;
      setText(kind, state.emergency ? t(lang, 'emergency') : segment ? kindWord(lang, segment.kind) : t(lang, state.phase));
      const trouble = EMERGENCIES[state.emergency?.kind];
      setText(segName, trouble ? side(lang, trouble.label) : segment ? side(lang, segment.title) : '');
      setText(segOther, trouble ? t(lang, 'emergencyBack') : segment ? other(lang, segment.title) : '');
      setText(place, here ? `${here.at + 1} / ${here.of}` : '');
      setAttr(run, 'hidden', !(open?.ordinal > 1));
      setText(run, open?.ordinal > 1 ? t(lang, 'run', { n: open.ordinal }) : '');
      const held = state.hold ?? null;
      setText(heldWords, held ? t(lang, 'heldBy', { by: held.by }) : '');
      setAttr(heldWords, 'hidden', !held);
      drawLines(here, state, lang);
      const look = JSON.stringify([here?.cue, lang, state.phase, state.emergency?.kind]);
      if (look === seenLines) return;
      seenLines = look;
      linesBox.scrollTop = 0;
      refitLines();
    },
    /** What comes, and what can be done: board, next line, buttons. */
    drawComing(feed) {
      const { lang } = screen;
      const { plan, state, role } = feed;
      const here = current(plan, state);
      const after = next(plan, state);
      board.draw(feed);
      drawNext(after, here, state, lang);
      const held = state.hold ?? null;
      setText(keep.querySelector('span'), held ? t(lang, 'release') : t(lang, 'hold'));
      setAttr(keep, 'data-on', Boolean(held));
      setAttr(keep, 'aria-pressed', held ? 'true' : 'false');
      for (const one of [lookup, detail]) setAttr(one.button, 'hidden', !may(role, 'board_show') && one === lookup);
      for (const [button, verb] of [[go, state.phase === 'preshow' ? 'start' : 'go'], [back, 'back'], [pause, 'pause'], [keep, 'hold']]) {
        setAttr(button, 'hidden', !may(role, verb) && verb !== 'start');
        setAttr(button, 'aria-disabled', !may(role, verb) || state.phase === 'ended' || (verb !== 'start' && !here) ? 'true' : null);
      }
      setText(go.querySelector('span'), t(lang, state.phase === 'preshow' ? (may(role, 'start') ? 'goStart' : 'notYet') : 'go'));
      setAttr(acts, 'hidden', !may(role, 'go'));
      setText(pause.querySelector('span'), t(lang, state.paused ? 'resume' : 'pause'));
      setAttr(pause, 'data-paused', Boolean(state.paused));
      const look = JSON.stringify([after?.cue, lang, state.phase, state.cue]);
      if (look === seenNext) return;
      seenNext = look;
      refitNext();
    },
    drawCounters(feed) {
      const at = current(feed.plan, feed.state) ?? (feed.state.phase === 'preshow' ? next(feed.plan, feed.state) : null);
      counters.draw({ lang: screen.lang, plan: feed.plan, state: feed.state, counters: feed.counters, segment: at?.segment });
    },
    drawClocks(feed, flow, now) {
      const { lang } = screen;
      const { plan, state } = feed;
      const here = current(plan, state);
      const waits = state.phase === 'preshow' && plan.start !== null && plan.start !== undefined;
      const over = flow.remaining !== null && flow.remaining < 0;
      setAttr(screen.el, 'data-clock', over ? 'over' : flow.remaining !== null && flow.remaining < 60000 ? 'soon' : null);
      setText(leftLabel, waits ? t(lang, plan.start >= now ? 'toStart' : 'pastStart')
        : state.phase === 'ended' ? t(lang, 'lasted') : t(lang, over ? 'overtime' : 'remaining'));
      setText(leftValue, waits ? span(plan.start - now, { up: plan.start >= now })
        : state.phase === 'ended' ? span(minus(state.ended, state.started))
          : over ? span(flow.remaining) : span(flow.remaining, { up: true }));
      setText(small.wall.value, timeOfDay(now, plan.zone, { seconds: true }));
      setText(small.elapsed.label, t(lang, 'elapsed'));
      setText(small.elapsed.value, span(minus(state.ended ?? (state.started === null ? null : now), state.started), { hours: true }));
      setText(offsetText, offsetWords(flow.offset, lang));
      setAttr(small.offset.el, 'data-offset', flow.offset === null ? null
        : Math.abs(flow.offset) < 1000 ? 'even' : flow.offset > 0 ? 'late' : 'early');
      const open = openRun(state);
      const length = open && here ? dueAt(here.segment, open, now) - pausedMs(open, now) - open.kickoff : 0;
      const share = length > 0 && flow.remaining !== null ? Math.min(1, Math.max(0, 1 - flow.remaining / length)) : 0;
      bar.style.transform = `scaleX(${share.toFixed(4)})`;
      setAttr(progress, 'aria-valuenow', Math.round(share * 100));
      setAttr(progress, 'aria-label', t(lang, 'segment'));
    },
    destroy() {
      stop();
      board.destroy();
    },
  };

  function drawLines(here, state, lang) {
    const spoken = linesOnAir(state, here, EMERGENCIES);
    const said = spoken?.zh || spoken?.en;
    setAttr(screen.el, 'data-emergency', state.emergency?.kind);
    const alone = !said && (state.phase === 'preshow' ? t(lang, 'waitStart') : state.phase === 'ended' ? t(lang, 'thanks') : t(lang, 'nothingSaid'));
    setAttr(linesBox, 'data-alone', Boolean(alone));
    setLines(lines.zh, alone ? (lang === 'en' ? '' : alone) : spoken.zh ?? '');
    setLines(lines.en, alone ? (lang === 'en' ? alone : '') : spoken.en ?? '');
    // A line that exists in one language only is shown whatever the focus: an empty screen helps nobody.
    setAttr(linesBox, 'data-only', !alone && !(spoken.zh && spoken.en));
    setAttr(lines.zh, 'hidden', !lines.zh.textContent);
    setAttr(lines.en, 'hidden', !lines.en.textContent);
  }

  function drawNext(after, here, state, lang) {
    setText(nextLabel, t(lang, state.phase === 'preshow' ? 'first' : 'next'));
    setAttr(nextKind, 'hidden', !after);
    const jumps = after && after.segment !== here?.segment;
    setText(nextKind, after ? kindWord(lang, jumps ? after.segment.kind : after.cue.kind) : '');
    setAttr(nextBox, 'data-jumps', Boolean(jumps));
    const lead = jumps ? after.segment.title : null;
    setText(nextZh, !after ? (state.phase === 'ended' ? '' : t('zh', 'nothingNext')) : joined(lead?.zh, after.cue.lines?.zh));
    setText(nextEn, !after ? (state.phase === 'ended' ? '' : t('en', 'nothingNext')) : joined(lead?.en, after.cue.lines?.en));
  }
}

const LAYOUTS = ['all', 'script', 'side'];
const joined = (...parts) => parts.filter(Boolean).join(' · ').replace(/\s*\n\s*/g, ' ');
const other = (lang, pair) => (pair?.zh && pair?.en ? (lang === 'en' ? pair.zh : pair.en) : '');
const minus = (a, b) => (a === null || a === undefined || b === null || b === undefined ? null : a - b);
