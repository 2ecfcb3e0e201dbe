// What the show has earned so far against what was due by the plan: two lines, as quiet as a watch.

import { h, setAttr } from './dom.js';
import { money, timeOfDay } from './format.js';
import { side } from './texts.js';

const WIDE = 100;
const HIGH = 24;
const MINUTE_MS = 60000;
const WORDS = {
  paid: { zh: '实线：累计成交 {paid}', en: 'Solid: paid so far, {paid}' },
  due: { zh: '虚线：按计划应达 {due}', en: 'dashed: due by the plan, {due}' },
  how: { zh: '应达＝目标×已走过的带货环节占计划的份额', en: 'due = target × share of the planned selling time behind us' },
};

/** The curve; hidden without a target, before the start, or where no money is shown. */
export function targetLine() {
  const due = h('path', { class: 'cc-line-due' });
  const paid = h('path', { class: 'cc-line-paid' });
  const chart = h('svg', { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' }, due, paid);
  const el = h('span', { class: 'cc-count-line', tabindex: '0', hidden: true }, chart);
  return {
    el,
    draw(lang, counters, onAir, zone) {
      const { pace, target_minor: target, as_of: asOf, currency } = counters ?? {};
      const began = onAir?.started;
      const told = Object.keys(counters?.minutes ?? {}).length > 0;
      setAttr(el, 'hidden', !pace || !target || !began || !asOf || !told);
      if (el.hidden) return;
      const end = Math.max((onAir.ended ?? asOf) - began, MINUTE_MS);
      const expected = [...pace.curve, [end, pace.share_permille]].map(([ms, share]) => [ms, (target * share) / 1000]);
      const earned = cumulated(counters.minutes, end);
      const top = Math.max(expected.at(-1)[1], earned.at(-1)[1], 1) * 1.08;
      const place = ([ms, minor]) => `${((Math.min(ms, end) / end) * WIDE).toFixed(2)} ${(HIGH - (minor / top) * (HIGH - 2)).toFixed(2)}`;
      setAttr(due, 'd', `M${expected.map(place).join('L')}`);
      setAttr(paid, 'd', `M${earned.map(place).join('L')}`);
      setAttr(el, 'data-note', noteOf(lang, earned.at(-1)[1], pace.expected_minor, currency, timeOfDay(asOf, zone, { seconds: true })));
    },
  };
}

/** Paid by the end of each minute, from the start on. */
function cumulated(minutes, end) {
  let sum = 0;
  const found = [[0, 0]];
  for (const minute of Object.keys(minutes).map(Number).sort((a, b) => a - b)) {
    found.push([minute * MINUTE_MS, sum]);
    sum += minutes[minute];
    found.push([(minute + 1) * MINUTE_MS, sum]);
  }
  found.push([Math.max(end, found.at(-1)[0]), sum]);
  return found;
}

function noteOf(lang, paid, due, currency, at) {
  const values = { paid: money(paid, currency), due: money(due, currency) };
  return [lang, lang === 'zh' ? 'en' : 'zh'].map((words) => {
    const parts = Object.keys(WORDS).map((key) => side(words, WORDS[key]).replace(/\{(\w+)\}/g, (_, name) => values[name]));
    return words === 'zh' ? `${parts.join('；')}。截至 ${at} · 暂计` : `${parts.join('; ')}. As of ${at} · provisional`;
  }).join('\n');
}
