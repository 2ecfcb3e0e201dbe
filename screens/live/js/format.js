// Numbers and times as text. Amounts stay whole numbers of minor units from end to end: no float touches them.

export const NONE = '—';
const DAY_S = 86400;

const digits = new Map();
/** Minor digits of a currency (CNY 2, JPY 0). */
function minorDigits(currency) {
  if (!digits.has(currency)) {
    let found = 2;
    try {
      found = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // a code Intl cannot read: shown with two digits and its name
    }
    digits.set(currency, found);
  }
  return digits.get(currency);
}

const SIGNS = { CNY: '¥', JPY: 'JP¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$', TWD: 'NT$', KRW: '₩', SGD: 'S$' };

const group = (text) => text.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** A count with thousands separators, or a dash when nobody knows. */
export const count = (value) => (value === null || value === undefined ? NONE : (value < 0 ? '−' : '') + group(String(Math.abs(value))));

/** `{whole, rest}` of an amount in minor units: `¥1,280` and `.50`; a dash when unknown. */
export function amount(minor, currency) {
  if (minor === null || minor === undefined) return { whole: NONE, rest: '' };
  const places = minorDigits(currency);
  const text = String(Math.abs(minor)).padStart(places + 1, '0');
  const cut = text.length - places;
  const sign = SIGNS[currency] ?? `${currency ?? ''} `;
  return { whole: `${minor < 0 ? '−' : ''}${sign}${group(text.slice(0, cut))}`, rest: places ? `.${text.slice(cut)}` : '' };
}

/** An amount as one text. */
export function money(minor, currency) {
  const { whole, rest } = amount(minor, currency);
  return whole + rest;
}

const two = (value) => String(value).padStart(2, '0');

/** A span as `m:ss` or `h:mm:ss`; the sign is dropped, say it in words. Counting down rounds up, so 0:00 is the end. */
export function span(ms, { up = false, hours = false } = {}) {
  if (ms === null || ms === undefined) return NONE;
  const whole = (up ? Math.ceil : Math.floor)(Math.abs(ms) / 1000);
  const h = Math.floor(whole / 3600);
  const m = Math.floor((whole % 3600) / 60);
  return h || hours ? `${h}:${two(m)}:${two(whole % 60)}` : `${m}:${two(whole % 60)}`;
}

/** An age in words short enough for a badge: `5 秒`, `3 min`. */
export function age(ms, lang) {
  const s = Math.max(1, Math.round(ms / 1000));
  if (s < 90) return lang === 'en' ? `${s} s` : `${s} 秒`;
  const m = Math.round(s / 60);
  if (m < 90) return lang === 'en' ? `${m} min` : `${m} 分钟`;
  const h = Math.round(s / 3600);
  if (s < DAY_S) return lang === 'en' ? `${h} h` : `${h} 小时`;
  const d = Math.round(s / DAY_S);
  return lang === 'en' ? `${d} d` : `${d} 天`;
}

const clocks = new Map();
/** The time of day of an instant in the show's zone, `HH:MM` or `HH:MM:SS`. */
export function timeOfDay(ms, zone, { seconds = false } = {}) {
  if (ms === null || ms === undefined) return NONE;
  const key = `${zone}|${seconds}`;
  if (!clocks.has(key)) {
    const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(seconds && { second: '2-digit' }) };
    let format;
    try {
      format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone || undefined });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // a zone this browser does not know: its own zone then
      format = new Intl.DateTimeFormat('en-GB', options);
    }
    clocks.set(key, format);
  }
  return clocks.get(key).format(ms);
}
