// The sales numbers beside the script: what each is called, how it is made, as of when. Unknown is a dash.

import { h, setAttr, setText } from './dom.js';
import { amount, count, money, NONE, timeOfDay } from './format.js';
import { stageOf } from './place.js';
import { side, STAGES, t } from './texts.js';

/** One number: label, value, and its formula as a note. `set({whole, rest}, note)` lights it when it changed. */
function stat(label) {
  const whole = h('span', { class: 'cc-stat-whole' });
  const rest = h('span', { class: 'cc-stat-rest' });
  const name = h('dt', { class: 'cc-stat-name' });
  const value = h('dd', { class: 'cc-stat-value' }, whole, rest);
  const el = h('div', { class: 'cc-stat' }, name, value);
  let first = true;
  return {
    el,
    set(lang, shown, note) {
      setText(name, t(lang, label));
      setAttr(el, 'data-note', note);
      const changed = setText(whole, shown.whole);
      setText(rest, shown.rest);
      // The size follows the length, the cell keeps its place whatever the number grows to.
      value.style.setProperty('--n', Math.max(3, shown.whole.length + shown.rest.length * 0.55));
      setAttr(value, 'data-unknown', shown.whole === NONE);
      if (changed && !first) relight(value);
      first = false;
    },
  };
}

function relight(el) {
  el.classList.remove('cc-lit');
  el.getBoundingClientRect(); // the animation starts anew only after a layout without it
  el.classList.add('cc-lit');
}

/** Texts of pace and alarms; what an alarm says comes from the server in both languages. */
const WORDS = {
  pace: { zh: '目标 {target}：完成 {done}，应达 {due}', en: '{done} of {target}, {due} due' },
  noteExpected: { zh: '应达 = 目标 × 已走过的带货环节占全部带货环节的计划时长：{expected}。', en: 'Due = target × planned time of the selling segments behind us ÷ of all of them: {expected}.' },
  noteProjected: { zh: '照此预计 {projected}。', en: 'At this rate {projected} at the end.' },
  noteNeeded: { zh: '剩余带货时间每分钟需 {needed}。', en: '{needed} needed per remaining selling minute.' },
  noteSlipped: { zh: '落后最多：{product}，计划 {planned}，成交 {paid}。', en: 'Furthest behind: {product}, {planned} planned, {paid} paid.' },
  more: { zh: '（另有 {n} 条）', en: ' (+{n} more)' },
};
const said = (lang, key, values) => side(lang, WORDS[key]).replace(/\{(\w+)\}/g, (_, name) => values[name]);
const percent = (part, whole) => `${Math.floor((part * 100) / whole)}%`;

/** Where the money stands against where it should be, and what lies behind it; null without a pace. */
export function paceWords(lang, counters, plan) {
  const { pace, currency, target_minor: target } = counters ?? {};
  if (!pace || !known(counters.show?.paid_minor)) return null;
  const short = (minor) => money(minor, currency);
  const notes = [said(lang, 'noteExpected', { expected: short(pace.expected_minor) })];
  if (known(pace.projected_minor)) notes.push(said(lang, 'noteProjected', { projected: short(pace.projected_minor) }));
  if (known(pace.needed_minor)) notes.push(said(lang, 'noteNeeded', { needed: short(pace.needed_minor) }));
  if (pace.slipped) {
    const { sku, planned_minor: planned, paid_minor: paid } = pace.slipped;
    notes.push(said(lang, 'noteSlipped', { product: productName(lang, plan, sku), planned: short(planned), paid: short(paid) }));
  }
  return {
    text: said(lang, 'pace', {
      target: amount(target, currency).whole, done: percent(counters.show.paid_minor, target), due: percent(pace.expected_minor, target),
    }),
    note: notes.join(lang === 'en' ? ' ' : ''),
    behind: known(pace.ratio_permille) && pace.ratio_permille < BEHIND_PERMILLE,
  };
}

/** The most urgent alarm in one line; null when all is well. */
export function alarmWords(lang, counters, plan) {
  const [first, ...rest] = counters?.alarms ?? [];
  if (!first) return null;
  const all = [first, ...rest].map((alarm) => `${productName(lang, plan, alarm.sku)} ${side(lang, alarm.text)}`);
  return { text: all[0] + (rest.length ? said(lang, 'more', { n: rest.length }) : ''), all: all.join('\n'), loud: first.loud };
}

/** The panel of counters: this product, this show, target, as-of and state. */
export function countersView() {
  const product = { units: stat('units'), paid: stat('paid'), stock: stat('stock') };
  const show = { gmv: stat('gmv'), orders: stat('orders'), units: stat('units') };
  const nameOfProduct = h('p', { class: 'cc-count-product' });
  const stage = h('span', { class: 'cc-chip cc-count-stage' });
  const price = h('span', { class: 'cc-count-price' });
  const productHead = h('h2', { class: 'cc-count-title' });
  const showHead = h('h2', { class: 'cc-count-title' });
  const target = h('span', { class: 'cc-count-target' });
  const alarm = h('strong', { class: 'cc-count-alarm', role: 'alert', hidden: true });
  const asOf = h('span', { class: 'cc-count-asof' });
  const state = h('span', { class: 'cc-chip cc-count-state' });
  const productList = h('dl', { class: 'cc-stats' }, product.paid.el, product.units.el, product.stock.el);
  const el = h('section', { class: 'cc-counters' },
    h('div', { class: 'cc-count-head' }, productHead, nameOfProduct, stage, price), productList,
    h('div', { class: 'cc-count-head' }, showHead, target, alarm),
    h('dl', { class: 'cc-stats' }, show.gmv.el, show.orders.el, show.units.el),
    h('div', { class: 'cc-count-foot' }, asOf, state));
  return {
    el,
    draw({ lang, plan, state: onAir, counters, segment }) {
      const currency = counters?.currency;
      const all = counters?.show ?? {};
      const item = segment?.sku ? plan?.products?.[segment.sku] : null;
      const row = (segment?.sku ? counters?.products?.[segment.sku] : null) ?? {};
      // A product without a row has sold nothing only when orders are counted at all.
      const zero = item && known(all.units) ? 0 : null;
      setText(productHead, t(lang, 'thisProduct'));
      setText(nameOfProduct, item ? side(lang, item.title) : t(lang, 'noProduct'));
      setAttr(nameOfProduct, 'title', item ? `${side('zh', item.title)} · ${side('en', item.title)}` : null);
      const at = item ? stageOf(onAir, segment.sku) : null;
      setText(stage, at && onAir?.products ? side(lang, STAGES[at]) : '');
      setAttr(stage, 'hidden', !stage.textContent);
      setAttr(stage, 'data-stage', at);
      setAttr(stage, 'title', t(lang, 'stage'));
      setText(price, item && known(item.price_minor) ? money(item.price_minor, item.currency ?? currency) : '');
      setAttr(price, 'title', t(lang, 'price'));
      setAttr(productList, 'data-empty', item ? null : true);
      product.units.set(lang, plain(row.units ?? zero), t(lang, 'noteUnits'));
      product.paid.set(lang, amount(row.paid_minor ?? zero, currency), t(lang, 'notePaid'));
      product.stock.set(lang, plain(row.stock_left ?? item?.stock ?? null), t(lang, 'noteStock'));
      setText(showHead, t(lang, 'thisShow'));
      show.gmv.set(lang, amount(all.paid_minor ?? null, currency),
        t(lang, 'noteGmv', { refund: money(all.refund_minor ?? null, currency), net: money(all.net_minor ?? null, currency) }));
      show.orders.set(lang, plain(all.orders ?? null), t(lang, 'noteOrders'));
      show.units.set(lang, plain(all.units ?? null), t(lang, 'noteShowUnits'));
      const aim = counters?.target_minor;
      const beat = paceWords(lang, counters, plan);
      const shout = alarmWords(lang, counters, plan);
      setText(alarm, shout?.text ?? '');
      setAttr(alarm, 'data-note', shout?.all ?? null);
      setAttr(alarm, 'hidden', !shout);
      setAttr(el, 'data-alarm', shout ? (shout.loud ? 'loud' : 'calm') : null);
      setAttr(target, 'hidden', !!shout);
      setAttr(target, 'data-note', beat?.note ?? null);
      setAttr(target, 'data-behind', !!beat?.behind);
      setText(target, beat ? beat.text : known(aim) && aim > 0 && known(all.paid_minor)
        ? t(lang, 'ofTarget', { target: amount(aim, currency).whole, share: `${Math.floor((all.paid_minor * 100) / aim)}%` }) : '');
      setText(asOf, known(counters?.as_of) ? t(lang, 'asOf', { at: timeOfDay(counters.as_of, plan?.zone, { seconds: true }) })
        : known(all.units) ? '' : t(lang, 'noOrders'));
      setText(state, counters ? t(lang, counters.state === 'final' ? 'final' : 'provisional') : '');
      setAttr(state, 'hidden', !counters);
    },
  };
}

/** Below nine tenths of what is due the pace is worth a colour; less is noise. */
const BEHIND_PERMILLE = 900;
const productName = (lang, plan, sku) => side(lang, plan?.products?.[sku]?.title) || sku;
const known = (value) => value !== null && value !== undefined;
const plain = (value) => ({ whole: count(value), rest: '' });
