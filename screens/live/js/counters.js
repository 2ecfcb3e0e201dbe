// The sales numbers beside the script: what each is called, how it is made, as of when. Unknown is a dash.

import { targetLine } from './countersline.js';
import { h, setAttr, setText } from './dom.js';
import { noteOf } from './countersnotes.js';
import { age, amount, count, money, NONE, timeOfDay } from './format.js';
import { stageOf } from './place.js';
import { side, STAGES, t } from './texts.js';

/** One number: label, value, and what it is made of as a note, for pointer, keyboard and finger. It is lit when it changed. */
function stat() {
  const whole = h('span', { class: 'cc-stat-whole' });
  const rest = h('span', { class: 'cc-stat-rest' });
  const name = h('dt', { class: 'cc-stat-name' });
  const value = h('dd', { class: 'cc-stat-value' }, whole, rest);
  const el = h('div', { class: 'cc-stat', tabindex: '0' }, name, value);
  let first = true;
  let which = null;
  return {
    el,
    set(lang, figure, row, counters, zone) {
      const shown = shownAs(figure, row, counters?.currency);
      setText(name, side(lang, figure.label));
      setAttr(el, 'data-note', noteOf(lang, figure.metric, row, counters, zone));
      setAttr(el, 'data-metric', figure.metric);
      first ||= which !== figure; // another number in this place is no change of the number
      which = figure;
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

/** What a room may choose to stand beside the script. `money` figures are left out where the server sends none. */
export const FIGURES = {
  product: {
    paid: { metric: 'gmv_paid', label: { zh: '成交额', en: 'Paid' }, money: true },
    units: { metric: 'units', label: { zh: '售出件数', en: 'Units sold' } },
    stock: { metric: 'stock_left', label: { zh: '剩余库存', en: 'Stock left' } },
    orders: { metric: 'orders', label: { zh: '支付订单', en: 'Paid orders' } },
    created: { metric: 'gmv_created', label: { zh: '下单额', en: 'Ordered' }, money: true },
    refund: { metric: 'refund', label: { zh: '退款', en: 'Refunded' }, money: true },
    net: { metric: 'net', label: { zh: '净额', en: 'Net' }, money: true },
  },
  show: {
    gmv: { metric: 'gmv_paid', label: { zh: '成交额', en: 'Paid GMV' }, money: true },
    orders: { metric: 'orders', label: { zh: '支付订单', en: 'Paid orders' } },
    units: { metric: 'units', label: { zh: '售出件数', en: 'Units sold' } },
    buyers: { metric: 'buyers', label: { zh: '成交人数', en: 'Buyers' } },
    created: { metric: 'gmv_created', label: { zh: '下单额', en: 'Ordered' }, money: true },
    refund: { metric: 'refund', label: { zh: '退款', en: 'Refunded' }, money: true },
    net: { metric: 'net', label: { zh: '净额', en: 'Net' }, money: true },
  },
};
/** The three of each that a room begins with, and what takes the place of money. */
const USUAL = { product: ['paid', 'units', 'stock'], show: ['gmv', 'orders', 'units'] };
const SPARE = { product: ['units', 'stock', 'orders'], show: ['orders', 'units', 'buyers'] };

/** The three figures of a part: the room's choice, without money where it is hidden. */
export function chosen(part, room, hideMoney) {
  const asked = (room?.counters?.[part] ?? []).filter((name) => FIGURES[part][name]);
  const all = [...(asked.length ? asked : USUAL[part]), ...SPARE[part]];
  const names = [...new Set(all)].filter((name) => !(hideMoney && FIGURES[part][name].money));
  return names.slice(0, 3).map((name) => FIGURES[part][name]);
}

const FIELD = { gmv_paid: 'paid_minor', gmv_created: 'created_minor', refund: 'refund_minor', net: 'net_minor' };
function shownAs({ metric, money: isMoney }, row, currency) {
  const value = row?.[FIELD[metric] ?? metric] ?? null;
  return isMoney ? amount(value, currency) : { whole: count(value), rest: '' };
}

/** Texts of pace and alarms; what an alarm says comes from the server in both languages. */
const WORDS = {
  pace: { zh: '目标 {target}：完成 {done}，应达 {due}', en: '{done} of {target}, {due} due' },
  noteShare: { zh: '应达 = 已走过的带货环节占全部带货环节的计划时长；完成 = 成交金额 ÷ 目标。', en: 'Due = planned time of the selling segments behind us ÷ of all of them; done = paid GMV ÷ target.' },
  noteExpected: { zh: '应达 = 目标 × 已走过的带货环节占全部带货环节的计划时长：{expected}。', en: 'Due = target × planned time of the selling segments behind us ÷ of all of them: {expected}.' },
  noteProjected: { zh: '照此预计 {projected}。', en: 'At this rate {projected} at the end.' },
  noteNeeded: { zh: '剩余带货时间每分钟需 {needed}。', en: '{needed} needed per remaining selling minute.' },
  noteSlipped: { zh: '落后最多：{product}，计划 {planned}，成交 {paid}。', en: 'Furthest behind: {product}, {planned} planned, {paid} paid.' },
  share: { zh: '目标完成 {done}，应达 {due}', en: '{done} of the target, {due} due' },
  more: { zh: '（另有 {n} 条）', en: ' (+{n} more)' },
  stale: { zh: '{age} 没有更新', en: 'no update for {age}' },
  noteStale: { zh: '服务器每 5 秒发一次数字；超过 10 秒没有收到，眼前的数字可能已经旧了。', en: 'The server sends the numbers every 5 s; after 10 s without any, these may be old.' },
  cheer: { zh: '目标达成 {target}', en: 'Target reached: {target}' },
};
const said = (lang, key, values) => side(lang, WORDS[key]).replace(/\{(\w+)\}/g, (_, name) => values[name]);
const percent = (part, whole) => `${Math.floor((part * 100) / whole)}%`;

/** Where the money stands against where it should be, and what lies behind it; null without a pace. */
export function paceWords(lang, counters, plan) {
  const { pace, currency, target_minor: target } = counters ?? {};
  if (!pace) return null;
  const behind = known(pace.ratio_permille) && pace.ratio_permille < BEHIND_PERMILLE;
  const shares = { done: `${pace.done_percent}%`, due: `${pace.due_percent}%` };
  if (counters.money === false) return { text: said(lang, 'share', shares), note: side(lang, WORDS.noteShare), behind };
  const short = (minor) => money(minor, currency);
  const notes = [said(lang, 'noteExpected', { expected: short(pace.expected_minor) })];
  if (known(pace.projected_minor)) notes.push(said(lang, 'noteProjected', { projected: short(pace.projected_minor) }));
  if (known(pace.needed_minor)) notes.push(said(lang, 'noteNeeded', { needed: short(pace.needed_minor) }));
  if (pace.slipped) {
    const { sku, planned_minor: planned, paid_minor: paid } = pace.slipped;
    notes.push(said(lang, 'noteSlipped', { product: productName(lang, plan, sku), planned: short(planned), paid: short(paid) }));
  }
  return {
    text: said(lang, 'pace', { target: amount(target, currency).whole, ...shares }),
    note: notes.join(lang === 'en' ? ' ' : ''),
    behind,
  };
}

/** The most urgent alarm in one line; null when all is well. */
export function alarmWords(lang, counters, plan) {
  const [first, ...rest] = counters?.alarms ?? [];
  if (!first) return null;
  const all = [first, ...rest].map((alarm) => `${productName(lang, plan, alarm.sku)} ${side(lang, alarm.text)}`);
  return { text: all[0] + (rest.length ? said(lang, 'more', { n: rest.length }) : ''), all: all.join('\n'), loud: first.loud };
}

/** The panel of counters: this product, this show, target, as-of and state; without money where the server sent none. */
export function countersView() {
  const product = [stat(), stat(), stat()];
  const show = [stat(), stat(), stat()];
  const nameOfProduct = h('p', { class: 'cc-count-product' });
  const stage = h('span', { class: 'cc-chip cc-count-stage' });
  const price = h('span', { class: 'cc-count-price' });
  const productHead = h('h2', { class: 'cc-count-title' });
  const showHead = h('h2', { class: 'cc-count-title' });
  const target = h('span', { class: 'cc-count-target', tabindex: '0' });
  const alarm = h('strong', { class: 'cc-count-alarm', role: 'alert', tabindex: '0', hidden: true });
  const asOf = h('span', { class: 'cc-count-asof' });
  const stale = h('span', { class: 'cc-chip cc-count-stale', role: 'status', hidden: true });
  const state = h('span', { class: 'cc-chip cc-count-state' });
  const cheer = h('p', { class: 'cc-count-cheer', role: 'status', hidden: true });
  const line = targetLine();
  const productList = h('dl', { class: 'cc-stats' }, ...product.map((each) => each.el));
  const el = h('section', { class: 'cc-counters' },
    h('div', { class: 'cc-count-head' }, productHead, nameOfProduct, stage, price), productList,
    h('div', { class: 'cc-count-head' }, showHead, target, alarm),
    h('dl', { class: 'cc-stats' }, ...show.map((each) => each.el)),
    h('div', { class: 'cc-count-foot' }, asOf, line.el, stale, state, cheer));
  const fresh = freshness(stale);
  const celebrate = celebration(cheer);
  return {
    el,
    draw({ lang, plan, state: onAir, counters, segment }) {
      const { room, zone } = plan ?? {};
      const hideMoney = counters?.money === false;
      const currency = counters?.currency;
      const all = counters?.show ?? {};
      const item = segment?.sku ? plan?.products?.[segment.sku] : null;
      setText(productHead, t(lang, 'thisProduct'));
      setText(nameOfProduct, item ? side(lang, item.title) : t(lang, 'noProduct'));
      setAttr(nameOfProduct, 'title', item ? `${side('zh', item.title)} · ${side('en', item.title)}` : null);
      const at = item ? stageOf(onAir, segment.sku) : null;
      setText(stage, at && onAir?.products ? side(lang, STAGES[at]) : '');
      setAttr(stage, 'hidden', !stage.textContent);
      setAttr(stage, 'data-stage', at);
      setAttr(stage, 'title', t(lang, 'stage'));
      setText(price, item && known(item.price_minor) ? money(item.price_minor, item.currency ?? currency) : '');
      setAttr(price, 'data-note', t(lang, 'price'));
      setAttr(productList, 'data-empty', item ? null : true);
      const row = productRow(counters, segment?.sku, item);
      chosen('product', room, hideMoney).forEach((figure, n) => product[n].set(lang, figure, row, counters, zone));
      setText(showHead, t(lang, 'thisShow'));
      chosen('show', room, hideMoney).forEach((figure, n) => show[n].set(lang, figure, all, counters, zone));
      const aim = counters?.target_minor;
      const beat = paceWords(lang, counters, plan);
      const shout = alarmWords(lang, counters, plan);
      setText(alarm, shout?.text ?? '');
      setAttr(alarm, 'data-note', shout?.all ?? null);
      setAttr(alarm, 'hidden', !shout);
      setAttr(el, 'data-alarm', shout ? (shout.loud ? 'loud' : 'calm') : null);
      setAttr(target, 'hidden', !!shout);
      const values = { ...all, target_minor: aim, expected_minor: counters?.pace?.expected_minor };
      setAttr(target, 'data-note', hideMoney ? beat?.note ?? null
        : known(aim) ? [beat?.note, noteOf(lang, 'target_done', values, counters, zone)].filter(Boolean).join('\n\n') : null);
      setAttr(target, 'data-behind', !!beat?.behind);
      setText(target, beat ? beat.text : !hideMoney && known(aim) && aim > 0 && known(all.paid_minor)
        ? t(lang, 'ofTarget', { target: amount(aim, currency).whole, share: percent(all.paid_minor, aim) }) : '');
      setText(asOf, known(counters?.as_of) ? t(lang, 'asOf', { at: timeOfDay(counters.as_of, zone, { seconds: true }) })
        : known(all.units) ? '' : t(lang, 'noOrders'));
      setText(state, counters ? t(lang, counters.state === 'final' ? 'final' : 'provisional') : '');
      setAttr(state, 'hidden', !counters);
      line.draw(lang, counters, onAir, zone);
      fresh.saw(lang, counters?.as_of, onAir?.phase === 'on_air');
      celebrate.saw(lang, room?.celebrate === true, counters);
    },
  };
}

/** The counters of a product. Without a row it has sold nothing only when orders are counted at all. */
function productRow(counters, sku, item) {
  const row = (sku ? counters?.products?.[sku] : null) ?? null;
  if (!item) return {};
  const zero = known(counters?.show?.units) ? 0 : null;
  const blank = { paid_minor: zero, units: zero, orders: zero, created_minor: zero, refund_minor: zero, net_minor: zero };
  return { ...(row ?? blank), stock_left: row?.stock_left ?? item.stock ?? null };
}

/** After so long without numbers they may be old; the server sends them every 5 s while a show is on air. */
const STALE_MS = 10000;

/** The badge of stale numbers: measured on this screen's own clock, from the last numbers that came. */
function freshness(badge) {
  let at = null;
  let came = 0;
  let lang = 'zh';
  let live = false;
  const look = () => {
    const old = performance.now() - came;
    const shown = live && at !== null && old > STALE_MS;
    setAttr(badge, 'hidden', !shown);
    if (!shown) return;
    setText(badge, said(lang, 'stale', { age: age(old, lang) }));
    setAttr(badge, 'data-note', side(lang, WORDS.noteStale));
  };
  let timer = 0;
  return {
    saw(words, asOf, onAir) {
      if (known(asOf) && asOf !== at) {
        at = asOf;
        came = performance.now();
      }
      lang = words;
      live = onAir;
      look();
      if (!timer) {
        timer = setInterval(() => {
          if (badge.isConnected) look();
          else timer = clearInterval(timer) ?? 0;
        }, 1000);
      }
    },
  };
}

/** How long the reached target is told. */
const CHEER_MS = 8000;

/** Tells once that the target is reached, where the room asked for it; what was reached before is no news. */
function celebration(el) {
  let below = false;
  return {
    saw(lang, wanted, counters) {
      const reached = counters?.reached;
      if (!wanted || !known(reached)) return;
      if (reached && below) {
        setText(el, said(lang, 'cheer', { target: counters.money !== false ? amount(counters.target_minor, counters.currency).whole : '' }).trim());
        setAttr(el, 'hidden', false);
        setTimeout(() => setAttr(el, 'hidden', true), CHEER_MS);
      }
      below = !reached;
    },
  };
}

/** Below nine tenths of what is due the pace is worth a colour; less is noise. */
const BEHIND_PERMILLE = 900;
const productName = (lang, plan, sku) => side(lang, plan?.products?.[sku]?.title) || sku;
const known = (value) => value !== null && value !== undefined;
