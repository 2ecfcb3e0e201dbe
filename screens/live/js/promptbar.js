// The settings of the prompter: speed, letters, margin, languages, mirrors. Kept on this device, none of the show's.

import { h, icon, setAttr, setText } from './dom.js';
import { choice, langSwitch } from './frame.js';
import { keep, recall } from './prefs.js';
import { SPEEDS } from './scroller.js';
import { t } from './texts.js';

// Letters in steps of a tenth, from half to two and a half times what suits the screen; margins in percent of the width.
const SIZES = Array.from({ length: 21 }, (_, at) => 50 + at * 10);
const MARGINS = [2, 4, 6, 8, 10, 12, 15, 18, 22, 26, 30];
const FOCUS = ['both', 'zh', 'en'];

/** The bar; `onSpeed(n)` rolls, `onLook(work)` does what changes the layout while the line being read stays. */
export function promptBar(screen, { focus, help, onLook, onSpeed }) {
  let speed = 0;
  let wanted = Number(recall('prompt-speed', ['4', ...range(1, SPEEDS.max)]));
  let size = SIZES.indexOf(Number(recall('prompt-size', ['100', ...SIZES.map(String)])));
  let side = MARGINS.indexOf(Number(recall('prompt-margin', ['8', ...MARGINS.map(String)])));
  const flips = Object.fromEntries(['x', 'y'].map((axis) => [axis, recall(`prompt-flip-${axis}`, ['no', 'yes']) === 'yes']));

  const rollButton = h('button', { type: 'button', class: 'cc-btn cc-pr-roll', onclick: () => self.roll() }, icon('play'), icon('pause'), h('span'));
  const steps = {
    speed: stepper((by) => self.speed(by), 'slower', 'faster'), letters: stepper((by) => self.letters(by), 'smaller', 'larger'),
    margin: stepper((by) => self.margin(by), 'narrower', 'wider'),
  };
  const focusPick = choice(FOCUS.map((value) => [value, value]), { label: 'focus', value: focus ?? recall('focus', FOCUS), onPick: setFocus });
  const flipButtons = Object.fromEntries(['x', 'y'].map((axis) => [axis, h('button', { type: 'button', class: 'cc-btn cc-pr-flip', onclick: () => self.flip(axis) }, h('span'))]));
  const focusName = h('span', { class: 'cc-tool-name' });
  const langName = h('span', { class: 'cc-tool-name' });
  const el = h('div', { class: 'cc-pr-bar', role: 'group' }, rollButton, ...Object.values(steps).map((one) => one.el),
    h('div', { class: 'cc-tool' }, focusName, focusPick.el), flipButtons.x, flipButtons.y, h('div', { class: 'cc-tool' }, langName, langSwitch(screen).el), help.button);

  function setFocus(value) {
    keep('focus', value);
    onLook(() => setAttr(screen.el, 'data-focus', value));
  }

  function setSpeed(value) {
    speed = Math.max(SPEEDS.min, Math.min(SPEEDS.max, value));
    if (speed > 0) {
      wanted = speed;
      keep('prompt-speed', String(speed));
    }
    onSpeed(speed);
    words();
  }

  function look() {
    screen.el.style.setProperty('--scale', SIZES[size] / 100);
    screen.el.style.setProperty('--margin', `${MARGINS[side]}%`);
  }

  function words() {
    const { lang } = screen;
    const rolls = speed !== 0;
    setText(rollButton.querySelector('span'), t(lang, rolls ? 'rollStop' : 'roll'));
    setAttr(rollButton, 'aria-pressed', rolls ? 'true' : 'false');
    steps.speed.words(lang, 'speed', speed < 0 ? t(lang, 'speedBack', { n: -speed }) : rolls ? speed : wanted);
    steps.letters.words(lang, 'letters', `${SIZES[size]}%`);
    steps.margin.words(lang, 'margin', `${MARGINS[side]}%`);
    focusPick.draw(lang);
    setText(focusName, t(lang, 'script'));
    setText(langName, t(lang, 'words'));
    setAttr(el, 'aria-label', t(lang, 'prompterTitle'));
    for (const [axis, button] of Object.entries(flipButtons)) {
      setText(button.firstChild, t(lang, axis === 'x' ? 'mirrorX' : 'mirrorY'));
      setAttr(button, 'aria-pressed', flips[axis] ? 'true' : 'false');
      setAttr(screen.el, `data-mirror-${axis}`, flips[axis]);
    }
  }

  function change(held, list, by) {
    return Math.max(0, Math.min(list.length - 1, held + by));
  }

  const self = {
    el,
    words,
    /** Start at the speed used last, or stop. */
    roll: () => setSpeed(speed ? 0 : wanted),
    /** A step faster or slower; from standing still the first step starts slowly, in its direction. */
    speed: (by) => setSpeed(speed + by),
    letters(by) {
      size = change(size, SIZES, by);
      keep('prompt-size', String(SIZES[size]));
      onLook(look);
      words();
    },
    margin(by) {
      side = change(side, MARGINS, by);
      keep('prompt-margin', String(MARGINS[side]));
      onLook(look);
      words();
    },
    flip(axis) {
      flips[axis] = !flips[axis];
      keep(`prompt-flip-${axis}`, flips[axis] ? 'yes' : 'no');
      words();
    },
    cycleFocus: () => focusPick.pick(FOCUS[(FOCUS.indexOf(focusPick.value) + 1) % FOCUS.length], true),
  };
  setAttr(screen.el, 'data-focus', focusPick.value);
  look();
  return self;
}

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => String(from + at));

/** Less and more around a value. */
function stepper(change, lessKey, moreKey) {
  const name = h('i', { class: 'cc-pr-step-name' });
  const value = h('b');
  const less = h('button', { type: 'button', class: 'cc-btn', onclick: () => change(-1), text: '−' });
  const more = h('button', { type: 'button', class: 'cc-btn', onclick: () => change(1), text: '+' });
  return {
    el: h('div', { class: 'cc-pr-step', role: 'group' }, less, h('span', {}, value, name), more),
    words(lang, key, shown) {
      setText(name, t(lang, key));
      setText(value, shown);
      setAttr(less, 'aria-label', t(lang, lessKey));
      setAttr(more, 'aria-label', t(lang, moreKey));
      setAttr(less.parentElement, 'aria-label', t(lang, key));
    },
  };
}
