// Words while the show is on: look one up and put it on the board, or read all that is known of a card.

import { h, keyed, setAttr, setText } from './dom.js';
import { may } from './frame.js';
import { current } from './place.js';
import { sheet } from './sheet.js';
import { side, t } from './texts.js';

// A person stops typing for this long before the word is asked for.
const PAUSE_MS = 250;
const BOARD_LIMIT = 12;

/** Look up a Chinese or English word and put it up: `act(verb, args)` sends. */
export function lookupSheet(screen, { feed, act }) {
  const field = h('input', { type: 'search', maxlength: '60', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'search', class: 'cc-field' });
  const form = h('form', { class: 'cc-lookup-form', role: 'search' }, field);
  const told = h('p', { class: 'cc-none', role: 'status' });
  const list = h('ol', { class: 'cc-lookup-list' });
  const self = sheet(screen, { kind: 'lookup', title: 'lookup', short: 'lookupShort', sign: 'search', body: [form, told, list], onOpen: () => field.focus() });
  let timer = 0;
  let asked = '';
  let found = [];

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    find();
  });
  field.addEventListener('input', (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(find, PAUSE_MS);
  });
  field.addEventListener('compositionend', () => {
    clearTimeout(timer);
    timer = setTimeout(find, PAUSE_MS);
  });

  const skuNow = () => current(feed.plan, feed.state)?.segment.sku ?? '';

  async function find() {
    clearTimeout(timer);
    const word = field.value.trim();
    if (word === asked && found.length) return;
    asked = word;
    if (!word) return show([], '');
    const reply = await feed.ask('word', { query: { q: word, sku: skuNow() } });
    if (asked !== word) return; // a later word was asked for meanwhile
    if (!reply.ok) show([], t(screen.lang, reply.status === 403 ? 'denied' : 'lookupFailed'));
    else show(reply.body.cards, reply.body.cards.length ? '' : t(screen.lang, 'lookupNothing'));
  }

  function show(cards, words) {
    found = cards;
    setText(told, words || (cards.length ? '' : t(screen.lang, 'lookupHint')));
    setAttr(told, 'hidden', !told.textContent);
    draw();
  }

  function draw() {
    const { lang } = screen;
    keyed(list, found, (card) => card.id, (card) => {
      const parts = { word: h('b', { lang: 'en' }), ipa: h('span', { class: 'cc-lookup-ipa' }), gloss: h('span', { class: 'cc-lookup-gloss', lang: 'zh-CN' }), pinyin: h('span', { class: 'cc-lookup-py' }), why: h('span', { class: 'cc-chip' }), hook: h('p', { class: 'cc-lookup-hook' }) };
      const up = h('button', { type: 'button', class: 'cc-btn cc-lookup-up', onclick: () => put(card) });
      const row = h('li', { class: 'cc-lookup-row' }, h('div', { class: 'cc-lookup-words' }, h('p', {}, parts.word, parts.ipa), h('p', {}, parts.gloss, parts.pinyin, parts.why), parts.hook), up);
      row.ccParts = { ...parts, up };
      return row;
    }, (row, card) => {
      const parts = row.ccParts;
      setText(parts.word, card.headword);
      setText(parts.ipa, [card.ipa && `/${card.ipa}/`, card.level].filter(Boolean).join(' · '));
      setText(parts.gloss, card.gloss);
      setText(parts.pinyin, card.pinyin.join(' '));
      setText(parts.why, t(lang, card.status === 'approved' ? 'ownCard' : card.check ? 'guessed' : 'sourced'));
      setAttr(parts.why, 'data-check', card.check && card.status !== 'approved');
      setText(parts.hook, side(lang, card.hook));
      setText(parts.up, t(lang, 'putUp'));
    });
  }

  async function put(card) {
    if (!may(feed.role, 'board_show')) return;
    const kept = await feed.ask('word', { body: { q: asked, card: card.id, sku: skuNow() } });
    if (!kept.ok) return screen.toast(t(screen.lang, 'lookupFailed'), 'bad');
    const up = feed.state.board;
    const before = up ? up.cards.slice(0, up.revealed) : [];
    const after = up ? up.cards.slice(up.revealed) : [];
    if (up?.cards.includes(card.id)) return screen.toast(t(screen.lang, 'onBoard'));
    // Beside the words that stand already, in sight at once; a full board makes room.
    const cards = [...before, card.id, ...after].slice(-BOARD_LIMIT);
    const ack = await act('board_show', { cards, revealed: cards.indexOf(card.id) + 1 });
    if (!ack.ok) return;
    self.hide();
    field.value = '';
    show([], '');
    asked = '';
  }

  return {
    ...self,
    words() {
      self.words();
      setAttr(field, 'placeholder', t(screen.lang, 'lookupField'));
      setAttr(field, 'aria-label', t(screen.lang, 'lookupField'));
      show(found, '');
    },
  };
}

/** All that is known of a card, beside the script and not over it; `of()` names the card to open it for. */
export function detailSheet(screen, { feed, of }) {
  const word = h('p', { class: 'cc-detail-word', lang: 'en' });
  const sounds = h('p', { class: 'cc-detail-sounds' });
  const gloss = h('p', { class: 'cc-detail-gloss', lang: 'zh-CN' });
  const facts = h('dl', { class: 'cc-detail-facts' });
  const told = h('p', { class: 'cc-none', role: 'status' });
  const self = sheet(screen, { kind: 'detail', title: 'wordDetail', short: 'detailShort', sign: 'book', body: [told, word, sounds, gloss, facts], onOpen: () => load(of()) });
  let held = null;
  let wanted = null;

  async function load(id) {
    wanted = id;
    held = null;
    draw(id ? '' : t(screen.lang, 'detailNone'));
    if (!id) return;
    const reply = await feed.ask('card', { query: { id } });
    if (wanted !== id) return;
    held = reply.ok ? reply.body : null;
    draw(reply.ok ? '' : t(screen.lang, 'lookupFailed'));
  }

  function draw(words = '') {
    const { lang } = screen;
    setText(told, words);
    setAttr(told, 'hidden', !words);
    for (const el of [word, sounds, gloss, facts]) setAttr(el, 'hidden', !held);
    if (!held) return;
    setText(word, held.headword);
    const uk = held.ipa_gb ?? held.ipa_us;
    setText(sounds, [uk && `${t(lang, 'british')} /${uk}/`, held.ipa_gb && held.ipa_us && `${t(lang, 'american')} /${held.ipa_us}/`,
      held.level && `${held.level}${held.level_source ? ` (${held.level_source})` : ''}`, ...held.tags].filter(Boolean).join(' · '));
    setText(gloss, `${held.gloss}　${held.pinyin.join(' ')}`);
    const rows = [
      held.alternatives.length && [t(lang, 'otherGlosses'), held.alternatives.join('、'), ''],
      ...held.hooks.map((hook) => [t(lang, HOOKS.has(hook.kind) ? `hook_${hook.kind}` : 'hook'), side(lang, hook.text), hook.source]),
      side(lang, held.example) && [t(lang, 'example'), [held.example.en, held.example.zh].filter(Boolean).join('\n'), t(lang, 'fromProduct')],
      side(lang, held.selling_line) && [t(lang, 'sellingLine'), [held.selling_line.en, held.selling_line.zh].filter(Boolean).join('\n'), ''],
      held.quote && [t(lang, 'evidence'), `“${held.quote}”`, side(lang, held.product)],
    ].filter(Boolean);
    keyed(facts, rows, (row) => `${row[0]}|${row[1]}`, () => h('div', {}, h('dt'), h('dd', {}, h('span'), h('small'))), (el, [name, text, source]) => {
      setText(el.firstChild, name);
      setText(el.lastChild.firstChild, text);
      setText(el.lastChild.lastChild, source ? t(lang, 'source', { source }) : '');
    });
  }

  return {
    ...self,
    /** Open it for one card. */
    openFor(id) {
      if (self.isOpen()) load(id);
      else {
        self.open();
        if (id !== wanted) load(id);
      }
    },
    words() {
      self.words();
      draw(held || !wanted ? told.textContent : '');
    },
  };
}

const HOOKS = new Set(['family', 'affix', 'near_sound', 'twist', 'collocation', 'measure', 'phrase', 'quiz', 'reading']);
