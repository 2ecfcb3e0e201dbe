// The prompter: the script in huge letters on black, what is on air at the reading line. It only reads the show.

import { messageBand } from './band.js';
import { forecast, offsetWords } from './clock.js';
import { h, icon, setAttr, setLines, setText } from './dom.js';
import { openFeed } from './feed.js';
import { onResize } from './fit.js';
import { span } from './format.js';
import { frame, lamp, lineBadge, may } from './frame.js';
import { helpSheet } from './help.js';
import { listenKeys } from './keys.js';
import { current, openMessages } from './place.js';
import { promptBar } from './promptbar.js';
import { promptText } from './prompttext.js';
import { scroller, topOf } from './scroller.js';
import { EMERGENCIES, side, t } from './texts.js';

const TICK_MS = 200;
// Where the eye rests, as a share of the height: what comes has more room than what was said.
const READING = 0.38;
// After this long without a hand on it the bar of settings fades, so that nothing stands beside the script.
const IDLE_MS = 4000;
// One notch of a usual wheel in px.
const NOTCH = 60;

/**
 * Mount the prompter in `root`; options and result as for the host screen, also with a viewer's link. It follows GO,
 * says how far it was moved off the cue, and keeps the line at the top when the script is edited. It sends nothing
 * but the receipts of messages, so a foot pedal here can never move the show.
 */
export function mount(root, { token, lang, base, height, focus } = {}) {
  const screen = frame(root, { kind: 'prompter', sheets: ['parts', 'band', 'prompter'], lang, height });
  const lampView = lamp(screen);
  const line = lineBadge(screen);
  const help = helpSheet(screen, 'prompter');
  const name = h('h1', { class: 'cc-pr-name' });
  const left = h('span', { class: 'cc-pr-left', role: 'timer' });
  const pace = h('span', { class: 'cc-pr-pace' });
  const strip = h('header', { class: 'cc-pr-top' }, lampView.el, name, pace, left, line.el);
  const text = h('div', { class: 'cc-pr-text' });
  const box = h('div', { class: 'cc-pr-scroll', tabindex: '0', role: 'region' }, text);
  const offWords = h('span');
  const offReturn = h('span');
  const off = h('button', { type: 'button', class: 'cc-pr-off', hidden: true, onclick: () => home() }, icon('next'), offWords, offReturn, h('kbd', { text: 'Home' }));
  const troubleName = h('p', { class: 'cc-pr-trouble-name' });
  const troubleZh = h('div', { class: 'cc-pr-zh', lang: 'zh-CN' });
  const troubleEn = h('div', { class: 'cc-pr-en', lang: 'en' });
  const trouble = h('section', { class: 'cc-pr-trouble', hidden: true, role: 'alert' }, troubleName, troubleZh, troubleEn);
  const stage = h('div', { class: 'cc-pr-stage' }, box, h('i', { class: 'cc-pr-mark', 'aria-hidden': 'true' }), trouble, strip, off);
  const main = h('main', { class: 'cc-frame' }, stage);
  screen.el.prepend(main);
  screen.el.append(help.el);

  const script = promptText(text);
  const lineHeight = () => parseFloat(getComputedStyle(text).fontSize) * 1.34;
  /** Phrases stay whole as long as a line holds them; larger letters or a phone break between words. */
  const write = () => {
    const { fontSize, paddingInlineStart } = getComputedStyle(text);
    const holds = Math.floor((text.clientWidth - 2 * parseFloat(paddingInlineStart)) / parseFloat(fontSize));
    script.draw(feed, screen.lang, Math.max(4, Math.min(14, holds - 1)));
  };
  const reading = () => box.clientHeight * READING;
  const eye = () => reading() + lineHeight() * 0.5;
  const scroll = scroller(box, { lineHeight, onMove: tellOff });
  /** What changes the layout leaves the line being read where it is. */
  const onLook = (work) => scroll.keep(eye(), () => {
    work();
    if (feed.ready) write();
  });
  const bar = promptBar(screen, { focus, help, onLook, onSpeed: (value) => { scroll.speed = value; } });
  main.append(bar.el);
  const feed = openFeed({ token, base, onUpdate: draw });
  const act = async (verb, args) => screen.report(await feed.send(verb, args));
  const band = messageBand(screen, { feed, act, queue: () => (may(feed.role, 'acked') ? openMessages(feed.state, 'host') : []), sign: 'M' });
  stage.append(band.el);
  let cue = null;

  /** The cue's first line to the reading line. */
  function home(options) {
    if (script.target) scroll.to(box.scrollTop + topOf(box, firstLine(script.target)) - reading(), options);
  }

  function tellOff() {
    const away = feed?.ready && !scroll.moving ? script.where(box, eye()) : null;
    setAttr(screen.el, 'data-off', Boolean(away));
    setAttr(off, 'hidden', !away);
    if (!away) return;
    const lines = Math.max(1, Math.round(away.px / lineHeight()));
    setAttr(off, 'data-where', away.where);
    const far = t(screen.lang, away.cues > 1 ? 'offCues' : 'offLines', { n: away.cues, lines });
    setText(offWords, `${t(screen.lang, away.where === 'above' ? 'offAbove' : 'offBelow')} · ${far}`);
    setText(offReturn, t(screen.lang, 'backToCue'));
  }

  function draw(_feed = feed, kind = 'snapshot') {
    line.draw(feed);
    if (!feed.ready) return;
    if (kind !== 'counters') band.draw();
    if (kind === 'counters' || kind === 'link') return;
    const { plan, state } = feed;
    lampView.draw(state);
    setText(name, [current(plan, state)?.segment.title ?? plan.title].map((title) => side(screen.lang, title)).join(''));
    // Whatever was written, taken out or put in: the line at the top of the screen stays where it is.
    if (cue === null) write();
    else scroll.keep(strip.offsetHeight, write);
    drawTrouble(state);
    const key = script.target ? `${state.phase === 'ended'}|${state.cue}` : '';
    // GO brings its cue to the reading line, unless the reader is in it already.
    if (key !== cue) {
      if (cue === null) home({ now: true });
      else if (script.where(box, eye())) home();
      cue = key;
    }
    tellOff();
    tick();
  }

  function drawTrouble(state) {
    const card = EMERGENCIES[state.emergency?.kind];
    setAttr(trouble, 'hidden', !card);
    if (!card) return;
    setText(troubleName, side(screen.lang, card.label));
    setLines(troubleZh, card.line.zh);
    setLines(troubleEn, card.line.en);
  }

  function tick() {
    line.draw(feed);
    if (!feed.ready || feed.link === 'cut' || feed.link === 'refused') return;
    const now = feed.now();
    const { plan, state } = feed;
    const flow = forecast(plan, state, now);
    const over = flow.remaining !== null && flow.remaining < 0;
    setAttr(screen.el, 'data-clock', over ? 'over' : flow.remaining !== null && flow.remaining < 60000 ? 'soon' : null);
    const waits = state.phase === 'preshow' && plan.start !== null && plan.start !== undefined;
    setText(left, waits ? span(plan.start - now, { up: plan.start >= now }) : span(flow.remaining, { up: !over }));
    setAttr(left, 'aria-label', `${t(screen.lang, waits ? (plan.start >= now ? 'toStart' : 'pastStart') : over ? 'overtime' : 'remaining')} ${left.textContent}`);
    setText(pace, offsetWords(flow.offset, screen.lang));
    setAttr(pace, 'data-offset', flow.offset === null ? null : Math.abs(flow.offset) < 1000 ? 'even' : flow.offset > 0 ? 'late' : 'early');
    band.tick(now);
  }

  const byLine = (n) => () => scroll.by(n * lineHeight());
  const unkeys = listenKeys({
    Space: () => bar.roll(), PageDown: () => bar.speed(1), PageUp: () => bar.speed(-1), ArrowRight: () => bar.speed(1), ArrowLeft: () => bar.speed(-1),
    ArrowDown: byLine(1), ArrowUp: byLine(-1), Home: () => home(), 0: () => home(), '+': () => bar.letters(1), '=': () => bar.letters(1), '-': () => bar.letters(-1),
    '[': () => bar.margin(-1), ']': () => bar.margin(1), x: () => bar.flip('x'), y: () => bar.flip('y'), l: () => bar.cycleFocus(),
    m: () => band.acknowledge(), '?': () => help.toggle(), Escape: () => help.hide(),
  }, { held: ['ArrowDown', 'ArrowUp'] });

  let turned = 0;
  const wheel = (event) => {
    if (!scroll.speed || event.ctrlKey) return; // standing still, the wheel scrolls as everywhere
    event.preventDefault();
    turned += event.deltaMode === 0 ? event.deltaY : event.deltaY * NOTCH;
    const notches = Math.trunc(turned / NOTCH);
    if (!notches) return;
    turned -= notches * NOTCH;
    bar.speed(Math.sign(notches));
  };
  box.addEventListener('wheel', wheel, { passive: false });

  let touched = performance.now();
  const stir = () => {
    touched = performance.now();
    setAttr(screen.el, 'data-idle', false);
  };
  for (const one of ['pointermove', 'pointerdown', 'keydown', 'focusin']) screen.el.addEventListener(one, stir);
  const ticking = setInterval(() => {
    tick();
    setAttr(screen.el, 'data-idle', performance.now() - touched > IDLE_MS && feed.ready && help.el.hidden);
  }, TICK_MS);

  let shape = '';
  const unwatch = onResize([main, bar.el], () => {
    band.resize();
    screen.el.style.setProperty('--bar', `${bar.el.offsetHeight}px`);
    const now = `${main.clientWidth}x${main.clientHeight}`;
    if (cue === null || now === shape) return;
    const first = shape === '';
    shape = now;
    write();
    if (first || script.where(box, eye())) home({ now: true });
    tellOff();
  });
  screen.onLang(() => {
    help.words();
    bar.words();
    setAttr(box, 'aria-label', t(screen.lang, 'script'));
    draw();
  });
  screen.ready.then(() => {
    if (feed.ready) write();
    home({ now: true });
  });
  return () => {
    clearInterval(ticking);
    unwatch();
    unkeys();
    scroll.destroy();
    feed.close();
    screen.destroy();
  };
}

/** The first line a reader speaks in a cue; its head and notes stand above the reading line. */
const firstLine = (article) => [...article.querySelectorAll('.cc-row')].find((row) => row.offsetHeight && row.textContent) ?? article;
