// The script as the prompter sets it: every cue in order, what is past, on air and to come, and where the eye is.

import { h, keyed, setAttr, setLines, setText } from './dom.js';
import { cardsOf, current, isSkipped, next, places } from './place.js';
import { topOf } from './scroller.js';
import { kindWord, side } from './texts.js';

// Cues that are spoken need no word for what they are.
const SPOKEN = new Set(['say', 'message']);

/** The text inside `el`; `draw(feed, lang, phrase)` keeps it true (`phrase`: characters that stay on one line) and `where(box, at)` says how far `at` is off the cue. */
export function promptText(el) {
  let order = [];
  let target = null;

  const make = () => {
    const parts = { seg: h('p', { class: 'cc-pr-seg' }), note: h('p', { class: 'cc-pr-note' }), zh: h('div', { class: 'cc-pr-zh', lang: 'zh-CN' }), en: h('div', { class: 'cc-pr-en', lang: 'en' }) };
    parts.kind = h('b');
    parts.words = h('span', { class: 'cc-pr-word' });
    parts.note.append(parts.kind, parts.words);
    const article = h('article', { class: 'cc-pr-cue' }, parts.seg, parts.note, parts.zh, parts.en);
    article.ccParts = parts;
    return article;
  };

  return {
    /** The cue the reader belongs to: on air, before the start the first, after the end the last. */
    get target() {
      return target;
    },
    draw(feed, lang, phrase) {
      const { plan, state } = feed;
      const here = current(plan, state);
      const aim = here ?? (state.phase === 'ended' ? places(plan).at(-1) : next(plan, state));
      const all = places(plan).filter(({ segment }) => segment === aim?.segment || !isSkipped(segment, state));
      const on = all.findIndex(({ cue }) => cue.id === aim?.cue.id);
      keyed(el, all, ({ cue }) => cue.id, make, (article, { cue, segment, at }) => {
        const { seg, note, kind, words, zh, en } = article.ccParts;
        const stand = all.findIndex((one) => one.cue === cue) - on;
        setAttr(article, 'data-stand', stand < 0 ? 'past' : stand > 0 ? 'later' : 'now');
        setAttr(article, 'aria-current', stand === 0 && here ? 'step' : null);
        setText(seg, at === 0 ? [kindWord(lang, segment.kind), side(lang, segment.title)].join(' · ') : '');
        setAttr(seg, 'hidden', at > 0);
        const cards = cardsOf(plan, cue.cards).map((card) => `${card.headword} ${card.gloss}`);
        const silent = !cue.lines?.zh && !cue.lines?.en;
        setText(kind, SPOKEN.has(cue.kind) && !silent ? '' : kindWord(lang, cue.kind));
        keyed(words, cards, (pair) => pair, (pair) => h('span', { text: pair }));
        setAttr(note, 'hidden', !kind.textContent && !cards.length);
        setLines(zh, cue.lines?.zh ?? '', { phrase });
        setLines(en, cue.lines?.en ?? '');
        setAttr(article, 'data-only', !(cue.lines?.zh && cue.lines?.en));
        setAttr(zh, 'hidden', !cue.lines?.zh);
        setAttr(en, 'hidden', !cue.lines?.en);
      });
      order = [...el.children];
      target = order[on] ?? null;
    },
    /** `{where, cues, px}` when `at` px of `box` lies outside the cue: where the cue is, cues between, distance. */
    where(box, at) {
      if (!target) return null;
      const top = topOf(box, target);
      const bottom = top + target.offsetHeight;
      // Under the line by less than a hair: rounding, not a reader who strayed.
      if (at >= top - 2 && at <= bottom + 2) return null;
      const eye = order.findIndex((one) => topOf(box, one) + one.offsetHeight > at);
      const apart = Math.abs((eye < 0 ? order.length - 1 : eye) - order.indexOf(target));
      return { where: at < top ? 'below' : 'above', cues: apart, px: at < top ? top - at : at - bottom };
    },
  };
}
