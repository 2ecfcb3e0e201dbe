// Every key of every live screen, for the help sheets. The acts behind them are wired in each screen's module.

import { t } from './texts.js';

const go = (lang) => [t(lang, 'keyGo'), t(lang, 'go')];
const back = (lang) => [t(lang, 'keyBack'), t(lang, 'back')];
const reveal = (lang) => ['R', `${t(lang, 'showBoard')} / ${t(lang, 'reveal')}`];
const hide = (lang) => ['H', t(lang, 'hideBoard')];
const heard = (lang) => ['M', t(lang, 'gotIt')];
const focus = (lang) => ['L', t(lang, 'focus')];

const SCREENS = {
  host: { title: 'hostTitle', rows: [go, back, reveal, hide, heard, focus] },
  producer: {
    title: 'producerTitle',
    rows: [go, back, (lang) => ['P', `${t(lang, 'pause')} / ${t(lang, 'resume')}`],
      (lang) => ['+ / −', `${t(lang, 'more60')} / ${t(lang, 'less60')}`], reveal, hide, (lang) => ['1 – 8', t(lang, 'presets')]],
  },
  prompter: {
    title: 'prompterTitle',
    rows: [(lang) => [t(lang, 'keySpace'), `${t(lang, 'roll')} / ${t(lang, 'rollStop')}`],
      (lang) => [t(lang, 'pedal'), t(lang, 'slowFast')], (lang) => ['← / →', `${t(lang, 'slower')} / ${t(lang, 'faster')}`],
      (lang) => [t(lang, 'wheel'), t(lang, 'wheelDoes')], (lang) => ['↑ / ↓', t(lang, 'lineUpDown')],
      (lang) => ['Home / 0', t(lang, 'backToCue')], (lang) => ['+ / −', t(lang, 'letters')], (lang) => ['[ / ]', t(lang, 'margin')],
      (lang) => ['X / Y', `${t(lang, 'mirrorX')} / ${t(lang, 'mirrorY')}`], focus, heard],
  },
  assistant: { title: 'assistantTitle', rows: [heard] },
};

/** The sheet for `screen`: its own keys first, then those of the other screens, as `[{title, rows}]`. */
export function keysFor(screen, lang) {
  const part = (name) => ({ title: t(lang, SCREENS[name].title), rows: SCREENS[name].rows.map((row) => row(lang)) });
  const own = part(screen);
  own.rows.push(['?', t(lang, 'keysTitle')], ['Esc', t(lang, 'close')]);
  return [own, ...Object.keys(SCREENS).filter((name) => name !== screen).map(part)];
}
