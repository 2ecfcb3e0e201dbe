// What every live screen shares: its frame and styles, the lamp and line badge, language, toasts, role rights.

import { h, icon, notes, setAttr, setText, styles } from './dom.js';
import { loosen } from './keys.js';
import { recall, keep } from './prefs.js';
import { askSheet } from './ask.js';
import { age } from './format.js';
import { rehearsalBar } from './rehearsal.js';
import { side, t } from './texts.js';

/** Which role may press what: the screen hides the rest, the server refuses it. */
const RIGHTS = {
  producer: new Set(['start', 'go', 'back', 'skip', 'unskip', 'jump', 'pause', 'resume', 'add_time', 'finish_at', 'hold', 'release',
    'loop', 'loop_off', 'edit', 'overlay', 'end',
    'board_show', 'board_reveal', 'board_hide', 'message', 'emergency', 'product', 'beat_set', 'beat_done', 'beat_snooze', 'beat_off',
    'check', 'undo']),
  host: new Set(['emergency', 'go', 'back', 'pause', 'resume', 'hold', 'release', 'board_show', 'board_reveal', 'board_hide', 'shown', 'acked', 'undo']),
  assistant: new Set(['message', 'shown', 'acked', 'beat_done', 'beat_snooze', 'check']),
  viewer: new Set(),
};

/** Whether `role` may ask for `verb`. */
export const may = (role, verb) => RIGHTS[role]?.has(verb) ?? false;

/**
 * Build the frame of a screen inside `root` (an element, in a shadow root or not).
 *
 * Returns `{el, lang, setLang, onLang, toast, report, ready, destroy}`. `el` stays invisible until its styles
 * apply. `height` is any CSS length; default the whole window.
 */
export function frame(root, { kind, sheets, lang, height }) {
  const el = h('div', { class: `cc cc-${kind}`, 'data-link': 'connecting' });
  if (height) el.style.setProperty('--cc-height', height);
  el.style.visibility = 'hidden';
  const holder = h('div', { class: 'cc-styles', hidden: true });
  root.append(holder, el);
  const applied = styles(holder, ['tokens', ...sheets, 'air']).then(() => {
    el.style.visibility = '';
  });
  const ask = askSheet(el);
  const langs = new Set();
  const bread = h('div', { class: 'cc-toast', role: 'status', 'aria-live': 'polite' });
  el.append(bread);
  const practice = rehearsalBar(el);
  const waiting = h('p', { role: 'status' });
  const cover = h('div', { class: 'cc-cover', role: 'main' }, h('h1', { text: '双语直播台 · Chalk & Cart' }), waiting);
  el.append(cover);
  let timer = 0;

  const self = {
    el,
    ready: applied,
    lang: lang === 'zh' || lang === 'en' ? lang : recall('lang', ['zh', 'en']),
    setLang(value) {
      self.lang = value;
      keep('lang', value);
      setAttr(el, 'lang', value === 'en' ? 'en' : 'zh-CN');
      for (const listener of langs) listener(value);
    },
    onLang(listener) {
      langs.add(listener);
      listener(self.lang);
    },
    /** A word that goes away by itself; `tone` is `bad`, `warn` or `good` and is said by its sign too. */
    toast(text, tone = 'warn') {
      clearTimeout(timer);
      bread.replaceChildren(icon(tone === 'good' ? 'check' : tone === 'bad' ? 'cut' : 'late'), h('span', { text }));
      bread.dataset.tone = tone;
      bread.classList.add('cc-on');
      timer = setTimeout(() => bread.classList.remove('cc-on'), 3500);
    },
    /** Until the first snapshot, and after a refusal, the screen says what it waits for and shows nothing else. */
    cover(feed) {
      const covered = !feed.ready;
      setAttr(el, 'data-covered', covered);
      setAttr(cover, 'hidden', !covered);
      practice.draw(feed, self.lang);
      setText(waiting, covered ? t(self.lang, feed.link === 'refused' ? 'refused' : 'connecting') : '');
    },
    /** Ask before a step that is unusual; resolves to null, or to `{text}` when the person goes on. */
    ask: (question) => ask.open(self.lang, question),
    /**
     * Send with what the show may ask back: the reason to start with open problems, the yes to a price with something
     * missing. `send(verb, args)` is the feed's; resolves to the last receipt, which was reported already.
     */
    async carry(feed, verb, args, expects) {
      const problems = Object.values(feed.state?.checks ?? {}).filter(({ mark }) => mark === 'problem').length;
      if (verb === 'start' && problems && !args.reason) {
        const said = await self.ask({ title: t(self.lang, 'startProblems', { n: problems }), field: t(self.lang, 'reason'), go: t(self.lang, 'goStart') });
        if (!said) return { ok: false, code: 'kept', what: null, by: null, at: null };
        args = { ...args, reason: said.text };
      }
      const seen = expects ?? (feed.guards(verb) ? { cue: feed.state?.cue ?? '' } : {});
      const ack = await feed.send(verb, args, seen);
      if (ack.ok || !ack.confirm?.length) return self.report(ack);
      const items = ack.confirm.map((finding) => [side(self.lang, finding.what), side(self.lang, finding.fix)].filter(Boolean).join(' '));
      const priced = ack.confirm.some(({ code }) => code.startsWith('catalog.price.'));
      const said = await self.ask({ title: t(self.lang, 'missing'), items, field: priced ? t(self.lang, 'reasonPrice') : '', go: t(self.lang, 'goAnyway') });
      if (!said) return ack;
      const reason = priced ? { reason: said.text } : {};
      return self.report(await feed.send(verb, { ...args, ...reason, confirm: true }, seen));
    },
    /** Say what became of a command; silence when it went well, because the screen shows it. */
    report(ack) {
      if (!ack.ok) self.toast(refusalText(self.lang, ack), ack.code === 'taken' ? 'warn' : 'bad');
      return ack;
    },
    destroy() {
      clearTimeout(timer);
      el.remove();
      holder.remove();
    },
  };
  setAttr(el, 'lang', self.lang === 'en' ? 'en' : 'zh-CN');
  self.cover({ ready: false, link: 'connecting' });
  notes(el);
  loosen(el);
  return self;
}

/** Why a command did not happen, in words. */
export function refusalText(lang, ack) {
  if (ack.code === 'not_sent') return t(lang, 'notSent');
  if (ack.code === 'unknown') return t(lang, 'unknown');
  if (ack.code === 'taken') return ack.by ? t(lang, 'taken', { by: ack.by }) : t(lang, 'takenNobody');
  return side(lang, ack.what) || t(lang, ack.code === 'forbidden' ? 'denied' : 'failed');
}

/** The badge that says how the line is; `draw(feed)` keeps it true. */
export function lineBadge(screen) {
  const words = h('span', { class: 'cc-line-text' });
  const signs = { live: icon('live'), cut: icon('cut') };
  const el = h('div', { class: 'cc-line', role: 'status' }, signs.live, signs.cut, words);
  return {
    el,
    draw(feed) {
      const { lang } = screen;
      setAttr(screen.el, 'data-link', feed.link);
      screen.cover(feed);
      setText(words, feed.link === 'cut' ? t(lang, 'cutAge', { age: age(feed.age(), lang) }) : t(lang, feed.link));
    },
  };
}

/** The lamp: on air, paused, not on air, ended. */
export function lamp(screen) {
  const words = h('span');
  const el = h('div', { class: 'cc-lamp' }, h('i', { 'aria-hidden': 'true' }), words);
  return {
    el,
    draw(state) {
      const phase = state ? (state.phase === 'on_air' && state.paused ? 'paused' : state.phase) : 'preshow';
      setAttr(el, 'data-phase', phase);
      setText(words, t(screen.lang, phase));
    },
  };
}

/** A row of choices of which one is taken; `options` are `[value, key]`, words are drawn by `draw(lang)`. */
export function choice(options, { label, value, onPick }) {
  const buttons = options.map(([id]) => h('button', {
    type: 'button', class: 'cc-choice-one', onclick: () => pick(id, true),
  }));
  const el = h('div', { class: 'cc-choice', role: 'group' }, buttons);
  let held = value;
  function pick(id, tell) {
    held = id;
    options.forEach(([one], at) => setAttr(buttons[at], 'aria-pressed', one === id ? 'true' : 'false'));
    if (tell) onPick(id);
  }
  pick(value, false);
  return {
    el,
    get value() {
      return held;
    },
    pick,
    draw(lang) {
      setAttr(el, 'aria-label', t(lang, label));
      options.forEach(([, key], at) => setText(buttons[at], t(lang, key)));
    },
  };
}

/** The zh/EN switch of the screen's own words. */
export function langSwitch(screen) {
  const self = choice([['zh', 'zh'], ['en', 'en']], {
    label: 'language', value: screen.lang, onPick: (value) => screen.setLang(value),
  });
  screen.onLang((value) => {
    self.pick(value, false);
    self.draw(value);
  });
  return self;
}
