// The assistant's screen: own column and props of this segment and the next, in letters for two full hands.

import { messageBand } from './band.js';
import { beatList } from './beats.js';
import { checklistView } from './checklist.js';
import { forecast, offsetWords } from './clock.js';
import { countersView } from './counters.js';
import { h, icon, keyed, setAttr, setLines, setText } from './dom.js';
import { openFeed } from './feed.js';
import { fit, onResize } from './fit.js';
import { span } from './format.js';
import { frame, lamp, langSwitch, lineBadge, may } from './frame.js';
import { helpSheet } from './help.js';
import { listenKeys } from './keys.js';
import { current, isSkipped, linesOnAir, next, openMessages } from './place.js';
import { shelfView } from './shelf.js';
import { EMERGENCIES, KEYS, kindWord, side, t } from './texts.js';

const TICK_MS = 200;
// Cues that are done with the hands: what an assistant has to do with.
const HANDS = new Set(['prop', 'link', 'stock', 'price', 'camera', 'music', 'message']);

/**
 * Mount the assistant's screen in `root`; options and result as for the host screen. It acknowledges messages, does
 * and puts off beats, marks the list before air; GO is not on it, neither as a button nor as a key.
 */
export function mount(root, { token, lang, base, height } = {}) {
  const screen = frame(root, { kind: 'assistant', sheets: ['parts', 'band', 'check', 'assistant'], lang, height });
  const feed = openFeed({ token, base, onUpdate: draw });
  const act = async (verb, args = {}) => {
    if (!feed.ready || !may(feed.role, verb)) return { ok: false, code: 'forbidden' };
    return screen.report(await feed.send(verb, args));
  };
  const lampView = lamp(screen);
  const line = lineBadge(screen);
  const help = helpSheet(screen, 'assistant');
  const title = h('h1', { class: 'cc-title' });
  const left = h('span', { class: 'cc-as-left', role: 'timer' });
  const leftName = h('span', { class: 'cc-as-leftname' });
  const pace = h('span', { class: 'cc-as-pace' });
  const top = h('header', { class: 'cc-top' }, lampView.el, title, h('div', { class: 'cc-as-clock' }, leftName, left, pace),
    h('div', { class: 'cc-top-tools' }, line.el, langSwitch(screen).el, help.button));
  const here = partView('now');
  const after = partView('next');
  const says = h('h3', { class: 'cc-as-saysname' });
  const zh = h('div', { class: 'cc-as-zh', lang: 'zh-CN' });
  const en = h('div', { class: 'cc-as-en', lang: 'en' });
  const saysBox = h('section', { class: 'cc-as-says' }, says, h('div', { class: 'cc-as-lines', tabindex: '0', role: 'region' }, zh, en));
  const doTitle = h('h2', { class: 'cc-pane-title' });
  const doList = h('ol', { class: 'cc-as-todo', tabindex: '0' });
  const doBox = h('section', { class: 'cc-pane cc-as-do' }, h('div', { class: 'cc-pane-head' }, doTitle), doList);
  const checks = checklistView(screen, { act, feed, own: 'assistant' });
  const beats = beatList(screen, { act, feed });
  const beatsName = h('h2', { class: 'cc-pane-title' });
  const beatsBox = h('section', { class: 'cc-pane cc-as-beats' }, h('div', { class: 'cc-pane-head' }, beatsName), beats.el);
  const shelf = shelfView(screen, { act, feed });
  const counters = countersView();
  counters.el.prepend(shelf.el);
  const main = h('main', { class: 'cc-frame' }, top, here.el, saysBox, after.el, h('div', { class: 'cc-side' }, checks.el, doBox, beatsBox, counters.el));
  screen.el.prepend(main);
  screen.el.append(help.el);
  const band = messageBand(screen, { feed, act, queue: () => openMessages(feed.state, 'assistant') });
  main.append(band.el);
  const unkeys = listenKeys({ ack: () => band.acknowledge(), '?': () => help.toggle(), Escape: () => help.hide() }, { keys: () => feed.room?.keys ?? KEYS });

  function draw(_feed = feed, kind = 'snapshot') {
    line.draw(feed);
    if (!feed.ready) return;
    const { plan, state } = feed;
    const { lang: words } = screen;
    const on = current(plan, state) ?? (state.phase === 'preshow' ? next(plan, state) : null);
    if (kind !== 'counters') band.draw();
    if (kind !== 'counters' && kind !== 'link') {
      lampView.draw(state);
      setText(title, side(words, plan.title));
      here.draw(on?.segment ?? null, t(words, state.phase === 'preshow' ? 'first' : state.phase === 'ended' ? 'ended' : 'current'));
      setAttr(after.el, 'hidden', state.phase === 'ended');
      after.draw(following(plan, state, on), t(words, 'nextUp'));
      setText(says, t(words, EMERGENCIES[state.emergency?.kind] ? 'emergency' : 'hostSays'));
      setAttr(saysBox.lastChild, 'aria-label', says.textContent);
      setAttr(screen.el, 'data-emergency', state.emergency?.kind);
      const spoken = linesOnAir(state, current(plan, state), EMERGENCIES);
      setAttr(saysBox, 'hidden', !spoken);
      setLines(zh, spoken?.zh ?? '');
      setLines(en, spoken?.en ?? '');
      drawTodo(on, plan, state, words);
      checks.draw(feed.now());
      setAttr(doBox, 'hidden', state.phase !== 'on_air');
      setText(beatsName, t(words, 'beats'));
      shelf.draw();
    }
    counters.draw({ lang: words, plan, state, counters: feed.counters, segment: on?.segment });
    tick();
  }

  function drawTodo(on, plan, state, words) {
    setText(doTitle, t(words, 'toDo'));
    setAttr(doList, 'aria-label', t(words, 'toDo'));
    const cues = on?.segment.cues ?? [];
    const at = cues.findIndex((cue) => cue.id === state.cue);
    const rows = cues.map((cue, place) => ({ cue, place })).filter(({ cue, place }) => HANDS.has(cue.kind) || cue.cards?.length || place === at);
    keyed(doList, rows, ({ cue }) => cue.id, () => h('li', {}, icon('check'), h('b'), h('span')), (row, { cue, place }) => {
      setAttr(row, 'data-stand', place < at ? 'done' : place === at ? 'now' : null);
      setAttr(row, 'aria-current', place === at ? 'step' : null);
      setText(row.children[1], kindWord(words, cue.kind));
      setText(row.children[2], side(words, cue.lines).replace(/\s*\n\s*/g, ' '));
    });
  }

  function tick() {
    line.draw(feed);
    if (!feed.ready || feed.link === 'cut' || feed.link === 'refused') return;
    const now = feed.now();
    const { plan, state } = feed;
    const { lang: words } = screen;
    const flow = forecast(plan, state, now);
    const over = flow.remaining !== null && flow.remaining < 0;
    const waits = state.phase === 'preshow' && plan.start !== null && plan.start !== undefined;
    setAttr(screen.el, 'data-clock', over ? 'over' : flow.remaining !== null && flow.remaining < 60000 ? 'soon' : null);
    const lasted = state.phase === 'ended';
    setText(leftName, lasted ? t(words, 'lasted') : waits ? t(words, plan.start >= now ? 'toStart' : 'pastStart') : t(words, over ? 'overtime' : 'remaining'));
    setText(left, lasted ? span(state.ended - state.started) : waits ? span(plan.start - now, { up: plan.start >= now }) : span(flow.remaining, { up: !over }));
    setText(pace, offsetWords(flow.offset, words));
    setAttr(pace, 'data-offset', flow.offset === null ? null : Math.abs(flow.offset) < 1000 ? 'even' : flow.offset > 0 ? 'late' : 'early');
    band.tick(now);
    checks.tick(now);
    setAttr(beatsBox, 'hidden', !beats.tick(now));
  }

  /** A segment as the assistant needs it: name, what to do, what to have at hand. */
  function partView(kind) {
    const stand = h('span', { class: 'cc-chip cc-as-stand' });
    const name = h('h2', { class: 'cc-as-name' });
    const link = h('span', { class: 'cc-chip cc-as-link' });
    const task = h('p', { class: 'cc-as-task' });
    const propsName = h('span', { class: 'cc-as-propsname' });
    const props = h('span');
    const propsRow = h('p', { class: 'cc-as-props' }, propsName, props);
    const text = h('div', { class: 'cc-as-text' }, task, propsRow);
    const el = h('section', { class: `cc-pane cc-as-part cc-as-${kind}` }, h('div', { class: 'cc-as-head' }, stand, name, link), text);
    const resize = () => fit(text, { min: 16, max: Math.max(20, Math.min(text.clientHeight * 0.34, text.clientWidth * (kind === 'now' ? 0.1 : 0.075))) });
    const stop = onResize([text], resize);
    let seen = null;
    return {
      el,
      stop,
      resize,
      draw(segment, word) {
        const { lang: words } = screen;
        const { assistant = '', props: things = '' } = segment?.columns ?? {};
        setText(stand, word);
        setText(name, segment ? `${kindWord(words, segment.kind)} · ${side(words, segment.title)}` : t(words, feed.state.phase === 'ended' ? 'thanks' : 'nothingNext'));
        setAttr(name, 'title', name.textContent);
        const number = feed.plan.products?.[segment?.sku]?.link_no;
        setText(link, number ? t(words, 'link', { n: number }) : '');
        setAttr(link, 'hidden', !number);
        setLines(task, assistant || (segment ? t(words, 'noPart') : ''));
        setAttr(task, 'data-none', !assistant);
        setText(propsName, t(words, 'props'));
        setText(props, things);
        setAttr(propsRow, 'hidden', !things);
        const key = JSON.stringify([segment?.columns, words]);
        if (key !== seen) resize();
        seen = key;
      },
    };
  }

  const unwatch = onResize([main], () => band.resize());
  screen.onLang(() => {
    help.words();
    draw();
  });
  screen.ready.then(() => [here, after].forEach((part) => part.resize()));
  const ticking = setInterval(tick, TICK_MS);
  return () => {
    clearInterval(ticking);
    for (const part of [here, after]) part.stop();
    unwatch();
    unkeys();
    feed.close();
    screen.destroy();
  };
}

/** The segment that comes after the one on air; after a visit the one the show returns to. */
function following(plan, state, on) {
  if (!on || state.phase === 'ended') return null;
  const came = next(plan, state)?.segment;
  if (state.visit && came && came !== on.segment) return came;
  return plan.segments.slice(plan.segments.indexOf(on.segment) + 1).find((one) => !isSkipped(one, state)) ?? null;
}
