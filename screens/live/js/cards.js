// The board: cards in chalk, as large as the space allows, the same on host screen, board page and overlay.

import { fillFace, stepsOf, wordsOf } from './boardfaces.js';
import { h, keyed, setAttr, setText } from './dom.js';
import { onResize } from './fit.js';
import { side } from './texts.js';

/** The themes: chalk on slate or ink on paper, in print or in handwriting. */
export const THEMES = ['chalk', 'paper', 'chalk-hand', 'paper-hand'];

const MIN_PX = 11;
// From this size of the word on, a board keeps its small print too.
const GOOD_PX = 30;
// Below this size several cards at once teach nobody.
const SOLO_PX = 15;
// A headword may be set smaller than its board down to this share before the whole board is made smaller.
const MIN_SHARE = 0.5;
const EVEN_SHARE = 0.7;
// Grid rows of one card: word, reading, gloss, hook; side by side the gloss stands beside the first two.
const ROWS = { tall: 4, wide: 3 };

/**
 * A board inside `host`. `theme` is one of THEMES, `chalk` for anything else.
 *
 * `most` caps the letters (px); with `solo` a box too small for all cards shows only the one revealed last;
 * with `peek` cards not yet revealed are readable in a dashed frame (the host must know what comes).
 * `show({cards, revealed, lang, dim, quiz, open})` draws; the place of each card is fixed when the board opens, so a
 * reveal moves nothing. `dim` marks a board that waits. In a `quiz` a card not yet revealed asks: its Chinese stands
 * there, a line where the English goes. A card with a face (pair, family, blank) asks in its own way. `open` holds the
 * newest card at that step of `stepsOf`, null shows it whole. Returns `{el, show, refit, clear, destroy}`.
 */
export function boardView(host, { theme = 'chalk', most = Infinity, solo = false, peek = false } = {}) {
  const grid = h('div', { class: 'cc-board-grid' });
  const [ground, hand] = (THEMES.includes(theme) ? theme : 'chalk').split('-');
  const el = h('div', { class: 'cc-board', 'data-theme': ground, 'data-hand': Boolean(hand), 'data-peek': peek }, grid);
  host.append(el);
  let drawn = '';
  let last = 0;
  let alone = false;
  const stop = onResize([el], refit);

  function show({ cards, revealed, lang, dim = false, quiz = false, open = null }) {
    setAttr(el, 'data-quiz', quiz);
    setAttr(el, 'data-dim', dim);
    setAttr(el, 'data-count', cards.length);
    keyed(grid, cards, (card) => card.id, makeCard, (node, card) => fillCard(node, card, lang, quiz));
    const now = JSON.stringify([cards, lang]);
    last = Math.max(0, Math.min(revealed, cards.length) - 1);
    cards.forEach((card, at) => {
      const node = grid.children[at];
      const hidden = at >= revealed;
      // Only a card revealed before our eyes is written in; a board that opens or reloads simply stands there.
      node.classList.toggle('cc-written', !dim && !hidden && now === drawn && (node.hasAttribute('data-hidden') || node.classList.contains('cc-written')));
      setAttr(node, 'data-hidden', hidden ? 'true' : false);
      const asks = hidden && Boolean(card.face);
      const upto = asks ? 0 : open !== null && at === last && !hidden ? open : Infinity;
      for (const part of node.querySelectorAll('[data-step]')) {
        const off = !dim && Number(part.dataset.step) > upto;
        part.classList.toggle('cc-written', !dim && !off && now === drawn && (part.hasAttribute('data-off') || part.classList.contains('cc-written')));
        setAttr(part, 'data-off', off);
      }
    });
    if (now === drawn && !alone) return;
    drawn = now;
    refit();
  }

  /** Try every number of columns in both forms and keep the one with the largest letters. */
  function refit() {
    if (!grid.children.length || !el.clientWidth || !el.clientHeight) return;
    let all = [...grid.children];
    show1(false);
    // A small board first lets the hook go, then word class and level: the word and its meaning stay readable.
    let best = null;
    for (const lean of [0, 1, 2]) {
      setAttr(grid, 'data-lean', lean || null);
      const found = widest(all);
      if (!best || found.size > best.size * 1.12) best = { ...found, lean };
      if (best.size >= GOOD_PX) break;
    }
    if (solo && best.size < SOLO_PX && all.length > 1) {
      all = show1(true);
      setAttr(grid, 'data-lean', null);
      best = { ...widest(all), lean: 0 };
    }
    setAttr(grid, 'data-lean', best.lean || null);
    arrange(best.columns, best.rows, best.form);
    fits(all, best.size);
  }

  /** Show the newest card alone, or all; returns the cards that stand. */
  function show1(one) {
    alone = one;
    [...grid.children].forEach((card, at) => setAttr(card, 'hidden', one && at !== last));
    return [...grid.children].filter((card) => !card.hasAttribute('hidden'));
  }

  function widest(all) {
    const top = Math.min(el.clientHeight * 0.5, el.clientWidth * 0.3, most);
    let best = { size: 0 };
    for (const form of ['tall', 'wide']) {
      for (let columns = 1; columns <= all.length; columns += 1) {
        const rows = Math.ceil(all.length / columns);
        if (columns > 1 && Math.ceil(all.length / (columns - 1)) === rows) continue; // the same rows with wider cards
        arrange(columns, rows, form);
        // Side by side reads less well than one under the other: it must win by a quarter.
        const beat = best.size * (form === 'wide' && best.form === 'tall' ? 1.25 : 1.04);
        const size = largest(all, top, beat);
        if (size > beat) best = { size, columns, rows, form };
      }
    }
    return best.size ? best : { size: MIN_PX, columns: 1, rows: all.length, form: 'wide' };
  }

  /** Each card takes its own rows of the grid (word, reading, gloss, hook), so neighbours stand on the same lines. */
  function arrange(columns, rows, form) {
    grid.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    grid.style.gridTemplateRows = `repeat(${rows * ROWS[form]}, auto)`;
    setAttr(grid, 'data-form', form);
    setAttr(grid, 'data-columns', columns);
    setAttr(grid, 'data-rows', rows);
    // One card alone in the last row has the row to itself.
    const cards = grid.children;
    for (const card of cards) card.style.removeProperty('grid-column');
    if (columns > 1 && cards.length % columns === 1) cards[cards.length - 1].style.gridColumn = '1 / -1';
  }

  function largest(all, top, beat) {
    let low = beat || MIN_PX;
    if (low > top || !fits(all, low)) return 0;
    if (fits(all, top)) return top;
    let high = top;
    // To a hundredth: nobody sees less, and each try is a layout of the whole board.
    while (high - low > Math.max(0.5, low / 100)) {
      const middle = (low + high) / 2;
      if (fits(all, middle)) low = middle;
      else high = middle;
    }
    return low;
  }

  function fits(all, size) {
    grid.style.setProperty('--cc-s', `${size}px`);
    const words = all.flatMap((card) => wordsOf(card.ccParts));
    for (const word of words) word.style.removeProperty('--cc-share');
    const shares = words.map((word) => {
      const room = word.parentElement.clientWidth;
      return word.scrollWidth > room ? (room / word.scrollWidth) * 0.985 : 1;
    });
    const least = Math.min(...shares);
    if (least < MIN_SHARE && size > MIN_PX) return false;
    // Neighbours share one size as long as that costs little; one very long word does not shrink the others.
    words.forEach((word, at) => {
      const share = least >= EVEN_SHARE ? least : shares[at];
      if (share < 1) word.style.setProperty('--cc-share', share);
    });
    const wide = all.some(({ ccParts: { gloss, read, hook } }) => spilled(gloss) || spilled(read) || spilled(hook));
    return !wide && grid.scrollHeight <= grid.clientHeight + 1;
  }

  return {
    el,
    show,
    refit,
    clear() {
      drawn = '';
      keyed(grid, [], (card) => card.id, makeCard);
    },
    destroy() {
      stop();
      el.remove();
    },
  };
}

const spilled = (el) => el.scrollWidth > el.clientWidth + 1;

function makeCard() {
  const parts = {
    word: h('span', { class: 'cc-card-word', lang: 'en' }),
    ipa: h('span', { class: 'cc-card-ipa', lang: 'en-fonipa' }),
    pos: h('span', { class: 'cc-card-pos', lang: 'en' }),
    level: h('span', { class: 'cc-card-level' }),
    gloss: h('p', { class: 'cc-card-gloss', lang: 'zh-CN' }),
    hook: h('p', { class: 'cc-card-hook' }),
  };
  parts.read = h('p', { class: 'cc-card-read' }, parts.ipa, parts.pos, parts.level);
  const card = h('article', { class: 'cc-card' }, h('div', { class: 'cc-card-wordrow' }, parts.word), parts.read, parts.gloss, parts.hook);
  card.ccParts = parts;
  return card;
}

function fillCard(node, card, lang, quiz) {
  const { read, ipa, pos, level, gloss, hook } = node.ccParts;
  setAttr(node, 'data-face', card.face?.kind);
  setAttr(gloss, 'data-short', [...(card.gloss ?? '')].length <= 5);
  setText(ipa, card.ipa ? `/${card.ipa.replace(/^[/[]|[/\]]$/g, '')}/` : '');
  setAttr(read, 'data-long', (card.ipa ?? '').length > 16);
  setText(pos, card.pos ? posWord(card.pos) : '');
  setText(level, card.level ?? '');
  setAttr(level, 'data-note', card.level_source ?? null);
  setAttr(level, 'hidden', !card.level);
  for (const part of [ipa, pos]) setAttr(part, 'hidden', !part.textContent);
  drawGloss(gloss, card);
  fillFace(node.ccParts, card, side(lang, card.hook), quiz);
  setAttr(hook, 'data-none', !hook.textContent);
}

export { stepsOf };

const HAN = /\p{Script=Han}/u;

/** Pinyin stands over its own character where the counts agree, else as one line over the gloss. */
function drawGloss(el, card) {
  const key = JSON.stringify([card.gloss, card.pinyin]);
  if (el.ccKey === key) return;
  el.ccKey = key;
  const chars = [...(card.gloss ?? '')];
  const syllables = card.pinyin ?? [];
  const each = syllables.length === chars.length;
  const han = chars.filter((char) => HAN.test(char)).length;
  el.replaceChildren();
  if (syllables.length && (each || syllables.length === han)) {
    let at = 0;
    chars.forEach((char, place) => {
      const syllable = each ? syllables[place] : HAN.test(char) ? syllables[at++] : '';
      const own = HAN.test(char) ? syllable : '';
      el.append(h('span', { class: 'cc-syl', 'data-py': own || '\u00a0', text: char }));
    });
    return;
  }
  if (syllables.length) el.append(h('span', { class: 'cc-py-line', lang: 'zh-Latn-pinyin', text: syllables.join(' ') }));
  el.append(h('span', { class: 'cc-gloss-line', text: card.gloss ?? '' }));
}

const POS = {
  NOUN: 'n.', VERB: 'v.', ADJ: 'adj.', ADV: 'adv.', PROPN: 'n.', PHRASE: 'phr.', ADP: 'prep.', noun: 'n.', verb: 'v.',
  adj: 'adj.', adv: 'adv.', phrase: 'phr.',
};

const posWord = (pos) => POS[pos] ?? pos;
