// A board to look at before the show: every kind, theme and ratio, opened step by step, said aloud, printed.

import { boardStage } from './boardstage.js';
import { stepsOf, THEMES } from './cards.js';
import { h, setAttr, setText, styles } from './dom.js';
import { speak } from './speak.js';
import { side, t } from './texts.js';

export const RATIOS = { '16:9': [1920, 1080], '9:16': [1080, 1920], '1:1': [1080, 1080] };
/** Boards by kind: how many cards stand on one, and whether they are asked from the Chinese side. */
export const KINDS = { one: [1, false], three: [3, false], quiz: [3, true] };
const KEPT = 'cc-board-look';
/** Where a board to print waits for the page that prints it. */
export const PRINT = 'cc-board-print';
const ACCENTS = { us: 'en-US', gb: 'en-GB', zh: 'zh-CN' };

/** The cards cut into boards. */
export function boardsOf(cards, kind) {
  const [size] = KINDS[kind];
  return Array.from({ length: Math.ceil(cards.length / size) }, (_, at) => cards.slice(at * size, at * size + size));
}

/**
 * Mount the preview in `root`, styles and all in a shadow root. `update({cards, product, lang})` draws: cards as the
 * live plan has them, the product as `{title, image, price}`. Returns `{update, step, stop}`.
 */
export function mount(root) {
  const shadow = root.shadowRoot ?? root.attachShadow({ mode: 'open' });
  const look = { kind: 'one', theme: 'chalk', ratio: '16:9', picture: false, price: false, ...read() };
  const holder = h('div', { hidden: true });
  const stage = h('div', { class: 'cc cc-pv-stage' });
  const notice = h('span', { class: 'cc-pv-notice', role: 'status' });
  const tools = h('div', { class: 'cc-pv-tools' });
  const el = h('div', { class: 'cc-pv' }, tools, stage, notice);
  shadow.append(holder, el);
  let data = { cards: [], product: null, lang: 'zh' };
  let at = 0;
  let open = 0;
  let board = null;
  let drop = () => {};
  const ready = styles(holder, ['tokens', 'board', 'boardpage', 'boardpreview']).then(() => board?.refit());

  function update(next) {
    const same = JSON.stringify(next) === JSON.stringify(data);
    data = next;
    if (same && board) return;
    at = Math.min(at, Math.max(0, sheets().length - 1));
    open = start();
    draw();
  }

  const sheets = () => boardsOf(data.cards, look.kind);
  const quiz = () => KINDS[look.kind][1];
  // A board is looked at whole; a quiz begins with its question.
  const start = () => (quiz() ? 0 : total());
  const total = () => (sheets()[at] ?? []).reduce((sum, card) => sum + stepsOf(card, quiz()), 0);

  function pick(name, value) {
    look[name] = value;
    try { localStorage.setItem(KEPT, JSON.stringify(look)); } catch { /* a private window keeps nothing */ }
    at = Math.min(at, Math.max(0, sheets().length - 1));
    open = name === 'kind' ? start() : open;
    draw();
  }

  function draw() {
    const say = (key, values) => t(data.lang, key, values);
    const choose = (name, options, label) => h('label', { class: 'cc-pv-choice' }, h('span', { text: say(label) }),
      h('select', { 'data-look': name, onchange: (event) => pick(name, event.target.value) }, options.map((value) => h('option', { value, selected: look[name] === value, text: words(value) }))));
    const words = (value) => (value in RATIOS ? value : say(`pv_${value.replace('-', '_')}`));
    const tick = (name) => h('label', { class: 'cc-pv-tick' }, h('input', { type: 'checkbox', checked: look[name], onchange: (event) => pick(name, event.target.checked) }), say(`pv_${name}`));
    const button = (key, act, extra = {}) => h('button', { type: 'button', class: 'cc-pv-button', onclick: act, ...extra }, say(key));
    tools.replaceChildren(
      choose('kind', Object.keys(KINDS), 'pv_kind'), choose('theme', THEMES, 'pv_theme'), choose('ratio', Object.keys(RATIOS), 'pv_ratio'),
      tick('picture'), tick('price'), h('span', { class: 'cc-pv-gap' }),
      button('pv_back', () => turn(-1), { disabled: at === 0 }), h('span', { class: 'cc-pv-count', text: `${sheets().length ? at + 1 : 0} / ${sheets().length}` }),
      button('pv_next', () => turn(1), { disabled: at >= sheets().length - 1 }),
      button('revealStep', () => step(), { 'data-act': 'step' }), button('pv_all', () => step(total()), { 'data-act': 'all' }),
      ...Object.keys(ACCENTS).map((accent) => button(`pv_${accent}`, () => say_(accent), { 'data-act': accent })),
      button('pv_print', print, { 'data-act': 'print' }));
    const [width, height] = RATIOS[look.ratio];
    stage.style.setProperty('aspect-ratio', `${width} / ${height}`);
    stage.dataset.ratio = look.ratio;
    drop();
    const { el: ground, caption, ...held } = boardStage({ theme: look.theme, asked: askedOf(look) });
    ({ board, destroy: drop } = held);
    stage.replaceChildren(ground);
    setAttr(stage, 'lang', data.lang === 'en' ? 'en' : 'zh-CN');
    if (data.product) caption.draw(data.product);
    opened();
  }

  /** Show the board at `open`: cards before the one in hand whole, that one at its step, the others waiting. */
  function opened() {
    const cards = sheets()[at] ?? [];
    let left = open;
    let revealed = 0;
    let last = null;
    while (revealed < cards.length && left > 0) {
      const steps = stepsOf(cards[revealed], quiz());
      last = Math.min(left, steps);
      left -= steps;
      revealed += 1;
    }
    board.show({ cards, revealed, lang: data.lang, quiz: quiz(), open: last });
    setAttr(stage, 'data-open', `${open}/${total()}`);
  }

  /** One step on; from the whole board back to its question. */
  function step(to = open >= total() ? 0 : open + 1) {
    open = Math.min(to, total());
    opened();
  }

  function turn(by) {
    at = Math.max(0, Math.min(sheets().length - 1, at + by));
    open = start();
    draw();
  }

  async function say_(accent) {
    const card = (sheets()[at] ?? [])[Math.max(0, [...stage.querySelectorAll('.cc-card:not([data-hidden])')].length - 1)];
    if (!card) return;
    const done = await speak(accent === 'zh' ? card.gloss : card.headword, ACCENTS[accent]);
    setText(notice, done ? '' : t(data.lang, 'noVoice', { lang: ACCENTS[accent] }));
  }

  function print() {
    localStorage.setItem(PRINT, JSON.stringify({ ...data, look, boards: sheets() }));
    open_('/live/print');
  }

  const open_ = (address) => window.open(new URL(address, import.meta.url).href, '_blank');

  return {
    update,
    step,
    ready,
    stop() {
      drop();
      el.remove();
      holder.remove();
    },
  };
}

function read() {
  try {
    const held = JSON.parse(localStorage.getItem(KEPT) ?? '{}');
    const known = { kind: Object.keys(KINDS), theme: THEMES, ratio: Object.keys(RATIOS), picture: [true, false], price: [true, false] };
    return Object.fromEntries(Object.entries(held).filter(([name, value]) => known[name]?.includes(value)));
  } catch {
    return {};
  }
}

/** What a look asks for beside the name. */
export const askedOf = (look) => new Set(['picture', 'price'].filter((name) => look[name]));

/** The title of what is on the board, for the sheet that is printed. */
export const titleOf = (product, lang) => side(lang, product?.title) || '';
