// A message from the desk: it lies over the head of the screen, moves nothing, and waits for one tap.

import { h, icon, setAttr, setText } from './dom.js';
import { fit } from './fit.js';
import { age } from './format.js';
import { may } from './frame.js';
import { keySign } from './keymap.js';
import { side, t } from './texts.js';

// From here on the band asks again, with a stronger frame (and a pulse where motion is welcome).
const URGENT_MS = 10000;

/**
 * The band. `queue()` gives the messages that wait, oldest first; `act(verb, args)` sends. `shown` is sent once the
 * text stands on a visible page, `acked` when tapped. `sound(urgent)` is called when a message comes and when it asks
 * louder. `sign` names the key where it is not the room's.
 */
export function messageBand(screen, { feed, act, queue, sound = null, sign = null }) {
  const label = h('p', { class: 'cc-band-label' });
  const first = h('p', { class: 'cc-band-text' });
  const second = h('p', { class: 'cc-band-other' });
  const more = h('span', { class: 'cc-band-more' });
  const ok = h('button', { type: 'button', class: 'cc-band-ok', onclick: () => acknowledge() }, icon('check'), h('span'), h('kbd'));
  const words = h('div', { class: 'cc-band-words' }, first, second);
  const el = h('div', { class: 'cc-band', role: 'alert', hidden: true },
    h('div', { class: 'cc-band-left' }, label, words), h('div', { class: 'cc-band-acts' }, more, ok));
  const told = new Set();
  const rung = new Set();
  const tapped = new Set();

  async function acknowledge() {
    const message = top();
    if (!message || !may(feed.role, 'acked') || tapped.has(message.id)) return;
    tapped.add(message.id);
    const ack = await act('acked', { message: message.id });
    if (!ack.ok) tapped.delete(message.id);
    draw();
  }

  const top = () => queue().find((message) => !tapped.has(message.id)) ?? null;

  async function tellShown(message) {
    if (message.shown !== null || told.has(message.id) || !may(feed.role, 'shown')) return;
    if (document.visibilityState !== 'visible' || feed.link !== 'live') return;
    told.add(message.id);
    const ack = await feed.send('shown', { message: message.id });
    if (!ack.ok && ack.code !== 'illegal') told.delete(message.id);
  }

  function draw() {
    const { lang } = screen;
    const message = feed.ready ? top() : null;
    setAttr(el, 'hidden', !message);
    if (!message) return;
    const waiting = queue().filter((one) => !tapped.has(one.id)).length - 1;
    setText(label, `${t(lang, 'fromDesk')} · ${message.by}`);
    setText(first, side(lang, message.text));
    const rest = lang === 'en' ? message.text.zh : message.text.en;
    setText(second, rest && rest !== first.textContent ? rest : '');
    setText(more, waiting > 0 ? t(lang, 'more', { n: waiting }) : '');
    setText(ok.children[1], t(lang, 'gotIt'));
    setText(ok.children[2], sign ?? keySign(lang, feed.room, 'ack'));
    setAttr(ok, 'hidden', !may(feed.role, 'acked'));
    resize();
    tellShown(message);
  }

  /** Short words stand large; a long message shrinks until all of it is there. */
  const resize = () => fit(words, { min: 13, max: Math.max(18, words.clientHeight * 0.4) });

  return {
    el,
    draw,
    acknowledge,
    resize: () => !el.hidden && resize(),
    tick(now) {
      const message = top();
      if (!message) return;
      const urgent = now - message.at > URGENT_MS;
      setAttr(el, 'data-urgent', urgent);
      // A sound for a new message and once more when it stays unanswered, where somebody switched sound on.
      const ring = `${message.id}${urgent}`;
      if (may(feed.role, 'acked') && !rung.has(ring)) {
        rung.add(ring);
        sound?.(urgent);
      }
      setText(label, `${t(screen.lang, 'fromDesk')} · ${message.by} · ${age(Math.max(0, now - message.at), screen.lang)}`);
      tellShown(message);
    },
  };
}
