// The host's screen: script on one side, board under it, clocks and sales beside it. Read from two metres.

import { messageBand } from './band.js';
import { reveal } from './boardsteps.js';
import { forecast } from './clock.js';
import { setAttr } from './dom.js';
import { openFeed } from './feed.js';
import { afterPaint, onResize } from './fit.js';
import { frame, may } from './frame.js';
import { hostView } from './hostview.js';
import { listenKeys } from './keys.js';
import { openMessages, waitingCards } from './place.js';
import { closeSheets } from './sheet.js';
import { emergencyView } from './shelf.js';
import { KEYS, t } from './texts.js';
import { detailSheet, lookupSheet } from './words.js';

// Five looks a second: no digit of a clock is shown later than this after its second began.
const TICK_MS = 200;

/**
 * Mount the host screen in `root` (an element of a page or of a shadow root) and return the function that takes
 * it away. Options: `token` of the signed link, `lang` (`zh`|`en`), `base` (default: where this module came
 * from), `height` (CSS length), `focus` (`both`|`zh`|`en`), `layout` (`all`|`script`|`side`),
 * `with` (beside the board: `picture`, `price`, by comma), `onCommand({verb, args, ack})`.
 */
export function mount(root, { token, lang, base, height, focus, layout, with: extra, onCommand } = {}) {
  const screen = frame(root, { kind: 'host', sheets: ['board', 'boardpage', 'parts', 'band', 'host'], lang, height });
  const feed = openFeed({ token, base, onUpdate: (...news) => view && draw(...news) });
  let pending = false;

  async function act(verb, args = {}, expects = undefined) {
    const ack = await screen.carry(feed, verb, args, expects);
    onCommand?.({ verb, args, ack });
    return ack;
  }

  /** GO and BACK: one at a time; while a receipt is on its way another press is the same press. */
  async function move(verb) {
    if (!feed.ready || pending) return;
    if (verb === 'go' && feed.state.phase === 'preshow') {
      if (!may(feed.role, 'start')) return screen.toast(t(screen.lang, 'waitStart'));
      verb = 'start';
    }
    if (!may(feed.role, verb) || feed.state.phase === 'ended') return;
    pending = true;
    setAttr(view.go, 'data-pending', true);
    await act(verb);
    pending = false;
    setAttr(view.go, 'data-pending', false);
  }

  const boardStep = () => reveal({ feed, act });
  const boardHide = () => feed.state?.board && may(feed.role, 'board_hide') && act('board_hide');
  const pause = () => feed.ready && feed.state.phase === 'on_air' && may(feed.role, 'pause')
    && act(feed.state.paused ? 'resume' : 'pause');

  const emergency = emergencyView(screen, { act, feed, name: 'emergencyShort' });
  const lookup = lookupSheet(screen, { feed, act });
  const detail = detailSheet(screen, { feed, of: lastWord });
  const view = hostView(screen, { focus, layout, extra, room: () => feed.room, emergency, lookup, detail });

  /** The word shown last, before it the first that waits. */
  function lastWord() {
    const { board } = feed.state ?? {};
    if (board) return board.cards[Math.max(0, board.revealed - 1)];
    return feed.ready ? waitingCards(feed.plan, feed.state)[0] ?? null : null;
  }

  const hold = () => feed.ready && feed.state.phase === 'on_air' && may(feed.role, 'hold') && act(feed.state.hold ? 'release' : 'hold');

  view.keep.addEventListener('click', hold);
  view.board.host.addEventListener('click', (event) => {
    const id = view.board.cardAt(event.target);
    if (id) detail.openFor(id);
  });
  view.go.addEventListener('click', () => move('go'));
  view.back.addEventListener('click', () => move('back'));
  view.pause.addEventListener('click', pause);
  view.board.step.addEventListener('click', boardStep);
  view.board.hide.addEventListener('click', boardHide);
  const band = messageBand(screen, { feed, act, queue: () => openMessages(feed.state, readsAs(feed.role)), sound: view.ring });
  view.main.append(band.el);
  const unwatch = onResize([view.main], () => band.resize());

  const go = () => move('go');
  const back = () => move('back');
  const unkeys = listenKeys({
    go, back, pause, hold, reveal: boardStep, hide: boardHide, lookup: () => may(feed.role, 'board_show') && lookup.toggle(),
    detail: () => detail.toggle(), ack: () => band.acknowledge(), focus: () => view.cycleFocus(), '?': () => view.help.toggle(),
    Escape: () => view.help.hide() ?? closeSheets(screen),
  }, { keys: () => feed.room?.keys ?? KEYS });

  function draw(_feed = feed, kind = 'snapshot') {
    view.line.draw(feed);
    if (!feed.ready) return;
    if (kind !== 'counters' && kind !== 'link') view.drawPlace(feed);
    if (kind !== 'counters') band.draw();
    tick();
    if (kind === 'snapshot') drawRest();
    else rest.ask();
  }

  // What is said now is seen first; what comes next, the numbers and the board may follow a frame later.
  const rest = afterPaint(drawRest);
  function drawRest() {
    view.drawComing(feed);
    emergency.draw();
    view.drawCounters(feed);
  }

  function tick() {
    view.line.draw(feed);
    if (!feed.ready || feed.link === 'cut' || feed.link === 'refused') return; // a clock without its server stands still
    const now = feed.now();
    view.drawClocks(feed, forecast(feed.plan, feed.state, now), now);
    band.tick(now);
  }

  screen.onLang(() => {
    view.words();
    lookup.words();
    detail.words();
    draw();
  });
  screen.ready.then(() => view.refit());
  const ticking = setInterval(tick, TICK_MS);
  return () => {
    clearInterval(ticking);
    rest.drop();
    unwatch();
    unkeys();
    feed.close();
    view.destroy();
    screen.destroy();
  };
}

/** Whose messages a screen shows: a producer who opens the host screen sees the host's. */
const readsAs = (role) => (role === 'assistant' ? 'assistant' : 'host');
