// Small hands for the page: elements, writes only on change, keyed lists, styles inside the mount, notes on hover.

/** Make an element. `props`: class, text, data-*, aria-*, on<event>, or any attribute; null and false are left out. */
export function h(tag, props = {}, ...children) {
  const el = tag === 'svg' || tag === 'path' || tag === 'circle'
    ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === 'class') el.setAttribute('class', value);
    else if (name === 'text') el.textContent = value;
    else if (name.startsWith('on')) el.addEventListener(name.slice(2), value);
    else el.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined && child !== false) el.append(child);
  return el;
}

/** Write text only when it differs; returns whether it did. */
export function setText(el, value) {
  const text = value === null || value === undefined ? '' : String(value);
  if (el.textContent === text) return false;
  el.textContent = text;
  return true;
}

const words = globalThis.Intl?.Segmenter ? new Intl.Segmenter('zh', { granularity: 'word' }) : null;
const HAN = /\p{Script=Han}/u;
// A phrase between two marks stays on one line up to this many characters: what a phone shows in a line at 24 px.
const PHRASE = 14;

/**
 * Write a text of several lines, each a block that is balanced by itself; returns whether it changed. Chinese
 * breaks after its marks, and inside a phrase longer than `phrase` between words only, so 昼夜温差 never comes apart.
 */
export function setLines(el, value, { phrase: most = PHRASE } = {}) {
  const text = value ?? '';
  const key = `${most}|${text}`;
  if (el.ccText === key) return false;
  el.ccText = key;
  el.replaceChildren(...text.split('\n').map((line) => {
    if (!words || !HAN.test(line)) return h('span', { class: 'cc-row', text: line });
    const row = h('span', { class: 'cc-row cc-words' });
    for (const phrase of line.split(/(?<=[，。；：！？、…”』」）])/u)) {
      if (phrase.length > most) {
        for (const { segment, isWordLike } of words.segment(phrase)) {
          if (isWordLike && row.lastChild) row.append(h('wbr'));
          row.append(segment);
        }
      } else row.append(phrase);
    }
    return row;
  }));
  return true;
}

/** Write an attribute only when it differs; null or false removes it. */
export function setAttr(el, name, value) {
  if (value === null || value === undefined || value === false) {
    if (el.hasAttribute(name)) el.removeAttribute(name);
    return;
  }
  const text = value === true ? '' : String(value);
  if (el.getAttribute(name) !== text) el.setAttribute(name, text);
}

/** Keep the children of `parent` equal to `items`, reusing the element of each key so that nothing flickers. */
export function keyed(parent, items, key, make, update) {
  const held = parent.ccHeld ?? (parent.ccHeld = new Map());
  const wanted = new Set();
  let before = parent.firstElementChild;
  for (const item of items) {
    const id = String(key(item));
    wanted.add(id);
    let el = held.get(id);
    if (!el) {
      el = make(item);
      held.set(id, el);
    }
    if (el === before) before = before.nextElementSibling;
    else parent.insertBefore(el, before);
    update?.(el, item);
  }
  for (const [id, el] of held) {
    if (wanted.has(id)) continue;
    el.remove();
    held.delete(id);
  }
}

/**
 * Put the named style sheets inside `host` (works in a shadow root) and resolve when they apply. A sheet that
 * does not come is not waited for longer than 3 s: bare text is better than no text.
 */
export function styles(host, names) {
  return Promise.all(names.map((name) => new Promise((done) => {
    const link = h('link', { rel: 'stylesheet', href: new URL(`../css/${name}.css`, import.meta.url).href });
    link.addEventListener('load', done, { once: true });
    link.addEventListener('error', done, { once: true });
    setTimeout(done, 3000);
    host.append(link);
  })));
}

/** Notes on hover, focus and tap for every `[data-note]` inside `frame`; one bubble, kept inside the frame. */
export function notes(frame) {
  const bubble = h('div', { class: 'cc-note', role: 'tooltip', hidden: true });
  frame.append(bubble);
  let owner = null;
  const hide = () => {
    owner = null;
    bubble.hidden = true;
  };
  const show = (el) => {
    owner = el;
    bubble.textContent = el.getAttribute('data-note');
    bubble.hidden = false;
    const box = el.getBoundingClientRect();
    const all = frame.getBoundingClientRect();
    const own = bubble.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left - all.left), Math.max(8, all.width - own.width - 8));
    const under = box.bottom - all.top + 8;
    const top = under + own.height > all.height ? box.top - all.top - own.height - 8 : under;
    bubble.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(8, top))}px)`;
  };
  const find = (event) => event.target.closest?.('[data-note]') ?? null;
  const over = (event) => {
    const el = find(event);
    if (el && el !== owner) show(el);
    else if (!el && owner) hide();
  };
  frame.addEventListener('pointerover', over);
  frame.addEventListener('focusin', over);
  frame.addEventListener('focusout', hide);
  frame.addEventListener('pointerleave', hide);
}

/** A line icon of 24 units, hidden from readers: the words beside it say the same. */
export function icon(name) {
  const el = h('svg', { viewBox: '0 0 24 24', class: `cc-icon cc-icon-${name}`, 'aria-hidden': 'true', focusable: 'false' });
  for (const d of ICONS[name] ?? []) el.append(h('path', { d }));
  return el;
}

const ICONS = {
  go: ['M5 4.5v15l13-7.5z'],
  back: ['M19 4.5v15L6 12z'],
  skip: ['M4 5v14l9-7z', 'M13 5v14l7-5.3V10.3z', 'M20.5 5v14'],
  pause: ['M8 5v14', 'M16 5v14'],
  play: ['M7 4.5v15l12-7.5z'],
  stop: ['M6 6h12v12H6z'],
  undo: ['M8 5 3.5 9.5 8 14', 'M4 9.5h10a6 6 0 0 1 0 12h-3'],
  board: ['M3 4h18v12H3z', 'M8 21l4-5 4 5', 'M7 9h6', 'M7 12h9'],
  hide: ['M4 4l16 16', 'M9.5 5.4A10 10 0 0 1 12 5c5 0 8.5 4 9.5 7a13 13 0 0 1-2.7 4', 'M6.5 7A13 13 0 0 0 2.5 12c1 3 4.5 7 9.5 7a10 10 0 0 0 4.3-1'],
  eye: ['M2.5 12C3.5 9 7 5 12 5s8.5 4 9.5 7c-1 3-4.5 7-9.5 7s-8.5-4-9.5-7z', 'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z'],
  message: ['M4 5h16v11H10l-5 4v-4H4z'],
  check: ['M4.5 12.5 10 18 20 7'],
  alert: ['M12 4 2.8 20h18.4z', 'M12 10v4.5', 'M12 17.5h.01'],
  late: ['M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z', 'M12 7v5.5l4 2'],
  early: ['M13 3 5 13.5h6L10 21l8-11h-6z'],
  even: ['M5 9.5h14', 'M5 14.5h14'],
  cut: ['M3 3l18 18', 'M5 12.5a10 10 0 0 1 4-2.4', 'M8.5 16a5 5 0 0 1 5.5-.8', 'M2 8.8A15 15 0 0 1 6 6.3', 'M11 5.1A15 15 0 0 1 22 8.8', 'M12 20h.01'],
  live: ['M5 12.5a10 10 0 0 1 14 0', 'M8.5 16a5 5 0 0 1 7 0', 'M2 8.8a15 15 0 0 1 20 0', 'M12 20h.01'],
  next: ['M8 5l8 7-8 7'],
  close: ['M5 5l14 14', 'M19 5 5 19'],
  search: ['M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z', 'M15.3 15.3 20 20'],
  book: ['M12 6c-2-1.700-5-2-8-1.500v13c3-.5 6-.2 8 1.500 2-1.700 5-2 8-1.500v-13c-3-.5-6-.2-8 1.500z', 'M12 6v13'],
  loop: ['M4 12a8 8 0 0 1 14-5.300L20 9', 'M20 4v5h-5', 'M20 12a8 8 0 0 1-14 5.300L4 15', 'M4 20v-5h5'],
  pen: ['M4 20l1-4L16.500 4.500l3 3L8 19z', 'M14 7l3 3'],
  layers: ['M12 4 3 9l9 5 9-5z', 'M3 14l9 5 9-5'],
  hold: ['M7 11V5.500a1.500 1.500 0 0 1 3 0V11', 'M10 10V4.500a1.500 1.500 0 0 1 3 0V10', 'M13 10.500V6a1.500 1.500 0 0 1 3 0v7', 'M16 10a1.500 1.500 0 0 1 3 0v4c0 4-2.500 7-6 7-3 0-4.500-1-6-3.500L4.500 14a1.500 1.500 0 0 1 2.500-1.500L8 14'],
  sound: ['M4 9.500v5h4l5 4.500V5L8 9.500z', 'M16.500 9a4 4 0 0 1 0 6', 'M19 6.500a8 8 0 0 1 0 11'],
  help: ['M9 9a3 3 0 1 1 4.5 2.600c-1 .6-1.5 1.200-1.5 2.4', 'M12 18h.01'],
};
