// The producer's desk, and in a narrow box the phone remote: rundown, transport, board, messages, numbers.

import { forecast } from './clock.js';
import { boardDesk } from './boarddesk.js';
import { checklistView } from './checklist.js';
import { composerView } from './composer.js';
import { countersView } from './counters.js';
import { h, keyed, setAttr, setText } from './dom.js';
import { openFeed } from './feed.js';
import { afterPaint } from './fit.js';
import { timeOfDay } from './format.js';
import { frame, lamp, langSwitch, lineBadge, may } from './frame.js';
import { helpSheet } from './help.js';
import { listenKeys } from './keys.js';
import { current, next } from './place.js';
import { rundownView } from './rundown.js';
import { closeSheets } from './sheet.js';
import { beatsView, emergencyView, shelfView } from './shelf.js';
import { KEYS, side, t, verbWord } from './texts.js';
import { deskTools } from './tools.js';
import { transportView } from './transport.js';

const TICK_MS = 200;
const TABS = ['checks', 'now', 'rundown', 'messages', 'numbers'];

/**
 * Mount the producer desk in `root`; options and result as for the host screen (`host.js`). In a box narrower than
 * 900 px it becomes the phone remote: one section at a time, GO under the thumb.
 */
export function mount(root, { token, lang, base, height, onCommand } = {}) {
  const screen = frame(root, { kind: 'producer', sheets: ['parts', 'check', 'producer'], lang, height });
  const feed = openFeed({ token, base, onUpdate: draw });
  let pending = false;

  async function act(verb, args = {}, expects = undefined) {
    if (!feed.ready || !may(feed.role, verb)) return { ok: false, code: 'forbidden' };
    const ack = await screen.carry(feed, verb, args, expects);
    onCommand?.({ verb, args, ack });
    return ack;
  }

  async function move(verb) {
    if (!feed.ready || pending || feed.state.phase === 'ended') return;
    pending = true;
    transport.pending(true);
    await act(verb === 'go' && feed.state.phase === 'preshow' ? 'start' : verb);
    pending = false;
    transport.pending(false);
  }

  const lampView = lamp(screen);
  const line = lineBadge(screen);
  const title = h('h1', { class: 'cc-title' });
  const who = h('span', { class: 'cc-who' });
  const last = h('span', { class: 'cc-last' });
  const help = helpSheet(screen, 'producer', () => feed.room);
  const rundown = rundownView(screen, { act, edit: (cue) => tools.edit.openFor(cue) });
  const emergency = emergencyView(screen, { act, feed });
  const shelf = shelfView(screen, { act, feed });
  const beats = beatsView(screen, { act, feed });
  const tools = deskTools(screen, { act, feed });
  const transport = transportView(screen, { act, move, feed, extra: [emergency.el] });
  const board = boardDesk(screen, { act, feed });
  const composer = composerView(screen, { act, feed });
  const checks = checklistView(screen, { act, feed });
  const counters = countersView();
  counters.el.dataset.tab = 'numbers';
  counters.el.classList.add('cc-pane');
  const logTitle = h('h2', { class: 'cc-pane-title' });
  const logList = h('ol', { class: 'cc-log' });
  const logNone = h('p', { class: 'cc-none' });
  const log = h('section', { class: 'cc-pane cc-logs', 'data-tab': 'numbers' }, h('div', { class: 'cc-pane-head' }, logTitle), logList, logNone);
  const tabs = h('div', { class: 'cc-tabs', role: 'group' }, ...TABS.map((name) => h('button', {
    type: 'button', class: 'cc-tab', onclick: () => open(name),
  })));
  const foot = h('div', { class: 'cc-foot' }, transport.go);
  const main = h('main', { class: 'cc-frame' },
    h('header', { class: 'cc-top' }, lampView.el, title, who, last, h('div', { class: 'cc-top-tools' }, line.el, langSwitch(screen).el, help.button)),
    tabs, rundown.el, h('div', { class: 'cc-mid' }, transport.el, foot, tools.el, board.el),
    h('div', { class: 'cc-side' }, checks.el, composer.el, counters.el, log));
  counters.el.append(shelf.el);
  screen.el.prepend(main);
  screen.el.append(help.el, beats.el);

  function open(name) {
    setAttr(main, 'data-open', name);
    TABS.forEach((one, at) => setAttr(tabs.children[at], 'aria-pressed', one === name ? 'true' : 'false'));
  }
  open('now');

  const press = (verb) => () => move(verb);
  const pause = () => feed.ready && feed.state.phase === 'on_air' && act(feed.state.paused ? 'resume' : 'pause');
  const addTime = (ms) => () => feed.state?.phase === 'on_air' && act('add_time', { ms });
  const unkeys = listenKeys({
    go: press('go'), back: press('back'), pause, hold: () => transport.hold(), reveal: () => board.step(), hide: () => board.hide(),
    more: addTime(60000), less: addTime(-60000), lookup: () => tools.lookup.toggle(), '?': () => help.toggle(), Escape: () => help.hide() ?? closeSheets(screen),
    ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [String(n), () => composer.preset(n - 1)])),
  }, { keys: () => feed.room?.keys ?? KEYS });

  // Where the show is stands there first; the other panes may follow a frame later.
  const rest = afterPaint(drawRest);

  function draw(_feed = feed, kind = 'snapshot') {
    line.draw(feed);
    if (!feed.ready) return;
    const { plan, state } = feed;
    if (kind === 'counters' || kind === 'link') {
      drawCounters();
      tick();
      return;
    }
    lampView.draw(state);
    setText(title, side(screen.lang, plan.title));
    transport.draw();
    drawPhase(state.phase);
    drawClocks(feed.now());
    if (kind === 'snapshot') drawRest();
    else rest.ask();
  }

  function drawRest() {
    setText(who, t(screen.lang, 'you', { name: feed.actor ?? '' }));
    for (const pane of [emergency, shelf, board, tools, composer]) pane.draw();
    checks.draw(feed.now());
    drawLog();
    drawCounters();
    tick();
  }

  function drawCounters() {
    const { plan, state } = feed;
    const at = current(plan, state) ?? (state.phase === 'preshow' ? next(plan, state) : null);
    counters.draw({ lang: screen.lang, plan, state, counters: feed.counters, segment: at?.segment });
  }

  /** Before air the list stands where numbers and log stand later; on a phone it has a tab of its own. */
  function drawPhase(phase) {
    setAttr(screen.el, 'data-phase', phase);
    setAttr(tabs.children[TABS.indexOf('checks')], 'hidden', phase !== 'preshow');
    if (phase !== 'preshow' && main.dataset.open === 'checks') open('now');
  }

  function drawLog() {
    const { lang } = screen;
    const moved = feed.state.last;
    setText(last, moved ? `${moved.by} · ${verbWord(lang, moved.verb)} · ${timeOfDay(moved.at, feed.plan.zone, { seconds: true })}` : '');
    setText(logTitle, t(lang, 'who'));
    setText(logNone, feed.log.length ? '' : t(lang, 'nobodyYet'));
    setAttr(logNone, 'hidden', feed.log.length > 0);
    keyed(logList, feed.log, (one) => `${one.at}|${one.verb}`, () => h('li', {}, h('time'), h('b'), h('span')), (row, one) => {
      setText(row.children[0], timeOfDay(one.at, feed.plan.zone, { seconds: true }));
      setText(row.children[1], one.by);
      setText(row.children[2], verbWord(lang, one.verb));
    });
  }

  function drawClocks(now) {
    const flow = forecast(feed.plan, feed.state, now);
    transport.drawClocks(flow, now);
    return flow;
  }

  let second = null;
  function tick() {
    line.draw(feed);
    if (!feed.ready || feed.link === 'cut' || feed.link === 'refused') return;
    const now = feed.now();
    const flow = drawClocks(now);
    composer.tick(now);
    beats.tick(now);
    tools.tick(now, flow);
    checks.tick(now);
    const key = `${Math.floor(now / 1000)}|${feed.seq}|${screen.lang}`;
    if (key === second) return; // rows change by the second, not by the tick
    second = key;
    rundown.draw(feed, flow);
  }

  screen.onLang((value) => {
    TABS.forEach((name, at) => setText(tabs.children[at], t(value, name)));
    setAttr(tabs, 'aria-label', t(value, 'sections'));
    help.words();
    tools.words();
    draw();
  });
  const ticking = setInterval(tick, TICK_MS);
  return () => {
    clearInterval(ticking);
    rest.drop();
    unkeys();
    transport.destroy();
    feed.close();
    screen.destroy();
  };
}
