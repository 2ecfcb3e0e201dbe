// The line to the studio: one socket, its state, its age and what became of each command (docs/live-protocol.md).

import { askUrl, socketUrl } from './address.js';
import { applyPatch } from './patch.js';
import { serverClock, steady } from './serverclock.js';

// Silence longer than this is shown; the server says something each second.
const STALE_MS = 2200;
// After this much silence the socket is given up and opened anew: a cut cable sends no farewell.
const DEAD_MS = 4500;
// A command without a receipt by then is reported; the person decides, nothing is sent again by itself.
const ACK_MS = 1000;
const RETRY_MS = [100, 250, 500, 1000, 1500];
// A link that was refused is not asked for as often.
const REFUSED_RETRY_MS = 5000;
const PING_MS = 10000;
const CLOSE_REFUSED = 4403;
const CLOSE_UNKNOWN = 4404;
/** Verbs that say which cue their sender saw: two people pressing together move one step, and none hits the next cue. */
const GUARDED = new Set(['go', 'back', 'skip', 'jump', 'add_time', 'finish_at', 'pause', 'resume', 'end', 'emergency',
  'board_show', 'board_reveal', 'board_hide']);

/** A fresh id; `crypto.randomUUID` is missing on plain http outside 127.0.0.1. */
export function freshId() {
  if (globalThis.crypto?.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * Open the line and keep it open for ever.
 *
 * `onUpdate(feed, kind)` is called after each change; kind is `snapshot`, `change`, `counters`, `plan` or `link`.
 * The returned feed holds `plan`, `state`, `counters`, `show`, `role`, `actor`, `log` (the last moves seen) and
 * `link`: `connecting`, `live`, `cut` or `refused`.
 */
export function openFeed({ token, base, onUpdate }) {
  const listeners = new Set(onUpdate ? [onUpdate] : []);
  const waiting = new Map();
  const clock = serverClock();
  let socket = null;
  let attempt = 0;
  let retry = 0;
  let heard = steady();
  let asked = 0;
  let pinged = 0;
  let opened = 0;
  let over = false;
  let refused = false;
  let numbers = {};

  const feed = {
    seq: 0, show: null, role: null, actor: null, plan: null, state: null, counters: null, log: [],
    link: 'connecting', ready: false,
    /** The show's clock now, UTC epoch milliseconds: the server's, in a rehearsal the practised one. */
    now() {
      const wall = steady() + clock.offset;
      const practised = feed.plan?.rehearsal;
      return practised ? practised.show_time + (wall - practised.began) * practised.speed : wall;
    },
    /** What the room chose (messages, keys, money); null until the first snapshot. */
    get room() {
      return feed.plan?.room ?? null;
    },
    ask,
    /** Milliseconds since anything was heard. */
    age: () => steady() - heard,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    guards: (verb) => GUARDED.has(verb),
    send,
    close,
  };

  const tell = (kind) => {
    for (const listener of listeners) listener(feed, kind);
  };

  function setLink(link) {
    if (feed.link === link) return;
    feed.link = link;
    tell('link');
  }

  function connect() {
    clearTimeout(retry);
    if (over) return;
    opened = steady();
    const mine = new WebSocket(socketUrl(base, token));
    socket = mine;
    mine.addEventListener('open', () => {
      if (socket !== mine) return;
      asked = steady();
      clock.renew();
      ping();
    });
    mine.addEventListener('message', (event) => socket === mine && hear(event.data));
    mine.addEventListener('close', (event) => socket === mine && lost(event.code));
  }

  function lost(code) {
    socket = null;
    refused = code === CLOSE_REFUSED || code === CLOSE_UNKNOWN;
    for (const [id, entry] of waiting) settle(id, entry, unknown());
    if (over) return;
    setLink(refused ? 'refused' : feed.ready ? (feed.age() > 800 ? 'cut' : feed.link) : 'connecting');
    const wait = refused ? REFUSED_RETRY_MS : RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)];
    attempt += 1;
    clearTimeout(retry);
    retry = setTimeout(connect, wait * (0.8 + Math.random() * 0.2));
  }

  function drop() {
    const old = socket;
    socket = null;
    old?.close();
    lost(0);
  }

  function hear(text) {
    const message = JSON.parse(text);
    heard = steady();
    switch (message.t) {
      case 'snapshot':
        attempt = 0;
        asked = 0;
        Object.assign(feed, {
          seq: message.seq, show: message.show, plan: message.plan, state: message.state,
          counters: message.counters, role: message.role ?? feed.role, actor: message.actor ?? feed.actor,
          ready: true,
        });
        numbers = { state: message.seq, ...message.n };
        clock.guess(message.now);
        remember();
        feed.link = 'live';
        tell('snapshot');
        break;
      case 'change':
        take('change', 'state', message.seq, message);
        break;
      case 'counters':
        take('counters', 'counters', message.n, message);
        break;
      case 'plan':
        take('plan', 'plan', message.n, message);
        break;
      case 'pong':
        clock.measure(message);
        if (clock.young) setTimeout(ping, 60);
        break;
      case 'ack': {
        const entry = waiting.get(message.id);
        if (entry) settle(message.id, entry, message);
        break;
      }
      default: // a beat, or a word of a newer server: hearing it is enough
    }
    if (feed.ready) setLink('live');
  }

  /**
   * A document anew, or the steps from the one with number `from`. What is known already is passed over; steps
   * from another one than ours mean that something was missed.
   */
  function take(kind, name, number, message) {
    if (number !== undefined && number <= numbers[name]) return;
    if (message.steps) {
      if (message.from !== numbers[name]) return void resnap();
      feed[name] = applyPatch(feed[name], message.steps);
    } else feed[name] = message[name];
    numbers[name] = number ?? numbers[name];
    if (kind === 'change') {
      feed.seq = number;
      remember();
      if (missingCards()) resnap();
    }
    tell(kind);
  }

  /** Cards that came to the board from outside the script are in the next snapshot's plan. */
  function missingCards() {
    return feed.state?.board?.cards.some((id) => !feed.plan?.cards?.[id]) ?? false;
  }

  function resnap() {
    if (asked && steady() - asked < 1000) return;
    asked = steady();
    write({ t: 'snapshot' });
  }

  function remember() {
    const last = feed.state?.last;
    if (!last) return;
    if (feed.log[0]?.at === last.at && feed.log[0]?.verb === last.verb) return;
    feed.log = [last, ...feed.log].slice(0, 12);
  }

  function write(message) {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  }

  function ping() {
    pinged = steady();
    write({ t: 'ping', echo: pinged });
  }

  const unknown = () => ({ ok: false, code: 'unknown', what: null, by: null, at: null });

  function settle(id, entry, ack) {
    clearTimeout(entry.timer);
    waiting.delete(id);
    entry.done(ack);
  }

  /**
   * Send a command once. Resolves to the ack, or to `{ok:false, code:'not_sent'}` when there is no line (nothing
   * left this screen, nothing will later), or to `{ok:false, code:'unknown'}` when no receipt came within 1 s.
   */
  function send(verb, args = {}, expects = undefined) {
    if (feed.link !== 'live' || socket?.readyState !== WebSocket.OPEN) {
      return Promise.resolve({ ok: false, code: 'not_sent', what: null, by: null, at: null });
    }
    const id = freshId();
    const guard = expects ?? (GUARDED.has(verb) ? { cue: feed.state?.cue ?? '' } : {});
    return new Promise((done) => {
      const entry = { done, timer: 0 };
      entry.timer = setTimeout(() => {
        settle(id, entry, unknown());
        if (feed.age() > ACK_MS) drop();
      }, ACK_MS);
      waiting.set(id, entry);
      // A network may deliver what this screen has given up by then: the server refuses it after `until`. A rehearsal's
      // clock runs at its own speed, and nothing of it is on air.
      const until = feed.plan?.rehearsal ? undefined : Math.round(feed.now() + ACK_MS);
      write({ t: 'command', id, verb, expects: guard, args, until });
    });
  }

  /**
   * Ask the studio something that is no command. Resolves to `{ok, status, body}`; status 0 when nothing came back.
   * With `body` it is a POST.
   */
  async function ask(path, { query = {}, body = null } = {}) {
    const url = askUrl(base, path, { t: token ?? '', ...query });
    const options = body === null ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) };
    try {
      const reply = await fetch(url, { cache: 'no-store', ...options });
      return { ok: reply.ok, status: reply.status, body: await reply.json() };
    } catch (error) {
      console.info('The studio did not answer:', error.message);
      return { ok: false, status: 0, body: {} };
    }
  }

  const watch = setInterval(() => {
    const age = feed.age();
    if (!socket) {
      if (feed.ready && !refused && age > 800) setLink('cut');
    } else if (socket.readyState === WebSocket.CONNECTING) {
      if (feed.ready && age > STALE_MS) setLink('cut');
      if (steady() - opened > 3000) drop();
    } else {
      if (feed.ready && age > STALE_MS) setLink('cut');
      if (age > DEAD_MS && steady() - opened > DEAD_MS) drop();
      else if (steady() - pinged > PING_MS) ping();
    }
  }, 250);

  const hurry = () => {
    if (over) return;
    if (!socket) connect();
    else ping();
  };
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', hurry);

  function close() {
    over = true;
    clearInterval(watch);
    clearTimeout(retry);
    removeEventListener('online', hurry);
    document.removeEventListener('visibilitychange', hurry);
    for (const [id, entry] of waiting) settle(id, entry, unknown());
    listeners.clear();
    const old = socket;
    socket = null;
    old?.close();
  }

  connect();
  return feed;
}
