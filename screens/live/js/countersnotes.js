// What stands behind a counter: name, formula, inputs, as-of time and state, in both languages.

import { count, money, NONE, timeOfDay } from './format.js';
import { side } from './texts.js';

/** Part of the registry of `sales/metrics.py`, held equal by a test. `inputs` are fields of a row of counters. */
export const METRICS = {
  gmv_paid: { title: { zh: '成交金额', en: 'Paid GMV' }, formula: { zh: 'Σ支付金额，含平台和达人补贴，不减退款、不减取消', en: 'Σ amounts paid, subsidies included; refunds and cancellations not taken off' }, inputs: ['paid_minor'] },
  orders: { title: { zh: '成交订单数', en: 'Paid orders' }, formula: { zh: '至少一行已支付的订单数', en: 'orders with at least one paid line' }, inputs: ['orders'] },
  units: { title: { zh: '成交件数', en: 'Units' }, formula: { zh: 'Σ已支付件数', en: 'Σ pieces of paid lines' }, inputs: ['units'] },
  stock_left: { title: { zh: '剩余库存', en: 'Stock left' }, formula: { zh: '开播库存 − 支付件数 + 退回件数', en: 'opening stock − pieces paid + pieces returned' }, inputs: ['stock_left'] },
  gmv_created: { title: { zh: '下单金额', en: 'Ordered' }, formula: { zh: 'Σ下单金额，含未付款和已取消', en: 'Σ amounts ordered, unpaid and cancelled included' }, inputs: ['created_minor'] },
  net: { title: { zh: '净额（减全部退款）', en: 'Net of all refunds' }, formula: { zh: '成交金额 − 退款金额', en: 'paid GMV − refunds' }, inputs: ['net_minor'] },
  refund: { title: { zh: '退款金额', en: 'Refunded' }, formula: { zh: 'Σ退款，每行不超过其支付金额', en: 'Σ refunds, per line never above what was paid' }, inputs: ['refund_minor'] },
  buyers: { title: { zh: '成交人数', en: 'Buyers' }, formula: { zh: '去重后的支付买家数；有订单不带买家信息时未知', en: 'distinct paying buyers; unknown when some order names none' }, inputs: ['buyers'] },
  aov: { title: { zh: '客单价', en: 'Per buyer (AOV)' }, formula: { zh: 'Σ支付金额 ÷ Σ支付人数', en: 'Σ amount paid ÷ Σ paying buyers' }, inputs: ['paid_minor', 'buyers'] },
  order_value: { title: { zh: '单均价', en: 'Per order' }, formula: { zh: 'Σ支付金额 ÷ Σ支付订单数', en: 'Σ amount paid ÷ Σ paid orders' }, inputs: ['paid_minor', 'orders'] },
  target_done: { title: { zh: '目标完成', en: 'Of the target' }, formula: { zh: 'Σ支付金额 ÷ Σ目标', en: 'Σ amount paid ÷ Σ target' }, inputs: ['paid_minor', 'target_minor'] },
  expected: { title: { zh: '应达金额', en: 'Due by now' }, formula: { zh: '目标 × 已走过的带货环节占全部带货环节的计划时长', en: 'target × planned time of the selling segments behind us ÷ of all of them' }, inputs: ['expected_minor'] },
  pace: { title: { zh: '进度', en: 'Pace' }, formula: { zh: 'Σ支付金额 ÷ Σ应达金额', en: 'Σ amount paid ÷ Σ amount due by now' }, inputs: ['paid_minor', 'expected_minor'] },
  projection: { title: { zh: '预计成交', en: 'Projected' }, formula: { zh: '成交金额 + 剩余目标 × 进度；不足 20 单或计划的 5% 时未知', en: 'paid GMV + remaining target × pace; unknown below 20 orders or 5 % of the plan' }, inputs: ['projected_minor'] },
  needed: { title: { zh: '每分钟需成交', en: 'Needed per minute' }, formula: { zh: '（目标 − 成交金额）÷ 剩余带货环节的计划分钟', en: '(target − paid GMV) ÷ remaining planned selling minutes' }, inputs: ['needed_minor'] },
};

/** Inputs by name, as people call them; from the same registry. */
export const INPUTS = {
  paid_minor: { zh: '支付金额', en: 'amount paid' },
  orders: { zh: '支付订单数', en: 'paid orders' },
  units: { zh: '支付件数', en: 'pieces paid' },
  stock_left: { zh: '剩余库存', en: 'stock left' },
  created_minor: { zh: '下单金额', en: 'amount ordered' },
  net_minor: { zh: '支付减全部退款', en: 'paid less all refunds' },
  refund_minor: { zh: '全部退款', en: 'all refunds' },
  buyers: { zh: '支付人数', en: 'paying buyers' },
  target_minor: { zh: '目标', en: 'target' },
  expected_minor: { zh: '应达金额', en: 'amount due by now' },
  projected_minor: { zh: '预计金额', en: 'projected amount' },
  needed_minor: { zh: '每分钟需成交', en: 'amount needed per minute' },
};

const WORDS = {
  asOf: { zh: '截至 {at}', en: 'as of {at}' },
  provisional: { zh: '暂计', en: 'provisional' },
  final: { zh: '已结算', en: 'settled' },
  equals: { zh: '＝', en: ' = ' },
};
const known = (value) => value !== null && value !== undefined;

/** The value of an input as text: amounts end in `_minor`. */
function inputText(name, values, currency) {
  const value = values[name];
  if (!known(value)) return NONE;
  return name.endsWith('_minor') ? money(value, currency) : count(value);
}

function oneLanguage(lang, metric, values, counters, zone) {
  const { title, formula, inputs } = METRICS[metric];
  const told = inputs.map((name) => `${side(lang, INPUTS[name])} ${inputText(name, values, counters?.currency)}`).join(' · ');
  const at = known(counters?.as_of) ? timeOfDay(counters.as_of, zone, { seconds: true }) : NONE;
  const state = side(lang, WORDS[counters?.state === 'final' ? 'final' : 'provisional']);
  return `${side(lang, title)}${side(lang, WORDS.equals)}${side(lang, formula)}\n${told}\n${side(lang, WORDS.asOf).replace('{at}', at)} · ${state}`;
}

/** The note of a metric: the screen's language first, then the other. `values` holds the inputs. */
export function noteOf(lang, metric, values, counters, zone) {
  const other = lang === 'en' ? 'zh' : 'en';
  return `${oneLanguage(lang, metric, values, counters, zone)}\n\n${oneLanguage(other, metric, values, counters, zone)}`;
}
