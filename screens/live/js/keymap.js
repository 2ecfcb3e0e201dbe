// Every key of every live screen, for the help sheets, as the room has set them. The acts are wired in each screen.

import { KEYS, t } from './texts.js';

const NAMES = { Space: 'keySpace' };
const SIGNS = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', '-': '−' };

/** A key as it is written: letters large, arrows as arrows. */
const sign = (lang, key) => (NAMES[key] ? t(lang, NAMES[key]) : SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key));

/** The first key of an act, for the small sign on its button. */
export const keySign = (lang, room, act) => sign(lang, (room?.keys ?? KEYS)[act][0]);

const row = (act, ...texts) => (lang, keys) => [keys[act].map((key) => sign(lang, key)).join(' / '), texts.map((text) => t(lang, text)).join(' / ')];
const two = (less, more, ...texts) => (lang, keys) => [`${sign(lang, keys[more][0])} / ${sign(lang, keys[less][0])}`, texts.map((text) => t(lang, text)).join(' / ')];
const fixed = (keys, ...texts) => (lang) => [typeof keys === 'string' ? keys : keys(lang), texts.map((text) => t(lang, text)).join(' / ')];

const go = row('go', 'go');
const back = row('back', 'back');
const pause = row('pause', 'pause', 'resume');
const hold = row('hold', 'hold', 'release');
const reveal = row('reveal', 'showBoard', 'reveal');
const hide = row('hide', 'hideBoard');
const heard = row('ack', 'gotIt');
const focus = row('focus', 'focus');
const lookup = row('lookup', 'lookup');

const SCREENS = {
  host: { title: 'hostTitle', rows: [go, back, pause, hold, reveal, hide, row('detail', 'wordDetail'), lookup, heard, focus] },
  producer: {
    title: 'producerTitle',
    rows: [go, back, pause, hold, two('less', 'more', 'more60', 'less60'), reveal, hide, lookup, fixed('1 – 8', 'presets')],
  },
  prompter: {
    title: 'prompterTitle',
    rows: [fixed((lang) => t(lang, 'keySpace'), 'roll', 'rollStop'), fixed((lang) => t(lang, 'pedal'), 'slowFast'),
      fixed('← / →', 'slower', 'faster'), fixed((lang) => t(lang, 'wheel'), 'wheelDoes'), fixed('↑ / ↓', 'lineUpDown'),
      fixed('Home / 0', 'backToCue'), fixed('+ / −', 'letters'), fixed('[ / ]', 'margin'), fixed('X / Y', 'mirrorX', 'mirrorY'),
      fixed('L', 'focus'), fixed('M', 'gotIt')],
  },
  assistant: { title: 'assistantTitle', rows: [heard] },
};

/** The sheet for `screen`: its own keys first, then those of the other screens, as `[{title, rows}]`. */
export function keysFor(screen, lang, room) {
  const keys = room?.keys ?? KEYS;
  const part = (name) => ({ title: t(lang, SCREENS[name].title), rows: SCREENS[name].rows.map((one) => one(lang, keys)) });
  const own = part(screen);
  own.rows.push(['?', t(lang, 'keysTitle')], ['Esc', t(lang, 'close')]);
  return [own, ...Object.keys(SCREENS).filter((name) => name !== screen).map(part)];
}
