// What a desk does besides GO: win time back, end at a time, repeat segments, mend a line, switch the overlay, boards again.

import { offsetWords } from './clock.js';
import { h, icon, keyed, setAttr, setText } from './dom.js';
import { timeOfDay } from './format.js';
import { may } from './frame.js';
import { cardsOf, openRun } from './place.js';
import { sheet } from './sheet.js';
import { kindWord, side, t } from './texts.js';

const DAY = 86400000;
// The repairs are asked for again this often while their sheet is open: the clock goes on.
const AGAIN_MS = 5000;
// Being late by less than this is not worth a button.
const LATE_MS = 60000;
const LAYERS = ['board', 'lower', 'price', 'countdown'];
const MODES = ['auto', 'on', 'off'];

/** Three ways to win time, each with what the clock would say; `button` shows how late it is. */
export function repairSheet(screen, { feed, act }) {
  const told = h('p', { class: 'cc-none', role: 'status' });
  const list = h('ol', { class: 'cc-repairs' });
  const self = sheet(screen, { kind: 'repair', title: 'repairs', short: 'repairsShort', sign: 'late', body: [told, list], onOpen: () => ask() });
  let asked = 0;
  let offers = [];

  async function ask() {
    asked = performance.now();
    const reply = await feed.ask('repairs');
    offers = reply.ok ? reply.body.repairs : [];
    setText(told, reply.ok ? (offers.length ? '' : t(screen.lang, 'notLate')) : t(screen.lang, 'lookupFailed'));
    setAttr(told, 'hidden', !told.textContent);
    draw();
  }

  async function use(offer) {
    const ack = await act(offer.verb, offer.args);
    if (ack.ok) self.hide();
  }

  function draw() {
    const { lang } = screen;
    keyed(list, offers, (offer) => `${offer.kind}|${JSON.stringify(offer.args)}`, (offer) => h('li', {}, h('div', {}, h('b'), h('p')), h('button', { type: 'button', class: 'cc-btn', onclick: () => use(offer) })), (row, offer) => {
      setAttr(row, 'data-enough', offer.enough);
      setText(row.firstChild.firstChild, side(lang, offer.label));
      setText(row.firstChild.lastChild, side(lang, offer.what));
      setText(row.lastChild, t(lang, 'repairUse'));
      setAttr(row.lastChild, 'hidden', offer.verb === null || !may(feed.role, offer.verb));
    });
  }

  return {
    ...self,
    words() {
      self.words();
      draw();
    },
    /** Late enough, the button stands out and says by how much. */
    tick(flow) {
      const late = feed.state.phase === 'on_air' && flow.offset !== null && flow.offset >= LATE_MS;
      setAttr(self.button, 'data-late', late);
      setText(self.button.lastChild, late ? offsetWords(flow.offset, screen.lang) : t(screen.lang, 'repairsShort'));
      setAttr(self.button, 'aria-label', late ? `${t(screen.lang, 'repairs')} · ${offsetWords(flow.offset, screen.lang)}` : t(screen.lang, 'repairs'));
      if (self.isOpen() && performance.now() - asked > AGAIN_MS) ask();
    },
  };
}

/** End the item at a time of day, repeat segments. */
export function timeSheet(screen, { feed, act }) {
  const at = h('input', { type: 'time', class: 'cc-field cc-field-t', required: true });
  const set = h('button', { type: 'submit', class: 'cc-btn' });
  const clear = h('button', { type: 'button', class: 'cc-btn', onclick: () => act('finish_at') });
  const finishName = h('h3', { class: 'cc-sheet-part' });
  const finishForm = h('form', { class: 'cc-steer-form' }, at, set, clear);
  const from = h('select', { class: 'cc-field' });
  const to = h('select', { class: 'cc-field' });
  const loop = h('button', { type: 'submit', class: 'cc-btn' });
  const unloop = h('button', { type: 'button', class: 'cc-btn', onclick: () => act('loop_off') });
  const loopName = h('h3', { class: 'cc-sheet-part' });
  const loopForm = h('form', { class: 'cc-steer-form cc-steer-loop' }, from, to, loop, unloop);
  const self = sheet(screen, { kind: 'time', title: 'timeAndLoop', short: 'timeShort', sign: 'loop', body: [finishName, finishForm, loopName, loopForm] });

  finishForm.addEventListener('submit', (event) => {
    event.preventDefault();
    const instant = next(at.value, feed.now(), feed.plan.zone);
    if (instant !== null) act('finish_at', { at: instant });
  });
  loopForm.addEventListener('submit', (event) => {
    event.preventDefault();
    act('loop', { from: from.value, to: to.value });
  });

  return {
    ...self,
    words() {
      self.words();
      const { lang } = screen;
      setText(set, t(lang, 'finishSet'));
      setText(clear, t(lang, 'finishClear'));
      setText(loop, t(lang, 'loopSet'));
      setText(unloop, t(lang, 'loopEnd'));
      for (const [field, key] of [[at, 'finishAt'], [from, 'loopFrom'], [to, 'loopTo']]) setAttr(field, 'aria-label', t(lang, key));
    },
    draw() {
      const { lang } = screen;
      const { plan, state } = feed;
      const run = openRun(state);
      const finish = run?.finish ?? null;
      setText(finishName, finish ? t(lang, 'finishIs', { at: timeOfDay(finish[1], plan.zone) }) : t(lang, 'finishAt'));
      const onAir = state.phase === 'on_air';
      set.disabled = !onAir;
      setAttr(clear, 'hidden', !finish);
      const named = (id) => side(lang, plan.segments.find((one) => one.id === id)?.title);
      setText(loopName, state.loop ? t(lang, 'loopIs', { from: named(state.loop.from), to: named(state.loop.to), by: state.loop.by }) : t(lang, 'loopSegments'));
      setAttr(unloop, 'hidden', !state.loop);
      loop.disabled = state.phase === 'ended';
      for (const select of [from, to]) {
        keyed(select, plan.segments.filter((one) => one.cues.length), (one) => one.id, (one) => h('option', { value: one.id }), (option, one) => setText(option, `${kindWord(lang, one.kind)} · ${side(lang, one.title)}`));
      }
      if (!self.isOpen() && state.segment) from.value = to.value = state.segment;
    },
  };
}

/** The next instant at which the show's zone reads `HH:MM`, null for nonsense. */
export function next(text, now, zone) {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const wanted = Number(match[1]) * 60 + Number(match[2]);
  // Minute by minute: a night with a clock change has no arithmetic of its own.
  const first = Math.floor(now / 60000) * 60000 + 60000;
  for (let at = first; at < first + DAY; at += 60000) {
    const [hours, minutes] = timeOfDay(at, zone).split(':').map(Number);
    if (hours * 60 + minutes === wanted) return at;
  }
  return null;
}

/** Mend the lines of a cue; who comes second sees what the first wrote. */
export function editSheet(screen, { feed, act }) {
  const which = h('p', { class: 'cc-sheet-part' });
  const zh = h('textarea', { class: 'cc-field cc-area', rows: '4', maxlength: '300', lang: 'zh-CN' });
  const en = h('textarea', { class: 'cc-field cc-area', rows: '4', maxlength: '300', lang: 'en' });
  const save = h('button', { type: 'submit', class: 'cc-btn cc-btn-go' });
  const note = h('p', { class: 'cc-none' });
  const form = h('form', { class: 'cc-edit-form' }, zh, en, note, save);
  const self = sheet(screen, { kind: 'edit', title: 'editLines', short: 'editShort', sign: 'pen', body: [which, form], onOpen: () => load(feed.state?.cue || feed.state?.next) });
  let cue = null;
  let was = null;

  const find = (id) => feed.plan?.segments.flatMap((one) => one.cues.map((held) => ({ segment: one, cue: held }))).find((one) => one.cue.id === id) ?? null;

  function load(id) {
    const there = find(id);
    cue = there?.cue.id ?? null;
    was = there ? there.cue.written ?? there.cue.lines : null;
    zh.value = was?.zh ?? '';
    en.value = was?.en ?? '';
    save.disabled = !cue;
    words();
    if (cue) zh.focus();
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = { zh: zh.value.trim() || null, en: en.value.trim() || null };
    if (!cue || (!text.zh && !text.en)) return zh.focus();
    const args = was?.zh || was?.en ? { cue, text, was } : { cue, text };
    const ack = await act('edit', args, {});
    if (ack.ok) self.hide();
    else if (ack.code === 'taken') {
      const held = find(cue)?.cue;
      was = held?.written ?? held?.lines ?? was;
      setText(note, t(screen.lang, 'editTaken', { by: ack.by ?? '—', text: side(screen.lang, was) }));
    }
  });

  function words() {
    const { lang } = screen;
    const there = find(cue);
    self.words();
    setText(which, there ? `${kindWord(lang, there.segment.kind)} · ${side(lang, there.segment.title)} · ${kindWord(lang, there.cue.kind)}` : '');
    for (const [field, key] of [[zh, 'lineZh'], [en, 'lineEn']]) {
      setAttr(field, 'aria-label', t(lang, key));
      setAttr(field, 'placeholder', t(lang, key));
    }
    setText(note, t(lang, 'editNote'));
    setText(save, t(lang, 'editSave'));
  }

  return {
    ...self,
    words,
    openFor(id) {
      self.open();
      load(id);
    },
  };
}

/** The overlay's layers: left to the cues, or switched by the desk. */
export function layerSheet(screen, { feed, act }) {
  const rows = LAYERS.map((layer) => {
    const name = h('span', { class: 'cc-layer-name' });
    const choices = h('div', { class: 'cc-choice', role: 'group' }, ...MODES.map((mode) => h('button', {
      type: 'button', class: 'cc-choice-one', onclick: () => act('overlay', { layer, mode }),
    })));
    return { layer, name, choices, el: h('li', { class: 'cc-layer' }, name, choices) };
  });
  const self = sheet(screen, { kind: 'layers', title: 'overlayLayers', short: 'layersShort', sign: 'layers', body: [h('ul', { class: 'cc-layers' }, rows.map(({ el }) => el))] });
  return {
    ...self,
    draw() {
      const { lang } = screen;
      for (const { layer, name, choices } of rows) {
        const held = feed.state.layers?.[layer] ?? 'auto';
        setText(name, t(lang, `layer_${layer}`));
        setAttr(choices, 'aria-label', name.textContent);
        MODES.forEach((mode, at) => {
          setText(choices.children[at], t(lang, `mode_${mode}`));
          setAttr(choices.children[at], 'aria-pressed', mode === held ? 'true' : 'false');
          choices.children[at].disabled = !may(feed.role, 'overlay') || feed.state.phase === 'ended';
        });
      }
    },
  };
}

/** The last boards, newest first; one press puts one up again with all its words. */
export function boardsSheet(screen, { feed, act }) {
  const none = h('p', { class: 'cc-none' });
  const list = h('ol', { class: 'cc-lastboards' });
  const self = sheet(screen, { kind: 'boards', title: 'lastBoards', short: 'boardsShort', sign: 'board', body: [none, list] });
  const again = async (cards) => {
    const ack = await act('board_show', { cards, revealed: cards.length });
    if (ack.ok) self.hide();
  };
  return {
    ...self,
    draw() {
      const { lang } = screen;
      const boards = [...(feed.state.boards ?? [])].reverse();
      setText(none, boards.length ? '' : t(lang, 'lastBoardsNone'));
      setAttr(none, 'hidden', boards.length > 0);
      keyed(list, boards, (cards) => cards.join(' '), (cards) => h('li', {}, h('p'), h('button', { type: 'button', class: 'cc-btn', onclick: () => again(cards) }, icon('board'), h('span'))), (row, cards) => {
        setText(row.firstChild, cardsOf(feed.plan, cards).map((card) => `${card.headword} ${card.gloss}`).join(' · '));
        setText(row.lastChild.lastChild, t(lang, 'showAgain'));
        const up = feed.state.board && feed.state.board.cards.join(' ') === cards.join(' ');
        setAttr(row.lastChild, 'hidden', !may(feed.role, 'board_show') || feed.state.phase === 'ended');
        row.lastChild.disabled = Boolean(up);
      });
    },
  };
}
