// What stands on a card besides its plain word: a pair that must not be mixed up, a family, a sentence with a gap.
// Each part has a step: the order in which a board opens it. Steps of 0 are the question.

import { h, setAttr, setText } from './dom.js';

const STEPS = {
  word: { word: 1, read: 2, gloss: 3, hook: 4 },
  quiz: { gloss: 0, word: 1, read: 2, hook: 3 },
  pair: { word: 0, read: 1, gloss: 2 },
  family: { word: 0, read: 0, gloss: 0 },
  blank: { word: 0, gloss: 0, read: 2 },
};

/** How many steps open a card, alone on the board, from its question to the whole of it. */
export function stepsOf(card, quiz = false) {
  const kind = card.face?.kind;
  if (kind === 'family') return card.face.items.length;
  if (kind === 'pair') return 2;
  if (kind === 'blank') return card.face.zh ? 3 : 2;
  const last = card.hook?.zh || card.hook?.en ? 1 : 0;
  return (quiz ? 2 : 3) + last;
}

/** The words of a card whose letters may shrink to stay whole. */
export const wordsOf = (parts) => [parts.word, ...parts.others ?? []];

/** Fill word and hook of a card by its face; `told` is the hook of a plain one. */
export function fillFace(parts, card, told, quiz = false) {
  const face = card.face ?? null;
  const key = JSON.stringify([card.headword, card.gloss, face, told, quiz]);
  if (parts.key === key) return;
  parts.key = key;
  parts.others = [];
  const steps = STEPS[face?.kind ?? (quiz ? 'quiz' : 'word')];
  for (const name of ['read', 'gloss']) setAttr(parts[name], 'data-step', steps[name]);
  setAttr(parts.word, 'data-step', face?.kind === 'blank' ? null : steps.word);
  setAttr(parts.word, 'data-phrase', face?.kind === 'blank' || /\s/.test(card.headword ?? ''));
  setAttr(parts.word, 'data-sentence', face?.kind === 'blank');
  setAttr(parts.hook, 'data-step', face ? null : steps.hook);
  if (!face) {
    setText(parts.word, card.headword);
    setText(parts.hook, told);
  } else ({ pair, family, blank })[face.kind](parts, card, face);
}

function pair(parts, card, { items: [other], differs: [mine, its] }) {
  const word = h('span', { class: 'cc-face-other', lang: 'en', 'data-phrase': /\s/.test(other.text) }, ...lit(other.text, its));
  parts.word.replaceChildren(...lit(card.headword, mine));
  parts.others = [word];
  const said = other.ipa ? h('span', { class: 'cc-card-ipa', lang: 'en-fonipa', 'data-step': 1, text: `/${other.ipa}/` }) : null;
  const means = other.gloss ? h('span', { class: 'cc-face-gloss', lang: 'zh-CN', 'data-step': 2, text: other.gloss }) : null;
  parts.hook.replaceChildren(h('span', { class: 'cc-face-not', 'aria-hidden': 'true', text: '≠' }), h('span', { class: 'cc-face-row' }, word), h('span', { class: 'cc-face-read' }, said, means));
}

function family(parts, card, { items }) {
  setText(parts.word, card.headword);
  parts.hook.replaceChildren(h('span', { class: 'cc-face-tree', role: 'list' }, items.map((item, at) =>
    h('span', { class: 'cc-face-branch', role: 'listitem', 'data-step': at + 1 },
      h('span', { class: 'cc-face-leaf', lang: 'en' }, ...grown(item.text, card.headword)),
      item.gloss ? h('span', { class: 'cc-face-gloss', lang: 'zh-CN', text: item.gloss }) : null))));
}

function blank(parts, card, { gap: [before, answer, after], zh }) {
  parts.word.replaceChildren(before, h('span', { class: 'cc-face-gap' }, h('span', { 'data-step': 1, text: answer })), after);
  parts.hook.replaceChildren(...(zh ? [h('span', { lang: 'zh-CN', 'data-step': 3, text: zh })] : []));
}

/** A word with its letters from `start` to `end` (excluded) lit; a letter that the other has more lights nothing. */
const lit = (word, [start, end]) => [word.slice(0, start), end > start ? h('b', { text: word.slice(start, end) }) : null, word.slice(end)].filter(Boolean);

/** A relative with what it shares with the word quiet and what it adds lit. */
function grown(text, word) {
  let same = 0;
  while (same < Math.min(text.length, word.length) && text[same].toLowerCase() === word[same].toLowerCase()) same += 1;
  return same < 3 || same === text.length ? [text] : [text.slice(0, same), h('b', { text: text.slice(same) })];
}
